"""Made-up files in the shapes of YouTube Studio's exports, with the facts expected from each in expected.json."""
