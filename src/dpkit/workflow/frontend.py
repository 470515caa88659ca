"""Front ends: the command line that the users of a task know from elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dpkit.errors import TaskError
from dpkit.workflow.signature import Signature

__all__ = ["Frontend", "Switch", "Word", "check_frontend", "expand_variables", "frontend"]

_OPTION = re.compile(r"-{1,2}[A-Za-z][\w-]*")
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """An option without a value of its own: it sets a parameter to a fixed one."""

    name: str
    value: bool | int | float | str = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """An option that is neither port nor parameter: it says where inputs are, or how to go on.

    Attributes
    ----------
    name : str
        What `Frontend.finder` and `Frontend.finish` get it as.
    help : str
        Its help text.
    default : str or bool
        What holds when it is not given; an option whose default is a bool takes no value.
    """

    name: str
    help: str
    default: str | bool = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontend:
    """A command line mapped to the ports and parameters of a task.

    A front end may have the name of its task: then the command has the options of both.

    Attributes
    ----------
    script : str
        Name of the command.
    positionals : tuple of str
        Ports and parameters that are given without an option, in order; the last may be a port
        that takes several products.
    options : mapping of str to str or Switch
        Port or parameter of each option; several spellings of one are separated by spaces.
    defaults : mapping of str to value
        What holds when nothing is given, where it differs from the task.
    finder : str
        ``module:function`` that finds the inputs: called with the words by name, it returns
        documents by port, or nothing when none of its words was given.
    finish : str
        ``module:function`` that draws what was made, when the finder found the inputs: called
        with the documents that went in and came out by port, a folder and the words, it returns
        the files it wrote there, the one to look at last.
    ask : str
        The word that has the user look at what would be made, and say whether to write it.
    """

    script: str
    positionals: tuple[str, ...] = ()
    options: Mapping[str, str | Switch | Word] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    finder: str = ""
    finish: str = ""
    ask: str = ""

    @property
    def targets(self) -> list[str]:
        """Names of the ports and parameters that the front end reaches."""
        options = (one.name if isinstance(one, Switch) else one for one in self.options.values())
        return [*self.positionals, *(one for one in options if isinstance(one, str))]

    @property
    def words(self) -> tuple[Word, ...]:
        """Options that are neither ports nor parameters."""
        return tuple(one for one in self.options.values() if isinstance(one, Word))


def frontend(
    *,
    script: str,
    positionals: Sequence[str] = (),
    options: Mapping[str, str | Switch | Word] | None = None,
    defaults: Mapping[str, Any] | None = None,
    finder: str = "",
    finish: str = "",
    ask: str = "",
) -> Frontend:
    """Declare the command line that users know; see `Frontend`.

    Environment variables in paths (``$DATA_DIR/flat.xml``) are filled in, in the defaults too.

    Examples
    --------
    ``frontend(script="crires_flat", options={"-a": "association", "-i": "interactive"})``
    """
    return Frontend(
        script=script,
        positionals=tuple(positionals),
        options=dict(options or {}),
        defaults=dict(defaults or {}),
        finder=finder,
        finish=finish,
        ask=ask,
    )


def check_frontend(frontend: Frontend, signature: Signature, place: str) -> None:
    """Check that a front end reaches what it must.

    Raises
    ------
    TaskError
        It names what the task does not have, an option is misspelt, or what the task needs
        cannot be given.
    """
    known = {one.name for one in signature.inputs} | {one.name for one in signature.parameters}
    for name in (*frontend.targets, *frontend.defaults):
        if name not in known:
            raise TaskError(
                f"the front end {frontend.script} names {name!r}, which the task does not have",
                place=place,
                remedy=f"the task has {', '.join(sorted(known))}",
            )
    words = {one.name for one in frontend.words}
    for name in sorted((words & known) | ({frontend.ask} - words - {""})):
        raise TaskError(
            f"the front end {frontend.script} has a word {name!r}, which "
            + ("the task has too" if name in known else "no option says"),
            place=place,
            remedy="a word is neither port nor parameter, and has an option",
        )
    for option in (one for names in frontend.options for one in names.split()):
        if not _OPTION.fullmatch(option):
            raise TaskError(
                f"the front end {frontend.script} has an option {option!r}",
                place=place,
                remedy="write it with one or two dashes, as -a or --association",
            )
    needed = {one.name for one in signature.inputs if not one.optional}
    needed |= {one.name for one in signature.parameters if one.required}
    missing = sorted(needed - set(frontend.targets) - set(frontend.defaults))
    if missing and not frontend.finder:
        raise TaskError(
            f"the front end {frontend.script} does not give {', '.join(missing)}",
            place=place,
            remedy="add a positional, an option or a default",
        )


def expand_variables(text: str, place: str) -> str:
    """Fill environment variables into a path.

    Raises
    ------
    TaskError
        A variable is not set.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name not in os.environ:
            raise TaskError(
                f"the environment variable {name} is not set",
                place=place,
                remedy=f"set it, or give the path in place of {text!r}",
            )
        return os.environ[name]

    return _VARIABLE.sub(value, text)
