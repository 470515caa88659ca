"""Start a package of products and processing functions."""

from __future__ import annotations

import keyword
import re
import shutil
import tempfile
from pathlib import Path

from dpkit.errors import TaskError
from dpkit.schema.generation.package import generate

__all__ = ["new_pf"]

_TEMPLATE = Path(__file__).parent / "pf-template"
_NAME = re.compile(r"[a-z][a-z0-9]*")


def new_pf(name: str, out: Path) -> list[Path]:
    """Write a package with two products, two tasks, a pipeline, a simulator and tests.

    Parameters
    ----------
    name : str
        Name of the package, in lower-case letters and digits.
    out : Path
        Folder of the package; it must be empty or not there.

    Returns
    -------
    list of Path
        The files, without those that were generated from the schema.

    Raises
    ------
    TaskError
        The name cannot be that of a package, or the folder holds something already.
    """
    if not _NAME.fullmatch(name) or keyword.iskeyword(name) or name == "dpkit":
        raise TaskError(
            f"{name!r} cannot be the name of a package",
            remedy="use lower-case letters and digits, as in dome",
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise TaskError("is there already", place=out, remedy="give another folder, or remove it")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as scratch:
        draft = Path(scratch) / "package"
        written = _fill(name, draft)
        generate(draft / f"{name}_xsd", f"{name}_dm", draft)
        if out.exists():
            out.rmdir()
        draft.rename(out)
    return [out / path for path in written]


def _fill(name: str, folder: Path) -> list[Path]:
    """Write the files of the template with the name in place, and return them."""
    written = []
    for file in sorted(_TEMPLATE.rglob("*")):
        if not file.is_file() or "__pycache__" in file.parts:
            continue
        place = Path(_named(str(file.relative_to(_TEMPLATE)), name))
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        target.write_text(_named(file.read_text(encoding="utf-8"), name), encoding="utf-8")
        written.append(place)
    return written


def _named(text: str, name: str) -> str:
    for word, value in (("pfname", name), ("PfName", name.capitalize()), ("PFNAME", name.upper())):
        text = text.replace(word, value)
    return text
