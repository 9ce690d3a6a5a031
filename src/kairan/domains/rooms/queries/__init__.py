"""What one may ask about rooms and messages, a file for each of their nouns."""
