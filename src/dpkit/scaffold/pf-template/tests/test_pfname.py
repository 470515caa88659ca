"""What the tasks of PFNAME do."""

from __future__ import annotations

from pathlib import Path

import pytest

import dpkit
from pfname_dm import Level, PfNameLevel, PfNameReading, Reading
from pfname_pf.pipelines import process_readings
from pfname_pf.tasks import join_levels, measure_level


def reading(values: list[float], *, night: int = 1, name: str = "red") -> dpkit.Product:
    data = Reading(night=night, filter=name, number=1, value=values)
    return dpkit.new(PfNameReading, data=data, software=("test", "1.0"))


def level(mean: float, values: int, *, night: int = 1) -> dpkit.Product:
    data = Level(night=night, filter="red", mean=mean, values=values)
    return dpkit.new(PfNameLevel, data=data, software=("test", "1.0"))


def test_outliers_do_not_count() -> None:
    data = measure_level(reading([1.0, 2.0, 3.0, 50.0]), limit=2.0).content.data
    assert (data.mean, data.values) == (2.0, 3)


def test_levels_are_joined_by_their_numbers_of_values() -> None:
    data = join_levels([level(1.0, 1), level(4.0, 2)]).content.data
    assert (data.mean, data.values) == (3.0, 3)


def test_levels_of_two_nights_are_not_joined() -> None:
    with pytest.raises(dpkit.TaskError, match="several nights"):
        join_levels([level(1.0, 1), level(1.0, 1, night=2)])


def test_the_pipeline_makes_a_level_of_each_night_and_filter() -> None:
    given = [reading([1.0], night=2), reading([3.0], night=1), reading([5.0], night=2)]
    given.append(reading([7.0], night=1, name="blue"))
    data = [one.content.data for one in process_readings(given)]
    assert [(one.night, one.filter, one.mean) for one in data] == [
        (1, "blue", 7.0),
        (1, "red", 3.0),
        (2, "red", 3.0),
    ]


def test_what_is_written_is_valid(tmp_path: Path) -> None:
    document = dpkit.write(measure_level(reading([1.0, 2.0])), tmp_path)
    assert dpkit.validate(document).ok
    assert dpkit.read(document, PfNameLevel).content.data.mean == 1.5
