"""SQL of rooms, a file for each of their nouns."""
