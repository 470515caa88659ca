"""Where the texts of a document come from: keywords, names of files, constants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from dpkit.adoption.pattern import NamePattern
from dpkit.schema.dictionary import HeaderMap

__all__ = ["FileRule", "Gap", "MappingRules", "Origin", "RowRule", "annotated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A place of the document that could not be filled.

    Attributes
    ----------
    path : str
        Dotted path.
    message : str
        Why.
    remedy : str
        What would fill it.
    file : str
        The file that says nothing of it, or something wrong; empty when it is not about one.
    """

    path: str
    message: str
    remedy: str
    file: str = ""

    def __str__(self) -> str:
        """Return path, message and remedy on one line."""
        return " ".join(f"{self.path}: {self.message} ({self.remedy})".split())

    def to_dict(self) -> dict[str, str]:
        """Return the gap ready for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the text at a path comes from: one of constants, keyword, name or WCS.

    Attributes
    ----------
    path : str
        XPath below the root.
    texts : tuple of str
        Constants; several for an element that repeats.
    key, hdu : str
        A keyword, and the HDU that it is in; no HDU means that of the row, else the primary one.
    storage : str
        The file that the keyword is in; empty for the first that the product has.
    name : str
        What stands in braces in the pattern of the file's name, or of the row's HDUs.
    wcs : str
        Names of the HDUs, as a pattern, whose images have the corners of a polygon.
    words : mapping of str to str
        What the values of the keyword mean.
    join : str
        What stands between the items of a list in the keyword.
    unit : str
        Unit of the keyword.
    time, scale : str
        How the keyword counts time, and in which scale.
    default : str or None
        What is taken where the keyword is missing.
    optional : bool
        Whether the path is left out where the keyword is missing.
    place : str
        File and line that say all this; empty for the schema.
    """

    path: str
    texts: tuple[str, ...] = ()
    key: str = ""
    hdu: str = ""
    storage: str = ""
    name: str = ""
    wcs: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    join: str = ""
    unit: str = ""
    time: str = ""
    scale: str = ""
    default: str | None = None
    optional: bool = False
    place: str = ""

    @property
    def dotted(self) -> str:
        """The path as mappings and queries write it."""
        return self.path.replace("/", ".")

    def of_hdu(self, name: str) -> Origin:
        """Return the same of an HDU, unless it names one."""
        return self if self.hdu else replace(self, hdu=name)

    def describe(self) -> str:
        """Say what is asked for, for messages."""
        if self.wcs:
            return f"the WCS of HDU {self.wcs}"
        if self.name:
            return f"{{{self.name}}} in the name"
        if not self.key:
            return "the mapping"
        return self.key if self.hdu in {"", "0", "PRIMARY"} else f"{self.hdu} {self.key}"


def annotated(header: HeaderMap) -> Origin:
    """Return the origin that the schema itself says."""
    return Origin(
        path=header.path,
        key=header.key,
        hdu=header.hdu,
        storage=header.file,
        join=header.join,
        optional=True,  # whether the document can do without is found when all is filled
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRule:
    """Which files belong to a storage: by their names, and by values of keywords."""

    storage: str
    pattern: NamePattern
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """A repeated element of which there is one for each HDU of a name, or for each file.

    Attributes
    ----------
    path : str
        XPath of the repeated element.
    hdus : NamePattern or None
        The names of the HDUs; None for a row for each file of the storage.
    storage : str
        The file; empty for the first that the product has.
    origins : tuple of Origin
        What fills each row; keywords without an HDU are those of the row's.
    place : str
        File and line of the mapping.
    """

    path: str
    hdus: NamePattern | None
    storage: str
    origins: tuple[Origin, ...]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingRules:
    """What a mapping says beyond the schema; the empty one says nothing.

    Attributes
    ----------
    product : str
        The product that it is for; empty when it does not say.
    files : tuple of FileRule
        Which files belong to which storage.
    group_by : tuple of str
        Keywords of the primary header whose values the files of one product share.
    origins : tuple of Origin
        Where texts come from.
    rows : tuple of RowRule
        Elements of which there is one for each HDU.
    place : str
        Its file.
    """

    product: str = ""
    files: tuple[FileRule, ...] = ()
    group_by: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    rows: tuple[RowRule, ...] = ()
    place: str = ""
