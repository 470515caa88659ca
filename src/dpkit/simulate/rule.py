"""Make the rules of a product hold in a document: repair, grow anew, or say that it cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from dpkit.product.document import select_nodes
from dpkit.schema.dictionary import Rule
from dpkit.simulate.edit import holds
from dpkit.simulate.error import SampleError
from dpkit.simulate.growth import Growth, Mode
from dpkit.simulate.meaning import Meaning
from dpkit.simulate.model import Model
from dpkit.simulate.repair import Repair
from dpkit.simulate.spot import path_of

__all__ = ["broken_rules", "satisfy"]

_TRIES = 60
_REPAIRS = 3


def broken_rules(model: Model, root: etree._Element) -> Iterator[tuple[Rule, etree._Element]]:
    """Yield each rule that does not hold, with each element where it does not."""
    for rule in model.entry.rules:
        for node in select_nodes(root, rule.context):
            if not holds(rule.test, node):
                yield rule, node


def satisfy(growth: Growth, meaning: Meaning, root: etree._Element) -> None:
    """Change a document until all rules hold.

    A rule that does not hold is repaired up to three times; after that its context is grown
    anew, and repaired again.

    Raises
    ------
    SampleError
        A rule does not hold after a bounded number of tries; names the rule.
    """
    repair = Repair(growth, meaning)
    tries: Counter[str] = Counter()
    while (found := next(broken_rules(growth.model, root), None)) is not None:
        rule, node = found
        tries[rule.id] += 1
        count = tries[rule.id]
        if count > _TRIES * (1 + len(select_nodes(root, rule.context))):
            raise SampleError(
                f"rule {rule.id} does not hold after {count} tries: {rule.test}",
                place=f"{growth.model.entry.name}/{rule.context}",
                remedy='say how to repair it, with repair="..." on the rule',
            )
        if count % (_REPAIRS + 1):
            repair.apply(rule, node)
        else:
            growth.regrow(node, path_of(node), _mode(growth, count))
            meaning.settle(root)
        meaning.judge_flags(root)


def _mode(growth: Growth, count: int) -> Mode:
    """Grow as the document was grown at first, and by chance when that did not help."""
    return growth.mode if count <= _TRIES // 2 else "random"
