"""Quality control by the archive: QC1 tables, scores and certification."""
