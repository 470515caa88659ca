"""The command that validates products."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpkit import __version__
from dpkit.cli.jobs import jobs_option
from dpkit.cli.output import say
from dpkit.errors import DpkitError

if TYPE_CHECKING:
    from dpkit.validation.batch import Settings
    from dpkit.validation.policy import Policy
    from dpkit.validation.report import Report
    from dpkit.validation.writing.writer import ReportWriter

__all__ = ["validate"]

SOFTWARE = ("dpkit validate", __version__)


@click.command()
@click.argument("documents", nargs=-1, required=True)
@click.option(
    "--level",
    help="Last level to run: well-formed, schema, rules, quality, files, format, headers (the last "
    "without an archive), references.",
)
@click.option("--archive", help="Archive in which references to other products must resolve.")
@click.option("--lenient", is_flag=True, help="Unknown elements are warnings, not errors.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="Least severe finding that makes a product fail.",
)
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave these findings out.")
@click.option("--warn", multiple=True, metavar="CODE", help="Only warn of these findings.")
@click.option("--max-errors", type=click.IntRange(min=1), help="Stop after so many errors.")
@jobs_option
@click.option(
    "--resume",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="JOURNAL",
    help="Keep a journal in this file, and take from it what it knows already.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
    help="How to print findings.",
)
@click.option(
    "--write-product",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the result as a product, too.",
)
def validate(documents: tuple[str, ...], **options: Any) -> None:
    """Validate documents, their files, and the agreement of both.

    DOCUMENTS are files, quoted patterns such as 'obs/**/*.xml', and folders, which are searched to
    any depth; - stands for a list of them on the standard input, one on each line.

    Prints one line per finding and a summary by code; exit status 1 when a product fails, 3 when
    the validator did.

    \b
    Examples:
      dpkit validate cal.xml
      dpkit validate out/ --level schema --format json
      find . -name 'Dpd*.xml' | dpkit validate - --fail-on warning --resume night.journal
    """
    from dpkit.validation.batch import validate_all
    from dpkit.validation.source import find_documents

    settings, policy = _demands(documents, options)
    with ExitStack() as stack:
        journal = stack.enter_context(_journal(options["resume"], settings))
        writers = _writers(options, settings, policy)
        found: Any = find_documents(documents, _standard_input())
        if sys.stderr.isatty():
            found = stack.enter_context(_progress(found, known="-" not in documents))
        recall = None if journal is None else journal.recall
        reports = validate_all(found, settings, jobs=options["jobs"], recall=recall)
        run = _Run(policy, writers, options["max_errors"])
        for report in stack.enter_context(closing(reports)):
            if journal is not None:
                journal.record(report)
            if run.take(report):
                break
    run.close()
    if run.status:
        raise click.exceptions.Exit(run.status)


def _demands(documents: tuple[str, ...], options: dict[str, Any]) -> tuple[Settings, Policy]:
    """Check what the user asks for; all that is wrong is wrong usage."""
    from dpkit.validation.batch import Settings
    from dpkit.validation.level import last_level
    from dpkit.validation.policy import Policy
    from dpkit.validation.source import require_documents
    from dpkit.validation.store import opened

    archive = options["archive"]
    try:
        level = last_level(options["level"], archive=archive is not None)
        policy = Policy(
            ignored=options["ignore"], warned=options["warn"], fail_on=options["fail_on"]
        )
        require_documents(documents)
        with opened(archive):
            pass
    except DpkitError as error:
        raise click.UsageError(str(error)) from None
    _require_folder(options["write_product"])
    facts = options["output_format"] != "text" or options["resume"] is not None
    settings = Settings(level=level, lenient=options["lenient"], archive=archive, facts=facts)
    return settings, policy


def _require_folder(folder: Path | None) -> None:
    """Refuse a folder for the result that cannot be written to, before all is validated."""
    if folder is None:
        return
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not (there.is_dir() and os.access(there, os.W_OK)):
        raise click.BadParameter(f"{there} is no folder to write to", param_hint="--write-product")


def _standard_input() -> Iterator[bytes]:
    yield from sys.stdin.buffer


@contextmanager
def _journal(path: Path | None, settings: Settings) -> Iterator[Any]:
    from dpkit.validation.journal import Journal

    if path is None:
        yield None
        return
    try:
        journal = Journal(path, settings, __version__)
    except (DpkitError, OSError) as error:
        raise click.BadParameter(str(error), param_hint="--resume") from None
    with journal:
        yield journal


def _writers(options: dict[str, Any], settings: Settings, policy: Policy) -> list[ReportWriter]:
    from dpkit.validation.writing.jsonlist import JsonWriter
    from dpkit.validation.writing.junit import JunitWriter
    from dpkit.validation.writing.result import ResultWriter
    from dpkit.validation.writing.text import TextWriter

    writers: list[ReportWriter] = []
    if options["output_format"] == "json":
        writers.append(JsonWriter())
    elif options["output_format"] == "junit":
        writers.append(JunitWriter(policy))
    else:
        writers.append(TextWriter())
    if folder := options["write_product"]:
        writers.append(ResultWriter(folder, settings.level, policy, SOFTWARE))
    return writers


@contextmanager
def _progress(found: Iterator[Any], *, known: bool) -> Iterator[Iterator[Any]]:
    """Show how far the run is; the number of documents is known unless a list is read."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeRemainingColumn

    listed = list(found) if known else found
    columns = (SpinnerColumn(), *Progress.get_default_columns()[:2], MofNCompleteColumn())
    with Progress(
        *columns,
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=sys.stdout.isatty(),
    ) as bar:
        total = len(listed) if isinstance(listed, list) else None
        yield iter(bar.track(listed, total=total, description="validating"))


class _Run:
    """What has been validated so far."""

    def __init__(self, policy: Policy, writers: list[ReportWriter], max_errors: int | None) -> None:
        self._policy, self._writers, self._max_errors = policy, writers, max_errors
        self._reports = self._failed = self._errors = 0
        self.status = 0

    def take(self, report: Report) -> bool:
        """Write a report; return whether there were errors enough."""
        from dpkit.validation.policy import apply_policy, fails

        report = apply_policy(report, self._policy)
        for writer in self._writers:
            writer.write(report)
        self._reports += 1
        self._errors += len(report.errors)
        if fails(report, self._policy):
            self._failed += 1
            self.status = max(self.status, 3 if report.failure else 1)
        return self._max_errors is not None and self._errors >= self._max_errors

    def close(self) -> None:
        """Write what comes at the end."""
        for writer in self._writers:
            writer.close()
            if document := getattr(writer, "document", None):
                say(f"written: {document}")
        if self._max_errors is not None and self._errors >= self._max_errors:
            say(f"stopped after {self._errors} errors")
        say(f"{self._reports} validated, {self._failed} failed")
