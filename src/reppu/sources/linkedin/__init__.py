"""LinkedIn's exports."""
