"""The command of a task: options made of its ports and parameters, or those of its front end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from dpkit.cli.duration import DURATION
from dpkit.cli.once import once
from dpkit.cli.output import FORMATS
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.frontend import Frontend, Switch, Word
from dpkit.workflow.parameter import Parameter
from dpkit.workflow.port import Port

__all__ = [
    "KEY",
    "archive_options",
    "frontend_command",
    "parameter_texts",
    "run_options",
    "task_command",
]

KEY = "key_"
"""What the names of arguments begin with that are values of keys."""


def task_command(declaration: Declaration[..., Any]) -> click.Command:
    """Make the command of a task or pipeline."""
    texts = parameter_texts(declaration.documentation)
    options: list[click.Parameter] = [_port_option(port) for port in declaration.inputs]
    options += [_parameter_option(one, texts) for one in declaration.parameters]
    options += [_output_option(port) for port in declaration.outputs]
    options += [*_common_options(), *_query_options()]
    taken = {one for option in options for one in option.opts}
    options += [one for one in _key_options(declaration) if not taken & set(one.opts)]
    front = declaration.frontend
    if front is not None and front.script == declaration.name:
        options += [
            _frontend_option(names.split(), target, _places(declaration), texts)
            for names, target in front.options.items()
        ]
    return _command(declaration, declaration.name, options, {})


def frontend_command(declaration: Declaration[..., Any], frontend: Frontend) -> click.Command:
    """Make the command of a front end."""
    places = _places(declaration)
    texts = parameter_texts(declaration.documentation)
    made: list[click.Parameter] = []
    for name in frontend.positionals:
        place = places[name]
        many = isinstance(place, Port) and place.many
        needed = name not in frontend.defaults and not _may_be_left_out(place)
        made.append(
            click.Argument([name], nargs=-1 if many else 1, required=needed, type=_type(place))
        )
    for spellings, target in frontend.options.items():
        made.append(_frontend_option(spellings.split(), target, places, texts))
    taken = {one for names in frontend.options for one in names.split()}
    made += [one for one in _common_options() if not taken & set(one.opts)]
    return _command(declaration, frontend.script, made, frontend.defaults)


def _command(
    declaration: Declaration[..., Any],
    name: str,
    parameters: list[click.Parameter],
    defaults: Mapping[str, Any],
) -> click.Command:
    def call(**given: Any) -> None:
        from dpkit.cli.taskrun import run_command

        run_command(declaration, given, defaults)

    text = declaration.documentation.partition("\nParameters\n")[0].strip()
    made = ", ".join(port.product_name for port in declaration.outputs)
    return click.Command(
        name,
        callback=call,
        params=parameters,
        help=f"{text}\n\nMakes {made}. Version {declaration.version}.",
        short_help=text.partition("\n")[0],
    )


def _places(declaration: Declaration[..., Any]) -> dict[str, Port | Parameter]:
    found: dict[str, Port | Parameter] = {port.name: port for port in declaration.inputs}
    return found | {one.name: one for one in declaration.parameters}


def _may_be_left_out(place: Port | Parameter) -> bool:
    return place.optional if isinstance(place, Port) else not place.required


def _type(place: Port | Parameter) -> Any:
    if isinstance(place, Port):
        return str
    return click.Choice([str(one) for one in place.choices]) if place.choices else place.type


def _spellings(name: str) -> list[str]:
    """Return the spellings of an option: workflow managers take the name as it is."""
    return list(dict.fromkeys((f"--{name.replace('_', '-')}", f"--{name}")))


def _port_option(port: Port) -> click.Option:
    kind = "JSON list or documents" if port.many else "Document"
    needed = "" if port.optional else "  [required unless found by keys]"
    names = [*_spellings(port.name), port.name]
    text = f"{kind} of {port.product_name}, or its id in the archive.{needed}"
    if port.many:
        return click.Option(names, multiple=True, metavar="FILE|ID", help=text)
    return once(names, metavar="FILE|ID", help=text)


def _output_option(port: Port) -> click.Option:
    kind = "list file" if port.many else "document"
    return click.Option(
        [*_spellings(port.name), port.name],
        metavar="FILE",
        help=f"Name of the {kind} of {port.product_name} made.  [default: named by the product]",
    )


def _parameter_option(parameter: Parameter, texts: Mapping[str, str]) -> click.Option:
    # No default of click: what is not given may come from a file or a product.
    default = "" if parameter.required or parameter.default is None else parameter.default
    return click.Option(
        [*_spellings(parameter.name), parameter.name],
        type=_type(parameter),
        show_default=str(default) if default != "" else False,
        help=_parameter_help(parameter, texts),
    )


def _parameter_help(parameter: Parameter, texts: Mapping[str, str]) -> str:
    text = texts.get(parameter.name, "")
    unit = f"[{parameter.facts.unit}]" if parameter.facts.unit else ""
    if unit and unit not in text:
        text = f"{text.removesuffix('.')} {unit}.".strip()
    limits = (
        f"{parameter.facts.range[0].upper()}{parameter.facts.range[1:]}."
        if parameter.facts.range
        else ""
    )
    return " ".join(filter(None, (text, limits)))


def _frontend_option(
    spellings: list[str],
    target: str | Switch | Word,
    places: Mapping[str, Port | Parameter],
    texts: Mapping[str, str],
) -> click.Option:
    if isinstance(target, Word):
        flag = isinstance(target.default, bool)
        shown = target.default if isinstance(target.default, str) and target.default else False
        return click.Option(
            [*spellings, target.name],
            is_flag=flag,
            default=None,
            show_default=shown,
            help=target.help,
        )
    name = target.name if isinstance(target, Switch) else target
    place = places[name]
    if isinstance(target, Switch):
        value = target.value
        return click.Option(
            [*spellings, name],
            is_flag=True,
            default=None,
            callback=lambda _context, _option, given: value if given else None,
            help=f"Set {name} to {value}.",
        )
    many = isinstance(place, Port) and place.many
    return click.Option([*spellings, name], type=_type(place), multiple=many, help=texts.get(name))


def parameter_texts(documentation: str) -> dict[str, str]:
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


def _common_options() -> list[click.Parameter]:
    folder = click.Path(file_okay=False, path_type=Path)
    return [
        click.Option(
            ["--out"],
            type=folder,
            show_default="the current folder",
            help="Folder for the products made.",
        ),
        click.Option(["--workdir"], type=folder, help="Folder of all files that are named."),
        click.Option(
            ["--config"],
            type=click.Path(dir_okay=False, path_type=Path),
            help="File of parameters, TOML or JSON.",
        ),
        *archive_options(),
        *run_options(),
    ]


def archive_options() -> list[click.Parameter]:
    """Return the options of where products are registered."""
    return [
        click.Option(
            ["--register/--no-register"],
            default=None,
            help="Register the products made.  [default: when inputs are found by keys]",
        ),
        click.Option(
            ["--archive"],
            envvar="DPKIT_ARCHIVE",
            default="archive.sqlite",
            show_default=True,
            show_envvar=True,
            metavar="URL",
            help="Archive to find inputs in, and to register products in.",
        ),
        click.Option(
            ["--actor"],
            envvar="DPKIT_ACTOR",
            show_envvar=True,
            help="Who does it, as the archive is told; user and host by default.",
        ),
    ]


def _query_options() -> list[click.Parameter]:
    """Return the options of how inputs are found in an archive."""
    return [
        click.Option(
            ["--each"], metavar="KEY,KEY", help="Run once for each combination of keys found."
        ),
        click.Option(
            ["--plan"], is_flag=True, help="Say what would be used and why, and run nothing."
        ),
        click.Option(
            ["--format"],
            type=click.Choice(FORMATS),
            default="table",
            show_default=True,
            help="How to print a plan.",
        ),
        click.Option(
            ["--force"], is_flag=True, help="Repeat what was made before with the same content."
        ),
        click.Option(
            ["--set"],
            multiple=True,
            metavar="SET",
            help="Calibration set; repeat for an ordered list.  [default: main]",
        ),
        click.Option(
            ["--dataset"],
            multiple=True,
            help="Dataset to search; repeat for an ordered list.  [default: all]",
        ),
        click.Option(
            ["--as-of"], metavar="TIME|EVENT", help="Find what the archive would have found then."
        ),
    ]


def _key_options(declaration: Declaration[..., Any]) -> list[click.Parameter]:
    """Return an option for every key by which a port can be found."""
    from dpkit.schema.dictionary import declared_keys
    from dpkit.workflow.portresolution import port_keys

    names = dict.fromkeys(name for port in declaration.inputs for name in port_keys(port))
    return [
        once(
            [f"--{name}", f"{KEY}{name}"],
            metavar="VALUE",
            help=f"Find inputs by it: {declared_keys()[name]['documentation']}",
        )
        for name in names
    ]


def run_options() -> list[click.Parameter]:
    """Return the options of how a run is done."""
    folder = click.Path(file_okay=False, path_type=Path)
    return [
        click.Option(
            ["--engine"],
            help="serial, processes[:N] or dask[:ADDRESS].  "
            "[default: processes for a pipeline, serial for one task]",
        ),
        click.Option(
            ["--retries"],
            type=click.IntRange(min=0),
            help="How often a call that failed is tried again.  [default: 0]",
        ),
        click.Option(
            ["--time-limit"], type=DURATION, help="Longest time of one call: 90, 15m or 2h."
        ),
        click.Option(
            ["--keep-going"],
            is_flag=True,
            default=None,
            help="After a failure go on with what does not need it.",
        ),
        click.Option(
            ["--logdir"], type=folder, help="Folder of the logs.  [default: that of the run]"
        ),
    ]
