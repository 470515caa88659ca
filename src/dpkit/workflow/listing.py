"""The tasks and pipelines that are installed, read from the source without importing it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dpkit.entrypoint import entry_points
from dpkit.errors import NotFoundError, TaskError

__all__ = ["Listed", "Listing", "list_declarations"]

GROUP = "dpkit.tasks"
_DECORATORS = {
    f"{module}.{name}": name
    for name in ("task", "pipeline")
    for module in ("dpkit", f"dpkit.workflow.{name}")
}
_PROCEDURE = "dpkit.workflow.procedure.qc_procedure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A task or pipeline as its source declares it.

    Attributes
    ----------
    name, version : str
        Its identity.
    kind : {"task", "pipeline"}
        Which of the two.
    project : str
        Project that it belongs to; empty without one.
    script : str
        Command of its front end; empty without one.
    module, attribute : str
        Where it is.
    inputs, outputs : tuple of str
        Products in and out.
    title : str
        First line of its documentation.
    procedure : bool
        Whether it is a procedure of quality control.
    """

    name: str
    version: str
    kind: str
    project: str
    script: str
    module: str
    attribute: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    title: str
    procedure: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """All that was found, by name, and what could not be read, by module."""

    found: dict[str, Listed]
    problems: dict[str, str]


def list_declarations() -> Listing:
    """List what the modules of the entry point group ``dpkit.tasks`` declare.

    A module that cannot be read is a problem of its own package; the others are listed.

    Raises
    ------
    TaskError
        Two have the same name, or one the name of another's front end.
    """
    found: dict[str, Listed] = {}
    problems: dict[str, str] = {}
    taken: dict[str, str] = {}
    for module in sorted({point.value for point in entry_points(group=GROUP)}):
        try:
            declared = _read(module, _source_file(module))
        except (SyntaxError, OSError, ValueError, NotFoundError, TaskError) as error:
            problems[module] = str(error)
            continue
        for one in declared:
            for name in sorted({one.name, one.script} - {""}):
                if name in taken:
                    raise TaskError(
                        f"{name!r} is declared twice, here and in {taken[name]}",
                        place=module,
                        remedy="rename one of the two, or leave one of the packages out",
                    )
                taken[name] = module
            found[one.name] = one
    return Listing(dict(sorted(found.items())), problems)


def _source_file(module: str) -> Path:
    """Return the file of a module; only the package at the top is looked for, none imported."""
    top, *rest = module.split(".")
    spec = find_spec(top)
    if spec is None:
        raise NotFoundError(f"there is no package {top!r}", place=module, remedy="install it")
    if not rest and spec.origin is not None:
        return Path(spec.origin)
    for folder in spec.submodule_search_locations or ():
        base = Path(folder, *rest)
        for file in (base.with_suffix(".py"), base / "__init__.py"):
            if file.is_file():
                return file
    raise NotFoundError(
        "there is no such module", place=module, remedy="correct the entry point of its package"
    )


def _read(module: str, file: Path) -> tuple[Listed, ...]:
    stamp = file.stat()
    return _parse(module, file, stamp.st_mtime_ns)


@lru_cache(maxsize=256)
def _parse(module: str, file: Path, _changed: int) -> tuple[Listed, ...]:
    tree = ast.parse(file.read_bytes(), filename=str(file))
    names = _imported(tree)
    constants = {**dict(_imported_constants(names, module)), **dict(_constants(tree))}
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    fronts = dict(_assigned_calls(tree))
    found = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            kind = _kind(decorator, names)
            if kind is not None and isinstance(decorator, ast.Call):
                place = f"{file}:{decorator.lineno}"
                one = _listed(node, decorator, kind, module, place, constants, classes, fronts)
                found.append(replace(one, procedure=_is_procedure(node, names)))
    return tuple(found)


def _imported(tree: ast.Module) -> dict[str, str]:
    """Return what each imported name of a module stands for."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def _imported_constants(names: dict[str, str], module: str) -> Iterator[tuple[str, Any]]:
    """Yield the constants that a module imports from its own package."""
    package = module.partition(".")[0]
    for name, full in names.items():
        home, _, original = full.rpartition(".")
        if original.isupper() and home.partition(".")[0] == package:
            tree = ast.parse(_source_file(home).read_bytes())
            yield name, dict(_constants(tree)).get(original, "")


def _constants(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value.value


def _assigned_calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Yield the names that stand for what a call returned, such as a front end."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value


def _kind(decorator: ast.expr, names: dict[str, str]) -> str | None:
    return _DECORATORS.get(_full_name(decorator, names))


def _is_procedure(node: ast.FunctionDef, names: dict[str, str]) -> bool:
    return any(_full_name(one, names) == _PROCEDURE for one in node.decorator_list)


def _full_name(decorator: ast.expr, names: dict[str, str]) -> str:
    """Return the name of what a decorator calls, with its module; empty for one not called."""
    if not isinstance(decorator, ast.Call):
        return ""
    head, _, rest = ast.unparse(decorator.func).partition(".")
    return f"{names.get(head, head)}.{rest}" if rest else names.get(head, head)


def _listed(
    node: ast.FunctionDef,
    decorator: ast.Call,
    kind: str,
    module: str,
    place: str,
    constants: dict[str, Any],
    classes: dict[str, ast.ClassDef],
    fronts: dict[str, ast.Call],
) -> Listed:
    given = {word.arg: word.value for word in decorator.keywords if word.arg}

    def text(value: ast.expr | None) -> str:
        if isinstance(value, ast.Name):
            return str(constants.get(value.id, ""))  # a constant of the module or one it imports
        return str(value.value or "") if isinstance(value, ast.Constant) else ""

    front = given.get("frontend")
    front = fronts.get(front.id) if isinstance(front, ast.Name) else front
    words = front.keywords if isinstance(front, ast.Call) else []
    name = text(decorator.args[0] if decorator.args else given.get("name"))
    if not name:
        raise TaskError(
            f"the name of the {kind} {node.name} cannot be read from the source",
            place=place,
            remedy='write it out: @task("NAME", version="1.0")',
        )
    arguments = [*node.args.args, *node.args.kwonlyargs]
    return Listed(
        name=name,
        version=text(given.get("version")),
        kind=kind,
        project=text(given.get("project")),
        script=next((text(word.value) for word in words if word.arg == "script"), ""),
        module=module,
        attribute=node.name,
        inputs=tuple(p for one in arguments for p in _products(one.annotation, classes)),
        outputs=tuple(_products(node.returns, classes)),
        title=(ast.get_docstring(node) or "").partition("\n")[0],
    )


def _products(annotation: ast.expr | None, classes: dict[str, ast.ClassDef]) -> Iterator[str]:
    """Yield the products of an annotation, or of the fields of a named tuple."""
    if isinstance(annotation, ast.Name) and annotation.id in classes:
        for field in classes[annotation.id].body:
            if isinstance(field, ast.AnnAssign):
                yield from _products(field.annotation, {})
    for part in ast.walk(annotation) if annotation is not None else ():
        if isinstance(part, ast.Subscript) and ast.unparse(part.value).endswith("Product"):
            yield ast.unparse(part.slice).rpartition(".")[2]
