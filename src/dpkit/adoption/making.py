"""Make documents for groups of files, and write them into a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from dpkit.adoption.building import build_document
from dpkit.adoption.grouping import FileGroup
from dpkit.adoption.origin import MappingRules
from dpkit.adoption.outcome import Adoption
from dpkit.errors import DpkitError, FileFormatError
from dpkit.product.document import Document, FileReference
from dpkit.product.writing import placing, refuse_existing
from dpkit.schema.dictionary import ProductEntry
from dpkit.validation import validate

__all__ = ["MODES", "make_document", "write_documents"]

MODES = ("in-place", "copy", "move", "hardlink")
"""What becomes of files; in place, the folder gets symbolic links to them."""


def make_document(
    group: FileGroup, entry: ProductEntry, rules: MappingRules, dataset: str | None = None
) -> Document | Adoption:
    """Make the document of a group of files; without one, say why.

    Returns
    -------
    Document or Adoption
        The document, valid against its schema; its rules and files were not looked at.
    """
    if group.error is not None:
        return refused(entry, group, group.error)
    try:
        built = build_document(entry, group.files, rules, words=group.words, dataset=dataset)
    except DpkitError as error:
        return refused(entry, group, error)
    except OSError as error:  # of one file, which must not cost the others
        return refused(entry, group, unreadable(error))
    if built.document is not None:
        return built.document
    return Adoption(product=entry.name, files=group.paths, result="incomplete", gaps=built.gaps)


def refused(entry: ProductEntry, group: FileGroup, error: DpkitError) -> Adoption:
    """Return the outcome of files that cannot be adopted."""
    return Adoption(product=entry.name, files=group.paths, result="refused", error=error)


def unreadable(error: OSError) -> FileFormatError:
    """Return the error of a file that cannot be read, or not any more."""
    return FileFormatError(
        f"cannot be read: {error.strerror or error}",
        place=str(error.filename or ""),
        remedy="is it still there, and may you read it?",
    )


def write_documents(
    groups: Iterable[FileGroup],
    entry: ProductEntry,
    rules: MappingRules,
    folder: Path,
    *,
    mode: str = MODES[0],
    dataset: str | None = None,
    rehearse: bool = False,
) -> Iterator[Adoption]:
    """Write the documents of files into a folder, each valid and with its files in ``data``.

    Parameters
    ----------
    groups : iterable of FileGroup
        The files of each product.
    entry, rules : ProductEntry, MappingRules
        The product, and what the mapping says.
    folder : Path
        Where to write; files that lie in its folder ``data`` stay there.
    mode : {"in-place", "copy", "move", "hardlink"}
        How other files get there: by a symbolic link, a copy ...
    dataset : str, optional
        Dataset that the documents name.
    rehearse : bool
        Do everything that can fail, but write nothing.

    Yields
    ------
    Adoption
        For each group, when its document is written.
    """
    for group in groups:
        made = make_document(group, entry, rules, dataset)
        if isinstance(made, Adoption):
            yield made
            continue
        try:
            yield _written(made, group, folder, mode, rehearse)
        except DpkitError as error:
            yield refused(entry, group, error)


def _written(
    document: Document, group: FileGroup, folder: Path, mode: str, rehearse: bool
) -> Adoption:
    report = validate(document)
    if not report.ok:
        raise report.refusal()
    target = folder / document.source
    there = target.exists()
    if not there:
        _place(document, target, mode, rehearse)
    return Adoption(
        product=document.entry.name,
        files=group.paths,
        result="there already" if there else "adopted",
        id=document.id,
        document=target,
        dataset=document.role("dataset"),
    )


def _place(document: Document, target: Path, mode: str, rehearse: bool) -> None:
    """Let a document appear with its files beside it, or nothing."""
    files = {one: target.parent / "data" / one.name for one in document.files()}
    others = {one: place for one, place in files.items() if not _is_same(one.location, place)}
    for place in others.values():
        refuse_existing(place)
    if rehearse:
        return
    with placing() as placed:
        for one, place in others.items():
            _bring(one, placed.draft(place), mode)
        placed.draft(target).write_bytes(document.data)
        placed.publish()
    if mode == "move":
        for one in others:
            one.location.unlink()


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def _bring(reference: FileReference, draft: Path, mode: str) -> None:
    location = reference.location.absolute()
    try:
        if mode == "in-place":
            draft.symlink_to(location)
        elif mode == "copy":
            shutil.copyfile(location, draft)
        else:
            os.link(location, draft)
    except OSError as error:
        raise FileFormatError(
            f"cannot be brought into the folder: {error.strerror}",
            place=location,
            remedy="choose another --mode; links need one file system",
        ) from None
