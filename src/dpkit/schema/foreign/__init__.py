"""Schemas that were not written for this toolkit, and their side file ``keys.toml``."""
