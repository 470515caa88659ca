"""Write the codecs of generated classes: plain functions that read and write their documents."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.models.elements import XmlMeta, XmlVar

from dpkit.binding.access import has_default
from dpkit.binding.codec import bindings_digest
from dpkit.schema.codec.reader import reader_source
from dpkit.schema.codec.writer import writer_source

__all__ = ["ClassPlan", "Plans", "write_codecs"]

_MODULE = '''"""Codecs of the classes in ``{classes}``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

{imports}

check_bindings({alias}, "{digest}")

UNCOVERED = {uncovered!r}

{tables}


{functions}

READERS = {{
{readers}
}}
WRITERS = {{
{writers}
}}
ROOTS = {{
{roots}
}}
'''


@dataclass(slots=True)
class ClassPlan:
    """What the codec of one class is made of."""

    cls: type[Any]
    meta: XmlMeta
    fields: list[XmlVar]
    derived: list[type[Any]]
    reason: str | None = None


@dataclass(slots=True)
class Plans:
    """The plans of all classes of a package, and how its modules and namespaces are called."""

    package: str
    checked: bool = False
    required: frozenset[tuple[str, str, str]] = frozenset()
    defaulted: frozenset[str] = frozenset()
    plans: dict[type[Any], ClassPlan] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)

    def module_of(self, cls: type[Any]) -> str:
        """Return the module of a class below the package."""
        return cls.__module__.removeprefix(f"{self.package}.")

    def alias(self, module: str) -> str:
        """Return the name under which a codec module imports a module of classes."""
        return "m_" + module.replace(".", "_")

    def codec_alias(self, module: str) -> str:
        """Return the name under which a codec module imports another."""
        return "c_" + module.replace(".", "_")

    def is_required(self, plan: ClassPlan, var: XmlVar) -> bool:
        """Tell whether a document must have an element or attribute."""
        if var.nillable and var in plan.fields:  # which xsdata calls required never
            return not has_default(plan.cls, var.name)
        name = f"@{var.local_name}" if var.is_attribute else var.local_name
        owners = [base for base in plan.cls.__mro__ if base in self.plans]
        listed = any((self.module_of(c), c.__name__, name) in self.required for c in owners)
        return var.required or (listed and var in plan.fields)

    def may_lack_list(self, plan: ClassPlan, var: XmlVar) -> bool:
        """Tell whether a field is a list that a document may leave out, or have without items."""
        single = var.tokens and not var.is_text and not var.list_element
        own = single and var.default is list and var in plan.fields
        return own and not self.is_required(plan, var)

    def class_name(self, cls: type[Any], home: str) -> str:
        """Return the expression for a class within the codec module of ``home``."""
        return f"{self.alias(self.module_of(cls))}.{cls.__name__}"

    def function(self, verb: str, cls: type[Any], home: str) -> str:
        """Return the expression for a function of a class within a codec module."""
        module = self.module_of(cls)
        name = f"{verb}_{cls.__name__}"
        return name if module == home else f"{self.codec_alias(module)}.{name}"

    def codec_place(self, cls: type[Any]) -> tuple[str, str]:
        """Return the codec module of a class and its name, to be imported when it is needed."""
        return f"{self.package}.codec.{self.module_of(cls)}", cls.__name__

    def root_tag(self, plan: ClassPlan) -> str:
        """Return the tag of a root element; its prefix is ``p`` when nothing else needs one."""
        namespace, _, local = plan.meta.qname.rpartition("}")
        if not namespace:
            return local
        return f"{self.prefixes.get(namespace[1:], 'p')}:{local}"

    def declarations(self, plan: ClassPlan) -> str:
        """Return the namespace declarations of a root element."""
        reached = self._reached(plan.cls, set())
        names = {name for cls in reached for name in _qualified_fields(self.plans[cls])}
        used = {name.rpartition("}")[0][1:] for name in names}
        declared = {self.prefixes[namespace]: namespace for namespace in sorted(used)}
        own = plan.meta.qname.rpartition("}")[0][1:]
        if own:
            declared[self.prefixes.get(own, "p")] = own
        return "".join(f' xmlns:{prefix}="{name}"' for prefix, name in declared.items())

    def _reached(self, cls: type[Any], seen: set[type[Any]]) -> set[type[Any]]:
        if cls not in seen:
            seen.add(cls)
            plan = self.plans[cls]
            for var in plan.fields:
                for one in (var, *var.elements.values()):
                    if one.clazz is not None and one.clazz in self.plans:
                        self._reached(one.clazz, seen)
            for derived in plan.derived:
                self._reached(derived, seen)
        return seen

    def prefixed(self, qname: str) -> str:
        """Return a qualified name as it is written, with the prefix of its namespace."""
        namespace, _, local = qname.rpartition("}")
        return f"{self.prefixes[namespace[1:]]}:{local}" if namespace else local


def write_codecs(
    package: str,
    modules: list[ModuleType],
    folder: Path,
    *,
    checked: bool = False,
    required: frozenset[tuple[str, str, str]] = frozenset(),
    defaulted: frozenset[str] = frozenset(),
) -> None:
    """Write the codec modules of a package of classes.

    Parameters
    ----------
    package : str
        Name of the package, importable.
    modules : list of module
        The modules of its classes.
    folder : Path
        Folder of the package; the codecs go into its folder ``codec``.
    checked : bool
        Whether readers look at the name of every element. They need not where a schema says all
        elements in a fixed order, as ours do.
    required : frozenset of tuple of str
        Module below the package, class, and element or attribute of the lists that a document
        must have; the classes do not tell them from those that are left out.
    defaulted : frozenset of str
        Names of the elements with a default: they may be empty whatever their type, which the
        classes do not tell where the element is optional.
    """
    plans = Plans(package, checked, required, defaulted)
    _plan(plans, modules)
    for module in modules:
        name = module.__name__.removeprefix(f"{package}.")
        target = folder / "codec" / (name.replace(".", "/") + ".py")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_module_source(plans, module, name))
    for parent in {p.parent for p in (folder / "codec").rglob("*.py")}:
        (parent / "__init__.py").write_text('"""Codecs of the generated classes."""\n')
    (folder / "codec" / "__init__.py").write_text('"""Codecs of the generated classes."""\n')


def _plan(plans: Plans, modules: list[ModuleType]) -> None:
    context = XmlContext()
    for cls in _classes(modules):
        meta = context.build(cls)
        fields = sorted(meta.get_all_vars(), key=lambda var: var.index)
        plans.plans[cls] = ClassPlan(cls=cls, meta=meta, fields=fields, derived=[])
    for cls in plans.plans:
        for base in cls.__mro__[1:]:
            if base in plans.plans:
                plans.plans[base].derived.append(cls)
    _name_prefixes(plans)
    for plan in plans.plans.values():
        plan.reason = _own_reason(plan)


def _classes(modules: list[ModuleType]) -> Iterator[type[Any]]:
    for module in modules:
        for value in vars(module).values():
            own = inspect.isclass(value) and value.__module__ == module.__name__
            if own and hasattr(value, "__dataclass_fields__"):
                yield value


def _name_prefixes(plans: Plans) -> None:
    """Give every namespace a prefix: the last part of its name, numbered where it is taken."""
    namespaces = {
        name.rpartition("}")[0][1:]
        for plan in plans.plans.values()
        for name in _qualified_fields(plan)
    }
    for namespace in sorted(namespaces):
        last = namespace.replace(":", "/").rstrip("/").rpartition("/")[2].lower()
        stem = "".join(c for c in last if c.isalnum()) or "ns"
        stem = f"n{stem}" if stem[0].isdigit() or stem.startswith("xml") else stem
        prefix, number = stem, 2
        while prefix in plans.prefixes.values():
            prefix, number = f"{stem}{number}", number + 1
        plans.prefixes[namespace] = prefix


def _qualified_fields(plan: ClassPlan) -> Iterator[str]:
    """Yield the names of a class's elements and attributes that are in a namespace."""
    for var in plan.fields:
        if not (var.is_attributes or var.is_wildcard):  # which stand for names of any namespace
            yield from (name for name in (var.qname, *var.elements) if name.startswith("{"))


def _own_reason(plan: ClassPlan) -> str | None:
    """Return why a class is not covered, looking at its own fields only."""
    for var in plan.fields:
        for one in (var, *var.elements.values()):
            if one.mixed:  # which is a wildcard as well
                return "mixed content"
            if one.is_wildcard or one.wildcards:
                return "wildcard"
            if one.is_clazz_union:
                return "union of classes"
            if one.wrapper:
                return "wrapper"
        if var.sequence is not None and var.list_element:
            return "interleaved sequence"
    if plan.meta.nillable:
        return "nillable class"
    return None


def _module_source(plans: Plans, module: ModuleType, name: str) -> str:
    own = [plan for cls, plan in plans.plans.items() if cls.__module__ == module.__name__]
    tables: dict[str, str] = {}
    functions = []
    for plan in own:
        functions.append(reader_source(plans, plan, name, tables))
        functions.append(writer_source(plans, plan, name))
    used = sorted({plans.module_of(c) for plan in own for c in _mentioned(plan)} | {name})
    imports = [f"import {plans.package}.{m} as {plans.alias(m)}" for m in used]
    imports += [
        f"import {plans.package}.codec.{m} as {plans.codec_alias(m)}" for m in used if m != name
    ]
    return _MODULE.format(
        classes=module.__name__,
        imports="\n".join(imports),
        alias=plans.alias(name),
        digest=bindings_digest(module),
        uncovered={plan.cls.__name__: plan.reason for plan in own if plan.reason},
        tables="\n".join(f"{key} = {value}" for key, value in tables.items()),
        functions="\n\n\n".join(functions),
        readers="\n".join(f'    "{p.cls.__name__}": read_{p.cls.__name__},' for p in own),
        writers="\n".join(f'    "{p.cls.__name__}": write_{p.cls.__name__},' for p in own),
        roots="\n".join(
            f'    "{p.cls.__name__}": ({plans.root_tag(p)!r}, {plans.declarations(p)!r}),'
            for p in own
        ),
    )


def _mentioned(plan: ClassPlan) -> Iterator[type[Any]]:
    """Yield the generated classes and enumerations that a codec imports.

    Not the derived ones: those of a base type may be in every other module.
    """
    for var in plan.fields:
        for one in (var, *var.elements.values()):
            for kind in one.types:
                if kind.__module__.split(".")[0] == plan.cls.__module__.split(".")[0]:
                    yield kind
