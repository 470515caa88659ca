"""Master flats in both normalisations and combinations."""

import numpy as np
import pytest

from dpkit.processing.crires.master import Combination, Normalisation, frame_levels, make_masters

GAINS = {1: 0.5, 2: 1.0, 3: 1.0, 4: 2.0}
LIT = dict.fromkeys(GAINS, np.ones(50, dtype=bool))


@pytest.fixture
def stacks():
    rng = np.random.default_rng(3)
    response = {n: rng.uniform(0.9, 1.1, (50, 40)) for n in GAINS}
    lamp = np.array([900.0, 1000.0, 1150.0])[:, None, None]
    return {n: lamp * GAINS[n] * response[n] for n in GAINS}


def made(stacks, **given):
    levels = {n: frame_levels(stack, LIT[n]) for n, stack in stacks.items()}
    return make_masters(stacks, LIT, levels, **given)


def test_detector_by_itself_loses_its_gain(stacks):
    for number, master in made(stacks).items():
        expected = stacks[number][0] / np.median(stacks[number][0])
        np.testing.assert_allclose(master, expected, rtol=1e-12)


def test_mosaic_keeps_the_gain_from_detector_to_detector(stacks):
    masters = made(stacks, normalisation=Normalisation.MOSAIC)
    whole = np.median(np.stack([stacks[n][0] for n in GAINS]))
    for number, master in masters.items():
        np.testing.assert_allclose(master, stacks[number][0] / whole, rtol=1e-12)
    ratio = np.median(masters[4]) / np.median(masters[1])
    assert ratio == pytest.approx(4.0, rel=0.02)


def test_median_of_frames_is_not_moved_by_a_hit(stacks):
    clean = made(stacks)[2][7, 7]
    stacks[2][1, 7, 7] += 30_000.0
    assert made(stacks, combination=Combination.MEDIAN)[2][7, 7] == pytest.approx(clean, rel=1e-3)
    assert made(stacks)[2][7, 7] > 5.0


def test_frames_are_not_changed(stacks):
    before = {n: stack.copy() for n, stack in stacks.items()}
    for normalisation in Normalisation:
        made(stacks, normalisation=normalisation)
    for number, stack in stacks.items():
        np.testing.assert_array_equal(stack, before[number])


def test_unlit_rows_do_not_enter_the_median():
    stack = np.full((1, 10, 4), 50.0)
    stack[:, 8:] = 100.0
    lit = {1: np.arange(10) >= 8}
    levels = {1: frame_levels(stack, lit[1])}
    (master,) = make_masters({1: stack}, lit, levels).values()
    assert (master[9, 0], master[0, 0]) == (1.0, 0.5)
