"""Validate products: one pass per level, every finding in one report."""

from dpkit.validation.report import Finding, Report
from dpkit.validation.run import LEVELS, validate

__all__ = ["LEVELS", "Finding", "Report", "validate"]
