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

check_bindings(m_pro_nir, "cfa9ca39b7d1e9f08be0961b1063768886e0606cb3dd8f975318a68aabec7c9d")

UNCOVERED = {}

_values_m_ins_ins_NispDetectorId = {member.value: member for member in m_ins_ins.NispDetectorId}
_values_m_ins_ins_FilterName = {member.value: member for member in m_ins_ins.FilterName}


def read_NirRelPhotoExpFactor(node):
    made = new(m_pro_nir.NirRelPhotoExpFactor)
    c0, *rest = node
    made.value = float(c0.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Error':
        made.error = float(child.text)
        child = next(children, None)
    else:
        made.error = None
    if child is not None and child.tag == 'Exposure':
        made.exposure = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NirRelPhotoExpFactor(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Value>{number_text(made.value)}</Value>')
    if (value := made.error) is not None:
        add(f'{j}<Error>{number_text(value)}</Error>')
    add(f'{j}<Exposure>{integer_text(made.exposure)}</Exposure>')
    add(f'{i}</{tag}>')


def read_NirRelPhotoExpPair(node):
    made = new(m_pro_nir.NirRelPhotoExpPair)
    c0, c1, c2, c3, *rest = node
    made.first = int(c0.text)
    made.second = int(c1.text)
    made.matches = int(c2.text)
    made.used = int(c3.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Ratio':
        made.ratio = float(child.text)
        child = next(children, None)
    else:
        made.ratio = None
    if child is not None and child.tag == 'Error':
        made.error = float(child.text)
        child = next(children, None)
    else:
        made.error = None
    if child is not None and child.tag == 'Failure':
        made.failure = (child.text or '')
        child = next(children, None)
    else:
        made.failure = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NirRelPhotoExpPair(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<First>{integer_text(made.first)}</First>{j}<Second>{integer_text(made.second)}</Second>{j}<Matches>{integer_text(made.matches)}</Matches>{j}<Used>{integer_text(made.used)}</Used>')
    if (value := made.ratio) is not None:
        add(f'{j}<Ratio>{number_text(value)}</Ratio>')
    if (value := made.error) is not None:
        add(f'{j}<Error>{number_text(value)}</Error>')
    if (value := made.failure) is not None:
        add(f'{j}<Failure>{text(value)}</Failure>')
    add(f'{i}</{tag}>')


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


def read_NirRelPhotoParams(node):
    made = new(m_pro_nir.NirRelPhotoParams)
    c0, *rest = node
    made.parameter_set_name = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'MatchRadius':
        made.match_radius = float(child.text)
        child = next(children, None)
    else:
        made.match_radius = None
    if child is not None and child.tag == 'MinimumSNR':
        made.minimum_snr = float(child.text)
        child = next(children, None)
    else:
        made.minimum_snr = None
    if child is not None and child.tag == 'ClipSigma':
        made.clip_sigma = float(child.text)
        child = next(children, None)
    else:
        made.clip_sigma = None
    if child is not None and child.tag == 'MinimumMatches':
        made.minimum_matches = int(child.text)
        child = next(children, None)
    else:
        made.minimum_matches = None
    if child is not None and child.tag == 'ValidityMargin':
        made.validity_margin = float(child.text)
        child = next(children, None)
    else:
        made.validity_margin = None
    if child is not None and child.tag == 'MinimumFactor':
        made.minimum_factor = float(child.text)
        child = next(children, None)
    else:
        made.minimum_factor = None
    if child is not None and child.tag == 'MaximumFactor':
        made.maximum_factor = float(child.text)
        child = next(children, None)
    else:
        made.maximum_factor = None
    if child is not None and child.tag == 'MaximumDetectorDeviation':
        made.maximum_detector_deviation = float(child.text)
        child = next(children, None)
    else:
        made.maximum_detector_deviation = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NirRelPhotoParams(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<ParameterSetName>{text(made.parameter_set_name)}</ParameterSetName>')
    if (value := made.match_radius) is not None:
        add(f'{j}<MatchRadius>{number_text(value)}</MatchRadius>')
    if (value := made.minimum_snr) is not None:
        add(f'{j}<MinimumSNR>{number_text(value)}</MinimumSNR>')
    if (value := made.clip_sigma) is not None:
        add(f'{j}<ClipSigma>{number_text(value)}</ClipSigma>')
    if (value := made.minimum_matches) is not None:
        add(f'{j}<MinimumMatches>{integer_text(value)}</MinimumMatches>')
    if (value := made.validity_margin) is not None:
        add(f'{j}<ValidityMargin>{number_text(value)}</ValidityMargin>')
    if (value := made.minimum_factor) is not None:
        add(f'{j}<MinimumFactor>{number_text(value)}</MinimumFactor>')
    if (value := made.maximum_factor) is not None:
        add(f'{j}<MaximumFactor>{number_text(value)}</MaximumFactor>')
    if (value := made.maximum_detector_deviation) is not None:
        add(f'{j}<MaximumDetectorDeviation>{number_text(value)}</MaximumDetectorDeviation>')
    add(f'{i}</{tag}>')


def read_DetectorDeviationFlag(node):
    made = new(m_pro_nir.DetectorDeviationFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MaxDetectorDeviation'
    value = node.get('minLimit')
    made.min_limit = float('0.0') if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = float('0.05') if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_DetectorDeviationFlag(made, tag, add, i, extra=''):
    value = made.xpath
    extra += f' xpath="{attribute_text(value)}"'
    if (value := made.min_limit) is not None:
        extra += f' minLimit="{number_text(value)}"'
    if (value := made.max_limit) is not None:
        extra += f' maxLimit="{number_text(value)}"'
    value = made.flagged
    extra += f' flagged="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else boolean_text(value)}</{tag}>')


def read_ExposureFactorFlag(node):
    made = new(m_pro_nir.ExposureFactorFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/CorrectionFactorList/CorrectionFactor/Value'
    value = node.get('minLimit')
    made.min_limit = float('0.98') if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = float('1.02') if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_ExposureFactorFlag(made, tag, add, i, extra=''):
    value = made.xpath
    extra += f' xpath="{attribute_text(value)}"'
    if (value := made.min_limit) is not None:
        extra += f' minLimit="{number_text(value)}"'
    if (value := made.max_limit) is not None:
        extra += f' maxLimit="{number_text(value)}"'
    value = made.flagged
    extra += f' flagged="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else boolean_text(value)}</{tag}>')


def read_MissingExposuresFlag(node):
    made = new(m_pro_nir.MissingExposuresFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MissingExposures'
    value = node.get('minLimit')
    made.min_limit = float('0.0') if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = float('0.0') if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MissingExposuresFlag(made, tag, add, i, extra=''):
    value = made.xpath
    extra += f' xpath="{attribute_text(value)}"'
    if (value := made.min_limit) is not None:
        extra += f' minLimit="{number_text(value)}"'
    if (value := made.max_limit) is not None:
        extra += f' maxLimit="{number_text(value)}"'
    value = made.flagged
    extra += f' flagged="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else boolean_text(value)}</{tag}>')


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


def read_NirRelPhotoDetFactor(node):
    made = new(m_pro_nir.NirRelPhotoDetFactor)
    c0, *rest = node
    made.value = float(c0.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Error':
        made.error = float(child.text)
        child = next(children, None)
    else:
        made.error = None
    if child is not None and child.tag == 'Detector':
        made.detector = (_values_m_ins_ins_NispDetectorId.get(child.text) or enumerated(m_ins_ins.NispDetectorId, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NirRelPhotoDetFactor(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Value>{number_text(made.value)}</Value>')
    if (value := made.error) is not None:
        add(f'{j}<Error>{number_text(value)}</Error>')
    add(f'{j}<Detector>{made.detector._value_}</Detector>')
    add(f'{i}</{tag}>')


def read_NirRelPhotoExpFactorList(node):
    made = new(m_pro_nir.NirRelPhotoExpFactorList)
    made.correction_factor = [read_NirRelPhotoExpFactor(child) for child in node]
    return made


def write_NirRelPhotoExpFactorList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.correction_factor:
        write_NirRelPhotoExpFactor(value, 'CorrectionFactor', add, j)
    add(f'{i}</{tag}>')


def read_NirRelPhotoExpPairList(node):
    made = new(m_pro_nir.NirRelPhotoExpPairList)
    made.pair = [read_NirRelPhotoExpPair(child) for child in node]
    return made


def write_NirRelPhotoExpPairList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.pair:
        write_NirRelPhotoExpPair(value, 'Pair', add, j)
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


def read_NirRelPhotoDetFactorList(node):
    made = new(m_pro_nir.NirRelPhotoDetFactorList)
    made.correction_factor = [read_NirRelPhotoDetFactor(child) for child in node]
    return made


def write_NirRelPhotoDetFactorList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.correction_factor:
        write_NirRelPhotoDetFactor(value, 'CorrectionFactor', add, j)
    add(f'{i}</{tag}>')


def read_NirRelPhotoExpQuality(node):
    made = new(m_pro_nir.NirRelPhotoExpQuality)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'MaxDetectorDeviation':
        made.max_detector_deviation = float(child.text)
        child = next(children, None)
    else:
        made.max_detector_deviation = None
    if child is not None and child.tag == 'MissingExposures':
        made.missing_exposures = int(child.text)
        child = next(children, None)
    else:
        made.missing_exposures = None
    if child is not None and child.tag == 'FailedPairs':
        made.failed_pairs = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'PairList':
        made.pair_list = read_NirRelPhotoExpPairList(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NirRelPhotoExpQuality(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.max_detector_deviation) is not None:
        add(f'{j}<MaxDetectorDeviation>{number_text(value)}</MaxDetectorDeviation>')
    if (value := made.missing_exposures) is not None:
        add(f'{j}<MissingExposures>{integer_text(value)}</MissingExposures>')
    add(f'{j}<FailedPairs>{integer_text(made.failed_pairs)}</FailedPairs>')
    write_NirRelPhotoExpPairList(made.pair_list, 'PairList', add, j)
    add(f'{i}</{tag}>')


def read_SqfNirRelPhotoExpCal(node):
    made = new(m_pro_nir.SqfNirRelPhotoExpCal)
    c0, c1, *rest = node
    made.exposure_factor_out_of_range = read_ExposureFactorFlag(c0)
    made.detector_deviation_out_of_range = read_DetectorDeviationFlag(c1)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'ExposuresMissing':
        made.exposures_missing = read_MissingExposuresFlag(child)
        child = next(children, None)
    else:
        made.exposures_missing = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_SqfNirRelPhotoExpCal(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_ExposureFactorFlag(made.exposure_factor_out_of_range, 'ExposureFactorOutOfRange', add, j)
    write_DetectorDeviationFlag(made.detector_deviation_out_of_range, 'DetectorDeviationOutOfRange', add, j)
    if (value := made.exposures_missing) is not None:
        write_MissingExposuresFlag(value, 'ExposuresMissing', add, j)
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


def read_NirRelPhotoDetCal(node):
    made = new(m_pro_nir.NirRelPhotoDetCal)
    c0, c1, c2, c3, = node
    made.filter = (_values_m_ins_ins_FilterName.get(c0.text) or enumerated(m_ins_ins.FilterName, c0.text))
    made.validity_range = c_ins_ins.read_CalibrationValidPeriod(c1)
    made.calibration_id = (c2.text or '')
    made.correction_factor_list = read_NirRelPhotoDetFactorList(c3)
    return made


def write_NirRelPhotoDetCal(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Filter>{made.filter._value_}</Filter>')
    c_ins_ins.write_CalibrationValidPeriod(made.validity_range, 'ValidityRange', add, j)
    add(f'{j}<CalibrationID>{text(made.calibration_id)}</CalibrationID>')
    write_NirRelPhotoDetFactorList(made.correction_factor_list, 'CorrectionFactorList', add, j)
    add(f'{i}</{tag}>')


def read_NirRelPhotoExpCal(node):
    made = new(m_pro_nir.NirRelPhotoExpCal)
    c0, c1, c2, c3, *rest = node
    made.filter = (_values_m_ins_ins_FilterName.get(c0.text) or enumerated(m_ins_ins.FilterName, c0.text))
    made.validity_range = c_ins_ins.read_CalibrationValidPeriod(c1)
    made.observation_id = int(c2.text)
    made.correction_factor_list = read_NirRelPhotoExpFactorList(c3)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_NirRelPhotoExpQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NirRelPhotoExpCal(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Filter>{made.filter._value_}</Filter>')
    c_ins_ins.write_CalibrationValidPeriod(made.validity_range, 'ValidityRange', add, j)
    add(f'{j}<ObservationId>{integer_text(made.observation_id)}</ObservationId>')
    write_NirRelPhotoExpFactorList(made.correction_factor_list, 'CorrectionFactorList', add, j)
    if (value := made.quality_params) is not None:
        write_NirRelPhotoExpQuality(value, 'QualityParams', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "NirRelPhotoExpFactor": read_NirRelPhotoExpFactor,
    "NirRelPhotoExpPair": read_NirRelPhotoExpPair,
    "NirRelPhotoFrameQuality": read_NirRelPhotoFrameQuality,
    "NirRelPhotoParams": read_NirRelPhotoParams,
    "DetectorDeviationFlag": read_DetectorDeviationFlag,
    "ExposureFactorFlag": read_ExposureFactorFlag,
    "MissingExposuresFlag": read_MissingExposuresFlag,
    "NirDetector": read_NirDetector,
    "NirMasterDark": read_NirMasterDark,
    "NirMasterFlat": read_NirMasterFlat,
    "NirRelPhotoDetFactor": read_NirRelPhotoDetFactor,
    "NirRelPhotoExpFactorList": read_NirRelPhotoExpFactorList,
    "NirRelPhotoExpPairList": read_NirRelPhotoExpPairList,
    "NirDetectorList": read_NirDetectorList,
    "NirRelPhotoDetFactorList": read_NirRelPhotoDetFactorList,
    "NirRelPhotoExpQuality": read_NirRelPhotoExpQuality,
    "SqfNirRelPhotoExpCal": read_SqfNirRelPhotoExpCal,
    "NirCalibratedFrame": read_NirCalibratedFrame,
    "NirExposureCatalog": read_NirExposureCatalog,
    "NirRelPhotoDetCal": read_NirRelPhotoDetCal,
    "NirRelPhotoExpCal": read_NirRelPhotoExpCal,
}
WRITERS = {
    "NirRelPhotoExpFactor": write_NirRelPhotoExpFactor,
    "NirRelPhotoExpPair": write_NirRelPhotoExpPair,
    "NirRelPhotoFrameQuality": write_NirRelPhotoFrameQuality,
    "NirRelPhotoParams": write_NirRelPhotoParams,
    "DetectorDeviationFlag": write_DetectorDeviationFlag,
    "ExposureFactorFlag": write_ExposureFactorFlag,
    "MissingExposuresFlag": write_MissingExposuresFlag,
    "NirDetector": write_NirDetector,
    "NirMasterDark": write_NirMasterDark,
    "NirMasterFlat": write_NirMasterFlat,
    "NirRelPhotoDetFactor": write_NirRelPhotoDetFactor,
    "NirRelPhotoExpFactorList": write_NirRelPhotoExpFactorList,
    "NirRelPhotoExpPairList": write_NirRelPhotoExpPairList,
    "NirDetectorList": write_NirDetectorList,
    "NirRelPhotoDetFactorList": write_NirRelPhotoDetFactorList,
    "NirRelPhotoExpQuality": write_NirRelPhotoExpQuality,
    "SqfNirRelPhotoExpCal": write_SqfNirRelPhotoExpCal,
    "NirCalibratedFrame": write_NirCalibratedFrame,
    "NirExposureCatalog": write_NirExposureCatalog,
    "NirRelPhotoDetCal": write_NirRelPhotoDetCal,
    "NirRelPhotoExpCal": write_NirRelPhotoExpCal,
}
ROOTS = {
    "NirRelPhotoExpFactor": ('nirRelPhotoExpFactor', ''),
    "NirRelPhotoExpPair": ('nirRelPhotoExpPair', ''),
    "NirRelPhotoFrameQuality": ('nirRelPhotoFrameQuality', ''),
    "NirRelPhotoParams": ('nirRelPhotoParams', ''),
    "DetectorDeviationFlag": ('detectorDeviationFlag', ''),
    "ExposureFactorFlag": ('exposureFactorFlag', ''),
    "MissingExposuresFlag": ('missingExposuresFlag', ''),
    "NirDetector": ('nirDetector', ''),
    "NirMasterDark": ('nirMasterDark', ''),
    "NirMasterFlat": ('nirMasterFlat', ''),
    "NirRelPhotoDetFactor": ('nirRelPhotoDetFactor', ''),
    "NirRelPhotoExpFactorList": ('nirRelPhotoExpFactorList', ''),
    "NirRelPhotoExpPairList": ('nirRelPhotoExpPairList', ''),
    "NirDetectorList": ('nirDetectorList', ''),
    "NirRelPhotoDetFactorList": ('nirRelPhotoDetFactorList', ''),
    "NirRelPhotoExpQuality": ('nirRelPhotoExpQuality', ''),
    "SqfNirRelPhotoExpCal": ('sqfNirRelPhotoExpCal', ''),
    "NirCalibratedFrame": ('nirCalibratedFrame', ''),
    "NirExposureCatalog": ('nirExposureCatalog', ''),
    "NirRelPhotoDetCal": ('nirRelPhotoDetCal', ''),
    "NirRelPhotoExpCal": ('nirRelPhotoExpCal', ''),
}
