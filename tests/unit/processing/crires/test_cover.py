"""The cover sheet says what was measured, and leads on."""

from dataclasses import dataclass

import pytest
from lxml import html

import dpkit
from dpkit.errors import ProductError
from dpkit.processing.crires.cover import CoverLinks, cover_sheet, write_cover
from dpkit.processing.crires.darksimulate import DarkSimulation, write_darks
from dpkit.processing.crires.darktasks import crires_dark
from dpkit.processing.crires.simulate import FlatSimulation
from dpkit.processing.crires.simulation import write_flats
from dpkit.processing.crires.tasks import crires_associate, crires_flat
from dpkit.processing.crires.window import Window

PART = Window(x=257, y=129, columns=128, rows=96)
STRIP = Window(x=1, y=1, columns=1024, rows=512)


@dataclass(frozen=True)
class Scored:
    keys: dict
    parameter: str
    score: int | None


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cover")
    documents = write_flats(FlatSimulation(window=PART, seed=5), folder)
    frames = [dpkit.read(document) for document in documents]
    (block,) = crires_associate(frames=frames)
    return crires_flat(frames=frames).quality, block


def table(page, kind):
    """Return the cells of a table, row by row."""
    (found,) = html.fromstring(page).find_class(kind)
    return [[cell.text_content() for cell in row] for row in found.iter("tr")]


def test_identity_is_that_of_the_block(made):
    quality, block = made
    said = dict(table(cover_sheet(crires_flat, quality, block=block), "identity"))
    data = block.content.data
    assert said["Association block"] == data.block_name
    assert said["Night"] == "2011-01-05"
    assert said["Setting"] == "2199.100_15.000_Halogen"
    assert said["DIT, NDIT"] == "5 s, 2"
    assert said["Lamp"] == "Halogen"
    assert said["Raw files"] == f"3: {', '.join(data.raw_frame)}"
    assert said["Procedure"] == "crires_flat 2.0"


def test_every_parameter_is_there_per_detector(made):
    quality, _ = made
    head, *rows = table(cover_sheet(crires_flat, quality), "quality")
    assert head == ["QC1 parameter", *(f"detector {n}" for n in (1, 2, 3, 4)), "unit"]
    said = {row[0]: row[1:] for row in rows}
    assert list(said)[:4] == ["mean_level", "mean_flux", "rms_master", "badpix"]
    detectors = quality.content.data.detector_list.detector
    assert said["mean_flux"] == [*(f"{one.mean_flux:.6g}" for one in detectors), "adu/s"]
    assert said["badpix"] == [*(str(one.bad_pixels) for one in detectors), ""]
    assert said["ref_ratio"] == ["", "", "", "", ""]  # no reference


def test_scores_colour_the_values(made):
    quality, _ = made
    scores = [
        Scored({"detector": "3"}, "mean_flux", 1),
        Scored({"detector": "3"}, "rms_master", 0),
        Scored({"detector": "2"}, "rms_master", None),
    ]
    page = cover_sheet(crires_flat, quality, scores=scores)
    tree = html.fromstring(page)
    detectors = quality.content.data.detector_list.detector
    assert [one.text for one in tree.find_class("red")] == [f"{detectors[2].mean_flux:.6g}"]
    assert [one.text for one in tree.find_class("green")] == [f"{detectors[2].rms_master:.6g}"]
    assert "1 red of 2 scored" in tree.text_content()
    plain = html.fromstring(cover_sheet(crires_flat, quality))
    assert not plain.find_class("red")
    assert "scored" not in plain.body.text_content()


def test_links_lead_to_factsheet_and_reports(made):
    quality, _ = made
    links = CoverLinks(factsheet="../docs/crires_flat.html", reports="../reports")
    tree = html.fromstring(cover_sheet(crires_flat, quality, links=links))
    assert [one.get("href") for one in tree.iter("a")] == [
        "../docs/crires_flat.html",
        "../reports/trend_report_FLATSTAB_HC.html",
        "../reports/trend_report_FLAT_IRHa_HC.html",
        "../reports/trend_report_BADPIX_HC.html",
    ]


def test_window_is_shown_where_it_lies(made):
    quality, _ = made
    tree = html.fromstring(cover_sheet(crires_flat, quality))
    (drawn,) = tree.find_class("window")
    # 256 columns and 128 rows before it, 128 x 96 of it; a fifth of each.
    assert drawn[0].get("style") == "left: 51px; bottom: 26px; width: 26px; height: 19px"
    assert (
        dict(table(cover_sheet(crires_flat, quality), "identity"))["Raw type"] == "FLAT, windowed"
    )


def test_dark_has_a_sheet_of_its_own_and_whole_frames_no_window(tmp_path):
    documents = write_darks(DarkSimulation(window=STRIP, frames=2), tmp_path)
    quality = crires_dark(frames=[dpkit.read(one) for one in documents])
    page = cover_sheet(crires_dark, quality)
    assert not html.fromstring(page).find_class("window")
    _, *rows = table(page, "quality")
    assert [row[0] for row in rows] == ["median_level", "std_medians", "ron12", "ron23"]
    assert all(rows[2][1:5])
    assert rows[3][1:5] == [""] * 4
    assert dict(table(page, "identity"))["Setting"] == "dark_5.000_2"


def test_plots_are_linked_by_their_place_and_nothing_is_overwritten(made, tmp_path):
    quality, block = made
    plots = [tmp_path / "plots" / name for name in ("flat1.png", "flat5.png")]
    file = write_cover(crires_flat, quality, tmp_path / "cover.html", block=block, plots=plots)
    tree = html.fromstring(file.read_bytes())
    assert [one.get("src") for one in tree.iter("img")] == ["plots/flat1.png", "plots/flat5.png"]
    captions = [one.text for one in tree.iter("figcaption")]
    assert (
        captions[0] == "flat1.png: left: current master flat\nright: current flat / reference flat"
    )
    with pytest.raises(ProductError, match="there already"):
        write_cover(crires_flat, quality, file)
