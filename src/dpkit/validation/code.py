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
            "A file cannot be checked against its format.",
            "install what its kind needs, or look at it with its own tools",
        ),
        (
            "format-unknown",
            "No format list describes the format; the file is not checked.",
            "correct @format, or describe the format",
        ),
        ("format-wrong", "The storage must have another format.", "correct @format and @version"),
        ("file-unreadable", "A file cannot be read.", "get it anew"),
        ("format-card", "A card of a header cannot be parsed.", "write the card anew"),
        (
            "format-keyword-repeated",
            "A header has a keyword several times.",
            "leave one of its cards",
        ),
        ("format-hdu-missing", "An HDU is missing.", "write it"),
        ("format-hdu-unexpected", "The format has no such HDU, or not so many.", "remove it"),
        (
            "format-hdu-order",
            "An HDU stands after one that it must precede.",
            "write them in the order of the format",
        ),
        ("format-hdu-kind", "An HDU is of another kind.", "write a table or image as described"),
        ("format-keyword-missing", "A keyword is missing.", "add it to the header"),
        ("format-keyword-type", "A keyword has a value of another type.", "correct the value"),
        (
            "format-keyword-value",
            "A keyword has a value that is not fixed, not allowed or out of its limits.",
            "correct the value",
        ),
        (
            "format-checksum-wrong",
            "A checksum in the file does not hold: the file changed since.",
            "get it anew, or write the checksum anew after a change that was meant",
        ),
        (
            "format-checksum-missing",
            "A checksum that the format demands is missing.",
            "write the file with checksums",
        ),
        (
            "format-table-layout",
            "The columns of a table contradict each other or its size.",
            "write the table anew",
        ),
        ("format-column-missing", "A column is missing.", "add it to the table"),
        (
            "format-column-unexpected",
            "The format has no such column, or it is there twice.",
            "remove the column",
        ),
        ("format-column-type", "A column or a cell has another type.", "convert the column"),
        ("format-column-unit", "A column has another unit.", "convert the column"),
        (
            "format-value-missing",
            "A value is missing where the format allows no gaps.",
            "write a value, or leave the row out",
        ),
        ("format-value-range", "A value is beyond the limits of the format.", "correct the value"),
        (
            "format-value-unsorted",
            "A value is less than the one before in a sorted column.",
            "sort the table",
        ),
        (
            "format-value-repeated",
            "A value occurs twice in a column of unique ones.",
            "leave one of the rows",
        ),
        (
            "format-value-pixel",
            "A value is no pixel of the sphere.",
            "correct it, or the keyword that says which pixels there are",
        ),
        ("format-array-type", "An array has elements of another type.", "convert the array"),
        ("format-array-axes", "An array has another number of axes.", "reshape the array"),
        (
            "format-array-shape",
            "An array has an axis of another length.",
            "write it with the lengths of the format, or those of its companions",
        ),
        ("format-array-unit", "An array has another unit.", "convert the array"),
        ("format-array-damaged", "The elements of an array cannot be read.", "get the file anew"),
        ("format-tree-missing", "A place of the tree is missing.", "add it to the tree"),
        (
            "format-tree-type",
            "A place of the tree has a value of another type.",
            "correct the value",
        ),
        (
            "format-tree-value",
            "A place of the tree has a value that is not fixed, not allowed or out of its limits.",
            "correct the value",
        ),
        ("format-tree-unit", "A quantity of the tree has another unit.", "convert the value"),
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
            "header-unchecked",
            "The headers of a file cannot be read here.",
            "install what files of its kind need",
        ),
        (
            "header-differs",
            "A keyword of a file contradicts the document.",
            "find out which is right and correct the other",
        ),
    ),
}
