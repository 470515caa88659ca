"""The archive of dpkit: products registered whole, found by anything, valid in time."""
