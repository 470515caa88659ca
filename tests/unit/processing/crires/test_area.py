"""Lit rows and vignetted columns."""

import numpy as np

from dpkit.processing.crires.area import configured_rows, lit_rows, vignetted_columns


def test_central_rows_of_a_short_slit_are_lit():
    frame = np.full((512, 100), 20.0)
    frame[56:456] = 4000.0
    frame[100, :40] = np.nan
    frame[101] = np.nan
    found = np.flatnonzero(lit_rows(frame))
    assert found.tolist() == [row for row in range(56, 456) if row != 101]


def test_rows_move_with_the_window():
    full = configured_rows((57, 456), 1, 512)
    window = configured_rows((57, 456), 41, 100)
    np.testing.assert_array_equal(window, full[40:140])


def test_only_outer_halves_of_outer_detectors_are_vignetted():
    master = np.ones((20, 100))
    master[:, :30] = 0.4
    master[:, 80:] = 0.49
    lit = np.ones(20, dtype=bool)
    found = {n: np.flatnonzero(vignetted_columns(master, lit, n)).tolist() for n in (1, 2, 3, 4)}
    assert found == {1: list(range(30)), 2: [], 3: [], 4: list(range(80, 100))}


def test_unlit_detector_is_not_called_vignetted():
    assert not vignetted_columns(np.ones((4, 6)), np.zeros(4, dtype=bool), 1).any()
