"""Codecs of the classes in ``dpkit_dm.bas.dqc``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.dqc as m_bas_dqc

check_bindings(m_bas_dqc, "3986-0673ffdb")

UNCOVERED = {}

_types_m_bas_dqc_RangeFlag = {'{http://ecdm.euclid-ec.org/schema/bas/dqc}rangeFlag': ('dpkit_dm.codec.bas.dqc', 'RangeFlag'), '{http://ecdm.euclid-ec.org/schema/bas/dqc}auxiliaryFlag': ('dpkit_dm.codec.bas.dqc', 'AuxiliaryFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}maxFluxErrNIRJFlag': ('dpkit_dm.codec.pro.mer', 'MaxFluxErrNIRJFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}maxFluxErrVISFlag': ('dpkit_dm.codec.pro.mer', 'MaxFluxErrVISFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}maxFluxNIRJFlag': ('dpkit_dm.codec.pro.mer', 'MaxFluxNIRJFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}maxFluxVISFlag': ('dpkit_dm.codec.pro.mer', 'MaxFluxVISFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}medianFluxErrNIRJFlag': ('dpkit_dm.codec.pro.mer', 'MedianFluxErrNIRJFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}medianFluxErrVISFlag': ('dpkit_dm.codec.pro.mer', 'MedianFluxErrVISFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}medianFluxNIRJFlag': ('dpkit_dm.codec.pro.mer', 'MedianFluxNIRJFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}medianFluxVISFlag': ('dpkit_dm.codec.pro.mer', 'MedianFluxVISFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}minFluxErrNIRJFlag': ('dpkit_dm.codec.pro.mer', 'MinFluxErrNIRJFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}minFluxErrVISFlag': ('dpkit_dm.codec.pro.mer', 'MinFluxErrVISFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}minFluxNIRJFlag': ('dpkit_dm.codec.pro.mer', 'MinFluxNIRJFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}minFluxVISFlag': ('dpkit_dm.codec.pro.mer', 'MinFluxVISFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}noFluxFractionNIRJFlag': ('dpkit_dm.codec.pro.mer', 'NoFluxFractionNIRJFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}noFluxFractionVISFlag': ('dpkit_dm.codec.pro.mer', 'NoFluxFractionVISFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}nonZeroFractionFlag': ('dpkit_dm.codec.pro.mer', 'NonZeroFractionFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}objectDensityFlag': ('dpkit_dm.codec.pro.mer', 'ObjectDensityFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}pointLikeFractionFlag': ('dpkit_dm.codec.pro.mer', 'PointLikeFractionFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}satObjectFractionNIRJFlag': ('dpkit_dm.codec.pro.mer', 'SatObjectFractionNIRJFlag'), '{http://ecdm.euclid-ec.org/schema/pro/mer}satObjectFractionVISFlag': ('dpkit_dm.codec.pro.mer', 'SatObjectFractionVISFlag'), '{http://ecdm.euclid-ec.org/schema/pro/nirrelphoto}detectorDeviationFlag': ('dpkit_dm.codec.pro.nirrelphoto', 'DetectorDeviationFlag'), '{http://ecdm.euclid-ec.org/schema/pro/nirrelphoto}exposureFactorFlag': ('dpkit_dm.codec.pro.nirrelphoto', 'ExposureFactorFlag'), '{http://ecdm.euclid-ec.org/schema/pro/nirrelphoto}missingExposuresFlag': ('dpkit_dm.codec.pro.nirrelphoto', 'MissingExposuresFlag'), '{urn:dpkit:pro:spirou}maxRmsFlag': ('dpkit_dm.codec.pro.spirou', 'MaxRmsFlag'), '{http://ecdm.euclid-ec.org/schema/pro/vis}cosmicRayRatioFlag': ('dpkit_dm.codec.pro.vis', 'CosmicRayRatioFlag'), '{http://ecdm.euclid-ec.org/schema/pro/vis}externalErrorFlag': ('dpkit_dm.codec.pro.vis', 'ExternalErrorFlag'), '{http://ecdm.euclid-ec.org/schema/pro/vis}ghostQualityFlag': ('dpkit_dm.codec.pro.vis', 'GhostQualityFlag'), '{http://ecdm.euclid-ec.org/schema/pro/vis}internalErrorFlag': ('dpkit_dm.codec.pro.vis', 'InternalErrorFlag'), '{http://ecdm.euclid-ec.org/schema/pro/le3/id/vmpz}observedAreaFlag': ('dpkit_dm.codec.pro.vmpz', 'ObservedAreaFlag')}


def read_CountFlag(node):
    made = new(m_bas_dqc.CountFlag)
    made.value = boolean(node.text)
    value = node.get('xpath')
    made.xpath = None if value is None else value
    value = node.get('minLimit')
    made.min_limit = None if value is None else int(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else int(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_CountFlag(made, tag, add, i, extra=''):
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


def read_FlaggedCount(node):
    made = new(m_bas_dqc.FlaggedCount)
    made.value = int(node.text)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_FlaggedCount(made, tag, add, i, extra=''):
    if (value := made.flagged) is not None:
        extra += f' flagged="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else integer_text(value)}</{tag}>')


def read_FlaggedNumber(node):
    made = new(m_bas_dqc.FlaggedNumber)
    made.value = float(node.text)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_FlaggedNumber(made, tag, add, i, extra=''):
    if (value := made.flagged) is not None:
        extra += f' flagged="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else number_text(value)}</{tag}>')


def read_RangeFlag(node):
    made = new(m_bas_dqc.RangeFlag)
    made.value = boolean(node.text)
    value = node.get('xpath')
    made.xpath = None if value is None else value
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_RangeFlag(made, tag, add, i, extra=''):
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


def read_AuxiliaryFlag(node):
    made = new(m_bas_dqc.AuxiliaryFlag)
    made.value = boolean(node.text)
    value = node.get('xpath')
    made.xpath = None if value is None else value
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    value = node.get('flagName')
    made.flag_name = None if value is None else value
    return made


def write_AuxiliaryFlag(made, tag, add, i, extra=''):
    value = made.xpath
    extra += f' xpath="{attribute_text(value)}"'
    if (value := made.min_limit) is not None:
        extra += f' minLimit="{number_text(value)}"'
    if (value := made.max_limit) is not None:
        extra += f' maxLimit="{number_text(value)}"'
    value = made.flagged
    extra += f' flagged="{boolean_text(value)}"'
    value = made.flag_name
    extra += f' flagName="{attribute_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else boolean_text(value)}</{tag}>')


def read_PlaceHolderFlags(node):
    made = new(m_bas_dqc.PlaceHolderFlags)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'DummyFlag':
        made.dummy_flag = read_typed(child, read_RangeFlag, _types_m_bas_dqc_RangeFlag)
        child = next(children, None)
    else:
        made.dummy_flag = None
    items = made.auxiliary_flags = []
    while child is not None and child.tag == 'AuxiliaryFlags':
        items.append(read_AuxiliaryFlag(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_PlaceHolderFlags(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.dummy_flag) is not None:
        write_RangeFlag(value, 'DummyFlag', add, j) if value.__class__ is m_bas_dqc.RangeFlag else write_typed(value, 'DummyFlag', add, j, {('dpkit_dm.codec.bas.dqc', 'AuxiliaryFlag'): 't:auxiliaryFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/bas/dqc', ('dpkit_dm.codec.pro.mer', 'MaxFluxErrNIRJFlag'): 't:maxFluxErrNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'MaxFluxErrVISFlag'): 't:maxFluxErrVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'MaxFluxNIRJFlag'): 't:maxFluxNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'MaxFluxVISFlag'): 't:maxFluxVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'MedianFluxErrNIRJFlag'): 't:medianFluxErrNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'MedianFluxErrVISFlag'): 't:medianFluxErrVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'MedianFluxNIRJFlag'): 't:medianFluxNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'MedianFluxVISFlag'): 't:medianFluxVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'MinFluxErrNIRJFlag'): 't:minFluxErrNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'MinFluxErrVISFlag'): 't:minFluxErrVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'MinFluxNIRJFlag'): 't:minFluxNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'MinFluxVISFlag'): 't:minFluxVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'NoFluxFractionNIRJFlag'): 't:noFluxFractionNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'NoFluxFractionVISFlag'): 't:noFluxFractionVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'NonZeroFractionFlag'): 't:nonZeroFractionFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'ObjectDensityFlag'): 't:objectDensityFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'PointLikeFractionFlag'): 't:pointLikeFractionFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'SatObjectFractionNIRJFlag'): 't:satObjectFractionNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.mer', 'SatObjectFractionVISFlag'): 't:satObjectFractionVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer', ('dpkit_dm.codec.pro.nirrelphoto', 'DetectorDeviationFlag'): 't:detectorDeviationFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/nirrelphoto', ('dpkit_dm.codec.pro.nirrelphoto', 'ExposureFactorFlag'): 't:exposureFactorFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/nirrelphoto', ('dpkit_dm.codec.pro.nirrelphoto', 'MissingExposuresFlag'): 't:missingExposuresFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/nirrelphoto', ('dpkit_dm.codec.pro.spirou', 'MaxRmsFlag'): 't:maxRmsFlag" xmlns:t="urn:dpkit:pro:spirou', ('dpkit_dm.codec.pro.vis', 'CosmicRayRatioFlag'): 't:cosmicRayRatioFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/vis', ('dpkit_dm.codec.pro.vis', 'ExternalErrorFlag'): 't:externalErrorFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/vis', ('dpkit_dm.codec.pro.vis', 'GhostQualityFlag'): 't:ghostQualityFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/vis', ('dpkit_dm.codec.pro.vis', 'InternalErrorFlag'): 't:internalErrorFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/vis', ('dpkit_dm.codec.pro.vmpz', 'ObservedAreaFlag'): 't:observedAreaFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/le3/id/vmpz', })
    for value in made.auxiliary_flags:
        write_AuxiliaryFlag(value, 'AuxiliaryFlags', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "CountFlag": read_CountFlag,
    "FlaggedCount": read_FlaggedCount,
    "FlaggedNumber": read_FlaggedNumber,
    "RangeFlag": read_RangeFlag,
    "AuxiliaryFlag": read_AuxiliaryFlag,
    "PlaceHolderFlags": read_PlaceHolderFlags,
}
WRITERS = {
    "CountFlag": write_CountFlag,
    "FlaggedCount": write_FlaggedCount,
    "FlaggedNumber": write_FlaggedNumber,
    "RangeFlag": write_RangeFlag,
    "AuxiliaryFlag": write_AuxiliaryFlag,
    "PlaceHolderFlags": write_PlaceHolderFlags,
}
ROOTS = {
    "CountFlag": ('countFlag', ''),
    "FlaggedCount": ('flaggedCount', ''),
    "FlaggedNumber": ('flaggedNumber', ''),
    "RangeFlag": ('rangeFlag', ''),
    "AuxiliaryFlag": ('auxiliaryFlag', ''),
    "PlaceHolderFlags": ('placeHolderFlags', ''),
}
