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
    from dpkit.errors import TaskError as TaskError
    from dpkit.product.creation import new as new
    from dpkit.product.creation import to_be_written as to_be_written
    from dpkit.product.product import Product as Product
    from dpkit.product.reading import read as read
    from dpkit.product.times import from_xml_time as from_xml_time
    from dpkit.product.times import to_xml_time as to_xml_time
    from dpkit.product.writing import write as write
    from dpkit.validation.run import validate as validate
    from dpkit.workflow.frontend import frontend as frontend
    from dpkit.workflow.parameter import parameter as parameter
    from dpkit.workflow.pipeline import pipeline as pipeline
    from dpkit.workflow.port import port as port
    from dpkit.workflow.splitting import choose as choose
    from dpkit.workflow.splitting import gather as gather
    from dpkit.workflow.splitting import group as group
    from dpkit.workflow.store import open_store as open_store
    from dpkit.workflow.task import task as task

__version__ = "0.1.0"

_MODULES = {
    "DpkitError": "dpkit.errors",
    "Product": "dpkit.product.product",
    "TaskError": "dpkit.errors",
    "from_xml_time": "dpkit.product.times",
    "frontend": "dpkit.workflow.frontend",
    "choose": "dpkit.workflow.splitting",
    "gather": "dpkit.workflow.splitting",
    "group": "dpkit.workflow.splitting",
    "new": "dpkit.product.creation",
    "open_store": "dpkit.workflow.store",
    "parameter": "dpkit.workflow.parameter",
    "pipeline": "dpkit.workflow.pipeline",
    "port": "dpkit.workflow.port",
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
    "TaskError",
    "__version__",
    "choose",
    "from_xml_time",
    "frontend",
    "gather",
    "group",
    "new",
    "open_store",
    "parameter",
    "pipeline",
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
