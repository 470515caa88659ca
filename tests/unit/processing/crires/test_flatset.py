"""Sets that cannot be measured are refused, in one line that says why."""

import numpy as np
import pytest

from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.flatsetting import FlatSettings
from dpkit.processing.crires.window import Window

FRAMES = np.ones((2, 8, 8))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"dit": 0.0}, "DIT 0.0 s and NDIT 2 give no exposure time"),
        ({"dit": float("nan")}, "DIT nan s"),
        ({"ndit": 0}, "NDIT 0 give no exposure time"),
        ({"frames": {1: FRAMES, 2: FRAMES, 3: FRAMES}}, "frames of the detectors 1, 2, 3"),
        ({"frames": {}}, "frames of the detectors none"),
        ({"frames": {1: FRAMES, 2: FRAMES, 3: FRAMES, 5: FRAMES}}, "detectors 1, 2, 3, 5"),
        (
            {"frames": {1: FRAMES, 2: FRAMES[:1], 3: FRAMES, 4: FRAMES}},
            r"differ in size or number: detector 1 \(2, 8, 8\), detector 2 \(1, 8, 8\)",
        ),
        ({"frames": dict.fromkeys((1, 2, 3, 4), FRAMES[:0])}, "differ in size or number"),
        ({"frames": dict.fromkeys((1, 2, 3, 4), FRAMES[0])}, "differ in size or number"),
        ({"window": Window(columns=9, rows=8)}, r"window of \(8, 9\) pixels, frames of \(8, 8\)"),
        ({"darks": dict.fromkeys((1, 2, 3, 4), np.ones((9, 8)))}, "dark of detector 1"),
        ({"darks": {1: np.ones((8, 8))}}, "darks of the detectors 1 "),
        ({"darks": {}}, "darks of the detectors none"),
    ],
)
def test_set_is_refused(make_flats, given, message):
    with pytest.raises(FlatError, match=message) as caught:
        make_flats(given.pop("frames", FRAMES), name="AB-7", **given)
    assert str(caught.value).startswith("AB-7: ")
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"low_limit": 11.0}, "reversed"),
        ({"high_limit": float("nan")}, "reversed"),
        ({"overexposure_limit": 0.0}, "above 0"),
        ({"illuminated_rows": (9, 3)}, "no range"),
        ({"illuminated_rows": (0, 3)}, "no range"),
    ],
)
def test_settings_are_refused(given, message):
    with pytest.raises(FlatError, match=message):
        FlatSettings(**given)
