"""Made-up files in the shapes of Sprout Social's reports, with the facts expected from each in expected.json."""
