"""Random expressions on random documents find what the oracle finds, on every engine."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, inspect

from dpkit.product.document import Document, parse_document
from dpkit.schema.paths import product_paths
from dpkit.simulate import SampleError, sample_document
from dpkit_archive import Archive, tables
from dpkit_archive.documentjson import document_json
from dpkit_archive.primitive import INTEGERS, NUMBERS
from dpkit_archive.query.parsing import parse_expression
from dpkit_archive.statement import insert_rows, to_text

PRODUCTS = ("DpdMerFinalCatalog", "DpdVisStackedFrame", "DpdNirCalibratedFrame", "DpdRomanImage")
DOCUMENTS = 8
EXPRESSIONS = 120


def sample_documents(product: str) -> list[Document]:
    found = []
    for seed in range(DOCUMENTS):
        try:
            data = sample_document(product, seed=seed, full=seed % 2 == 0)
        except SampleError:
            continue
        found.append(parse_document(data, Path(f"{product}-{seed}.xml")))
    return found


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows whose other columns are null."""
    insert_rows(connection, table, [dict.fromkeys(table.c.keys()) | row for row in rows])


def store(archive: Archive, product: str, documents: list[Document]) -> None:
    """Write the rows that a search by documents reads, past the registration."""
    with archive._database.writing() as connection:
        put(connection, tables.product_type, [{"number": 1, "name": product}])
        for number, document in enumerate(documents, 1):
            event = {
                "seq": number,
                "time_ns": 0,
                "actor": "",
                "verb": "",
                "subject": "",
                "detail": "{}",
            }
            put(connection, tables.event, [event])
            row = {
                "number": number, "id": str(number), "type": 1, "dataset": 1, "version": 1,
                "identity": str(number), "status": "registered", "content_sha256": "",
                "body_sha256": "", "schema_version": "1.0", "registered_event": number,
            }  # fmt: skip
            put(connection, tables.product, [row])
            row = {
                "product": number, "name": "", "path": str(number), "mode": "copy", "sha256": "",
                "size": 0, "original": b"", "content": to_text(document_json(document)),
            }  # fmt: skip
            put(connection, tables.document, [row])


class Writer:
    """Writes random expressions on the paths and values of some documents."""

    def __init__(self, documents: list[Document], texts_at: Any, seed: int) -> None:
        self.documents, self.texts_at = documents, texts_at
        self.random = random.Random(seed)
        entry = documents[0].entry
        # What the archive answers is not in the documents.
        states = {path.replace("/", ".") for path in entry.states.values()}
        self.places = [one for one in product_paths(entry) if one.path not in states]
        # Recursion apart, a path with values is worth more than one without.
        self.filled = [one for one in self.places if any(texts_at(d, one.path) for d in documents)]

    def expression(self, depth: int = 2) -> str:
        kind = self.random.random()
        if depth and kind < 0.25:
            word = self.random.choice([" and ", " or "])
            parts = [self.expression(depth - 1) for _ in range(self.random.randint(2, 3))]
            return "(" + word.join(parts) + ")"
        if depth and kind < 0.4:
            return f"not {self.expression(depth - 1)}"
        return self.condition()

    def condition(self) -> str:
        place = self.random.choice(self.filled if self.random.random() < 0.9 else self.places)
        quantifier = self.random.choice(["", "", "any", "all"])
        operand = f"{quantifier}({place.path})" if quantifier else place.path
        if place.primitive == "" or self.random.random() < 0.1:
            return f"{place.path} is {self.random.choice(['', 'not '])}null"
        if place.primitive in INTEGERS | NUMBERS or place.primitive == "xs:dateTime":
            return self._ordered(operand, place)
        if place.primitive == "xs:boolean":
            value = self.random.choice(["true", "false"])
            return f"{operand} {self.random.choice(['==', '!='])} {value}"
        return self._text(operand, place)

    def _values(self, place: Any) -> list[str]:
        texts = [t for d in self.documents for t in self.texts_at(d, place.path)]
        return [t for t in texts if t not in {"NaN", "INF", "-INF"}]

    def _ordered(self, operand: str, place: Any) -> str:
        values = self._values(place)
        if place.primitive in INTEGERS:
            values = [v for v in values if -(2**63) <= int(v) < 2**63] or ["0"]
        elif place.primitive in NUMBERS:
            values = values or ["0.5"]
        else:
            values = [v for v in values if v.endswith("Z")] or ["2026-01-01T00:00:00Z"]
        if self.random.random() < 0.2:
            listed = ", ".join(self.random.choice(values) for _ in range(2))
            return f"{operand} {self.random.choice(['', 'not '])}in ({listed})"
        operator = self.random.choice(["==", "!=", "<", "<=", ">", ">="])
        return f"{operand} {operator} {self.random.choice(values)}"

    def _text(self, operand: str, place: Any) -> str:
        values = [v for v in self._values(place) if len(v) < 200] or [""]
        value = self.random.choice(values)
        if not value or (place.primitive == "xs:date" and self.random.random() < 0.5):
            return f"{place.path} is not null"
        if self.random.random() < 0.3 and value.isalnum():
            cut = self.random.randint(0, len(value))
            return f"{operand} {self.random.choice(['', 'not '])}like '{value[:cut]}*'"
        quoted = value.replace("'", "''")
        operator = self.random.choice(["==", "!=", "<", ">="])
        return f"{operand} {operator} '{quoted}'"


def promote(archive: Archive, product: str, documents: list[Document], texts_at: Any) -> int:
    """Make indexes on many paths, with one value and with several; return how many are tables."""
    places = [place for place in Writer(documents, texts_at, 7).filled if place.primitive]
    chosen = random.Random(3).sample(places, min(40, len(places)))
    names = [one.name for place in chosen for one in archive.promote(place.path, product)]
    with archive._database.reading() as connection:
        return len(set(names).intersection(inspect(connection).get_table_names()))


@pytest.mark.parametrize("promoted", ["never", "before", "after"])
@pytest.mark.parametrize("product", PRODUCTS)
def test_expressions_find_what_the_oracle_finds(
    archive: Archive, oracle, product: str, promoted: str
) -> None:
    documents = sample_documents(product)
    assert len(documents) > DOCUMENTS / 2
    if promoted == "before":
        assert promote(archive, product, documents, oracle.texts_at) > 0
    store(archive, product, documents)
    if promoted == "after":
        assert promote(archive, product, documents, oracle.texts_at) > 0
    writer = Writer(documents, oracle.texts_at, 7)
    counts = set()
    for _ in range(EXPRESSIONS):
        text = writer.expression()
        tree = parse_expression(text)
        expected = [str(n) for n, one in enumerate(documents, 1) if oracle.holds(tree, one)]
        assert archive.query(product).where(text).order_by("registered").ids() == expected, text
        counts.add(len(expected))
    # The expressions tell documents apart.
    assert len(counts) > 3


@pytest.mark.parametrize("promoted", [False, True])
def test_texts_as_long_as_an_index_can_hold_are_searched(archive: Archive, promoted: bool) -> None:
    product, path = "DpdVisStackedFrame", "Data.Masks"
    data = sample_document(product, seed=1, full=True).decode()
    # What cannot be compressed, or its page in the index could hold more.
    letters = "".join(random.Random(5).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=2000))
    texts = ["é" * 1000, letters, f"{letters}x", "é" * 1001, "x" * 100_000]
    documents = [
        parse_document(
            re.sub("<Masks>.*?</Masks>", f"<Masks>{text}</Masks>", data).encode(), Path("d.xml")
        )
        for text in texts
    ]
    if promoted:
        archive.promote(path, product)
    store(archive, product, documents)
    query = archive.query(product).order_by("registered")
    assert query.where(f"{path} is not null").ids() == ["1", "2", "3", "4", "5"]
    assert query.where(f"{path} == '{letters}'").ids() == ["2"]
    assert query.where(f"{path} like 'é*'").ids() == ["1"]
    assert query.where(f"{path} like '*x'").ids() == []
    assert document_json(documents[4])["Data"]["Masks"] == {"#omitted": 100_000}


def test_lists_of_one_element_have_a_limit() -> None:
    product = "DpdMerSegmentationMap"
    data = sample_document(product, seed=1, full=True).decode()
    found = []
    for count in (10_000, 20_000):
        numbers = " ".join(["12345"] * count)
        changed = re.sub(
            "<PatchIdList>.*?</PatchIdList>", f"<PatchIdList>{numbers}</PatchIdList>", data
        )
        found.append(document_json(parse_document(changed.encode(), Path("d.xml")))["Data"])
    assert found[0]["PatchIdList"] == [12345] * 10_000
    assert found[1]["PatchIdList"] == {"#omitted": 119_999}
