"""ASDF files: read the tree without running any code of it, check it, and make files."""
