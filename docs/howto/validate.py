"""Validate the documents of a folder, and say what is wrong with them."""

from pathlib import Path

import dpkit

for document in sorted(Path("obs").glob("*.xml")):
    report = dpkit.validate(document, level="headers")
    print(report.product, "fits" if report.ok else "does not fit")
    for finding in report.findings:
        print(finding.code, finding.line, finding.message)
