"""The schemas of DOME."""
