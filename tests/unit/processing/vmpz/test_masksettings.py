"""Settings of masks: parameters, arguments and what they mean."""

from __future__ import annotations

import pytest

from dpkit.errors import TaskError
from dpkit.processing.vmpz.footprinttasks import (
    footprint_vis,
)
from dpkit.processing.vmpz.maskproduct import read_mask
from dpkit.processing.vmpz.masksettings import read_bits
from dpkit.processing.vmpz.patchtasks import (
    merge_footprint,
)
from dpkit.processing.vmpz.skymap import same_map
from dpkit.processing.vmpz.tasks import coverage
from dpkit_dm.pro import (
    BitParamsVMPZ,
    OutputFormat,
    PartialHealpixParams,
)
from dpkit_dm.vmpz import (
    DpdCoverageMaskParamsVMPZ,
)

from .masksurvey import ORDER, moc, parameters


def test_parameters_are_heeded_and_arguments_go_before_them(survey):
    tile, frames = survey.tile(102018000), survey.frames("VIS")
    asked = parameters(output_format=moc(13), nside_work=1 << 13)
    assert footprint_vis(tile, frames, asked).content.data.mocorder == 13
    assert footprint_vis(tile, frames, asked, moc_order=12).content.data.mocorder == 12
    merged = merge_footprint(
        survey.tile_list,
        [footprint_vis(tile, frames, asked)],
        parameters(
            output_format=OutputFormat(
                mocparams_or_partial_healpix_params=PartialHealpixParams(nside_out=512)
            )
        ),
    )
    assert merged.healpix.content.data.nside_out == 512
    flags = parameters(BitParamsVMPZ, DpdCoverageMaskParamsVMPZ, bit_list=[22, 18])
    seen = footprint_vis(tile, frames, moc_order=12)
    made = coverage(tile, survey.mosaic(102018000, "VIS"), [seen], flags, moc_order=12)
    assert made.content.data.bit_list == [18, 22]
    recorded = {p.key: p.choice for p in made.content.parameters.parameter}
    assert recorded["BitList"] == "18 22"


def test_only_exposures_within_the_dates_count(survey):
    tile, frames = survey.tile(102018000), survey.frames("VIS")
    first = frames[0].content.data.observation_date_time.utc
    begin = min(str(f.content.data.observation_date_time.utc) for f in frames)
    assert str(first) >= begin
    made = footprint_vis(tile, frames, parameters(date_end=begin), moc_order=ORDER)
    alone = footprint_vis(
        tile,
        [f for f in frames if str(f.content.data.observation_date_time.utc) == begin],
        moc_order=ORDER,
    )
    assert same_map(read_mask(made), read_mask(alone))
    with pytest.raises(TaskError, match="none of 16 exposures counts"):
        footprint_vis(tile, frames, parameters(date_end="2020-01-01T00:00:00Z"))


def test_flags_have_names_and_numbers():
    assert read_bits("hot, 22 NO_DATA") == (1, 22, 22)
