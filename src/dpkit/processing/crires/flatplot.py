"""All pages of plots of a flat."""

from __future__ import annotations

from dpkit.processing.crires.cutpage import cut_page
from dpkit.processing.crires.flatpage import FlatView, centre_page, map_page, master_page
from dpkit.processing.crires.page import Page
from dpkit.processing.crires.snrpage import snr_page

__all__ = ["flat_pages"]


def flat_pages(view: FlatView) -> list[Page]:
    """Return the pages flat1 to flat5; flat4 only of three frames or more.

    Parameters
    ----------
    view : FlatView
        What was measured. Without comparisons the panels of the reference are left out.
    """
    pages = (
        master_page(view),
        centre_page(view),
        map_page(view),
        snr_page(view),
        cut_page(view),
    )
    return [page for page in pages if page is not None]
