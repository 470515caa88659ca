"""Write the function that writes the element of one class."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from xsdata.formats.dataclass.models.elements import XmlVar
from xsdata.models.datatype import XmlDateTime

if TYPE_CHECKING:
    from dpkit.schema.codec.package import ClassPlan, Plans

__all__ = ["writer_source"]

_INDENT = "    "


def writer_source(plans: Plans, plan: ClassPlan, home: str) -> str:
    """Return the source of a writer: it appends pieces of text, tags and prefixes baked in.

    Parameters
    ----------
    plans, plan
        The package and the class.
    home : str
        Module of the class below the package.
    """
    return _Writer(plans, plan, home).source()


class _Writer:
    def __init__(self, plans: Plans, plan: ClassPlan, home: str) -> None:
        self.plans, self.plan, self.home = plans, plan, home
        self.elements = [v for v in plan.fields if v.is_element or v.is_elements]
        self.text = next((v for v in plan.fields if v.is_text), None)
        self.attributes = [v for v in plan.fields if v.is_attribute]

    def source(self) -> str:
        name = self.plan.cls.__name__
        head = f"def write_{name}(made, tag, add, i, extra=''):\n"
        if self.plan.reason is not None:
            return f"{head}{_INDENT}raise UncoveredError({self.plan.reason!r})"
        lines = [*self._opening(), *self._content()]
        return head + "\n".join(_INDENT + line for line in lines)

    def _opening(self) -> Iterator[str]:
        """Yield what writes the attributes; they end up in ``extra``."""
        for var in self.attributes:
            name = self.plans.prefixed(var.qname)
            written = self._converted(var, "value", attribute=True)
            if var.required:
                yield f"value = made.{var.name}"
                yield f"extra += f' {name}=\"{{{written}}}\"'"
            else:
                yield f"if {self._is_there(var)}:"
                yield f"{_INDENT}extra += f' {name}=\"{{{written}}}\"'"
        for var in self.plan.fields:
            if var.is_attributes:
                yield f"extra += other_attributes_text(made.{var.name})"

    def _content(self) -> Iterator[str]:
        if self.text is not None:
            written = self._converted(self.text, "value")
            yield f"value = made.{self.text.name}"
            yield (
                f"add(f'{{i}}<{{tag}}{{extra}}>{{\"\" if value is None else {written}}}</{{tag}}>')"
            )
            return
        if not self.elements:
            yield "add(f'{i}<{tag}{extra}/>')"
            return
        yield "j = i + '  '"
        pending = "f'{i}<{tag}{extra}>'"
        yield f"add({pending})"
        yield from self._fields()
        yield "add(f'{i}</{tag}>')"

    def _fields(self) -> Iterator[str]:
        """Yield what writes the children; required leaves in a row become one piece."""
        row: list[XmlVar] = []
        for var in self.elements:
            if self._is_plain(var):
                row.append(var)
                continue
            yield from self._row(row)
            row = []
            yield from self._field(var)
        yield from self._row(row)

    def _is_plain(self, var: XmlVar) -> bool:
        single = var.is_element and var.required and not var.list_element
        return single and var.clazz is None and not var.nillable

    def _row(self, row: list[XmlVar]) -> Iterator[str]:
        if row:
            yield "add(f'" + "".join(self._leaf(v, f"made.{v.name}") for v in row) + "')"

    def _leaf(self, var: XmlVar, value: str) -> str:
        tag = self.plans.prefixed(var.qname)
        return f"{{j}}<{tag}>{{{self._converted(var, value)}}}</{tag}>"

    def _field(self, var: XmlVar) -> Iterator[str]:
        if var.is_elements:
            yield from self._choice(var)
            return
        if var.list_element:
            yield f"for value in made.{var.name}:"
            yield f"{_INDENT}{self._one(var, 'value')}"
            return
        if var.required or (var.nillable and self.plans.is_required(self.plan, var)):
            yield self._one(var, f"made.{var.name}")
            return
        yield f"if {self._is_there(var)}:"
        yield f"{_INDENT}{self._one(var, 'value')}"

    def _is_there(self, var: XmlVar) -> str:
        """Return the condition under which an optional field is written.

        A list that the document leaves out is an empty one.
        """
        if self.plans.may_lack_list(self.plan, var):
            return f"(value := made.{var.name}) or value.__class__ in (GivenList, Nil)"
        return f"(value := made.{var.name}) is not None"

    def _one(self, var: XmlVar, value: str) -> str:
        """Return the statement that writes one value of an element."""
        tag = self.plans.prefixed(var.qname)
        if var.clazz is not None:
            written = self._class(var.clazz, tag, value)
        else:
            written = f"add(f'{self._leaf(var, value)}')"
        if var.nillable:
            return f"add(j + nil_element({tag!r}, {value})) if no_value({value}) else {written}"
        return written

    def _class(self, cls: type[Any], tag: str, value: str) -> str:
        write = self.plans.function("write", cls, self.home)
        if not self.plans.plans[cls].derived:
            return f"{write}({value}, {tag!r}, add, j)"
        others = "".join(
            f"{self.plans.codec_place(c)!r}: {self._type(c)!r}, "
            for c in self.plans.plans[cls].derived
        )
        own = self.plans.class_name(cls, self.home)
        return (
            f"{write}({value}, {tag!r}, add, j) if {value}.__class__ is {own} "
            f"else write_typed({value}, {tag!r}, add, j, {{{others}}})"
        )

    def _type(self, cls: type[Any]) -> str:
        """Return prefix, name and namespace of the type of a class, for ``xsi:type``."""
        qname = self.plans.plans[cls].meta.target_qname or ""
        namespace, _, local = qname.rpartition("}")
        if not namespace:
            return local
        return f't:{local}" xmlns:t="{namespace[1:]}'

    def _choice(self, var: XmlVar) -> Iterator[str]:
        """Yield what writes a choice: the class of the value says which element it is."""
        many = var.list_element
        yield f"for value in made.{var.name}:" if many else f"value = made.{var.name}"
        indent = _INDENT if many else ""
        word = "if"
        if not many:
            yield "if value is None:"
            yield f"{_INDENT}pass"
            word = "elif"
        for one in var.elements.values():
            yield f"{indent}{word} {self._is_of(one)}:"
            yield f"{indent}{_INDENT}{self._one(one, 'value')}"
            word = "elif"
        yield f"{indent}else:"
        yield f"{indent}{_INDENT}raise UncoveredError('choice')"

    def _is_of(self, var: XmlVar) -> str:
        if var.tokens:
            return "value.__class__ in (list, GivenList)"
        names = []
        for kind in var.types:
            if kind.__module__ == "builtins" or kind in (Decimal, XmlDateTime):
                names.append(kind.__name__)
            elif kind.__module__.split(".")[0] == self.plan.cls.__module__.split(".")[0]:
                names.append(self.plans.class_name(kind, self.home))
            else:
                names.append(f"__import__({kind.__module__!r}, fromlist=['x']).{kind.__name__}")
        return " or ".join(f"value.__class__ is {name}" for name in names)

    def _converted(self, var: XmlVar, value: str, *, attribute: bool = False) -> str:
        if var.tokens:
            one = self._single(var, "t", attribute)
            return f'" ".join([{one} for t in {value}])'
        return self._single(var, value, attribute)

    def _single(self, var: XmlVar, value: str, attribute: bool) -> str:
        escape = "attribute_text" if attribute else "text"
        if len(var.types) == 1 and var.format is None:
            kind = var.types[0]
            if kind is str:
                return f"{escape}({value})"
            if issubclass(kind, Enum) and all(isinstance(m.value, str) for m in kind):
                if var.local_name in self.plans.defaulted and not attribute:
                    return f"enumerated_text({value})"
                safe = not any(c in m.value for m in kind for c in '&<>"\r\n\t')
                member = f"{value}._value_"
                return member if safe else f"{escape}({member})"
            named = {
                float: "number_text",
                int: "integer_text",
                bool: "boolean_text",
                Decimal: "decimal_text",
                XmlDateTime: "moment_text",
            }
            if kind in named:
                return f"{named[kind]}({value})"
        # Within the single quotes of an f-string only double quotes can stand.
        form = "" if var.format is None else f", {json.dumps(var.format)}"
        return f"convert_text({value}{form}{', escape=attribute_text' if attribute else ''})"
