"""Third pass: the rules of the schema hold."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from dpkit.binding.door import line_of
from dpkit.binding.xpath import compile_test
from dpkit.product.document import select_nodes
from dpkit.schema.dictionary import Rule
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["RulesPass"]


class RulesPass:
    """Evaluate the test of every rule at each place where it must hold."""

    level = "rules"
    blocking = False

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every rule that does not hold, with its place."""
        document = subject.document
        for rule in document.entry.rules:
            for node in select_nodes(document.root, rule.context):
                yield from self._judge(rule, node, subject)

    def _judge(self, rule: Rule, node: etree._Element, subject: Subject) -> Iterator[Finding]:
        source, line = str(subject.source), line_of(node)
        path = node.getroottree().getpath(node)
        try:
            holds = bool(compile_test(rule.test)(node))
        except (etree.XPathError, ValueError) as error:
            yield Finding(
                code="rule-failed",
                message=f"rule {rule.id} cannot be evaluated: {error}",
                source=source,
                line=line,
                path=path,
            )
            return
        if not holds:
            yield Finding(
                code="rule-broken",
                message=f"{rule.message} (rule {rule.id}: {rule.test})",
                severity=rule.severity,
                source=source,
                line=line,
                path=path,
            )
