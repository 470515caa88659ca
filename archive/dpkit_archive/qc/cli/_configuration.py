"""The score configuration that a command is told: a file, an id, or one that comes with dpkit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dpkit.cli.output import say

if TYPE_CHECKING:
    from dpkit.qc.configuration import ScoreConfiguration
    from dpkit_archive import Archive

__all__ = ["chosen_configuration"]


def chosen_configuration(
    opened: Archive,
    table: str,
    named: str | None,
    actor: str | None,
    *,
    shipped: bool = False,
) -> ScoreConfiguration:
    """Return the configuration for a table; one from a file is registered, so that it is kept.

    With ``shipped``, an archive that has none gets the one of the table's name that comes with
    dpkit.

    Raises
    ------
    QualityError
        It is for another table.
    NotFoundError
        There is none.
    """
    from dpkit.entrypoint import entry_points
    from dpkit_archive.qc.configuration import read_configuration, shipped_configuration
    from dpkit_archive.qc.error import NoConfigurationError, QualityError

    if named is None:
        try:
            return opened.score_configuration(table)
        except NoConfigurationError:
            if not (shipped and entry_points(group="dpkit.score_configurations", name=table)):
                raise
        named = table
    source = Path(named)
    if not source.is_file():
        if not entry_points(group="dpkit.score_configurations", name=named):
            return opened.score_configuration(table, named)
        source = shipped_configuration(named)
    made = read_configuration(source)
    if made.table != table:
        raise QualityError(f"is for {made.table}, not {table}", place=source)
    entered = opened.register(source, actor=actor)
    if entered.created:
        say(f"registered {entered.id}")
    return opened.score_configuration(table, entered.id)
