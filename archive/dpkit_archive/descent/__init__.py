"""Descent: what a product was made from, what was made from it, and what is in doubt with it."""
