"""From XSDs to the data dictionary and the generated classes."""
