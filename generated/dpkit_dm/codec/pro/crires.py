"""Codecs of the classes in ``dpkit_dm.pro.crires``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.pro.crires as m_pro_crires
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_pro_crires, "9828-38eff464")

UNCOVERED = {}

_values_m_pro_crires_CriresDetectorId = {member.value: member for member in m_pro_crires.CriresDetectorId}
_values_m_pro_crires_ExposureNorm = {member.value: member for member in m_pro_crires.ExposureNorm}


def read_CriresSetting(node):
    made = new(m_pro_crires.CriresSetting)
    c0, c1, c2, c3, = node
    made.setting_name = (c0.text or '')
    made.reference_wavelength = float(c1.text)
    made.baffle_position = float(c2.text)
    made.lamp = (c3.text or '')
    return made


def write_CriresSetting(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<SettingName>{text(made.setting_name)}</SettingName>{j}<ReferenceWavelength>{number_text(made.reference_wavelength)}</ReferenceWavelength>{j}<BafflePosition>{number_text(made.baffle_position)}</BafflePosition>{j}<Lamp>{text(made.lamp)}</Lamp>')
    add(f'{i}</{tag}>')


def read_CriresFlatDetector(node):
    made = new(m_pro_crires.CriresFlatDetector)
    c0, c1, c2, c3, c4, c5, c6, *rest = node
    made.detector_id = (_values_m_pro_crires_CriresDetectorId.get(c0.text) or enumerated(m_pro_crires.CriresDetectorId, c0.text))
    made.mean_level = float(c1.text)
    made.mean_flux = float(c2.text)
    made.rms_master = float(c3.text)
    made.bad_pixels = int(c4.text)
    made.number_overexposed = int(c5.text)
    made.level_overexposed = float(c6.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'MaximumLevel':
        made.maximum_level = float(child.text)
        child = next(children, None)
    else:
        made.maximum_level = None
    if child is not None and child.tag == 'BadPixelsIlluminated':
        made.bad_pixels_illuminated = int(child.text)
        child = next(children, None)
    else:
        made.bad_pixels_illuminated = None
    if child is not None and child.tag == 'NanPixels':
        made.nan_pixels = int(child.text)
        child = next(children, None)
    else:
        made.nan_pixels = None
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
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CriresFlatDetector(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<DetectorId>{made.detector_id._value_}</DetectorId>{j}<MeanLevel>{number_text(made.mean_level)}</MeanLevel>{j}<MeanFlux>{number_text(made.mean_flux)}</MeanFlux>{j}<RmsMaster>{number_text(made.rms_master)}</RmsMaster>{j}<BadPixels>{integer_text(made.bad_pixels)}</BadPixels>{j}<NumberOverexposed>{integer_text(made.number_overexposed)}</NumberOverexposed>{j}<LevelOverexposed>{number_text(made.level_overexposed)}</LevelOverexposed>')
    if (value := made.maximum_level) is not None:
        add(f'{j}<MaximumLevel>{number_text(value)}</MaximumLevel>')
    if (value := made.bad_pixels_illuminated) is not None:
        add(f'{j}<BadPixelsIlluminated>{integer_text(value)}</BadPixelsIlluminated>')
    if (value := made.nan_pixels) is not None:
        add(f'{j}<NanPixels>{integer_text(value)}</NanPixels>')
    if (value := made.median_snrraw) is not None:
        add(f'{j}<MedianSNRRaw>{number_text(value)}</MedianSNRRaw>')
    if (value := made.median_snr) is not None:
        add(f'{j}<MedianSNR>{number_text(value)}</MedianSNR>')
    add(f'{i}</{tag}>')


def read_OverexposureFlag(node):
    made = new(m_pro_crires.OverexposureFlag)
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
    made = new(m_pro_crires.CriresFlatDetectorList)
    made.detector = [read_CriresFlatDetector(child) for child in node]
    return made


def write_CriresFlatDetectorList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.detector:
        write_CriresFlatDetector(value, 'Detector', add, j)
    add(f'{i}</{tag}>')


def read_SqfCriresFlat(node):
    made = new(m_pro_crires.SqfCriresFlat)
    c0, = node
    made.pixels_overexposed = read_OverexposureFlag(c0)
    return made


def write_SqfCriresFlat(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_OverexposureFlag(made.pixels_overexposed, 'PixelsOverexposed', add, j)
    add(f'{i}</{tag}>')


def read_CriresFlat(node):
    made = new(m_pro_crires.CriresFlat)
    c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, = node
    made.instrument = (c0.text or '')
    made.setting = read_CriresSetting(c1)
    made.first_raw_file = (c2.text or '')
    made.observation_start = moment(c3.text)
    made.mjd_obs = float(c4.text)
    made.dit = float(c5.text)
    made.ndit = int(c6.text)
    made.frame_number = int(c7.text)
    made.exposure_norm = (_values_m_pro_crires_ExposureNorm.get(c8.text) or enumerated(m_pro_crires.ExposureNorm, c8.text))
    made.low_bad_pixel_limit = float(c9.text)
    made.high_bad_pixel_limit = float(c10.text)
    made.detector_list = read_CriresFlatDetectorList(c11)
    made.data_storage = c_sys_lean_sys.read_DataFile(c12)
    return made


def write_CriresFlat(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Instrument>{text(made.instrument)}</Instrument>')
    write_CriresSetting(made.setting, 'Setting', add, j)
    add(f'{j}<FirstRawFile>{text(made.first_raw_file)}</FirstRawFile>{j}<ObservationStart>{moment_text(made.observation_start)}</ObservationStart>{j}<MjdObs>{number_text(made.mjd_obs)}</MjdObs>{j}<DIT>{number_text(made.dit)}</DIT>{j}<NDIT>{integer_text(made.ndit)}</NDIT>{j}<FrameNumber>{integer_text(made.frame_number)}</FrameNumber>{j}<ExposureNorm>{made.exposure_norm._value_}</ExposureNorm>{j}<LowBadPixelLimit>{number_text(made.low_bad_pixel_limit)}</LowBadPixelLimit>{j}<HighBadPixelLimit>{number_text(made.high_bad_pixel_limit)}</HighBadPixelLimit>')
    write_CriresFlatDetectorList(made.detector_list, 'DetectorList', add, j)
    c_sys_lean_sys.write_DataFile(made.data_storage, 'DataStorage', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "CriresSetting": read_CriresSetting,
    "CriresFlatDetector": read_CriresFlatDetector,
    "OverexposureFlag": read_OverexposureFlag,
    "CriresFlatDetectorList": read_CriresFlatDetectorList,
    "SqfCriresFlat": read_SqfCriresFlat,
    "CriresFlat": read_CriresFlat,
}
WRITERS = {
    "CriresSetting": write_CriresSetting,
    "CriresFlatDetector": write_CriresFlatDetector,
    "OverexposureFlag": write_OverexposureFlag,
    "CriresFlatDetectorList": write_CriresFlatDetectorList,
    "SqfCriresFlat": write_SqfCriresFlat,
    "CriresFlat": write_CriresFlat,
}
ROOTS = {
    "CriresSetting": ('criresSetting', ''),
    "CriresFlatDetector": ('criresFlatDetector', ''),
    "OverexposureFlag": ('overexposureFlag', ''),
    "CriresFlatDetectorList": ('criresFlatDetectorList', ''),
    "SqfCriresFlat": ('sqfCriresFlat', ''),
    "CriresFlat": ('criresFlat', ''),
}
