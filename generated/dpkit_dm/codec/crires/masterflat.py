"""Codecs of the classes in ``dpkit_dm.crires.masterflat``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr
import dpkit_dm.crires.masterflat as m_crires_masterflat
import dpkit_dm.pro.crires as m_pro_crires
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.bas.ppr as c_bas_ppr
import dpkit_dm.codec.pro.crires as c_pro_crires
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_crires_masterflat, "1449-667eeb4a")

UNCOVERED = {}




def read_DpdCriresMasterFlat(node):
    made = new(m_crires_masterflat.DpdCriresMasterFlat)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, *rest = node
    made.header = c_sys_lean_sys.read_LeanHeader(c0)
    made.data = c_pro_crires.read_CriresMasterFlat(c1)
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


def write_DpdCriresMasterFlat(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_lean_sys.write_LeanHeader(made.header, 'Header', add, j)
    c_pro_crires.write_CriresMasterFlat(made.data, 'Data', add, j)
    if (value := made.parameters) is not None:
        c_bas_ppr.write_GenericKeyValueParameters(value, 'Parameters', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdCriresMasterFlat": read_DpdCriresMasterFlat,
}
WRITERS = {
    "DpdCriresMasterFlat": write_DpdCriresMasterFlat,
}
ROOTS = {
    "DpdCriresMasterFlat": ('p:DpdCriresMasterFlat', ' xmlns:p="urn:dpkit:dpd:crires:masterflat"'),
}
