"""The XML schemas of dpkit: data only, found by the toolkit through its entry point."""
