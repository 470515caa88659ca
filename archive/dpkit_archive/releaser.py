"""The archive as those see it who make releases: named, frozen sets of versions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dpkit_archive.event import default_actor
from dpkit_archive.keeper import ArchiveKeeper

if TYPE_CHECKING:
    from dpkit_archive.release.chosen import Source
    from dpkit_archive.release.completeness import Completeness
    from dpkit_archive.release.duplicate import Duplicate
    from dpkit_archive.release.record import ReleaseRecord
    from dpkit_archive.release.release import Release
    from dpkit_archive.transfer.export import Exported
    from dpkit_archive.transfer.importing import Imported

__all__ = ["ArchiveReleaser"]


class ArchiveReleaser(ArchiveKeeper):
    """What makes and answers for releases."""

    def create_release(
        self,
        name: str,
        members: Source = (),
        *,
        parent: str | None = None,
        actor: str | None = None,
    ) -> Release:
        """Make an open release.

        Parameters
        ----------
        name : str
            Its name.
        members : Query, or iterable of Query or str
            What it shall hold: what queries find, or ids; nothing by default.
        parent : str, optional
            Release of which it shall hold all members, too.
        actor : str, optional
            Who does it; user and host by default.

        Raises
        ------
        ReleaseError
            The name is taken or is no name, or two versions of one identity are chosen.
        NotFoundError
            The parent, an id, or what a query names is not there.
        """
        from dpkit_archive.release.change import create_release
        from dpkit_archive.release.chosen import chosen
        from dpkit_archive.release.release import Release

        who = actor or default_actor()
        made = create_release(self._database, name, chosen(members), actor=who, parent=parent)
        return Release(self._database, made.release.name)

    def release(self, name: str) -> Release:
        """Return a release by its name.

        Raises
        ------
        NotFoundError
            There is no such release; names the nearest ones.
        """
        from dpkit_archive.release.record import read_release
        from dpkit_archive.release.release import Release

        with self._database.reading() as connection:
            return Release(self._database, read_release(connection, name).name)

    def releases(self) -> list[ReleaseRecord]:
        """Return what there is to say of all releases, in the order in which they were made."""
        from dpkit_archive.release.record import read_releases

        with self._database.reading() as connection:
            return read_releases(connection)

    def completeness(
        self,
        dataset: Sequence[str] | str,
        *,
        by: Sequence[str],
        expect: Sequence[str],
        over: str | None = None,
    ) -> Completeness:
        """Return what datasets have of what they should have; as `Release.completeness`.

        Raises
        ------
        NotFoundError
            A dataset, product or key is unknown.
        ArchiveError
            No product tells which combinations there are.
        """
        from dpkit_archive.release.completeness import Extent, find_completeness

        names = [dataset] if isinstance(dataset, str) else list(dataset)
        with self._database.reading() as connection:
            extent = Extent(datasets=tuple(names))
            return find_completeness(connection, extent, by=by, expect=expect, over=over)

    def duplicates(self, dataset: Sequence[str] | str) -> list[Duplicate]:
        """Return the current products of datasets that were made twice.

        Of one type, of the same inputs, for the same keys but for those that only tell them apart.

        Raises
        ------
        NotFoundError
            There is no such dataset.
        """
        from dpkit_archive.release.duplicate import duplicates_in_dataset

        names = [dataset] if isinstance(dataset, str) else list(dataset)
        with self._database.reading() as connection:
            return duplicates_in_dataset(connection, names)

    def export(
        self,
        target: str | Path,
        members: Source = (),
        *,
        calibration_set: str | None = None,
    ) -> Exported:
        """Write products, with their files and what the archive says of them, into a package.

        Parameters
        ----------
        target : str or Path
            A new folder, or a new file whose name ends with ``.tar``.
        members : Query, or iterable of Query or str
            The products: what queries find, or ids. The query ``release(name)`` and nothing else
            exports that release.
        calibration_set : str, optional
            Only products with ranges in this set, and only these ranges.

        Raises
        ------
        NotFoundError
            An id, the set, or what a query names is not there.
        ArchiveError
            There is nothing to export, the target exists or cannot be written, or stored bytes
            are missing or have changed; nothing is left of the package then.
        """
        from dpkit_archive.release.chosen import chosen
        from dpkit_archive.transfer.export import export_package

        choice = chosen(members)
        return export_package(self._database, choice, Path(target), calibration_set=calibration_set)

    def import_package(
        self,
        source: str | Path,
        *,
        dataset: str | None = None,
        calibration_set: str | None = None,
        release: str | None = None,
        actor: str | None = None,
        jobs: int = 1,
    ) -> Imported:
        """Import a package that another archive exported: all of it, verified, or nothing.

        What is here already stays as it is.

        Parameters
        ----------
        source : str or Path
            The folder or tar.
        dataset : str, optional
            Dataset of all its products; their own by default.
        calibration_set : str, optional
            Set of all its validity ranges; their own by default.
        release : str, optional
            Name of the release that its products make; by default that of the release that was
            exported, if one was.
        actor : str, optional
            Who does it; user and host by default.
        jobs : int
            Number of processes that read and validate.

        Raises
        ------
        DpkitError
            As for `register`; or the package is none, something of it was changed or is missing,
            or there is another release of its name.
        """
        from dpkit_archive.transfer.importing import Into, import_package

        into = Into(dataset=dataset, calibration_set=calibration_set, release=release)
        who = actor or default_actor()
        return import_package(self._database, Path(source), into, actor=who, jobs=jobs)
