"""Read text tables line by line: the header whole, the rows one after the other.

The headers mean what astropy's readers make of them; the rows are read here, since those readers
hold a whole table in memory.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from dpkit.formats.damage import DamagedError, reason

__all__ = ["TextTable", "open_table"]

_MOST_LINE = 1024 * 1024
_MOST_HEADER = 256 * 1024
_DAMAGE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What astropy can raise on a header that makes no sense."""
_IPAC_TYPES = {
    "int": "int32",
    "i": "int32",
    "long": "int64",
    "l": "int64",
    "float": "float32",
    "f": "float32",
    "real": "float32",
    "r": "float32",
    "double": "float64",
    "d": "float64",
    "char": "string",
    "c": "string",
    "date": "string",
}


@dataclass(slots=True, kw_only=True)
class TextTable:
    """The header of a text table, and where its rows are.

    Attributes
    ----------
    names : list of str
        Names of the columns.
    types : dict of str to str
        Their types, where the flavour has them.
    units : dict of str to str
        Their units, where they have one.
    keywords : dict
        Keywords above the columns.
    nulls : dict of str to str
        Texts for values that are missing.
    """

    path: Path
    flavour: str
    names: list[str] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    keywords: dict[str, Any] = field(default_factory=dict)
    nulls: dict[str, str] = field(default_factory=dict)
    delimiter: str = ","
    bars: list[int] = field(default_factory=list)

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows as text; a cell that holds no value is empty.

        Raises
        ------
        DamagedError
            A row has another number of cells than there are columns, or a line is far too long.
        """
        with _opened(self.path) as stream:
            lines = _lines(stream)
            rows = self._fixed(lines) if self.flavour == "ipac" else self._separated(lines)
            for number, row in enumerate(rows, 1):
                if len(row) != len(self.names):
                    raise DamagedError(
                        f"row {number}", f"has {len(row)} cells for {len(self.names)} columns"
                    )
                yield [
                    "" if cell == self.nulls.get(name, "") else cell
                    for name, cell in zip(self.names, row, strict=True)
                ]

    def _separated(self, lines: Iterator[str]) -> Iterator[list[str]]:
        plain = (line for line in lines if self.flavour == "csv" or not line.startswith("#"))
        reader = csv.reader(plain, delimiter=self.delimiter, skipinitialspace=True, strict=True)
        try:
            next(reader, None)
            yield from (row for row in reader if row)
        except csv.Error as error:
            raise DamagedError(f"line {reader.line_num}", reason(error)) from None

    def _fixed(self, lines: Iterator[str]) -> Iterator[list[str]]:
        for line in lines:
            if line.strip() and line[0] not in "\\|":
                text = line.rstrip("\r\n")
                yield [text[a:b].strip() for a, b in zip(self.bars, self.bars[1:], strict=False)]


def open_table(path: Path, flavour: str) -> TextTable:
    """Read the header of a text table.

    Raises
    ------
    DamagedError
        The file is missing, no text, or its header is not that of the flavour.
    """
    if flavour != "csv":
        import_module("astropy.table")  # before the file is opened: a failure is not of the file
    table = TextTable(path=path, flavour=flavour)
    with _opened(path) as stream:
        if flavour == "csv":
            table.names = next(csv.reader(_lines(stream)), [])
        elif flavour == "ecsv":
            _read_ecsv(table, stream)
        else:
            _read_ipac(table, stream)
    if not table.names:
        raise DamagedError("file", "has no line with the names of columns")
    return table


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """Open a file of text; what goes wrong with reading it is damage."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            yield stream
    except OSError as error:
        raise DamagedError("file", f"cannot be read: {reason(error)}") from None
    except UnicodeDecodeError as error:
        raise DamagedError("file", f"is no text: {reason(error)}") from None


def _lines(stream: TextIO) -> Iterator[str]:
    number = 0
    while line := stream.readline(_MOST_LINE):
        number += 1
        if len(line) == _MOST_LINE:
            raise DamagedError(f"line {number}", f"has more than {_MOST_LINE} characters")
        yield line


def _header(lines: Iterator[str], first: str) -> tuple[list[str], str]:
    """Return the lines that begin with a character, and the line after them."""
    found: list[str] = []
    size = 0
    for line in lines:
        if not line.startswith(tuple(first)):
            return found, line
        found.append(line.rstrip("\r\n"))
        size += len(line)
        if size > _MOST_HEADER:
            raise DamagedError("file", f"the header takes more than {_MOST_HEADER} characters")
    return found, ""


def _read_ecsv(table: TextTable, stream: TextIO) -> None:
    import yaml
    from astropy.table.meta import YamlParseError, get_header_from_yaml

    lines, names = _header(_lines(stream), "#")
    if not lines or not re.match(r"# %ECSV ", lines[0]):
        raise DamagedError("file", "is no ECSV: it does not begin with # %ECSV")
    try:
        said = get_header_from_yaml([line[2:] for line in lines[1:]])
        _take_ecsv(table, dict(said))
    except (yaml.YAMLError, *_DAMAGE, YamlParseError) as error:
        raise DamagedError("header", f"cannot be read: {reason(error)}") from None
    table.names = next(csv.reader([names], delimiter=table.delimiter), [])


def _take_ecsv(table: TextTable, said: dict[str, Any]) -> None:
    table.delimiter = str(said.get("delimiter", " "))
    for column in said["datatype"]:
        table.types[column["name"]] = str(column["datatype"])
        if column.get("unit") is not None:
            table.units[column["name"]] = str(column["unit"])
    table.keywords = {str(key): _plain(v) for key, v in dict(said.get("meta") or {}).items()}


def _plain(value: Any) -> Any:
    """Return a keyword as text where YAML made a date of it."""
    return value.isoformat() if isinstance(value, date) else value


def _read_ipac(table: TextTable, stream: TextIO) -> None:
    from astropy.io.ascii import InconsistentTableError
    from astropy.table import Table

    lines, _ = _header(_lines(stream), "\\|")
    bars = [line for line in lines if line.startswith("|")]
    if not bars:
        raise DamagedError("file", "is no IPAC table: it has no header with bars")
    table.bars = [found.start() for found in re.finditer(r"\|", bars[0])]
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in bars]
    table.names = cells[0]
    try:
        empty = Table.read([*lines, ""], format="ascii.ipac", guess=False)
    except (InconsistentTableError, *_DAMAGE) as error:
        raise DamagedError("header", f"cannot be read: {reason(error)}") from None
    table.keywords = {key: said["value"] for key, said in empty.meta.get("keywords", {}).items()}
    table.types = {n: _IPAC_TYPES.get(kind, kind) for n, kind in _pairs(cells, 1)}
    table.units = {name: unit for name, unit in _pairs(cells, 2) if unit}
    table.nulls = dict(_pairs(cells, 3))


def _pairs(cells: list[list[str]], row: int) -> Sequence[tuple[str, str]]:
    return list(zip(cells[0], cells[row], strict=False)) if row < len(cells) else []
