"""The archive as those use it who run tasks: inputs found, and calls entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from dpkit_archive import tables
from dpkit_archive.asof import AsOf
from dpkit_archive.event import default_actor
from dpkit_archive.key import KeyValue
from dpkit_archive.reader import ArchiveReader
from dpkit_archive.row import ProductRow

if TYPE_CHECKING:
    from dpkit.errors import DpkitError
    from dpkit.workflow.record import CallEntry, RunHead, RunRecord
    from dpkit_archive.query.query import Query
    from dpkit_archive.run.account import MadeProduct
    from dpkit_archive.run.expectation import ExpectedBy
    from dpkit_archive.standing import Registration

__all__ = ["ArchiveRunbook"]


class ArchiveRunbook(ArchiveReader):
    """What the driver of runs asks and tells."""

    @property
    def uuid(self) -> str:
        """Identifier of the archive, of which copies with other content have another."""
        meta = tables.archive_meta.c
        with self._database.reading() as connection:
            return str(connection.scalar(select(meta.value).where(meta.key == "uuid")))

    def last_event(self) -> int:
        """Return the number of the last event; 0 when nothing has happened."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.max(tables.event.c.seq))) or 0

    def candidates(
        self,
        product: str,
        *,
        keys: Mapping[str, KeyValue],
        dataset: Sequence[str] = (),
        as_of: AsOf | None = None,
        overlaps: Sequence[str] = (),
    ) -> list[ProductRow]:
        """Find the current products for a port of a task.

        Parameters
        ----------
        product : str
            Name of the type.
        keys : mapping of str to int or str
            Values of keys.
        dataset : sequence of str
            Datasets to search, in this order; all of them when there is none.
        as_of : int or str, optional
            As of which event or time.
        overlaps : sequence of str
            Areas, such as ``tile 7`` or ``product ID``: the area of a product overlaps one of
            them.

        Returns
        -------
        list of ProductRow
            By type and keys.

        Raises
        ------
        NotFoundError
            A product, key, dataset or area is unknown.
        ArchiveError
            A value is not of its key's type.
        """
        query = self._candidates(product, keys, dataset, as_of)
        if not overlaps:
            return query.rows()
        found = {row.id: row for area in overlaps for row in query.within(area).rows()}
        return [row for row in query.rows() if row.id in found]

    def why_none(
        self,
        product: str,
        *,
        keys: Mapping[str, KeyValue],
        dataset: Sequence[str] = (),
        as_of: AsOf | None = None,
        overlaps: Sequence[str] = (),
    ) -> str:
        """Say why there are no candidates, and what there is instead."""
        query = self._candidates(product, keys, dataset, as_of)
        for area in overlaps[:1]:
            query = query.within(area)
        found = query.explain()
        left = found.total
        for step in found.steps:
            if not step.left:
                hint = f"; {step.hint}" if step.hint else ""
                return f"of {left} none with {step.condition}{hint}"
            left = step.left
        return "other areas overlap"

    def _candidates(
        self,
        product: str,
        keys: Mapping[str, KeyValue],
        dataset: Sequence[str],
        as_of: AsOf | None,
    ) -> Query:
        query = self.query(product).keys(**keys)
        query = query.dataset(*dataset) if dataset else query
        return query if as_of is None else query.as_of(as_of)

    def content_digests(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the digests of the content of products, by any of the ids that name them."""
        from dpkit_archive.run.account import digests_of

        with self._database.reading() as connection:
            return digests_of(connection, ids)

    def recall(self, recipe: str) -> dict[str, list[MadeProduct]] | None:
        """Return what the last call of a recipe made, by port; None when it cannot be used.

        That is so when a product of it is invalid, rejected, or gone.
        """
        from dpkit_archive.run.account import recall

        with self._database.reading() as connection:
            return recall(connection, self._database, recipe)

    def begin_run(self, head: RunHead, *, actor: str | None = None) -> None:
        """Enter a run that begins, or begins again after an interruption."""
        from dpkit_archive.run.entry import begin_run

        begin_run(self._database, head, actor or default_actor())

    def enter_calls(
        self, entries: Sequence[CallEntry], *, actor: str | None = None
    ) -> list[list[Registration] | DpkitError]:
        """Register what calls made, and enter the calls: each of them whole, or not at all.

        Parameters
        ----------
        entries : sequence of CallEntry
            The calls, of which none uses what another one makes. As many as can be are entered in
            one transaction; one that is refused does not keep the others out.
        actor : str, optional
            Who runs them; user and host by default.

        Returns
        -------
        list of (list of Registration) or DpkitError
            For each call its products, in the order of the documents, or why it was refused.
        """
        from dpkit_archive.run.group import enter_group

        return enter_group(self._database, entries, actor or default_actor())

    def end_run(
        self,
        run: str,
        *,
        exit: str,
        end: str,
        calls: Sequence[RunRecord] = (),
        actor: str | None = None,
    ) -> None:
        """Enter the end of a run, and the calls that did not come about.

        Raises
        ------
        NotFoundError
            The run was not begun here.
        """
        from dpkit_archive.run.entry import end_run

        end_run(self._database, run, exit, end, calls, actor or default_actor())

    def runs(self) -> list[dict[str, Any]]:
        """Return the runs, the oldest first."""
        from dpkit_archive.run.account import read_runs

        with self._database.reading() as connection:
            return read_runs(connection)

    def run(self, identifier: str) -> dict[str, Any]:
        """Return a run with all that was recorded of it and of its calls.

        Raises
        ------
        NotFoundError
            There is no such run; names the nearest ones.
        """
        from dpkit_archive.run.account import read_run

        with self._database.reading() as connection:
            return read_run(connection, identifier)

    def made_by(self, run: str) -> dict[str, dict[str, list[MadeProduct]]]:
        """Return what each call of a run made, by call and port."""
        from dpkit_archive.run.account import made_by

        with self._database.reading() as connection:
            return made_by(connection, self._database, run)

    def expected_by(self, product: str, keys: Mapping[str, KeyValue]) -> ExpectedBy | None:
        """Return the call that was to make a product with values of keys.

        Of the calls that were to make such a product, and contradict none of the keys, it is the
        one that shares most of them, and of several the last; None when there is none.

        Raises
        ------
        NotFoundError
            There is no such product.
        """
        from dpkit_archive.run.expectation import expected_by

        with self._database.reading() as connection:
            return expected_by(connection, product, keys)
