"""Made-up files in the shapes of Hootsuite's reports, with the facts expected from each in expected.json."""
