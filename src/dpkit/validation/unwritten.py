"""Validate a product in memory: as its document would be, without leaving a file anywhere."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dpkit.errors import FileFormatError, ProductError
from dpkit.product.naming import document_name
from dpkit.product.product import Product
from dpkit.product.version import VersionError, serialize_versioned
from dpkit.product.writing import write
from dpkit.validation.filename import is_plain
from dpkit.validation.level import LEVELS, run_passes
from dpkit.validation.report import Finding, Report
from dpkit.validation.store import ReferenceStore
from dpkit.validation.subject import Subject

__all__ = ["unserializable", "validate_unwritten"]


def validate_unwritten(
    product: Product[Any], level: str, store: ReferenceStore | None = None
) -> Report:
    """Validate a product that was never written.

    Its document is made and judged; where it has files, a copy of all is written to a temporary
    folder for the levels that look at files. Places are told as they would be beside the document.

    Returns
    -------
    Report
        Its source is the name that the document would get.
    """
    source = Path(document_name(product.entry.name, str(product.role("id") or "")))
    try:
        data = serialize_versioned(product)
    except ProductError as error:
        return unserializable(source, error)
    judged = LEVELS.index(level)
    if not product.files or judged < LEVELS.index("files"):
        return run_passes(Subject(source=source, data=data, store=store), level)
    report = run_passes(Subject(source=source, data=data), "quality")
    if report.level != "quality":
        return report
    unfit = list(_unfit_files(product, source))
    if unfit:
        report.findings += unfit
        report.level = "files"
        return report
    return _with_files(product, source, level, store)


def unserializable(source: Path, error: ProductError) -> Report:
    """Return the report on a product whose content cannot become a document."""
    code = "schema-version" if isinstance(error, VersionError) else "schema-violation"
    finding = Finding(code=code, source=str(source), message=error.message, remedy=error.remedy)
    return Report(source=source, level="schema", findings=[finding])


def _unfit_files(product: Product[Any], source: Path) -> Iterator[Finding]:
    """Yield the files that cannot even be written to a folder of their own."""
    for file in product.files.values():
        if not is_plain(file.name):
            code, message = "file-name-path", f"{file.name!r} is no name of a file alone"
        elif file.storage not in product.payloads:
            code, message = "file-missing", f"the file {file.name} was not given to the product"
        else:
            continue
        yield Finding(
            code=code, source=str(source), path=file.storage, value=file.name, message=message
        )


def _failed(source: Path, level: str, code: str, message: str) -> Report:
    finding = Finding(code=code, source=str(source), message=message)
    return Report(source=source, level=level, findings=[finding])


def _with_files(
    product: Product[Any], source: Path, level: str, store: ReferenceStore | None
) -> Report:
    from astropy.io.fits.verify import VerifyError, VerifyWarning

    with TemporaryDirectory(prefix="dpkit-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", VerifyWarning)  # of what writing mends
        try:
            document = write(_copy(product, Path(folder)), Path(folder, "product"))
        except ProductError as error:
            return _failed(source, "headers", "header-missing", error.message)
        except (FileFormatError, OSError) as error:
            return _failed(source, "files", "file-access", str(error))
        except (ValueError, VerifyError) as error:  # what astropy cannot mend
            return _failed(source, "format", "file-unreadable", f"cannot be written: {error}")
        report = run_passes(Subject(source=document, store=store), level)
        report.findings = list(_moved(report.findings, document.parent))
    report.source = source
    report.files = {}
    return report


def _copy(product: Product[Any], folder: Path) -> Product[Any]:
    """Copy a product: writing sets names and keywords, in the copy only."""
    payloads: dict[str, Path] = {}
    for storage, payload in product.payloads.items():
        if isinstance(payload, Path):
            payloads[storage] = payload
        else:
            payloads[storage] = folder / f"{storage}.fits"
            payload.writeto(payloads[storage], output_verify="ignore")
    return Product(copy.deepcopy(product.content), product.entry, payloads=dict(payloads))


def _moved(findings: list[Finding], folder: Path) -> Iterator[Finding]:
    """Tell places as if the temporary folder were the current one."""
    for finding in findings:
        place = finding.source.removeprefix(f"{folder}/")
        yield replace(finding, source=place, message=finding.message.replace(f"{folder}/", ""))
