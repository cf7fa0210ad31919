"""Organisations, their members and roles: who may see and do what, and who did it."""
