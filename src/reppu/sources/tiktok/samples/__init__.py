"""Made-up files in the shapes of TikTok's exports, with the facts expected from each in expected.json."""
