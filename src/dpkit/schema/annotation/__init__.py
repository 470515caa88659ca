"""Compile what appinfo entries mean, checked, into the data dictionary."""
