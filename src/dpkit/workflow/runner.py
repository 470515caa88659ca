"""Run a task on products: inputs and outputs are validated, outputs written whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dpkit.errors import TaskError
from dpkit.product.product import Product
from dpkit.product.reading import read
from dpkit.product.writing import write
from dpkit.validation.run import validate
from dpkit.workflow.task import Port, Task

__all__ = ["TaskRun", "run_task"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRun:
    """What a run of a task made of what.

    Attributes
    ----------
    documents : tuple of Path
        The documents written, in the order of the outputs.
    inputs : mapping of str to tuple of str
        Ids of the products that went in, by port.
    """

    documents: tuple[Path, ...]
    inputs: Mapping[str, tuple[str, ...]]


def run_task(
    task: Task[..., Any],
    inputs: Mapping[str, Sequence[Path]],
    parameters: Mapping[str, Any],
    folder: Path,
) -> TaskRun:
    """Run a task on documents and write what it makes into a folder.

    Parameters
    ----------
    task : Task
        What to run.
    inputs : mapping of str to sequence of Path
        Documents by port.
    parameters : mapping of str to value
        Plain arguments; defaults fill in for those left out.
    folder : Path
        Where to write the outputs.

    Returns
    -------
    TaskRun
        The documents written, and the ids of the inputs.

    Raises
    ------
    TaskError
        A port is missing, has too many products, or the task returned what it did not declare.
    ProductError
        An input or an output is not valid. No output is left behind then.
    """
    products = {port.name: _read_port(task, port, inputs) for port in task.inputs}
    arguments: dict[str, Any] = {
        port.name: products[port.name] if port.many else next(iter(products[port.name]), None)
        for port in task.inputs
    }
    outputs = _outputs(task, task(**arguments, **parameters))
    documents = _write_outputs(outputs, folder)
    ids = {name: tuple(product.id for product in read) for name, read in products.items()}
    return TaskRun(
        documents=documents, inputs={name: found for name, found in ids.items() if found}
    )


def _read_port(
    task: Task[..., Any], port: Port, inputs: Mapping[str, Sequence[Path]]
) -> list[Product[Any]]:
    given = list(inputs.get(port.name, ()))
    if not given and not port.optional:
        raise TaskError(
            f"port {port.name!r} has no product",
            place=f"task {task.name}",
            remedy=f"give a {port.product.__name__}",
        )
    if len(given) > 1 and not port.many:
        raise TaskError(
            f"port {port.name!r} takes one product, not {len(given)}",
            place=f"task {task.name}",
            remedy="run the task once for each",
        )
    products = [read(path, port.product) for path in given]
    for path in given:
        _require_valid(path)
    return products


def _require_valid(document: Path) -> None:
    report = validate(document)
    if not report.ok:
        raise report.refusal()


def _outputs(task: Task[..., Any], returned: Any) -> list[Product[Any]]:
    found: list[Product[Any]] = []
    for port in task.outputs:
        value = getattr(returned, port.name, None) if task.named else returned
        if port.many and isinstance(value, (list, tuple)):
            products = list(value)
        else:
            products = [] if value is None else [value]
        if not products and not port.optional:
            raise TaskError(f"made nothing for {port.name!r}", place=f"task {task.name}")
        for product in products:
            if not isinstance(product, Product) or not isinstance(product.content, port.product):
                raise TaskError(
                    f"made {type(product).__name__} for {port.name!r}, "
                    f"which is declared {port.product.__name__}",
                    place=f"task {task.name}",
                )
            found.append(product)
    return found


def _write_outputs(outputs: Sequence[Product[Any]], folder: Path) -> tuple[Path, ...]:
    """Write and validate all outputs; when one fails, those before it are taken back."""
    written: list[Product[Any]] = []
    try:
        for product in outputs:
            write(product, folder)
            written.append(product)
            _require_valid(_source(product))
    except BaseException:
        for product in written:
            _remove(product)
        raise
    return tuple(_source(product) for product in written)


def _source(product: Product[Any]) -> Path:
    if product.source is None:
        raise TaskError("the product was not written", place=product.id)
    return product.source


def _remove(product: Product[Any]) -> None:
    for reference in product.files.values():
        reference.location.unlink(missing_ok=True)
    _source(product).unlink(missing_ok=True)
