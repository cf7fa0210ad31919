"""Bluesky: the account's own repository."""
