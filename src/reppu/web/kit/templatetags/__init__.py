"""Template tags of the kit; always loaded (settings, `builtins`)."""
