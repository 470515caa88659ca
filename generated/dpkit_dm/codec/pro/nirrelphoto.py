"""Codecs of the classes in ``dpkit_dm.pro.nirrelphoto``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.ins.ins as m_ins_ins
import dpkit_dm.pro.nirrelphoto as m_pro_nirrelphoto
import dpkit_dm.codec.ins.ins as c_ins_ins

check_bindings(m_pro_nirrelphoto, "15921-e2b25203")

UNCOVERED = {}

_values_m_ins_ins_NispDetectorId = {member.value: member for member in m_ins_ins.NispDetectorId}
_values_m_ins_ins_FilterName = {member.value: member for member in m_ins_ins.FilterName}


def read_NirRelPhotoExpFactor(node):
    made = new(m_pro_nirrelphoto.NirRelPhotoExpFactor)
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
    made = new(m_pro_nirrelphoto.NirRelPhotoExpPair)
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


def read_NirRelPhotoParams(node):
    made = new(m_pro_nirrelphoto.NirRelPhotoParams)
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
    made = new(m_pro_nirrelphoto.DetectorDeviationFlag)
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
    made = new(m_pro_nirrelphoto.ExposureFactorFlag)
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
    made = new(m_pro_nirrelphoto.MissingExposuresFlag)
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


def read_NirRelPhotoDetFactor(node):
    made = new(m_pro_nirrelphoto.NirRelPhotoDetFactor)
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
    made = new(m_pro_nirrelphoto.NirRelPhotoExpFactorList)
    made.correction_factor = [read_NirRelPhotoExpFactor(child) for child in node]
    return made


def write_NirRelPhotoExpFactorList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.correction_factor:
        write_NirRelPhotoExpFactor(value, 'CorrectionFactor', add, j)
    add(f'{i}</{tag}>')


def read_NirRelPhotoExpPairList(node):
    made = new(m_pro_nirrelphoto.NirRelPhotoExpPairList)
    made.pair = [read_NirRelPhotoExpPair(child) for child in node]
    return made


def write_NirRelPhotoExpPairList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.pair:
        write_NirRelPhotoExpPair(value, 'Pair', add, j)
    add(f'{i}</{tag}>')


def read_NirRelPhotoDetFactorList(node):
    made = new(m_pro_nirrelphoto.NirRelPhotoDetFactorList)
    made.correction_factor = [read_NirRelPhotoDetFactor(child) for child in node]
    return made


def write_NirRelPhotoDetFactorList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.correction_factor:
        write_NirRelPhotoDetFactor(value, 'CorrectionFactor', add, j)
    add(f'{i}</{tag}>')


def read_NirRelPhotoExpQuality(node):
    made = new(m_pro_nirrelphoto.NirRelPhotoExpQuality)
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
    made = new(m_pro_nirrelphoto.SqfNirRelPhotoExpCal)
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


def read_NirRelPhotoDetCal(node):
    made = new(m_pro_nirrelphoto.NirRelPhotoDetCal)
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
    made = new(m_pro_nirrelphoto.NirRelPhotoExpCal)
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
    "NirRelPhotoParams": read_NirRelPhotoParams,
    "DetectorDeviationFlag": read_DetectorDeviationFlag,
    "ExposureFactorFlag": read_ExposureFactorFlag,
    "MissingExposuresFlag": read_MissingExposuresFlag,
    "NirRelPhotoDetFactor": read_NirRelPhotoDetFactor,
    "NirRelPhotoExpFactorList": read_NirRelPhotoExpFactorList,
    "NirRelPhotoExpPairList": read_NirRelPhotoExpPairList,
    "NirRelPhotoDetFactorList": read_NirRelPhotoDetFactorList,
    "NirRelPhotoExpQuality": read_NirRelPhotoExpQuality,
    "SqfNirRelPhotoExpCal": read_SqfNirRelPhotoExpCal,
    "NirRelPhotoDetCal": read_NirRelPhotoDetCal,
    "NirRelPhotoExpCal": read_NirRelPhotoExpCal,
}
WRITERS = {
    "NirRelPhotoExpFactor": write_NirRelPhotoExpFactor,
    "NirRelPhotoExpPair": write_NirRelPhotoExpPair,
    "NirRelPhotoParams": write_NirRelPhotoParams,
    "DetectorDeviationFlag": write_DetectorDeviationFlag,
    "ExposureFactorFlag": write_ExposureFactorFlag,
    "MissingExposuresFlag": write_MissingExposuresFlag,
    "NirRelPhotoDetFactor": write_NirRelPhotoDetFactor,
    "NirRelPhotoExpFactorList": write_NirRelPhotoExpFactorList,
    "NirRelPhotoExpPairList": write_NirRelPhotoExpPairList,
    "NirRelPhotoDetFactorList": write_NirRelPhotoDetFactorList,
    "NirRelPhotoExpQuality": write_NirRelPhotoExpQuality,
    "SqfNirRelPhotoExpCal": write_SqfNirRelPhotoExpCal,
    "NirRelPhotoDetCal": write_NirRelPhotoDetCal,
    "NirRelPhotoExpCal": write_NirRelPhotoExpCal,
}
ROOTS = {
    "NirRelPhotoExpFactor": ('nirRelPhotoExpFactor', ''),
    "NirRelPhotoExpPair": ('nirRelPhotoExpPair', ''),
    "NirRelPhotoParams": ('nirRelPhotoParams', ''),
    "DetectorDeviationFlag": ('detectorDeviationFlag', ''),
    "ExposureFactorFlag": ('exposureFactorFlag', ''),
    "MissingExposuresFlag": ('missingExposuresFlag', ''),
    "NirRelPhotoDetFactor": ('nirRelPhotoDetFactor', ''),
    "NirRelPhotoExpFactorList": ('nirRelPhotoExpFactorList', ''),
    "NirRelPhotoExpPairList": ('nirRelPhotoExpPairList', ''),
    "NirRelPhotoDetFactorList": ('nirRelPhotoDetFactorList', ''),
    "NirRelPhotoExpQuality": ('nirRelPhotoExpQuality', ''),
    "SqfNirRelPhotoExpCal": ('sqfNirRelPhotoExpCal', ''),
    "NirRelPhotoDetCal": ('nirRelPhotoDetCal', ''),
    "NirRelPhotoExpCal": ('nirRelPhotoExpCal', ''),
}
