"""Drawing of the diagram of a family as SVG that follows the colours of its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from dpkit.dpdd.arrangement import Arrangement, arrange
from dpkit.dpdd.figure import Item
from dpkit.dpdd.layout import Arrow, Spot
from dpkit.dpdd.relation import Relation
from dpkit.dpdd.way import Way

__all__ = ["draw", "sentence"]

_MARGIN = 4.0
# Width of the text of a page on a common screen.
_ROOM = 720.0
# Dashes of a line, and the end that has a tip.
_STYLES = {
    "goes into": ("", "end"),
    "makes": ("", "end"),
    "refers to": ("6 4", "start"),
    "holds": ("1 4", ""),
}
_ROUND = {"product": 4, "foreign": 4, "task": 14, "type": 0}


def draw(
    name: str,
    items: Sequence[Item],
    relations: Sequence[Relation],
    address: Callable[[str], str | None],
) -> str:
    """Draw the diagram of a family.

    Parameters
    ----------
    name : str
        Name of the family, which makes the ids of the drawing unique on its page.
    items : sequence of Item
        The boxes.
    relations : sequence of Relation
        The arrows.
    address : callable
        Gives the address that a box links to, or None.

    Returns
    -------
    str
        An ``svg`` element; its colours are those of the text around it.
    """
    directions = {_arrow(relation): relation for relation in relations}
    made = arrange([item.box for item in items], directions, _ROOM)
    parts = [
        *_head(name, made, relations),
        *(_line(name, relation, made.ways[arrow]) for arrow, relation in directions.items()),
        *(part for item in items for part in _box(item, made.spots[item.name], address)),
        "</svg>",
    ]
    return "\n".join(parts)


def sentence(relation: Relation) -> str:
    """Say a relation in words."""
    note = f" ({relation.note})" if relation.note else ""
    return f"{relation.source} {relation.kind} {relation.target}{note}."


def _arrow(relation: Relation) -> Arrow:
    """Return the direction in which a relation is laid out: what is referred to comes first."""
    if relation.kind == "refers to":
        return relation.target, relation.source
    return relation.source, relation.target


def _head(name: str, made: Arrangement, relations: Iterable[Relation]) -> Iterator[str]:
    width, height = made.width + 2 * _MARGIN, made.height + 2 * _MARGIN
    yield (
        f'<svg class="dpdd-diagram" xmlns="http://www.w3.org/2000/svg" role="group" '
        f'aria-labelledby="dpdd-{name}-title dpdd-{name}-text" width="{width:.0f}" '
        f'height="{height:.0f}" viewBox="{-_MARGIN:.0f} {-_MARGIN:.0f} {width:.0f} {height:.0f}" '
        'fill="none" stroke="currentColor" font-size="12">'
    )
    yield f'<title id="dpdd-{name}-title">Products of the family {escape(name)}</title>'
    told = " ".join(sentence(relation) for relation in relations)
    yield f'<desc id="dpdd-{name}-text">{escape(told)}</desc>'
    yield (
        f'<marker id="dpdd-{name}-tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto-start-reverse" stroke="none">'
        '<path d="M0 0L8 4L0 8z" fill="currentColor"/></marker>'
    )


def _line(name: str, relation: Relation, way: Way) -> str:
    """Draw an arrow; a reference has its tip at what is referred to, which is laid out first."""
    dashes, end = _STYLES[relation.kind]
    stroke = f' stroke-dasharray="{dashes}"' if dashes else ""
    tip = f' marker-{end}="url(#dpdd-{name}-tip)"' if end else ""
    return f'<path class="dpdd-{relation.kind.replace(" ", "-")}" d="{way}"{stroke}{tip}/>'


def _box(item: Item, spot: Spot, address: Callable[[str], str | None]) -> Iterator[str]:
    link = address(item.name) if item.kind in {"product", "foreign"} else None
    dashes = ' stroke-dasharray="4 3"' if item.kind in {"foreign", "type"} else ""
    yield f'<a href="{escape(link)}">' if link else "<g>"
    yield (
        f'<rect class="dpdd-{item.kind}" x="{spot.x:.1f}" y="{spot.y:.1f}" '
        f'width="{spot.width:.1f}" height="{spot.height:.1f}" rx="{_ROUND[item.kind]}"{dashes}/>'
    )
    middle = spot.x + spot.width / 2
    for number, (below, line) in enumerate(item.rows()):
        weight = ' font-weight="600"' if number == 0 else ""
        yield (
            f'<text x="{middle:.1f}" y="{spot.y + below:.1f}" text-anchor="middle" '
            f'stroke="none" fill="currentColor"{weight}>{escape(line)}</text>'
        )
    yield "</a>" if link else "</g>"
