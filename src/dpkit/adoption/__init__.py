"""Make documents for files that have none, from their headers and a small mapping."""
