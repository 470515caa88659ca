"""How CRIRES flats are scored unless somebody says otherwise: a document beside this module."""

from __future__ import annotations

from pathlib import Path

__all__ = ["FLAT_SCORES"]

FLAT_SCORES = Path(__file__).with_name("scores.xml")
"""The score configuration of the table ``crires_flat``."""
