"""Raw CRIRES flats become a master in an archive, which holds once it is certified."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SETTING = "2199.100_15.000_Halogen"
NEXT_DAY = ("--setting", SETTING, "--at", "2011-01-06T00:00:00Z")


def test_master_is_chosen_once_it_is_certified(dpkit: Any, tmp_path: Path) -> None:
    window = ("--window", "257", "129", "128", "96")
    dpkit("simulate", "crires-flats", "--setting", SETTING, *window, "--out", "raw", cwd=tmp_path)
    dpkit("archive", "init", cwd=tmp_path)
    dpkit("archive", "register", "raw", cwd=tmp_path)
    made = dpkit("run", "crires_flat", "--setting", SETTING, "--out", "made", cwd=tmp_path)
    assert len(made.stdout.splitlines()) == 4

    calib = ("archive", "calib", "DpdCriresMasterFlat", *NEXT_DAY, "--format", "json")
    before = dpkit(*calib, cwd=tmp_path, check=False)
    assert before.returncode == 1
    assert [row["id"] for row in json.loads(before.stdout)] == [None]
    find = dpkit("archive", "find", "DpdCriresMasterFlat", "--format", "json", cwd=tmp_path)
    (master,) = json.loads(find.stdout)
    assert master["detector"] == ["1", "2", "3", "4"]
    dpkit("archive", "certify", master["id"], "--reason", "S/N is fine", cwd=tmp_path)
    (chosen,) = json.loads(dpkit(*calib, cwd=tmp_path).stdout)
    assert chosen["id"] == master["id"]
