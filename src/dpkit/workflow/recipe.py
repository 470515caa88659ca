"""Recipes: what two calls have in common that make the same content, whenever they are made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dpkit.errors import DpkitError
from dpkit.product.reading import read
from dpkit.workflow.call import Call
from dpkit.workflow.combination import Combination
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.schedule import Job
from dpkit.workflow.setting import settle
from dpkit.workflow.store import ProductStore

__all__ = ["RecipeBook"]


class RecipeBook:
    """The recipes of the calls of a run: task, version, parameters, and content of the inputs.

    Parameters
    ----------
    store : ProductStore or None
        The archive that knows the content of the inputs.
    combinations : sequence of Combination
        What the run gets.
    """

    def __init__(self, store: ProductStore | None, combinations: Sequence[Combination]) -> None:
        self._store = store
        self._ids = {path: one.id for c in combinations for path, one in c.sources.items()}
        self._unasked = set(self._ids.values())
        self._digests: dict[str, str] = {}
        self._recipes: dict[str, str] = {}

    def find(self, job: Job, call: Call) -> str | None:
        """Find out the recipe of a call; None when the archive does not have all inputs."""
        digests = self._digests_of(call)
        values = _values(job.declaration, call)
        if digests is None or values is None:
            return None
        said = [job.declaration.name, job.declaration.version, values, digests]
        text = json.dumps(said, sort_keys=True, ensure_ascii=False)
        self._recipes[job.id] = hashlib.sha256(text.encode()).hexdigest()
        return self._recipes[job.id]

    def known(self, call: str) -> str | None:
        """Return the recipe of a call that was found out."""
        return self._recipes.get(call)

    def learn(self, documents: Mapping[str, Iterable[Path]], ids: Sequence[str]) -> None:
        """Remember as which products the documents of a call are known, port by port."""
        paths = [path for port in documents.values() for path in port]
        self._ids.update(zip(paths, ids, strict=True))
        self._unasked.update(ids)

    def ids(self, call: Call) -> dict[str, tuple[str, ...]]:
        """Return the ids of the inputs of a call, by port."""
        return {port: self.ids_of(paths) for port, paths in call.inputs.items()}

    def ids_of(self, paths: Iterable[Path]) -> tuple[str, ...]:
        """Return the ids of documents, as far as they are known."""
        return tuple(self._ids[path] for path in paths if path in self._ids)

    def _digests_of(self, call: Call) -> dict[str, list[str]] | None:
        """Return the digests of the content of the inputs, by port."""
        paths = [path for port in call.inputs.values() for path in port]
        ids = self.ids_of(paths)
        if len(ids) < len(paths):
            return None
        if not self._unasked.isdisjoint(ids) and self._store is not None:
            # Of all that are known: one question for many calls.
            self._digests |= self._store.content_digests(sorted(self._unasked))
            self._unasked.clear()
        if any(one not in self._digests for one in ids):
            return None
        return {
            port: [self._digests[self._ids[path]] for path in some]
            for port, some in call.inputs.items()
            if some
        }


def _values(declaration: Declaration[..., Any], call: Call) -> dict[str, Any] | None:
    """Return the values that the parameters will have; None when the call will find one wrong."""
    try:
        products = {
            port.name: read(call.inputs[port.name][0], port.product)
            for port in declaration.inputs
            if port.query.sets is not None and call.inputs.get(port.name)
        }
        settings = settle(declaration, call.settings, products)
    except DpkitError:
        return None
    return {name: one.value for name, one in settings.items()}
