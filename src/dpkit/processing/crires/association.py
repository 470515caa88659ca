"""Association blocks: raw frames that are processed together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from xsdata.models.datatype import XmlDate

from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.frame import in_order, window_of
from dpkit.processing.crires.moment import night_of
from dpkit.product.creation import new
from dpkit.product.product import Product
from dpkit.product.times import from_xml_time
from dpkit_dm.crires import DpdCriresAssociationBlock, DpdCriresFlatFrame
from dpkit_dm.pro import CriresAssociatedProduct, CriresAssociationBlock

__all__ = ["associate", "block_product"]


def associate(
    frames: Sequence[Product[DpdCriresFlatFrame]],
) -> list[list[Product[DpdCriresFlatFrame]]]:
    """Sort raw flats into blocks: those of one night, setting, window and exposure time.

    Parameters
    ----------
    frames : sequence of Product of DpdCriresFlatFrame
        In any order.

    Returns
    -------
    list of list of Product of DpdCriresFlatFrame
        Blocks in order of their first frame, each in order of time.
    """
    ordered = sorted(in_order(frames), key=_kind)
    blocks = [list(block) for _, block in groupby(ordered, key=_kind)]
    return sorted(blocks, key=lambda block: block[0].content.data.exposure.mjd_obs)


def _kind(frame: Product[DpdCriresFlatFrame]) -> tuple[str, ...]:
    taken = frame.content.data.exposure
    said = (_night(frame), taken.setting.setting_name, window_of(taken), taken.dit, taken.ndit)
    return tuple(map(str, said))


def _night(frame: Product[DpdCriresFlatFrame]) -> date:
    start = from_xml_time(frame.content.data.exposure.observation_start)
    return night_of(start.to_datetime())


def block_product(
    frames: Sequence[Product[DpdCriresFlatFrame]],
    *,
    software: tuple[str, str],
    associated: Sequence[tuple[str, str]] = (),
) -> Product[DpdCriresAssociationBlock]:
    """Make the product of a block.

    Parameters
    ----------
    frames : sequence of Product of DpdCriresFlatFrame
        Raw frames that belong together.
    software : tuple of str
        Name and version of the software.
    associated : sequence of (str, str)
        Role, such as ``master`` or ``reference``, and id of products used with them.

    Raises
    ------
    FlatError
        There is no frame, or they belong to several blocks.
    """
    blocks = associate(frames)
    if len(blocks) != 1:
        raise FlatError(
            f"the frames belong to {len(blocks)} blocks",
            remedy="make a block of frames of one night, setting, window and exposure time",
        )
    (ordered,) = blocks
    first = ordered[0].content.data
    night = _night(ordered[0])
    data = CriresAssociationBlock(
        block_name=f"CR_AB_{first.exposure.first_raw_file}_{first.exposure.setting.setting_name}",
        civil_date=XmlDate(night.year, night.month, night.day),
        raw_type=first.raw_type,
        exposure=first.exposure,
        frame_number=len(ordered),
        raw_frame=[frame.id for frame in ordered],
        associated=[CriresAssociatedProduct(role=role, product=id) for role, id in associated],
    )
    return new(
        DpdCriresAssociationBlock,
        data=data,
        software=software,
        dataset=ordered[0].role("dataset"),
    )
