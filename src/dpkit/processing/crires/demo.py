"""The walk from raw flats to a certified master flat, by the commands that a user would call."""

from __future__ import annotations

import io
import json
import shlex
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from dpkit.cli.output import print_rows, say

__all__ = ["demo"]

_NIGHT = datetime(2014, 1, 2, 12, tzinfo=UTC)
_EARLIER = datetime(2013, 12, 1, 12, tzinfo=UTC)
_AFTER = "2014-01-03T00:00:00Z"
_GOOD, _BRIGHT = "1090.400_25.000_Halogen", "4092.900_25.000_Halogen"
_MASTER = "DpdCriresMasterFlat"
_ASSOCIATE = (
    "run crires_associate $(printf -- '--frames %s ' night/*/DpdCriresFlatFrame*.xml) "
    "--reference night/DpdCriresFlatReference*.xml --out night"
)
"""How a person types it: names of documents are long."""
# The flux of the history and bad pixels that leave the rms of the master within its limits.
_SHARED: Mapping[str, Any] = {"pattern": 0.085, "bad_fraction": 4e-5, "lit_rows": (2, 511)}
_SETS: Mapping[str, Mapping[str, Any]] = {
    _GOOD: {"level": 5170.0, "dit": 5.0},
    _BRIGHT: {"level": 14_000.0, "dit": 6.0},
}


@click.command("crires")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that keeps everything.  [default: a temporary one, removed at the end]",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed.")
def demo(out: Path | None, seed: int) -> None:
    """CRIRES flats from raw frames to a certified master flat, and one that is rejected.

    Simulates two sets of flats of a night and two years of quality before it. Processes, scores,
    draws and decides on both: one is well, the other over-exposed. The master flat of the first
    is found for the next night, that of the second is not.

    \b
    Example:
      dpkit demo crires --out demo-crires
    """
    with _folder(out) as folder, chdir(folder):
        _walk(seed)


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out is None:
        with tempfile.TemporaryDirectory(prefix="dpkit-demo-") as scratch:
            yield Path(scratch)
        return
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty; give another folder, or remove it")
    out.mkdir(parents=True, exist_ok=True)
    yield out
    say(f"\nEverything is kept in {out}; begin with site/index.html and processed/*/cover.html.")


def _walk(seed: int) -> None:
    """Do everything in the current folder, so that the commands that are shown can be typed."""
    say("1. Simulate two sets of flats, and a reference of an earlier night")
    truths = _simulate(seed)
    say("\n2. Sort the frames into blocks, and register everything")
    _register()
    say("\n3. Enter the quality of the two years before")
    _enter_history(seed)
    say("\n4. Process the blocks of the night: procedure, scores, plots, cover sheets")
    blocks = _process()
    _compare(truths)
    say("\n5. Make the pages of trends")
    _report()
    say("\n6. Decide")
    _decide(blocks)
    say("\n7. Which flat holds for the next night?")
    _choose()


def _simulate(seed: int) -> dict[str, Any]:
    """Write the frames of the night, and a reference beside them; return the truth by setting."""
    truths = {}
    for minutes, setting in enumerate(_SETS):
        place = Path("night") / setting
        _write(setting, seed, place, _NIGHT + minutes * timedelta(minutes=10))
        truths[setting] = json.loads((place / "truth.json").read_text())
        say(f"  {setting}: {truths[setting]['frames']} frames at {_SETS[setting]['level']:g} adu")
    _make_reference(_write(_GOOD, seed, Path("earlier"), _EARLIER, bad_fraction=3e-5))
    return truths


def _write(setting: str, seed: int, place: Path, start: datetime, **other: Any) -> list[Path]:
    from dpkit.processing.crires.simulate import FlatSimulation
    from dpkit.processing.crires.simulation import write_flats

    said = {**_SHARED, **_SETS[setting], **other}
    return write_flats(FlatSimulation(setting=setting, seed=seed, start=start, **said), place)


def _make_reference(frames: list[Path]) -> None:
    from dpkit.processing.crires import tasks
    from dpkit.workflow.runner import run_task

    made = run_task(tasks.crires_flat, {"frames": frames}, {}, Path("earlier")).documents
    by_product = {path.name.partition("__")[0]: path for path in made}
    chosen = {
        "master": [by_product[_MASTER]],
        "bad_pixel_map": [by_product["DpdCriresBadPixelMap"]],
    }
    run_task(tasks.crires_flat_reference, chosen, {}, Path("night"))


def _register() -> None:
    night = Path("night")
    frames = sorted(night.glob("*/DpdCriresFlatFrame__*.xml"))
    given = [word for frame in frames for word in ("--frames", str(frame))]
    (reference,) = night.glob("DpdCriresFlatReference__*.xml")
    words = ("run", "crires_associate", *given, "--reference", str(reference), "--out", "night")
    _ask(*words, typed=_ASSOCIATE)
    _ask("archive", "init")
    _ask("archive", "register", "night", *(f"night/{setting}" for setting in _SETS))


def _enter_history(seed: int) -> None:
    from dpkit.processing.crires.history import HistorySimulation
    from dpkit.processing.crires.historyfile import write_history

    table, truth = write_history(HistorySimulation(seed=seed), Path("history"))
    rows = _rows("qc", "ingest", "crires_flat", str(table))
    events = [one["name"] for one in json.loads(truth.read_text())["events"]]
    say(f"  {len(rows)} rows; what happened meanwhile: {' and '.join(events)}")


def _process() -> dict[str, str]:
    """Take the blocks of the night through the procedure; return their ids by setting."""
    links = ("--reports", "../../site")
    rows = _rows("qc", "process", f"{_NIGHT:%Y-%m-%d}", "--configuration", "crires_flat", *links)
    found = {next(name for name in _SETS if name in row["block"]): row for row in rows}
    for setting in _SETS:
        row = found[setting]
        say(f"  {setting}: {row['red']} of {row['scored']} scores are red")
    return {setting: row["block"] for setting, row in found.items()}


def _compare(truths: Mapping[str, Any]) -> None:
    """Print what was measured, beside what was put in."""
    from dpkit.product.reading import read

    rows = []
    for document in sorted(Path("processed").glob("DpdCriresFlatQc__*.xml")):
        quality = read(document)
        (setting,) = quality.keys["setting"]
        for one in quality.content.data.detector_list.detector:
            truth = truths[setting]["detectors"][str(one.detector_id.value)]
            rows.append(
                {
                    "setting": setting,
                    "detector": one.detector_id.value,
                    "mean_level [adu]": f"{one.mean_level:.1f}",
                    "put in": f"{truth['mean_level']:.1f}",
                    "badpix": one.bad_pixels,
                    "true": truth["badpix"],
                    "S/N": f"{one.median_snr:.1f}",
                    "expected": f"{truth['snr']:.1f}",
                }
            )
    print_rows(rows, "table")


def _report() -> None:
    from dpkit.processing.crires.procedure import FLAT

    for row in _rows("qc", "report", *FLAT.reports, "--out", "site", "--at", _AFTER):
        say(f"  {row['report']}: {row['red']} of {row['scored']} latest values are red")


def _decide(blocks: Mapping[str, str]) -> None:
    """Certify what needs no look, and reject the rest."""
    for setting, block in blocks.items():
        status, printed, said = _dpkit("qc", "certify", block, "--automatic", "--format", "json")
        if status:
            _, _, why = said.strip().partition(" is to be looked at: ")
            say(f"  to be looked at: {why}")
            reason = why.partition(" (")[0]
            printed = _ask("qc", "reject", block, "--reason", reason, "--format", "json")
        (made,) = json.loads(printed)
        say(f"  {setting} is {made['state']}: {made['reason']}")


def _choose() -> None:
    """Show what is found for the next night, and when each master holds."""
    for setting in _SETS:
        asked = ("archive", "calib", _MASTER, "--setting", setting, "--at", _AFTER)
        _, printed, _ = _dpkit(*asked, "--format", "json")
        (found,) = json.loads(printed)
        say(f"  {found['id'] or 'none'}: {found['reason']}")
    for row in _rows("archive", "validity", "report", _MASTER):
        held = f"from {row['valid_from']} until {row['valid_until']}"
        said = held if row["what"] == "range" else f"nothing, {row['reason']}"
        say(f"  {row['selection']} holds {said}")


def _rows(*words: str) -> list[dict[str, Any]]:
    """Run a command that must not fail, and return the rows that it prints."""
    found: list[dict[str, Any]] = json.loads(_ask(*words, "--format", "json"))
    return found


def _ask(*words: str, typed: str = "") -> str:
    """Run a command that must not fail, and return what it prints.

    Raises
    ------
    click.ClickException
        It fails.
    """
    status, printed, said = _dpkit(*words, typed=typed)
    if status:
        raise click.ClickException(f"{shlex.join(words[:2])}: {said.strip()}")
    return printed


def _dpkit(*words: str, typed: str = "") -> tuple[int, str, str]:
    """Show and run a command; return its exit status, what it prints, and what it says."""
    from dpkit.cli.root import root

    shown = words[:-2] if words[-2:] == ("--format", "json") else words
    say(f"  $ dpkit {typed or shlex.join(shown)}")
    # Another archive may be that of the environment.
    archive = () if words[0] == "run" else ("--archive", "archive.sqlite")
    printed, said, status = io.StringIO(), io.StringIO(), 0
    with redirect_stdout(printed), redirect_stderr(said):
        try:
            root.main([*words, *archive])
        except SystemExit as end:
            status = int(end.code or 0)
    return status, printed.getvalue(), said.getvalue()
