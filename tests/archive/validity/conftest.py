"""Archives with calibrations that are entered without documents, and questions to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.archive.validity.ledger import FACTORS, J, Ledger

from dpkit_archive import Archive


@pytest.fixture
def enter(archive: Archive) -> Ledger:
    """Return a function that enters products into the archive of a test."""
    return Ledger(archive)


@pytest.fixture
def ask(archive: Archive) -> Callable[..., str | None]:
    """Return a function that tells the id of the calibration that is chosen, or None."""

    def chosen(at: Any = None, **options: Any) -> str | None:
        given = {"product": FACTORS, "keys": J, "at": at} | options
        choice = archive.calib(given.pop("product"), **given)
        return choice.chosen and choice.chosen.id

    return chosen


@pytest.fixture
def ranges(archive: Archive) -> Callable[..., list[tuple[str, int, int]]]:
    """Return a function that tells which ranges stand: id, begin and end, by time."""

    def stand(product: str = FACTORS, **options: Any) -> list[tuple[str, int, int]]:
        report = archive.validity_report(product, **options)
        return [(one.id or "", one.begin, one.end) for one in report.those("range")]

    return stand
