"""What a front end does that is more than options: find inputs, ask, and draw what was made."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from dpkit.cli.output import say
from dpkit.cli.runorder import RunOrder
from dpkit.errors import TaskError
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.frontend import Frontend
from dpkit.workflow.hook import import_hook

__all__ = ["agreed", "draw_result", "find_inputs", "take_words"]

Documents = Mapping[str, Sequence[Path]]
"""Documents by port."""


def take_words(declaration: Declaration[..., Any], given: dict[str, Any]) -> dict[str, Any]:
    """Take the words of a front end out of what is given; defaults for those left out."""
    front = declaration.frontend
    if front is None:
        return {}
    taken = {word.name: given.pop(word.name, None) for word in front.words}
    return {
        word.name: word.default if taken[word.name] is None else taken[word.name]
        for word in front.words
    }


def find_inputs(
    declaration: Declaration[..., Any], given: dict[str, Any], words: Mapping[str, Any]
) -> bool:
    """Add the documents that a front end finds by its words to what is given.

    Returns
    -------
    bool
        Whether it found any.

    Raises
    ------
    DpkitError
        Words name what is not there.
    click.UsageError
        A port is given beside them.
    """
    front = declaration.frontend
    if front is None or not front.finder:
        return False
    found: Documents | None = import_hook(front.finder, declaration.place)(words)
    if found is None:
        return False
    for name, documents in found.items():
        if given.get(name):
            raise click.UsageError(f"--{name.replace('_', '-')}: found by {front.script} already")
        port = next(one for one in declaration.inputs if one.name == name)
        paths = [str(Path(document).absolute()) for document in documents]
        given[name] = tuple(paths) if port.many else paths[0]
    return True


def agreed(order: RunOrder, inputs: Documents, words: Mapping[str, Any]) -> bool:
    """Show what would be made, and ask whether to write it; true when nobody wants to look.

    It is made and drawn in a folder of its own, which is gone afterwards.
    """
    front = _front(order.declaration)
    if not (front.ask and words[front.ask]):
        return True
    from dpkit.workflow.runner import run_task
    from dpkit.workflow.task import Task

    if not isinstance(order.declaration, Task):
        raise TaskError("only a task can be looked at first", place=order.declaration.place)
    settings = {name: one.value for name, one in order.settings.items()}
    with tempfile.TemporaryDirectory(prefix="dpkit-look-") as folder:
        run = run_task(order.declaration, inputs, settings, Path(folder))
        made = {name: [one.document for one in port] for name, port in run.outputs.items()}
        files = _draw(order.declaration, front, inputs, made, Path(folder), words)
        for file in files:
            say(f"look at {file}")
        if files:
            click.launch(str(files[-1]))
        if click.confirm(f"Write it into {order.folder}?", err=True):
            return True
    say("nothing was written")
    return False


def draw_result(
    order: RunOrder, inputs: Documents, outputs: Documents, words: Mapping[str, Any]
) -> None:
    """Draw what was made into the folder of the products, and print the files."""
    front = _front(order.declaration)
    for file in _draw(order.declaration, front, inputs, outputs, order.folder, words):
        click.echo(file)


def _draw(
    declaration: Declaration[..., Any],
    front: Frontend,
    inputs: Documents,
    outputs: Documents,
    folder: Path,
    words: Mapping[str, Any],
) -> Sequence[Path]:
    if not front.finish:
        return ()
    files: Sequence[Path] = import_hook(front.finish, declaration.place)(
        inputs, outputs, folder, words
    )
    return files


def _front(declaration: Declaration[..., Any]) -> Frontend:
    if declaration.frontend is None:
        raise TaskError("has no front end", place=declaration.place)
    return declaration.frontend
