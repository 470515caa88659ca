"""What two declarations say differently beyond types: documentation and appinfo entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from dpkit.schema.diff.component import tag
from dpkit.schema.package import META

__all__ = ["compare_annotations", "documentation"]


@dataclass(frozen=True, slots=True)
class _Effect:
    """Whether old documents mean something else when an entry is added, removed or changed."""

    added: bool
    removed: bool
    changed: bool
    reason: str


_HARMLESS = ("key", "metric", "initial", "volatile")
"""Old documents keep their meaning; an archive that indexes them has to do it again."""

_EFFECTS = {
    **{name: _Effect(False, False, False, "") for name in _HARMLESS},
    "ucd": _Effect(False, False, True, "the value is something else"),
    "unit": _Effect(False, True, True, "old values would be read in another unit"),
    "state": _Effect(True, True, True, "another place answers for the value"),
    "file": _Effect(True, True, True, "files of old documents may not be as described"),
    "header": _Effect(True, False, True, "headers of old files may not agree"),
    "rule": _Effect(True, False, True, "old documents may break the rule"),
}
_OTHER = _Effect(False, True, True, "the element has another meaning")

_PRODUCT = {
    "unique": "old products get another identity",
    "select": "old products are chosen by other keys",
}
"""Attributes of m:product that change what an old product is; the others describe it."""

_DEFAULTS = {("rule", "severity"): "error", ("header", "tolerance"): "0", ("header", "hdu"): "0"}
"""Attributes of entries that break, and what they are when they are left out."""

_EXACT = {("rule", "test"), ("initial", "value")}
"""Attributes in which white space may count."""

Row = tuple[str, str, str, str]
"""Kind, old, new, and the reason why it breaks; an empty reason is no break."""


def compare_annotations(old: etree._Element, new: etree._Element) -> Iterator[Row]:
    """Yield what the annotations of two declarations say differently."""
    was, now = documentation(old), documentation(new)
    if was != now:
        yield "documentation", was, now, ""
    before, after = _entries(old), _entries(new)
    for key in sorted(before.keys() | after.keys()):
        here, there = before.get(key, []), after.get(key, [])
        gone = [entry for entry in here if _text(entry) not in map(_text, there)]
        come = [entry for entry in there if _text(entry) not in map(_text, here)]
        for one in _pair(gone, come):
            yield from _compare(*one)


def _pair(
    gone: list[etree._Element], come: list[etree._Element]
) -> Iterator[tuple[etree._Element | None, etree._Element | None]]:
    if len(gone) == len(come) == 1:
        yield gone[0], come[0]
        return
    yield from ((entry, None) for entry in gone)
    yield from ((None, entry) for entry in come)


def _compare(old: etree._Element | None, new: etree._Element | None) -> Iterator[Row]:
    some = new if new is not None else old
    if some is None:
        return
    name = etree.QName(some).localname
    if name == "product" and old is not None and new is not None:
        yield from _compare_products(old, new)
        return
    effect = _EFFECTS.get(name, _OTHER)
    was, now = ("" if entry is None else _text(entry) for entry in (old, new))
    breaks = effect.added if old is None else effect.removed if new is None else effect.changed
    breaks = breaks and not _is_harmless(old, new)
    prose = name == "rule" and old is not None and new is not None and _said(old) == _said(new)
    reason = effect.reason if breaks and not prose else ""
    yield "documentation" if prose else "annotation", was, now, reason


def _is_harmless(old: etree._Element | None, new: etree._Element | None) -> bool:
    """Say whether all that agrees with an entry agrees with the new one, too."""
    if new is None:
        return False
    now, name = _said(new), etree.QName(new).localname
    if name == "rule":
        return now.get("severity") == "warning"
    if name != "header" or old is None:
        return False
    was = _said(old)
    before, after = (said.pop("tolerance", "0") for said in (was, now))
    try:
        return was == now and float(before) <= float(after)
    except ValueError:  # it is no number, and nobody knows what agrees
        return False


def _compare_products(old: etree._Element, new: etree._Element) -> Iterator[Row]:
    for name in sorted({*map(str, old.keys()), *map(str, new.keys())} - {"version"}):
        was, now = (_said(one).get(name, "") for one in (old, new))
        if was != now:
            changed = (f'{name}="{was}"', f'{name}="{now}"')
            yield "annotation", *changed, _PRODUCT.get(name, "")
    pairs = (list(one.iterchildren(f"{{{META}}}*")) for one in (old, new))
    before, after = ({_text(child): child for child in one} for one in pairs)
    gone = [entry for text, entry in before.items() if text not in after]
    come = [entry for text, entry in after.items() if text not in before]
    for pair in _pair(gone, come):
        yield from _compare(*pair)


def documentation(node: etree._Element) -> str:
    """Return the documentation of a declaration as one text."""
    found = node.iterfind(f"{tag('annotation')}/{tag('documentation')}")
    return "\n".join(" ".join("".join(map(str, one.itertext())).split()) for one in found)


def _entries(node: etree._Element) -> dict[tuple[str, str], list[etree._Element]]:
    """Return the entries by their name; rules by their id, too."""
    found: dict[tuple[str, str], list[etree._Element]] = {}
    for entry in node.iterfind(f"{tag('annotation')}/{tag('appinfo')}/{{{META}}}*"):
        name = etree.QName(entry).localname
        key = (name, entry.get("id", "") if name == "rule" else "")
        found.setdefault(key, []).append(entry)
    return found


def _text(entry: etree._Element) -> str:
    """Return an entry as one line, without the version of a product, which changes always."""
    name = etree.QName(entry).localname
    said = "".join(
        f' {key}="{value}"'
        for key, value in sorted(_said(entry).items())
        if (name, key) != ("product", "version")
    )
    inner = " ".join(_text(child) for child in entry.iterchildren(f"{{{META}}}*"))
    text = " ".join((entry.text or "").split())
    return f"m:{name}{said}" + "".join(f" [{part}]" for part in (text, inner) if part)


def _said(entry: etree._Element) -> dict[str, str]:
    """Return the attributes of an entry; a default that is spelt out says nothing."""
    name = etree.QName(entry).localname
    said = {}
    for key, value in ((str(k), str(v)) for k, v in entry.attrib.items()):
        text = value if (name, key) in _EXACT else " ".join(value.split())
        if text != _DEFAULTS.get((name, key)):
            said[key] = text
    return said
