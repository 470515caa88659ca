"""The schemas of the night log."""
