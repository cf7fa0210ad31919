"""Made-up files in the shapes of GA4's reports, with the facts expected from each in expected.json."""
