"""Factsheets of procedures of quality control: the fields of a page, made from what is declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes

from dpkit.dpdd.directive import PageDirective
from dpkit.dpdd.doctree import Cell, code, paragraph, table
from dpkit.dpdd.element import product_elements
from dpkit.schema.dictionary import Metric, product_entry
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.listing import list_declarations
from dpkit.workflow.port import Port
from dpkit.workflow.procedure import Procedure, procedure_of, quality_entry
from dpkit.workflow.registry import find_declaration

__all__ = [
    "FactsheetDirective",
    "Field",
    "ParametersDirective",
    "factsheet",
    "procedure_names",
]

_SYNTAX = "PYTHON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a factsheet.

    Attributes
    ----------
    name : str
        Its name.
    lines : tuple of str
        What it says.
    technical : bool
        Whether only who keeps the procedure needs it; it is shown in grey.
    """

    name: str
    lines: tuple[str, ...]
    technical: bool = False


def procedure_names() -> list[str]:
    """Return the names of the procedures that are installed."""
    return [name for name, one in list_declarations().found.items() if one.procedure]


def factsheet(name: str) -> list[Field]:
    """Return the fields of the factsheet of a procedure, in their order.

    Parameters
    ----------
    name : str
        Name of the task.

    Returns
    -------
    list of Field
        From the task (name, versions, ports), its procedure (purpose, plots, reasons to reject),
        and the schema of the product it makes (table, parameters and their definitions).

    Raises
    ------
    NotFoundError
        There is no such task.
    TaskError
        It is no procedure.
    """
    task = find_declaration(name)
    procedure, entry = procedure_of(task), quality_entry(task)
    listed = [metric for metric in entry.metrics if not metric.local]
    return [
        Field(name="NAME", lines=(f"{task.name}.py",)),
        Field(name="VERSION", lines=_versions(task), technical=True),
        Field(name="SYNTAX", lines=(_SYNTAX,), technical=True),
        Field(name="CALL", lines=procedure.call, technical=True),
        Field(name="INSTRUMENT", lines=(procedure.instrument,)),
        Field(name="RAWTYPE", lines=(procedure.raw_type,)),
        Field(name="PURPOSE", lines=(procedure.purpose,)),
        Field(name="PROCINPUT", lines=tuple(_inputs(task)), technical=True),
        Field(name="QC1TABLE", lines=(str(entry.metric_table),)),
        Field(name="TRENDPLOT", lines=tuple(f"{one}.html" for one in procedure.reports)),
        Field(name="QC1PAGE", lines=(f"{procedure.page}.html",) if procedure.page else ()),
        Field(name="QC1PLOTS", lines=tuple(_plots(procedure))),
        Field(name="QC1PARAM", lines=tuple(metric.name for metric in listed)),
        Field(name="ALGORITHM", lines=tuple(f"{n}: {text}" for n, text in _meanings(task))),
        Field(name="CERTIF", lines=procedure.reasons),
        Field(name="COMMENTS", lines=procedure.comments),
    ]


def _versions(task: Declaration[..., Any]) -> tuple[str, ...]:
    return tuple(f"{version} -- {change}" for version, change in task.versions.items())


def _inputs(task: Declaration[..., Any]) -> Iterator[str]:
    """Yield what goes in: raw frames, products of the same kind as those made, and the rest."""
    made = {port.product for port in task.outputs}
    for port in task.inputs:
        raw = product_entry(port.product_name).level == "raw"
        role = "raw" if raw else "product" if port.product in made else port.name
        yield f"{role}: {_number(port)} {port.product_name}"


def _number(port: Port) -> str:
    if port.many:
        return "any number of" if port.optional else "one or more"
    return "at most one" if port.optional else "one"


def _plots(procedure: Procedure) -> Iterator[str]:
    for file, text in procedure.plots.items():
        yield file
        yield from text.splitlines()


def _meanings(task: Declaration[..., Any]) -> Iterator[tuple[str, str]]:
    """Yield the parameters of the table with what the schema says of each."""
    for metric, text in _parameters(task):
        if not metric.local:
            yield metric.name, text


def _parameters(task: Declaration[..., Any]) -> Iterator[tuple[Metric, str]]:
    """Yield every parameter with what the schema says of it."""
    entry = quality_entry(task)
    said = {one.xpath: one.place.documentation for one in product_elements(entry)}
    for metric in entry.metrics:
        yield metric, said[metric.path]


class FactsheetDirective(PageDirective):
    """The factsheet of a procedure: ``.. dpkit-factsheet:: crires_flat``.

    Raises
    ------
    PageError
        There is no such procedure.
    """

    required_arguments = 1

    def render(self) -> list[nodes.Node]:
        """Make a list of the fields; a field that says nothing is left out."""
        made = nodes.field_list(classes=["dpdd", "dpdd-factsheet"])
        for field in factsheet(self.arguments[0]):
            if field.lines:
                made += _field(field)
        legend = paragraph("Fields in grey are technical.", classes=["dpdd-technical"])
        return [made, legend]


def _field(field: Field) -> nodes.field:
    classes = ["dpdd-technical"] if field.technical else []
    lines = [nodes.line("", line) for line in field.lines]
    block = nodes.line_block("", *lines, classes=classes)
    return nodes.field("", nodes.field_name(field.name, field.name), nodes.field_body("", block))


class ParametersDirective(PageDirective):
    """The QC1 parameters of a procedure: ``.. dpkit-qc1-parameters:: crires_flat``.

    Raises
    ------
    PageError
        There is no such procedure.
    """

    required_arguments = 1

    def render(self) -> list[nodes.Node]:
        """Make a table of all parameters with their definitions."""
        task = find_declaration(self.arguments[0])
        entry = quality_entry(task)
        columns = (("Parameter", 22), ("Definition", 46), ("Unit", 10), ("Where", 22))
        rows: list[list[Cell]] = [
            [
                code(metric.name),
                text,
                "" if metric.unit in (None, "1") else str(metric.unit),
                "in the document only" if metric.local else str(entry.metric_table),
            ]
            for metric, text in _parameters(task)
        ]
        return [table(columns, rows)]
