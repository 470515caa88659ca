"""Survey footprint, bit masks and coverage of Euclid, per MER tile and per sky patch."""
