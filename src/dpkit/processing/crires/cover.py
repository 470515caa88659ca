"""The cover sheet of a block: one page that says what was measured and how it was judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from lxml import html
from lxml.html.builder import CLASS, E

from dpkit.binding.access import fetch
from dpkit.errors import ProductError
from dpkit.processing.crires.frame import window_of
from dpkit.processing.crires.window import FULL_FRAME, Window
from dpkit.product.product import Product
from dpkit.product.writing import write_whole
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.procedure import procedure_of, quality_entry

__all__ = ["ShownScore", "cover_sheet", "write_cover"]

_STYLE = """
body { font-family: sans-serif; font-size: 13px; margin: 1.5em; max-width: 68em; }
h1 { font-size: 1.5em; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin-bottom: 1em; }
th, td { border: 1px solid #bbb; padding: 2px 8px; text-align: left; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
td.green { background: #cfe8cf; } td.red { background: #f3b8b8; } td.local { color: #777; }
.plots { display: flex; flex-wrap: wrap; gap: 1em; }
figure { margin: 0; width: 15em; } figure img { width: 100%; border: 1px solid #bbb; }
.window { border: 1px solid #777; position: relative; width: 205px; height: 103px; }
.window div { position: absolute; background: #7f9fc9; }
"""


class ShownScore(Protocol):
    """A score as the cover sheet shows it."""

    @property
    def keys(self) -> Mapping[str, Any]:
        """Keys of the value; one of them is the detector."""

    @property
    def parameter(self) -> str:
        """Name of the quality parameter."""

    @property
    def score(self) -> int | None:
        """0, 1, or None for not scored."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Sheet:
    """What the parts of a sheet are made of."""

    declaration: Declaration[..., Any]
    quality: Product[Any]
    block: Product[Any] | None
    plots: Sequence[str]
    scores: Mapping[tuple[str, str], int | None]
    factsheet: str
    reports: str
    window: Window = field(default=FULL_FRAME)


def write_cover(
    declaration: Declaration[..., Any],
    quality: Product[Any],
    file: Path,
    *,
    block: Product[Any] | None = None,
    plots: Sequence[Path] = (),
    scores: Sequence[ShownScore] = (),
    factsheet: str = "",
    reports: str = "",
    overwrite: bool = False,
) -> Path:
    """Write the cover sheet of a block.

    Parameters
    ----------
    declaration, quality, block, scores, factsheet, reports
        As in `cover_sheet`.
    file : Path
        Where the page goes; pictures in its folder or below it are linked by their place.
    plots : sequence of Path
        Pictures that were drawn.
    overwrite : bool
        Whether a page that is there already is replaced.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    ProductError
        It is there already.
    """
    if file.exists() and not overwrite:
        raise ProductError("is there already", place=file, remedy="write into another folder")
    names = [
        plot.relative_to(file.parent).as_posix() if plot.is_relative_to(file.parent) else str(plot)
        for plot in plots
    ]
    page = cover_sheet(
        declaration,
        quality,
        block=block,
        plots=names,
        scores=scores,
        factsheet=factsheet,
        reports=reports,
    )
    write_whole(file, page)
    return file


def cover_sheet(
    declaration: Declaration[..., Any],
    quality: Product[Any],
    *,
    block: Product[Any] | None = None,
    plots: Sequence[str] = (),
    scores: Sequence[ShownScore] = (),
    factsheet: str = "",
    reports: str = "",
) -> bytes:
    """Make the cover sheet of a block.

    Parameters
    ----------
    declaration : Declaration
        The procedure.
    quality : Product
        The quality product that it made.
    block : Product of DpdCriresAssociationBlock, optional
        The block that was processed.
    plots : sequence of str
        Addresses of the pictures.
    scores : sequence of ShownScore
        Scores of the quality; without, the values are not coloured.
    factsheet : str
        Address of the page of the procedure; empty for no link.
    reports : str
        Address of the folder of the reports of the health check; empty for no links.

    Returns
    -------
    bytes
        A page of HTML. A windowed read-out shows where its window lies.
    """
    sheet = _Sheet(
        declaration=declaration,
        quality=quality,
        block=block,
        plots=plots,
        scores={(str(one.keys.get("detector")), one.parameter): one.score for one in scores},
        factsheet=factsheet,
        reports=reports,
        window=window_of(quality.content.data.exposure),
    )
    title = f"{declaration.name}: {_name(sheet)}"
    page = E.HTML(
        E.HEAD(E.META(charset="utf-8"), E.TITLE(title), E.STYLE(_STYLE)),
        E.BODY(
            E.H1(title),
            *_identity(sheet),
            *_window(sheet),
            *_values(sheet),
            *_totals(sheet),
            *_plots(sheet),
            *_links(sheet),
        ),
    )
    text: bytes = html.tostring(
        page, doctype="<!DOCTYPE html>", encoding="utf-8", pretty_print=True
    )
    return text


def _name(sheet: _Sheet) -> str:
    taken = sheet.quality.content.data.exposure
    return str(sheet.block.content.data.block_name if sheet.block else taken.first_raw_file)


def _identity(sheet: _Sheet) -> list[Any]:
    data = sheet.quality.content.data
    taken = data.exposure
    rows = {"Association block": _name(sheet)}
    if sheet.block is not None:
        rows["Night"] = str(sheet.block.content.data.civil_date)
    windowed = sheet.window.shape != FULL_FRAME.shape
    procedure = procedure_of(sheet.declaration)
    rows |= {
        "Raw type": f"{procedure.raw_type}, windowed" if windowed else procedure.raw_type,
        "Setting": ", ".join(sheet.quality.keys.get("setting", [])),
        "First raw file": taken.first_raw_file,
        "Raw files": f"{len(data.raw_frame)}: {', '.join(data.raw_frame)}",
        "Start": str(taken.observation_start),
        "DIT, NDIT": f"{taken.dit:g} s, {taken.ndit}",
        "Lamp": taken.setting.lamp if hasattr(taken, "setting") else "",
        "Quality product": sheet.quality.id,
        "Procedure": f"{sheet.declaration.name} {sheet.declaration.version}",
    }
    shown = [E.TR(E.TH(name), E.TD(said)) for name, said in rows.items() if said]
    return [E.TABLE(CLASS("identity"), *shown)]


def _window(sheet: _Sheet) -> list[Any]:
    """Draw the window within the detector, a fifth of a screen pixel for each."""
    window = sheet.window
    if window.shape == FULL_FRAME.shape:
        return []
    # Rows count upwards.
    place = (
        f"left: {(window.x - 1) / 5:.0f}px; bottom: {(window.y - 1) / 5:.0f}px; "
        f"width: {window.columns / 5:.0f}px; height: {window.rows / 5:.0f}px"
    )
    return [
        E.H2("Window"),
        E.P(f"Columns and rows {window}, of {FULL_FRAME.columns}x{FULL_FRAME.rows}."),
        E.DIV(CLASS("window"), E.DIV(style=place)),
    ]


def _values(sheet: _Sheet) -> list[Any]:
    entry = quality_entry(sheet.declaration)
    rows = sheet.quality.content.data.detector_list.detector
    numbers = [str(row.detector_id.value) for row in rows]
    head = E.TR(E.TH("QC1 parameter"), *(E.TH(f"detector {n}") for n in numbers), E.TH("unit"))
    # What is in the QC1 table comes first.
    metrics = sorted(entry.metrics, key=lambda metric: metric.local)
    body = []
    for metric in metrics:
        cells = [_value(row, metric.path.removeprefix(metric.row).lstrip("/")) for row in rows]
        colours = [sheet.scores.get((number, metric.name)) for number in numbers]
        body.append(
            E.TR(
                E.TD(CLASS("local") if metric.local else CLASS("table"), metric.name),
                *(_cell(*pair) for pair in zip(cells, colours, strict=True)),
                E.TD("" if metric.unit in (None, "1") else str(metric.unit)),
            )
        )
    note = "Parameters in grey are local: not in the QC1 table."
    return [E.H2("Quality"), E.TABLE(CLASS("quality"), head, *body), E.P(note)]


def _value(row: Any, path: str) -> Any:
    return next(iter(fetch(row, path)), None)


def _cell(value: Any, score: int | None) -> Any:
    colour = {0: " green", 1: " red"}.get(-1 if score is None else score, "")
    text = "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
    return E.TD(CLASS(f"number{colour}"), text)


def _totals(sheet: _Sheet) -> list[Any]:
    known = [score for score in sheet.scores.values() if score is not None]
    if not sheet.scores:
        return []
    return [E.P(E.B("Scores: "), f"{sum(known)} red of {len(known)} scored")]


def _plots(sheet: _Sheet) -> list[Any]:
    said = procedure_of(sheet.declaration).plots
    figures = [
        E.FIGURE(
            E.A(E.IMG(src=name, alt=name), href=name),
            E.FIGCAPTION(f"{Path(name).name}: {said.get(Path(name).name, '')}"),
        )
        for name in sheet.plots
    ]
    return [E.H2("Plots"), E.DIV(CLASS("plots"), *figures)] if figures else []


def _links(sheet: _Sheet) -> list[Any]:
    found = {}
    if sheet.factsheet:
        found[f"Factsheet of {sheet.declaration.name}"] = sheet.factsheet
    if sheet.reports:
        names = procedure_of(sheet.declaration).reports
        found |= {name: f"{sheet.reports}/{name}.html" for name in names}
    items = [E.LI(E.A(text, href=href)) for text, href in found.items()]
    return [E.H2("More"), E.UL(*items)] if items else []
