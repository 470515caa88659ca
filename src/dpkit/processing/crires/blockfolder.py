"""The front end of the flat procedure: a block, and its products in a folder of a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from dpkit.errors import NotFoundError, TaskError
from dpkit.processing.crires.cover import write_cover
from dpkit.product.product import Product
from dpkit.product.reading import read
from dpkit.workflow.frontend import expand_variables
from dpkit.workflow.procedure import procedure_of
from dpkit.workflow.registry import find_task
from dpkit_dm.crires import DpdCriresAssociationBlock

__all__ = ["draw_block", "find_block"]

_ROLES = ("master", "reference")
_FOLDER = "$DFS_PRODUCT/FLAT/$DATE"


def find_block(words: Mapping[str, Any]) -> dict[str, list[Path]] | None:
    """Find the documents of an association block.

    Parameters
    ----------
    words : mapping of str to value
        ``block``, the name of a block or its document, and ``folder``, where its products are:
        by default beside the document, or in ``$DFS_PRODUCT/FLAT/$DATE``.

    Returns
    -------
    dict of str to list of Path, or None
        Documents by port of `crires_flat`; None when no block was named.

    Raises
    ------
    NotFoundError
        There is no such block, or no document of a product that it names.
    TaskError
        A variable of the folder is not set, or a product is associated in an unknown role.
    """
    if not words["block"]:
        return None
    document, folders = _block_document(words)
    data = read(document, DpdCriresAssociationBlock).content.data
    wanted = {"frames": list(data.raw_frame)}
    for one in data.associated:
        if one.role not in _ROLES:
            raise TaskError(
                f"names {one.product} as {one.role}",
                place=document,
                remedy=f"the procedure takes {' and '.join(_ROLES)}",
            )
        wanted[one.role] = [one.product]
    known = _documents({id for ids in wanted.values() for id in ids}, folders)
    for id in (id for ids in wanted.values() for id in ids if id not in known):
        raise NotFoundError(
            f"has no document of {id}",
            place=folders[-1],
            remedy=f"put it there, or name its folder with --folder; {document.name} needs it",
        )
    return {port: [known[id] for id in ids] for port, ids in wanted.items()}


def _block_document(words: Mapping[str, Any]) -> tuple[Path, list[Path]]:
    """Return the document of the block, and the folders in which its products may be."""
    said = Path(expand_variables(str(words["block"]), "-a"))
    if said.is_file() and not words["folder"]:
        return said, [said.parent]
    folder = Path(expand_variables(str(words["folder"]) or _FOLDER, "--folder"))
    if said.is_file():
        return said, list(dict.fromkeys([said.parent, folder]))
    for file in sorted(folder.glob("*.xml")):
        if _said(file, "BlockName") == str(said):
            return file, [folder]
    raise NotFoundError(
        f"there is no association block {said}",
        place=folder,
        remedy="name its document, or a block in that folder",
    )


def _documents(wanted: set[str], folders: Sequence[Path]) -> dict[str, Path]:
    """Return the documents of the products that are wanted, by id."""
    found: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.xml")):
            id = _said(file, "ProductId")
            if id in wanted:
                found.setdefault(id, file)
    return found


def _said(file: Path, element: str) -> str | None:
    """Return the text of the first element of a name; None when a document has none."""
    with file.open("rb") as opened:
        try:
            return next((found.text for _, found in etree.iterparse(opened, tag=element)), None)
        except etree.XMLSyntaxError:
            return None  # some other file of the folder


def draw_block(
    inputs: Mapping[str, Sequence[Path]],
    outputs: Mapping[str, Sequence[Path]],
    folder: Path,
    words: Mapping[str, Any],
) -> list[Path]:
    """Draw the plots and the cover sheet of a block into a folder named as its quality document.

    Parameters
    ----------
    inputs, outputs : mapping of str to sequence of Path
        Documents of `crires_flat` by port.
    folder : Path
        Where the folder goes.
    words : mapping of str to value
        As for `find_block`.

    Returns
    -------
    list of Path
        Plots, and the cover sheet.
    """
    task = find_task("crires_flat")
    block = read(_block_document(words)[0], DpdCriresAssociationBlock)
    place = folder / Path(outputs["quality"][0]).stem
    made = {name: read(paths[0]) for name, paths in outputs.items() if paths}
    taken: dict[str, Any] = {name: read(paths[0]) for name, paths in inputs.items() if paths}
    taken["frames"] = [read(path) for path in inputs["frames"]]
    plots: list[Path] = procedure_of(task).function("drawing")(taken, made, place)
    quality: Product[Any] = made["quality"]
    return [*plots, write_cover(task, quality, place / "cover.html", block=block, plots=plots)]
