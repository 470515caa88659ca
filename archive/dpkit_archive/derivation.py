"""What the archive derives from a document: all that can be made anew from its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dpkit.product.document import Document
from dpkit.tai import NEVER
from dpkit_archive.documentjson import document_json
from dpkit_archive.key import COLUMN_KEYS, KeyValue, canonical, document_keys, single_keys
from dpkit_archive.metric import metric_rows
from dpkit_archive.period import creation_time, observation_time, proposed_range
from dpkit_archive.qc.measure import Measure, measures
from dpkit_archive.statement import to_text

if TYPE_CHECKING:
    from dpkit_archive.region.part import Part

__all__ = ["Derived", "derive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What is derived from a document.

    Attributes
    ----------
    values : mapping
        The values of each key.
    columns : mapping
        Columns of the row of the product: schema version, software, times and single keys.
    keys, metrics : list of dict
        Rows of the other keys, and of the metrics, but for the number of the product.
    measures : list of Measure
        Its rows in a QC1 table.
    content : str
        The document as JSON.
    selection : str
        Canonical text of the keys by which a calibration is chosen.
    proposed : tuple of int or None
        The half-open range that a calibration proposes.
    area : tuple of Part or None
        The parts of its area on the sky; None when that is in a file that is not there.
    """

    values: Mapping[str, list[KeyValue]]
    columns: Mapping[str, Any]
    keys: list[dict[str, Any]]
    metrics: list[dict[str, Any]]
    measures: list[Measure]
    content: str
    selection: str
    proposed: tuple[int, int] | None
    area: tuple[Part, ...] | None


def derive(document: Document) -> Derived:
    """Derive what the archive keeps of a document beside its bytes.

    Raises
    ------
    ProductError
        A key, a metric, a time or an area is not what it should be.
    ValidityError
        The validity range is empty or reversed.
    """
    values = document_keys(document)
    proposed = proposed_range(document)
    in_columns = single_keys(document.entry).intersection(COLUMN_KEYS)
    columns = _columns(document) | {
        name: next(iter(values[name]), None) if name in in_columns else None for name in COLUMN_KEYS
    }
    moment = _moment(columns, proposed)
    return Derived(
        values=values,
        columns=columns,
        keys=_key_rows({n: v for n, v in values.items() if n not in in_columns}),
        metrics=metric_rows(document, moment),
        measures=measures(document, values, moment),
        content=to_text(document_json(document)),
        selection=canonical(document.entry.select, values),
        proposed=proposed,
        area=_area(document),
    )


def _area(document: Document) -> tuple[Part, ...] | None:
    if not document.entry.regions:
        return ()
    # Numpy, which other products can do without, is dear to import.
    from dpkit_archive.region.footprint import document_parts

    parts = document_parts(document)
    return None if parts is None else tuple(parts)


def _columns(document: Document) -> dict[str, Any]:
    begin, end = observation_time(document) or (None, None)
    return {
        "schema_version": document.role("schema-version") or document.entry.version,
        "software": document.role("software"),
        "software_release": document.role("release"),
        "created_ns": creation_time(document),
        "begin_ns": begin,
        "end_ns": end,
    }


def _moment(columns: Mapping[str, Any], proposed: tuple[int, int] | None) -> int | None:
    """Return the time at which the metrics of a product are plotted."""
    if columns["begin_ns"] is not None:
        return int(columns["begin_ns"])
    if proposed is not None and proposed[0] != NEVER:
        return proposed[0]
    created: int | None = columns["created_ns"]
    return created


def _key_rows(values: Mapping[str, list[KeyValue]]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "ordinal": ordinal,
            "value_integer": value if isinstance(value, int) else None,
            "value_text": value if isinstance(value, str) else None,
        }
        for name, some in values.items()
        for ordinal, value in enumerate(some)
    ]
