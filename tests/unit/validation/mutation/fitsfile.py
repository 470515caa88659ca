"""Mutations of the headers and the HDUs of FITS files."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from astropy.io import fits

from dpkit.product.document import FileReference
from dpkit.schema.dictionary import file_format

from .case import Case, Place, breaks
from .inside import anything, inside

Hdu = tuple[int, str, dict[str, Any]]


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


def write_card(file: FileReference, number: int, key: str, text: str) -> None:
    """Write a card anew in the bytes of a file; its checksums hold no more."""
    with fits.open(file.location) as hdus:
        place = hdus[number].fileinfo()
    data = file.location.read_bytes()
    start = data.index(f"{key:8}=".encode(), place["hdrLoc"], place["datLoc"])
    card = f"{key:8}= {text}".encode().ljust(80)
    file.location.write_bytes(data[:start] + card + data[start + 80 :])


@breaks
def card_without_its_quote(case: Case) -> Place | None:
    file = fits_file(case)
    if file is None:
        return None
    case.forget()
    write_card(file, 0, "DATE", "'2026-01-01")
    return inside(file, "PRIMARY DATE")


@breaks
def keyword_twice(case: Case) -> Place | None:
    chosen = untied(case, {"String", "Time", "Double"}, anything)
    if chosen is None:
        return None
    file, number, name, said = chosen
    case.edit(file, lambda hdus: hdus[number].header.append((said["name"], "again"), end=True))
    return inside(file, f"{name} {said['name']}")


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
    # Which one of its kind is not there, nobody can tell.
    return inside(file, _alone(file).get(chosen[1], chosen[1]))


def _alone(file: FileReference) -> dict[str, str]:
    """Return the HDUs that are the only ones of their groups, with the name that they share."""
    return {
        member["name"].replace("{key}", key): member["name"].replace("{key}", group["key"])
        for group in file_format(str(file.format))["hdus"]
        if group["kind"] == "group" and len(group["hdus"]) == 1
        for key in group["keys"]
        for member in group["hdus"]
    }


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
    hdus, alone = case.hdus(file), _alone(file)
    # Those of one kind may stand in any order.
    before = case.pick([h for h, after in pairwise(hdus[1:]) if not {h[1], after[1]} <= {*alone}])
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
