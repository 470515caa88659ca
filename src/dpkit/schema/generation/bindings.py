"""Generate the Python classes of a schema package with xsdata, in lazy packages."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from dpkit.errors import SchemaError

__all__ = ["Roots", "write_bindings"]

_LAZY_PACKAGE = '''"""{title}

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
{imports}

_MODULES = {{
{table}
}}

__all__ = [
{names}
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    return getattr(import_module(f"{{__name__}}.{{_MODULES[name]}}"), name)


def __dir__() -> list[str]:
    return __all__
'''


Roots = dict[str, tuple[str, str]]
"""Module below the package and class, by root element with its namespace in braces."""


_TAKEN = ("Any", "TYPE_CHECKING", "import_module")
"""Names that a lazy package has itself."""


def write_bindings(
    modules: Mapping[str, str],
    files: Iterable[Path],
    package: str,
    folder: Path,
    *,
    checked: bool = False,
) -> Roots:
    """Write the classes and codecs of schemas, below lazy packages.

    Parameters
    ----------
    modules : mapping of str to str
        Module by namespace. When it is empty all classes go into one, as they must where a
        schema has no namespace, or where namespaces need each other.
    files : iterable of Path
        The schemas.
    package : str
        Name of the Python package to make.
    folder : Path
        Where to make it; must hold no classes of it yet.
    checked : bool
        Whether the codecs look at the name of every element, as they must for schemas that the
        house style does not bind.

    Returns
    -------
    dict
        What each root element became.

    Raises
    ------
    SchemaError
        xsdata cannot make classes, or two modules of one package have a class of the same name.
    """
    files = list(files)
    roots, required = _run_xsdata(modules, files, package, folder)
    target = folder / package
    if not roots and not any(target.rglob("*.py")):
        raise SchemaError("the schemas declare nothing that could become a class", place=package)
    for init in target.rglob("__init__.py"):
        _write_lazy_package(init, package)
    (target / "py.typed").touch()
    order = {
        "package": package,
        "checked": checked,
        "required": required,
        "files": [str(file.resolve()) for file in files],
    }
    _run("dpkit.schema.codec.run", order=json.dumps(order), folder=folder)
    return roots


def _run_xsdata(
    modules: Mapping[str, str], files: Iterable[Path], package: str, folder: Path
) -> tuple[Roots, list[tuple[str, str, str]]]:
    """Run xsdata in a process of its own.

    It writes into the working directory and keeps caches that a second run would trip over.
    Beside the classes of root elements it tells the lists that a document must have.
    """
    order = {
        "package": package,
        "modules": dict(modules),
        "one_module": not modules,
        "files": [file.resolve().as_uri() for file in files],
    }
    said = _run("dpkit.schema.generation.xsdata_run", order=json.dumps(order), folder=folder)
    answer = json.loads(said or '{"roots": {}, "required": []}')
    below = f"{package}."
    roots = {n: (module.removeprefix(below), cls) for n, (module, cls) in answer["roots"].items()}
    return roots, [(m.removeprefix(below), cls, name) for m, cls, name in answer["required"]]


def _run(program: str, *arguments: str, folder: Path, order: str = "") -> str:
    """Run a program of this package in a folder and return its output.

    The formatter of code is on its path.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    run = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        input=order,
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PATH": path},
        check=False,
    )
    if run.returncode != 0:
        last = run.stderr.strip().rpartition("\n")[2]
        raise SchemaError(
            f"the classes cannot be made: {last}",
            remedy="generating needs the extra `gen`: pip install dpkit[gen]",
        )
    return run.stdout


def _write_lazy_package(init: Path, package: str) -> None:
    """Replace xsdata's eager package initialiser by one that imports on demand."""
    top = init.parent.name == package
    modules = _modules_by_class(init.parent, exclusive=not top)
    if top and not modules:
        init.write_text('"""Generated classes and data dictionary of the schema package."""\n')
        return
    by_module = defaultdict(list)
    for name in sorted(modules):
        by_module[modules[name]].append(name)
    imports = "\n".join(
        f"    from .{module} import {name} as {name}"
        for module, names in sorted(by_module.items())
        for name in names
    )
    init.write_text(
        _LAZY_PACKAGE.format(
            title=f"Classes of the schemas in ``{init.parent.name}``.",
            imports=imports or "    pass",
            table="\n".join(f'    "{name}": "{modules[name]}",' for name in sorted(modules)),
            names="\n".join(f'    "{name}",' for name in sorted(modules)),
        )
    )


def _modules_by_class(folder: Path, *, exclusive: bool) -> dict[str, str]:
    """Return the module of each class of a package.

    A name that is taken twice is refused, or left out: those classes are reached by their module.
    """
    modules: dict[str, str] = {}
    twice: set[str] = set(_TAKEN)
    for module in sorted(folder.glob("*.py")):
        for name in _class_names(module):
            if name in modules and exclusive:
                raise SchemaError(
                    f"class {name} is in both {modules[name]} and {module.stem}",
                    place=folder.name,
                    remedy="rename one of the types",
                )
            if name in modules:
                twice.add(name)
            modules[name] = module.stem
    return {name: module for name, module in modules.items() if name not in twice}


def _class_names(module: Path) -> list[str]:
    if module.name == "__init__.py":
        return []
    tree = ast.parse(module.read_text())
    return [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
