"""Mastodon: the account's own archive."""
