"""Procedures of quality control: what a task measures, draws and is judged by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from dpkit.errors import TaskError
from dpkit.workflow.hook import import_hook

if TYPE_CHECKING:
    from dpkit.schema.dictionary import ProductEntry
    from dpkit.workflow.declaration import Declaration
    from dpkit.workflow.task import Task

__all__ = ["Procedure", "procedure_of", "qc_procedure", "quality_entry"]

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """What makes a task a procedure of quality control.

    Attributes
    ----------
    instrument, raw_type : str
        What it is for.
    purpose : str
        What it is good for.
    call : tuple of str
        How it is called, line by line.
    plots : mapping of str to str
        What each picture shows, by the name of its file.
    reports : tuple of str
        Reports of the health check that show its parameters.
    page : str
        Name of the associated page of documentation.
    reasons : tuple of str
        Reasons to reject, as a person reads them; their limits stand in score configurations.
    comments : tuple of str
        What else a user should know.
    drawing : str
        ``module:function`` that writes the pictures, called with the inputs and outputs of the
        task by name, and the folder; returns their paths. Empty for a procedure without pictures.
    cover : str
        ``module:function`` that writes the cover sheet; empty for none.
    """

    instrument: str
    raw_type: str
    purpose: str
    call: tuple[str, ...] = ()
    plots: Mapping[str, str] = field(default_factory=dict)
    reports: tuple[str, ...] = ()
    page: str = ""
    reasons: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    drawing: str = ""
    cover: str = ""

    def function(self, name: str) -> Callable[..., Any]:
        """Import what ``drawing`` or ``cover`` names.

        Raises
        ------
        TaskError
            There is none.
        """
        return import_hook(str(getattr(self, name)), f"{self.instrument} {self.raw_type}")


def qc_procedure(procedure: Procedure) -> Callable[[Task[P, R]], Task[P, R]]:
    """Make a task a procedure of quality control.

    The table of its parameters is that of the product it makes, as the schema says, and the
    history of its versions that of the task.

    Parameters
    ----------
    procedure : Procedure
        What it draws and is judged by.

    Returns
    -------
    callable
        A decorator of a task.

    Examples
    --------
    ``@qc_procedure(DARK)`` above ``@task("crires_dark", version="1.0")``
    """

    def decorate(task: Task[P, R]) -> Task[P, R]:
        return replace(task, procedure=procedure)

    return decorate


def procedure_of(declaration: Declaration[..., Any]) -> Procedure:
    """Return the procedure that a task is.

    Raises
    ------
    TaskError
        It is none.
    """
    if declaration.procedure is None:
        raise TaskError(
            "is no procedure of quality control",
            place=declaration.place,
            remedy="decorate it with qc_procedure",
        )
    return declaration.procedure


def quality_entry(declaration: Declaration[..., Any]) -> ProductEntry:
    """Return what the data dictionary says of the quality product of a procedure.

    Raises
    ------
    TaskError
        Not exactly one of its outputs has a metric table.
    """
    from dpkit.schema.dictionary import product_entry

    entries = [product_entry(port.product_name) for port in declaration.outputs]
    found = [entry for entry in entries if entry.metric_table]
    if len(found) != 1:
        raise TaskError(
            f"{len(found)} of its products have a metric table",
            place=declaration.place,
            remedy="a procedure makes one product whose schema names a metricTable",
        )
    return found[0]
