"""Whether an archive is what it must be: checked, repaired and counted."""
