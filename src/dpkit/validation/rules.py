"""Third pass: the rules of the schema hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from dpkit.binding.xpath import compile_test
from dpkit.product.document import select_nodes
from dpkit.schema.dictionary import ProductEntry, Rule, product_entry
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["RulesPass"]

_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")
_POSITION = re.compile(r"\b(position|last)\s*\(")
_IN_NAMESPACE = "descendant::*[namespace-uri()]"
_NOT_UTC = "substring(., string-length()) != 'Z'"


class RulesPass:
    """Evaluate the test of every rule at each place where it must hold."""

    level = "rules"
    blocking = False

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every rule that does not hold, with its place."""
        document = subject.document
        if not _is_suspect(document.entry, document.root):
            return
        yield from self._type(subject)
        yield from self._zones(subject)
        for rule in document.entry.rules:
            for node in select_nodes(document.root, rule.context):
                yield from self._judge(rule, node, subject)

    def _type(self, subject: Subject) -> Iterator[Finding]:
        entry, said = subject.document.entry, subject.document.role("type")
        if said is not None and said.strip() != entry.name:
            (node, *_) = select_nodes(subject.document.root, entry.roles["type"])
            yield Finding(
                code="type-differs",
                source=str(subject.source),
                line=subject.line_of(node),
                path=entry.roles["type"],
                value=said,
                message=f"the document calls itself {said.strip()!r} but is a {entry.name}",
            )

    def _zones(self, subject: Subject) -> Iterator[Finding]:
        """Yield times without a zone; no other part of the toolkit could place them."""
        for path in _time_paths(subject.document.entry.name):
            for node in select_nodes(subject.document.root, path):
                text = (node if isinstance(node, str) else node.text or "").strip()
                if text and not _ZONE.search(text):
                    yield Finding(
                        code="time-without-zone",
                        source=str(subject.source),
                        line=subject.line_of(node),
                        path=path,
                        value=text,
                        message=f"time {text} says no zone",
                    )

    def _judge(self, rule: Rule, node: etree._Element, subject: Subject) -> Iterator[Finding]:
        try:
            if compile_test(rule.test)(node):
                return
            code, severity = "rule-broken", rule.severity
            message = f"{rule.message} (rule {rule.id}: {rule.test})"
        except (etree.XPathError, ValueError) as error:
            code, severity = "rule-failed", "error"
            message = f"rule {rule.id} cannot be evaluated: {error}"
        yield Finding(
            code=code,
            severity=severity,
            message=message,
            source=str(subject.source),
            line=subject.line_of(node),
            path=node.getroottree().getpath(node),
        )


@cache
def _time_paths(product: str) -> tuple[str, ...]:
    """Return the XPaths of all times of a product."""
    entry = product_entry(product)
    validity = entry.validity
    bounds = () if validity is None else (validity.begin, validity.end, validity.instant)
    declared = {entry.roles.get("created"), *entry.time.values(), *bounds} - {None}
    return tuple(sorted(path for path in declared if path != entry.time.get("duration")))


def _is_suspect(entry: ProductEntry, root: etree._Element) -> bool:
    """Tell whether a rule may be broken, by one XPath for all: most documents break none."""
    guard = _guard(entry.name)
    if guard is None:
        return True
    try:
        return bool(guard(root))
    except (etree.XPathError, ValueError):
        return True


@cache
def _guard(product: str) -> etree.XPath | None:
    """Compile an XPath that selects something in every document that breaks a rule.

    It may select something in others as well: in those with names in namespaces, which it does
    not know, or with blanks. There is none where a rule asks for the place of a node among its
    siblings, which is another one here.
    """
    entry = product_entry(product)
    if any(_POSITION.search(rule.test) for rule in entry.rules):
        return None
    parts = [_IN_NAMESPACE]
    parts += [f"{rule.context or 'self::*'}[not({rule.test})]" for rule in entry.rules]
    parts += [f"{path}[{_NOT_UTC}]" for path in _time_paths(product)]
    if "type" in entry.roles:
        parts.append(f"{entry.roles['type']}[. != '{entry.name}']")
    return compile_test(" | ".join(parts))
