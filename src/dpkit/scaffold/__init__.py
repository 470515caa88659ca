"""Start new packages."""
