"""Codecs of the classes in ``dpkit_dm.pro.criresqc``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.pro.crires as m_pro_crires
import dpkit_dm.pro.criresqc as m_pro_criresqc
import dpkit_dm.codec.pro.crires as c_pro_crires

check_bindings(m_pro_criresqc, "12835-42157f6f")

UNCOVERED = {}

_values_m_pro_crires_CriresDetectorId = {member.value: member for member in m_pro_crires.CriresDetectorId}
_values_m_pro_criresqc_FlatOutcome = {member.value: member for member in m_pro_criresqc.FlatOutcome}
_values_m_pro_criresqc_ExposureNorm = {member.value: member for member in m_pro_criresqc.ExposureNorm}
_values_m_pro_criresqc_ReferenceOutcome = {member.value: member for member in m_pro_criresqc.ReferenceOutcome}


def read_CriresFlatDetector(node):
    made = new(m_pro_criresqc.CriresFlatDetector)
    c0, c1, *rest = node
    made.detector_id = (_values_m_pro_crires_CriresDetectorId.get(c0.text) or enumerated(m_pro_crires.CriresDetectorId, c0.text))
    made.outcome = (_values_m_pro_criresqc_FlatOutcome.get(c1.text) or enumerated(m_pro_criresqc.FlatOutcome, c1.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'MeanLevel':
        made.mean_level = float(child.text)
        child = next(children, None)
    else:
        made.mean_level = None
    if child is not None and child.tag == 'MeanFlux':
        made.mean_flux = float(child.text)
        child = next(children, None)
    else:
        made.mean_flux = None
    if child is not None and child.tag == 'RmsMaster':
        made.rms_master = float(child.text)
        child = next(children, None)
    else:
        made.rms_master = None
    if child is not None and child.tag == 'BadPixels':
        made.bad_pixels = int(child.text)
        child = next(children, None)
    else:
        made.bad_pixels = None
    if child is not None and child.tag == 'NumberOverexposed':
        made.number_overexposed = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'LevelOverexposed':
        made.level_overexposed = float(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'BadPixelsIlluminated':
        made.bad_pixels_illuminated = int(child.text)
        child = next(children, None)
    else:
        made.bad_pixels_illuminated = None
    if child is not None and child.tag == 'NanPixels':
        made.nan_pixels = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'MaximumLevel':
        made.maximum_level = float(child.text)
        child = next(children, None)
    else:
        made.maximum_level = None
    if child is not None and child.tag == 'HighLevel':
        made.high_level = float(child.text)
        child = next(children, None)
    else:
        made.high_level = None
    if child is not None and child.tag == 'MedianSNRRaw':
        made.median_snrraw = float(child.text)
        child = next(children, None)
    else:
        made.median_snrraw = None
    if child is not None and child.tag == 'MedianSNR':
        made.median_snr = float(child.text)
        child = next(children, None)
    else:
        made.median_snr = None
    if child is not None and child.tag == 'MedianSNRSingle':
        made.median_snrsingle = float(child.text)
        child = next(children, None)
    else:
        made.median_snrsingle = None
    if child is not None and child.tag == 'ReferenceRatio':
        made.reference_ratio = float(child.text)
        child = next(children, None)
    else:
        made.reference_ratio = None
    if child is not None and child.tag == 'ReferenceRatioRms':
        made.reference_ratio_rms = float(child.text)
        child = next(children, None)
    else:
        made.reference_ratio_rms = None
    if child is not None and child.tag == 'NewBadPixels':
        made.new_bad_pixels = int(child.text)
        child = next(children, None)
    else:
        made.new_bad_pixels = None
    if child is not None and child.tag == 'HealedPixels':
        made.healed_pixels = int(child.text)
        child = next(children, None)
    else:
        made.healed_pixels = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CriresFlatDetector(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<DetectorId>{made.detector_id._value_}</DetectorId>{j}<Outcome>{made.outcome._value_}</Outcome>')
    if (value := made.mean_level) is not None:
        add(f'{j}<MeanLevel>{number_text(value)}</MeanLevel>')
    if (value := made.mean_flux) is not None:
        add(f'{j}<MeanFlux>{number_text(value)}</MeanFlux>')
    if (value := made.rms_master) is not None:
        add(f'{j}<RmsMaster>{number_text(value)}</RmsMaster>')
    if (value := made.bad_pixels) is not None:
        add(f'{j}<BadPixels>{integer_text(value)}</BadPixels>')
    add(f'{j}<NumberOverexposed>{integer_text(made.number_overexposed)}</NumberOverexposed>{j}<LevelOverexposed>{number_text(made.level_overexposed)}</LevelOverexposed>')
    if (value := made.bad_pixels_illuminated) is not None:
        add(f'{j}<BadPixelsIlluminated>{integer_text(value)}</BadPixelsIlluminated>')
    add(f'{j}<NanPixels>{integer_text(made.nan_pixels)}</NanPixels>')
    if (value := made.maximum_level) is not None:
        add(f'{j}<MaximumLevel>{number_text(value)}</MaximumLevel>')
    if (value := made.high_level) is not None:
        add(f'{j}<HighLevel>{number_text(value)}</HighLevel>')
    if (value := made.median_snrraw) is not None:
        add(f'{j}<MedianSNRRaw>{number_text(value)}</MedianSNRRaw>')
    if (value := made.median_snr) is not None:
        add(f'{j}<MedianSNR>{number_text(value)}</MedianSNR>')
    if (value := made.median_snrsingle) is not None:
        add(f'{j}<MedianSNRSingle>{number_text(value)}</MedianSNRSingle>')
    if (value := made.reference_ratio) is not None:
        add(f'{j}<ReferenceRatio>{number_text(value)}</ReferenceRatio>')
    if (value := made.reference_ratio_rms) is not None:
        add(f'{j}<ReferenceRatioRms>{number_text(value)}</ReferenceRatioRms>')
    if (value := made.new_bad_pixels) is not None:
        add(f'{j}<NewBadPixels>{integer_text(value)}</NewBadPixels>')
    if (value := made.healed_pixels) is not None:
        add(f'{j}<HealedPixels>{integer_text(value)}</HealedPixels>')
    add(f'{i}</{tag}>')


def read_OverexposureFlag(node):
    made = new(m_pro_criresqc.OverexposureFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/DetectorList/Detector/NumberOverexposed'
    value = node.get('minLimit')
    made.min_limit = 0 if value is None else int(value)
    value = node.get('maxLimit')
    made.max_limit = 0 if value is None else int(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_OverexposureFlag(made, tag, add, i, extra=''):
    value = made.xpath
    extra += f' xpath="{attribute_text(value)}"'
    if (value := made.min_limit) is not None:
        extra += f' minLimit="{integer_text(value)}"'
    if (value := made.max_limit) is not None:
        extra += f' maxLimit="{integer_text(value)}"'
    value = made.flagged
    extra += f' flagged="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else boolean_text(value)}</{tag}>')


def read_CriresFlatDetectorList(node):
    made = new(m_pro_criresqc.CriresFlatDetectorList)
    made.detector = [read_CriresFlatDetector(child) for child in node]
    return made


def write_CriresFlatDetectorList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.detector:
        write_CriresFlatDetector(value, 'Detector', add, j)
    add(f'{i}</{tag}>')


def read_SqfCriresFlatQc(node):
    made = new(m_pro_criresqc.SqfCriresFlatQc)
    c0, = node
    made.pixels_overexposed = read_OverexposureFlag(c0)
    return made


def write_SqfCriresFlatQc(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_OverexposureFlag(made.pixels_overexposed, 'PixelsOverexposed', add, j)
    add(f'{i}</{tag}>')


def read_CriresFlatQc(node):
    made = new(m_pro_criresqc.CriresFlatQc)
    c0, c1, c2, c3, c4, c5, *rest = node
    made.exposure = c_pro_crires.read_CriresExposure(c0)
    made.frame_number = int(c1.text)
    made.exposure_norm = (_values_m_pro_criresqc_ExposureNorm.get(c2.text) or enumerated(m_pro_criresqc.ExposureNorm, c2.text))
    made.low_bad_pixel_limit = float(c3.text)
    made.high_bad_pixel_limit = float(c4.text)
    made.detector_list = read_CriresFlatDetectorList(c5)
    children = iter(rest)
    child = next(children, None)
    items = made.raw_frame = []
    while child is not None and child.tag == 'RawFrame':
        items.append((child.text or ''))
        child = next(children, None)
    if child is not None and child.tag == 'MasterFlat':
        made.master_flat = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'BadPixelMap':
        made.bad_pixel_map = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'SnrMap':
        made.snr_map = (child.text or '')
        child = next(children, None)
    else:
        made.snr_map = None
    if child is not None and child.tag == 'ReferenceOutcome':
        made.reference_outcome = (_values_m_pro_criresqc_ReferenceOutcome.get(child.text) or enumerated(m_pro_criresqc.ReferenceOutcome, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Reference':
        made.reference = (child.text or '')
        child = next(children, None)
    else:
        made.reference = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CriresFlatQc(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_pro_crires.write_CriresExposure(made.exposure, 'Exposure', add, j)
    add(f'{j}<FrameNumber>{integer_text(made.frame_number)}</FrameNumber>{j}<ExposureNorm>{made.exposure_norm._value_}</ExposureNorm>{j}<LowBadPixelLimit>{number_text(made.low_bad_pixel_limit)}</LowBadPixelLimit>{j}<HighBadPixelLimit>{number_text(made.high_bad_pixel_limit)}</HighBadPixelLimit>')
    write_CriresFlatDetectorList(made.detector_list, 'DetectorList', add, j)
    for value in made.raw_frame:
        add(f'{j}<RawFrame>{text(value)}</RawFrame>')
    add(f'{j}<MasterFlat>{text(made.master_flat)}</MasterFlat>{j}<BadPixelMap>{text(made.bad_pixel_map)}</BadPixelMap>')
    if (value := made.snr_map) is not None:
        add(f'{j}<SnrMap>{text(value)}</SnrMap>')
    add(f'{j}<ReferenceOutcome>{made.reference_outcome._value_}</ReferenceOutcome>')
    if (value := made.reference) is not None:
        add(f'{j}<Reference>{text(value)}</Reference>')
    add(f'{i}</{tag}>')

READERS = {
    "CriresFlatDetector": read_CriresFlatDetector,
    "OverexposureFlag": read_OverexposureFlag,
    "CriresFlatDetectorList": read_CriresFlatDetectorList,
    "SqfCriresFlatQc": read_SqfCriresFlatQc,
    "CriresFlatQc": read_CriresFlatQc,
}
WRITERS = {
    "CriresFlatDetector": write_CriresFlatDetector,
    "OverexposureFlag": write_OverexposureFlag,
    "CriresFlatDetectorList": write_CriresFlatDetectorList,
    "SqfCriresFlatQc": write_SqfCriresFlatQc,
    "CriresFlatQc": write_CriresFlatQc,
}
ROOTS = {
    "CriresFlatDetector": ('criresFlatDetector', ''),
    "OverexposureFlag": ('overexposureFlag', ''),
    "CriresFlatDetectorList": ('criresFlatDetectorList', ''),
    "SqfCriresFlatQc": ('sqfCriresFlatQc', ''),
    "CriresFlatQc": ('criresFlatQc', ''),
}
