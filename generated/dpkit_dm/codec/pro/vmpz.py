"""Codecs of the classes in ``dpkit_dm.pro.vmpz``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.dqc as m_bas_dqc
import dpkit_dm.bas.fit as m_bas_fit
import dpkit_dm.bas.stc as m_bas_stc
import dpkit_dm.pro.vmpz as m_pro_vmpz
import dpkit_dm.codec.bas.dqc as c_bas_dqc
import dpkit_dm.codec.bas.fit as c_bas_fit
import dpkit_dm.codec.bas.stc as c_bas_stc

check_bindings(m_pro_vmpz, "6268-2e913524")

UNCOVERED = {}

_FootprintMaskMOCVMPZ_tile_index_or_mer_tile_list_id = {'TileIndex': lambda child: int(child.text), 'MerTileListID': lambda child: (child.text or '')}
_values_m_pro_vmpz_WeightConvention = {member.value: member for member in m_pro_vmpz.WeightConvention}


def read_FootprintMaskQuality(node):
    made = new(m_pro_vmpz.FootprintMaskQuality)
    c0, = node
    made.observed_area = c_bas_dqc.read_FlaggedNumber(c0)
    return made


def write_FootprintMaskQuality(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_bas_dqc.write_FlaggedNumber(made.observed_area, 'ObservedArea', add, j)
    add(f'{i}</{tag}>')


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


def read_FootprintMaskMOCVMPZ(node):
    made = new(m_pro_vmpz.FootprintMaskMOCVMPZ)
    c0, *rest = node
    made.area_name = (c0.text or '')
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
    if child is not None and child.tag == 'MOCOrder':
        made.mocorder = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'WeightConvention':
        made.weight_convention = (_values_m_pro_vmpz_WeightConvention.get(child.text) or enumerated(m_pro_vmpz.WeightConvention, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'SpatialCoverage':
        made.spatial_coverage = c_bas_stc.read_SpatialFootprint(child)
        child = next(children, None)
    else:
        made.spatial_coverage = None
    if child is not None and child.tag == 'FootprintMaskMOC':
        made.footprint_mask_moc = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_FootprintMaskQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_FootprintMaskMOCVMPZ(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<AreaName>{text(made.area_name)}</AreaName>')
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
    add(f'{j}<MOCOrder>{integer_text(made.mocorder)}</MOCOrder>{j}<WeightConvention>{made.weight_convention._value_}</WeightConvention>')
    if (value := made.spatial_coverage) is not None:
        c_bas_stc.write_SpatialFootprint(value, 'SpatialCoverage', add, j)
    c_bas_fit.write_FitsFile(made.footprint_mask_moc, 'FootprintMaskMOC', add, j)
    if (value := made.quality_params) is not None:
        write_FootprintMaskQuality(value, 'QualityParams', add, j)
    add(f'{i}</{tag}>')


def read_SqfFootprintMaskMOC(node):
    made = new(m_pro_vmpz.SqfFootprintMaskMOC)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'ObservedAreaRangeExceeded':
        made.observed_area_range_exceeded = read_ObservedAreaFlag(child)
        child = next(children, None)
    else:
        made.observed_area_range_exceeded = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_SqfFootprintMaskMOC(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.observed_area_range_exceeded) is not None:
        write_ObservedAreaFlag(value, 'ObservedAreaRangeExceeded', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "FootprintMaskQuality": read_FootprintMaskQuality,
    "ObservedAreaFlag": read_ObservedAreaFlag,
    "FootprintMaskMOCVMPZ": read_FootprintMaskMOCVMPZ,
    "SqfFootprintMaskMOC": read_SqfFootprintMaskMOC,
}
WRITERS = {
    "FootprintMaskQuality": write_FootprintMaskQuality,
    "ObservedAreaFlag": write_ObservedAreaFlag,
    "FootprintMaskMOCVMPZ": write_FootprintMaskMOCVMPZ,
    "SqfFootprintMaskMOC": write_SqfFootprintMaskMOC,
}
ROOTS = {
    "FootprintMaskQuality": ('footprintMaskQuality', ''),
    "ObservedAreaFlag": ('observedAreaFlag', ''),
    "FootprintMaskMOCVMPZ": ('footprintMaskMOCVMPZ', ''),
    "SqfFootprintMaskMOC": ('sqfFootprintMaskMOC', ''),
}
