"""Judging of quality parameters: thresholds, scores and marks of a trend. No storage, no files."""
