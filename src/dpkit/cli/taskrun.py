"""What the command of a task does with the words of the user."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from dpkit.cli.archiverun import run_asked, take_question
from dpkit.cli.frontendrun import agreed, draw_result, find_inputs, take_words
from dpkit.cli.runorder import RunOrder, run_order
from dpkit.errors import TaskError
from dpkit.workflow.combination import Combination
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.frontend import expand_variables
from dpkit.workflow.inputs import NOTHING, is_list, read_list
from dpkit.workflow.options import OPTIONS, RunOptions, with_given
from dpkit.workflow.port import Port
from dpkit.workflow.setting import Setting, read_settings
from dpkit.workflow.store import open_store

__all__ = ["run_command"]

KEY_OPTION = "each"
"""An option that commands have by which inputs are found; front ends do not have it."""
_DEFAULT = click.core.ParameterSource.DEFAULT


def run_command(
    declaration: Declaration[..., Any], given: dict[str, Any], defaults: Mapping[str, Any]
) -> None:
    """Run a task or pipeline as a command line says.

    Parameters
    ----------
    declaration : Declaration
        What to run.
    given : dict
        Values of the options by name; None or nothing for those left out.
    defaults : mapping of str to value
        What a front end puts in the place of what is left out.
    """
    # A front end may have taken the name of an option, which is left out then.
    workdir, out, archive = (given.pop(name, None) for name in ("workdir", "out", "archive"))
    words = take_words(declaration, given)
    found = find_inputs(declaration, given, words)
    if workdir is not None and out is not None:
        raise click.UsageError("--workdir and --out are two names of one folder; give one")
    needed = _needs_archive(declaration, given, workdir or Path(), archive or "")
    asked, register = take_question(given, needed=needed), given.pop("register", None)
    if asked is None:
        _require_inputs(declaration, given, defaults)
        register = bool(register)
    # The archive first: a task may take hours, and its outputs are to be registered.
    store = open_store(archive) if register or asked is not None else None
    with nullcontext() if store is None else store:
        several = declaration.has_steps or bool(asked and asked.request.each)
        options = _options(given, "processes" if several else "serial")
        order = RunOrder(
            declaration=declaration,
            settings=_settings(declaration, given, defaults),
            folder=workdir or out or Path(),
            names={p.name: given[p.name] for p in declaration.outputs if given.get(p.name)},
            options=options,
        )
        named = {port.name: given.get(port.name) for port in declaration.inputs}
        if asked is not None and store is not None:
            documents = {
                port.name: _documents(port, named[port.name], workdir, ids=True)
                for port in declaration.inputs
                if named[port.name]
            }
            run_asked(order, asked, documents, store, register=register is not False)
            return
        inputs = {
            port.name: tuple(_documents(port, named[port.name] or defaults.get(port.name), workdir))
            for port in declaration.inputs
        }
        if not found:
            run_order(order, [Combination(inputs=inputs)], store)
        elif agreed(order, inputs, words):
            result = run_order(order, [Combination(inputs=inputs)], store)
            draw_result(order, inputs, result.outputs, words)


def _needs_archive(
    declaration: Declaration[..., Any], given: Mapping[str, Any], folder: Path, archive: str
) -> bool:
    """Tell whether inputs are to be found without keys: by another port, or by their ids.

    Only in an archive that is named, or there; and not for front ends.
    """
    source = click.get_current_context().get_parameter_source("archive")
    if KEY_OPTION not in given or (source is _DEFAULT and not Path(archive).exists()):
        return False
    names = {port.name for port in declaration.inputs}
    left = [one for one in declaration.inputs if not (given.get(one.name) or one.optional)]
    if any({one.query.at, one.query.overlaps} & names for one in left):
        return True
    said = (given.get(port.name) or () for port in declaration.inputs)
    words = [word for some in said for word in ([some] if isinstance(some, str) else some)]
    missing = [word for word in words if word != NOTHING and not (folder / word).exists()]
    return bool(missing) and source is not _DEFAULT


def _require_inputs(
    declaration: Declaration[..., Any], given: Mapping[str, Any], defaults: Mapping[str, Any]
) -> None:
    for port in declaration.inputs:
        if not (port.optional or given.get(port.name) or port.name in defaults):
            name = f"--{port.name.replace('_', '-')}"
            raise click.UsageError(f"Missing option '{name}', or keys to find it in the archive")


def _options(given: dict[str, Any], engine: str) -> RunOptions:
    """Take the options of how a run is done out of those given."""
    said = {name: given.pop(name, None) for name in OPTIONS}
    return with_given(RunOptions(engine=engine), said)


def _settings(
    declaration: Declaration[..., Any], given: dict[str, Any], defaults: Mapping[str, Any]
) -> dict[str, Setting]:
    config = given.pop("config", None)
    names = [one.name for one in declaration.parameters]
    found = {
        name: Setting(value=defaults[name], origin="the front end", rank=0)
        for name in names
        if name in defaults
    }
    found |= read_settings(config) if config is not None else {}
    typed = {one.name: one.type for one in declaration.parameters if one.choices}
    for name in names:
        if given.get(name) is not None:
            value = typed[name](given[name]) if name in typed else given[name]
            found[name] = Setting(value=value, origin="command line")
    return found


def _documents(port: Port, given: Any, workdir: Path | None, *, ids: bool = False) -> list[Any]:
    """Return the documents that the words of an option name; a word may also be an id."""
    words = [given] if isinstance(given, str) else list(given or ())
    folder = workdir or Path()
    found: list[Any] = []
    for word in words:
        if word == NOTHING and port.optional:
            continue
        if ids and not (folder / word).exists():
            found.append(word)
            continue
        path = folder / expand_variables(word, f"--{port.name}")
        if not port.many or not is_list(path):
            if port.many and workdir is not None:
                raise TaskError(
                    f"is no list file, which {port.name!r} takes",
                    place=path,
                    remedy=f'write a file ["{word}"] and give that',
                )
            found.append(path)
        else:
            found += read_list(path, workdir or path.parent)
    return found
