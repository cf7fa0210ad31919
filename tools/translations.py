"""Placeholder until the house task lands."""
