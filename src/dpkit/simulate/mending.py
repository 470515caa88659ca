"""Mend a document by what the validator finds wrong in it.

The data dictionary tells types and groups; what it does not tell, such as that texts must be
unique or lead to each other, shows in the messages of libxml2 alone. What they name is drawn anew.
"""

from __future__ import annotations

import re

from lxml import etree

from dpkit.binding.door import Violation, validate
from dpkit.simulate.error import SampleError
from dpkit.simulate.growth import Growth
from dpkit.simulate.spot import Spot

__all__ = ["mend"]

_TRIES = 300
_ATTRIBUTE = re.compile(r"attribute '([^']+)'")


def mend(growth: Growth, root: etree._Element) -> bool:
    """Change a document until its schema allows it; tells whether anything was changed.

    Raises
    ------
    SampleError
        It is not valid after a bounded number of changes; names path and message.
    """
    for count in range(_TRIES):
        violations = validate(root, growth.model.entry.schema)
        if not violations:
            return count > 0
        _redraw(growth, _spot(root, violations[0]))
    raise SampleError(
        f"the document is not valid after {_TRIES} changes: {violations[0].message}",
        place=f"{growth.model.entry.name}{violations[0].path}",
        remedy="the data dictionary does not tell what the schema wants here",
    )


def _spot(root: etree._Element, violation: Violation) -> Spot:
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    path = violation.path
    found = root.getroottree().xpath(path, namespaces=prefixes) if path else []
    node = found[0] if found and isinstance(found[0], etree._Element) else root
    attribute = _ATTRIBUTE.search(violation.message)
    return Spot(node, None if attribute is None else attribute[1])


def _redraw(growth: Growth, spot: Spot) -> None:
    field = growth.model.field_of(spot.element, spot.attribute)
    if field is None:
        return
    if spot.attribute is not None or growth.model.complex(field.type) is None:
        spot.write(growth.value(field, spot.path))
    else:
        growth.regrow(spot.element, spot.path, growth.mode)
