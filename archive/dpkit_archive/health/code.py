"""The stable codes of faults of an archive, with what each means and what to do."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FAULTS", "FaultCode"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultCode:
    """A kind of fault.

    Attributes
    ----------
    about : {"files", "rows", "tables", "schemas"}
        What it is a fault of.
    deep : bool
        Whether only a deep check finds it.
    meaning : str
        What is wrong.
    mend : str
        What a repair does; empty when it can do nothing.
    remedy : str
        What else to do.
    """

    about: str
    deep: bool
    meaning: str
    mend: str
    remedy: str


def _codes(
    about: str, *rows: tuple[str, str, str, str], deep: bool = False
) -> dict[str, FaultCode]:
    """Return codes by name; a row is name, meaning, what a repair does, and the remedy."""
    return {
        name: FaultCode(about=about, deep=deep, meaning=meaning, mend=mend, remedy=remedy)
        for name, meaning, mend, remedy in rows
    }


_ANEW = "writes it anew from the bytes in the database"
_COPIES = "copies it from another place where the same bytes are registered, if there is one"
_ASIDE = "moves it to the quarantine"
_DERIVES = "derives it anew from the original bytes"
_MAKES = "makes it anew"
_BACKUP = "restore the database from a copy"
_BRING = "bring the file back from another copy"

FAULTS: dict[str, FaultCode] = {
    **_codes(
        "files",
        ("document-missing", "A document is not where it was registered.", _ANEW, _BRING),
        ("document-size", "A document has another size than it had.", _ANEW, _BRING),
        ("file-missing", "A file is not where it was registered.", _COPIES, _BRING),
        ("file-size", "A file has another size than it had.", _COPIES, _BRING),
        (
            "link-missing",
            "A link to a file that stays where it is, is not there, or leads elsewhere.",
            _MAKES,
            "move away what is there, and make the link that the message names",
        ),
        (
            "file-unreadable",
            "A document or file cannot be looked at.",
            "",
            "check permissions, disk and network",
        ),
        (
            "file-unknown",
            "A file lies in the archive's folder, and no product has it.",
            _ASIDE,
            "move it away, unless somebody else needs it there",
        ),
        (
            "leftover",
            "A registration was interrupted before it was committed, or a purge after it was, and "
            "left files.",
            _ASIDE,
            "register the product again; or purge it again, if it was purged",
        ),
    ),
    **_codes(
        "files",
        ("document-damaged", "The bytes of a document have changed.", _ANEW, _BRING),
        ("file-damaged", "The bytes of a file have changed.", _COPIES, _BRING),
        deep=True,
    ),
    **_codes(
        "rows",
        (
            "row-orphan",
            "Rows refer to what is not there.",
            "removes them where they only tell what is derived from a document",
            _BACKUP,
        ),
        (
            "product-incomplete",
            "A product lacks its document, a file or its status.",
            "",
            _BACKUP,
        ),
        (
            "validity-overlap",
            "Two products are valid at one time, for one selection in one set.",
            "",
            _BACKUP,
        ),
        (
            "validity-differs",
            "A range was granted for other selection keys than the schema now has.",
            "",
            "install the schemas that it was granted with, or register the product anew",
        ),
        (
            "validity-stands",
            "A range stands of a product that is invalid, rejected, retired, trashed or purged.",
            "",
            "`dpkit archive decertify ID --set SET`",
        ),
        (
            "release-differs",
            "A frozen release has not the members that its manifest has, or that was changed.",
            "",
            _BACKUP,
        ),
        (
            "quality-differs",
            "Rows of a QC1 table have not the numbers of their columns, or scores contradict each "
            "other or have no configuration.",
            "",
            _BACKUP,
        ),
        (
            "event-in-future",
            "Events have a time that is still to come: a clock was wrong.",
            "sets their time to that of the repair, and keeps the old one in the log",
            "set the clock of this machine, unless it is right",
        ),
    ),
    **_codes(
        "rows",
        (
            "record-damaged",
            "The bytes of a document in the database have changed.",
            "reads them from the file, if that is as it was",
            _BACKUP,
        ),
        deep=True,
    ),
    **_codes(
        "tables",
        ("index-missing", "An index of the tables is missing.", _MAKES, _BACKUP),
        (
            "guard-missing",
            "What keeps validity ranges from overlapping is missing in the database.",
            _MAKES,
            _BACKUP,
        ),
        (
            "path-gone",
            "A path that was promoted to an index is in no schema any more.",
            "drops the index",
            "`dpkit archive index PATH --drop`",
        ),
        (
            "path-differs",
            "The index of a promoted path is missing, or not the one that queries use now.",
            _MAKES,
            "`dpkit archive index PATH --drop`, and promote it again",
        ),
    ),
    **_codes(
        "tables",
        ("index-damaged", "An index does not agree with its table.", _MAKES, _BACKUP),
        ("database-damaged", "The database itself is damaged.", "", _BACKUP),
        deep=True,
    ),
    **_codes(
        "schemas",
        (
            "schema-missing",
            "The schema of a kind of product is not installed.",
            "",
            "install the package that has it",
        ),
        (
            "document-unreadable",
            "The installed schemas cannot read a document that was registered.",
            "",
            "install the release of the schemas that can, or add the upgrade step that is missing",
        ),
        (
            "identity-differs",
            "A product was registered under other unique keys than its schema now has.",
            "",
            "keep the unique keys of a product; what has others is another product",
        ),
        (
            "key-differs",
            "A key stands otherwise than the installed schema takes it from the document.",
            _DERIVES,
            "`dpkit archive rebuild`",
        ),
        (
            "derived-differs",
            "What is derived from a document is not what the installed schema derives.",
            _DERIVES,
            "`dpkit archive rebuild`",
        ),
    ),
}
"""All codes; a shallow check compares the first and the last product of each type and version
with the schemas, a deep one compares all."""
