"""Schema-first data products for astronomy.

A data product is declared once, in an XSD; its class, validation, archive columns, queries,
documentation and task ports follow from that one file. The names here are imported when they are
first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dpkit.errors import DpkitError as DpkitError
    from dpkit.product.creation import new as new
    from dpkit.product.creation import to_be_written as to_be_written
    from dpkit.product.product import Product as Product
    from dpkit.product.reading import read as read
    from dpkit.product.times import from_xml_time as from_xml_time
    from dpkit.product.times import to_xml_time as to_xml_time
    from dpkit.product.writing import write as write
    from dpkit.validation.run import validate as validate
    from dpkit.workflow.store import open_store as open_store
    from dpkit.workflow.task import port as port
    from dpkit.workflow.task import task as task

__version__ = "0.1.0"

_MODULES = {
    "DpkitError": "dpkit.errors",
    "Product": "dpkit.product.product",
    "from_xml_time": "dpkit.product.times",
    "new": "dpkit.product.creation",
    "open_store": "dpkit.workflow.store",
    "port": "dpkit.workflow.task",
    "read": "dpkit.product.reading",
    "task": "dpkit.workflow.task",
    "to_be_written": "dpkit.product.creation",
    "to_xml_time": "dpkit.product.times",
    "validate": "dpkit.validation.run",
    "write": "dpkit.product.writing",
}

__all__ = [
    "DpkitError",
    "Product",
    "__version__",
    "from_xml_time",
    "new",
    "open_store",
    "port",
    "read",
    "task",
    "to_be_written",
    "to_xml_time",
    "validate",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return __all__
