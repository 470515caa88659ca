"""The schemas of PFNAME."""
