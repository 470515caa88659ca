"""Quality control of CRIRES flat exposures."""
