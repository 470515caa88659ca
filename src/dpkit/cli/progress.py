"""How a run goes on: a bar on a terminal, and else a line when something happens."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dpkit.cli.output import say
from dpkit.workflow.event import Event

__all__ = ["progress"]

_WORDS = {
    "done": "done",
    "reused": "done before",
    "recalled": "taken from the archive",
    "repeated": "tried again",
    "failed": "failed",
    "warned": "warns",
}


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[Event], object]]:
    """Give a function that is told of events; when the run is interrupted, say how to go on.

    Parameters
    ----------
    quiet : bool
        Whether only what was registered and warned of is said, as for a task that is run alone.
    """
    begun: list[str] = []

    def tell(event: Event, show: Callable[[Event], object]) -> None:
        if event.kind == "begun":
            begun.append(event.message)
        elif not quiet:
            show(event)
        elif event.kind == "recalled":
            say(f"{event.call} {_WORDS[event.kind]}")
        elif event.kind == "warned":
            say(f"{event.call} warns: {event.message}")
        for one in event.registered:
            said = "registered" if one.created else "there already:"
            newer = "" if one.current_version == one.version else _current(one.current_version)
            say(f"{said} {one.id} version {one.version}{newer}")

    try:
        if sys.stderr.isatty() and not quiet:
            with _bar() as show:
                yield lambda event: tell(event, show)
        else:
            yield lambda event: tell(event, _line)
    except KeyboardInterrupt:
        if begun and not quiet:
            say(f"go on with: dpkit runs resume {begun[0]}")
        raise


def _current(version: int | None) -> str:
    return "; no version is current" if version is None else f"; version {version} is current"


def _line(event: Event) -> None:
    if event.kind in _WORDS:
        more = f": {event.message}" if event.message else ""
        counted = "" if event.kind == "warned" else f"{event.done} of {event.known} "
        say(f"{counted}{event.call} {_WORDS[event.kind]}{more}")


@contextmanager
def _bar() -> Iterator[Callable[[Event], None]]:
    from rich.console import Console
    from rich.progress import Progress

    # No thread of its own: the engine starts processes.
    with Progress(console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
        task = bar.add_task("")

        def show(event: Event) -> None:
            if event.kind in {"repeated", "failed", "warned"}:
                bar.console.print(
                    f"{event.call} {_WORDS[event.kind]}: {event.message}", markup=False
                )
            bar.update(task, description=event.call, completed=event.done, total=event.known)
            bar.refresh()

        yield show
