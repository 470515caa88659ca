"""The archive as programs read it: find, show and get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dpkit_archive.asof import AsOf, event_at
from dpkit_archive.database import Database
from dpkit_archive.key import KeyValue
from dpkit_archive.query.query import Query, query
from dpkit_archive.record import ProductRecord, read_record
from dpkit_archive.row import ProductRow, product_row

__all__ = ["ArchiveReader"]


class ArchiveReader:
    """What an open archive answers; an id that a product was made anew under names it, too.

    Parameters
    ----------
    database : Database
        Its database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self,
        product: str | None = None,
        *,
        keys: Mapping[str, KeyValue] | None = None,
        dataset: Sequence[str] | None = None,
        status: Sequence[str] | None = None,
        current: bool = True,
        between: tuple[int, int] | None = None,
        limit: int | None = None,
        order: Sequence[str] = (),
        as_of: AsOf | None = None,
    ) -> list[ProductRow]:
        """Find products.

        Parameters
        ----------
        product : str, optional
            Name of the type; all types by default.
        keys : mapping of str to int or str, optional
            Values of declared keys; a key that repeats in a product matches any of its values.
        dataset : sequence of str, optional
            Datasets to search. With `current`, a product in an earlier one hides products of
            the same identity in later ones.
        status : sequence of str, optional
            Statuses to accept; by default all but invalid, rejected and trashed.
        current : bool
            Only the highest version of each identity, among the accepted statuses.
        between : tuple of int, optional
            Half-open range that the observation must overlap, nanoseconds of TAI.
        limit : int, optional
            Return at most so many.
        order : sequence of str, optional
            Columns to order by, with ``-`` for descending; by type and keys by default.
        as_of : int or str, optional
            Number of an event, or UTC text: answer as the archive would have then.

        Returns
        -------
        list of ProductRow
            Empty when nothing is found.

        Raises
        ------
        NotFoundError
            A product, key, dataset, status or column is unknown; names the nearest ones.
        ArchiveError
            A value is not of its key's type, or the time or the limit makes no sense.
        """
        found = self.query(product).keys(**keys or {}).order_by(*order).limit(limit)
        if dataset is not None:
            found = found.dataset(*_listed(dataset))
        if status is not None:
            found = found.status(*_listed(status))
        if between is not None:
            found = found.between(*between)
        if as_of is not None:
            found = found.as_of(as_of)
        return (found if current else found.all_versions()).rows()

    def query(self, product: str | type[Any] | None = None) -> Query:
        """Return a query for the products of a type, or of all, to be narrowed.

        Parameters
        ----------
        product : str or type, optional
            Name of the type, or its generated class.

        Raises
        ------
        NotFoundError
            There is no such product; names the nearest ones.
        """
        return query(self._database, product)

    def product(self, identifier: str) -> ProductRow:
        """Return the row of one product, whatever its status.

        Raises
        ------
        NotFoundError
            There is no product of this id.
        """
        with self._database.reading() as connection:
            return product_row(connection, self._database, identifier)

    def show(self, identifier: str, *, as_of: AsOf | None = None) -> ProductRecord:
        """Return everything that the archive knows of one product.

        Parameters
        ----------
        identifier : str
            Its id, or another one that names it.
        as_of : int or str, optional
            Number of an event, or UTC text: answer as the archive would have then.

        Raises
        ------
        NotFoundError
            There is no product of this id, or was none then.
        ArchiveError
            There is no such event, or the text is no time.
        """
        with self._database.reading() as connection:
            event = None if as_of is None else event_at(connection, as_of)
            return read_record(connection, self._database, identifier, event)

    def get(self, identifier: str, folder: str | Path) -> Path:
        """Copy a product's document and files, verified, into a folder.

        Returns
        -------
        Path
            The copy of the document.

        Raises
        ------
        NotFoundError
            There is no product of this id.
        ArchiveError
            Stored bytes are missing or have changed, or a file would be overwritten; nothing is
            left in the folder.
        """
        from dpkit_archive.retrieval import fetch

        with self._database.reading() as connection:
            return fetch(connection, self._database, identifier, Path(folder))


def _listed(names: Sequence[str] | str) -> list[str]:
    """Return names as a list; one name alone is easily given where a list is wanted."""
    return [names] if isinstance(names, str) else list(names)
