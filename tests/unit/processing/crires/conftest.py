"""Sets of flats that several tests build."""

import numpy as np
import pytest

from dpkit.processing.crires.flatset import DETECTORS, FlatSet


@pytest.fixture
def make_flats():
    """Build a set from the frames of one detector, or from those of each."""

    def build(frames, *, dit=5.0, ndit=2, **others):
        given = frames if isinstance(frames, dict) else dict.fromkeys(DETECTORS, frames)
        stacks = {number: np.asarray(stack) for number, stack in given.items()}
        return FlatSet(frames=stacks, dit=dit, ndit=ndit, **others)

    return build


@pytest.fixture
def noisy_frames():
    """Draw frames of signal 10000 and signal to noise 100, N x 300 x 400."""

    def draw(number, *, lamp=None, pattern=1.0, shape=(300, 400), seed=5):
        rng = np.random.default_rng(seed)
        levels = np.ones(number) if lamp is None else np.asarray(lamp)
        noise = rng.normal(1.0, 0.01, (number, *shape))
        return (1e4 * levels[:, None, None] * pattern * noise).astype(np.float32)

    return draw
