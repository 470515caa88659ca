"""The stable codes of findings, with what each means and what to do."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CODES", "Code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A kind of finding: the level that finds it, its meaning, and the remedy."""

    level: str
    meaning: str
    remedy: str


def _codes(level: str, *rows: tuple[str, str, str]) -> dict[str, Code]:
    return {name: Code(level=level, meaning=meaning, remedy=do) for name, meaning, do in rows}


CODES: dict[str, Code] = {
    **_codes(
        "well-formed",
        ("xml-unreadable", "The document cannot be read.", "check its path and permissions"),
        (
            "xml-not-well-formed",
            "The document is no well-formed XML.",
            "give the document of the product, whole",
        ),
    ),
    **_codes(
        "schema",
        ("schema-root", "The root element is no product.", "correct its name and namespace"),
        (
            "schema-unknown-element",
            "An element that the schema does not know was left out.",
            "remove the element, or read without leniency",
        ),
        ("schema-violation", "The document breaks its schema.", "correct the element"),
    ),
    **_codes(
        "rules",
        ("rule-broken", "A rule of the schema does not hold.", "correct the values that it names"),
        (
            "type-differs",
            "The document calls itself another product than its root element says.",
            "write the name of the root element",
        ),
        ("time-without-zone", "A time says no zone.", "write UTC with a Z at its end"),
        ("rule-failed", "A rule cannot be evaluated on the document.", "correct the values"),
    ),
    **_codes(
        "quality",
        (
            "flag-wrong",
            "A quality flag differs from what its own xpath and limits give.",
            "set its text and @flagged to the verdict",
        ),
        ("flag-unusable", "A quality flag selects no numbers.", "correct its xpath"),
    ),
    **_codes(
        "files",
        ("file-missing", "A file of the product is missing.", "put it into the folder data"),
        ("file-unnamed", "A storage names no file.", "leave the storage out or name its file"),
        ("file-size", "A file has another size than the document says.", "get it anew"),
        ("file-checksum", "A file has another checksum than the document says.", "get it anew"),
        ("file-checksum-method", "The checksum has no known method.", "use SHA-256"),
    ),
    **_codes(
        "format",
        (
            "format-unchecked",
            "Files of this kind are not checked against their format.",
            "look at the file with its own tools",
        ),
        ("format-unknown", "No format list describes the format.", "correct @format"),
        ("format-wrong", "The storage must have another format.", "correct @format and @version"),
        ("file-unreadable", "A file cannot be read.", "get it anew"),
        ("format-hdu-missing", "An HDU is missing or out of order.", "write it in its place"),
        ("format-hdu-unexpected", "The format has no such HDU.", "remove it"),
        ("format-hdu-kind", "An HDU is of another kind.", "write a table or image as described"),
        ("format-keyword-missing", "A keyword is missing.", "add it to the header"),
        ("format-keyword-type", "A keyword has a value of another type.", "correct the value"),
        ("format-keyword-value", "A keyword has another value than fixed.", "correct the value"),
        ("format-column-missing", "A column is missing.", "add it to the table"),
        ("format-column-type", "A column has another TFORM.", "convert the column"),
        ("format-column-unit", "A column has another unit.", "convert the column"),
        ("format-array-type", "An image has pixels of another type.", "convert the image"),
        ("format-array-axes", "An image has another number of axes.", "reshape the image"),
        (
            "format-array-shape",
            "Images that belong together differ in shape.",
            "write them with the same number of rows and columns",
        ),
        ("format-array-unit", "An image has another unit.", "convert the image"),
        ("format-wcs-missing", "An image lacks its coordinates.", "add the WCS keywords"),
        (
            "format-wcs-wrong",
            "The coordinates of an image make no sense.",
            "correct CTYPE and unit",
        ),
    ),
    **_codes(
        "headers",
        ("header-missing", "A file lacks a keyword that the document has.", "add the keyword"),
        (
            "header-surplus",
            "A file has a keyword whose value the document leaves out.",
            "remove the keyword, or say the value in the document",
        ),
        (
            "header-differs",
            "A keyword of a file contradicts the document.",
            "find out which is right and correct the other",
        ),
    ),
}
