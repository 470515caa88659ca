"""Codecs of the classes in ``dpkit_dm.mer.tilelist``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr
import dpkit_dm.mer.tilelist as m_mer_tilelist
import dpkit_dm.pro.mer as m_pro_mer
import dpkit_dm.sys.sys as m_sys_sys
import dpkit_dm.codec.bas.ppr as c_bas_ppr
import dpkit_dm.codec.pro.mer as c_pro_mer
import dpkit_dm.codec.sys.sys as c_sys_sys

check_bindings(m_mer_tilelist, "1486-1c7a4c1b")

UNCOVERED = {}




def read_DpdMerTileList(node):
    made = new(m_mer_tilelist.DpdMerTileList)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, *rest = node
    made.header = c_sys_sys.read_GenericHeader(c0)
    made.data = c_pro_mer.read_MerTileList(c1)
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


def write_DpdMerTileList(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_sys.write_GenericHeader(made.header, 'Header', add, j)
    c_pro_mer.write_MerTileList(made.data, 'Data', add, j)
    if (value := made.parameters) is not None:
        c_bas_ppr.write_GenericKeyValueParameters(value, 'Parameters', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdMerTileList": read_DpdMerTileList,
}
WRITERS = {
    "DpdMerTileList": write_DpdMerTileList,
}
ROOTS = {
    "DpdMerTileList": ('p:DpdMerTileList', ' xmlns:p="http://ecdm.euclid-ec.org/schema/dpd/mer/tilelist"'),
}
