"""Build the document of files that have none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from dpkit.adoption.completion import complete
from dpkit.adoption.filling import Filling, correction
from dpkit.adoption.origin import Gap, MappingRules
from dpkit.adoption.record import (
    check_kinds,
    fill_files,
    fill_initial,
    fill_roles,
    put_once,
)
from dpkit.adoption.rowkey import fill_keyword_rows
from dpkit.adoption.source import open_source
from dpkit.adoption.tree import GrowingDocument
from dpkit.binding.door import parse_valid
from dpkit.errors import ProductError
from dpkit.product.document import Document, select_nodes
from dpkit.product.naming import document_name, file_stem
from dpkit.product.quality import judge
from dpkit.product.times import now
from dpkit.schema.dictionary import ProductEntry

__all__ = ["Built", "build_document", "fill_document"]

_STEP = re.compile(r"\[\d+\]|(?<=/)[^/:]+:")
_DIGITS = 16
"""Hexadecimal digits of a digest that make an id unique."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A document for files, or what it lacks.

    Attributes
    ----------
    document : Document or None
        Valid against its schema; None when something is missing.
    gaps : tuple of Gap
        What is missing.
    """

    document: Document | None
    gaps: tuple[Gap, ...]


def build_document(
    entry: ProductEntry,
    files: Mapping[str, Sequence[Path]],
    rules: MappingRules | None = None,
    *,
    words: Mapping[str, str] | None = None,
    dataset: str | None = None,
    created: int | None = None,
) -> Built:
    """Build the document of one product from the headers of its files.

    Places that the schema ties to headers are filled from these, others as the mapping says; the
    rest are gaps. The id follows from the content, so that the same files with the same mapping
    give the same id.

    Parameters
    ----------
    entry : ProductEntry
        What the data dictionary says of the product.
    files : mapping of str to sequence of Path
        The files by storage.
    rules : MappingRules, optional
        What the mapping says beyond the schema.
    words : mapping of str to str, optional
        What stood in the braces of the names of the files.
    dataset : str, optional
        Dataset that the document names.
    created : int, optional
        When the document was made, nanoseconds of TAI; now by default.

    Returns
    -------
    Built
        The document, whose `locations` are the files where they lie; or the gaps.

    Raises
    ------
    FileFormatError
        A file is missing, compressed, damaged, or of another kind than its format.
    ProductError
        A value breaks the schema; says where it came from.
    """
    filling = fill_document(entry, files, rules, words=words, dataset=dataset, created=created)
    if filling.gaps:
        return Built(document=None, gaps=tuple(filling.gaps.values()))
    return Built(document=_finish(filling, files), gaps=())


def fill_document(
    entry: ProductEntry,
    files: Mapping[str, Sequence[Path]],
    rules: MappingRules | None = None,
    *,
    words: Mapping[str, str] | None = None,
    dataset: str | None = None,
    created: int | None = None,
) -> Filling:
    """Fill a document as far as files and mapping go; as `build_document`, but not to its end.

    Returns
    -------
    Filling
        With all that is missing in its `gaps`.
    """
    document = GrowingDocument(entry)
    opened = {name: [open_source(path) for path in paths] for name, paths in files.items()}
    check_kinds(entry, opened)
    rules = rules or MappingRules()
    filling = Filling(document, opened, words or {})
    filling.fill_all(rules.origins, rules.rows)
    fill_keyword_rows(filling)
    fill_files(document, opened)
    fill_roles(document, opened, dataset, now() if created is None else created)
    _close(filling)
    return filling


def _close(filling: Filling) -> None:
    """Fill in what the schema says itself, and note what is missing then."""
    document, entry = filling.document, filling.document.entry
    if "id" in entry.roles:
        put_once(document, entry.roles["id"], "-")  # until the content is known
    for flag in entry.flags:
        put_once(document, flag, "false")
        if "flagged" in _attributes(document, flag):
            put_once(document, f"{flag}/@flagged", "false")
    fill_initial(document)
    complete(document, filling.reasons)  # what must be there has initial values, too
    fill_initial(document)
    for gap in complete(document, filling.reasons):
        path = gap.path.replace(".", "/")
        if not any(f"{path}/".startswith(f"{known}/") for known in filling.gaps):
            filling.gaps[path] = gap


def _attributes(document: GrowingDocument, path: str) -> set[str]:
    kind = document.entry.types.get(document.field(path)["type"], {})
    return {field["name"] for field in kind.get("fields", ()) if field.get("attribute")}


def _finish(filling: Filling, files: Mapping[str, Sequence[Path]]) -> Document:
    """Validate a document, judge its quality flags, and give it its id."""
    entry = filling.document.entry
    data = _bytes(filling.document.root)
    root, violations = parse_valid(data, entry.schema, place=entry.name)
    if violations:
        first = violations[0]
        raise _refusal(filling, first.path, first.message, files)
    for flag in entry.flags:
        for node in select_nodes(root, flag):
            verdict = str(judge(node, root).flagged).lower()
            node.text = verdict
            if node.get("flagged") is not None:
                node.set("flagged", verdict)
    made = Document(source=Path(), data=b"", root=root, entry=entry)
    if "id" in entry.roles and entry.roles["id"] not in filling.origins:
        (node,) = select_nodes(root, entry.roles["id"])
        node.text = _identifier(made)
    made = replace(made, data=_bytes(root))
    return replace(
        made,
        source=Path(document_name(entry.name, made.id)),
        locations={path.name: _place_of(path) for paths in files.values() for path in paths},
    )


def _place_of(path: Path) -> Path:
    """Return the one path of a file, however its folder was written; a link stays a link."""
    return path.parent.resolve() / path.name


def _refusal(
    filling: Filling, path: str, message: str, files: Mapping[str, Sequence[Path]]
) -> ProductError:
    """Return the error of a value that breaks the schema, with where the value came from."""
    where = _STEP.sub("", path).partition("/")[2].partition("/")[2]
    first = next(iter(paths[0] for paths in files.values() if paths), Path())
    origin, dotted = filling.origins.get(where), where.replace("/", ".")
    names = {f"{s.path}/{s.parts.get('name')}" for s in filling.document.entry.storages}
    remedy = f'say in the mapping what is meant: "{dotted}" = ...'
    if origin is not None:
        remedy = f"{correction(origin)}{f'; see {origin.place}' if origin.place else ''}"
    elif where in names:
        remedy = "rename the file"
    came = "" if origin is None else f" (from {origin.describe()})"
    message = f"{dotted} breaks the schema{came}: {message}"
    return ProductError(message, place=first, remedy=remedy)


def _identifier(document: Document) -> str:
    """Return the id that follows from the content: the same for the same files."""
    entry = document.entry
    keys = {key.name: text for key in entry.keys[::-1] for text in document.key_texts(key)[:1]}
    created = (
        select_nodes(document.root, entry.roles["created"]) if "created" in entry.roles else []
    )
    texts = [node.text for node in created]
    for node in created:
        node.text = ""
    digest = hashlib.sha256(_bytes(document.root)).hexdigest()
    for node, text in zip(created, texts, strict=True):
        node.text = text
    return f"{file_stem(entry, keys)}_{digest[:_DIGITS]}"


def _bytes(root: etree._Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
