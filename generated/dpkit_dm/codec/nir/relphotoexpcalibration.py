"""Codecs of the classes in ``dpkit_dm.nir.relphotoexpcalibration``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr
import dpkit_dm.nir.relphotoexpcalibration as m_nir_relphotoexpcalibration
import dpkit_dm.pro.nirrelphoto as m_pro_nirrelphoto
import dpkit_dm.sys.sys as m_sys_sys
import dpkit_dm.codec.bas.ppr as c_bas_ppr
import dpkit_dm.codec.pro.nirrelphoto as c_pro_nirrelphoto
import dpkit_dm.codec.sys.sys as c_sys_sys

check_bindings(m_nir_relphotoexpcalibration, "1828-ba4c0428")

UNCOVERED = {}




def read_DpdNirRelPhotoExpCalibration(node):
    made = new(m_nir_relphotoexpcalibration.DpdNirRelPhotoExpCalibration)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, *rest = node
    made.header = c_sys_sys.read_GenericHeader(c0)
    made.data = c_pro_nirrelphoto.read_NirRelPhotoExpCal(c1)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'QualityFlags':
        made.quality_flags = c_pro_nirrelphoto.read_SqfNirRelPhotoExpCal(child)
        child = next(children, None)
    else:
        made.quality_flags = None
    if child is not None and child.tag == 'Parameters':
        made.parameters = c_bas_ppr.read_GenericKeyValueParameters(child)
        child = next(children, None)
    else:
        made.parameters = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_DpdNirRelPhotoExpCalibration(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_sys.write_GenericHeader(made.header, 'Header', add, j)
    c_pro_nirrelphoto.write_NirRelPhotoExpCal(made.data, 'Data', add, j)
    if (value := made.quality_flags) is not None:
        c_pro_nirrelphoto.write_SqfNirRelPhotoExpCal(value, 'QualityFlags', add, j)
    if (value := made.parameters) is not None:
        c_bas_ppr.write_GenericKeyValueParameters(value, 'Parameters', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdNirRelPhotoExpCalibration": read_DpdNirRelPhotoExpCalibration,
}
WRITERS = {
    "DpdNirRelPhotoExpCalibration": write_DpdNirRelPhotoExpCalibration,
}
ROOTS = {
    "DpdNirRelPhotoExpCalibration": ('p:DpdNirRelPhotoExpCalibration', ' xmlns:p="http://ecdm.euclid-ec.org/schema/dpd/nir/relphotoexpcalibration"'),
}
