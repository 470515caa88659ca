"""Write the function that reads the element of one class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from xsdata.formats.dataclass.models.elements import XmlVar
from xsdata.models.datatype import XmlDateTime

if TYPE_CHECKING:
    from dpkit.schema.codec.package import ClassPlan, Plans

__all__ = ["reader_source"]

_INDENT = "    "


def reader_source(plans: Plans, plan: ClassPlan, home: str, tables: dict[str, str]) -> str:
    """Return the source of a reader.

    1. Attributes and text.
    2. The required elements at the begin, taken apart by position.
    3. The rest in the order of the schema, each element looked at once.

    Parameters
    ----------
    plans, plan
        The package and the class.
    home : str
        Module of the class below the package.
    tables : dict
        Tables that the module needs besides; filled in.
    """
    return _Reader(plans, plan, home, tables).source()


class _Reader:
    def __init__(self, plans: Plans, plan: ClassPlan, home: str, tables: dict[str, str]) -> None:
        self.plans, self.plan, self.home, self.tables = plans, plan, home, tables
        self.elements = [v for v in plan.fields if v.is_element or v.is_elements]

    def source(self) -> str:
        name = self.plan.cls.__name__
        head = f"def read_{name}(node):\n"
        if self.plan.reason is not None:
            return f"{head}{_INDENT}raise UncoveredError({self.plan.reason!r})"
        lines = [f"made = new({self.plans.class_name(self.plan.cls, self.home)})"]
        lines += self._own()
        lines += self._children()
        lines.append("return made")
        return head + "\n".join(_INDENT + line for line in lines)

    def _own(self) -> Iterator[str]:
        """Yield what reads attributes and text, and sets fixed values."""
        for left in fields(self.plan.cls):
            if left.metadata.get("type") == "Ignore":  # a restriction has no such element
                default = "[]" if left.default is MISSING else repr(left.default)
                yield f"made.{left.name} = {default}"
        for var in self.plan.fields:
            if not var.init:
                yield f"made.{var.name} = {self._default(var)}"
            elif var.is_attributes:
                yield f"made.{var.name} = other_attributes(node, {self._attribute_names()})"
            elif var.is_attribute:
                yield f"value = node.get({var.qname!r})"
                yield (
                    f"made.{var.name} = {self._default(var)} if value is None "
                    f"else {self._convert(var, 'value', attribute=True)}"
                )
            elif var.is_text:
                yield f"made.{var.name} = {self._leaf(var, 'node')}"

    def _attribute_names(self) -> set[str]:
        return {v.qname for v in self.plan.fields if v.is_attribute}

    def _children(self) -> Iterator[str]:
        """Yield what reads the child elements."""
        free = [v for v in self.elements if v.init]
        if not free:
            return
        if len(free) == 1 and free[0].is_element and free[0].list_element:
            yield f"made.{free[0].name} = [{self._value(free[0], 'child')} for child in node]"
            return
        prefix = self._required_prefix(free)
        rest = free[len(prefix) :]
        if prefix:
            names = ", ".join(f"c{i}" for i in range(len(prefix)))
            yield f"{names}{', *rest' if rest else ','} = node"
            for i, var in enumerate(prefix):
                yield f"made.{var.name} = {self._value(var, f'c{i}')}"
        if not rest:
            return
        yield f"children = iter({'rest' if prefix else 'node'})"
        yield "child = next(children, None)"
        for var in rest:
            yield from self._optional(var)
        yield "if child is not None:"
        yield f"{_INDENT}raise UncoveredError('order of elements')"

    def _required_prefix(self, free: list[XmlVar]) -> list[XmlVar]:
        prefix: list[XmlVar] = []
        if self.plans.checked:
            return prefix
        for var in free:
            if not (var.is_element and var.required and not var.list_element):
                break
            prefix.append(var)
        return prefix

    def _optional(self, var: XmlVar) -> Iterator[str]:
        """Yield what reads an element, or a choice of elements, that may be there."""
        if var.is_elements:
            yield from self._choice(var)
        elif var.list_element:
            yield f"items = made.{var.name} = []"
            yield f"while child is not None and child.tag == {var.qname!r}:"
            yield f"{_INDENT}items.append({self._value(var, 'child')})"
            yield f"{_INDENT}child = next(children, None)"
        else:
            yield f"if child is not None and child.tag == {var.qname!r}:"
            yield f"{_INDENT}made.{var.name} = {self._value(var, 'child')}"
            yield f"{_INDENT}child = next(children, None)"
            yield "else:"
            yield f"{_INDENT}{self._absent(var)}"

    def _absent(self, var: XmlVar) -> str:
        """Return the statement for an element that is not where it may be."""
        if self.plans.is_required(self.plan, var):
            return "raise UncoveredError('order of elements')"
        return f"made.{var.name} = {self._default(var)}"

    def _choice(self, var: XmlVar) -> Iterator[str]:
        table = f"_{self.plan.cls.__name__}_{var.name}"
        entries = ", ".join(
            f"{qname!r}: lambda child: {self._value(one, 'child', var)}"
            for qname, one in var.elements.items()
        )
        self.tables[table] = f"{{{entries}}}"
        if var.list_element:
            yield f"items = made.{var.name} = []"
            yield f"while child is not None and (read := {table}.get(child.tag)) is not None:"
            yield f"{_INDENT}items.append(read(child))"
            yield f"{_INDENT}child = next(children, None)"
        else:
            yield f"if child is not None and (read := {table}.get(child.tag)) is not None:"
            yield f"{_INDENT}made.{var.name} = read(child)"
            yield f"{_INDENT}child = next(children, None)"
            yield "else:"
            yield f"{_INDENT}{self._absent(var)}"

    def _value(self, var: XmlVar, node: str, choice: XmlVar | None = None) -> str:
        """Return the expression for the value of an element, which may be one of a choice."""
        if var.clazz is None:
            leaf = self._leaf(var, node)
            return f"nil({node}) if is_nil({node}) else {leaf}" if var.nillable else leaf
        read = self.plans.function("read", var.clazz, self.home)
        derived = self.plans.plans[var.clazz].derived
        call = f"{read}({node})"
        if derived:
            taken = {} if choice is None else self._taken(var, choice)
            others = ", ".join(
                f"{self.plans.plans[c].meta.target_qname!r}: "
                f"{taken.get(c) or self.plans.codec_place(c)!r}"
                for c in [var.clazz, *derived]
            )
            table = self._table("types", var.clazz)
            if taken:
                table = f"{table}_as_{self.plan.cls.__name__}_{var.local_name}"
            self.tables[table] = f"{{{others}}}"
            call = f"read_typed({node}, {read}, {table})"
        return f"nil({node}) if is_nil({node}) else {call}" if var.nillable else call

    def _taken(self, var: XmlVar, choice: XmlVar) -> dict[type[Any], str]:
        """Return the elements of a choice that objects of some classes are known as.

        An object does not tell which element it was, where one may name the type of another.
        """
        return {
            one.clazz: one.local_name
            for one in choice.elements.values()
            if one.clazz is not None and one.qname != var.qname and one.clazz is not var.clazz
        }

    def _leaf(self, var: XmlVar, node: str) -> str:
        """Return the expression for the value of an element's text."""
        converted = self._convert(var, f"{node}.text")
        if var.tokens and not var.is_text:  # that it may be nil, xsdata does not say of a list
            converted = f"({converted} or empty_list({node}))"
        if var.default not in (None, list) and not var.list_element:
            return f"({converted} if {node}.text else {self._default(var)})"
        if var.local_name in self.plans.defaulted and not var.tokens and not var.is_text:
            # An empty element stands for the default, which the classes do not know.
            return f"({converted} if {node}.text else {None if var.nillable else ''!r})"
        return converted

    def _convert(self, var: XmlVar, value: str, *, attribute: bool = False) -> str:
        if not var.tokens:
            return self._single(var, value, attribute)
        items = f"[{self._single(var, 't', True)} for t in ({value} or '').split()]"
        lacks = attribute and self.plans.may_lack_list(self.plan, var)
        return f"({items} or GivenList())" if lacks else items

    def _single(self, var: XmlVar, value: str, present: bool) -> str:
        kinds = var.types
        if len(kinds) == 1 and var.format is None:
            kind = kinds[0]
            if kind is str:
                return value if present else f"({value} or '')"
            if issubclass(kind, Enum):
                return self._enumerated(kind, value)
            simple = {
                float: f"float({value})",
                int: f"int({value})",
                bool: f"boolean({value})",
                Decimal: f"Decimal({value}.strip())",
                XmlDateTime: f"moment({value})",
            }
            if kind in simple:
                return simple[kind]
        names = ", ".join(self._type_name(kind) for kind in kinds)
        form = "" if var.format is None else f", {var.format!r}"
        return f"convert({value} or '', ({names},){form})"

    def _table(self, kind: str, cls: type[Any]) -> str:
        """Return the name of a table of a class."""
        return f"_{kind}_{self.plans.alias(self.plans.module_of(cls))}_{cls.__name__}"

    def _enumerated(self, kind: type[Enum], value: str) -> str:
        cls = self.plans.class_name(kind, self.home)
        table = self._table("values", kind)
        if all(isinstance(member.value, str) for member in kind):
            self.tables[table] = f"{{member.value: member for member in {cls}}}"
            return f"({table}.get({value}) or enumerated({cls}, {value}))"
        return f"enumerated({cls}, {value})"

    def _type_name(self, kind: type[Any]) -> str:
        if kind.__module__ == "builtins":
            return kind.__name__
        if kind.__module__.split(".")[0] == self.plan.cls.__module__.split(".")[0]:
            return self.plans.class_name(kind, self.home)
        table = f"_type_{kind.__name__}"
        self.tables[table] = f"__import__({kind.__module__!r}, fromlist=['x']).{kind.__name__}"
        return table

    def _default(self, var: XmlVar) -> str:
        """Return the expression for the value of a field that the document leaves out."""
        default = var.default
        if var.list_element or var.is_attributes:
            return "{}" if var.is_attributes else "[]"
        if isinstance(default, Enum):
            return f"{self.plans.class_name(type(default), self.home)}.{default.name}"
        if default is None or isinstance(default, (str, int, bool)):
            return repr(default)
        if isinstance(default, float):
            return f"float({str(default)!r})"
        own = self.plans.class_name(self.plan.cls, self.home)
        field = f"{own}.__dataclass_fields__[{var.name!r}]"
        return f"{field}.default_factory()" if callable(default) else f"{field}.default"
