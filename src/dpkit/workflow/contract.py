"""The names that a workflow manager gives to the outputs of a task."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from dpkit.errors import TaskError

__all__ = ["check_names", "name_outputs"]


def name_outputs(
    outputs: Mapping[str, Sequence[Path]], names: Mapping[str, str], folder: Path
) -> dict[Path, Path]:
    """Give outputs the names that were asked for.

    A document is renamed; where there are several, a JSON list of them is written. The names of
    files in a list, and those asked for, are relative to the folder of the products. For an
    output that is optional and was not made there is no file.

    Parameters
    ----------
    outputs : mapping of str to sequence of Path
        Documents by port, absolute.
    names : mapping of str to str
        Names by port; those of list files end in ``.json``.
    folder : Path
        Folder of the products.

    Returns
    -------
    dict of Path to Path
        The new place of each document that was renamed.

    Raises
    ------
    TaskError
        A file of that name is there already, or several products are to have one name.
    """
    check_names(names, folder)
    base = folder.absolute()
    wanted = {base / name: outputs[port] for port, name in names.items()}
    for target, documents in wanted.items():
        if len(documents) > 1 and target.suffix != ".json":
            raise TaskError(
                f"{len(documents)} products cannot have one name",
                place=target,
                remedy="give the name of a list file, such as out.json",
            )
    renamed: dict[Path, Path] = {}
    for target, documents in wanted.items():
        if target.suffix == ".json":
            _write_list(target, [str(path.relative_to(base)) for path in documents])
        else:
            renamed |= {document: document.rename(target) for document in documents}
    return renamed


def check_names(names: Mapping[str, str], folder: Path) -> None:
    """Check the names that are asked for, before anything runs.

    Raises
    ------
    TaskError
        A file of that name is there already, two outputs are to have it, or it is in another
        folder than the products.
    """
    base = folder.absolute()
    targets = [base / name for name in names.values()]
    for target in targets:
        if targets.count(target) > 1:
            raise TaskError(
                "is the name of two outputs", place=target, remedy="give each a name of its own"
            )
        if target.exists():
            raise TaskError(
                "is there already", place=target, remedy="give another name, or remove it first"
            )
        if target.suffix != ".json" and target.parent != base:
            raise TaskError(
                "is not in the folder of the products, whose files a document refers to",
                place=target,
                remedy="give a name without a folder",
            )


def _write_list(file: Path, names: Sequence[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}")
    draft.write_text(json.dumps(names, indent=1) + "\n")
    draft.rename(file)
