"""Register products of files that have no documents, batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from dpkit.adoption.grouping import FileGroup
from dpkit.adoption.making import make_document, refused, unreadable
from dpkit.adoption.origin import MappingRules
from dpkit.adoption.outcome import Adoption
from dpkit.errors import DpkitError
from dpkit.schema.dictionary import ProductEntry
from dpkit_archive.archive import Archive
from dpkit_archive.event import default_actor
from dpkit_archive.order import BATCH, SYMLINK, Order
from dpkit_archive.registration import Outcome, register_each
from dpkit_archive.submission import Submission, prepare_made

__all__ = ["adopt_groups"]


def adopt_groups(
    archive: Archive,
    groups: Iterable[FileGroup],
    entry: ProductEntry,
    rules: MappingRules,
    *,
    dataset: str | None = None,
    calibration_set: str | None = None,
    mode: str = SYMLINK,
    actor: str | None = None,
    rehearse: bool = False,
    batch: int = BATCH,
) -> Iterator[Adoption]:
    """Register the products of groups of files, and answer for each of them.

    Parameters
    ----------
    archive : Archive
        Where to register; it keeps the documents, whatever becomes of the files.
    groups : iterable of FileGroup
        The files of each product, however many; they are taken batch by batch.
    entry, rules : ProductEntry, MappingRules
        The product, and what the mapping says.
    dataset : str, optional
        Dataset that the documents name and are registered into; ``main`` by default.
    calibration_set : str, optional
        Set in which calibrations become valid; named like the dataset by default.
    mode : {"symlink", "copy", "move", "hardlink"}
        Leave the files where they are, or bring them into the archive's folder.
    actor : str, optional
        Who registers; user and host by default.
    rehearse : bool
        Do everything that can fail, but keep nothing.
    batch : int
        So many are registered in one transaction.

    Yields
    ------
    Adoption
        In the order of the groups, when its batch is kept. What is refused or incomplete does not
        keep the others out.

    Raises
    ------
    ArchiveError
        A batch cannot be written, or the mode is unknown; what was answered for is kept.
    """
    order = Order(actor=actor or default_actor(), mode=mode, rehearsal=rehearse)
    remaining = iter(groups)
    while some := list(islice(remaining, batch)):
        prepared = [_prepared(one, entry, rules, dataset, calibration_set) for one in some]
        good = [one for one in prepared if isinstance(one, Submission)]
        made = iter(register_each(archive._database, good, order))
        for group, one in zip(some, prepared, strict=True):
            yield one if isinstance(one, Adoption) else _answer(entry, group, next(made))


def _prepared(
    group: FileGroup,
    entry: ProductEntry,
    rules: MappingRules,
    dataset: str | None,
    calibration_set: str | None,
) -> Submission | Adoption:
    made = make_document(group, entry, rules, dataset)
    if isinstance(made, Adoption):
        return made
    try:
        return prepare_made(made, dataset=dataset, calibration_set=calibration_set)
    except DpkitError as error:
        return refused(entry, group, error)
    except OSError as error:
        return refused(entry, group, unreadable(error))


def _answer(entry: ProductEntry, group: FileGroup, outcome: Outcome) -> Adoption:
    if isinstance(outcome, DpkitError):
        return refused(entry, group, outcome)
    return Adoption(
        product=entry.name,
        files=group.paths,
        result="adopted" if outcome.created else "there already",
        id=outcome.id,
        document=outcome.document,
        version=outcome.version,
        dataset=outcome.dataset,
    )
