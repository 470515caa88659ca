"""Whatever is registered: after export and import the other archive gives the same answers."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dpkit.errors import ValidityError
from dpkit_archive import Archive

DAY = 86_400 * 10**9
NUMBERS = itertools.count()

products = st.lists(
    st.tuples(
        st.sampled_from(["parameters", "factors", "catalog"]),
        st.integers(1, 3),  # what it is one version of
        st.integers(0, 2),  # what it says
        st.integers(1, 27),  # first day of its range
        st.integers(1, 3),  # days of its range
        st.sampled_from(["UNKNOWN", "VALID", "INVALID"]),
        st.sampled_from(["main", "night"]),
    ),
    min_size=1,
    max_size=7,
)


def register(archive: Archive, make, run: int, drawn: list[tuple[Any, ...]]) -> None:
    """Register products into a dataset of their own, each made from the one before."""
    before: list[str] = []
    for number, (kind, which, says, day, days, status, named) in enumerate(drawn):
        header = {"id": f"R{run}-{number}", "status": status}
        if kind == "parameters":
            source = make.parameters(f"s{which}", says / 10 + 0.1, **header)
        elif kind == "catalog":
            source = make.catalog(which, 1, sources=says + 1, **header)
        else:
            ends = {"begin": f"2026-03-{day:02}T00:00:00Z"}
            ends |= {"end": f"2026-03-{day + days:02}T00:00:00Z"}
            source = make.factors(**ends, observation=which, values=(1.0, 1 + says), **header)
        inputs = {"before": before[-1:]} if before else {}
        try:
            made = archive.register(
                source, dataset=f"run{run}", calibration_set=f"{named}{run}", inputs=inputs
            )
        except ValidityError:
            continue  # it overlaps another one
        before.append(made.id)


def calibrations(archive: Archive, run: int) -> list[Any]:
    """Return which calibration holds on each day, in each set."""
    found = []
    with archive._database.reading() as connection:
        sets = connection.exec_driver_sql("SELECT name FROM calibration_set").scalars().all()
    mine = sorted(name for name in sets if name.endswith(str(run)) and name != "main")
    for name in mine:
        for day in range(32):
            choice = archive.calib(
                "DpdNirRelPhotoExpCalibration",
                at=1_772_323_237 * 10**9 + day * DAY,
                keys={"filter": "NIR_J"},
                calibration_set=[name],
            )
            chosen = None if choice.chosen is None else choice.chosen.id
            found.append((name, day, chosen, choice.begin, choice.end))
    return found


@pytest.fixture
def places(archive: Archive, other: Archive, make, tmp_path: Path) -> tuple[Any, ...]:
    return archive, other, make, tmp_path


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=products, tar=st.booleans())
def test_the_other_archive_gives_the_same_answers(places, answers, drawn, tar) -> None:
    archive, other, make, folder = places
    run = next(NUMBERS)
    register(archive, make, run, drawn)
    package = folder / (f"{run}.tar" if tar else f"{run}")
    everything = archive.query().dataset(f"run{run}").all_versions()
    every = everything.status("registered", "valid", "invalid")
    done = other.import_package(archive.export(package, every).path)
    assert done.new == done.proved == every.count()
    there, here = answers(archive), answers(other)
    for one in (*there["show"], *here["show"]):
        one["validity"] = [v for v in one["validity"] if v["state"] != "retired"]
    assert here == there
    assert calibrations(other, run) == [
        one for one in calibrations(archive, run) if one[0] in sets_of(other)
    ]
    assert not other.import_package(package).changed


def sets_of(archive: Archive) -> set[str]:
    with archive._database.reading() as connection:
        return set(connection.exec_driver_sql("SELECT name FROM calibration_set").scalars())
