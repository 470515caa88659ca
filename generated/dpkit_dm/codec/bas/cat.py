"""Codecs of the classes in ``dpkit_dm.bas.cat``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.cat as m_bas_cat
import dpkit_dm.bas.stc as m_bas_stc
import dpkit_dm.ins.ins as m_ins_ins
import dpkit_dm.codec.bas.stc as c_bas_stc
import dpkit_dm.codec.ins.ins as c_ins_ins

check_bindings(m_bas_cat, "5373-945534bc")

UNCOVERED = {}

_values_m_bas_cat_CatalogOrigin = {member.value: member for member in m_bas_cat.CatalogOrigin}
_values_m_bas_cat_CatalogType = {member.value: member for member in m_bas_cat.CatalogType}


def read_CatalogDescription(node):
    made = new(m_bas_cat.CatalogDescription)
    c0, c1, *rest = node
    made.catalog_origin = (_values_m_bas_cat_CatalogOrigin.get(c0.text) or enumerated(m_bas_cat.CatalogOrigin, c0.text))
    made.catalog_type = (_values_m_bas_cat_CatalogType.get(c1.text) or enumerated(m_bas_cat.CatalogType, c1.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'PathToCatalogFile':
        made.path_to_catalog_file = (child.text or '')
        child = next(children, None)
    else:
        made.path_to_catalog_file = None
    if child is not None and child.tag == 'CatalogName':
        made.catalog_name = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'CatalogFormatHDU':
        made.catalog_format_hdu = int(child.text)
        child = next(children, None)
    else:
        made.catalog_format_hdu = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CatalogDescription(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<CatalogOrigin>{made.catalog_origin._value_}</CatalogOrigin>{j}<CatalogType>{made.catalog_type._value_}</CatalogType>')
    if (value := made.path_to_catalog_file) is not None:
        add(f'{j}<PathToCatalogFile>{text(value)}</PathToCatalogFile>')
    add(f'{j}<CatalogName>{text(made.catalog_name)}</CatalogName>')
    if (value := made.catalog_format_hdu) is not None:
        add(f'{j}<CatalogFormatHDU>{integer_text(value)}</CatalogFormatHDU>')
    add(f'{i}</{tag}>')


def read_SpectralCoverage(node):
    made = new(m_bas_cat.SpectralCoverage)
    made.filter = [c_ins_ins.read_FilterDescription(child) for child in node]
    return made


def write_SpectralCoverage(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.filter:
        c_ins_ins.write_FilterDescription(value, 'Filter', add, j)
    add(f'{i}</{tag}>')


def read_CatalogHead(node):
    made = new(m_bas_cat.CatalogHead)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'SpatialCoverage':
        made.spatial_coverage = c_bas_stc.read_SpatialFootprint(child)
        child = next(children, None)
    else:
        made.spatial_coverage = None
    if child is not None and child.tag == 'SpectralCoverage':
        made.spectral_coverage = read_SpectralCoverage(child)
        child = next(children, None)
    else:
        made.spectral_coverage = None
    if child is not None and child.tag == 'CatalogDescription':
        made.catalog_description = read_CatalogDescription(child)
        child = next(children, None)
    else:
        made.catalog_description = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CatalogHead(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.spatial_coverage) is not None:
        c_bas_stc.write_SpatialFootprint(value, 'SpatialCoverage', add, j)
    if (value := made.spectral_coverage) is not None:
        write_SpectralCoverage(value, 'SpectralCoverage', add, j)
    if (value := made.catalog_description) is not None:
        write_CatalogDescription(value, 'CatalogDescription', add, j)
    add(f'{i}</{tag}>')


def read_TileCatalogHead(node):
    made = new(m_bas_cat.TileCatalogHead)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'SpatialCoverage':
        made.spatial_coverage = c_bas_stc.read_SpatialFootprint(child)
        child = next(children, None)
    else:
        made.spatial_coverage = None
    if child is not None and child.tag == 'SpectralCoverage':
        made.spectral_coverage = read_SpectralCoverage(child)
        child = next(children, None)
    else:
        made.spectral_coverage = None
    if child is not None and child.tag == 'CatalogDescription':
        made.catalog_description = read_CatalogDescription(child)
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
        made.patch_id_list = m_bas_cat.TileCatalogHead.__dataclass_fields__['patch_id_list'].default_factory()
    if child is not None and child.tag == 'ObservationIdList':
        made.observation_id_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.observation_id_list = m_bas_cat.TileCatalogHead.__dataclass_fields__['observation_id_list'].default_factory()
    if child is not None and child.tag == 'CalblockIdList':
        made.calblock_id_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.calblock_id_list = m_bas_cat.TileCatalogHead.__dataclass_fields__['calblock_id_list'].default_factory()
    if child is not None and child.tag == 'CalblockVariantList':
        made.calblock_variant_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.calblock_variant_list = m_bas_cat.TileCatalogHead.__dataclass_fields__['calblock_variant_list'].default_factory()
    if child is not None and child.tag == 'IslandLabel':
        made.island_label = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.island_label = m_bas_cat.TileCatalogHead.__dataclass_fields__['island_label'].default_factory()
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_TileCatalogHead(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.spatial_coverage) is not None:
        c_bas_stc.write_SpatialFootprint(value, 'SpatialCoverage', add, j)
    if (value := made.spectral_coverage) is not None:
        write_SpectralCoverage(value, 'SpectralCoverage', add, j)
    if (value := made.catalog_description) is not None:
        write_CatalogDescription(value, 'CatalogDescription', add, j)
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
    add(f'{i}</{tag}>')

READERS = {
    "CatalogDescription": read_CatalogDescription,
    "SpectralCoverage": read_SpectralCoverage,
    "CatalogHead": read_CatalogHead,
    "TileCatalogHead": read_TileCatalogHead,
}
WRITERS = {
    "CatalogDescription": write_CatalogDescription,
    "SpectralCoverage": write_SpectralCoverage,
    "CatalogHead": write_CatalogHead,
    "TileCatalogHead": write_TileCatalogHead,
}
ROOTS = {
    "CatalogDescription": ('catalogDescription', ''),
    "SpectralCoverage": ('spectralCoverage', ''),
    "CatalogHead": ('catalogHead', ''),
    "TileCatalogHead": ('tileCatalogHead', ''),
}
