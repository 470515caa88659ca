"""Tasks and pipelines that do little, or wrong: each says in a name what it was given."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path
from typing import Annotated, NamedTuple

import dpkit
from dpkit import Product, choose, frontend, gather, group, parameter, pipeline, port, task
from dpkit.workflow.frontend import Switch
from dpkit_dm import ins, pro
from dpkit_dm.nir import DpdNirRelPhotoExpCalibration, DpdNirRelPhotoParams

Params = DpdNirRelPhotoParams
NOTE = "TOY"


def params(name: str, **values: float) -> Product[Params]:
    data = pro.NirRelPhotoParams(parameter_set_name=name, **values)
    return dpkit.new(Params, data=data, software=("TOY", "1.0"))


def name_of(product: Product[Params]) -> str:
    return product.content.data.parameter_set_name


@task("TOY_append", version="1.0", project=NOTE)
def append(item: Product[Params], text: str = "x") -> Product[Params]:
    """Append a text to a name."""
    return params(name_of(item) + text)


@task("TOY_join", version="1.0")
def join(items: list[Product[Params]], extra: Product[Params] | None = None) -> Product[Params]:
    """Join names."""
    more = "" if extra is None else f"({name_of(extra)})"
    return params("+".join(map(name_of, items)) + more)


@task("TOY_spread", version="1.0")
def spread(item: Product[Params], number: int = 3) -> list[Product[Params]]:
    """Make several of one."""
    return [params(f"{name_of(item)}{count}") for count in range(number)]


class Pair(NamedTuple):
    first: Product[Params]
    second: Product[Params] | None


@task("TOY_perhaps", version="1.0")
def perhaps(item: Product[Params]) -> Pair:
    """Make a second one of names that do not begin with n."""
    name = name_of(item)
    return Pair(params(name + "1"), None if name.startswith("n") else params(name + "2"))


@task("TOY_fail", version="1.0")
def fail(item: Product[Params]) -> Product[Params]:
    """Fail on the name bad."""
    if name_of(item) == "bad":
        raise ValueError("cannot do this")
    return params(name_of(item) + "!")


@task("TOY_fail_once", version="1.0")
def fail_once(item: Product[Params], marker: str) -> Product[Params]:
    """Fail the first time."""
    if not os.path.exists(marker):  # noqa: PTH110
        os.mkfifo(marker)  # what a task may not do in earnest
        raise ValueError("the first time")
    return params(name_of(item) + "!")


@task("TOY_kill", version="1.0")
def kill(item: Product[Params]) -> Product[Params]:
    """End its own worker on names that begin with deadly."""
    if name_of(item).startswith("deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    return params(name_of(item) + "!")


@task("TOY_sleep", version="1.0")
def sleep(
    item: Product[Params], seconds: Annotated[float, parameter(unit="s", minimum=0)]
) -> Product[Params]:
    """Wait."""
    time.sleep(seconds)
    return params(name_of(item) + "!")


@task("TOY_leave", version="1.0")
def leave(item: Product[Params], status: int = 0) -> Product[Params]:
    """Leave as a script does."""
    sys.exit(status)


class OddError(BaseException):
    """What nobody expects."""


@task("TOY_odd", version="1.0")
def odd(item: Product[Params]) -> Product[Params]:
    """Go elsewhere, and fail in an odd way on the name bad."""
    os.chdir("/")
    if name_of(item) == "bad":
        raise OddError("odd")
    return params(name_of(item) + "!")


@task("TOY_thread", version="1.0")
def thread(item: Product[Params], seconds: float = 60.0) -> Product[Params]:
    """Leave a thread behind."""
    threading.Thread(target=time.sleep, args=(seconds,)).start()
    return params(name_of(item) + "!")


@task("TOY_program", version="1.0")
def program(item: Product[Params], seconds: float = 60.0) -> Product[Params]:
    """Wait for a program, and say in the log which."""
    with subprocess.Popen(["sleep", str(seconds)]) as child:
        print(child.pid, flush=True)  # noqa: T201
    return params(name_of(item) + "!")


@task("TOY_outside", version="1.0")
def outside(item: Product[Params], path: str) -> Product[Params]:
    """Write where it may not."""
    Path(path).write_text("mine")
    return item


@task("TOY_invalid", version="1.0")
def invalid(item: Product[Params]) -> list[Product[DpdNirRelPhotoExpCalibration]]:
    """Make a calibration that is fine, and one whose range ends before it begins."""

    def made(begin: str, end: str) -> Product[DpdNirRelPhotoExpCalibration]:
        factor = pro.NirRelPhotoExpFactor(value=1.0, error=0.001, exposure=1)
        data = pro.NirRelPhotoExpCal(
            filter=ins.FilterName.NIR_J,
            validity_range=ins.CalibrationValidPeriod(
                timestamp_start=dpkit.to_xml_time(begin), timestamp_end=dpkit.to_xml_time(end)
            ),
            observation_id=1,
            correction_factor_list=pro.NirRelPhotoExpFactorList(correction_factor=[factor]),
        )
        return dpkit.new(DpdNirRelPhotoExpCalibration, data=data, software=("TOY", "1.0"))

    early, late = "2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z"
    return [made(early, late), made(late, early)]


@task("TOY_nothing", version="1.0")
def nothing(item: Product[Params]) -> Product[Params]:
    """Make nothing."""
    return None  # type: ignore[return-value]


@task("TOY_talk", version="1.0")
def talk(item: Product[Params]) -> Product[Params]:
    """Say something in every way."""
    print("printed")  # noqa: T201
    logging.getLogger("toy").info("logged")
    for _ in range(2):
        logging.getLogger("toy_pf.part").warning("look\nout")
    logging.getLogger("library").warning("of a library")
    warnings.warn("warned", UserWarning, stacklevel=1)
    return params(name_of(item) + "!")


@task("TOY_settle", version="1.2", versions={"1.0": "First.", "1.2": "Has a margin."})
def settle(
    settings: Annotated[Product[Params] | None, port(sets="Data")] = None,
    match_radius: Annotated[float, parameter(unit="arcsec", above=0, maximum=9)] = 0.5,
    minimum_matches: Annotated[int, parameter(minimum=1)] = 10,
    mode: str = "plain",
) -> Product[Params]:
    """Say which parameters it got."""
    return params(f"{match_radius} {minimum_matches} {mode}")


FRONT = frontend(
    script="toy_front",
    positionals=("night", "items"),
    options={
        "-a --association": "association",
        "-i": Switch(name="interactive"),
        "--no_qc": Switch(name="check", value=False),
        "-s": "settings",
    },
    defaults={"association": "AB", "settings": "$TOY_DIR/settings.xml"},
)


@task("TOY_front", version="1.0", frontend=FRONT)
def front(
    items: list[Product[Params]],
    night: str,
    settings: Product[Params] | None = None,
    association: str = "ALL",
    interactive: bool = False,
    check: bool = True,
) -> Product[Params]:
    """Say what it was called with."""
    names = "+".join(map(name_of, items))
    other = "none" if settings is None else name_of(settings)
    return params(f"{night} {names} {other} {association} {interactive} {check}")


@pipeline("TOY_Chain", version="1.0")
def chain(items: list[Product[Params]], text: str = "y") -> Product[Params]:
    """Append to each, then join."""
    return join(append.each(item=items, text=text))


@pipeline("TOY_Faults", version="1.0")
def faults(items: list[Product[Params]]) -> list[Product[Params]]:
    """Two branches for each: one fails on bad, the other on nothing."""
    first = append.each(item=fail.each(item=items), text="f")
    second = append.each(item=items, text="s")
    return gather([first, second])


@pipeline("TOY_Killing", version="1.0")
def killing(items: list[Product[Params]]) -> list[Product[Params]]:
    """Each in a worker that may die."""
    return kill.each(item=items)  # type: ignore[no-any-return]


@pipeline("TOY_Waiting", version="1.0")
def waiting(items: list[Product[Params]], seconds: float = 0.0) -> Product[Params]:
    """Wait in each, then join."""
    return join(sleep.each(item=items, seconds=seconds))


@pipeline("TOY_Dynamic", version="1.0")
def dynamic(item: Product[Params]) -> Product[Params]:
    """Split what a task makes, as many as they are."""
    return join(append.each(item=spread(item), text="d"))


@pipeline("TOY_Branches", version="1.0")
def branches(items: list[Product[Params]], extra: Product[Params] | None = None) -> Product[Params]:
    """Use an optional port, and what a task may not make."""
    pairs = perhaps.each(item=items)
    changed = None if extra is None else append(extra, text="e")
    return join(gather([pairs.first, append.each(item=pairs.second, text="b")]), changed)


@pipeline("TOY_Nested", version="1.0")
def nested(items: list[Product[Params]]) -> Product[Params]:
    """A chain for each group, and one of what comes out."""
    return chain(chain.each(items=[items, items], text="n"), text="m")


@pipeline("TOY_Grouped", version="1.0")
def grouped(
    calibrations: list[Product[DpdNirRelPhotoExpCalibration]], item: Product[Params]
) -> list[Product[Params]]:
    """Count the calibrations of each observation."""
    return count.each(calibrations=group(calibrations, by="observation"), item=item)  # type: ignore[no-any-return]


@pipeline("TOY_Chosen", version="1.0")
def chosen(
    calibrations: list[Product[DpdNirRelPhotoExpCalibration]],
    item: Product[Params],
    observations: str,
) -> list[Product[Params]]:
    """Count the calibrations of some observations."""
    some = choose(calibrations, by="observation", among=observations.split())
    return count.each(calibrations=group(some, by="observation"), item=item)  # type: ignore[no-any-return]


@task("TOY_count", version="1.0")
def count(
    calibrations: list[Product[DpdNirRelPhotoExpCalibration]], item: Product[Params]
) -> Product[Params]:
    """Say how many calibrations there are of which observation."""
    observation = calibrations[0].content.data.observation_id
    return params(f"{name_of(item)}{observation}:{len(calibrations)}")


@pipeline("TOY_Appending", version="1.0")
def appending(items: list[Product[Params]]) -> list[Product[Params]]:
    """Append to each."""
    return append.each(item=items)  # type: ignore[no-any-return]


@task("TOY_together", version="1.0")
def together(first: Product[Params], second: Product[Params]) -> Product[Params]:
    """Join two names."""
    return params(name_of(first) + name_of(second))
