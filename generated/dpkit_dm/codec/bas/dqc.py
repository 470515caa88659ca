"""Codecs of the classes in ``dpkit_dm.bas.dqc``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.dqc as m_bas_dqc
import dpkit_dm.pro.crires as m_pro_crires
import dpkit_dm.pro.mer as m_pro_mer
import dpkit_dm.pro.nir as m_pro_nir
import dpkit_dm.pro.spirou as m_pro_spirou
import dpkit_dm.pro.vis as m_pro_vis
import dpkit_dm.pro.vmpz as m_pro_vmpz
import dpkit_dm.codec.pro.crires as c_pro_crires
import dpkit_dm.codec.pro.mer as c_pro_mer
import dpkit_dm.codec.pro.nir as c_pro_nir
import dpkit_dm.codec.pro.spirou as c_pro_spirou
import dpkit_dm.codec.pro.vis as c_pro_vis
import dpkit_dm.codec.pro.vmpz as c_pro_vmpz

check_bindings(m_bas_dqc, "b764d4b420107d346254bb529d068a74f2be5f1f88ab060123ee51d8f4e080ce")

UNCOVERED = {}

_types_m_bas_dqc_RangeFlag = {'{http://ecdm.euclid-ec.org/schema/bas/dqc}rangeFlag': lambda n: read_RangeFlag(n), '{http://ecdm.euclid-ec.org/schema/bas/dqc}auxiliaryFlag': lambda n: read_AuxiliaryFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}maxFluxErrNIRJFlag': lambda n: c_pro_mer.read_MaxFluxErrNIRJFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}maxFluxErrVISFlag': lambda n: c_pro_mer.read_MaxFluxErrVISFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}maxFluxNIRJFlag': lambda n: c_pro_mer.read_MaxFluxNIRJFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}maxFluxVISFlag': lambda n: c_pro_mer.read_MaxFluxVISFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}medianFluxErrNIRJFlag': lambda n: c_pro_mer.read_MedianFluxErrNIRJFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}medianFluxErrVISFlag': lambda n: c_pro_mer.read_MedianFluxErrVISFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}medianFluxNIRJFlag': lambda n: c_pro_mer.read_MedianFluxNIRJFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}medianFluxVISFlag': lambda n: c_pro_mer.read_MedianFluxVISFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}minFluxErrNIRJFlag': lambda n: c_pro_mer.read_MinFluxErrNIRJFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}minFluxErrVISFlag': lambda n: c_pro_mer.read_MinFluxErrVISFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}minFluxNIRJFlag': lambda n: c_pro_mer.read_MinFluxNIRJFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}minFluxVISFlag': lambda n: c_pro_mer.read_MinFluxVISFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}noFluxFractionNIRJFlag': lambda n: c_pro_mer.read_NoFluxFractionNIRJFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}noFluxFractionVISFlag': lambda n: c_pro_mer.read_NoFluxFractionVISFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}nonZeroFractionFlag': lambda n: c_pro_mer.read_NonZeroFractionFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}objectDensityFlag': lambda n: c_pro_mer.read_ObjectDensityFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}pointLikeFractionFlag': lambda n: c_pro_mer.read_PointLikeFractionFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}satObjectFractionNIRJFlag': lambda n: c_pro_mer.read_SatObjectFractionNIRJFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/mer}satObjectFractionVISFlag': lambda n: c_pro_mer.read_SatObjectFractionVISFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/nir}detectorDeviationFlag': lambda n: c_pro_nir.read_DetectorDeviationFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/nir}exposureFactorFlag': lambda n: c_pro_nir.read_ExposureFactorFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/nir}missingExposuresFlag': lambda n: c_pro_nir.read_MissingExposuresFlag(n), '{urn:dpkit:pro:spirou}maxRmsFlag': lambda n: c_pro_spirou.read_MaxRmsFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/vis}cosmicRayRatioFlag': lambda n: c_pro_vis.read_CosmicRayRatioFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/vis}externalErrorFlag': lambda n: c_pro_vis.read_ExternalErrorFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/vis}ghostQualityFlag': lambda n: c_pro_vis.read_GhostQualityFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/vis}internalErrorFlag': lambda n: c_pro_vis.read_InternalErrorFlag(n), '{http://ecdm.euclid-ec.org/schema/pro/le3/id/vmpz}observedAreaFlag': lambda n: c_pro_vmpz.read_ObservedAreaFlag(n)}


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
        write_RangeFlag(value, 'DummyFlag', add, j) if value.__class__ is m_bas_dqc.RangeFlag else write_typed(value, 'DummyFlag', add, j, {m_bas_dqc.AuxiliaryFlag: (write_AuxiliaryFlag, 't:auxiliaryFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/bas/dqc'), m_pro_mer.MaxFluxErrNIRJFlag: (c_pro_mer.write_MaxFluxErrNIRJFlag, 't:maxFluxErrNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.MaxFluxErrVISFlag: (c_pro_mer.write_MaxFluxErrVISFlag, 't:maxFluxErrVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.MaxFluxNIRJFlag: (c_pro_mer.write_MaxFluxNIRJFlag, 't:maxFluxNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.MaxFluxVISFlag: (c_pro_mer.write_MaxFluxVISFlag, 't:maxFluxVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.MedianFluxErrNIRJFlag: (c_pro_mer.write_MedianFluxErrNIRJFlag, 't:medianFluxErrNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.MedianFluxErrVISFlag: (c_pro_mer.write_MedianFluxErrVISFlag, 't:medianFluxErrVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.MedianFluxNIRJFlag: (c_pro_mer.write_MedianFluxNIRJFlag, 't:medianFluxNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.MedianFluxVISFlag: (c_pro_mer.write_MedianFluxVISFlag, 't:medianFluxVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.MinFluxErrNIRJFlag: (c_pro_mer.write_MinFluxErrNIRJFlag, 't:minFluxErrNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.MinFluxErrVISFlag: (c_pro_mer.write_MinFluxErrVISFlag, 't:minFluxErrVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.MinFluxNIRJFlag: (c_pro_mer.write_MinFluxNIRJFlag, 't:minFluxNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.MinFluxVISFlag: (c_pro_mer.write_MinFluxVISFlag, 't:minFluxVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.NoFluxFractionNIRJFlag: (c_pro_mer.write_NoFluxFractionNIRJFlag, 't:noFluxFractionNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.NoFluxFractionVISFlag: (c_pro_mer.write_NoFluxFractionVISFlag, 't:noFluxFractionVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.NonZeroFractionFlag: (c_pro_mer.write_NonZeroFractionFlag, 't:nonZeroFractionFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.ObjectDensityFlag: (c_pro_mer.write_ObjectDensityFlag, 't:objectDensityFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.PointLikeFractionFlag: (c_pro_mer.write_PointLikeFractionFlag, 't:pointLikeFractionFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.SatObjectFractionNIRJFlag: (c_pro_mer.write_SatObjectFractionNIRJFlag, 't:satObjectFractionNIRJFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_mer.SatObjectFractionVISFlag: (c_pro_mer.write_SatObjectFractionVISFlag, 't:satObjectFractionVISFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/mer'), m_pro_nir.DetectorDeviationFlag: (c_pro_nir.write_DetectorDeviationFlag, 't:detectorDeviationFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/nir'), m_pro_nir.ExposureFactorFlag: (c_pro_nir.write_ExposureFactorFlag, 't:exposureFactorFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/nir'), m_pro_nir.MissingExposuresFlag: (c_pro_nir.write_MissingExposuresFlag, 't:missingExposuresFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/nir'), m_pro_spirou.MaxRmsFlag: (c_pro_spirou.write_MaxRmsFlag, 't:maxRmsFlag" xmlns:t="urn:dpkit:pro:spirou'), m_pro_vis.CosmicRayRatioFlag: (c_pro_vis.write_CosmicRayRatioFlag, 't:cosmicRayRatioFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/vis'), m_pro_vis.ExternalErrorFlag: (c_pro_vis.write_ExternalErrorFlag, 't:externalErrorFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/vis'), m_pro_vis.GhostQualityFlag: (c_pro_vis.write_GhostQualityFlag, 't:ghostQualityFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/vis'), m_pro_vis.InternalErrorFlag: (c_pro_vis.write_InternalErrorFlag, 't:internalErrorFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/vis'), m_pro_vmpz.ObservedAreaFlag: (c_pro_vmpz.write_ObservedAreaFlag, 't:observedAreaFlag" xmlns:t="http://ecdm.euclid-ec.org/schema/pro/le3/id/vmpz'), })
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
