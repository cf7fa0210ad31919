"""Made-up files in the shapes of X's exports, with the facts expected from each in expected.json."""
