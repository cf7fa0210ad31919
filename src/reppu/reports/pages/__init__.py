"""The books' pages: pack a season's book, read it, verify it, lay two seasons beside each other."""
