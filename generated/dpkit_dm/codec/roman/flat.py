"""Codecs of the classes in ``dpkit_dm.roman.flat``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr
import dpkit_dm.pro.roman as m_pro_roman
import dpkit_dm.roman.flat as m_roman_flat
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.bas.ppr as c_bas_ppr
import dpkit_dm.codec.pro.roman as c_pro_roman
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_roman_flat, "1437-74b407be")

UNCOVERED = {}




def read_DpdRomanFlat(node):
    made = new(m_roman_flat.DpdRomanFlat)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, *rest = node
    made.header = c_sys_lean_sys.read_LeanHeader(c0)
    made.data = c_pro_roman.read_RomanFlat(c1)
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


def write_DpdRomanFlat(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_lean_sys.write_LeanHeader(made.header, 'Header', add, j)
    c_pro_roman.write_RomanFlat(made.data, 'Data', add, j)
    if (value := made.parameters) is not None:
        c_bas_ppr.write_GenericKeyValueParameters(value, 'Parameters', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdRomanFlat": read_DpdRomanFlat,
}
WRITERS = {
    "DpdRomanFlat": write_DpdRomanFlat,
}
ROOTS = {
    "DpdRomanFlat": ('p:DpdRomanFlat', ' xmlns:p="urn:dpkit:dpd:roman:flat"'),
}
