"""Run a task on documents: inputs and outputs are validated, outputs written whole."""

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
from dpkit.workflow.call import Made
from dpkit.workflow.port import Port, check_number
from dpkit.workflow.setting import Setting, settle
from dpkit.workflow.task import Task

__all__ = ["TaskRun", "perform", "run_task"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRun:
    """What a run of a task made of what.

    Attributes
    ----------
    outputs : mapping of str to tuple of Made
        What it made, by port.
    inputs : mapping of str to tuple of str
        Ids of the products that went in, by port.
    settings : mapping of str to Setting
        The parameters as they were used.
    """

    outputs: Mapping[str, tuple[Made, ...]]
    inputs: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Setting]

    @property
    def documents(self) -> tuple[Path, ...]:
        """The documents written, in the order of the outputs."""
        return tuple(made.document for port in self.outputs.values() for made in port)


def run_task(
    task: Task[..., Any],
    inputs: Mapping[str, Sequence[Path]],
    parameters: Mapping[str, Any],
    folder: Path,
) -> TaskRun:
    """Run a task on documents in this process and write what it makes into a folder.

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
        A port is missing, has too many products, a parameter is wrong, or the task returned
        what it did not declare.
    ProductError
        An input or an output is not valid. No output is left behind then.
    """
    settings = {k: Setting(value=value, origin="the call") for k, value in parameters.items()}
    unchecked = frozenset(path for paths in inputs.values() for path in paths)
    return perform(task, inputs, settings, folder, unchecked)


def perform(
    task: Task[..., Any],
    inputs: Mapping[str, Sequence[Path]],
    given: Mapping[str, Setting],
    folder: Path,
    unchecked: frozenset[Path],
) -> TaskRun:
    """Run a task as `run_task`, validating only the inputs that were not checked before."""
    products = {port.name: _read_port(task, port, inputs, unchecked) for port in task.inputs}
    arguments: dict[str, Any] = {
        port.name: products[port.name] if port.many else next(iter(products[port.name]), None)
        for port in task.inputs
    }
    settings = settle(task, given, arguments)
    values = {name: setting.value for name, setting in settings.items()}
    outputs = _outputs(task, task.function(**arguments, **values))
    ids = {name: tuple(product.id for product in read) for name, read in products.items()}
    return TaskRun(
        outputs=_write_outputs(outputs, folder),
        inputs={name: found for name, found in ids.items() if found},
        settings=settings,
    )


def _read_port(
    task: Task[..., Any],
    port: Port,
    inputs: Mapping[str, Sequence[Path]],
    unchecked: frozenset[Path],
) -> list[Product[Any]]:
    given = list(inputs.get(port.name, ()))
    check_number(port, len(given), task.place)
    products = [read(path, port.product) for path in given]
    for path in given:
        if path in unchecked:
            _require_valid(path)
    return products


def _require_valid(document: Path) -> None:
    report = validate(document)
    if not report.ok:
        raise report.refusal()


def _outputs(task: Task[..., Any], returned: Any) -> dict[str, list[Product[Any]]]:
    found: dict[str, list[Product[Any]]] = {}
    for port in task.outputs:
        value = getattr(returned, port.name, None) if task.named else returned
        if port.many and isinstance(value, (list, tuple)):
            products = list(value)
        else:
            products = [] if value is None else [value]
        if not products and not port.optional:
            raise TaskError(f"made nothing for {port.name!r}", place=task.place)
        for product in products:
            if not isinstance(product, Product) or not isinstance(product.content, port.product):
                raise TaskError(
                    f"made {type(product).__name__} for {port.name!r}, "
                    f"which is declared {port.product_name}",
                    place=task.place,
                )
        found[port.name] = products
    return found


def _write_outputs(
    outputs: Mapping[str, Sequence[Product[Any]]], folder: Path
) -> dict[str, tuple[Made, ...]]:
    """Write and validate all outputs; when one fails, those before it are taken back."""
    written: list[Product[Any]] = []
    try:
        for product in (one for products in outputs.values() for one in products):
            write(product, folder)
            written.append(product)
            _require_valid(_source(product))
    except BaseException:
        for product in written:
            _remove(product)
        raise
    return {name: tuple(_made(one) for one in products) for name, products in outputs.items()}


def _made(product: Product[Any]) -> Made:
    files = tuple(reference.location for reference in product.files.values())
    return Made(id=product.id, document=_source(product), files=files)


def _source(product: Product[Any]) -> Path:
    if product.source is None:
        raise TaskError("the product was not written", place=product.id)
    return product.source


def _remove(product: Product[Any]) -> None:
    for reference in product.files.values():
        reference.location.unlink(missing_ok=True)
    _source(product).unlink(missing_ok=True)
