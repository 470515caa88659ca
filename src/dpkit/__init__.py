"""Schema-first data products for astronomy.

A data product is declared once, in an XSD; its class, validation, archive columns, queries,
documentation and task ports follow from that one file.
"""

__version__ = "0.1.0"
