"""Processing functions of DOME."""
