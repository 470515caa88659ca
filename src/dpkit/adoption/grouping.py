"""Which files make one product: told by their names, or by keywords in their headers.

With ``group_by``, files belong together when they have equal values of these keywords. Else a
product with one pattern has one file, and of several patterns those files belong together that have
the same texts in braces, in the same folder above what the patterns name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dpkit.adoption.origin import FileRule, MappingRules
from dpkit.adoption.pattern import NamePattern
from dpkit.adoption.source import ABSENT, BLANK, SourceFile, open_source
from dpkit.errors import DpkitError, FileFormatError, NotFoundError, ProductError, SchemaError
from dpkit.schema.dictionary import ProductEntry

__all__ = ["FileGroup", "file_rules", "group_files"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGroup:
    """The files of one product.

    Attributes
    ----------
    files : mapping of str to tuple of Path
        By storage.
    words : mapping of str to str
        What stood in the braces of the patterns of their names.
    error : DpkitError or None
        Why they cannot make a product.
    """

    files: Mapping[str, tuple[Path, ...]]
    words: Mapping[str, str] = field(default_factory=dict)
    error: DpkitError | None = None

    @property
    def paths(self) -> list[Path]:
        """All files, in the order of the storages."""
        return [path for paths in self.files.values() for path in paths]


def file_rules(entry: ProductEntry, rules: MappingRules) -> tuple[FileRule, ...]:
    """Return which files belong to which storage; without a mapping all to the one that is needed.

    Raises
    ------
    ProductError
        The product has no files, or several that might be meant.
    SchemaError
        Patterns have different words in braces.
    """
    if not entry.storages:
        raise ProductError(
            f"{entry.name} has no files, so there is nothing to adopt",
            remedy="make its document with dpkit.new",
        )
    if not rules.files:
        return (_only_rule(entry),)
    words = {rule.pattern.words for rule in rules.files}
    if len(words) > 1 and not rules.group_by:
        said = ", ".join(repr(rule.pattern.text) for rule in rules.files)
        raise SchemaError(
            f"the patterns of [files] have different words in braces: {said}",
            place=rules.place,
            remedy="give all the same words, or name keywords with group_by",
        )
    return rules.files


def _only_rule(entry: ProductEntry) -> FileRule:
    required = [storage for storage in entry.storages if storage.required]
    known = required or list(entry.storages)
    if len(known) > 1:
        names = ", ".join(storage.name for storage in known)
        raise ProductError(
            f"{entry.name} has several files: {names}",
            remedy=f'say in a mapping which are which: [files] {known[0].name} = "*_x.fits"',
        )
    return FileRule(storage=known[0].name, pattern=NamePattern("*"))


def group_files(
    paths: Iterable[Path], entry: ProductEntry, rules: MappingRules
) -> Iterator[FileGroup]:
    """Yield the files of each product.

    Parameters
    ----------
    paths : iterable of Path
        The files; one that is named twice counts once.
    entry : ProductEntry
        The product.
    rules : MappingRules
        What the mapping says of files.

    Yields
    ------
    FileGroup
        In the order of their first files. Where every file is a product of its own, each is given
        as soon as it is read; else all are read first.
    """
    known = file_rules(entry, rules)
    alone = len(known) == 1 and not rules.group_by
    groups: dict[object, _Gathered] = {}
    for path in _once(paths):
        try:
            rule, words, key = _judge(path, known, rules)
        except DpkitError as error:
            yield FileGroup(files={"": (path,)}, error=error)
            continue
        if alone:
            yield FileGroup(files={rule.storage: (path,)}, words=words)
        else:
            groups.setdefault(key, _Gathered()).add(rule.storage, path, words)
    for gathered in groups.values():
        yield gathered.group(entry, known)


@dataclass(slots=True)
class _Gathered:
    """The files of a product, while they are gathered."""

    files: dict[str, list[Path]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def add(self, storage: str, path: Path, words: Mapping[str, str]) -> None:
        self.files.setdefault(storage, []).append(path)
        self.words |= {name: text for name, text in words.items() if name not in self.words}

    def group(self, entry: ProductEntry, rules: Sequence[FileRule]) -> FileGroup:
        order = [rule.storage for rule in rules if rule.storage in self.files]
        files = {name: tuple(self.files[name]) for name in dict.fromkeys(order)}
        return FileGroup(files=files, words=self.words, error=_fault(entry, files))


def _fault(entry: ProductEntry, files: Mapping[str, tuple[Path, ...]]) -> DpkitError | None:
    """Return why files cannot make a product."""
    for storage in entry.storages:
        there = files.get(storage.name, ())
        if storage.required and not there:
            first = next(iter(files.values()))[0]
            return NotFoundError(
                f"comes without a file for {storage.name}, which {entry.name} must have",
                place=first,
                remedy="give that file, too, or correct [files] of the mapping",
            )
        if len(there) > 1 and not storage.repeated:
            names = " and ".join(path.name for path in there[:3])
            return ProductError(
                f"one product has {len(there)} files for {storage.name}: {names}",
                place=there[0],
                remedy="tell products apart by words in braces, or by more keywords in group_by",
            )
    return _namesakes([path for paths in files.values() for path in paths])


def _namesakes(paths: Sequence[Path]) -> DpkitError | None:
    known: dict[str, Path] = {}
    for path in paths:
        if path.name in known:
            return ProductError(
                f"has the name of another file of its product, {known[path.name]}",
                place=path,
                remedy="give each file a name of its own",
            )
        known[path.name] = path
    return None


def _once(paths: Iterable[Path]) -> Iterator[Path]:
    seen: set[str] = set()
    for path in paths:
        absolute = str(path.absolute())
        if absolute not in seen:
            seen.add(absolute)
            yield path


def _judge(
    path: Path, known: Sequence[FileRule], rules: MappingRules
) -> tuple[FileRule, dict[str, str], object]:
    """Return the rule that a file follows, its words, and what it shares with its group."""
    source: SourceFile | None = None
    for rule in known:
        matched = rule.pattern.match_path(path.absolute())
        if matched is None:
            continue
        if rule.where or rules.group_by:
            source = source or open_source(path)
        if source is not None and not _is_meant(source, rule.where):
            continue
        words, folder = matched
        if source is not None and rules.group_by:
            return rule, words, tuple(_shared(source, key) for key in rules.group_by)
        return rule, words, (folder, tuple(sorted(words.items())))
    raise ProductError(
        "fits no pattern of [files]",
        place=path,
        remedy="leave it out, or add a pattern to the mapping",
    )


def _is_meant(source: SourceFile, where: Mapping[str, str]) -> bool:
    return all(_value(source, key) == text for key, text in where.items())


def _shared(source: SourceFile, key: str) -> str:
    found = _value(source, key)
    if found is None:
        raise FileFormatError(
            f"keyword {key} is missing, by which files are grouped",
            place=source.path,
            remedy="add it to the file, or group by others with group_by",
        )
    return found


def _value(source: SourceFile, key: str) -> str | None:
    value = source.value("", key)
    return None if value is ABSENT or value is BLANK else str(value).strip()
