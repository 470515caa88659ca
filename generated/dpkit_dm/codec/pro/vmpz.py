"""Codecs of the classes in ``dpkit_dm.pro.vmpz``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.dqc as m_bas_dqc
import dpkit_dm.bas.fit as m_bas_fit
import dpkit_dm.pro.vmpz as m_pro_vmpz
import dpkit_dm.codec.bas.dqc as c_bas_dqc
import dpkit_dm.codec.bas.fit as c_bas_fit

check_bindings(m_pro_vmpz, "28793-f0410aad")

UNCOVERED = {}

_OutputFormat_mocparams_or_partial_healpix_params = {'MOCParams': lambda child: read_MocParams(child), 'PartialHealpixParams': lambda child: read_PartialHealpixParams(child)}
_values_m_pro_vmpz_MaskStage = {member.value: member for member in m_pro_vmpz.MaskStage}
_MaskCollectionVMPZ_tile_index_or_mer_tile_list_id = {'TileIndex': lambda child: int(child.text), 'MerTileListID': lambda child: (child.text or '')}
_SkyMask_tile_index_or_mer_tile_list_id = {'TileIndex': lambda child: int(child.text), 'MerTileListID': lambda child: (child.text or '')}
_WeightMaskGenericParamsVMPZ_filter_or_filter_list = {'Filter': lambda child: read_Filter(child), 'FilterList': lambda child: read_FilterList(child)}
_WeightMaskGenericParamsVMPZ_tile_index_or_mer_tile_list_id = {'TileIndex': lambda child: int(child.text), 'MerTileListID': lambda child: (child.text or '')}
_values_m_pro_vmpz_WeightConvention = {member.value: member for member in m_pro_vmpz.WeightConvention}
_BitMaskHealpixVMPZ_tile_index_or_mer_tile_list_id = {'TileIndex': lambda child: int(child.text), 'MerTileListID': lambda child: (child.text or '')}
_BitMaskMOCVMPZ_tile_index_or_mer_tile_list_id = {'TileIndex': lambda child: int(child.text), 'MerTileListID': lambda child: (child.text or '')}
_BitParamsVMPZ_filter_or_filter_list = {'Filter': lambda child: read_Filter(child), 'FilterList': lambda child: read_FilterList(child)}
_BitParamsVMPZ_tile_index_or_mer_tile_list_id = {'TileIndex': lambda child: int(child.text), 'MerTileListID': lambda child: (child.text or '')}
_CoverageMaskHealpixVMPZ_tile_index_or_mer_tile_list_id = {'TileIndex': lambda child: int(child.text), 'MerTileListID': lambda child: (child.text or '')}
_CoverageMaskMOCVMPZ_tile_index_or_mer_tile_list_id = {'TileIndex': lambda child: int(child.text), 'MerTileListID': lambda child: (child.text or '')}
_FootprintMaskHealpixVMPZ_tile_index_or_mer_tile_list_id = {'TileIndex': lambda child: int(child.text), 'MerTileListID': lambda child: (child.text or '')}
_FootprintMaskMOCVMPZ_tile_index_or_mer_tile_list_id = {'TileIndex': lambda child: int(child.text), 'MerTileListID': lambda child: (child.text or '')}


def read_Filter(node):
    made = new(m_pro_vmpz.Filter)
    made.value = (node.text or '')
    return made


def write_Filter(made, tag, add, i, extra=''):
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else text(value)}</{tag}>')


def read_FilterList(node):
    made = new(m_pro_vmpz.FilterList)
    made.value = [t for t in (node.text or '').split()]
    return made


def write_FilterList(made, tag, add, i, extra=''):
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else " ".join([text(t) for t in value])}</{tag}>')


def read_CollectedMask(node):
    made = new(m_pro_vmpz.CollectedMask)
    c0, c1, c2, = node
    made.product_type = (c0.text or '')
    made.filter = (c1.text or '')
    made.product_id = (c2.text or '')
    return made


def write_CollectedMask(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<ProductType>{text(made.product_type)}</ProductType>{j}<Filter>{text(made.filter)}</Filter>{j}<ProductID>{text(made.product_id)}</ProductID>')
    add(f'{i}</{tag}>')


def read_MissingMask(node):
    made = new(m_pro_vmpz.MissingMask)
    c0, c1, *rest = node
    made.tile_index = int(c0.text)
    made.filter = (c1.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Kind':
        made.kind = (child.text or '')
        child = next(children, None)
    else:
        made.kind = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_MissingMask(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<TileIndex>{integer_text(made.tile_index)}</TileIndex>{j}<Filter>{text(made.filter)}</Filter>')
    if (value := made.kind) is not None:
        add(f'{j}<Kind>{text(value)}</Kind>')
    add(f'{i}</{tag}>')


def read_MocParams(node):
    made = new(m_pro_vmpz.MocParams)
    c0, = node
    made.mocorder = int(c0.text)
    return made


def write_MocParams(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<MOCOrder>{integer_text(made.mocorder)}</MOCOrder>')
    add(f'{i}</{tag}>')


def read_PartialHealpixParams(node):
    made = new(m_pro_vmpz.PartialHealpixParams)
    c0, = node
    made.nside_out = int(c0.text)
    return made


def write_PartialHealpixParams(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<NsideOut>{integer_text(made.nside_out)}</NsideOut>')
    add(f'{i}</{tag}>')


def read_MaskCompleteness(node):
    made = new(m_pro_vmpz.MaskCompleteness)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'RequestedFilterList':
        made.requested_filter_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'RequestedTileList':
        made.requested_tile_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'ExpectedMasks':
        made.expected_masks = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'PresentMasks':
        made.present_masks = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    items = made.missing = []
    while child is not None and child.tag == 'Missing':
        items.append(read_MissingMask(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_MaskCompleteness(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.requested_filter_list) is not None:
        add(f'{j}<RequestedFilterList>{" ".join([text(t) for t in value])}</RequestedFilterList>')
    if (value := made.requested_tile_list) is not None:
        add(f'{j}<RequestedTileList>{" ".join([integer_text(t) for t in value])}</RequestedTileList>')
    add(f'{j}<ExpectedMasks>{integer_text(made.expected_masks)}</ExpectedMasks>{j}<PresentMasks>{integer_text(made.present_masks)}</PresentMasks>')
    for value in made.missing:
        write_MissingMask(value, 'Missing', add, j)
    add(f'{i}</{tag}>')


def read_MaskQuality(node):
    made = new(m_pro_vmpz.MaskQuality)
    c0, *rest = node
    made.observed_area = c_bas_dqc.read_FlaggedNumber(c0)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'MissingMasks':
        made.missing_masks = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.missing_masks = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_MaskQuality(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_bas_dqc.write_FlaggedNumber(made.observed_area, 'ObservedArea', add, j)
    if (value := made.missing_masks) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'MissingMasks', add, j)
    add(f'{i}</{tag}>')


def read_MissingMasksFlag(node):
    made = new(m_pro_vmpz.MissingMasksFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/MissingMasks'
    value = node.get('minLimit')
    made.min_limit = None if value is None else int(value)
    value = node.get('maxLimit')
    made.max_limit = 0 if value is None else int(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MissingMasksFlag(made, tag, add, i, extra=''):
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


def read_ObservedAreaFlag(node):
    made = new(m_pro_vmpz.ObservedAreaFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/ObservedArea'
    value = node.get('minLimit')
    made.min_limit = float('0.0') if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_ObservedAreaFlag(made, tag, add, i, extra=''):
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


def read_OutputFormat(node):
    made = new(m_pro_vmpz.OutputFormat)
    children = iter(node)
    child = next(children, None)
    if child is not None and (read := _OutputFormat_mocparams_or_partial_healpix_params.get(child.tag)) is not None:
        made.mocparams_or_partial_healpix_params = read(child)
        child = next(children, None)
    else:
        made.mocparams_or_partial_healpix_params = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_OutputFormat(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    value = made.mocparams_or_partial_healpix_params
    if value is None:
        pass
    elif value.__class__ is m_pro_vmpz.MocParams:
        write_MocParams(value, 'MOCParams', add, j)
    elif value.__class__ is m_pro_vmpz.PartialHealpixParams:
        write_PartialHealpixParams(value, 'PartialHealpixParams', add, j)
    else:
        raise UncoveredError('choice')
    add(f'{i}</{tag}>')


def read_MaskCollectionVMPZ(node):
    made = new(m_pro_vmpz.MaskCollectionVMPZ)
    c0, c1, *rest = node
    made.area_name = (c0.text or '')
    made.stage = (_values_m_pro_vmpz_MaskStage.get(c1.text) or enumerated(m_pro_vmpz.MaskStage, c1.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and (read := _MaskCollectionVMPZ_tile_index_or_mer_tile_list_id.get(child.tag)) is not None:
        made.tile_index_or_mer_tile_list_id = read(child)
        child = next(children, None)
    else:
        made.tile_index_or_mer_tile_list_id = None
    if child is not None and child.tag == 'TileIndexList':
        made.tile_index_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'AreaOrder':
        made.area_order = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'InnerNUNIQIndex':
        made.inner_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    items = made.mask = []
    while child is not None and child.tag == 'Mask':
        items.append(read_CollectedMask(child))
        child = next(children, None)
    if child is not None and child.tag == 'Completeness':
        made.completeness = read_MaskCompleteness(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_MaskCollectionVMPZ(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<AreaName>{text(made.area_name)}</AreaName>{j}<Stage>{made.stage._value_}</Stage>')
    value = made.tile_index_or_mer_tile_list_id
    if value is None:
        pass
    elif value.__class__ is int:
        add(f'{j}<TileIndex>{integer_text(value)}</TileIndex>')
    elif value.__class__ is str:
        add(f'{j}<MerTileListID>{text(value)}</MerTileListID>')
    else:
        raise UncoveredError('choice')
    if (value := made.tile_index_list) is not None:
        add(f'{j}<TileIndexList>{" ".join([integer_text(t) for t in value])}</TileIndexList>')
    add(f'{j}<AreaOrder>{integer_text(made.area_order)}</AreaOrder>')
    if (value := made.inner_nuniqindex) is not None:
        add(f'{j}<InnerNUNIQIndex>{" ".join([integer_text(t) for t in value])}</InnerNUNIQIndex>')
    for value in made.mask:
        write_CollectedMask(value, 'Mask', add, j)
    write_MaskCompleteness(made.completeness, 'Completeness', add, j)
    add(f'{i}</{tag}>')


def read_SkyMask(node):
    made = new(m_pro_vmpz.SkyMask)
    c0, c1, *rest = node
    made.area_name = (c0.text or '')
    made.stage = (_values_m_pro_vmpz_MaskStage.get(c1.text) or enumerated(m_pro_vmpz.MaskStage, c1.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'DateObs':
        made.date_obs = moment(child.text)
        child = next(children, None)
    else:
        made.date_obs = None
    if child is not None and child.tag == 'DateEnd':
        made.date_end = moment(child.text)
        child = next(children, None)
    else:
        made.date_end = None
    if child is not None and child.tag == 'Telescope':
        made.telescope = (child.text or '')
        child = next(children, None)
    else:
        made.telescope = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = (child.text or '')
        child = next(children, None)
    else:
        made.instrument = None
    if child is not None and child.tag == 'Filter':
        made.filter = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'FilterList':
        made.filter_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.filter_list = m_pro_vmpz.SkyMask.__dataclass_fields__['filter_list'].default_factory()
    if child is not None and (read := _SkyMask_tile_index_or_mer_tile_list_id.get(child.tag)) is not None:
        made.tile_index_or_mer_tile_list_id = read(child)
        child = next(children, None)
    else:
        made.tile_index_or_mer_tile_list_id = None
    if child is not None and child.tag == 'TileIndexList':
        made.tile_index_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'NsideWork':
        made.nside_work = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'AreaOrder':
        made.area_order = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'InnerNUNIQIndex':
        made.inner_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Completeness':
        made.completeness = read_MaskCompleteness(child)
        child = next(children, None)
    else:
        made.completeness = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_SkyMask(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<AreaName>{text(made.area_name)}</AreaName>{j}<Stage>{made.stage._value_}</Stage>')
    if (value := made.date_obs) is not None:
        add(f'{j}<DateObs>{moment_text(value)}</DateObs>')
    if (value := made.date_end) is not None:
        add(f'{j}<DateEnd>{moment_text(value)}</DateEnd>')
    if (value := made.telescope) is not None:
        add(f'{j}<Telescope>{text(value)}</Telescope>')
    if (value := made.instrument) is not None:
        add(f'{j}<Instrument>{text(value)}</Instrument>')
    add(f'{j}<Filter>{text(made.filter)}</Filter>')
    if (value := made.filter_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<FilterList>{" ".join([text(t) for t in value])}</FilterList>')
    value = made.tile_index_or_mer_tile_list_id
    if value is None:
        pass
    elif value.__class__ is int:
        add(f'{j}<TileIndex>{integer_text(value)}</TileIndex>')
    elif value.__class__ is str:
        add(f'{j}<MerTileListID>{text(value)}</MerTileListID>')
    else:
        raise UncoveredError('choice')
    if (value := made.tile_index_list) is not None:
        add(f'{j}<TileIndexList>{" ".join([integer_text(t) for t in value])}</TileIndexList>')
    add(f'{j}<NsideWork>{integer_text(made.nside_work)}</NsideWork>{j}<AreaOrder>{integer_text(made.area_order)}</AreaOrder>')
    if (value := made.inner_nuniqindex) is not None:
        add(f'{j}<InnerNUNIQIndex>{" ".join([integer_text(t) for t in value])}</InnerNUNIQIndex>')
    if (value := made.completeness) is not None:
        write_MaskCompleteness(value, 'Completeness', add, j)
    add(f'{i}</{tag}>')


def read_SqfMask(node):
    made = new(m_pro_vmpz.SqfMask)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'ObservedAreaRangeExceeded':
        made.observed_area_range_exceeded = read_ObservedAreaFlag(child)
        child = next(children, None)
    else:
        made.observed_area_range_exceeded = None
    if child is not None and child.tag == 'MasksMissing':
        made.masks_missing = read_MissingMasksFlag(child)
        child = next(children, None)
    else:
        made.masks_missing = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_SqfMask(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.observed_area_range_exceeded) is not None:
        write_ObservedAreaFlag(value, 'ObservedAreaRangeExceeded', add, j)
    if (value := made.masks_missing) is not None:
        write_MissingMasksFlag(value, 'MasksMissing', add, j)
    add(f'{i}</{tag}>')


def read_WeightMaskGenericParamsVMPZ(node):
    made = new(m_pro_vmpz.WeightMaskGenericParamsVMPZ)
    c0, *rest = node
    made.parameter_set_name = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'DateObs':
        made.date_obs = moment(child.text)
        child = next(children, None)
    else:
        made.date_obs = None
    if child is not None and child.tag == 'DateEnd':
        made.date_end = moment(child.text)
        child = next(children, None)
    else:
        made.date_end = None
    if child is not None and child.tag == 'Telescope':
        made.telescope = (child.text or '')
        child = next(children, None)
    else:
        made.telescope = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = (child.text or '')
        child = next(children, None)
    else:
        made.instrument = None
    if child is not None and (read := _WeightMaskGenericParamsVMPZ_filter_or_filter_list.get(child.tag)) is not None:
        made.filter_or_filter_list = read(child)
        child = next(children, None)
    else:
        made.filter_or_filter_list = None
    if child is not None and (read := _WeightMaskGenericParamsVMPZ_tile_index_or_mer_tile_list_id.get(child.tag)) is not None:
        made.tile_index_or_mer_tile_list_id = read(child)
        child = next(children, None)
    else:
        made.tile_index_or_mer_tile_list_id = None
    if child is not None and child.tag == 'NsideWork':
        made.nside_work = int(child.text)
        child = next(children, None)
    else:
        made.nside_work = None
    if child is not None and child.tag == 'OutputFormat':
        made.output_format = read_OutputFormat(child)
        child = next(children, None)
    else:
        made.output_format = None
    if child is not None and child.tag == 'WeightConvention':
        made.weight_convention = (_values_m_pro_vmpz_WeightConvention.get(child.text) or enumerated(m_pro_vmpz.WeightConvention, child.text))
        child = next(children, None)
    else:
        made.weight_convention = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_WeightMaskGenericParamsVMPZ(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<ParameterSetName>{text(made.parameter_set_name)}</ParameterSetName>')
    if (value := made.date_obs) is not None:
        add(f'{j}<DateObs>{moment_text(value)}</DateObs>')
    if (value := made.date_end) is not None:
        add(f'{j}<DateEnd>{moment_text(value)}</DateEnd>')
    if (value := made.telescope) is not None:
        add(f'{j}<Telescope>{text(value)}</Telescope>')
    if (value := made.instrument) is not None:
        add(f'{j}<Instrument>{text(value)}</Instrument>')
    value = made.filter_or_filter_list
    if value is None:
        pass
    elif value.__class__ is m_pro_vmpz.Filter:
        write_Filter(value, 'Filter', add, j)
    elif value.__class__ is m_pro_vmpz.FilterList:
        write_FilterList(value, 'FilterList', add, j)
    else:
        raise UncoveredError('choice')
    value = made.tile_index_or_mer_tile_list_id
    if value is None:
        pass
    elif value.__class__ is int:
        add(f'{j}<TileIndex>{integer_text(value)}</TileIndex>')
    elif value.__class__ is str:
        add(f'{j}<MerTileListID>{text(value)}</MerTileListID>')
    else:
        raise UncoveredError('choice')
    if (value := made.nside_work) is not None:
        add(f'{j}<NsideWork>{integer_text(value)}</NsideWork>')
    if (value := made.output_format) is not None:
        write_OutputFormat(value, 'OutputFormat', add, j)
    if (value := made.weight_convention) is not None:
        add(f'{j}<WeightConvention>{value._value_}</WeightConvention>')
    add(f'{i}</{tag}>')


def read_BitMaskHealpixVMPZ(node):
    made = new(m_pro_vmpz.BitMaskHealpixVMPZ)
    c0, c1, *rest = node
    made.area_name = (c0.text or '')
    made.stage = (_values_m_pro_vmpz_MaskStage.get(c1.text) or enumerated(m_pro_vmpz.MaskStage, c1.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'DateObs':
        made.date_obs = moment(child.text)
        child = next(children, None)
    else:
        made.date_obs = None
    if child is not None and child.tag == 'DateEnd':
        made.date_end = moment(child.text)
        child = next(children, None)
    else:
        made.date_end = None
    if child is not None and child.tag == 'Telescope':
        made.telescope = (child.text or '')
        child = next(children, None)
    else:
        made.telescope = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = (child.text or '')
        child = next(children, None)
    else:
        made.instrument = None
    if child is not None and child.tag == 'Filter':
        made.filter = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'FilterList':
        made.filter_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.filter_list = m_pro_vmpz.BitMaskHealpixVMPZ.__dataclass_fields__['filter_list'].default_factory()
    if child is not None and (read := _BitMaskHealpixVMPZ_tile_index_or_mer_tile_list_id.get(child.tag)) is not None:
        made.tile_index_or_mer_tile_list_id = read(child)
        child = next(children, None)
    else:
        made.tile_index_or_mer_tile_list_id = None
    if child is not None and child.tag == 'TileIndexList':
        made.tile_index_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'NsideWork':
        made.nside_work = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'AreaOrder':
        made.area_order = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'InnerNUNIQIndex':
        made.inner_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Completeness':
        made.completeness = read_MaskCompleteness(child)
        child = next(children, None)
    else:
        made.completeness = None
    if child is not None and child.tag == 'WeightConvention':
        made.weight_convention = (_values_m_pro_vmpz_WeightConvention.get(child.text) or enumerated(m_pro_vmpz.WeightConvention, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'BitList':
        made.bit_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'BitNameList':
        made.bit_name_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.bit_name_list = m_pro_vmpz.BitMaskHealpixVMPZ.__dataclass_fields__['bit_name_list'].default_factory()
    if child is not None and child.tag == 'NsideOut':
        made.nside_out = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'BitMaskHealpix':
        made.bit_mask_healpix = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_MaskQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_BitMaskHealpixVMPZ(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<AreaName>{text(made.area_name)}</AreaName>{j}<Stage>{made.stage._value_}</Stage>')
    if (value := made.date_obs) is not None:
        add(f'{j}<DateObs>{moment_text(value)}</DateObs>')
    if (value := made.date_end) is not None:
        add(f'{j}<DateEnd>{moment_text(value)}</DateEnd>')
    if (value := made.telescope) is not None:
        add(f'{j}<Telescope>{text(value)}</Telescope>')
    if (value := made.instrument) is not None:
        add(f'{j}<Instrument>{text(value)}</Instrument>')
    add(f'{j}<Filter>{text(made.filter)}</Filter>')
    if (value := made.filter_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<FilterList>{" ".join([text(t) for t in value])}</FilterList>')
    value = made.tile_index_or_mer_tile_list_id
    if value is None:
        pass
    elif value.__class__ is int:
        add(f'{j}<TileIndex>{integer_text(value)}</TileIndex>')
    elif value.__class__ is str:
        add(f'{j}<MerTileListID>{text(value)}</MerTileListID>')
    else:
        raise UncoveredError('choice')
    if (value := made.tile_index_list) is not None:
        add(f'{j}<TileIndexList>{" ".join([integer_text(t) for t in value])}</TileIndexList>')
    add(f'{j}<NsideWork>{integer_text(made.nside_work)}</NsideWork>{j}<AreaOrder>{integer_text(made.area_order)}</AreaOrder>')
    if (value := made.inner_nuniqindex) is not None:
        add(f'{j}<InnerNUNIQIndex>{" ".join([integer_text(t) for t in value])}</InnerNUNIQIndex>')
    if (value := made.completeness) is not None:
        write_MaskCompleteness(value, 'Completeness', add, j)
    add(f'{j}<WeightConvention>{made.weight_convention._value_}</WeightConvention>')
    if (value := made.bit_list) is not None:
        add(f'{j}<BitList>{" ".join([integer_text(t) for t in value])}</BitList>')
    if (value := made.bit_name_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<BitNameList>{" ".join([text(t) for t in value])}</BitNameList>')
    add(f'{j}<NsideOut>{integer_text(made.nside_out)}</NsideOut>')
    c_bas_fit.write_FitsFile(made.bit_mask_healpix, 'BitMaskHealpix', add, j)
    if (value := made.quality_params) is not None:
        write_MaskQuality(value, 'QualityParams', add, j)
    add(f'{i}</{tag}>')


def read_BitMaskMOCVMPZ(node):
    made = new(m_pro_vmpz.BitMaskMOCVMPZ)
    c0, c1, *rest = node
    made.area_name = (c0.text or '')
    made.stage = (_values_m_pro_vmpz_MaskStage.get(c1.text) or enumerated(m_pro_vmpz.MaskStage, c1.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'DateObs':
        made.date_obs = moment(child.text)
        child = next(children, None)
    else:
        made.date_obs = None
    if child is not None and child.tag == 'DateEnd':
        made.date_end = moment(child.text)
        child = next(children, None)
    else:
        made.date_end = None
    if child is not None and child.tag == 'Telescope':
        made.telescope = (child.text or '')
        child = next(children, None)
    else:
        made.telescope = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = (child.text or '')
        child = next(children, None)
    else:
        made.instrument = None
    if child is not None and child.tag == 'Filter':
        made.filter = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'FilterList':
        made.filter_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.filter_list = m_pro_vmpz.BitMaskMOCVMPZ.__dataclass_fields__['filter_list'].default_factory()
    if child is not None and (read := _BitMaskMOCVMPZ_tile_index_or_mer_tile_list_id.get(child.tag)) is not None:
        made.tile_index_or_mer_tile_list_id = read(child)
        child = next(children, None)
    else:
        made.tile_index_or_mer_tile_list_id = None
    if child is not None and child.tag == 'TileIndexList':
        made.tile_index_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'NsideWork':
        made.nside_work = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'AreaOrder':
        made.area_order = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'InnerNUNIQIndex':
        made.inner_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Completeness':
        made.completeness = read_MaskCompleteness(child)
        child = next(children, None)
    else:
        made.completeness = None
    if child is not None and child.tag == 'WeightConvention':
        made.weight_convention = (_values_m_pro_vmpz_WeightConvention.get(child.text) or enumerated(m_pro_vmpz.WeightConvention, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'BitList':
        made.bit_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'BitNameList':
        made.bit_name_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.bit_name_list = m_pro_vmpz.BitMaskMOCVMPZ.__dataclass_fields__['bit_name_list'].default_factory()
    if child is not None and child.tag == 'MOCOrder':
        made.mocorder = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'BitMaskMOC':
        made.bit_mask_moc = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_MaskQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_BitMaskMOCVMPZ(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<AreaName>{text(made.area_name)}</AreaName>{j}<Stage>{made.stage._value_}</Stage>')
    if (value := made.date_obs) is not None:
        add(f'{j}<DateObs>{moment_text(value)}</DateObs>')
    if (value := made.date_end) is not None:
        add(f'{j}<DateEnd>{moment_text(value)}</DateEnd>')
    if (value := made.telescope) is not None:
        add(f'{j}<Telescope>{text(value)}</Telescope>')
    if (value := made.instrument) is not None:
        add(f'{j}<Instrument>{text(value)}</Instrument>')
    add(f'{j}<Filter>{text(made.filter)}</Filter>')
    if (value := made.filter_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<FilterList>{" ".join([text(t) for t in value])}</FilterList>')
    value = made.tile_index_or_mer_tile_list_id
    if value is None:
        pass
    elif value.__class__ is int:
        add(f'{j}<TileIndex>{integer_text(value)}</TileIndex>')
    elif value.__class__ is str:
        add(f'{j}<MerTileListID>{text(value)}</MerTileListID>')
    else:
        raise UncoveredError('choice')
    if (value := made.tile_index_list) is not None:
        add(f'{j}<TileIndexList>{" ".join([integer_text(t) for t in value])}</TileIndexList>')
    add(f'{j}<NsideWork>{integer_text(made.nside_work)}</NsideWork>{j}<AreaOrder>{integer_text(made.area_order)}</AreaOrder>')
    if (value := made.inner_nuniqindex) is not None:
        add(f'{j}<InnerNUNIQIndex>{" ".join([integer_text(t) for t in value])}</InnerNUNIQIndex>')
    if (value := made.completeness) is not None:
        write_MaskCompleteness(value, 'Completeness', add, j)
    add(f'{j}<WeightConvention>{made.weight_convention._value_}</WeightConvention>')
    if (value := made.bit_list) is not None:
        add(f'{j}<BitList>{" ".join([integer_text(t) for t in value])}</BitList>')
    if (value := made.bit_name_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<BitNameList>{" ".join([text(t) for t in value])}</BitNameList>')
    add(f'{j}<MOCOrder>{integer_text(made.mocorder)}</MOCOrder>')
    c_bas_fit.write_FitsFile(made.bit_mask_moc, 'BitMaskMOC', add, j)
    if (value := made.quality_params) is not None:
        write_MaskQuality(value, 'QualityParams', add, j)
    add(f'{i}</{tag}>')


def read_BitParamsVMPZ(node):
    made = new(m_pro_vmpz.BitParamsVMPZ)
    c0, *rest = node
    made.parameter_set_name = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'DateObs':
        made.date_obs = moment(child.text)
        child = next(children, None)
    else:
        made.date_obs = None
    if child is not None and child.tag == 'DateEnd':
        made.date_end = moment(child.text)
        child = next(children, None)
    else:
        made.date_end = None
    if child is not None and child.tag == 'Telescope':
        made.telescope = (child.text or '')
        child = next(children, None)
    else:
        made.telescope = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = (child.text or '')
        child = next(children, None)
    else:
        made.instrument = None
    if child is not None and (read := _BitParamsVMPZ_filter_or_filter_list.get(child.tag)) is not None:
        made.filter_or_filter_list = read(child)
        child = next(children, None)
    else:
        made.filter_or_filter_list = None
    if child is not None and (read := _BitParamsVMPZ_tile_index_or_mer_tile_list_id.get(child.tag)) is not None:
        made.tile_index_or_mer_tile_list_id = read(child)
        child = next(children, None)
    else:
        made.tile_index_or_mer_tile_list_id = None
    if child is not None and child.tag == 'NsideWork':
        made.nside_work = int(child.text)
        child = next(children, None)
    else:
        made.nside_work = None
    if child is not None and child.tag == 'OutputFormat':
        made.output_format = read_OutputFormat(child)
        child = next(children, None)
    else:
        made.output_format = None
    if child is not None and child.tag == 'WeightConvention':
        made.weight_convention = (_values_m_pro_vmpz_WeightConvention.get(child.text) or enumerated(m_pro_vmpz.WeightConvention, child.text))
        child = next(children, None)
    else:
        made.weight_convention = None
    if child is not None and child.tag == 'BitList':
        made.bit_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.bit_list = m_pro_vmpz.BitParamsVMPZ.__dataclass_fields__['bit_list'].default_factory()
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_BitParamsVMPZ(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<ParameterSetName>{text(made.parameter_set_name)}</ParameterSetName>')
    if (value := made.date_obs) is not None:
        add(f'{j}<DateObs>{moment_text(value)}</DateObs>')
    if (value := made.date_end) is not None:
        add(f'{j}<DateEnd>{moment_text(value)}</DateEnd>')
    if (value := made.telescope) is not None:
        add(f'{j}<Telescope>{text(value)}</Telescope>')
    if (value := made.instrument) is not None:
        add(f'{j}<Instrument>{text(value)}</Instrument>')
    value = made.filter_or_filter_list
    if value is None:
        pass
    elif value.__class__ is m_pro_vmpz.Filter:
        write_Filter(value, 'Filter', add, j)
    elif value.__class__ is m_pro_vmpz.FilterList:
        write_FilterList(value, 'FilterList', add, j)
    else:
        raise UncoveredError('choice')
    value = made.tile_index_or_mer_tile_list_id
    if value is None:
        pass
    elif value.__class__ is int:
        add(f'{j}<TileIndex>{integer_text(value)}</TileIndex>')
    elif value.__class__ is str:
        add(f'{j}<MerTileListID>{text(value)}</MerTileListID>')
    else:
        raise UncoveredError('choice')
    if (value := made.nside_work) is not None:
        add(f'{j}<NsideWork>{integer_text(value)}</NsideWork>')
    if (value := made.output_format) is not None:
        write_OutputFormat(value, 'OutputFormat', add, j)
    if (value := made.weight_convention) is not None:
        add(f'{j}<WeightConvention>{value._value_}</WeightConvention>')
    if (value := made.bit_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<BitList>{" ".join([integer_text(t) for t in value])}</BitList>')
    add(f'{i}</{tag}>')


def read_CoverageMaskHealpixVMPZ(node):
    made = new(m_pro_vmpz.CoverageMaskHealpixVMPZ)
    c0, c1, *rest = node
    made.area_name = (c0.text or '')
    made.stage = (_values_m_pro_vmpz_MaskStage.get(c1.text) or enumerated(m_pro_vmpz.MaskStage, c1.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'DateObs':
        made.date_obs = moment(child.text)
        child = next(children, None)
    else:
        made.date_obs = None
    if child is not None and child.tag == 'DateEnd':
        made.date_end = moment(child.text)
        child = next(children, None)
    else:
        made.date_end = None
    if child is not None and child.tag == 'Telescope':
        made.telescope = (child.text or '')
        child = next(children, None)
    else:
        made.telescope = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = (child.text or '')
        child = next(children, None)
    else:
        made.instrument = None
    if child is not None and child.tag == 'Filter':
        made.filter = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'FilterList':
        made.filter_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.filter_list = m_pro_vmpz.CoverageMaskHealpixVMPZ.__dataclass_fields__['filter_list'].default_factory()
    if child is not None and (read := _CoverageMaskHealpixVMPZ_tile_index_or_mer_tile_list_id.get(child.tag)) is not None:
        made.tile_index_or_mer_tile_list_id = read(child)
        child = next(children, None)
    else:
        made.tile_index_or_mer_tile_list_id = None
    if child is not None and child.tag == 'TileIndexList':
        made.tile_index_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'NsideWork':
        made.nside_work = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'AreaOrder':
        made.area_order = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'InnerNUNIQIndex':
        made.inner_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Completeness':
        made.completeness = read_MaskCompleteness(child)
        child = next(children, None)
    else:
        made.completeness = None
    if child is not None and child.tag == 'WeightConvention':
        made.weight_convention = (_values_m_pro_vmpz_WeightConvention.get(child.text) or enumerated(m_pro_vmpz.WeightConvention, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'BitList':
        made.bit_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'NsideOut':
        made.nside_out = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'CoverageMaskHealpix':
        made.coverage_mask_healpix = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_MaskQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CoverageMaskHealpixVMPZ(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<AreaName>{text(made.area_name)}</AreaName>{j}<Stage>{made.stage._value_}</Stage>')
    if (value := made.date_obs) is not None:
        add(f'{j}<DateObs>{moment_text(value)}</DateObs>')
    if (value := made.date_end) is not None:
        add(f'{j}<DateEnd>{moment_text(value)}</DateEnd>')
    if (value := made.telescope) is not None:
        add(f'{j}<Telescope>{text(value)}</Telescope>')
    if (value := made.instrument) is not None:
        add(f'{j}<Instrument>{text(value)}</Instrument>')
    add(f'{j}<Filter>{text(made.filter)}</Filter>')
    if (value := made.filter_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<FilterList>{" ".join([text(t) for t in value])}</FilterList>')
    value = made.tile_index_or_mer_tile_list_id
    if value is None:
        pass
    elif value.__class__ is int:
        add(f'{j}<TileIndex>{integer_text(value)}</TileIndex>')
    elif value.__class__ is str:
        add(f'{j}<MerTileListID>{text(value)}</MerTileListID>')
    else:
        raise UncoveredError('choice')
    if (value := made.tile_index_list) is not None:
        add(f'{j}<TileIndexList>{" ".join([integer_text(t) for t in value])}</TileIndexList>')
    add(f'{j}<NsideWork>{integer_text(made.nside_work)}</NsideWork>{j}<AreaOrder>{integer_text(made.area_order)}</AreaOrder>')
    if (value := made.inner_nuniqindex) is not None:
        add(f'{j}<InnerNUNIQIndex>{" ".join([integer_text(t) for t in value])}</InnerNUNIQIndex>')
    if (value := made.completeness) is not None:
        write_MaskCompleteness(value, 'Completeness', add, j)
    add(f'{j}<WeightConvention>{made.weight_convention._value_}</WeightConvention>')
    if (value := made.bit_list) is not None:
        add(f'{j}<BitList>{" ".join([integer_text(t) for t in value])}</BitList>')
    add(f'{j}<NsideOut>{integer_text(made.nside_out)}</NsideOut>')
    c_bas_fit.write_FitsFile(made.coverage_mask_healpix, 'CoverageMaskHealpix', add, j)
    if (value := made.quality_params) is not None:
        write_MaskQuality(value, 'QualityParams', add, j)
    add(f'{i}</{tag}>')


def read_CoverageMaskMOCVMPZ(node):
    made = new(m_pro_vmpz.CoverageMaskMOCVMPZ)
    c0, c1, *rest = node
    made.area_name = (c0.text or '')
    made.stage = (_values_m_pro_vmpz_MaskStage.get(c1.text) or enumerated(m_pro_vmpz.MaskStage, c1.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'DateObs':
        made.date_obs = moment(child.text)
        child = next(children, None)
    else:
        made.date_obs = None
    if child is not None and child.tag == 'DateEnd':
        made.date_end = moment(child.text)
        child = next(children, None)
    else:
        made.date_end = None
    if child is not None and child.tag == 'Telescope':
        made.telescope = (child.text or '')
        child = next(children, None)
    else:
        made.telescope = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = (child.text or '')
        child = next(children, None)
    else:
        made.instrument = None
    if child is not None and child.tag == 'Filter':
        made.filter = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'FilterList':
        made.filter_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.filter_list = m_pro_vmpz.CoverageMaskMOCVMPZ.__dataclass_fields__['filter_list'].default_factory()
    if child is not None and (read := _CoverageMaskMOCVMPZ_tile_index_or_mer_tile_list_id.get(child.tag)) is not None:
        made.tile_index_or_mer_tile_list_id = read(child)
        child = next(children, None)
    else:
        made.tile_index_or_mer_tile_list_id = None
    if child is not None and child.tag == 'TileIndexList':
        made.tile_index_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'NsideWork':
        made.nside_work = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'AreaOrder':
        made.area_order = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'InnerNUNIQIndex':
        made.inner_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Completeness':
        made.completeness = read_MaskCompleteness(child)
        child = next(children, None)
    else:
        made.completeness = None
    if child is not None and child.tag == 'WeightConvention':
        made.weight_convention = (_values_m_pro_vmpz_WeightConvention.get(child.text) or enumerated(m_pro_vmpz.WeightConvention, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'BitList':
        made.bit_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'MOCOrder':
        made.mocorder = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'CoverageMaskMOC':
        made.coverage_mask_moc = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_MaskQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CoverageMaskMOCVMPZ(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<AreaName>{text(made.area_name)}</AreaName>{j}<Stage>{made.stage._value_}</Stage>')
    if (value := made.date_obs) is not None:
        add(f'{j}<DateObs>{moment_text(value)}</DateObs>')
    if (value := made.date_end) is not None:
        add(f'{j}<DateEnd>{moment_text(value)}</DateEnd>')
    if (value := made.telescope) is not None:
        add(f'{j}<Telescope>{text(value)}</Telescope>')
    if (value := made.instrument) is not None:
        add(f'{j}<Instrument>{text(value)}</Instrument>')
    add(f'{j}<Filter>{text(made.filter)}</Filter>')
    if (value := made.filter_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<FilterList>{" ".join([text(t) for t in value])}</FilterList>')
    value = made.tile_index_or_mer_tile_list_id
    if value is None:
        pass
    elif value.__class__ is int:
        add(f'{j}<TileIndex>{integer_text(value)}</TileIndex>')
    elif value.__class__ is str:
        add(f'{j}<MerTileListID>{text(value)}</MerTileListID>')
    else:
        raise UncoveredError('choice')
    if (value := made.tile_index_list) is not None:
        add(f'{j}<TileIndexList>{" ".join([integer_text(t) for t in value])}</TileIndexList>')
    add(f'{j}<NsideWork>{integer_text(made.nside_work)}</NsideWork>{j}<AreaOrder>{integer_text(made.area_order)}</AreaOrder>')
    if (value := made.inner_nuniqindex) is not None:
        add(f'{j}<InnerNUNIQIndex>{" ".join([integer_text(t) for t in value])}</InnerNUNIQIndex>')
    if (value := made.completeness) is not None:
        write_MaskCompleteness(value, 'Completeness', add, j)
    add(f'{j}<WeightConvention>{made.weight_convention._value_}</WeightConvention>')
    if (value := made.bit_list) is not None:
        add(f'{j}<BitList>{" ".join([integer_text(t) for t in value])}</BitList>')
    add(f'{j}<MOCOrder>{integer_text(made.mocorder)}</MOCOrder>')
    c_bas_fit.write_FitsFile(made.coverage_mask_moc, 'CoverageMaskMOC', add, j)
    if (value := made.quality_params) is not None:
        write_MaskQuality(value, 'QualityParams', add, j)
    add(f'{i}</{tag}>')


def read_FootprintMaskHealpixVMPZ(node):
    made = new(m_pro_vmpz.FootprintMaskHealpixVMPZ)
    c0, c1, *rest = node
    made.area_name = (c0.text or '')
    made.stage = (_values_m_pro_vmpz_MaskStage.get(c1.text) or enumerated(m_pro_vmpz.MaskStage, c1.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'DateObs':
        made.date_obs = moment(child.text)
        child = next(children, None)
    else:
        made.date_obs = None
    if child is not None and child.tag == 'DateEnd':
        made.date_end = moment(child.text)
        child = next(children, None)
    else:
        made.date_end = None
    if child is not None and child.tag == 'Telescope':
        made.telescope = (child.text or '')
        child = next(children, None)
    else:
        made.telescope = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = (child.text or '')
        child = next(children, None)
    else:
        made.instrument = None
    if child is not None and child.tag == 'Filter':
        made.filter = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'FilterList':
        made.filter_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.filter_list = m_pro_vmpz.FootprintMaskHealpixVMPZ.__dataclass_fields__['filter_list'].default_factory()
    if child is not None and (read := _FootprintMaskHealpixVMPZ_tile_index_or_mer_tile_list_id.get(child.tag)) is not None:
        made.tile_index_or_mer_tile_list_id = read(child)
        child = next(children, None)
    else:
        made.tile_index_or_mer_tile_list_id = None
    if child is not None and child.tag == 'TileIndexList':
        made.tile_index_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'NsideWork':
        made.nside_work = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'AreaOrder':
        made.area_order = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'InnerNUNIQIndex':
        made.inner_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Completeness':
        made.completeness = read_MaskCompleteness(child)
        child = next(children, None)
    else:
        made.completeness = None
    if child is not None and child.tag == 'WeightConvention':
        made.weight_convention = (_values_m_pro_vmpz_WeightConvention.get(child.text) or enumerated(m_pro_vmpz.WeightConvention, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'NsideOut':
        made.nside_out = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'FootprintMaskHealpix':
        made.footprint_mask_healpix = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_MaskQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_FootprintMaskHealpixVMPZ(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<AreaName>{text(made.area_name)}</AreaName>{j}<Stage>{made.stage._value_}</Stage>')
    if (value := made.date_obs) is not None:
        add(f'{j}<DateObs>{moment_text(value)}</DateObs>')
    if (value := made.date_end) is not None:
        add(f'{j}<DateEnd>{moment_text(value)}</DateEnd>')
    if (value := made.telescope) is not None:
        add(f'{j}<Telescope>{text(value)}</Telescope>')
    if (value := made.instrument) is not None:
        add(f'{j}<Instrument>{text(value)}</Instrument>')
    add(f'{j}<Filter>{text(made.filter)}</Filter>')
    if (value := made.filter_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<FilterList>{" ".join([text(t) for t in value])}</FilterList>')
    value = made.tile_index_or_mer_tile_list_id
    if value is None:
        pass
    elif value.__class__ is int:
        add(f'{j}<TileIndex>{integer_text(value)}</TileIndex>')
    elif value.__class__ is str:
        add(f'{j}<MerTileListID>{text(value)}</MerTileListID>')
    else:
        raise UncoveredError('choice')
    if (value := made.tile_index_list) is not None:
        add(f'{j}<TileIndexList>{" ".join([integer_text(t) for t in value])}</TileIndexList>')
    add(f'{j}<NsideWork>{integer_text(made.nside_work)}</NsideWork>{j}<AreaOrder>{integer_text(made.area_order)}</AreaOrder>')
    if (value := made.inner_nuniqindex) is not None:
        add(f'{j}<InnerNUNIQIndex>{" ".join([integer_text(t) for t in value])}</InnerNUNIQIndex>')
    if (value := made.completeness) is not None:
        write_MaskCompleteness(value, 'Completeness', add, j)
    add(f'{j}<WeightConvention>{made.weight_convention._value_}</WeightConvention>{j}<NsideOut>{integer_text(made.nside_out)}</NsideOut>')
    c_bas_fit.write_FitsFile(made.footprint_mask_healpix, 'FootprintMaskHealpix', add, j)
    if (value := made.quality_params) is not None:
        write_MaskQuality(value, 'QualityParams', add, j)
    add(f'{i}</{tag}>')


def read_FootprintMaskMOCVMPZ(node):
    made = new(m_pro_vmpz.FootprintMaskMOCVMPZ)
    c0, c1, *rest = node
    made.area_name = (c0.text or '')
    made.stage = (_values_m_pro_vmpz_MaskStage.get(c1.text) or enumerated(m_pro_vmpz.MaskStage, c1.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'DateObs':
        made.date_obs = moment(child.text)
        child = next(children, None)
    else:
        made.date_obs = None
    if child is not None and child.tag == 'DateEnd':
        made.date_end = moment(child.text)
        child = next(children, None)
    else:
        made.date_end = None
    if child is not None and child.tag == 'Telescope':
        made.telescope = (child.text or '')
        child = next(children, None)
    else:
        made.telescope = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = (child.text or '')
        child = next(children, None)
    else:
        made.instrument = None
    if child is not None and child.tag == 'Filter':
        made.filter = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'FilterList':
        made.filter_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.filter_list = m_pro_vmpz.FootprintMaskMOCVMPZ.__dataclass_fields__['filter_list'].default_factory()
    if child is not None and (read := _FootprintMaskMOCVMPZ_tile_index_or_mer_tile_list_id.get(child.tag)) is not None:
        made.tile_index_or_mer_tile_list_id = read(child)
        child = next(children, None)
    else:
        made.tile_index_or_mer_tile_list_id = None
    if child is not None and child.tag == 'TileIndexList':
        made.tile_index_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'NsideWork':
        made.nside_work = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'AreaOrder':
        made.area_order = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'InnerNUNIQIndex':
        made.inner_nuniqindex = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Completeness':
        made.completeness = read_MaskCompleteness(child)
        child = next(children, None)
    else:
        made.completeness = None
    if child is not None and child.tag == 'WeightConvention':
        made.weight_convention = (_values_m_pro_vmpz_WeightConvention.get(child.text) or enumerated(m_pro_vmpz.WeightConvention, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'MOCOrder':
        made.mocorder = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'FootprintMaskMOC':
        made.footprint_mask_moc = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_MaskQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_FootprintMaskMOCVMPZ(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<AreaName>{text(made.area_name)}</AreaName>{j}<Stage>{made.stage._value_}</Stage>')
    if (value := made.date_obs) is not None:
        add(f'{j}<DateObs>{moment_text(value)}</DateObs>')
    if (value := made.date_end) is not None:
        add(f'{j}<DateEnd>{moment_text(value)}</DateEnd>')
    if (value := made.telescope) is not None:
        add(f'{j}<Telescope>{text(value)}</Telescope>')
    if (value := made.instrument) is not None:
        add(f'{j}<Instrument>{text(value)}</Instrument>')
    add(f'{j}<Filter>{text(made.filter)}</Filter>')
    if (value := made.filter_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<FilterList>{" ".join([text(t) for t in value])}</FilterList>')
    value = made.tile_index_or_mer_tile_list_id
    if value is None:
        pass
    elif value.__class__ is int:
        add(f'{j}<TileIndex>{integer_text(value)}</TileIndex>')
    elif value.__class__ is str:
        add(f'{j}<MerTileListID>{text(value)}</MerTileListID>')
    else:
        raise UncoveredError('choice')
    if (value := made.tile_index_list) is not None:
        add(f'{j}<TileIndexList>{" ".join([integer_text(t) for t in value])}</TileIndexList>')
    add(f'{j}<NsideWork>{integer_text(made.nside_work)}</NsideWork>{j}<AreaOrder>{integer_text(made.area_order)}</AreaOrder>')
    if (value := made.inner_nuniqindex) is not None:
        add(f'{j}<InnerNUNIQIndex>{" ".join([integer_text(t) for t in value])}</InnerNUNIQIndex>')
    if (value := made.completeness) is not None:
        write_MaskCompleteness(value, 'Completeness', add, j)
    add(f'{j}<WeightConvention>{made.weight_convention._value_}</WeightConvention>{j}<MOCOrder>{integer_text(made.mocorder)}</MOCOrder>')
    c_bas_fit.write_FitsFile(made.footprint_mask_moc, 'FootprintMaskMOC', add, j)
    if (value := made.quality_params) is not None:
        write_MaskQuality(value, 'QualityParams', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "Filter": read_Filter,
    "FilterList": read_FilterList,
    "CollectedMask": read_CollectedMask,
    "MissingMask": read_MissingMask,
    "MocParams": read_MocParams,
    "PartialHealpixParams": read_PartialHealpixParams,
    "MaskCompleteness": read_MaskCompleteness,
    "MaskQuality": read_MaskQuality,
    "MissingMasksFlag": read_MissingMasksFlag,
    "ObservedAreaFlag": read_ObservedAreaFlag,
    "OutputFormat": read_OutputFormat,
    "MaskCollectionVMPZ": read_MaskCollectionVMPZ,
    "SkyMask": read_SkyMask,
    "SqfMask": read_SqfMask,
    "WeightMaskGenericParamsVMPZ": read_WeightMaskGenericParamsVMPZ,
    "BitMaskHealpixVMPZ": read_BitMaskHealpixVMPZ,
    "BitMaskMOCVMPZ": read_BitMaskMOCVMPZ,
    "BitParamsVMPZ": read_BitParamsVMPZ,
    "CoverageMaskHealpixVMPZ": read_CoverageMaskHealpixVMPZ,
    "CoverageMaskMOCVMPZ": read_CoverageMaskMOCVMPZ,
    "FootprintMaskHealpixVMPZ": read_FootprintMaskHealpixVMPZ,
    "FootprintMaskMOCVMPZ": read_FootprintMaskMOCVMPZ,
}
WRITERS = {
    "Filter": write_Filter,
    "FilterList": write_FilterList,
    "CollectedMask": write_CollectedMask,
    "MissingMask": write_MissingMask,
    "MocParams": write_MocParams,
    "PartialHealpixParams": write_PartialHealpixParams,
    "MaskCompleteness": write_MaskCompleteness,
    "MaskQuality": write_MaskQuality,
    "MissingMasksFlag": write_MissingMasksFlag,
    "ObservedAreaFlag": write_ObservedAreaFlag,
    "OutputFormat": write_OutputFormat,
    "MaskCollectionVMPZ": write_MaskCollectionVMPZ,
    "SkyMask": write_SkyMask,
    "SqfMask": write_SqfMask,
    "WeightMaskGenericParamsVMPZ": write_WeightMaskGenericParamsVMPZ,
    "BitMaskHealpixVMPZ": write_BitMaskHealpixVMPZ,
    "BitMaskMOCVMPZ": write_BitMaskMOCVMPZ,
    "BitParamsVMPZ": write_BitParamsVMPZ,
    "CoverageMaskHealpixVMPZ": write_CoverageMaskHealpixVMPZ,
    "CoverageMaskMOCVMPZ": write_CoverageMaskMOCVMPZ,
    "FootprintMaskHealpixVMPZ": write_FootprintMaskHealpixVMPZ,
    "FootprintMaskMOCVMPZ": write_FootprintMaskMOCVMPZ,
}
ROOTS = {
    "Filter": ('Filter', ''),
    "FilterList": ('FilterList', ''),
    "CollectedMask": ('collectedMask', ''),
    "MissingMask": ('missingMask', ''),
    "MocParams": ('mocParams', ''),
    "PartialHealpixParams": ('partialHealpixParams', ''),
    "MaskCompleteness": ('maskCompleteness', ''),
    "MaskQuality": ('maskQuality', ''),
    "MissingMasksFlag": ('missingMasksFlag', ''),
    "ObservedAreaFlag": ('observedAreaFlag', ''),
    "OutputFormat": ('outputFormat', ''),
    "MaskCollectionVMPZ": ('maskCollectionVMPZ', ''),
    "SkyMask": ('skyMask', ''),
    "SqfMask": ('sqfMask', ''),
    "WeightMaskGenericParamsVMPZ": ('weightMaskGenericParamsVMPZ', ''),
    "BitMaskHealpixVMPZ": ('bitMaskHealpixVMPZ', ''),
    "BitMaskMOCVMPZ": ('bitMaskMOCVMPZ', ''),
    "BitParamsVMPZ": ('bitParamsVMPZ', ''),
    "CoverageMaskHealpixVMPZ": ('coverageMaskHealpixVMPZ', ''),
    "CoverageMaskMOCVMPZ": ('coverageMaskMOCVMPZ', ''),
    "FootprintMaskHealpixVMPZ": ('footprintMaskHealpixVMPZ', ''),
    "FootprintMaskMOCVMPZ": ('footprintMaskMOCVMPZ', ''),
}
