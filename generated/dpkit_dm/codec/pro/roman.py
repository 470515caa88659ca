"""Codecs of the classes in ``dpkit_dm.pro.roman``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.stc as m_bas_stc
import dpkit_dm.pro.roman as m_pro_roman
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.bas.stc as c_bas_stc
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_pro_roman, "16170-7d57ee6f")

UNCOVERED = {}

_values_m_pro_roman_StepStatus = {member.value: member for member in m_pro_roman.StepStatus}
_values_m_pro_roman_WfiDetector = {member.value: member for member in m_pro_roman.WfiDetector}
_values_m_pro_roman_OpticalElement = {member.value: member for member in m_pro_roman.OpticalElement}
_values_m_pro_roman_ExposureType = {member.value: member for member in m_pro_roman.ExposureType}


def read_RomanObservation(node):
    made = new(m_pro_roman.RomanObservation)
    c0, c1, c2, c3, = node
    made.observation_id = (c0.text or '')
    made.visit_id = (c1.text or '')
    made.program = int(c2.text)
    made.exposure = int(c3.text)
    return made


def write_RomanObservation(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<ObservationId>{text(made.observation_id)}</ObservationId>{j}<VisitId>{text(made.visit_id)}</VisitId>{j}<Program>{integer_text(made.program)}</Program>{j}<Exposure>{integer_text(made.exposure)}</Exposure>')
    add(f'{i}</{tag}>')


def read_RomanPhotometry(node):
    made = new(m_pro_roman.RomanPhotometry)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'ConversionMegajanskys':
        made.conversion_megajanskys = float(child.text)
        child = next(children, None)
    else:
        made.conversion_megajanskys = None
    if child is not None and child.tag == 'ConversionMegajanskysUncertainty':
        made.conversion_megajanskys_uncertainty = float(child.text)
        child = next(children, None)
    else:
        made.conversion_megajanskys_uncertainty = None
    if child is not None and child.tag == 'PixelArea':
        made.pixel_area = float(child.text)
        child = next(children, None)
    else:
        made.pixel_area = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_RomanPhotometry(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.conversion_megajanskys) is not None:
        add(f'{j}<ConversionMegajanskys>{number_text(value)}</ConversionMegajanskys>')
    if (value := made.conversion_megajanskys_uncertainty) is not None:
        add(f'{j}<ConversionMegajanskysUncertainty>{number_text(value)}</ConversionMegajanskysUncertainty>')
    if (value := made.pixel_area) is not None:
        add(f'{j}<PixelArea>{number_text(value)}</PixelArea>')
    add(f'{i}</{tag}>')


def read_RomanReferenceFiles(node):
    made = new(m_pro_roman.RomanReferenceFiles)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'CrdsContext':
        made.crds_context = (child.text or '')
        child = next(children, None)
    else:
        made.crds_context = None
    if child is not None and child.tag == 'Flat':
        made.flat = (child.text or '')
        child = next(children, None)
    else:
        made.flat = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_RomanReferenceFiles(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.crds_context) is not None:
        add(f'{j}<CrdsContext>{text(value)}</CrdsContext>')
    if (value := made.flat) is not None:
        add(f'{j}<Flat>{text(value)}</Flat>')
    add(f'{i}</{tag}>')


def read_RomanStatistics(node):
    made = new(m_pro_roman.RomanStatistics)
    c0, c1, c2, = node
    made.median = float(c0.text)
    made.mad = float(c1.text)
    made.good_pixel_fraction = float(c2.text)
    return made


def write_RomanStatistics(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Median>{number_text(made.median)}</Median>{j}<MAD>{number_text(made.mad)}</MAD>{j}<GoodPixelFraction>{number_text(made.good_pixel_fraction)}</GoodPixelFraction>')
    add(f'{i}</{tag}>')


def read_WcsInfo(node):
    made = new(m_pro_roman.WcsInfo)
    c0, c1, c2, = node
    made.ra_ref = float(c0.text)
    made.dec_ref = float(c1.text)
    made.roll_ref = float(c2.text)
    return made


def write_WcsInfo(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<RaRef>{number_text(made.ra_ref)}</RaRef>{j}<DecRef>{number_text(made.dec_ref)}</DecRef>{j}<RollRef>{number_text(made.roll_ref)}</RollRef>')
    add(f'{i}</{tag}>')


def read_CalibrationSteps(node):
    made = new(m_pro_roman.CalibrationSteps)
    c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, = node
    made.dq_init = (_values_m_pro_roman_StepStatus.get(c0.text) or enumerated(m_pro_roman.StepStatus, c0.text))
    made.saturation = (_values_m_pro_roman_StepStatus.get(c1.text) or enumerated(m_pro_roman.StepStatus, c1.text))
    made.refpix = (_values_m_pro_roman_StepStatus.get(c2.text) or enumerated(m_pro_roman.StepStatus, c2.text))
    made.linearity = (_values_m_pro_roman_StepStatus.get(c3.text) or enumerated(m_pro_roman.StepStatus, c3.text))
    made.ramp_fit = (_values_m_pro_roman_StepStatus.get(c4.text) or enumerated(m_pro_roman.StepStatus, c4.text))
    made.dark = (_values_m_pro_roman_StepStatus.get(c5.text) or enumerated(m_pro_roman.StepStatus, c5.text))
    made.assign_wcs = (_values_m_pro_roman_StepStatus.get(c6.text) or enumerated(m_pro_roman.StepStatus, c6.text))
    made.flat_field = (_values_m_pro_roman_StepStatus.get(c7.text) or enumerated(m_pro_roman.StepStatus, c7.text))
    made.photom = (_values_m_pro_roman_StepStatus.get(c8.text) or enumerated(m_pro_roman.StepStatus, c8.text))
    made.source_catalog = (_values_m_pro_roman_StepStatus.get(c9.text) or enumerated(m_pro_roman.StepStatus, c9.text))
    made.tweakreg = (_values_m_pro_roman_StepStatus.get(c10.text) or enumerated(m_pro_roman.StepStatus, c10.text))
    return made


def write_CalibrationSteps(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<DqInit>{made.dq_init._value_}</DqInit>{j}<Saturation>{made.saturation._value_}</Saturation>{j}<Refpix>{made.refpix._value_}</Refpix>{j}<Linearity>{made.linearity._value_}</Linearity>{j}<RampFit>{made.ramp_fit._value_}</RampFit>{j}<Dark>{made.dark._value_}</Dark>{j}<AssignWcs>{made.assign_wcs._value_}</AssignWcs>{j}<FlatField>{made.flat_field._value_}</FlatField>{j}<Photom>{made.photom._value_}</Photom>{j}<SourceCatalog>{made.source_catalog._value_}</SourceCatalog>{j}<Tweakreg>{made.tweakreg._value_}</Tweakreg>')
    add(f'{i}</{tag}>')


def read_RomanFlat(node):
    made = new(m_pro_roman.RomanFlat)
    c0, c1, c2, c3, c4, c5, c6, c7, c8, = node
    made.reference_id = (c0.text or '')
    made.ref_type = (c1.text or '')
    made.pedigree = (c2.text or '')
    made.description = (c3.text or '')
    made.author = (c4.text or '')
    made.use_after = moment(c5.text)
    made.detector = (_values_m_pro_roman_WfiDetector.get(c6.text) or enumerated(m_pro_roman.WfiDetector, c6.text))
    made.optical_element = (_values_m_pro_roman_OpticalElement.get(c7.text) or enumerated(m_pro_roman.OpticalElement, c7.text))
    made.data_storage = c_sys_lean_sys.read_DataFile(c8)
    return made


def write_RomanFlat(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<ReferenceId>{text(made.reference_id)}</ReferenceId>{j}<RefType>{text(made.ref_type)}</RefType>{j}<Pedigree>{text(made.pedigree)}</Pedigree>{j}<Description>{text(made.description)}</Description>{j}<Author>{text(made.author)}</Author>{j}<UseAfter>{moment_text(made.use_after)}</UseAfter>{j}<Detector>{made.detector._value_}</Detector>{j}<OpticalElement>{made.optical_element._value_}</OpticalElement>')
    c_sys_lean_sys.write_DataFile(made.data_storage, 'DataStorage', add, j)
    add(f'{i}</{tag}>')


def read_WfiExposure(node):
    made = new(m_pro_roman.WfiExposure)
    c0, c1, c2, c3, c4, c5, c6, c7, c8, = node
    made.type_value = (_values_m_pro_roman_ExposureType.get(c0.text) or enumerated(m_pro_roman.ExposureType, c0.text))
    made.start_time = moment(c1.text)
    made.end_time = moment(c2.text)
    made.exposure_time = float(c3.text)
    made.effective_exposure_time = float(c4.text)
    made.frame_time = float(c5.text)
    made.ma_table_number = int(c6.text)
    made.nresultants = int(c7.text)
    made.truncated = boolean(c8.text)
    return made


def write_WfiExposure(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Type>{made.type_value._value_}</Type>{j}<StartTime>{moment_text(made.start_time)}</StartTime>{j}<EndTime>{moment_text(made.end_time)}</EndTime>{j}<ExposureTime>{number_text(made.exposure_time)}</ExposureTime>{j}<EffectiveExposureTime>{number_text(made.effective_exposure_time)}</EffectiveExposureTime>{j}<FrameTime>{number_text(made.frame_time)}</FrameTime>{j}<MaTableNumber>{integer_text(made.ma_table_number)}</MaTableNumber>{j}<NResultants>{integer_text(made.nresultants)}</NResultants>{j}<Truncated>{boolean_text(made.truncated)}</Truncated>')
    add(f'{i}</{tag}>')


def read_WfiInstrument(node):
    made = new(m_pro_roman.WfiInstrument)
    c0, c1, c2, = node
    made.name = (c0.text or '')
    made.detector = (_values_m_pro_roman_WfiDetector.get(c1.text) or enumerated(m_pro_roman.WfiDetector, c1.text))
    made.optical_element = (_values_m_pro_roman_OpticalElement.get(c2.text) or enumerated(m_pro_roman.OpticalElement, c2.text))
    return made


def write_WfiInstrument(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Name>{text(made.name)}</Name>{j}<Detector>{made.detector._value_}</Detector>{j}<OpticalElement>{made.optical_element._value_}</OpticalElement>')
    add(f'{i}</{tag}>')


def read_RomanImage(node):
    made = new(m_pro_roman.RomanImage)
    c0, c1, c2, c3, c4, *rest = node
    made.instrument = read_WfiInstrument(c0)
    made.exposure = read_WfiExposure(c1)
    made.observation = read_RomanObservation(c2)
    made.wcs_info = read_WcsInfo(c3)
    made.spatial_footprint = c_bas_stc.read_SpatialFootprint(c4)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Photometry':
        made.photometry = read_RomanPhotometry(child)
        child = next(children, None)
    else:
        made.photometry = None
    if child is not None and child.tag == 'CalStep':
        made.cal_step = read_CalibrationSteps(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'RefFile':
        made.ref_file = read_RomanReferenceFiles(child)
        child = next(children, None)
    else:
        made.ref_file = None
    if child is not None and child.tag == 'Statistics':
        made.statistics = read_RomanStatistics(child)
        child = next(children, None)
    else:
        made.statistics = None
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_sys_lean_sys.read_DataFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_RomanImage(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_WfiInstrument(made.instrument, 'Instrument', add, j)
    write_WfiExposure(made.exposure, 'Exposure', add, j)
    write_RomanObservation(made.observation, 'Observation', add, j)
    write_WcsInfo(made.wcs_info, 'WcsInfo', add, j)
    c_bas_stc.write_SpatialFootprint(made.spatial_footprint, 'SpatialFootprint', add, j)
    if (value := made.photometry) is not None:
        write_RomanPhotometry(value, 'Photometry', add, j)
    write_CalibrationSteps(made.cal_step, 'CalStep', add, j)
    if (value := made.ref_file) is not None:
        write_RomanReferenceFiles(value, 'RefFile', add, j)
    if (value := made.statistics) is not None:
        write_RomanStatistics(value, 'Statistics', add, j)
    c_sys_lean_sys.write_DataFile(made.data_storage, 'DataStorage', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "RomanObservation": read_RomanObservation,
    "RomanPhotometry": read_RomanPhotometry,
    "RomanReferenceFiles": read_RomanReferenceFiles,
    "RomanStatistics": read_RomanStatistics,
    "WcsInfo": read_WcsInfo,
    "CalibrationSteps": read_CalibrationSteps,
    "RomanFlat": read_RomanFlat,
    "WfiExposure": read_WfiExposure,
    "WfiInstrument": read_WfiInstrument,
    "RomanImage": read_RomanImage,
}
WRITERS = {
    "RomanObservation": write_RomanObservation,
    "RomanPhotometry": write_RomanPhotometry,
    "RomanReferenceFiles": write_RomanReferenceFiles,
    "RomanStatistics": write_RomanStatistics,
    "WcsInfo": write_WcsInfo,
    "CalibrationSteps": write_CalibrationSteps,
    "RomanFlat": write_RomanFlat,
    "WfiExposure": write_WfiExposure,
    "WfiInstrument": write_WfiInstrument,
    "RomanImage": write_RomanImage,
}
ROOTS = {
    "RomanObservation": ('romanObservation', ''),
    "RomanPhotometry": ('romanPhotometry', ''),
    "RomanReferenceFiles": ('romanReferenceFiles', ''),
    "RomanStatistics": ('romanStatistics', ''),
    "WcsInfo": ('wcsInfo', ''),
    "CalibrationSteps": ('calibrationSteps', ''),
    "RomanFlat": ('romanFlat', ''),
    "WfiExposure": ('wfiExposure', ''),
    "WfiInstrument": ('wfiInstrument', ''),
    "RomanImage": ('romanImage', ''),
}
