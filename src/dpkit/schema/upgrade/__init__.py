"""Bring older documents into the newest form of their products."""
