"""The archive as programs see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from dpkit.schema.dictionary import product_entry
from dpkit_archive.calibrator import ArchiveCalibrator
from dpkit_archive.curator import ArchiveCurator
from dpkit_archive.event import default_actor
from dpkit_archive.order import BATCH, COPY, Order
from dpkit_archive.qualifier import ArchiveQualifier
from dpkit_archive.query.pathindex import PathIndex, drop_path, promote_path, promoted
from dpkit_archive.releaser import ArchiveReleaser
from dpkit_archive.runbook import ArchiveRunbook

if TYPE_CHECKING:
    from dpkit_archive.rebuild import Difference
    from dpkit_archive.registration import Registration
    from dpkit_archive.stream import Refusal

# What reads and validates documents is dear to import, and of no use to whoever searches: the
# methods below import it.
__all__ = ["Archive"]


class Archive(ArchiveCalibrator, ArchiveCurator, ArchiveQualifier, ArchiveReleaser, ArchiveRunbook):
    """An open archive; close it, or use it as a context manager.

    Open one with `dpkit_archive.open`, make one with `dpkit_archive.create`.

    Parameters
    ----------
    database : Database
        Its database.
    """

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path | None:
        """Path of a database of SQLite; None for PostgreSQL."""
        return self._database.location.path

    @property
    def url(self) -> str:
        """Where the archive lies, as messages say it: without a password."""
        return self._database.location.text

    @property
    def files(self) -> Path:
        """Folder of the files that the archive keeps."""
        return self._database.files

    def promote(self, path: str, product: str | None = None) -> list[PathIndex]:
        """Make an index on a path of the documents, so that queries by it need not read them all.

        Parameters
        ----------
        path : str
            Dotted path.
        product : str, optional
            Product whose path is meant; all that have it by default.

        Returns
        -------
        list of PathIndex
            The indexes: one, unless products differ in what is there.

        Raises
        ------
        NotFoundError
            There is no such path or product; names the nearest ones.
        ArchiveError
            A document may have several values there, or none of its own.
        """
        name = None if product is None else product_entry(product).name
        with self._database.writing() as connection:
            return promote_path(connection, path, name)

    def demote(self, path: str) -> list[PathIndex]:
        """Drop the indexes on a path, and return them.

        Raises
        ------
        NotFoundError
            The path has no index.
        """
        with self._database.writing() as connection:
            return drop_path(connection, path)

    def promoted(self) -> list[PathIndex]:
        """Return the paths that have an index."""
        with self._database.reading() as connection:
            return promoted(connection)

    def close(self) -> None:
        """Close the connections to the database."""
        self._database.close()

    def register(
        self,
        source: str | Path,
        *,
        inputs: Mapping[str, Sequence[str]] | None = None,
        dataset: str | None = None,
        calibration_set: str | None = None,
        mode: str = COPY,
        actor: str | None = None,
        rehearse: bool = False,
    ) -> Registration:
        """Register a product with its files: whole, or not at all.

        Parameters
        ----------
        source : str or Path
            The document; its files are in the folder ``data`` beside it.
        inputs : mapping of str to sequence of str, optional
            Ids of the products it was made from, by port; other ids of them will do.
        dataset : str, optional
            Dataset to register into; by default the one that the document names, else ``main``.
        calibration_set : str, optional
            Set in which the product becomes valid; named like the dataset by default.
        mode : {"copy", "move", "hardlink", "symlink", "in-place"}
            Copy, move or link the files into the archive's folder, or leave them where they are;
            with ``symlink`` the archive keeps the document, and links to its files.
            What is moved is removed from its place once it is registered; what is there already
            is not.
        actor : str, optional
            Who registers; user and host by default.
        rehearse : bool
            Do everything that can fail, but keep nothing.

        Returns
        -------
        Registration
            With `created` false when the same content stands already. Only a new id is kept
            then, as another one of the product that stands.

        Raises
        ------
        ProductError
            The product is not valid; the first finding is in the message.
        IdentityError
            Its id is taken by other content.
        ValidityError
            Its range is empty, or overlaps that of another product of the same selection.
        NotFoundError
            The document or an input is not there.
        ArchiveError
            The archive cannot be written to, or the mode is unknown.
        """
        return self.register_all(
            [source],
            inputs=inputs,
            dataset=dataset,
            calibration_set=calibration_set,
            mode=mode,
            actor=actor,
            rehearse=rehearse,
        )[0]

    def register_all(
        self,
        sources: Sequence[str | Path],
        *,
        inputs: Mapping[str, Sequence[str]] | None = None,
        dataset: str | None = None,
        calibration_set: str | None = None,
        mode: str = COPY,
        actor: str | None = None,
        rehearse: bool = False,
    ) -> list[Registration]:
        """Register several products in one transaction: all of them, or none.

        Parameters
        ----------
        sources : sequence of str or Path
            The documents; those that refer to each other come in any order.
        inputs, dataset, calibration_set, mode, actor, rehearse
            As for `register`, and the same for all.

        Returns
        -------
        list of Registration
            In the order of the documents.

        Raises
        ------
        DpkitError
            As for `register`; names the document that is refused.
        """
        order = _order(actor, mode, rehearse)
        from dpkit_archive.registration import register_submissions
        from dpkit_archive.submission import prepare

        where: Any = {"dataset": dataset, "calibration_set": calibration_set}
        prepared = [prepare(source, **where, inputs=inputs) for source in sources]
        return register_submissions(self._database, prepared, order)

    def register_stream(
        self,
        sources: Iterable[str | Path],
        *,
        inputs: Mapping[str, Sequence[str]] | None = None,
        dataset: str | None = None,
        calibration_set: str | None = None,
        mode: str = COPY,
        actor: str | None = None,
        rehearse: bool = False,
        batch: int = BATCH,
        all_or_none: bool = False,
        jobs: int = 1,
    ) -> Iterator[Registration | Refusal]:
        """Register many products, and answer for each of them.

        Parameters
        ----------
        sources : iterable of str or Path
            The documents, however many; they are taken batch by batch. Those of a batch that refer
            to each other come in any order.
        inputs, dataset, calibration_set, mode, actor, rehearse
            As for `register`, and the same for all.
        batch : int
            So many are registered in one transaction.
        all_or_none : bool
            Register all in one transaction, or none when one is refused.
        jobs : int
            Number of processes that read, validate and hash; this one writes.

        Yields
        ------
        Registration or Refusal
            In the order of the documents, when its batch is kept. A product that is refused does
            not keep the others out, unless `all_or_none`.

        Raises
        ------
        ArchiveError
            A batch cannot be written, or the mode is unknown; what was answered for is kept, and
            nothing of the rest.
        """
        order = _order(actor, mode, rehearse)
        from dpkit_archive.preparation import Scope
        from dpkit_archive.stream import register_stream, register_whole

        scope = Scope(dataset=dataset, calibration_set=calibration_set, inputs=inputs or {})
        if all_or_none:
            return iter(register_whole(self._database, list(sources), order, scope, jobs=jobs))
        return register_stream(self._database, sources, order, scope, batch=batch, jobs=jobs)

    def rebuild(self, *, keep: bool = True) -> tuple[int, list[Difference]]:
        """Make all that is derived from documents anew, in one transaction, and compare.

        Keys, JSON, metrics, references, times and proposed validity come from the original bytes,
        which the archive keeps.

        Parameters
        ----------
        keep : bool
            Write what was made anew; else only compare.

        Returns
        -------
        tuple of int and list of Difference
            How many products there are, and what was not as it must be.

        Raises
        ------
        DpkitError
            The bytes of a product cannot be read by the schemas that are installed.
        """
        from dpkit_archive.rebuild import rebuild

        return rebuild(self._database, keep=keep)


def _order(actor: str | None, mode: str, rehearse: bool) -> Order:
    return Order(actor=actor or default_actor(), mode=mode, rehearsal=rehearse)
