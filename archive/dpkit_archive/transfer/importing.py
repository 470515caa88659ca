"""Import a package: all of it, verified, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import ArchiveError, DpkitError
from dpkit_archive import tables
from dpkit_archive.contention import ContentionError, retried
from dpkit_archive.database import Database
from dpkit_archive.order import COPY, MOVE, Order
from dpkit_archive.placing import flush_published, place_of_product, placed, publish
from dpkit_archive.preparation import Scope, prepare_all
from dpkit_archive.registration import explained
from dpkit_archive.standing import Registration, load_standings
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.submission import Submission
from dpkit_archive.transfer.arriving import Arrived, ArrivingBatch
from dpkit_archive.transfer.manifest import PackedMember
from dpkit_archive.transfer.releasing import import_release
from dpkit_archive.transfer.unpacking import Package, documents_of, opened

__all__ = ["Imported", "Into", "import_package"]

_CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Into:
    """Where a package is imported to, when not to where it was.

    Attributes
    ----------
    dataset : str or None
        Dataset of all its products.
    calibration_set : str or None
        Set of all its ranges.
    release : str or None
        Name of the release that its products make.
    """

    dataset: str | None = None
    calibration_set: str | None = None
    release: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    products : int
        Products of the package.
    new, there : int
        Those that came, and those that were there already.
    ranges, aliases : int
        Validity ranges and other ids that came.
    outside : int
        Inputs of products that came which are in neither, and were left out of the lineage.
    retired : int
        Validity ranges of earlier versions that stood here, which gave way to what came.
    withheld : int
        Validity ranges of products that were there already, which do not stand here: nothing is
        granted to what stands.
    gone : int
        Products that were chosen, and had been purged where the package comes from.
    release : str or None
        The release that the products make.
    release_state : {"new", "there"} or None
        Whether that came, or was there.
    manifest_sha256 : str or None
        That of the release, when it is frozen.
    same_manifest : bool
        Whether it is the one that the release had where it comes from.
    proved : int
        Products whose content digest, computed anew from the bytes that came, is that of the
        archive they come from.
    by_bytes : int
        Products of older schema versions, whose digest depends on what was installed when they
        were registered; their bytes are the same.
    """

    products: int
    new: int
    there: int
    ranges: int
    aliases: int
    outside: int
    retired: int
    withheld: int
    gone: int
    release: str | None
    release_state: str | None
    manifest_sha256: str | None
    same_manifest: bool
    proved: int
    by_bytes: int

    @property
    def changed(self) -> bool:
        """Whether anything came."""
        return bool(self.new or self.aliases or self.release_state == "new")

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def import_package(
    database: Database, source: Path, into: Into, *, actor: str, jobs: int = 1
) -> Imported:
    """Import a package in one transaction, after every file and content digest was verified.

    Parameters
    ----------
    database : Database
        The archive.
    source : Path
        Folder or tar.
    into : Into
        Where to.
    actor : str
        Who does it.
    jobs : int
        Number of processes that read and validate.

    Returns
    -------
    Imported
        With `changed` false when all of it was there already.

    Raises
    ------
    NotFoundError
        There is no package.
    ArchiveError
        It is none, or something of it was changed or is missing.
    ProductError
        A document is not valid by the schemas that are installed here.
    IdentityError
        An id or a version is taken by other content.
    ValidityError
        A range overlaps that of another product.
    ReleaseError
        There is another release of its name.
    """
    with explained(database), opened(source, database.files) as package, _placed_in(package):
        submissions, upgraded = _prepared(package, into, jobs)
        order = Order(actor=actor, mode=MOVE if package.unpacked else COPY)
        return retried(lambda: _import(database, package, submissions, upgraded, into, order))


@contextmanager
def _placed_in(package: Package) -> Iterator[None]:
    """Name places in the tar that was given, not where it was unpacked and is not any more."""
    try:
        yield
    except DpkitError as error:
        if package.unpacked:
            place = str(error.place)
            error.place = place.replace(f"{package.folder}/", f"{package.source}: ")
        raise


def _prepared(package: Package, into: Into, jobs: int) -> tuple[list[Submission], int]:
    """Read, validate and hash the products; tell how many digests cannot be compared."""
    found, upgraded = [], 0
    members = package.manifest.members
    scope = Scope(dataset=into.dataset, calibration_set=into.calibration_set)
    sources = prepare_all(documents_of(package), scope, jobs=jobs)
    for member, (_, one) in zip(members, sources, strict=True):
        if isinstance(one, DpkitError):
            raise one
        upgraded += _verified(member, one)
        dataset = member.dataset if into.dataset is None else one.dataset
        found.append(replace(one, dataset=dataset, status=member.status))
    return found, upgraded


def _verified(member: PackedMember, one: Submission) -> bool:
    """Refuse a product that is not what the manifest says; tell whether only its bytes tell."""
    files = {file.reference.name: file.sha256 for file in one.files}
    said = {
        "id": (one.id, member.id),
        "product": (one.entry.name, member.product),
        "identity": (one.identity, member.identity),
        "document": (one.document_sha256, member.document.sha256),
        "files": (files, {file.name: file.sha256 for file in member.files}),
    }
    for what, (is_, stated) in said.items():
        if is_ != stated:
            raise _tampered(one, f"the {what} is {is_}, the manifest says {stated}")
    digest = one.content.digest(lambda other: member.standing.get(other, other))
    if digest == member.content:
        return False
    if not one.upgraded:
        raise _tampered(one, f"the content digest is {digest}, the manifest says {member.content}")
    return True


def _tampered(one: Submission, message: str) -> ArchiveError:
    return ArchiveError(
        message,
        place=one.source,
        remedy="get the package anew; or are other schemas installed than where it was made?",
    )


def _import(
    database: Database,
    package: Package,
    submissions: Sequence[Submission],
    upgraded: int,
    into: Into,
    order: Order,
) -> Imported:
    members = {one.id: one for one in package.manifest.members}
    with ExitStack() as stack:
        missing = _find_missing(database, submissions, members)
        folders = {
            one.id: stack.enter_context(placed(database, one, order.mode)) for one in missing
        }
        connection = stack.enter_context(database.writing())
        made, arrived = _enter_all(
            connection, database, package, submissions, members, into, order, folders
        )
        _prove(connection, made, members)
        release = import_release(
            connection, package.manifest, made, name=into.release, actor=order.actor
        )
    new = sum(one.created for one in made.values())
    return Imported(
        products=len(made),
        new=new,
        there=len(made) - new,
        ranges=arrived.ranges,
        aliases=arrived.aliases,
        outside=arrived.outside,
        retired=arrived.retired,
        withheld=arrived.withheld,
        gone=len(package.manifest.gone),
        release=release.name,
        release_state=release.state,
        manifest_sha256=release.manifest_sha256,
        same_manifest=release.same,
        proved=len(made) - upgraded,
        by_bytes=upgraded,
    )


def _find_missing(
    database: Database, submissions: Sequence[Submission], members: Mapping[str, PackedMember]
) -> list[Submission]:
    """Return the products that do not stand yet, whose files are copied before the turn."""
    found: list[Submission] = []
    with database.reading() as connection:
        for some in _chunks(submissions):
            standings = load_standings(connection, some)
            found += [one for one in some if standings.find(one, members[one.id].content) is None]
    return found


def _enter_all(
    connection: Connection,
    database: Database,
    package: Package,
    submissions: Sequence[Submission],
    members: Mapping[str, PackedMember],
    into: Into,
    order: Order,
    folders: Mapping[str, Path],
) -> tuple[dict[str, Registration], Arrived]:
    """Write the products, chunk by chunk, each after those that it was made from."""
    origin = {"archive": package.manifest.archive, "exported": package.manifest.written}
    made: dict[str, Registration] = {}
    total = Arrived()
    published: list[Path] = []
    for some in _chunks(submissions):
        batch = ArrivingBatch(
            connection,
            database,
            some,
            members,
            origin,
            order,
            own_sets=into.calibration_set is None,
        )
        for one in some:
            made[one.id] = batch.enter(one)
            if made[one.id].created:
                published.append(_publish(database, one, folders))
        batch.flush()
        total.aliases += batch.arrived.aliases
        total.ranges += batch.arrived.ranges
        total.outside += batch.arrived.outside
        total.retired += batch.arrived.retired
        total.withheld += batch.arrived.withheld
    flush_published(published)
    return made, total


def _publish(database: Database, one: Submission, folders: Mapping[str, Path]) -> Path:
    if one.id not in folders:
        # It stood when we looked, and does not any more.
        raise ContentionError(
            "the archive changed meanwhile", place=database.location.text, remedy="try again"
        )
    target = place_of_product(database, one)
    publish(folders[one.id], target)
    return target


def _prove(
    connection: Connection, made: Mapping[str, Registration], members: Mapping[str, PackedMember]
) -> None:
    """Refuse to keep products whose rows do not have the content digest that they came with."""
    ids = {registration.id: id for id, registration in made.items()}
    for stands, digest in select_rows(connection, _digests, ids=ids):
        member = members[ids[stands]]
        if digest != member.content and made[member.id].created:
            raise ArchiveError(
                f"the content digest became {digest}, {member.content} came with it",
                place=f"product {stands}",
                remedy="nothing was imported; is another product of this archive in the way?",
            )


def _digests(among: Among) -> Select[Any]:
    product = tables.product.c
    return select(product.id, product.content_sha256).where(among(product.id, "ids"))


def _chunks(submissions: Sequence[Submission]) -> Iterator[Sequence[Submission]]:
    for start in range(0, len(submissions), _CHUNK):
        yield submissions[start : start + _CHUNK]
