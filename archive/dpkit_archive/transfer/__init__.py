"""Products on their way from one archive into another: as packages, or whole archives."""
