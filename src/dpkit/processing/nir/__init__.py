"""Relative photometry among the exposures of a Euclid NISP observation."""
