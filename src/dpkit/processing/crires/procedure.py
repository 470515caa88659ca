"""The procedures of quality control of CRIRES: what users and pages know of them."""

from __future__ import annotations

from dpkit.workflow.procedure import Procedure

__all__ = ["DARK", "DARK_VERSIONS", "FLAT", "FLAT_VERSIONS"]

FLAT_VERSIONS = {
    "1.0": "July 2008",
    "1.0.1": "logging, option parsing, and module import changed (2009-03-20)",
    "1.0.2": "call of crires_snflat changed (2009-06-30)",
    "1.0.3": "support of numpy V1.3 and matplotlib V0.99 (2009-10-29)",
    "1.0.4": "median S/N as local QC parameter (2009-11-05)",
    "1.1": "support for windowed read-out mode (2010-04-27)",
    "1.1.1": "create cover sheet (2011-05-19)",
    "1.1.2": "skip call of scoreQC (2011-05-31)",
    "1.1.3": "make_cover adapted for FLT_WIN (2012-03-09)",
    "1.1.4": "new QC parameters: num_overexp, level_overexp (2012-06-20)",
    "1.1.5": "changes needed for migration to muc (2013-02-06)",
    "2.0": "written anew: parameters declared in schemas, S/N corrected for drift and few frames",
}
"""Versions of the flat procedure; those before 2.0 are of the procedure it follows."""

FLAT = Procedure(
    instrument="CRIRES",
    raw_type="FLAT",
    purpose="QC check of raw and product flat field exposures",
    call=(
        "dpkit qc process $DATE",
        "from $DFS_PRODUCT/FLAT/$DATE",
        "dpkit run crires_flat -i -a $AB",
    ),
    plots={
        "flat1.png": "left: current master flat\nright: current flat / reference flat",
        "flat2.png": "as first image, central regions per detector",
        "flat3.png": "left: current bad pixel map\nright: current map - reference map",
        "flat4.png": (
            "S/N per pixel, only available if there are at least 3 flats per set of frames;\n"
            "area on detectors 1 and 4 that can be vignetted or contaminated by adjacent orders "
            "is shaded in grey"
        ),
        "flat5.png": "cuts through raw and reference, histograms, comparison to reference",
    },
    reports=("trend_report_FLATSTAB_HC", "trend_report_FLAT_IRHa_HC", "trend_report_BADPIX_HC"),
    page="flat_qc1",
    reasons=(
        "for flats that are used for science, S/N should be above 250 in the unvignetted area",
        "maximum flux should not exceed 10000 ADU",
    ),
    comments=(
        "Reference frames are only available for (ref. wavelength, baffle position, lamp name): "
        "2199.100_15.000_Emitter, 2199.100_15.000_Halogen, 1090.400_25.000_Halogen, "
        "3218.600_25.000_Halogen, and 4092.900_25.000_Halogen",
    ),
    drawing="dpkit.processing.crires.flatdrawing:draw_flat",
    cover="dpkit.processing.crires.cover:write_cover",
)

DARK_VERSIONS = {"1.0": "median level, read noise and scatter of the medians"}

DARK = Procedure(
    instrument="CRIRES",
    raw_type="DARK",
    purpose="QC check of raw dark exposures",
    call=("dpkit qc process $DATE", "from $DFS_PRODUCT/DARK/$DATE", "dpkit run crires_dark"),
    page="dark_qc1",
    cover="dpkit.processing.crires.cover:write_cover",
)
