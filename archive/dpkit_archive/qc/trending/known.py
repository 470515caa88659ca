"""The reports that packages declare, and those of files."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from dpkit.entrypoint import EntryPoint, entry_points
from dpkit.errors import NotFoundError
from dpkit.qc.error import TrendError
from dpkit.qc.trendfile import parse_report
from dpkit.qc.trendreport import TrendReport

__all__ = ["choose_reports", "declared_reports"]


def declared_reports() -> dict[str, TrendReport]:
    """Return the reports of all installed packages by name.

    A package names its folder of reports, itself a package with a TOML file for each, in the entry
    point group ``dpkit.reports``.

    Raises
    ------
    TrendError
        A report is not as it must be, or two have one name.
    """
    found: dict[str, TrendReport] = {}
    for point in entry_points(group="dpkit.reports"):
        for file in _folder(point):
            if file.name.endswith(".toml"):
                place = f"{point.value}/{file.name}"
                _add(found, parse_report(file.read_text(encoding="utf-8"), place), place)
    return found


def _folder(point: EntryPoint) -> list[Traversable]:
    try:
        return sorted(files(point.value).iterdir(), key=lambda one: one.name)
    except ImportError:
        raise TrendError(
            f"{point.value} is no package with a folder of reports",
            place=f"entry point {point.name}",
            remedy="give the folder an __init__.py, and name it as a package",
        ) from None


def _add(found: dict[str, TrendReport], report: TrendReport, place: str) -> None:
    # Some file systems do not tell names apart by case.
    if any(report.name.lower() == name.lower() for name in found):
        raise TrendError(
            f"another report is named {report.name}", place=place, remedy="rename one of them"
        )
    found[report.name] = report


def choose_reports(chosen: Iterable[str]) -> list[TrendReport]:
    """Return reports by name or file; all that packages declare when none is chosen.

    Raises
    ------
    NotFoundError
        There is no such report or file.
    TrendError
        A report is not as it must be, or two have one name.
    """
    wanted = list(dict.fromkeys(chosen))
    if not wanted:
        return list(declared_reports().values())
    found: dict[str, TrendReport] = {}
    for one in wanted:
        _add(found, _read(Path(one)) if one.endswith(".toml") else _declared(one), one)
    return list(found.values())


def _declared(name: str) -> TrendReport:
    known = declared_reports()
    if name not in known:
        raise NotFoundError(
            "no package declares such a report",
            place=name,
            remedy=f"use {', '.join(known) or 'a file'}, or a file that ends with .toml",
        )
    return known[name]


def _read(file: Path) -> TrendReport:
    try:
        return parse_report(file.read_text(encoding="utf-8"), str(file))
    except OSError as error:
        raise NotFoundError(
            f"cannot be read: {error.strerror}", place=file, remedy="name a file of a report"
        ) from None
    except UnicodeDecodeError:
        raise TrendError("is no text in UTF-8", place=file, remedy="save it as UTF-8") from None
