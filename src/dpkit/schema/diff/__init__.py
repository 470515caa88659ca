"""Compare two versions of a set of schemas."""
