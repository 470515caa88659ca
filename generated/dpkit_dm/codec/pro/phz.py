"""Codecs of the classes in ``dpkit_dm.pro.phz``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.cat as m_bas_cat
import dpkit_dm.bas.fit as m_bas_fit
import dpkit_dm.bas.stc as m_bas_stc
import dpkit_dm.pro.phz as m_pro_phz
import dpkit_dm.codec.bas.cat as c_bas_cat
import dpkit_dm.codec.bas.fit as c_bas_fit
import dpkit_dm.codec.bas.stc as c_bas_stc

check_bindings(m_pro_phz, "1197-072abfea")

UNCOVERED = {}




def read_PhzPfOutputCatalog(node):
    made = new(m_pro_phz.PhzPfOutputCatalog)
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
        made.patch_id_list = m_pro_phz.PhzPfOutputCatalog.__dataclass_fields__['patch_id_list'].default_factory()
    if child is not None and child.tag == 'ObservationIdList':
        made.observation_id_list = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.observation_id_list = m_pro_phz.PhzPfOutputCatalog.__dataclass_fields__['observation_id_list'].default_factory()
    if child is not None and child.tag == 'CalblockIdList':
        made.calblock_id_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.calblock_id_list = m_pro_phz.PhzPfOutputCatalog.__dataclass_fields__['calblock_id_list'].default_factory()
    if child is not None and child.tag == 'CalblockVariantList':
        made.calblock_variant_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.calblock_variant_list = m_pro_phz.PhzPfOutputCatalog.__dataclass_fields__['calblock_variant_list'].default_factory()
    if child is not None and child.tag == 'IslandLabel':
        made.island_label = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.island_label = m_pro_phz.PhzPfOutputCatalog.__dataclass_fields__['island_label'].default_factory()
    if child is not None and child.tag == 'PhzCatalog':
        made.phz_catalog = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.phz_catalog = None
    if child is not None and child.tag == 'StarSedCatalog':
        made.star_sed_catalog = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.star_sed_catalog = None
    if child is not None and child.tag == 'GalaxySedCatalog':
        made.galaxy_sed_catalog = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.galaxy_sed_catalog = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_PhzPfOutputCatalog(made, tag, add, i, extra=''):
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
    if (value := made.phz_catalog) is not None:
        c_bas_fit.write_FitsFile(value, 'PhzCatalog', add, j)
    if (value := made.star_sed_catalog) is not None:
        c_bas_fit.write_FitsFile(value, 'StarSedCatalog', add, j)
    if (value := made.galaxy_sed_catalog) is not None:
        c_bas_fit.write_FitsFile(value, 'GalaxySedCatalog', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "PhzPfOutputCatalog": read_PhzPfOutputCatalog,
}
WRITERS = {
    "PhzPfOutputCatalog": write_PhzPfOutputCatalog,
}
ROOTS = {
    "PhzPfOutputCatalog": ('phzPfOutputCatalog', ''),
}
