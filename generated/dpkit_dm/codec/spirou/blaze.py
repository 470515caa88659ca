"""Codecs of the classes in ``dpkit_dm.spirou.blaze``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr
import dpkit_dm.pro.spirou as m_pro_spirou
import dpkit_dm.spirou.blaze as m_spirou_blaze
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.bas.ppr as c_bas_ppr
import dpkit_dm.codec.pro.spirou as c_pro_spirou
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_spirou_blaze, "1740-0c5a5d0d")

UNCOVERED = {}




def read_DpdSpirouBlaze(node):
    made = new(m_spirou_blaze.DpdSpirouBlaze)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, *rest = node
    made.header = c_sys_lean_sys.read_LeanHeader(c0)
    made.data = c_pro_spirou.read_SpirouBlaze(c1)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'QualityFlags':
        made.quality_flags = c_pro_spirou.read_SqfSpirouBlaze(child)
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


def write_DpdSpirouBlaze(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_lean_sys.write_LeanHeader(made.header, 'Header', add, j)
    c_pro_spirou.write_SpirouBlaze(made.data, 'Data', add, j)
    if (value := made.quality_flags) is not None:
        c_pro_spirou.write_SqfSpirouBlaze(value, 'QualityFlags', add, j)
    if (value := made.parameters) is not None:
        c_bas_ppr.write_GenericKeyValueParameters(value, 'Parameters', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdSpirouBlaze": read_DpdSpirouBlaze,
}
WRITERS = {
    "DpdSpirouBlaze": write_DpdSpirouBlaze,
}
ROOTS = {
    "DpdSpirouBlaze": ('p:DpdSpirouBlaze', ' xmlns:p="urn:dpkit:dpd:spirou:blaze"'),
}
