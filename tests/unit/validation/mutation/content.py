"""Mutations of what is in the files, against their formats and against the document."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from astropy.io import fits

from dpkit.product.document import FileReference, select_nodes
from dpkit.schema.dictionary import file_format

from .case import Case, Place, breaks

Hdu = tuple[int, str, dict[str, Any]]


def inside(file: FileReference, place: str) -> Place:
    return Place(path=place, file=file.location)


def anything(_said: dict[str, Any]) -> bool:
    return True


# Any kind of file.


def described(case: Case) -> FileReference | None:
    """Return a file whose format is described."""
    found = case.pick([file for storage, file in case.files() if storage.format is not None])
    if found is not None:
        case.forget()
    return found


@breaks
def file_empty(case: Case) -> Place | None:
    file = described(case)
    if file is None:
        return None
    file.location.write_bytes(b"")
    return inside(file, "file")


@breaks
def file_of_another_kind(case: Case) -> Place | None:
    file = described(case)
    if file is None:
        return None
    file.location.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 2872)
    return inside(file, "file")


@breaks
def file_cut_off(case: Case) -> Place | None:
    file = described(case)
    if file is None:
        return None
    data = file.location.read_bytes()
    file.location.write_bytes(data[: len(data) * 3 // 4])
    return Place(file=file.location)


def claim(case: Case, part: str, text: str) -> Place | None:
    file = described(case)
    found = None if file is None else case.part(file, part)
    if file is None or found is None:
        return None
    found[0].set(found[1], text)
    return case.at(case.holder(file), case.entry.storage(file.storage).path)


@breaks
def format_of_another_product(case: Case) -> Place | None:
    return claim(case, "format", "nobody.describesThis")


@breaks
def format_version_wrong(case: Case) -> Place | None:
    return claim(case, "format-version", "77.0")


# FITS.


def fits_file(case: Case) -> FileReference | None:
    found = case.file("fits")
    return None if found is None else found[1]


def edited(
    case: Case,
    wanted: Callable[[dict[str, Any]], bool],
    change: Callable[[fits.HDUList, Hdu], object],
    place: str = "{}",
) -> Place | None:
    """Change one of the HDUs whose description is wanted."""
    file = fits_file(case)
    chosen = None if file is None else case.pick([h for h in case.hdus(file) if wanted(h[2])])
    if file is None or chosen is None:
        return None
    case.edit(file, lambda hdus: change(hdus, chosen))
    return inside(file, place.format(chosen[1]))


def is_table(said: dict[str, Any]) -> bool:
    return said["kind"] == "table"


def is_image(said: dict[str, Any]) -> bool:
    return said["kind"] == "array"


def untied(case: Case, kind: set[str], condition: Callable[[dict[str, Any]], bool]):
    """Return file, HDU and description of a keyword that the document does not repeat."""
    file = fits_file(case)
    if file is None:
        return None
    tied = {(h.hdu, h.key) for h in (*case.entry.headers, *case.entry.row_headers)}
    tied |= {("0", "FITS_DEF"), ("0", "FITS_VER")}
    of_rows = tuple(h.key.partition("{")[0] for h in case.entry.row_headers)
    found = [
        (file, number, name, keyword)
        for number, name, said in case.hdus(file)
        for keyword in said["keywords"]
        if keyword["type"] in kind
        and condition(keyword)
        and not {(str(number), keyword["name"]), (name, keyword["name"])} & tied
        and not any("pixelKey" in column for column in said.get("columns", ()))
        and not keyword["name"].startswith(of_rows)
        and keyword["name"] in fits.getheader(file.location, number)
    ]
    return case.pick(found)


@breaks
def keyword_gone(case: Case) -> Place | None:
    chosen = untied(case, {"String", "Time", "Integer", "Double"}, lambda k: k["required"])
    if chosen is None:
        return None
    file, number, name, said = chosen
    case.edit(file, lambda hdus: hdus[number].header.remove(said["name"]))
    return inside(file, f"{name} {said['name']}")


@breaks
def keyword_of_another_type(case: Case) -> Place | None:
    chosen = untied(case, {"String", "Time"}, anything)
    if chosen is None:
        return None
    file, number, name, said = chosen
    case.edit(file, lambda hdus: hdus[number].header.set(said["name"], 3))
    return inside(file, f"{name} {said['name']}")


@breaks
def number_in_quotes(case: Case) -> Place | None:
    file = fits_file(case)
    if file is None:
        return None
    found = [
        (number, name, keyword["name"])
        for number, name, said in case.hdus(file)
        for keyword in said["keywords"]
        if keyword["type"] in {"Integer", "Double"}
        and keyword["name"] in fits.getheader(file.location, number)
        and not any("pixelKey" in column for column in said.get("columns", ()))
    ]
    chosen = case.pick(found)
    if chosen is None:
        return None
    number, name, key = chosen
    case.edit(file, lambda hdus: hdus[number].header.set(key, "three"))
    return inside(file, f"{name} {key}")


@breaks
def time_that_is_none(case: Case) -> Place | None:
    chosen = untied(case, {"Time"}, anything)
    if chosen is None:
        return None
    file, number, name, said = chosen
    case.edit(file, lambda hdus: hdus[number].header.set(said["name"], "2026-02-30T00:00:00"))
    return inside(file, f"{name} {said['name']}")


@breaks
def fixed_keyword_changed(case: Case) -> Place | None:
    file = fits_file(case)
    if file is None:
        return None
    found = [
        (number, name, keyword["name"])
        for number, name, said in case.hdus(file)
        for keyword in said["keywords"]
        if isinstance(keyword.get("fixed"), str)
    ]
    chosen = case.pick(found)
    if chosen is None:
        return None
    number, name, key = chosen
    case.edit(file, lambda hdus: hdus[number].header.set(key, "other"))
    return inside(file, f"{name} {key}")


@breaks
def card_without_its_quote(case: Case) -> Place | None:
    file = fits_file(case)
    if file is None:
        return None
    case.forget()
    data = file.location.read_bytes()
    start = data.index(b"DATE    = '")
    card = b"DATE    = '2026-01-01".ljust(80)
    file.location.write_bytes(data[:start] + card + data[start + 80 :])
    return inside(file, "PRIMARY DATE")


@breaks
def data_changed_since(case: Case) -> Place | None:
    """A bit of a sample in the last HDU is turned; the value itself is allowed."""
    file = fits_file(case)
    if file is None:
        return None
    case.forget()
    with fits.open(file.location) as hdus:
        name = hdus[-1].name
        place = hdus[-1].fileinfo()
        unused = place["datLoc"] + place["datSpan"] - 1
    data = bytearray(file.location.read_bytes())
    data[unused] ^= 1  # in what fills the last block up
    file.location.write_bytes(bytes(data))
    return inside(file, f"{name} DATASUM")


@breaks
def hdu_gone(case: Case) -> Place | None:
    file = fits_file(case)
    if file is None:
        return None
    found = [h for h in case.hdus(file)[1:] if h[2]["minimum"]]
    grouped = any(h["kind"] == "group" for h in file_format(str(file.format))["hdus"])
    # The only HDU of a group is the group itself.
    chosen = None if grouped and len(found) < 2 else case.pick(found)
    if chosen is None:
        return None
    case.edit(file, lambda hdus: hdus.pop(chosen[0]))
    return inside(file, chosen[1])


@breaks
def hdu_of_no_format(case: Case) -> Place | None:
    file = fits_file(case)
    if file is None:
        return None
    case.edit(file, lambda hdus: hdus.append(fits.ImageHDU(np.zeros((2, 2)), name="NOVELTY")))
    return inside(file, "NOVELTY")


@breaks
def hdu_twice(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, hdu: Hdu) -> None:
        hdus.append(hdus[hdu[0]].copy())

    return edited(case, lambda said: is_table(said) or is_image(said), change)


@breaks
def hdus_swapped(case: Case) -> Place | None:
    file = fits_file(case)
    if file is None or len(case.hdus(file)) < 3:
        return None
    hdus = case.hdus(file)
    before = case.pick(hdus[1:-1])
    if before is None:
        return None
    case.edit(file, lambda hdus: hdus.insert(before[0], hdus.pop(before[0] + 1)))
    return inside(file, before[1])


@breaks
def image_for_a_table(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, hdu: Hdu) -> None:
        hdus[hdu[0]] = fits.ImageHDU(np.zeros((2, 2)), name=hdu[1])

    return edited(case, is_table, change)


@breaks
def table_for_an_image(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, hdu: Hdu) -> None:
        columns = [fits.Column("A", "J", array=[1])]
        hdus[hdu[0]] = fits.BinTableHDU.from_columns(columns, name=hdu[1])

    return edited(case, is_image, change)


def with_column(
    case: Case,
    wanted: Callable[[dict[str, Any]], bool],
    change: Callable[[fits.HDUList, int, dict[str, Any]], object],
) -> Place | None:
    """Change one of the columns that are wanted."""
    file = fits_file(case)
    if file is None:
        return None
    found = [
        (number, name, column)
        for number, name, said in case.hdus(file)
        for column in said.get("columns", ())
        if wanted(column)
    ]
    chosen = case.pick(found)
    if chosen is None:
        return None
    number, name, column = chosen
    case.edit(file, lambda hdus: change(hdus, number, column))
    return inside(file, f"{name} column {column['name']}")


def rebuild(hdus: fits.HDUList, number: int, columns: list[fits.Column]) -> None:
    """Make a table anew from other columns; the keywords that describe no column are kept."""
    old = hdus[number]
    made = fits.BinTableHDU.from_columns(columns, name=old.name)
    own = ("XTENSION", "BITPIX", "NAXIS", "PCOUNT", "GCOUNT", "TFIELDS", "EXTNAME")
    described = ("TTYPE", "TFORM", "TUNIT", "TNULL", "TZERO", "TSCAL", "TDISP", "TDIM")
    for card in old.header.cards:
        if not card.keyword.startswith((*own, *described)):
            made.header.append(card)
    hdus[number] = made


@breaks
def column_gone(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, number: int, said: dict[str, Any]) -> None:
        kept = [c for c in hdus[number].columns if c.name != said["name"]]
        rebuild(hdus, number, kept)

    return with_column(case, lambda said: said.get("required", True), change)


@breaks
def column_of_another_name(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, hdu: Hdu) -> None:
        more = fits.Column("NOVELTY", "J", array=np.zeros(len(hdus[hdu[0]].data), int))
        rebuild(hdus, hdu[0], [*hdus[hdu[0]].columns, more])

    return edited(case, is_table, change, "{} column NOVELTY")


@breaks
def column_of_another_type(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, number: int, said: dict[str, Any]) -> None:
        columns = [
            fits.Column(c.name, "E", unit=c.unit, array=np.zeros(len(hdus[number].data)))
            if c.name == said["name"]
            else c
            for c in hdus[number].columns
        ]
        rebuild(hdus, number, columns)

    return with_column(case, lambda said: said["format"] == "D", change)


@breaks
def column_in_another_unit(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, number: int, said: dict[str, Any]) -> None:
        index = hdus[number].columns.names.index(said["name"]) + 1
        hdus[number].header.set(f"TUNIT{index}", "mag")

    return with_column(case, anything, change)


def cell(
    case: Case, rule: Callable[[dict[str, Any]], bool], row: int, value: Callable[[Any, Any], Any]
) -> Place | None:
    """Set one value of a column; the value is made from the column and its description."""

    def change(hdus: fits.HDUList, number: int, said: dict[str, Any]) -> None:
        column = hdus[number].data[said["name"]]
        column[row] = value(column, said)

    place = with_column(case, rule, change)
    if place is None:
        return None
    with fits.open(place.file) as hdus:
        rows = len(hdus[str(place.path).split()[0]].data)
    return inside_row(place, row % rows + 1)


def inside_row(place: Place, row: int) -> Place:
    return Place(path=f"{place.path} row {row}", file=place.file)


@breaks
def value_below_its_range(case: Case) -> Place | None:
    return cell(case, lambda said: "minimum" in said, 0, lambda _, said: said["minimum"] - 1)


@breaks
def value_above_its_range(case: Case) -> Place | None:
    return cell(case, lambda said: "maximum" in said, 0, lambda _, said: said["maximum"] + 1)


@breaks
def value_that_is_no_number(case: Case) -> Place | None:
    return cell(case, lambda said: not said.get("missing", True), 0, lambda *_: np.nan)


def rows(case: Case) -> int:
    """Return the rows of the only table of a file."""
    file = fits_file(case)
    if file is None:
        return 0
    with fits.open(file.location) as hdus:
        return max((len(h.data) for h in hdus if isinstance(h, fits.BinTableHDU)), default=0)


@breaks
def number_given_twice(case: Case) -> Place | None:
    if rows(case) < 2:
        return None
    return cell(
        case,
        lambda said: said.get("unique") and not said.get("sorted"),
        -1,
        lambda column, _: column[0],
    )


@breaks
def cell_out_of_order(case: Case) -> Place | None:
    if rows(case) < 2:
        return None
    return cell(case, lambda said: said.get("sorted"), -1, lambda column, _: column[-2] - 1)


@breaks
def cell_beyond_the_sphere(case: Case) -> Place | None:
    return cell(case, lambda said: "pixel" in said, -1, lambda *_: 16 * 4**29)


def pixels(case: Case, change: Callable[[np.ndarray], np.ndarray]) -> Place | None:
    def run(hdus: fits.HDUList, hdu: Hdu) -> None:
        old = hdus[hdu[0]]
        made = fits.ImageHDU(change(old.data), name=old.name)
        for card in old.header.cards:
            if card.keyword == "BUNIT" or card.keyword[:2] in {"CT", "CR", "CD"}:
                made.header.append(card)
        hdus[hdu[0]] = made

    return edited(case, is_image, run)


@breaks
def pixels_of_another_type(case: Case) -> Place | None:
    return pixels(case, lambda data: (data % 100).astype("int16"))


@breaks
def image_with_another_axis(case: Case) -> Place | None:
    return pixels(case, lambda data: data[np.newaxis])


@breaks
def image_in_another_unit(case: Case) -> Place | None:
    return edited(case, is_image, lambda hdus, hdu: hdus[hdu[0]].header.set("BUNIT", "mag"))


@breaks
def image_without_its_unit(case: Case) -> Place | None:
    return edited(
        case,
        lambda said: is_image(said) and said["array"]["unit"] is not None,
        lambda hdus, hdu: hdus[hdu[0]].header.remove("BUNIT"),
    )


@breaks
def image_without_coordinates(case: Case) -> Place | None:
    return edited(
        case,
        lambda said: is_image(said) and said["wcs"],
        lambda hdus, hdu: hdus[hdu[0]].header.remove("CTYPE2"),
        "{} CTYPE2",
    )


@breaks
def image_of_no_sky(case: Case) -> Place | None:
    return edited(
        case,
        lambda said: is_image(said) and said["wcs"],
        lambda hdus, hdu: hdus[hdu[0]].header.set("CTYPE1", "X"),
    )


@breaks
def pixel_below_its_range(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, hdu: Hdu) -> None:
        hdus[hdu[0]].data[0, 1] = hdu[2]["array"]["minimum"] - 1

    return edited(
        case,
        lambda said: is_image(said) and "minimum" in said["array"],
        change,
        "{} pixel (2, 1)",
    )


# ASDF.


def tree(case: Case, change: Callable[[dict[str, Any]], object]) -> FileReference | None:
    import asdf

    chosen = case.file("asdf")
    if chosen is None:
        return None
    file = chosen[1]
    with warnings.catch_warnings():
        # Tags for which asdf knows no class are kept as they are.
        warnings.simplefilter("ignore", asdf.exceptions.AsdfConversionWarning)
        with asdf.open(file.location, lazy_load=False, memmap=False) as opened:
            change(opened.tree)
            opened.write_to(file.location.with_suffix(".new"))
    file.location.with_suffix(".new").rename(file.location)
    case.forget()
    return file


def leaf_of(tree: Any, path: str) -> tuple[Any, str]:
    *above, last = path.split(".")
    for step in above:
        tree = tree[step]
    return tree, last


def in_tree(
    case: Case,
    part: str,
    wanted: Callable[[dict[str, Any]], bool],
    change: Callable[[Any, str], object],
) -> Place | None:
    """Change one of the values or arrays of a tree that the document does not repeat."""
    chosen = case.file("asdf")
    if chosen is None:
        return None
    tied = {header.key for header in case.entry.headers}
    said = file_format(str(chosen[0].format))[part]
    one = case.pick([s for s in said if wanted(s) and (part == "arrays" or s["path"] not in tied)])
    if one is None:
        return None
    file = tree(case, lambda tree: change(*leaf_of(tree, one["path"])))
    return None if file is None else inside(file, one["path"])


@breaks
def array_gone(case: Case) -> Place | None:
    return in_tree(case, "arrays", lambda said: said["required"], lambda node, key: node.pop(key))


@breaks
def array_of_another_type(case: Case) -> Place | None:
    def change(node: Any, key: str) -> None:
        node[key] = np.asarray(getattr(node[key], "value", node[key])).astype("int64")

    return in_tree(case, "arrays", anything, change)


@breaks
def array_with_another_axis(case: Case) -> Place | None:
    def change(node: Any, key: str) -> None:
        node[key] = np.asarray(getattr(node[key], "value", node[key]))[np.newaxis]

    return in_tree(case, "arrays", anything, change)


@breaks
def array_longer_than_the_others(case: Case) -> Place | None:
    def change(node: Any, key: str) -> None:
        array = np.asarray(getattr(node[key], "value", node[key]))
        node[key] = np.concatenate([array, array])

    last = {"roman.dq", "roman.err"}
    return in_tree(case, "arrays", lambda said: said["path"] in last, change)


@breaks
def word_where_an_array_is(case: Case) -> Place | None:
    def change(node: Any, key: str) -> None:
        node[key] = "see elsewhere"

    return in_tree(case, "arrays", anything, change)


# Document against headers.


def other_value(text: str, kind: str) -> str:
    if kind == "xs:dateTime":
        return "1999-01-01T00:00:00" if "1999" not in text else "2001-01-01T00:00:00"
    return text + "x"


def tied(case: Case, *, there: bool) -> tuple[Any, FileReference] | None:
    """Return a keyword of a FITS file whose text the document has, or leaves out."""
    found = []
    for storage, file in case.files():
        if storage.format is None or file_format(storage.format)["kind"] != "fits":
            continue
        for header in case.entry.headers:
            present = bool(case.select(header.path))
            if header.file == storage.name and header.hdu == "0" and present == there:
                found.append((header, file))
    return case.pick(found)


@breaks
def keyword_differs(case: Case) -> Place | None:
    chosen = tied(case, there=True)
    if chosen is None:
        return None
    header, file = chosen

    def change(hdus: fits.HDUList) -> None:
        value = hdus[0].header[header.key]
        if isinstance(value, str):
            hdus[0].header[header.key] = other_value(value, header.type)
        else:
            hdus[0].header[header.key] = value / 2 + 7 if isinstance(value, float) else value + 1

    case.edit(file, change)
    return inside(file, header.key)


@breaks
def keyword_not_there(case: Case) -> Place | None:
    chosen = tied(case, there=True)
    if chosen is None:
        return None
    header, file = chosen
    case.edit(file, lambda hdus: hdus[0].header.remove(header.key))
    return inside(file, header.key)


@breaks
def keyword_that_the_document_leaves_out(case: Case) -> Place | None:
    chosen = tied(case, there=False)
    if chosen is None:
        return None
    header, file = chosen
    text = {"xs:dateTime": "2026-01-01T00:00:00", "xs:double": 1.5, "xs:int": 1, "xs:long": 1}
    case.edit(file, lambda hdus: hdus[0].header.set(header.key, text.get(header.type, "word")))
    return inside(file, header.key)


@breaks
def version_of_the_file_differs(case: Case) -> Place | None:
    file = fits_file(case)
    if file is None:
        return None
    case.edit(file, lambda hdus: hdus[0].header.set("FITS_VER", "77.0"))
    return inside(file, "FITS_VER")


@breaks
def rows_that_the_table_has_not(case: Case) -> Place | None:
    header = next((h for h in case.entry.headers if h.key == "NAXIS2"), None)
    file = fits_file(case)
    if header is None or file is None:
        return None

    def change(hdus: fits.HDUList) -> None:
        hdus[header.hdu].data = hdus[header.hdu].data[:0]

    case.edit(file, change)
    return inside(file, f"{header.hdu} NAXIS2")


@breaks
def keyword_of_a_row_differs(case: Case) -> Place | None:
    rows = [(h, row) for h in case.entry.row_headers for row in case.select(h.row)]
    chosen, file = case.pick(rows), fits_file(case)
    if chosen is None or file is None:
        return None
    header, row = chosen
    numbers = {n: int(select_nodes(row, p)[0].text or "") for n, p in header.scope.items()}
    key = header.key.format(**numbers)
    case.edit(file, lambda hdus: hdus[0].header.set(key, hdus[0].header[key] * 2 + 1))
    return inside(file, key)


@breaks
def place_in_the_tree_differs(case: Case) -> Place | None:
    chosen = case.file("asdf")
    if chosen is None:
        return None
    header = case.pick(
        [
            h
            for h in case.entry.headers
            if case.select(h.path)
            and h.type in {"xs:token", "xs:string"}
            and h.key != "roman.meta.reftype"
        ]
    )
    if header is None:
        return None

    def change(tree_: dict[str, Any]) -> None:
        node, key = leaf_of(tree_, header.key)
        node[key] = f"{node[key]}x"

    file = tree(case, change)
    return None if file is None else inside(file, header.key)


@breaks
def place_in_the_tree_not_there(case: Case) -> Place | None:
    chosen = case.file("asdf")
    found = [h for h in case.entry.headers if case.select(h.path)]
    header = None if chosen is None else case.pick(found)
    if header is None:
        return None

    def change(tree_: dict[str, Any]) -> None:
        node, key = leaf_of(tree_, header.key)
        del node[key]

    file = tree(case, change)
    return None if file is None else inside(file, header.key)


# References.


def referred(case: Case, *, typed: bool = False) -> tuple[str, str, Any] | None:
    """Fill the archive with all that a document refers to; return one of the references."""
    case.store, found = {}, []
    for reference in case.entry.references:
        path = str(reference["path"])
        for node in case.select(path):
            kind = reference["product"]
            identifier = (node.text or "").strip()
            if not identifier:
                continue
            case.store[identifier] = {"product": kind or case.entry.name, "status": "valid"}
            if kind is not None or not typed:
                found.append((path, identifier, node))
    return case.pick(found)


@breaks
def reference_to_nothing(case: Case) -> Place | None:
    chosen = referred(case)
    if chosen is None:
        return None
    assert case.store is not None
    del case.store[chosen[1]]
    return case.at(chosen[2], chosen[0])


@breaks
def reference_to_what_is_invalid(case: Case) -> Place | None:
    chosen = referred(case)
    if chosen is None:
        return None
    assert case.store is not None
    case.store[chosen[1]]["status"] = "invalid"
    return case.at(chosen[2], chosen[0])


@breaks
def reference_to_what_is_rejected(case: Case) -> Place | None:
    chosen = referred(case)
    if chosen is None:
        return None
    assert case.store is not None
    case.store[chosen[1]]["status"] = "rejected"
    return case.at(chosen[2], chosen[0])


@breaks
def reference_to_another_product(case: Case) -> Place | None:
    chosen = referred(case, typed=True)
    if chosen is None:
        return None
    assert case.store is not None
    case.store[chosen[1]]["product"] = "DpdNirRelPhotoParams"
    return case.at(chosen[2], chosen[0])
