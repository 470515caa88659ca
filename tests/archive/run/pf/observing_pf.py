"""Tasks whose ports are found in every way that there is; each says in a name what it was given."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import dpkit
from dpkit import Product, group, pipeline, port, task
from dpkit_dm import ins, pro
from dpkit_dm.nir import (
    DpdNirCalibratedFrame,
    DpdNirExposureCatalog,
    DpdNirMasterDark,
    DpdNirRelPhotoExpCalibration,
    DpdNirRelPhotoParams,
)

Frame, Catalog, Dark = DpdNirCalibratedFrame, DpdNirExposureCatalog, DpdNirMasterDark
Factors, Params = DpdNirRelPhotoExpCalibration, DpdNirRelPhotoParams

CALLS: list[str] = []
"""What was really called."""


def params(name: str) -> Product[Params]:
    data = pro.NirRelPhotoParams(parameter_set_name=name)
    return dpkit.new(Params, data=data, software=("OBS", "1.0"))


def said(*given: Any) -> Product[Params]:
    groups = [one if isinstance(one, list) else [one] for one in given]
    name = " | ".join(" ".join("-" if p is None else p.id for p in group) for group in groups)
    CALLS.append(name)
    return params(name)


@task("OBS_subtract", version="1.0")
def subtract(
    frame: Annotated[Product[Frame], port(match="observation exposure")],
    dark: Annotated[Product[Dark], port(at="frame")],
    level: float = 1.0,
) -> Product[Params]:
    """Take one frame, and the dark of its time."""
    return said(frame, dark)


@task("OBS_one_dark", version="1.0")
def one_dark(
    frames: Annotated[list[Product[Frame]], port(match="observation")],
    dark: Annotated[Product[Dark], port(at="frames")],
) -> Product[Params]:
    """Take frames, and the one dark of all of them."""
    return said(frames, dark)


@task("OBS_all_darks", version="1.0")
def all_darks(
    frames: Annotated[list[Product[Frame]], port(match="observation")],
    darks: Annotated[list[Product[Dark]], port(at="frames")],
) -> Product[Params]:
    """Take frames, and all darks of them."""
    return said(frames, darks)


@task("OBS_complete", version="1.0")
def complete(
    catalogs: Annotated[list[Product[Catalog]], port(match="observation", count="TotalExposure")],
) -> Product[Params]:
    """Take all exposures, or none."""
    return said(catalogs)


@task("OBS_when_complete", version="1.0")
def when_complete(
    catalogs: Annotated[
        list[Product[Catalog]],
        port(match="observation", count="Data/ObservationSequence/TotalExposure", missing="skip"),
    ],
) -> Product[Params]:
    """Take all exposures, or leave them alone."""
    return said(catalogs)


@task("OBS_over", version="1.0")
def over(
    frame: Annotated[Product[Frame], port(match="observation exposure")],
    catalogs: Annotated[list[Product[Catalog]], port(match="filter", overlaps="frame")],
) -> Product[Params]:
    """Take a frame, and the catalogues over its area."""
    return said(frame, catalogs)


@task("OBS_beside", version="1.0")
def beside(
    frame: Annotated[Product[Frame], port(match="observation exposure")],
    catalogs: Annotated[list[Product[Catalog]], port(where={"filter": "NIR_J"}, overlaps="frame")],
) -> Product[Params]:
    """Take a frame, and the catalogues over its area in one filter, whatever their observation."""
    return said(frame, catalogs)


@task("OBS_optional", version="1.0")
def optional(
    frame: Product[Frame],
    settings: Product[Params] | None = None,
) -> Product[Params]:
    """Take a frame, and settings if there are."""
    return said(frame, settings)


class Two(NamedTuple):
    """Two outputs."""

    first: Product[Params]
    second: Product[Params]


@task("OBS_pair", version="1.0")
def pair(frame: Annotated[Product[Frame], port(match="observation exposure")]) -> Two:
    """Make two of one."""
    return Two(said(frame), params(f"{frame.id} again"))


@task("OBS_refuse", version="1.0")
def refuse(frame: Annotated[Product[Frame], port(match="observation exposure")]) -> Product[Params]:
    """Fail on the second exposure."""
    if frame.content.data.observation_sequence.exposure == 2:
        raise ValueError("cannot do this")
    return said(frame)


@task("OBS_note", version="1.0")
def note(item: Product[Params]) -> Product[Params]:
    """Say what it was given, by name."""
    name = item.content.data.parameter_set_name
    CALLS.append(f"note {name}")
    return params(f"noted {name}")


@pipeline("OBS_Pipeline", version="1.0")
def observing(
    frame: Annotated[Product[Frame], port(match="observation exposure")],
    dark: Annotated[Product[Dark], port(at="frame")],
) -> Product[Params]:
    """Subtract, then note."""
    return note(subtract(frame, dark))


@pipeline("OBS_Broken", version="1.0")
def broken(
    frame: Annotated[Product[Frame], port(match="observation exposure")],
) -> Product[Params]:
    """Note what may have failed."""
    return note(refuse(frame))


@task("OBS_factors", version="1.0")
def factors(
    catalogs: Annotated[list[Product[Catalog]], port(match="observation filter")],
) -> Product[Factors]:
    """Make factors of one, but for the filter NIR_H."""
    observed = catalogs[0].content.data
    if observed.filter.name is ins.FilterName.NIR_H:
        raise ValueError("no star in NIR_H")
    factor = pro.NirRelPhotoExpFactor(value=1.0, error=0.001, exposure=1)
    start = f"2026-03-{observed.observation_sequence.observation_id:02}T00:00:00Z"
    data = pro.NirRelPhotoExpCal(
        filter=observed.filter.name,
        validity_range=ins.CalibrationValidPeriod(
            timestamp_start=dpkit.to_xml_time(start),
            timestamp_end=dpkit.to_xml_time(start.replace("T00", "T12")),
        ),
        observation_id=observed.observation_sequence.observation_id,
        correction_factor_list=pro.NirRelPhotoExpFactorList(correction_factor=[factor]),
    )
    return dpkit.new(Factors, data=data, software=("OBS", "1.0"))


@pipeline("OBS_Fields", version="1.0")
def fields(
    catalogs: Annotated[list[Product[Catalog]], port(match="observation")],
) -> list[Product[Factors]]:
    """Make the factors of each filter."""
    return factors.each(catalogs=group(catalogs, by="observation filter"))  # type: ignore[no-any-return]
