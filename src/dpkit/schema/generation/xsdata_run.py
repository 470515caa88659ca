"""Run xsdata once, as a program: the order comes as JSON on the standard input.

The answer goes to the standard output: for each root element, with its namespace in braces, the
module and the class that it became; and the lists that a document must have.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any

from xsdata.codegen import container
from xsdata.codegen.handlers import DisambiguateChoices
from xsdata.codegen.models import Attr, Class
from xsdata.codegen.transformer import ResourceTransformer
from xsdata.formats.dataclass.filters import Filters
from xsdata.models.config import (
    DocstringStyle,
    GeneratorConfig,
    GeneratorSubstitution,
    NameCase,
    ObjectType,
    StructureStyle,
)
from xsdata.utils.namespaces import build_qname


def configure(package: str, modules: dict[str, str], *, one_module: bool) -> GeneratorConfig:
    """Return the settings of xsdata: slotted classes, one module per namespace or one for all."""
    config = GeneratorConfig()
    output = config.output
    output.package = f"{package}.classes" if one_module else package
    style = StructureStyle.SINGLE_PACKAGE if one_module else StructureStyle.NAMESPACES
    output.structure_style = style
    output.docstring_style = DocstringStyle.ACCESSIBLE
    output.relative_imports = True
    output.unnest_classes = True
    # Keeps the capitals of a name, so that a class is called as its element is.
    config.conventions.class_name.case = NameCase.MIXED_PASCAL
    output.max_line_length = 99
    output.format.slots = True
    output.compound_fields.enabled = True
    output.compound_fields.use_substitution_groups = True
    config.substitutions.substitution.extend(
        GeneratorSubstitution(
            type=ObjectType.PACKAGE, search=f"^{re.escape(namespace)}$", replace=module
        )
        for namespace, module in modules.items()
    )
    return config


class PlacedChoices(DisambiguateChoices):
    """Places the classes that tell elements of one choice apart beside the class that has it.

    xsdata places them by the namespace of the element: of one that has none nowhere.
    """

    def create_ref_class(self, source: Class, choice: Attr, inner: bool) -> Class:
        """Make the class of an element of a choice."""
        made = super().create_ref_class(source, choice, inner)
        if not choice.namespace:
            made.qname = build_qname(source.target_namespace, made.name)
        return made


class Recorder(ResourceTransformer):
    """Keeps the classes that xsdata made, which alone tell how it renamed them."""

    made: Iterable[Class] = ()

    def analyze_classes(self, classes: list[Class]) -> list[Class]:
        """Analyse the classes as usual."""
        made = super().analyze_classes(classes)
        self.made = made
        return made


def root_classes(made: Iterable[Class], config: GeneratorConfig) -> dict[str, list[str]]:
    """Return module and class of each root element."""
    place = _places(config)
    found: dict[str, list[str]] = {}
    # Elements last: a type of the same name counts only where the two became one class.
    for obj in sorted(made, key=lambda obj: obj.is_element):
        if obj.is_element or obj.is_complex_type:
            name = build_qname(obj.target_namespace, obj.meta_name or obj.name)
            found[name] = place(obj)
    return dict(sorted(found.items()))


def required_lists(made: Iterable[Class], config: GeneratorConfig) -> list[list[str]]:
    """Return module, class and name of each list that must be there; attributes begin with @.

    The written classes do not tell such a list from one that may be left out.
    """
    place = _places(config)
    return sorted(
        [*place(obj), f"@{attr.local_name}" if attr.is_attribute else attr.local_name]
        for obj in made
        for attr in obj.attrs
        if attr.restrictions.tokens and not attr.is_optional
    )


def _places(config: GeneratorConfig) -> Callable[[Class], list[str]]:
    """Return what tells the module and the name of the Python class that a class became."""
    filters = Filters(config)

    def place(obj: Class) -> list[str]:
        package = filters.package_name(obj.package or "")
        return [f"{package}.{filters.module_name(obj.module or '')}", filters.class_name(obj.name)]

    return place


def main(order: dict[str, Any]) -> dict[str, Any]:
    """Make the classes, and say what each root element became and which lists are required."""
    container.DisambiguateChoices = PlacedChoices  # type: ignore[attr-defined]
    config = configure(order["package"], order["modules"], one_module=order["one_module"])
    recorder = Recorder(config=config)
    recorder.process(order["files"])
    made = list(recorder.made)
    return {"roots": root_classes(made, config), "required": required_lists(made, config)}


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        answer = main(json.load(sys.stdin))
    json.dump(answer, sys.stdout)
