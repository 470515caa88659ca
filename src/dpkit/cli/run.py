"""The group of tasks: each task is a command whose options are its ports and parameters."""

from __future__ import annotations

import inspect
import json
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import say
from dpkit.errors import TaskError

if TYPE_CHECKING:
    from dpkit.workflow.runner import TaskRun
    from dpkit.workflow.store import ProductStore
    from dpkit.workflow.task import Parameter, Port, Task

__all__ = ["run"]

_LIST = 'write it as ["a.xml", "b.xml"], with paths relative to its folder'


class TaskGroup(click.Group):
    """A group whose commands are the installed tasks."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the tasks."""
        from dpkit.workflow.registry import find_tasks

        return list(find_tasks())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Make the command of a task."""
        from dpkit.workflow.registry import find_task

        return _command(find_task(cmd_name))


@click.group(cls=TaskGroup)
def run() -> None:
    """Run a task on products and write what it makes.

    Inputs and outputs are validated. A port that takes several products takes its option several
    times, or once with a JSON file that lists the documents.

    \b
    Example:
      dpkit run NIR_calculate_relative_exposures --catalogs a.xml --catalogs b.xml --out out
    """


def _command(task: Task[..., Any]) -> click.Command:
    options = [_port_option(port) for port in task.inputs]
    texts = _parameter_texts(task.documentation)
    options += [_parameter_option(parameter, texts) for parameter in task.parameters]
    options += [
        click.Option(
            ["--out", "folder"],
            type=click.Path(file_okay=False, path_type=Path),
            default=Path(),
            show_default="the current folder",
            help="Folder for the products made.",
        ),
        click.Option(["--register"], is_flag=True, help="Register the products made."),
        click.Option(
            ["--archive", "archive"],
            envvar="DPKIT_ARCHIVE",
            default="archive.sqlite",
            show_default=True,
            show_envvar=True,
            help="Archive to register them in.",
        ),
    ]

    def call(folder: Path, register: bool, archive: str, **given: Any) -> None:
        _run(task, given, folder, archive if register else None)

    return click.Command(
        task.name,
        callback=call,
        params=list(options),
        help=_help(task),
        short_help=task.documentation.partition("\n")[0],
    )


def _help(task: Task[..., Any]) -> str:
    text = task.documentation.partition("\nParameters\n")[0].strip()
    made = ", ".join(port.product.__name__ for port in task.outputs)
    return f"{text}\n\nMakes {made}. Version {task.version}."


def _port_option(port: Port) -> click.Option:
    kind = "JSON list or documents" if port.many else "Document"
    return click.Option(
        [f"--{port.name.replace('_', '-')}", port.name],
        type=click.Path(path_type=Path),
        multiple=port.many,
        required=not port.optional,
        help=f"{kind} of {port.product.__name__}.",
    )


def _parameter_texts(documentation: str) -> dict[str, str]:
    """Return what a numpydoc docstring says of each parameter."""
    section = documentation.partition("\nParameters\n")[2].partition("\n\n")[0]
    texts: dict[str, str] = {}
    name = ""
    for line in section.splitlines()[1:]:
        if not line.startswith(" "):
            name = line.partition(":")[0].strip()
        else:
            texts[name] = f"{texts.get(name, '')} {line.strip()}".strip()
    return texts


def _parameter_option(parameter: Parameter, texts: dict[str, str]) -> click.Option:
    required = parameter.default is inspect.Parameter.empty
    return click.Option(
        [f"--{parameter.name.replace('_', '-')}", parameter.name],
        type=parameter.type,
        default=None if required else parameter.default,
        required=required,
        show_default=not required,
        help=texts.get(parameter.name),
    )


def _run(task: Task[..., Any], given: dict[str, Any], folder: Path, archive: str | None) -> None:
    from dpkit.workflow.runner import run_task
    from dpkit.workflow.store import open_store

    inputs = {port.name: _documents(port, given.pop(port.name)) for port in task.inputs}
    # The archive first: a task may take hours, and its outputs are to be registered.
    with nullcontext() if archive is None else open_store(archive) as store:
        made = run_task(task, inputs, given, folder)
        for document in made.documents:
            click.echo(document)
        if store is not None:
            _register(made, store)


def _documents(port: Port, given: Any) -> list[Path]:
    paths = list(given) if port.many else [] if given is None else [given]
    found: list[Path] = []
    for path in paths:
        found += _listed(path) if path.suffix == ".json" else [path]
    return found


def _listed(file: Path) -> list[Path]:
    """Return the documents that a list file names, relative to its folder."""
    try:
        names = json.loads(file.read_text())
    except ValueError as error:
        raise TaskError(
            f"is no JSON list of documents: {error}", place=file, remedy=_LIST
        ) from None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TaskError("is no JSON list of documents", place=file, remedy=_LIST)
    return [file.parent / name for name in names]


def _register(made: TaskRun, store: ProductStore) -> None:
    for one in store.register_all(made.documents, inputs=made.inputs):
        said = "registered" if one.created else "there already:"
        newer = "" if one.current_version == one.version else _current(one.current_version)
        say(f"{said} {one.id} version {one.version}{newer}")


def _current(version: int | None) -> str:
    return "; no version is current" if version is None else f"; version {version} is current"
