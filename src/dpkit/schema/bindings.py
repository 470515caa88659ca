"""Generate the Python classes of a schema package with xsdata, in lazy packages."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from dpkit.errors import SchemaError
from dpkit.schema.declaration import SchemaSet

__all__ = ["write_bindings"]

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


def write_bindings(schemas: SchemaSet, package: str, folder: Path) -> Path:
    """Write one module per schema file, below lazy packages.

    Parameters
    ----------
    schemas : SchemaSet
        The schema package.
    package : str
        Name of the Python package to make.
    folder : Path
        Where to make it; must not hold it yet.

    Returns
    -------
    Path
        The folder of the package.

    Raises
    ------
    SchemaError
        Two modules of one package have a class of the same name.
    """
    _run_xsdata(schemas, package, folder)
    target = folder / package
    for init in target.rglob("__init__.py"):
        _write_lazy_package(init, package)
    (target / "py.typed").touch()
    return target


def _run_xsdata(schemas: SchemaSet, package: str, folder: Path) -> None:
    """Run xsdata in a process of its own.

    It writes into the working directory and keeps caches that a second run would trip over.
    """
    order = {
        "package": package,
        "modules": {schema.namespace: schema.module for schema in schemas.schemas.values()},
        "files": [schema.file.resolve().as_uri() for schema in schemas.schemas.values()],
    }
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    run = subprocess.run(
        [sys.executable, "-m", "dpkit.schema.xsdata_run"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PATH": path},
        check=False,
    )
    if run.returncode != 0:
        last = run.stderr.strip().rpartition("\n")[2]
        raise SchemaError(
            f"xsdata cannot make classes: {last}",
            place=schemas.folder,
            remedy="generating needs the extra `gen`: pip install dpkit[gen]",
        )


def _write_lazy_package(init: Path, package: str) -> None:
    """Replace xsdata's eager package initialiser by one that imports on demand."""
    if init.parent.name == package:
        init.write_text('"""Generated classes and data dictionary of the schema package."""\n')
        return
    modules: dict[str, str] = {}
    for module in sorted(init.parent.glob("*.py")):
        for name in _class_names(module):
            if name in modules:
                raise SchemaError(
                    f"class {name} is in both {modules[name]} and {module.stem}",
                    place=init.parent.name,
                    remedy="rename one of the types",
                )
            modules[name] = module.stem
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


def _class_names(module: Path) -> list[str]:
    if module.name == "__init__.py":
        return []
    tree = ast.parse(module.read_text())
    return [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
