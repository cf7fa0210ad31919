"""Normal deviates and Student's t, for every method that states an interval. See README.md."""
