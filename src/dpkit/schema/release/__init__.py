"""Released versions of schemas: frozen copies and the manifest of their hashes."""
