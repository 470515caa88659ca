"""Codecs of the classes in ``dpkit_dm.bas.fit``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.fit as m_bas_fit
import dpkit_dm.sys.dss as m_sys_dss
import dpkit_dm.codec.sys.dss as c_sys_dss

check_bindings(m_bas_fit, "818-ed48484d")

UNCOVERED = {}




def read_FitsFile(node):
    made = new(m_bas_fit.FitsFile)
    value = node.get('format')
    made.format = None if value is None else value
    value = node.get('version')
    made.version = None if value is None else value
    c0, = node
    made.data_container = c_sys_dss.read_DataContainer(c0)
    return made


def write_FitsFile(made, tag, add, i, extra=''):
    value = made.format
    extra += f' format="{attribute_text(value)}"'
    value = made.version
    extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_dss.write_DataContainer(made.data_container, 'DataContainer', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "FitsFile": read_FitsFile,
}
WRITERS = {
    "FitsFile": write_FitsFile,
}
ROOTS = {
    "FitsFile": ('fitsFile', ''),
}
