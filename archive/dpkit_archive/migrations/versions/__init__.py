"""The revisions of the tables, one file each, never changed once released."""
