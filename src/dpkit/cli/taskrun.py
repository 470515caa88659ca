"""What the command of a task does: read the words of the user, run, and say what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from dpkit.cli.progress import progress
from dpkit.errors import TaskError
from dpkit.workflow.contract import check_names, name_outputs
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.frontend import expand_variables
from dpkit.workflow.inputs import NOTHING, is_list, read_list
from dpkit.workflow.launch import RunResult, run
from dpkit.workflow.options import OPTIONS, RunOptions, with_given
from dpkit.workflow.port import Port
from dpkit.workflow.setting import Setting, read_settings
from dpkit.workflow.store import open_store

__all__ = ["run_command", "show_result"]


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
    if workdir is not None and out is not None:
        raise click.UsageError("--workdir and --out are two names of one folder; give one")
    folder = workdir or out or Path()
    store = open_store(archive) if given.pop("register", False) else None
    # The archive first: a task may take hours, and its outputs are to be registered.
    with nullcontext() if store is None else store:
        options = _options(given, "processes" if declaration.has_steps else "serial")
        settings = _settings(declaration, given, defaults)
        inputs = {
            port.name: _documents(port, given.get(port.name) or defaults.get(port.name), workdir)
            for port in declaration.inputs
        }
        names = {p.name: given[p.name] for p in declaration.outputs if given.get(p.name)}
        check_names(names, folder)
        with progress(quiet=not declaration.has_steps) as report:
            result = run(
                declaration,
                inputs,
                settings,
                out=folder,
                options=options,
                store=store,
                report=report,
            )
        show_result(declaration, result, folder, names)


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


def _documents(port: Port, given: Any, workdir: Path | None) -> list[Path]:
    """Return the documents that the words of an option name."""
    words = [given] if isinstance(given, str) else list(given or ())
    folder = workdir or Path()
    found: list[Path] = []
    for word in words:
        if word == NOTHING and port.optional:
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


def show_result(
    declaration: Declaration[..., Any],
    result: RunResult,
    folder: Path,
    names: Mapping[str, str],
) -> None:
    """Print the documents that were made, and why calls failed.

    Raises
    ------
    DpkitError
        The one call of a task failed.
    click.exceptions.Exit
        Calls of a pipeline failed.
    """
    documents: Sequence[Path] = result.documents
    if declaration.has_steps:
        documents = [path for port in result.outputs.values() for path in port]
    renamed = {} if result.failures else name_outputs(result.outputs, names, folder)
    for document in documents:
        click.echo(folder / renamed.get(document, document).relative_to(folder.absolute()))
    if result.failures and not declaration.has_steps:
        raise next(iter(result.failures.values())).error()
    for call, failure in result.failures.items():
        click.echo(f"dpkit: {call}: {failure} [{failure.code}]", err=True)
    if result.failures:
        click.echo(f"dpkit: {len(result.failures)} failed in run {result.run.id}", err=True)
        raise click.exceptions.Exit(1)
