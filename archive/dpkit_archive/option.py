"""Options that commands of the archive share; nothing heavy at the top."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import click

__all__ = [
    "BoundType",
    "KeyCommand",
    "KeysCommand",
    "TimeType",
    "actor_option",
    "archive_option",
    "as_of_option",
    "gather_keys",
    "gather_values",
    "key_option",
    "reason_option",
    "text_format_option",
]

F = TypeVar("F", bound=Callable[..., Any])


def archive_option(command: F) -> F:
    """Give a command the option ``--archive``; it arrives as ``url``."""
    option = click.option(
        "--archive",
        "url",
        envvar="DPKIT_ARCHIVE",
        default="archive.sqlite",
        show_default=True,
        show_envvar=True,
        metavar="URL",
        help="Path or URL of the archive.",
    )
    return option(command)


def actor_option(command: F) -> F:
    """Give a command the option ``--actor``."""
    option = click.option(
        "--actor",
        envvar="DPKIT_ACTOR",
        show_envvar=True,
        help="Who does it; user and host by default.",
    )
    return option(command)


def as_of_option(command: F) -> F:
    """Give a command the option ``--as-of``."""
    option = click.option(
        "--as-of",
        metavar="TIME|EVENT",
        help="Answer as the archive would have then; `dpkit archive events` lists the numbers.",
    )
    return option(command)


def reason_option(command: F) -> F:
    """Give a command the option ``--reason``."""
    return click.option("--reason", metavar="TEXT", help="Why; it is kept.")(command)


def text_format_option(command: F) -> F:
    """Give a command whose answer is a line the option ``--format``, as ``output_format``."""
    option = click.option(
        "--format",
        "output_format",
        type=click.Choice(("text", "json", "csv")),
        default="text",
        show_default=True,
        help="How to print the answer.",
    )
    return option(command)


class TimeType(click.ParamType[int]):
    """UTC text on the command line, nanoseconds of TAI in the program."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Convert the text."""
        from dpkit.tai import parse_utc

        try:
            return value if isinstance(value, int) else parse_utc(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class BoundType(TimeType):
    """A bound of a range: UTC text, ``always`` or ``forever``."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Convert the text."""
        from dpkit.tai import FOREVER, NEVER

        unbounded = {"always": NEVER, "forever": FOREVER}
        return unbounded[value] if value in unbounded else super().convert(value, param, ctx)


class KeyCommand(click.Command):
    """A command with an option for every declared key; they arrive as ``key_NAME``."""

    repeatable = False
    """Whether each can be given several times; they arrive as tuples then."""

    _options: list[click.Parameter] | None = None

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return own options and those of the keys, read from the dictionary when needed."""
        own = super().get_params(ctx)
        if self._options is None:
            taken = {name for one in own for name in one.opts}
            self._options = list(_key_options(taken, repeatable=self.repeatable))
        return [*own, *self._options]


class KeysCommand(KeyCommand):
    """A command with an option for every declared key, each of which can be given again."""

    repeatable = True


def _key_options(taken: set[str], *, repeatable: bool) -> list[click.Option]:
    from dpkit.schema.dictionary import declared_keys

    return [
        click.Option(
            [f"--{name}", f"key_{name}"],
            help=said["documentation"],
            metavar="VALUE",
            multiple=repeatable,
        )
        for name, said in declared_keys().items()
        if f"--{name}" not in taken and name.isidentifier()
    ]


def key_option(command: F) -> F:
    """Give a command the option ``--key NAME=VALUE``; it arrives as ``named_keys``."""
    option = click.option(
        "--key",
        "named_keys",
        multiple=True,
        metavar="NAME=VALUE",
        help="Value of a key by name; repeatable.",
    )
    return option(command)


def gather_keys(named: tuple[str, ...], options: Mapping[str, str | None]) -> dict[str, int | str]:
    """Return the keys that were given by name and by their own options, the last of each.

    Raises
    ------
    click.BadParameter
        A text is not ``NAME=VALUE``.
    """
    given = {k.removeprefix("key_"): v for k, v in options.items() if v is not None}
    return {**dict(_named(named)), **given}


def gather_values(
    named: tuple[str, ...], options: Mapping[str, tuple[str, ...]]
) -> dict[str, list[str]]:
    """Return all values of keys that were given by name and by their own options.

    Raises
    ------
    click.BadParameter
        A text is not ``NAME=VALUE``.
    """
    found: dict[str, list[str]] = {}
    for name, values in options.items():
        if values:
            found[name.removeprefix("key_")] = list(values)
    for name, value in _named(named):
        found.setdefault(name, []).append(value)
    return found


def _named(texts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, separator, value = text.partition("=")
        if not separator or not name:
            raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="--key")
        yield name, value
