"""What the machinery of tasks costs: one call, and a great many on two processes, registered.

Both sides run interleaved: a task called through the machinery (inputs read and validated, outputs
validated and written, provenance, publication), and the same function called with products in
memory and its product written. Prints the overhead per call and calls per second.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "workflow" / "toy"))

import toy_pf

import dpkit
import dpkit_archive
from dpkit.workflow.event import Event
from dpkit.workflow.launch import run
from dpkit.workflow.options import RunOptions

RUNS = 5
CALLS = 100
MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000


def plain(item: Path, out: Path) -> float:
    """Return the CPU time of reading, calling and writing without the machinery [s]."""
    start = time.process_time()
    for _ in range(CALLS):
        dpkit.write(toy_pf.append(dpkit.read(item, toy_pf.Params)), out)
    return (time.process_time() - start) / CALLS


def driven(items: list[Path], out: Path) -> float:
    """Return the CPU time of a call with the machinery [s]."""
    start = time.process_time()
    result = run(toy_pf.appending, {"items": items}, out=out, options=RunOptions(engine="serial"))
    assert not result.failures
    return (time.process_time() - start) / len(items)


def registered(items: list[Path], out: Path, store: dpkit_archive.Archive) -> float:
    """Return the time of a call with the machinery and an archive, all that is waited for [s]."""
    start = time.perf_counter()
    options = RunOptions(engine="serial")
    result = run(toy_pf.appending, {"items": items}, out=out, options=options, store=store)
    assert not result.failures
    return (time.perf_counter() - start) / len(items)


def main() -> None:
    """Print the overhead per call, and the rate of many calls."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        items = [dpkit.write(toy_pf.params(f"n{i}"), base / "in") for i in range(CALLS)]
        plain(items[0], base / "warm")
        with dpkit_archive.create(base / "archive.sqlite") as archive:
            assert all(one.created for one in archive.register_stream(items))
            sides = [
                (
                    driven(items, base / f"driven{i}"),
                    plain(items[0], base / f"plain{i}"),
                    registered(items, base / f"registered{i}", archive),
                )
                for i in range(RUNS)
            ]
            ours, other, whole = (statistics.median(one) for one in zip(*sides, strict=True))
            print(
                f"one call: {1e3 * ours:.1f} ms CPU, {ours / other:.1f} x read, call and write "
                f"alone, {1e3 * (ours - other):.1f} ms above it; registered with its record "
                f"{1e3 * whole:.1f} ms of time, disk and all (at most 25 wanted)"
            )
            many(base, store=None)
            many(base, store=archive)


def many(base: Path, store: dpkit_archive.Archive | None) -> None:
    """Print the rate of many calls, and how much memory the driver took."""
    name = "plain" if store is None else "stored"
    items = [dpkit.write(toy_pf.params(f"{name}{i}"), base / name) for i in range(MANY)]
    for registered in () if store is None else store.register_stream(items):
        assert registered.created
    held: list[float] = []

    def watch(event: Event) -> None:
        # When the first call is done, everything that is needed once is there.
        if event.done in {1, MANY // 2, MANY} and event.kind == "done":
            held.append(memory("VmRSS"))

    start, used = time.perf_counter(), time.process_time()
    options = RunOptions(engine="processes:2")
    made = base / f"made-{name}"
    inputs = {"items": items}
    result = run(toy_pf.appending, inputs, out=made, options=options, store=store, report=watch)
    wall, used = time.perf_counter() - start, time.process_time() - used
    assert not result.failures
    assert len(result.documents) == MANY
    said = "" if store is None else ", registered with their records"
    if store is not None:
        calls = store.run(result.run.id)["calls"]
        assert [one["exit"] for one in calls] == ["done"] * MANY
    print(
        f"{MANY} calls on two processes{said}: {MANY / wall:.0f} per second (more than 100 "
        f"wanted), driver {1e3 * used / MANY:.1f} ms CPU each; it held {held[0]:.0f} MB when the "
        f"first was done, {held[1]:.0f} in the middle, {held[2]:.0f} at the end"
    )


def memory(name: str) -> float:
    """Return what the system says of the memory of this process [MB]."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(one.split()[1]) / 1024 for one in lines if one.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
