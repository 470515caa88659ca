"""Register files that have no documents: made from their headers, and kept by the archive."""
