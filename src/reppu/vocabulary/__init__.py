"""Words every capability shares: texts in three languages, estimates, errors. No decisions live here."""
