"""Kernels without numba: the same numbers, in an interpreter of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dpkit.processing.vmpz import kernel

SCRIPT = """
import hashlib, sys
if sys.argv[1] == "none":
    sys.modules["numba"] = None
import numpy as np
from astropy.wcs import WCS
from dpkit.processing.vmpz.flagimage import count_flags
from dpkit.processing.vmpz.footprint import footprint
from dpkit.processing.vmpz.kernel import COMPILED
quads = np.array([[(0.1, 1), (0.3, 1), (0.3, 1.2), (0.1, 1.2)],
                  [(0.2, 1.1), (0.4, 1.1), (0.4, 1.3), (0.2, 1.3)],
                  [(359.9, 89.9), (90, 89.9), (180, 89.9), (270, 89.9)]])
ell = [(10, 10), (10.3, 10), (10.3, 10.1), (10.1, 10.1), (10.1, 10.3), (10, 10.3)]
found = footprint([*quads, ell], 12)
wcs = WCS(naxis=2)
wcs.wcs.ctype, wcs.wcs.crval = ["RA---TAN", "DEC--TAN"], [45.0, 41.81]
wcs.wcs.cdelt, wcs.wcs.crpix = [-1e-4, 1e-4], [100, 100]
flags = np.random.default_rng(1).integers(0, 64, (200, 300)).astype(np.uint16)
counts = count_flags(flags, wcs, 14, bits=range(6), masks=[5])
digest = hashlib.sha256()
for array in (found.cells, found.fraction, counts.cells, counts.table):
    digest.update(array.tobytes())
print(COMPILED, digest.hexdigest())
"""


def run(numba, **environment):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, numba],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    )
    compiled, digest = done.stdout.split()
    return compiled == "True", digest


def test_all_ways_give_the_same_bits():
    pytest.importorskip("numba")
    compiled, expected = run("numba")
    assert compiled
    for numba, environment in (("none", {}), ("numba", {"NUMBA_DISABLE_JIT": "1"})):
        compiled, digest = run(numba, **environment)
        assert not compiled
        assert digest == expected


def test_machine_code_is_kept_where_the_user_says(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "a"))
    assert kernel.cache_folder() == tmp_path / "a"
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kernel.cache_folder() == tmp_path / "dpkit" / "kernels"
