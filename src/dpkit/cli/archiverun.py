"""Run a task or pipeline on what an archive has: find the inputs, show them, or run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from dpkit.cli.output import print_rows, say
from dpkit.cli.runorder import RunOrder, run_order
from dpkit.cli.taskcommand import KEY
from dpkit.errors import TaskError
from dpkit.workflow.plan import Plan, PlannedCall
from dpkit.workflow.resolution import Request, resolve
from dpkit.workflow.store import ProductStore

__all__ = ["Question", "run_asked", "take_question"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a command line asks of an archive: which inputs, and what to do with them."""

    request: Request
    plan: bool
    output_format: str
    force: bool


def take_question(given: dict[str, Any], *, needed: bool) -> Question | None:
    """Take the options of the archive out of those given; None when inputs are not asked of it.

    They are when keys are given, when a plan is wanted, and when it is needed for another reason.
    """
    keys = {
        name.removeprefix(KEY): value
        for name in [name for name in given if name.startswith(KEY)]
        if (value := given.pop(name)) is not None
    }
    each = given.pop("each", None)
    request = Request(
        keys=keys,
        each=tuple((each or "").replace(",", " ").split()),
        calibration_set=given.pop("set", None) or (),
        dataset=given.pop("dataset", None) or (),
        as_of=given.pop("as_of", None),
    )
    plan, force = given.pop("plan", False), given.pop("force", False)
    output_format = given.pop("format", "table")
    if request != Request() or plan or needed:
        return Question(request=request, plan=plan, output_format=output_format, force=force)
    if force:
        raise click.UsageError("--force repeats what is found by keys; give --observation or such")
    return None


def run_asked(
    order: RunOrder,
    question: Question,
    given: Mapping[str, Sequence[str | Path]],
    store: ProductStore,
    *,
    register: bool,
) -> None:
    """Find the inputs in the archive, and show or run what is found.

    Parameters
    ----------
    order : RunOrder
        What to run.
    question : Question
        Which inputs.
    given : mapping of str to sequence of str or Path
        Ids and documents by port, which go before what the archive has; none for nothing.
    store : ProductStore
        The archive.
    register : bool
        Whether to register what is made.

    Raises
    ------
    DpkitError
        An input is missing or ambiguous; nothing was run then, unless it is to keep going.
    click.exceptions.Exit
        Something failed.
    """
    plan = resolve(order.declaration, store, replace(question.request, given=given))
    if question.plan:
        _show(plan, question.output_format)
        return
    problems = plan.of("problem")
    if problems and not order.options.keep_going:
        raise _refusal(order, problems)
    _tell(plan)
    calls = plan.of("run")
    if order.names and len(calls) > 1:
        raise click.UsageError("the outputs of several combinations cannot have given names")
    if not calls and not problems:
        say("nothing to do")
    if calls:
        # What has a name of its own must be made here.
        reuse = register and not question.force and not order.names
        order = replace(order, options=replace(order.options, reuse=reuse))
        run_order(order, [one.combination() for one in calls], store if register else None)
    if problems:
        raise click.exceptions.Exit(1)


def _show(plan: Plan, output_format: str) -> None:
    """Print a plan; exit status 1 when something is wrong with it."""
    if output_format == "json":
        click.echo(json.dumps(plan.to_dict(), indent=2, default=str))
    else:
        print_rows(list(plan.rows()), output_format)
    _tell(plan)
    if plan.of("problem"):
        raise click.exceptions.Exit(1)


def _tell(plan: Plan) -> None:
    """Say what is not run, and why."""
    for call in plan.of("skip"):
        for port in call.troubles("skip"):
            say(f"skipped {call.label}: nothing for {port.port!r}: {port.reason}")
    for call in plan.of("problem"):
        for port in call.troubles("problem"):
            say(f"dpkit: {call.label}: port {port.port!r}: {port.reason} ({port.remedy})")


def _refusal(order: RunOrder, problems: Sequence[PlannedCall]) -> TaskError:
    first = problems[0]
    port = first.troubles("problem")[0]
    more = len([one for call in problems for one in call.troubles("problem")]) - 1
    also = f"; and {more} more, which --plan shows" if more else ""
    place = order.declaration.place + (f", {first.label}" if first.label else "")
    return TaskError(f"port {port.port!r}: {port.reason}{also}", place=place, remedy=port.remedy)
