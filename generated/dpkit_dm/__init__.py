"""Generated classes and data dictionary of the schema package."""
