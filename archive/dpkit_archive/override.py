"""A calibration that the user gives instead of the one that would be chosen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, select, union

from dpkit.errors import IdentityError, NotFoundError, ValidityError
from dpkit_archive import tables
from dpkit_archive.alias import standing_number
from dpkit_archive.calibration import choose, said
from dpkit_archive.choice import CalibrationChoice, Candidate
from dpkit_archive.database import Database
from dpkit_archive.key import single_keys
from dpkit_archive.question import Question
from dpkit_archive.row import ProductRow, product_row
from dpkit_archive.status import WITHOUT_VALIDITY

__all__ = ["choose_given"]

GIVEN = "given by the user"
UNREGISTERED = "unregistered"
"""The status of a file that is not in the archive; its version is 0."""


def choose_given(
    connection: Connection, database: Database, question: Question, given: str | Path
) -> CalibrationChoice:
    """Answer a question with what the user gives: the id of a product, or a document.

    Raises
    ------
    NotFoundError
        It is neither the id of a product, or was none then, nor a file.
    ProductError
        The file is no valid document.
    ValidityError
        It is of another type, or its keys contradict those asked for.
    IdentityError
        The id of the document is that of another one in the archive.
    """
    row = _given_row(connection, database, given, question.event)
    _check(question, row)
    try:
        usual = choose(connection, database, question)
    except ValidityError as error:
        # That two answer is a reason to give one.
        usual = CalibrationChoice(**said(question), chosen=None, reason=error.message)
    same = usual.chosen is not None and usual.chosen.id == row.id
    return replace(
        usual,
        chosen=row,
        begin=usual.begin if same else None,
        end=usual.end if same else None,
        calibration_set=usual.calibration_set if same else None,
        given=True,
        reason=GIVEN,
        warnings=() if same else (_warning(usual, row),),
        near_misses=(),
        rejected=_others(usual, row),
    )


def _given_row(
    connection: Connection, database: Database, given: str | Path, event: int | None
) -> ProductRow:
    if isinstance(given, str) and standing_number(connection, given) is not None:
        return product_row(connection, database, given, event)
    if not Path(given).is_file():
        raise NotFoundError(
            f"{str(given)!r} is neither the id of a product nor a file",
            remedy="`dpkit archive find` lists the products",
        )
    return _document_row(connection, database, Path(given), event)


def _document_row(
    connection: Connection, database: Database, path: Path, event: int | None
) -> ProductRow:
    """Return the row of a document, which may be registered, or may have been then."""
    from dpkit_archive.submission import prepare  # validates, which is dear to import

    made = prepare(path, dataset=None, calibration_set=None)
    if standing_number(connection, made.id, event) is not None:
        row = product_row(connection, database, made.id, event)
        if made.document_sha256 not in _known_bytes(connection, made.id):
            raise IdentityError(
                f"the id {made.id!r} is that of another document in the archive",
                place=path,
                remedy="give the id alone, or give the document an id of its own",
            )
        return row
    single = single_keys(made.entry)
    return ProductRow(
        id=made.id,
        product=made.entry.name,
        version=0,
        status=UNREGISTERED,
        dataset=made.dataset,
        created=made.derived.columns["created_ns"],
        document=path.absolute(),
        keys={
            name: next(iter(values), None) if name in single else tuple(values)
            for name, values in made.derived.values.items()
        },
    )


def _known_bytes(connection: Connection, identifier: str) -> set[str]:
    """Return the digests of the documents that came under an id."""
    product, document, alias = tables.product, tables.document, tables.product_alias
    own = (
        select(document.c.sha256)
        .join(product, document.c.product == product.c.number)
        .where(product.c.id == identifier)
    )
    other = select(alias.c.document_sha256).where(alias.c.id == identifier)
    return set(connection.scalars(union(own, other)))


def _check(question: Question, row: ProductRow) -> None:
    if row.product != question.entry.name:
        raise ValidityError(
            f"{row.id} is a {row.product}, not a {question.entry.name}",
            remedy="give a product of the type that is asked for",
        )
    for name, asked in question.keys.items():
        own = row.keys.get(name)
        if asked not in (own if isinstance(own, tuple) else (own,)):
            raise ValidityError(
                f"{row.id} is for {name} {own}, which contradicts {name} {asked}",
                remedy="give a product with the keys that are asked for",
            )


def _warning(usual: CalibrationChoice, row: ProductRow) -> str:
    why = next((one.reason for one in usual.rejected if one.id == row.id), None)
    if why is None and row.status in WITHOUT_VALIDITY:
        why = f"its status is {row.status}"
    own = "" if why is None else f" ({why})"
    instead = "nothing" if usual.chosen is None else usual.chosen.id
    return (
        f"{row.id} is given, and would not have been chosen{own}: it is {instead}, {usual.reason}"
    )


def _others(usual: CalibrationChoice, row: ProductRow) -> tuple[Candidate, ...]:
    """Return what was not chosen: the usual choice first."""
    others = tuple(one for one in usual.rejected if one.id != row.id)
    if usual.chosen is None or usual.chosen.id == row.id:
        return others
    instead = Candidate(
        id=usual.chosen.id,
        version=usual.chosen.version,
        begin=usual.begin or 0,
        end=usual.end or 0,
        reason=f"another one was {GIVEN}",
    )
    return (instead, *others)
