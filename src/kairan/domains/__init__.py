"""The nouns of the product. Who may import whom is in ``.importlinter``."""
