"""Made-up files in the shapes of LinkedIn's exports, with the facts expected from each."""
