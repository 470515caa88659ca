"""Products: a document, its files, and the way in and out."""
