"""Chunks of a stream in processes: in order, few at a time, and no silence when one is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence

import pytest

from dpkit.parallel import map_chunks

started: list[int] = []


def slow_sum(numbers: Sequence[int]) -> tuple[int, int]:
    """Add numbers; the first chunks take longest."""
    time.sleep(0.02 * (numbers[0] < 4))
    return sum(numbers), os.getpid()


def begin(number: int) -> None:
    started.append(number)


def what_began(_numbers: Sequence[int]) -> list[int]:
    return started


def kill_itself(numbers: Sequence[int]) -> int:
    if 3 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return sum(numbers)


def divide(numbers: Sequence[int]) -> float:
    return 1 / numbers[0]


def pairs(count: int) -> Iterator[tuple[str, list[int]]]:
    return ((f"chunk {n}", [n, n + 1]) for n in range(count))


def test_results_come_in_order_from_other_processes() -> None:
    made = list(map_chunks(slow_sum, pairs(20), 2))
    assert [given for given, _ in made] == [f"chunk {n}" for n in range(20)]
    assert [total for _, (total, _) in made] == [2 * n + 1 for n in range(20)]
    assert os.getpid() not in {process for _, (_, process) in made}


def test_few_chunks_are_taken_ahead() -> None:
    taken = []

    def watched() -> Iterator[tuple[int, list[int]]]:
        for number in range(1000):
            taken.append(number)
            yield number, [number]

    results = map_chunks(slow_sum, watched(), 2)
    next(results)
    assert len(taken) <= 7
    results.close()


def test_processes_are_prepared() -> None:
    made = list(map_chunks(what_began, pairs(4), 2, start=begin, arguments=(7,)))
    assert [one for _, one in made] == [[7]] * 4
    assert started == []


def test_a_process_that_is_killed_is_told_with_its_work() -> None:
    with pytest.raises(
        RuntimeError, match=r"a process ended while it did its work from [23] to [34]"
    ):
        list(map_chunks(kill_itself, pairs(20), 2))


def test_an_error_of_the_work_is_that_of_the_call() -> None:
    with pytest.raises(ZeroDivisionError):
        list(map_chunks(divide, pairs(3), 2))
