"""Samples: random, valid, and the same for the same seed everywhere."""

from __future__ import annotations

import random
from pathlib import Path

from lxml import etree

from dpkit.product.document import select_texts
from dpkit.product.naming import document_name
from dpkit.product.writing import placing, refuse_existing
from dpkit.schema.dictionary import ProductEntry, product_entry
from dpkit.simulate.chooser import Chooser, as_chooser
from dpkit.simulate.error import SampleError
from dpkit.simulate.growth import Growth, Mode
from dpkit.simulate.meaning import Meaning
from dpkit.simulate.mending import mend
from dpkit.simulate.model import model_of
from dpkit.simulate.payload import draft_files
from dpkit.simulate.rule import broken_rules, satisfy

__all__ = ["sample_document", "sample_tree", "write_sample"]

_ATTEMPTS = 6
_ROUNDS = 20


def sample_tree(
    entry: ProductEntry,
    source: Chooser | random.Random,
    *,
    minimal: bool = False,
    full: bool = False,
) -> etree._Element:
    """Make a random document of a product, valid against its schema, its rules and flags.

    It is made from the types of the data dictionary; its files are named, but not there.

    Parameters
    ----------
    entry : ProductEntry
        What the data dictionary says of the product.
    source : Chooser or random.Random
        Who makes the choices.
    minimal : bool
        Whether to leave out all that is not required, unless a rule requires it.
    full : bool
        Whether to have every element and attribute at least once. Of alternatives that exclude
        each other, one is there if its parent is; repeated parents show them in turn.

    Returns
    -------
    lxml.etree._Element
        The root element.

    Raises
    ------
    SampleError
        No such document was found in a bounded number of tries; names the rule, type or path.
        Or both `minimal` and `full` are asked for.
    """
    if minimal and full:
        raise SampleError(
            "a sample is minimal or full, not both", place=entry.name, remedy="ask for one"
        )
    mode: Mode = "minimal" if minimal else "full" if full else "random"
    chooser = as_chooser(source)
    for attempt in range(_ATTEMPTS):
        try:
            return _attempt(entry, chooser, mode)
        except SampleError:
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("the last attempt returns or raises")


def _attempt(entry: ProductEntry, chooser: Chooser, mode: Mode) -> etree._Element:
    model = model_of(entry)
    growth, meaning = Growth(model, chooser, mode), Meaning(model, chooser)
    root = growth.root()
    for _ in range(_ROUNDS):
        mend(growth, root)
        meaning.settle(root)
        satisfy(growth, meaning, root)
        meaning.settle_files(root)  # again: what files are named by may be another now
        if not mend(growth, root) and next(broken_rules(model, root), None) is None:
            growth.strip()
            return root
    raise SampleError(
        f"rules and schema contradict each other in {_ROUNDS} rounds",
        place=entry.name,
        remedy="a repair makes what the schema forbids: say how, with repair on the rule",
    )


def sample_document(
    product_name: str, *, seed: int = 0, minimal: bool = False, full: bool = False
) -> bytes:
    """Make a random document of a product; see `sample_tree`.

    Parameters
    ----------
    product_name : str
        Name of the product.
    seed : int
        The same seed gives the same bytes, on every machine.
    minimal, full : bool
        What to leave out or to have.

    Returns
    -------
    bytes
        The document, with an XML declaration.

    Raises
    ------
    NotFoundError
        No schema package declares the product.
    SampleError
        No such document was found.

    Examples
    --------
    ``sample_document("DpdNirRelPhotoParams", seed=7)``
    """
    root = _seeded(product_entry(product_name), seed, minimal=minimal, full=full)
    return _document_bytes(root)


def write_sample(
    product_name: str,
    folder: str | Path,
    *,
    seed: int = 0,
    minimal: bool = False,
    full: bool = False,
) -> Path:
    """Write a random product into a folder: its document and files, named as `dpkit.write` does.

    Parameters
    ----------
    product_name : str
        Name of the product.
    folder : str or Path
        Where to write; made when it is not there.
    seed : int
        The same seed gives the same document.
    minimal, full : bool
        What to leave out or to have; see `sample_tree`.

    Returns
    -------
    Path
        The document. Its files are in the folder ``data`` beside it; the document differs from
        that of `sample_document` only in their sizes and checksums.

    Raises
    ------
    NotFoundError
        No schema package declares the product.
    SampleError
        No such document was found.
    ProductError
        A document or file of that name is there already.
    FileFormatError
        The document says what the format of a file does not allow.
    """
    entry = product_entry(product_name)
    root = _seeded(entry, seed, minimal=minimal, full=full)
    identifiers = select_texts(root, entry.roles["id"]) if "id" in entry.roles else []
    name = identifiers[0].strip() if identifiers else f"sample-{seed}"
    document = Path(folder) / document_name(entry.name, name)
    refuse_existing(document)
    with placing() as placed:
        draft_files(entry, root, document.parent, placed, seed)
        placed.draft(document).write_bytes(_document_bytes(root))
        placed.publish()
    return document


def _seeded(entry: ProductEntry, seed: int, *, minimal: bool, full: bool) -> etree._Element:
    # Text as a seed is hashed with SHA-512, so that it is the same in every process.
    source = random.Random(f"{entry.name} {seed}")
    return sample_tree(entry, source, minimal=minimal, full=full)


def _document_bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
