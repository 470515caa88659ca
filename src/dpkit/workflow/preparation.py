"""What is done before anything runs: inputs are checked, and the steps are known."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dpkit.errors import TaskError
from dpkit.product.document import read_document
from dpkit.product.reading import read
from dpkit.workflow.combination import Combination, Source
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.graph import Graph
from dpkit.workflow.inputs import check_inputs
from dpkit.workflow.runfolder import RunFolder
from dpkit.workflow.setting import Setting, settle
from dpkit.workflow.trace import trace_pipeline, trace_task

__all__ = ["Part", "checked", "digests_of", "require_same", "traced"]

Part = tuple[Graph, Mapping[str, tuple[Path, ...]]]
"""The steps of a combination, and its documents by port."""


def checked(
    declaration: Declaration[..., Any], combination: Combination, *, known: bool
) -> Combination:
    """Return a combination with checked inputs.

    When the archive is to know them, those that are given by path get ids.

    Raises
    ------
    DpkitError
        A port gets what it does not take.
    """
    documents = check_inputs(declaration, combination.inputs)
    sources = dict(combination.sources)
    for path in (one for some in documents.values() for one in some if known):
        if path not in sources:
            sources[path] = Source(id=read_document(path).id, why="given by the user")
    return replace(combination, inputs=documents, sources=sources)


def traced(
    declaration: Declaration[..., Any],
    combinations: Sequence[Combination],
    given: Mapping[str, Setting],
) -> list[Part]:
    """Return the graph of each combination with its documents.

    Raises
    ------
    TaskError
        The graph cannot be built, or a parameter is wrong.
    """
    return [(_graph(declaration, one.inputs, given), one.inputs) for one in combinations]


def _graph(
    declaration: Declaration[..., Any],
    documents: Mapping[str, Sequence[Path]],
    given: Mapping[str, Setting],
) -> Graph:
    """Return the graph; parameters are checked with the products that set them."""
    products = {
        port.name: read(documents[port.name][0], port.product)
        for port in declaration.inputs
        if port.query.sets is not None and port.name in documents
    }
    settings = settle(declaration, given, products)
    if not declaration.has_steps:
        return trace_task(declaration, documents)
    values = {name: setting.value for name, setting in settings.items()}
    return trace_pipeline(declaration, documents, values)


def digests_of(combinations: Sequence[Combination]) -> dict[str, str]:
    """Return the SHA-256 of all documents that go in, by their paths."""
    documents = {path for one in combinations for paths in one.inputs.values() for path in paths}
    return {str(one): hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(documents)}


def require_same(
    combinations: Sequence[Combination], digests: Mapping[str, str], folder: RunFolder
) -> None:
    """Refuse documents that are not what they were.

    Raises
    ------
    TaskError
        One has changed since the run began.
    """
    for path, digest in digests_of(combinations).items():
        if digests.get(path) != digest:
            raise TaskError(
                f"has changed since the run {folder.id} began", place=path, remedy="start a new run"
            )
