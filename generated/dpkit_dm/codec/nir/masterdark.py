"""Codecs of the classes in ``dpkit_dm.nir.masterdark``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr
import dpkit_dm.nir.masterdark as m_nir_masterdark
import dpkit_dm.pro.nir as m_pro_nir
import dpkit_dm.sys.sys as m_sys_sys
import dpkit_dm.codec.bas.ppr as c_bas_ppr
import dpkit_dm.codec.pro.nir as c_pro_nir
import dpkit_dm.codec.sys.sys as c_sys_sys

check_bindings(m_nir_masterdark, "1443-8287fb6d")

UNCOVERED = {}




def read_DpdNirMasterDark(node):
    made = new(m_nir_masterdark.DpdNirMasterDark)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, *rest = node
    made.header = c_sys_sys.read_GenericHeader(c0)
    made.data = c_pro_nir.read_NirMasterDark(c1)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Parameters':
        made.parameters = c_bas_ppr.read_GenericKeyValueParameters(child)
        child = next(children, None)
    else:
        made.parameters = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_DpdNirMasterDark(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_sys.write_GenericHeader(made.header, 'Header', add, j)
    c_pro_nir.write_NirMasterDark(made.data, 'Data', add, j)
    if (value := made.parameters) is not None:
        c_bas_ppr.write_GenericKeyValueParameters(value, 'Parameters', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdNirMasterDark": read_DpdNirMasterDark,
}
WRITERS = {
    "DpdNirMasterDark": write_DpdNirMasterDark,
}
ROOTS = {
    "DpdNirMasterDark": ('p:DpdNirMasterDark', ' xmlns:p="http://ecdm.euclid-ec.org/schema/dpd/nir/masterdark"'),
}
