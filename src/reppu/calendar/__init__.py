"""Seasons, quarters and months: which days a name stands for. See README.md."""
