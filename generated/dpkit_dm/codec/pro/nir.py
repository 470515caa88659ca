"""Codecs of the classes in ``dpkit_dm.pro.nir``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.fit as m_bas_fit
import dpkit_dm.bas.img as m_bas_img
import dpkit_dm.bas.stc as m_bas_stc
import dpkit_dm.ins.ins as m_ins_ins
import dpkit_dm.pro.nir as m_pro_nir
import dpkit_dm.codec.bas.fit as c_bas_fit
import dpkit_dm.codec.bas.img as c_bas_img
import dpkit_dm.codec.bas.stc as c_bas_stc
import dpkit_dm.codec.ins.ins as c_ins_ins

check_bindings(m_pro_nir, "14072-2128cade")

UNCOVERED = {}

_values_m_ins_ins_NispDetectorId = {member.value: member for member in m_ins_ins.NispDetectorId}
_values_m_ins_ins_FilterName = {member.value: member for member in m_ins_ins.FilterName}


def read_NirRelPhotoFrameQuality(node):
    made = new(m_pro_nir.NirRelPhotoFrameQuality)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'QPRELEX':
        made.qprelex = float(child.text)
        child = next(children, None)
    else:
        made.qprelex = None
    if child is not None and child.tag == 'QPRELEXE':
        made.qprelexe = float(child.text)
        child = next(children, None)
    else:
        made.qprelexe = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NirRelPhotoFrameQuality(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.qprelex) is not None:
        add(f'{j}<QPRELEX>{number_text(value)}</QPRELEX>')
    if (value := made.qprelexe) is not None:
        add(f'{j}<QPRELEXE>{number_text(value)}</QPRELEXE>')
    add(f'{i}</{tag}>')


def read_NirDetector(node):
    made = new(m_pro_nir.NirDetector)
    c0, *rest = node
    made.detector_id = (_values_m_ins_ins_NispDetectorId.get(c0.text) or enumerated(m_ins_ins.NispDetectorId, c0.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Background':
        made.background = float(child.text)
        child = next(children, None)
    else:
        made.background = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NirDetector(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<DetectorId>{made.detector_id._value_}</DetectorId>')
    if (value := made.background) is not None:
        add(f'{j}<Background>{number_text(value)}</Background>')
    add(f'{i}</{tag}>')


def read_NirMasterDark(node):
    made = new(m_pro_nir.NirMasterDark)
    c0, c1, c2, *rest = node
    made.filter = (_values_m_ins_ins_FilterName.get(c0.text) or enumerated(m_ins_ins.FilterName, c0.text))
    made.validity_range = c_ins_ins.read_CalibrationValidPeriod(c1)
    made.calibration_id = (c2.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'FrameNumbers':
        made.frame_numbers = int(child.text)
        child = next(children, None)
    else:
        made.frame_numbers = None
    if child is not None and child.tag == 'TotalExposureTime':
        made.total_exposure_time = float(child.text)
        child = next(children, None)
    else:
        made.total_exposure_time = None
    if child is not None and child.tag == 'FocalPlaneTemperature':
        made.focal_plane_temperature = float(child.text)
        child = next(children, None)
    else:
        made.focal_plane_temperature = None
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Min':
        made.min = float(child.text)
        child = next(children, None)
    else:
        made.min = None
    if child is not None and child.tag == 'Max':
        made.max = float(child.text)
        child = next(children, None)
    else:
        made.max = None
    if child is not None and child.tag == 'Mean':
        made.mean = float(child.text)
        child = next(children, None)
    else:
        made.mean = None
    if child is not None and child.tag == 'Median':
        made.median = float(child.text)
        child = next(children, None)
    else:
        made.median = None
    if child is not None and child.tag == 'MAD':
        made.mad = float(child.text)
        child = next(children, None)
    else:
        made.mad = None
    if child is not None and child.tag == 'MaskedPixelFraction':
        made.masked_pixel_fraction = float(child.text)
        child = next(children, None)
    else:
        made.masked_pixel_fraction = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NirMasterDark(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Filter>{made.filter._value_}</Filter>')
    c_ins_ins.write_CalibrationValidPeriod(made.validity_range, 'ValidityRange', add, j)
    add(f'{j}<CalibrationID>{text(made.calibration_id)}</CalibrationID>')
    if (value := made.frame_numbers) is not None:
        add(f'{j}<FrameNumbers>{integer_text(value)}</FrameNumbers>')
    if (value := made.total_exposure_time) is not None:
        add(f'{j}<TotalExposureTime>{number_text(value)}</TotalExposureTime>')
    if (value := made.focal_plane_temperature) is not None:
        add(f'{j}<FocalPlaneTemperature>{number_text(value)}</FocalPlaneTemperature>')
    c_bas_fit.write_FitsFile(made.data_storage, 'DataStorage', add, j)
    if (value := made.min) is not None:
        add(f'{j}<Min>{number_text(value)}</Min>')
    if (value := made.max) is not None:
        add(f'{j}<Max>{number_text(value)}</Max>')
    if (value := made.mean) is not None:
        add(f'{j}<Mean>{number_text(value)}</Mean>')
    if (value := made.median) is not None:
        add(f'{j}<Median>{number_text(value)}</Median>')
    if (value := made.mad) is not None:
        add(f'{j}<MAD>{number_text(value)}</MAD>')
    if (value := made.masked_pixel_fraction) is not None:
        add(f'{j}<MaskedPixelFraction>{number_text(value)}</MaskedPixelFraction>')
    add(f'{i}</{tag}>')


def read_NirMasterFlat(node):
    made = new(m_pro_nir.NirMasterFlat)
    c0, c1, c2, *rest = node
    made.filter = (_values_m_ins_ins_FilterName.get(c0.text) or enumerated(m_ins_ins.FilterName, c0.text))
    made.validity_range = c_ins_ins.read_CalibrationValidPeriod(c1)
    made.calibration_id = (c2.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'LedId':
        made.led_id = int(child.text)
        child = next(children, None)
    else:
        made.led_id = None
    if child is not None and child.tag == 'FluxId':
        made.flux_id = int(child.text)
        child = next(children, None)
    else:
        made.flux_id = None
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Min':
        made.min = float(child.text)
        child = next(children, None)
    else:
        made.min = None
    if child is not None and child.tag == 'Max':
        made.max = float(child.text)
        child = next(children, None)
    else:
        made.max = None
    if child is not None and child.tag == 'Mean':
        made.mean = float(child.text)
        child = next(children, None)
    else:
        made.mean = None
    if child is not None and child.tag == 'Median':
        made.median = float(child.text)
        child = next(children, None)
    else:
        made.median = None
    if child is not None and child.tag == 'MAD':
        made.mad = float(child.text)
        child = next(children, None)
    else:
        made.mad = None
    if child is not None and child.tag == 'MaskedPixelFraction':
        made.masked_pixel_fraction = float(child.text)
        child = next(children, None)
    else:
        made.masked_pixel_fraction = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NirMasterFlat(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Filter>{made.filter._value_}</Filter>')
    c_ins_ins.write_CalibrationValidPeriod(made.validity_range, 'ValidityRange', add, j)
    add(f'{j}<CalibrationID>{text(made.calibration_id)}</CalibrationID>')
    if (value := made.led_id) is not None:
        add(f'{j}<LedId>{integer_text(value)}</LedId>')
    if (value := made.flux_id) is not None:
        add(f'{j}<FluxId>{integer_text(value)}</FluxId>')
    c_bas_fit.write_FitsFile(made.data_storage, 'DataStorage', add, j)
    if (value := made.min) is not None:
        add(f'{j}<Min>{number_text(value)}</Min>')
    if (value := made.max) is not None:
        add(f'{j}<Max>{number_text(value)}</Max>')
    if (value := made.mean) is not None:
        add(f'{j}<Mean>{number_text(value)}</Mean>')
    if (value := made.median) is not None:
        add(f'{j}<Median>{number_text(value)}</Median>')
    if (value := made.mad) is not None:
        add(f'{j}<MAD>{number_text(value)}</MAD>')
    if (value := made.masked_pixel_fraction) is not None:
        add(f'{j}<MaskedPixelFraction>{number_text(value)}</MaskedPixelFraction>')
    add(f'{i}</{tag}>')


def read_NirDetectorList(node):
    made = new(m_pro_nir.NirDetectorList)
    made.detector = [read_NirDetector(child) for child in node]
    return made


def write_NirDetectorList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.detector:
        write_NirDetector(value, 'Detector', add, j)
    add(f'{i}</{tag}>')


def read_NirCalibratedFrame(node):
    made = new(m_pro_nir.NirCalibratedFrame)
    c0, c1, c2, c3, c4, c5, c6, c7, c8, *rest = node
    made.exposure_time = c_bas_img.read_ExposureTime(c0)
    made.img_type = c_bas_img.read_ImageType(c1)
    made.instrument = c_ins_ins.read_Instrument(c2)
    made.filter = c_ins_ins.read_Filter(c3)
    made.observation_date_time = c_bas_img.read_ObservationDateTime(c4)
    made.observation_sequence = c_bas_img.read_ObservationSequence(c5)
    made.recons_fpapointing = c_bas_img.read_Pointing(c6)
    made.img_spatial_footprint = c_bas_stc.read_SpatialFootprint(c7)
    made.detector_list = read_NirDetectorList(c8)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_NirRelPhotoFrameQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NirCalibratedFrame(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_bas_img.write_ExposureTime(made.exposure_time, 'ExposureTime', add, j)
    c_bas_img.write_ImageType(made.img_type, 'ImgType', add, j)
    c_ins_ins.write_Instrument(made.instrument, 'Instrument', add, j)
    c_ins_ins.write_Filter(made.filter, 'Filter', add, j)
    c_bas_img.write_ObservationDateTime(made.observation_date_time, 'ObservationDateTime', add, j)
    c_bas_img.write_ObservationSequence(made.observation_sequence, 'ObservationSequence', add, j)
    c_bas_img.write_Pointing(made.recons_fpapointing, 'ReconsFPAPointing', add, j)
    c_bas_stc.write_SpatialFootprint(made.img_spatial_footprint, 'ImgSpatialFootprint', add, j)
    write_NirDetectorList(made.detector_list, 'DetectorList', add, j)
    if (value := made.quality_params) is not None:
        write_NirRelPhotoFrameQuality(value, 'QualityParams', add, j)
    c_bas_fit.write_FitsFile(made.data_storage, 'DataStorage', add, j)
    add(f'{i}</{tag}>')


def read_NirExposureCatalog(node):
    made = new(m_pro_nir.NirExposureCatalog)
    c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, = node
    made.exposure_time = c_bas_img.read_ExposureTime(c0)
    made.instrument = c_ins_ins.read_Instrument(c1)
    made.filter = c_ins_ins.read_Filter(c2)
    made.observation_date_time = c_bas_img.read_ObservationDateTime(c3)
    made.observation_sequence = c_bas_img.read_ObservationSequence(c4)
    made.spatial_coverage = c_bas_stc.read_SpatialFootprint(c5)
    made.detector_list = read_NirDetectorList(c6)
    made.input_frame = (c7.text or '')
    made.number_of_sources = int(c8.text)
    made.catalog_storage = c_bas_fit.read_FitsFile(c9)
    return made


def write_NirExposureCatalog(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_bas_img.write_ExposureTime(made.exposure_time, 'ExposureTime', add, j)
    c_ins_ins.write_Instrument(made.instrument, 'Instrument', add, j)
    c_ins_ins.write_Filter(made.filter, 'Filter', add, j)
    c_bas_img.write_ObservationDateTime(made.observation_date_time, 'ObservationDateTime', add, j)
    c_bas_img.write_ObservationSequence(made.observation_sequence, 'ObservationSequence', add, j)
    c_bas_stc.write_SpatialFootprint(made.spatial_coverage, 'SpatialCoverage', add, j)
    write_NirDetectorList(made.detector_list, 'DetectorList', add, j)
    add(f'{j}<InputFrame>{text(made.input_frame)}</InputFrame>{j}<NumberOfSources>{integer_text(made.number_of_sources)}</NumberOfSources>')
    c_bas_fit.write_FitsFile(made.catalog_storage, 'CatalogStorage', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "NirRelPhotoFrameQuality": read_NirRelPhotoFrameQuality,
    "NirDetector": read_NirDetector,
    "NirMasterDark": read_NirMasterDark,
    "NirMasterFlat": read_NirMasterFlat,
    "NirDetectorList": read_NirDetectorList,
    "NirCalibratedFrame": read_NirCalibratedFrame,
    "NirExposureCatalog": read_NirExposureCatalog,
}
WRITERS = {
    "NirRelPhotoFrameQuality": write_NirRelPhotoFrameQuality,
    "NirDetector": write_NirDetector,
    "NirMasterDark": write_NirMasterDark,
    "NirMasterFlat": write_NirMasterFlat,
    "NirDetectorList": write_NirDetectorList,
    "NirCalibratedFrame": write_NirCalibratedFrame,
    "NirExposureCatalog": write_NirExposureCatalog,
}
ROOTS = {
    "NirRelPhotoFrameQuality": ('nirRelPhotoFrameQuality', ''),
    "NirDetector": ('nirDetector', ''),
    "NirMasterDark": ('nirMasterDark', ''),
    "NirMasterFlat": ('nirMasterFlat', ''),
    "NirDetectorList": ('nirDetectorList', ''),
    "NirCalibratedFrame": ('nirCalibratedFrame', ''),
    "NirExposureCatalog": ('nirExposureCatalog', ''),
}
