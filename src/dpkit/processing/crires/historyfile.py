"""Write a simulated history: a table of quality parameters, and the truth beside it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from dpkit.errors import ProductError
from dpkit.processing.crires.history import HistoryRow, HistorySimulation, simulate_history
from dpkit.processing.crires.threshold import HEALTH_CHECK
from dpkit.product.writing import write_whole

__all__ = ["HISTORY_COLUMNS", "history_truth", "write_history"]

HISTORY_COLUMNS = tuple(field.name for field in fields(HistoryRow) if field.name != "events")
"""Columns of the table: keys, then what the QC1 table has of a flat."""


def history_truth(simulation: HistorySimulation, rows: Sequence[HistoryRow]) -> dict[str, Any]:
    """Return what is special in a history, as JSON holds it.

    Rows are numbered from 0. ``outside`` lists the values that the published thresholds of the
    health check call red, ``events`` the rows that each event changed.
    """
    return {
        "seed": simulation.seed,
        "rows": len(rows),
        "events": [
            asdict(event) | {"rows": [i for i, row in enumerate(rows) if event.name in row.events]}
            for event in simulation.events
        ],
        "outside": [
            {"row": i, "parameter": limit.parameter}
            for i, row in enumerate(rows)
            for limit in HEALTH_CHECK
            if limit.concerns({"setting": row.setting, "detector": row.detector})
            and not limit.holds(getattr(row, limit.parameter))
        ],
    }


def write_history(simulation: HistorySimulation, folder: Path) -> tuple[Path, Path]:
    """Simulate a history and write ``history.csv`` and ``truth.json`` into a folder.

    Parameters
    ----------
    simulation : HistorySimulation
        What to simulate.
    folder : Path
        Where to write.

    Returns
    -------
    tuple of Path
        Table and truth.

    Raises
    ------
    ProductError
        The folder holds a table or a truth already.
    """
    files = folder / "history.csv", folder / "truth.json"
    for file in files:
        if file.exists():
            raise ProductError(
                "is there already", place=file, remedy="simulate into another folder, or remove it"
            )
    rows = simulate_history(simulation)
    text = io.StringIO()
    # Python writes floats with all their digits, which mjd_obs needs.
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HISTORY_COLUMNS)
    writer.writerows([getattr(row, name) for name in HISTORY_COLUMNS] for row in rows)
    truth = json.dumps(history_truth(simulation, rows)) + "\n"
    for file, content in zip(files, (text.getvalue(), truth), strict=True):
        write_whole(file, content.encode())
    return files
