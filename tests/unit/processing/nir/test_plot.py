from io import BytesIO

import numpy as np
import pytest
from matplotlib import pyplot as plt

from dpkit.processing.nir.plot import plot_pair_ratios
from dpkit.processing.nir.relative import relative_factors


@pytest.fixture
def result(make_catalog, grid):
    rng = np.random.default_rng(0)
    catalogs = {
        number: make_catalog(*grid(60), 1e4 * (1.0 + 0.02 * rng.standard_normal(60)))
        for number in (1, 2, 3, 4)
    }
    catalogs[1]["FLUX"][:3] *= 1.5
    catalogs[3], catalogs[4] = catalogs[3][:33], catalogs[4][27:]
    return relative_factors(catalogs)


def panels(figure):
    return [axes for axes in figure.axes if axes.axison]


def test_every_pair_has_a_panel(result):
    titles = [axes.get_title() for axes in panels(plot_pair_ratios(result))]
    assert titles == [f"exposure {pair.first} / {pair.second}" for pair in result.pairs]


def test_a_failed_pair_says_why(result):
    last = panels(plot_pair_ratios(result))[-1]
    assert [text.get_text() for text in last.texts] == ["too few matches: 6 of at least 10"]


def test_histograms_hold_all_sources_used_and_clipped(result):
    for axes, pair in zip(panels(plot_pair_ratios(result)), result.pairs, strict=True):
        if pair.valid:
            top = sum(patch.get_height() for patch in axes.patches if patch.get_width() < 0.1)
            assert top >= pair.matched
    labels = panels(plot_pair_ratios(result))[0].get_legend_handles_labels()[1]
    assert "used 57" in labels
    assert "clipped 3" in labels


def test_median_and_expectation_are_drawn_where_they_are(result):
    figure = plot_pair_ratios(result, {1: 1.02, 2: 1.0, 3: 1.0, 4: 1.0})
    lines = [line.get_xdata()[0] for line in panels(figure)[0].lines]
    assert lines == pytest.approx([result.pairs[0].ratio, 1.02])


def test_without_expectation_there_is_no_line_for_it(result):
    assert len(panels(plot_pair_ratios(result))[0].lines) == 1
    assert len(panels(plot_pair_ratios(result, {1: 1.0}))[0].lines) == 1


def test_axes_say_what_they_show_and_the_title_gives_the_factors(result):
    figure = plot_pair_ratios(result)
    assert "flux ratio" in figure.get_supxlabel()
    assert "sources" in figure.get_supylabel()
    for factor in result.factors:
        assert (
            f"{factor.exposure}: {factor.value:.4f} ± {factor.error:.4f}" in figure.get_suptitle()
        )


def test_figure_can_be_saved_and_pyplot_knows_nothing_of_it(result):
    target = BytesIO()
    plot_pair_ratios(result).savefig(target, dpi=50)
    assert target.getvalue().startswith(b"\x89PNG")
    assert plt.get_fignums() == []
