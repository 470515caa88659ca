"""Run xsdata once, as a program: the order comes as JSON on the standard input."""

from __future__ import annotations

import json
import re
import sys

from xsdata.codegen.transformer import ResourceTransformer
from xsdata.models.config import (
    DocstringStyle,
    GeneratorConfig,
    GeneratorSubstitution,
    ObjectType,
    StructureStyle,
)


def configure(package: str, modules: dict[str, str]) -> GeneratorConfig:
    """Return the settings of xsdata: slotted classes, one module per namespace."""
    config = GeneratorConfig()
    output = config.output
    output.package = package
    output.structure_style = StructureStyle.NAMESPACES
    output.docstring_style = DocstringStyle.ACCESSIBLE
    output.relative_imports = True
    output.unnest_classes = True
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


if __name__ == "__main__":
    order = json.load(sys.stdin)
    config = configure(order["package"], order["modules"])
    ResourceTransformer(config=config).process(order["files"])
