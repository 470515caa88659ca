"""Parquet files: check them by row group, and make them."""
