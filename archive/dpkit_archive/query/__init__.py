"""Queries: what to look for, said in Python, on the command line or as an expression."""
