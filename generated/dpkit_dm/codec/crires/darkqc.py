"""Codecs of the classes in ``dpkit_dm.crires.darkqc``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr
import dpkit_dm.crires.darkqc as m_crires_darkqc
import dpkit_dm.pro.criresdark as m_pro_criresdark
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.bas.ppr as c_bas_ppr
import dpkit_dm.codec.pro.criresdark as c_pro_criresdark
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_crires_darkqc, "1423-adbcf2a3")

UNCOVERED = {}




def read_DpdCriresDarkQc(node):
    made = new(m_crires_darkqc.DpdCriresDarkQc)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, *rest = node
    made.header = c_sys_lean_sys.read_LeanHeader(c0)
    made.data = c_pro_criresdark.read_CriresDarkQc(c1)
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


def write_DpdCriresDarkQc(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_lean_sys.write_LeanHeader(made.header, 'Header', add, j)
    c_pro_criresdark.write_CriresDarkQc(made.data, 'Data', add, j)
    if (value := made.parameters) is not None:
        c_bas_ppr.write_GenericKeyValueParameters(value, 'Parameters', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdCriresDarkQc": read_DpdCriresDarkQc,
}
WRITERS = {
    "DpdCriresDarkQc": write_DpdCriresDarkQc,
}
ROOTS = {
    "DpdCriresDarkQc": ('p:DpdCriresDarkQc', ' xmlns:p="urn:dpkit:dpd:crires:darkqc"'),
}
