from dpkit.validation import LEVELS, Finding, Report, validate
