"""Made-up files of our own tables, with the facts expected from each in expected.json."""
