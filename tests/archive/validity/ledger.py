"""Calibrations of every policy, entered without documents, which cost much time to make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from dpkit.schema.dictionary import product_entry
from dpkit.tai import FOREVER, NEVER, parse_utc
from dpkit_archive import Archive, tables
from dpkit_archive.event import add_event
from dpkit_archive.key import COLUMN_KEYS, canonical, single_keys
from dpkit_archive.pending import NameBook, Pending
from dpkit_archive.validity import Range, propose

FACTORS, FLAT, BLAZE = "DpdNirRelPhotoDetCalibration", "DpdRomanFlat", "DpdSpirouBlaze"
FRAME = "DpdNirCalibratedFrame"

J = {"filter": "NIR_J"}
HOUR = 3_600 * 10**9
NOON = parse_utc("2026-03-01T12:00:00Z")


def hour(number: float) -> int:
    """Return a time so many hours after noon."""
    return NOON + round(number * HOUR)


T1, T2, T3, T4, T5 = (hour(number) for number in range(1, 6))
BOUNDS = (NEVER, T1, T2, T3, T4, T5, FOREVER)


@dataclass
class Ledger:
    """Enters products into an archive as registration does, but for documents and files."""

    archive: Archive
    numbers: dict[str, int] = field(default_factory=dict)

    def __call__(
        self,
        id: str,
        proposed: tuple[int, int] | None = (T2, T4),
        *,
        product: str = FACTORS,
        keys: Mapping[str, Any] | None = None,
        identity: str | None = None,
        status: str = "registered",
        dataset: str = "main",
        observed: tuple[int, int] | None = None,
    ) -> str:
        """Enter a product that proposes a range, or an instant, and holds none; return its id."""
        entry, keys = product_entry(product), J if keys is None else keys
        with self.archive._database.writing() as connection:
            pending = Pending(connection)
            names = NameBook(connection, pending)
            number, kind = (
                pending.number(tables.product),
                names.number(tables.product_type, product),
            )
            said = canonical(["id"], {"id": [identity or id]})
            event = add_event(pending, "register", id, "test", {"product": product})
            row = {
                "number": number,
                "id": id,
                "type": kind,
                "dataset": names.number(tables.dataset, dataset),
                "identity": said,
                "version": self._versions(connection, kind, said) + 1,
                "status": status,
                "content_sha256": id,
                "body_sha256": id,
                "schema_version": "1.0",
                "registered_event": event,
                "begin_ns": observed and observed[0],
                "end_ns": observed and observed[1],
            }
            single = single_keys(entry)
            columns = {n: v for n, v in keys.items() if n in COLUMN_KEYS and n in single}
            pending.add(tables.product, dict.fromkeys(tables.product.c.keys()) | row | columns)
            pending.add(
                tables.product_status,
                {"product": number, "event": event, "status": status, "reason": None},
            )
            pending.add(tables.document, _document(number, id))
            for name, value in keys.items():
                if name not in columns:
                    pending.add(tables.product_key, *_key_rows(number, name, value))
            if proposed is not None and entry.validity is not None:
                selection = canonical(entry.select, {name: [keys[name]] for name in entry.select})
                begin, end = proposed
                propose(
                    pending,
                    Range(type=kind, product=number, selection=selection, begin=begin, end=end),
                )
            pending.flush()
        return id

    @staticmethod
    def _versions(connection: Any, kind: int, identity: str) -> int:
        product = tables.product.c
        same = (product.type == kind, product.identity == identity)
        return connection.scalar(select(func.count()).where(*same))


def _document(number: int, id: str) -> dict[str, Any]:
    empty = {"size": 0, "sha256": "", "original": b"", "content": "{}", "mode": "copy"}
    return {"product": number, "name": "x.xml", "path": f"{id}/x.xml", **empty}


def _key_rows(number: int, name: str, value: Any) -> list[dict[str, Any]]:
    values = value if isinstance(value, tuple) else (value,)
    return [
        {
            "product": number,
            "name": name,
            "ordinal": ordinal,
            "value_integer": one if isinstance(one, int) else None,
            "value_text": one if isinstance(one, str) else None,
        }
        for ordinal, one in enumerate(values)
    ]
