"""Codecs of the classes in ``dpkit_dm.pro.mer``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.cat as m_bas_cat
import dpkit_dm.bas.dqc as m_bas_dqc
import dpkit_dm.bas.fit as m_bas_fit
import dpkit_dm.bas.img as m_bas_img
import dpkit_dm.bas.spm as m_bas_spm
import dpkit_dm.bas.stc as m_bas_stc
import dpkit_dm.ins.ins as m_ins_ins
import dpkit_dm.pro.mer as m_pro_mer
import dpkit_dm.sys.dss as m_sys_dss
import dpkit_dm.codec.bas.cat as c_bas_cat
import dpkit_dm.codec.bas.dqc as c_bas_dqc
import dpkit_dm.codec.bas.fit as c_bas_fit
import dpkit_dm.codec.bas.img as c_bas_img
import dpkit_dm.codec.bas.spm as c_bas_spm
import dpkit_dm.codec.bas.stc as c_bas_stc
import dpkit_dm.codec.ins.ins as c_ins_ins
import dpkit_dm.codec.sys.dss as c_sys_dss

check_bindings(m_pro_mer, "35798-a24d585e")

UNCOVERED = {}

_values_m_pro_mer_ProcessingMode = {member.value: member for member in m_pro_mer.ProcessingMode}
_values_m_pro_mer_TileUseCase = {member.value: member for member in m_pro_mer.TileUseCase}
_values_m_pro_mer_TileFlavour = {member.value: member for member in m_pro_mer.TileFlavour}


def read_MerTileList(node):
    made = new(m_pro_mer.MerTileList)
    c0, *rest = node
    made.mer_tile_list_id = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'TileIndexList':
        made.tile_index_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'MocOrder':
        made.moc_order = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'InnerNUNIQIndex':
        made.inner_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_MerTileList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<MerTileListID>{text(made.mer_tile_list_id)}</MerTileListID>')
    if (value := made.tile_index_list) is not None:
        add(f'{j}<TileIndexList>{" ".join([integer_text(t) for t in value])}</TileIndexList>')
    add(f'{j}<MocOrder>{integer_text(made.moc_order)}</MocOrder>')
    if (value := made.inner_nuniqindex) is not None:
        add(f'{j}<InnerNUNIQIndex>{" ".join([integer_text(t) for t in value])}</InnerNUNIQIndex>')
    add(f'{i}</{tag}>')


def read_FinalCatalogQuality(node):
    made = new(m_pro_mer.FinalCatalogQuality)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'ObjectCount':
        made.object_count = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.object_count = None
    if child is not None and child.tag == 'ObjectDensity':
        made.object_density = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.object_density = None
    if child is not None and child.tag == 'PointLikeFraction':
        made.point_like_fraction = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.point_like_fraction = None
    if child is not None and child.tag == 'MinFluxVIS':
        made.min_flux_vis = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.min_flux_vis = None
    if child is not None and child.tag == 'MaxFluxVIS':
        made.max_flux_vis = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.max_flux_vis = None
    if child is not None and child.tag == 'MedianFluxVIS':
        made.median_flux_vis = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.median_flux_vis = None
    if child is not None and child.tag == 'MinFluxErrVIS':
        made.min_flux_err_vis = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.min_flux_err_vis = None
    if child is not None and child.tag == 'MaxFluxErrVIS':
        made.max_flux_err_vis = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.max_flux_err_vis = None
    if child is not None and child.tag == 'MedianFluxErrVIS':
        made.median_flux_err_vis = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.median_flux_err_vis = None
    if child is not None and child.tag == 'NoFluxFractionVIS':
        made.no_flux_fraction_vis = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.no_flux_fraction_vis = None
    if child is not None and child.tag == 'SatObjectFractionVIS':
        made.sat_object_fraction_vis = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.sat_object_fraction_vis = None
    if child is not None and child.tag == 'MinFluxNIRJ':
        made.min_flux_nirj = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.min_flux_nirj = None
    if child is not None and child.tag == 'MaxFluxNIRJ':
        made.max_flux_nirj = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.max_flux_nirj = None
    if child is not None and child.tag == 'MedianFluxNIRJ':
        made.median_flux_nirj = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.median_flux_nirj = None
    if child is not None and child.tag == 'MinFluxErrNIRJ':
        made.min_flux_err_nirj = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.min_flux_err_nirj = None
    if child is not None and child.tag == 'MaxFluxErrNIRJ':
        made.max_flux_err_nirj = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.max_flux_err_nirj = None
    if child is not None and child.tag == 'MedianFluxErrNIRJ':
        made.median_flux_err_nirj = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.median_flux_err_nirj = None
    if child is not None and child.tag == 'NoFluxFractionNIRJ':
        made.no_flux_fraction_nirj = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.no_flux_fraction_nirj = None
    if child is not None and child.tag == 'SatObjectFractionNIRJ':
        made.sat_object_fraction_nirj = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.sat_object_fraction_nirj = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_FinalCatalogQuality(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.object_count) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'ObjectCount', add, j)
    if (value := made.object_density) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'ObjectDensity', add, j)
    if (value := made.point_like_fraction) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'PointLikeFraction', add, j)
    if (value := made.min_flux_vis) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MinFluxVIS', add, j)
    if (value := made.max_flux_vis) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MaxFluxVIS', add, j)
    if (value := made.median_flux_vis) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MedianFluxVIS', add, j)
    if (value := made.min_flux_err_vis) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MinFluxErrVIS', add, j)
    if (value := made.max_flux_err_vis) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MaxFluxErrVIS', add, j)
    if (value := made.median_flux_err_vis) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MedianFluxErrVIS', add, j)
    if (value := made.no_flux_fraction_vis) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'NoFluxFractionVIS', add, j)
    if (value := made.sat_object_fraction_vis) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'SatObjectFractionVIS', add, j)
    if (value := made.min_flux_nirj) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MinFluxNIRJ', add, j)
    if (value := made.max_flux_nirj) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MaxFluxNIRJ', add, j)
    if (value := made.median_flux_nirj) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MedianFluxNIRJ', add, j)
    if (value := made.min_flux_err_nirj) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MinFluxErrNIRJ', add, j)
    if (value := made.max_flux_err_nirj) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MaxFluxErrNIRJ', add, j)
    if (value := made.median_flux_err_nirj) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MedianFluxErrNIRJ', add, j)
    if (value := made.no_flux_fraction_nirj) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'NoFluxFractionNIRJ', add, j)
    if (value := made.sat_object_fraction_nirj) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'SatObjectFractionNIRJ', add, j)
    add(f'{i}</{tag}>')


def read_MaxFluxErrNIRJFlag(node):
    made = new(m_pro_mer.MaxFluxErrNIRJFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MaxFluxErrNIRJ'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MaxFluxErrNIRJFlag(made, tag, add, i, extra=''):
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


def read_MaxFluxErrVISFlag(node):
    made = new(m_pro_mer.MaxFluxErrVISFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MaxFluxErrVIS'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MaxFluxErrVISFlag(made, tag, add, i, extra=''):
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


def read_MaxFluxNIRJFlag(node):
    made = new(m_pro_mer.MaxFluxNIRJFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MaxFluxNIRJ'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MaxFluxNIRJFlag(made, tag, add, i, extra=''):
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


def read_MaxFluxVISFlag(node):
    made = new(m_pro_mer.MaxFluxVISFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MaxFluxVIS'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MaxFluxVISFlag(made, tag, add, i, extra=''):
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


def read_MedianFluxErrNIRJFlag(node):
    made = new(m_pro_mer.MedianFluxErrNIRJFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MedianFluxErrNIRJ'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MedianFluxErrNIRJFlag(made, tag, add, i, extra=''):
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


def read_MedianFluxErrVISFlag(node):
    made = new(m_pro_mer.MedianFluxErrVISFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MedianFluxErrVIS'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MedianFluxErrVISFlag(made, tag, add, i, extra=''):
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


def read_MedianFluxNIRJFlag(node):
    made = new(m_pro_mer.MedianFluxNIRJFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MedianFluxNIRJ'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MedianFluxNIRJFlag(made, tag, add, i, extra=''):
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


def read_MedianFluxVISFlag(node):
    made = new(m_pro_mer.MedianFluxVISFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MedianFluxVIS'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MedianFluxVISFlag(made, tag, add, i, extra=''):
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


def read_MerMosaic(node):
    made = new(m_pro_mer.MerMosaic)
    c0, c1, *rest = node
    made.exposure_time = c_bas_img.read_ExposureTime(c0)
    made.img_type = c_bas_img.read_FrameType(c1)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'ImgArea':
        made.img_area = c_bas_img.read_ImageArea(child)
        child = next(children, None)
    else:
        made.img_area = None
    if child is not None and child.tag == 'ImgNumber':
        made.img_number = int(child.text)
        child = next(children, None)
    else:
        made.img_number = None
    if child is not None and child.tag == 'AxisNumber':
        made.axis_number = int(child.text)
        child = next(children, None)
    else:
        made.axis_number = None
    if child is not None and child.tag == 'AxisLengths':
        made.axis_lengths = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.axis_lengths = m_pro_mer.MerMosaic.__dataclass_fields__['axis_lengths'].default_factory()
    if child is not None and child.tag == 'DataSize':
        made.data_size = int(child.text)
        child = next(children, None)
    else:
        made.data_size = None
    if child is not None and child.tag == 'DataLength':
        made.data_length = int(child.text)
        child = next(children, None)
    else:
        made.data_length = None
    if child is not None and child.tag == 'ImgStatistics':
        made.img_statistics = c_bas_img.read_ImageStatistics(child)
        child = next(children, None)
    else:
        made.img_statistics = None
    if child is not None and child.tag == 'SimInputConfId':
        made.sim_input_conf_id = (child.text or '')
        child = next(children, None)
    else:
        made.sim_input_conf_id = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = c_ins_ins.read_ObservingInstrument(child)
        child = next(children, None)
    else:
        made.instrument = None
    if child is not None and child.tag == 'Filter':
        made.filter = c_ins_ins.read_FilterDescription(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'WCS':
        made.wcs = c_bas_img.read_WorldCoordinates(child)
        child = next(children, None)
    else:
        made.wcs = None
    if child is not None and child.tag == 'ZeroPoint':
        made.zero_point = c_bas_img.read_ZeroPoint(child)
        child = next(children, None)
    else:
        made.zero_point = None
    if child is not None and child.tag == 'ImgSpatialFootprint':
        made.img_spatial_footprint = c_bas_stc.read_SpatialFootprint(child)
        child = next(children, None)
    else:
        made.img_spatial_footprint = None
    if child is not None and child.tag == 'TileIndex':
        made.tile_index = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'PatchIdList':
        made.patch_id_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.patch_id_list = m_pro_mer.MerMosaic.__dataclass_fields__['patch_id_list'].default_factory()
    if child is not None and child.tag == 'ObservationIdList':
        made.observation_id_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.observation_id_list = m_pro_mer.MerMosaic.__dataclass_fields__['observation_id_list'].default_factory()
    if child is not None and child.tag == 'CalblockIdList':
        made.calblock_id_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.calblock_id_list = m_pro_mer.MerMosaic.__dataclass_fields__['calblock_id_list'].default_factory()
    if child is not None and child.tag == 'ProcessingMode':
        made.processing_mode = (_values_m_pro_mer_ProcessingMode.get(child.text) or enumerated(m_pro_mer.ProcessingMode, child.text))
        child = next(children, None)
    else:
        made.processing_mode = None
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.data_storage = None
    if child is not None and child.tag == 'RmsStorage':
        made.rms_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.rms_storage = None
    if child is not None and child.tag == 'FlagStorage':
        made.flag_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.flag_storage = None
    if child is not None and child.tag == 'BackgroundStorage':
        made.background_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.background_storage = None
    if child is not None and child.tag == 'MerPsfModelStorage':
        made.mer_psf_model_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.mer_psf_model_storage = None
    if child is not None and child.tag == 'ProcessingSteps':
        made.processing_steps = c_bas_spm.read_ProcessingSteps(child)
        child = next(children, None)
    else:
        made.processing_steps = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_MerMosaic(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_bas_img.write_ExposureTime(made.exposure_time, 'ExposureTime', add, j)
    c_bas_img.write_FrameType(made.img_type, 'ImgType', add, j)
    if (value := made.img_area) is not None:
        c_bas_img.write_ImageArea(value, 'ImgArea', add, j)
    if (value := made.img_number) is not None:
        add(f'{j}<ImgNumber>{integer_text(value)}</ImgNumber>')
    if (value := made.axis_number) is not None:
        add(f'{j}<AxisNumber>{integer_text(value)}</AxisNumber>')
    if (value := made.axis_lengths) or value.__class__ in (GivenList, Nil):
        add(f'{j}<AxisLengths>{" ".join([integer_text(t) for t in value])}</AxisLengths>')
    if (value := made.data_size) is not None:
        add(f'{j}<DataSize>{integer_text(value)}</DataSize>')
    if (value := made.data_length) is not None:
        add(f'{j}<DataLength>{integer_text(value)}</DataLength>')
    if (value := made.img_statistics) is not None:
        c_bas_img.write_ImageStatistics(value, 'ImgStatistics', add, j)
    if (value := made.sim_input_conf_id) is not None:
        add(f'{j}<SimInputConfId>{text(value)}</SimInputConfId>')
    if (value := made.instrument) is not None:
        c_ins_ins.write_ObservingInstrument(value, 'Instrument', add, j)
    c_ins_ins.write_FilterDescription(made.filter, 'Filter', add, j)
    if (value := made.wcs) is not None:
        c_bas_img.write_WorldCoordinates(value, 'WCS', add, j)
    if (value := made.zero_point) is not None:
        c_bas_img.write_ZeroPoint(value, 'ZeroPoint', add, j)
    if (value := made.img_spatial_footprint) is not None:
        c_bas_stc.write_SpatialFootprint(value, 'ImgSpatialFootprint', add, j)
    add(f'{j}<TileIndex>{integer_text(made.tile_index)}</TileIndex>')
    if (value := made.patch_id_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<PatchIdList>{" ".join([integer_text(t) for t in value])}</PatchIdList>')
    if (value := made.observation_id_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<ObservationIdList>{" ".join([integer_text(t) for t in value])}</ObservationIdList>')
    if (value := made.calblock_id_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<CalblockIdList>{" ".join([text(t) for t in value])}</CalblockIdList>')
    if (value := made.processing_mode) is not None:
        add(f'{j}<ProcessingMode>{value._value_}</ProcessingMode>')
    if (value := made.data_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'DataStorage', add, j)
    if (value := made.rms_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'RmsStorage', add, j)
    if (value := made.flag_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'FlagStorage', add, j)
    if (value := made.background_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'BackgroundStorage', add, j)
    if (value := made.mer_psf_model_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'MerPsfModelStorage', add, j)
    if (value := made.processing_steps) is not None:
        c_bas_spm.write_ProcessingSteps(value, 'ProcessingSteps', add, j)
    add(f'{i}</{tag}>')


def read_MerTile(node):
    made = new(m_pro_mer.MerTile)
    c0, c1, c2, c3, c4, *rest = node
    made.tile_use_case = (_values_m_pro_mer_TileUseCase.get(c0.text) or enumerated(m_pro_mer.TileUseCase, c0.text))
    made.tile_flavour = (_values_m_pro_mer_TileFlavour.get(c1.text) or enumerated(m_pro_mer.TileFlavour, c1.text))
    made.tile_index = int(c2.text)
    made.version = (c3.text or '')
    made.moc_order = int(c4.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'OuterNUNIQIndex':
        made.outer_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.outer_nuniqindex = m_pro_mer.MerTile.__dataclass_fields__['outer_nuniqindex'].default_factory()
    if child is not None and child.tag == 'InnerNUNIQIndex':
        made.inner_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_MerTile(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<TileUseCase>{made.tile_use_case._value_}</TileUseCase>{j}<TileFlavour>{made.tile_flavour._value_}</TileFlavour>{j}<TileIndex>{integer_text(made.tile_index)}</TileIndex>{j}<Version>{text(made.version)}</Version>{j}<MocOrder>{integer_text(made.moc_order)}</MocOrder>')
    if (value := made.outer_nuniqindex) or value.__class__ in (GivenList, Nil):
        add(f'{j}<OuterNUNIQIndex>{" ".join([integer_text(t) for t in value])}</OuterNUNIQIndex>')
    if (value := made.inner_nuniqindex) is not None:
        add(f'{j}<InnerNUNIQIndex>{" ".join([integer_text(t) for t in value])}</InnerNUNIQIndex>')
    add(f'{i}</{tag}>')


def read_MinFluxErrNIRJFlag(node):
    made = new(m_pro_mer.MinFluxErrNIRJFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MinFluxErrNIRJ'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MinFluxErrNIRJFlag(made, tag, add, i, extra=''):
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


def read_MinFluxErrVISFlag(node):
    made = new(m_pro_mer.MinFluxErrVISFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MinFluxErrVIS'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MinFluxErrVISFlag(made, tag, add, i, extra=''):
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


def read_MinFluxNIRJFlag(node):
    made = new(m_pro_mer.MinFluxNIRJFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MinFluxNIRJ'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MinFluxNIRJFlag(made, tag, add, i, extra=''):
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


def read_MinFluxVISFlag(node):
    made = new(m_pro_mer.MinFluxVISFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MinFluxVIS'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MinFluxVISFlag(made, tag, add, i, extra=''):
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


def read_NoFluxFractionNIRJFlag(node):
    made = new(m_pro_mer.NoFluxFractionNIRJFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/NoFluxFractionNIRJ'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_NoFluxFractionNIRJFlag(made, tag, add, i, extra=''):
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


def read_NoFluxFractionVISFlag(node):
    made = new(m_pro_mer.NoFluxFractionVISFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/NoFluxFractionVIS'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_NoFluxFractionVISFlag(made, tag, add, i, extra=''):
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


def read_NonZeroFractionFlag(node):
    made = new(m_pro_mer.NonZeroFractionFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/NonZeroFraction'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_NonZeroFractionFlag(made, tag, add, i, extra=''):
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


def read_ObjectCountFlag(node):
    made = new(m_pro_mer.ObjectCountFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/ObjectCount'
    value = node.get('minLimit')
    made.min_limit = None if value is None else int(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else int(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_ObjectCountFlag(made, tag, add, i, extra=''):
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


def read_ObjectDensityFlag(node):
    made = new(m_pro_mer.ObjectDensityFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/ObjectDensity'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_ObjectDensityFlag(made, tag, add, i, extra=''):
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


def read_PointLikeFractionFlag(node):
    made = new(m_pro_mer.PointLikeFractionFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/PointLikeFraction'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_PointLikeFractionFlag(made, tag, add, i, extra=''):
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


def read_SatObjectFractionNIRJFlag(node):
    made = new(m_pro_mer.SatObjectFractionNIRJFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/SatObjectFractionNIRJ'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_SatObjectFractionNIRJFlag(made, tag, add, i, extra=''):
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


def read_SatObjectFractionVISFlag(node):
    made = new(m_pro_mer.SatObjectFractionVISFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/SatObjectFractionVIS'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_SatObjectFractionVISFlag(made, tag, add, i, extra=''):
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


def read_SegmentationMapQuality(node):
    made = new(m_pro_mer.SegmentationMapQuality)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'NonZeroFraction':
        made.non_zero_fraction = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.non_zero_fraction = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_SegmentationMapQuality(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.non_zero_fraction) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'NonZeroFraction', add, j)
    add(f'{i}</{tag}>')


def read_MerFinalCatalog(node):
    made = new(m_pro_mer.MerFinalCatalog)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'SpatialCoverage':
        made.spatial_coverage = c_bas_stc.read_SpatialFootprint(child)
        child = next(children, None)
    else:
        made.spatial_coverage = None
    if child is not None and child.tag == 'SpectralCoverage':
        made.spectral_coverage = c_bas_cat.read_SpectralCoverage(child)
        child = next(children, None)
    else:
        made.spectral_coverage = None
    if child is not None and child.tag == 'CatalogDescription':
        made.catalog_description = c_bas_cat.read_CatalogDescription(child)
        child = next(children, None)
    else:
        made.catalog_description = None
    if child is not None and child.tag == 'TileIndex':
        made.tile_index = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'PatchIdList':
        made.patch_id_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.patch_id_list = m_pro_mer.MerFinalCatalog.__dataclass_fields__['patch_id_list'].default_factory()
    if child is not None and child.tag == 'ObservationIdList':
        made.observation_id_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.observation_id_list = m_pro_mer.MerFinalCatalog.__dataclass_fields__['observation_id_list'].default_factory()
    if child is not None and child.tag == 'CalblockIdList':
        made.calblock_id_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.calblock_id_list = m_pro_mer.MerFinalCatalog.__dataclass_fields__['calblock_id_list'].default_factory()
    if child is not None and child.tag == 'CalblockVariantList':
        made.calblock_variant_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.calblock_variant_list = m_pro_mer.MerFinalCatalog.__dataclass_fields__['calblock_variant_list'].default_factory()
    if child is not None and child.tag == 'IslandLabel':
        made.island_label = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.island_label = m_pro_mer.MerFinalCatalog.__dataclass_fields__['island_label'].default_factory()
    if child is not None and child.tag == 'ProcessingMode':
        made.processing_mode = (_values_m_pro_mer_ProcessingMode.get(child.text) or enumerated(m_pro_mer.ProcessingMode, child.text))
        child = next(children, None)
    else:
        made.processing_mode = None
    if child is not None and child.tag == 'MocOrder':
        made.moc_order = int(child.text)
        child = next(children, None)
    else:
        made.moc_order = None
    if child is not None and child.tag == 'InnerNUNIQIndex':
        made.inner_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.inner_nuniqindex = m_pro_mer.MerFinalCatalog.__dataclass_fields__['inner_nuniqindex'].default_factory()
    if child is not None and child.tag == 'ProcessingSteps':
        made.processing_steps = c_bas_spm.read_ProcessingSteps(child)
        child = next(children, None)
    else:
        made.processing_steps = None
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'MorphologyCatalogStorage':
        made.morphology_catalog_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.morphology_catalog_storage = None
    if child is not None and child.tag == 'CutoutsCatalogStorage':
        made.cutouts_catalog_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.cutouts_catalog_storage = None
    if child is not None and child.tag == 'DeepFieldPhotometryCatalogStorage':
        made.deep_field_photometry_catalog_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.deep_field_photometry_catalog_storage = None
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_FinalCatalogQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_MerFinalCatalog(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.spatial_coverage) is not None:
        c_bas_stc.write_SpatialFootprint(value, 'SpatialCoverage', add, j)
    if (value := made.spectral_coverage) is not None:
        c_bas_cat.write_SpectralCoverage(value, 'SpectralCoverage', add, j)
    if (value := made.catalog_description) is not None:
        c_bas_cat.write_CatalogDescription(value, 'CatalogDescription', add, j)
    add(f'{j}<TileIndex>{integer_text(made.tile_index)}</TileIndex>')
    if (value := made.patch_id_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<PatchIdList>{" ".join([integer_text(t) for t in value])}</PatchIdList>')
    if (value := made.observation_id_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<ObservationIdList>{" ".join([integer_text(t) for t in value])}</ObservationIdList>')
    if (value := made.calblock_id_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<CalblockIdList>{" ".join([text(t) for t in value])}</CalblockIdList>')
    if (value := made.calblock_variant_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<CalblockVariantList>{" ".join([text(t) for t in value])}</CalblockVariantList>')
    if (value := made.island_label) or value.__class__ in (GivenList, Nil):
        add(f'{j}<IslandLabel>{" ".join([text(t) for t in value])}</IslandLabel>')
    if (value := made.processing_mode) is not None:
        add(f'{j}<ProcessingMode>{value._value_}</ProcessingMode>')
    if (value := made.moc_order) is not None:
        add(f'{j}<MocOrder>{integer_text(value)}</MocOrder>')
    if (value := made.inner_nuniqindex) or value.__class__ in (GivenList, Nil):
        add(f'{j}<InnerNUNIQIndex>{" ".join([integer_text(t) for t in value])}</InnerNUNIQIndex>')
    if (value := made.processing_steps) is not None:
        c_bas_spm.write_ProcessingSteps(value, 'ProcessingSteps', add, j)
    c_bas_fit.write_FitsFile(made.data_storage, 'DataStorage', add, j)
    if (value := made.morphology_catalog_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'MorphologyCatalogStorage', add, j)
    if (value := made.cutouts_catalog_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'CutoutsCatalogStorage', add, j)
    if (value := made.deep_field_photometry_catalog_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'DeepFieldPhotometryCatalogStorage', add, j)
    if (value := made.quality_params) is not None:
        write_FinalCatalogQuality(value, 'QualityParams', add, j)
    add(f'{i}</{tag}>')


def read_MerSegmentationMap(node):
    made = new(m_pro_mer.MerSegmentationMap)
    c0, c1, *rest = node
    made.exposure_time = c_bas_img.read_ExposureTime(c0)
    made.img_type = c_bas_img.read_FrameType(c1)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'ImgArea':
        made.img_area = c_bas_img.read_ImageArea(child)
        child = next(children, None)
    else:
        made.img_area = None
    if child is not None and child.tag == 'ImgNumber':
        made.img_number = int(child.text)
        child = next(children, None)
    else:
        made.img_number = None
    if child is not None and child.tag == 'AxisNumber':
        made.axis_number = int(child.text)
        child = next(children, None)
    else:
        made.axis_number = None
    if child is not None and child.tag == 'AxisLengths':
        made.axis_lengths = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.axis_lengths = m_pro_mer.MerSegmentationMap.__dataclass_fields__['axis_lengths'].default_factory()
    if child is not None and child.tag == 'DataSize':
        made.data_size = int(child.text)
        child = next(children, None)
    else:
        made.data_size = None
    if child is not None and child.tag == 'DataLength':
        made.data_length = int(child.text)
        child = next(children, None)
    else:
        made.data_length = None
    if child is not None and child.tag == 'ImgStatistics':
        made.img_statistics = c_bas_img.read_ImageStatistics(child)
        child = next(children, None)
    else:
        made.img_statistics = None
    if child is not None and child.tag == 'SimInputConfId':
        made.sim_input_conf_id = (child.text or '')
        child = next(children, None)
    else:
        made.sim_input_conf_id = None
    if child is not None and child.tag == 'FilterList':
        made.filter_list = c_ins_ins.read_FilterDescriptionList(child)
        child = next(children, None)
    else:
        made.filter_list = None
    if child is not None and child.tag == 'WCS':
        made.wcs = c_bas_img.read_WorldCoordinates(child)
        child = next(children, None)
    else:
        made.wcs = None
    if child is not None and child.tag == 'TileIndex':
        made.tile_index = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'PatchIdList':
        made.patch_id_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.patch_id_list = m_pro_mer.MerSegmentationMap.__dataclass_fields__['patch_id_list'].default_factory()
    if child is not None and child.tag == 'ObservationIdList':
        made.observation_id_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.observation_id_list = m_pro_mer.MerSegmentationMap.__dataclass_fields__['observation_id_list'].default_factory()
    if child is not None and child.tag == 'CalblockIdList':
        made.calblock_id_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.calblock_id_list = m_pro_mer.MerSegmentationMap.__dataclass_fields__['calblock_id_list'].default_factory()
    if child is not None and child.tag == 'ProcessingMode':
        made.processing_mode = (_values_m_pro_mer_ProcessingMode.get(child.text) or enumerated(m_pro_mer.ProcessingMode, child.text))
        child = next(children, None)
    else:
        made.processing_mode = None
    if child is not None and child.tag == 'ImgSpatialFootprint':
        made.img_spatial_footprint = c_bas_stc.read_SpatialFootprint(child)
        child = next(children, None)
    else:
        made.img_spatial_footprint = None
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'ConvolutionKernelStorage':
        made.convolution_kernel_storage = c_sys_dss.read_StoredFile(child)
        child = next(children, None)
    else:
        made.convolution_kernel_storage = None
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_SegmentationMapQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None and child.tag == 'ProcessingSteps':
        made.processing_steps = c_bas_spm.read_ProcessingSteps(child)
        child = next(children, None)
    else:
        made.processing_steps = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_MerSegmentationMap(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_bas_img.write_ExposureTime(made.exposure_time, 'ExposureTime', add, j)
    c_bas_img.write_FrameType(made.img_type, 'ImgType', add, j)
    if (value := made.img_area) is not None:
        c_bas_img.write_ImageArea(value, 'ImgArea', add, j)
    if (value := made.img_number) is not None:
        add(f'{j}<ImgNumber>{integer_text(value)}</ImgNumber>')
    if (value := made.axis_number) is not None:
        add(f'{j}<AxisNumber>{integer_text(value)}</AxisNumber>')
    if (value := made.axis_lengths) or value.__class__ in (GivenList, Nil):
        add(f'{j}<AxisLengths>{" ".join([integer_text(t) for t in value])}</AxisLengths>')
    if (value := made.data_size) is not None:
        add(f'{j}<DataSize>{integer_text(value)}</DataSize>')
    if (value := made.data_length) is not None:
        add(f'{j}<DataLength>{integer_text(value)}</DataLength>')
    if (value := made.img_statistics) is not None:
        c_bas_img.write_ImageStatistics(value, 'ImgStatistics', add, j)
    if (value := made.sim_input_conf_id) is not None:
        add(f'{j}<SimInputConfId>{text(value)}</SimInputConfId>')
    if (value := made.filter_list) is not None:
        c_ins_ins.write_FilterDescriptionList(value, 'FilterList', add, j)
    if (value := made.wcs) is not None:
        c_bas_img.write_WorldCoordinates(value, 'WCS', add, j)
    add(f'{j}<TileIndex>{integer_text(made.tile_index)}</TileIndex>')
    if (value := made.patch_id_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<PatchIdList>{" ".join([integer_text(t) for t in value])}</PatchIdList>')
    if (value := made.observation_id_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<ObservationIdList>{" ".join([integer_text(t) for t in value])}</ObservationIdList>')
    if (value := made.calblock_id_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<CalblockIdList>{" ".join([text(t) for t in value])}</CalblockIdList>')
    if (value := made.processing_mode) is not None:
        add(f'{j}<ProcessingMode>{value._value_}</ProcessingMode>')
    if (value := made.img_spatial_footprint) is not None:
        c_bas_stc.write_SpatialFootprint(value, 'ImgSpatialFootprint', add, j)
    c_bas_fit.write_FitsFile(made.data_storage, 'DataStorage', add, j)
    if (value := made.convolution_kernel_storage) is not None:
        c_sys_dss.write_StoredFile(value, 'ConvolutionKernelStorage', add, j)
    if (value := made.quality_params) is not None:
        write_SegmentationMapQuality(value, 'QualityParams', add, j)
    if (value := made.processing_steps) is not None:
        c_bas_spm.write_ProcessingSteps(value, 'ProcessingSteps', add, j)
    add(f'{i}</{tag}>')


def read_SqfMerFinalCatalog(node):
    made = new(m_pro_mer.SqfMerFinalCatalog)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'CatalogObjectCountRangeExceeded':
        made.catalog_object_count_range_exceeded = read_ObjectCountFlag(child)
        child = next(children, None)
    else:
        made.catalog_object_count_range_exceeded = None
    if child is not None and child.tag == 'CatalogObjectDensityRangeExceeded':
        made.catalog_object_density_range_exceeded = read_ObjectDensityFlag(child)
        child = next(children, None)
    else:
        made.catalog_object_density_range_exceeded = None
    if child is not None and child.tag == 'CatalogPointLikeFractionRangeExceeded':
        made.catalog_point_like_fraction_range_exceeded = read_PointLikeFractionFlag(child)
        child = next(children, None)
    else:
        made.catalog_point_like_fraction_range_exceeded = None
    if child is not None and child.tag == 'CatalogMinFluxVISRangeExceeded':
        made.catalog_min_flux_visrange_exceeded = read_MinFluxVISFlag(child)
        child = next(children, None)
    else:
        made.catalog_min_flux_visrange_exceeded = None
    if child is not None and child.tag == 'CatalogMaxFluxVISRangeExceeded':
        made.catalog_max_flux_visrange_exceeded = read_MaxFluxVISFlag(child)
        child = next(children, None)
    else:
        made.catalog_max_flux_visrange_exceeded = None
    if child is not None and child.tag == 'CatalogMedianFluxVISRangeExceeded':
        made.catalog_median_flux_visrange_exceeded = read_MedianFluxVISFlag(child)
        child = next(children, None)
    else:
        made.catalog_median_flux_visrange_exceeded = None
    if child is not None and child.tag == 'CatalogMinFluxErrVISRangeExceeded':
        made.catalog_min_flux_err_visrange_exceeded = read_MinFluxErrVISFlag(child)
        child = next(children, None)
    else:
        made.catalog_min_flux_err_visrange_exceeded = None
    if child is not None and child.tag == 'CatalogMaxFluxErrVISRangeExceeded':
        made.catalog_max_flux_err_visrange_exceeded = read_MaxFluxErrVISFlag(child)
        child = next(children, None)
    else:
        made.catalog_max_flux_err_visrange_exceeded = None
    if child is not None and child.tag == 'CatalogMedianFluxErrVISRangeExceeded':
        made.catalog_median_flux_err_visrange_exceeded = read_MedianFluxErrVISFlag(child)
        child = next(children, None)
    else:
        made.catalog_median_flux_err_visrange_exceeded = None
    if child is not None and child.tag == 'CatalogNoFluxFractionVISRangeExceeded':
        made.catalog_no_flux_fraction_visrange_exceeded = read_NoFluxFractionVISFlag(child)
        child = next(children, None)
    else:
        made.catalog_no_flux_fraction_visrange_exceeded = None
    if child is not None and child.tag == 'CatalogSatObjectFractionVISRangeExceeded':
        made.catalog_sat_object_fraction_visrange_exceeded = read_SatObjectFractionVISFlag(child)
        child = next(children, None)
    else:
        made.catalog_sat_object_fraction_visrange_exceeded = None
    if child is not None and child.tag == 'CatalogMinFluxNIRJRangeExceeded':
        made.catalog_min_flux_nirjrange_exceeded = read_MinFluxNIRJFlag(child)
        child = next(children, None)
    else:
        made.catalog_min_flux_nirjrange_exceeded = None
    if child is not None and child.tag == 'CatalogMaxFluxNIRJRangeExceeded':
        made.catalog_max_flux_nirjrange_exceeded = read_MaxFluxNIRJFlag(child)
        child = next(children, None)
    else:
        made.catalog_max_flux_nirjrange_exceeded = None
    if child is not None and child.tag == 'CatalogMedianFluxNIRJRangeExceeded':
        made.catalog_median_flux_nirjrange_exceeded = read_MedianFluxNIRJFlag(child)
        child = next(children, None)
    else:
        made.catalog_median_flux_nirjrange_exceeded = None
    if child is not None and child.tag == 'CatalogMinFluxErrNIRJRangeExceeded':
        made.catalog_min_flux_err_nirjrange_exceeded = read_MinFluxErrNIRJFlag(child)
        child = next(children, None)
    else:
        made.catalog_min_flux_err_nirjrange_exceeded = None
    if child is not None and child.tag == 'CatalogMaxFluxErrNIRJRangeExceeded':
        made.catalog_max_flux_err_nirjrange_exceeded = read_MaxFluxErrNIRJFlag(child)
        child = next(children, None)
    else:
        made.catalog_max_flux_err_nirjrange_exceeded = None
    if child is not None and child.tag == 'CatalogMedianFluxErrNIRJRangeExceeded':
        made.catalog_median_flux_err_nirjrange_exceeded = read_MedianFluxErrNIRJFlag(child)
        child = next(children, None)
    else:
        made.catalog_median_flux_err_nirjrange_exceeded = None
    if child is not None and child.tag == 'CatalogNoFluxFractionNIRJRangeExceeded':
        made.catalog_no_flux_fraction_nirjrange_exceeded = read_NoFluxFractionNIRJFlag(child)
        child = next(children, None)
    else:
        made.catalog_no_flux_fraction_nirjrange_exceeded = None
    if child is not None and child.tag == 'CatalogSatObjectFractionNIRJRangeExceeded':
        made.catalog_sat_object_fraction_nirjrange_exceeded = read_SatObjectFractionNIRJFlag(child)
        child = next(children, None)
    else:
        made.catalog_sat_object_fraction_nirjrange_exceeded = None
    items = made.auxiliary_flags = []
    while child is not None and child.tag == 'AuxiliaryFlags':
        items.append(c_bas_dqc.read_AuxiliaryFlag(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_SqfMerFinalCatalog(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.catalog_object_count_range_exceeded) is not None:
        write_ObjectCountFlag(value, 'CatalogObjectCountRangeExceeded', add, j)
    if (value := made.catalog_object_density_range_exceeded) is not None:
        write_ObjectDensityFlag(value, 'CatalogObjectDensityRangeExceeded', add, j)
    if (value := made.catalog_point_like_fraction_range_exceeded) is not None:
        write_PointLikeFractionFlag(value, 'CatalogPointLikeFractionRangeExceeded', add, j)
    if (value := made.catalog_min_flux_visrange_exceeded) is not None:
        write_MinFluxVISFlag(value, 'CatalogMinFluxVISRangeExceeded', add, j)
    if (value := made.catalog_max_flux_visrange_exceeded) is not None:
        write_MaxFluxVISFlag(value, 'CatalogMaxFluxVISRangeExceeded', add, j)
    if (value := made.catalog_median_flux_visrange_exceeded) is not None:
        write_MedianFluxVISFlag(value, 'CatalogMedianFluxVISRangeExceeded', add, j)
    if (value := made.catalog_min_flux_err_visrange_exceeded) is not None:
        write_MinFluxErrVISFlag(value, 'CatalogMinFluxErrVISRangeExceeded', add, j)
    if (value := made.catalog_max_flux_err_visrange_exceeded) is not None:
        write_MaxFluxErrVISFlag(value, 'CatalogMaxFluxErrVISRangeExceeded', add, j)
    if (value := made.catalog_median_flux_err_visrange_exceeded) is not None:
        write_MedianFluxErrVISFlag(value, 'CatalogMedianFluxErrVISRangeExceeded', add, j)
    if (value := made.catalog_no_flux_fraction_visrange_exceeded) is not None:
        write_NoFluxFractionVISFlag(value, 'CatalogNoFluxFractionVISRangeExceeded', add, j)
    if (value := made.catalog_sat_object_fraction_visrange_exceeded) is not None:
        write_SatObjectFractionVISFlag(value, 'CatalogSatObjectFractionVISRangeExceeded', add, j)
    if (value := made.catalog_min_flux_nirjrange_exceeded) is not None:
        write_MinFluxNIRJFlag(value, 'CatalogMinFluxNIRJRangeExceeded', add, j)
    if (value := made.catalog_max_flux_nirjrange_exceeded) is not None:
        write_MaxFluxNIRJFlag(value, 'CatalogMaxFluxNIRJRangeExceeded', add, j)
    if (value := made.catalog_median_flux_nirjrange_exceeded) is not None:
        write_MedianFluxNIRJFlag(value, 'CatalogMedianFluxNIRJRangeExceeded', add, j)
    if (value := made.catalog_min_flux_err_nirjrange_exceeded) is not None:
        write_MinFluxErrNIRJFlag(value, 'CatalogMinFluxErrNIRJRangeExceeded', add, j)
    if (value := made.catalog_max_flux_err_nirjrange_exceeded) is not None:
        write_MaxFluxErrNIRJFlag(value, 'CatalogMaxFluxErrNIRJRangeExceeded', add, j)
    if (value := made.catalog_median_flux_err_nirjrange_exceeded) is not None:
        write_MedianFluxErrNIRJFlag(value, 'CatalogMedianFluxErrNIRJRangeExceeded', add, j)
    if (value := made.catalog_no_flux_fraction_nirjrange_exceeded) is not None:
        write_NoFluxFractionNIRJFlag(value, 'CatalogNoFluxFractionNIRJRangeExceeded', add, j)
    if (value := made.catalog_sat_object_fraction_nirjrange_exceeded) is not None:
        write_SatObjectFractionNIRJFlag(value, 'CatalogSatObjectFractionNIRJRangeExceeded', add, j)
    for value in made.auxiliary_flags:
        c_bas_dqc.write_AuxiliaryFlag(value, 'AuxiliaryFlags', add, j)
    add(f'{i}</{tag}>')


def read_SqfMerSegmentationMap(node):
    made = new(m_pro_mer.SqfMerSegmentationMap)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'NonZeroFractionRangeExceeded':
        made.non_zero_fraction_range_exceeded = read_NonZeroFractionFlag(child)
        child = next(children, None)
    else:
        made.non_zero_fraction_range_exceeded = None
    items = made.auxiliary_flags = []
    while child is not None and child.tag == 'AuxiliaryFlags':
        items.append(c_bas_dqc.read_AuxiliaryFlag(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_SqfMerSegmentationMap(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.non_zero_fraction_range_exceeded) is not None:
        write_NonZeroFractionFlag(value, 'NonZeroFractionRangeExceeded', add, j)
    for value in made.auxiliary_flags:
        c_bas_dqc.write_AuxiliaryFlag(value, 'AuxiliaryFlags', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "MerTileList": read_MerTileList,
    "FinalCatalogQuality": read_FinalCatalogQuality,
    "MaxFluxErrNIRJFlag": read_MaxFluxErrNIRJFlag,
    "MaxFluxErrVISFlag": read_MaxFluxErrVISFlag,
    "MaxFluxNIRJFlag": read_MaxFluxNIRJFlag,
    "MaxFluxVISFlag": read_MaxFluxVISFlag,
    "MedianFluxErrNIRJFlag": read_MedianFluxErrNIRJFlag,
    "MedianFluxErrVISFlag": read_MedianFluxErrVISFlag,
    "MedianFluxNIRJFlag": read_MedianFluxNIRJFlag,
    "MedianFluxVISFlag": read_MedianFluxVISFlag,
    "MerMosaic": read_MerMosaic,
    "MerTile": read_MerTile,
    "MinFluxErrNIRJFlag": read_MinFluxErrNIRJFlag,
    "MinFluxErrVISFlag": read_MinFluxErrVISFlag,
    "MinFluxNIRJFlag": read_MinFluxNIRJFlag,
    "MinFluxVISFlag": read_MinFluxVISFlag,
    "NoFluxFractionNIRJFlag": read_NoFluxFractionNIRJFlag,
    "NoFluxFractionVISFlag": read_NoFluxFractionVISFlag,
    "NonZeroFractionFlag": read_NonZeroFractionFlag,
    "ObjectCountFlag": read_ObjectCountFlag,
    "ObjectDensityFlag": read_ObjectDensityFlag,
    "PointLikeFractionFlag": read_PointLikeFractionFlag,
    "SatObjectFractionNIRJFlag": read_SatObjectFractionNIRJFlag,
    "SatObjectFractionVISFlag": read_SatObjectFractionVISFlag,
    "SegmentationMapQuality": read_SegmentationMapQuality,
    "MerFinalCatalog": read_MerFinalCatalog,
    "MerSegmentationMap": read_MerSegmentationMap,
    "SqfMerFinalCatalog": read_SqfMerFinalCatalog,
    "SqfMerSegmentationMap": read_SqfMerSegmentationMap,
}
WRITERS = {
    "MerTileList": write_MerTileList,
    "FinalCatalogQuality": write_FinalCatalogQuality,
    "MaxFluxErrNIRJFlag": write_MaxFluxErrNIRJFlag,
    "MaxFluxErrVISFlag": write_MaxFluxErrVISFlag,
    "MaxFluxNIRJFlag": write_MaxFluxNIRJFlag,
    "MaxFluxVISFlag": write_MaxFluxVISFlag,
    "MedianFluxErrNIRJFlag": write_MedianFluxErrNIRJFlag,
    "MedianFluxErrVISFlag": write_MedianFluxErrVISFlag,
    "MedianFluxNIRJFlag": write_MedianFluxNIRJFlag,
    "MedianFluxVISFlag": write_MedianFluxVISFlag,
    "MerMosaic": write_MerMosaic,
    "MerTile": write_MerTile,
    "MinFluxErrNIRJFlag": write_MinFluxErrNIRJFlag,
    "MinFluxErrVISFlag": write_MinFluxErrVISFlag,
    "MinFluxNIRJFlag": write_MinFluxNIRJFlag,
    "MinFluxVISFlag": write_MinFluxVISFlag,
    "NoFluxFractionNIRJFlag": write_NoFluxFractionNIRJFlag,
    "NoFluxFractionVISFlag": write_NoFluxFractionVISFlag,
    "NonZeroFractionFlag": write_NonZeroFractionFlag,
    "ObjectCountFlag": write_ObjectCountFlag,
    "ObjectDensityFlag": write_ObjectDensityFlag,
    "PointLikeFractionFlag": write_PointLikeFractionFlag,
    "SatObjectFractionNIRJFlag": write_SatObjectFractionNIRJFlag,
    "SatObjectFractionVISFlag": write_SatObjectFractionVISFlag,
    "SegmentationMapQuality": write_SegmentationMapQuality,
    "MerFinalCatalog": write_MerFinalCatalog,
    "MerSegmentationMap": write_MerSegmentationMap,
    "SqfMerFinalCatalog": write_SqfMerFinalCatalog,
    "SqfMerSegmentationMap": write_SqfMerSegmentationMap,
}
ROOTS = {
    "MerTileList": ('merTileList', ''),
    "FinalCatalogQuality": ('finalCatalogQuality', ''),
    "MaxFluxErrNIRJFlag": ('maxFluxErrNIRJFlag', ''),
    "MaxFluxErrVISFlag": ('maxFluxErrVISFlag', ''),
    "MaxFluxNIRJFlag": ('maxFluxNIRJFlag', ''),
    "MaxFluxVISFlag": ('maxFluxVISFlag', ''),
    "MedianFluxErrNIRJFlag": ('medianFluxErrNIRJFlag', ''),
    "MedianFluxErrVISFlag": ('medianFluxErrVISFlag', ''),
    "MedianFluxNIRJFlag": ('medianFluxNIRJFlag', ''),
    "MedianFluxVISFlag": ('medianFluxVISFlag', ''),
    "MerMosaic": ('merMosaic', ''),
    "MerTile": ('merTile', ''),
    "MinFluxErrNIRJFlag": ('minFluxErrNIRJFlag', ''),
    "MinFluxErrVISFlag": ('minFluxErrVISFlag', ''),
    "MinFluxNIRJFlag": ('minFluxNIRJFlag', ''),
    "MinFluxVISFlag": ('minFluxVISFlag', ''),
    "NoFluxFractionNIRJFlag": ('noFluxFractionNIRJFlag', ''),
    "NoFluxFractionVISFlag": ('noFluxFractionVISFlag', ''),
    "NonZeroFractionFlag": ('nonZeroFractionFlag', ''),
    "ObjectCountFlag": ('objectCountFlag', ''),
    "ObjectDensityFlag": ('objectDensityFlag', ''),
    "PointLikeFractionFlag": ('pointLikeFractionFlag', ''),
    "SatObjectFractionNIRJFlag": ('satObjectFractionNIRJFlag', ''),
    "SatObjectFractionVISFlag": ('satObjectFractionVISFlag', ''),
    "SegmentationMapQuality": ('segmentationMapQuality', ''),
    "MerFinalCatalog": ('merFinalCatalog', ''),
    "MerSegmentationMap": ('merSegmentationMap', ''),
    "SqfMerFinalCatalog": ('sqfMerFinalCatalog', ''),
    "SqfMerSegmentationMap": ('sqfMerSegmentationMap', ''),
}
