"""Reports as JUnit XML, which continuous integration shows: one test case per document."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from types import MappingProxyType

import click
from lxml import etree

from dpkit.validation.policy import Policy, fails
from dpkit.validation.report import Report, printable
from dpkit.validation.writing.change import told_changes

__all__ = ["JunitWriter"]

_SUITE = "dpkit validate"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NONE = MappingProxyType({"tests": 0, "failures": 0, "errors": 0})
_BLOCK = 1 << 20


class JunitWriter:
    """Writes a suite; its head has the counts, so the cases wait in a temporary file.

    Parameters
    ----------
    policy : Policy
        Tells what fails.
    echo : callable
        Writes a piece of text.
    """

    def __init__(self, policy: Policy, echo: Callable[[str], object] | None = None) -> None:
        self._policy = policy
        self._echo = echo or (lambda text: click.echo(text, nl=False))
        self._counts = dict(_NONE)
        self._cases = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  # see close

    def write(self, report: Report) -> None:
        """Add the case of a document."""
        case = etree.Element("testcase")
        case.set("classname", report.product or "unknown")
        case.set("name", _clean(printable(report.source)))
        found = [f"{one.severity}: {one}" for one in report.findings]
        lines = "\n".join([*told_changes(report), *found, *_more(report)])
        self._counts["tests"] += 1
        if report.failure:
            self._counts["errors"] += 1
            _add(case, "error", "failure", report.failure, lines)
        elif fails(report, self._policy):
            self._counts["failures"] += 1
            first = next(iter(report.errors or report.warnings))
            _add(case, "failure", first.code, first.message, lines)
        elif lines:
            etree.SubElement(case, "system-out").text = _clean(lines)
        self._cases.write(f"    {etree.tostring(case, encoding='unicode')}\n")

    def close(self) -> None:
        """Write the suite."""
        counts = " ".join(f'{name}="{count}"' for name, count in self._counts.items())
        self._echo('<?xml version="1.0" encoding="UTF-8"?>\n')
        self._echo(f"<testsuites {counts}>\n")
        self._echo(f'  <testsuite name="{_SUITE}" {counts}>\n')
        self._cases.seek(0)
        while block := self._cases.read(_BLOCK):
            self._echo(block)
        self._cases.close()
        self._echo("  </testsuite>\n</testsuites>\n")


def _more(report: Report) -> list[str]:
    return [f"and more, of level {', '.join(report.cut)}"] if report.cut else []


def _add(case: etree._Element, name: str, kind: str, message: str, text: str) -> None:
    made = etree.SubElement(case, name, type=kind, message=_clean(message))
    made.text = _clean(text)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("?", text)
