"""File formats: opening files and checking them against their description."""
