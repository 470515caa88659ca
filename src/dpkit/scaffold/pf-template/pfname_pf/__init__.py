"""Processing functions of PFNAME."""
