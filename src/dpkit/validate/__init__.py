"""Validate products: one pass per level, every finding in one report."""

from dpkit.validate.report import Finding, Report
from dpkit.validate.run import LEVELS, validate

__all__ = ["LEVELS", "Finding", "Report", "validate"]
