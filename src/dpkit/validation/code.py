"""The stable codes of findings, with what each means and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from dpkit.binding.unheld import REMEDY
from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import near_names

__all__ = ["CODES", "Code", "require_code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A kind of finding.

    Attributes
    ----------
    level : str
        Level of validation that finds it.
    severity : {"error", "warning"}
        Whether it makes a product unfit or is only odd, where nothing else is said.
    meaning : str
        What is wrong.
    remedy : str
        What to do.
    """

    level: str
    severity: str
    meaning: str
    remedy: str


def _codes(level: str, *rows: tuple[str, str, str] | tuple[str, str, str, str]) -> dict[str, Code]:
    """Return codes by name; a row is name, meaning, remedy and, unless an error, severity."""
    found = {}
    for name, meaning, remedy, *severity in rows:
        said = severity[0] if severity else "error"
        found[name] = Code(level=level, severity=said, meaning=meaning, remedy=remedy)
    return found


CODES: dict[str, Code] = {
    **_codes(
        "well-formed",
        ("xml-unreadable", "The document cannot be read.", "check its path and permissions"),
        (
            "xml-not-well-formed",
            "The document is no well-formed XML, has a document type, or a processing instruction "
            "inside of a text.",
            "give the document of the product, whole",
        ),
        (
            "folder-loop",
            "A link in a folder leads back to a folder above it.",
            "remove the link",
        ),
        ("folder-unreadable", "A folder cannot be listed.", "check its permissions"),
    ),
    **_codes(
        "schema",
        ("schema-root", "The root element is no product.", "correct its name and namespace"),
        (
            "schema-version",
            "The document has a version of its schema that is unknown or cannot be upgraded.",
            "correct the version, or install newer schemas",
        ),
        (
            "schema-unknown-element",
            "An element that the schema does not know was left out.",
            "remove the element, or read without leniency",
            "warning",
        ),
        ("schema-violation", "The document breaks its schema.", "correct the element"),
        (
            "schema-value-unheld",
            "A value follows the schema, but no class can hold it, so that the product cannot be "
            "read.",
            REMEDY,
        ),
    ),
    **_codes(
        "rules",
        (
            "rule-broken",
            "A rule of the schema does not hold; the rule itself may say that this is a warning.",
            "correct the values that it names",
        ),
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
        ("flag-xpath-invalid", "The xpath of a quality flag is no XPath 1.0.", "correct it"),
        (
            "flag-xpath-costly",
            "The xpath of a quality flag is more than one path of names, or very long, or one of "
            "very many: it is not evaluated.",
            "name the values by a plain path, such as /*/Data/QualityParams/ObjectCount",
        ),
        (
            "flag-selects-nothing",
            "The xpath that a document gives to a quality flag selects nothing.",
            "correct the xpath, or leave the flag out",
            "warning",
        ),
        (
            "flag-no-number",
            "A quality flag selects what is no number.",
            "correct its xpath or the value",
        ),
    ),
    **_codes(
        "files",
        (
            "file-missing",
            "A file of the product is not there.",
            "put it into the folder data beside the document",
        ),
        (
            "file-case",
            "A file is there under a name that differs in upper and lower case.",
            "rename the file, or correct the document",
        ),
        (
            "file-kind",
            "A folder, pipe or device stands where a file must be.",
            "put the file there",
        ),
        ("file-loop", "A file is a link that leads back to itself.", "put the file itself there"),
        ("file-access", "The system does not let a file be read.", "check its permissions"),
        (
            "file-unnamed",
            "A storage that must have a file names none.",
            "name its file",
        ),
        (
            "file-placeholder",
            "A storage that may be absent is there without the name of a file.",
            "leave the storage out",
            "warning",
        ),
        (
            "file-name-path",
            "The name of a file leads to another folder; it is not followed.",
            "write the name alone, and put the file into the folder data",
        ),
        ("file-name-length", "The name of a file has more than 255 bytes.", "shorten it"),
        (
            "file-name-characters",
            "The name of a file has characters that some systems do not allow.",
            "use letters, digits and _ . + - only",
            "warning",
        ),
        (
            "file-name-pattern",
            "A file is not named by the pattern of its product.",
            "name it as the fileName of the schema says",
            "warning",
        ),
        (
            "file-shared",
            "Two storages of a document name one file.",
            "give each storage a file of its own",
        ),
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
            "warning",
        ),
        (
            "format-unknown",
            "No format list describes the format; the file is not checked.",
            "correct @format, or describe the format",
            "warning",
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
        (
            "format-column-order",
            "A column stands after one that it must precede.",
            "write them in the order of the format",
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
            "A file has a keyword whose value, or row, the document leaves out.",
            "remove the keyword, or say the value in the document",
        ),
        (
            "header-unchecked",
            "The headers of a file cannot be read here.",
            "install what files of its kind need",
            "warning",
        ),
        (
            "header-differs",
            "A keyword of a file contradicts the document.",
            "find out which is right and correct the other",
        ),
    ),
    **_codes(
        "references",
        (
            "reference-missing",
            "A product that the document refers to is not in the archive.",
            "register it first, or correct the id",
        ),
        (
            "reference-unfit",
            "A product that the document refers to is invalid, rejected or trashed.",
            "make the product anew from one that is fit",
        ),
        (
            "reference-type",
            "A product that the document refers to is of another type than it must be.",
            "correct the id",
        ),
    ),
}


def require_code(name: str) -> str:
    """Return the name of a code.

    Raises
    ------
    NotFoundError
        There is no such code; names the nearest ones.
    """
    if name not in CODES:
        raise NotFoundError(f"no code is named {name!r}", remedy=near_names(name, CODES, "code"))
    return name
