"""Codecs of the classes in ``dpkit_dm.ext.calibratedframe``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr
import dpkit_dm.ext.calibratedframe as m_ext_calibratedframe
import dpkit_dm.pro.ext as m_pro_ext
import dpkit_dm.sys.sys as m_sys_sys
import dpkit_dm.codec.bas.ppr as c_bas_ppr
import dpkit_dm.codec.pro.ext as c_pro_ext
import dpkit_dm.codec.sys.sys as c_sys_sys

check_bindings(m_ext_calibratedframe, "1471-76537315")

UNCOVERED = {}




def read_DpdExtCalibratedFrame(node):
    made = new(m_ext_calibratedframe.DpdExtCalibratedFrame)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, *rest = node
    made.header = c_sys_sys.read_GenericHeader(c0)
    made.data = c_pro_ext.read_ExtCalibratedFrame(c1)
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


def write_DpdExtCalibratedFrame(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_sys.write_GenericHeader(made.header, 'Header', add, j)
    c_pro_ext.write_ExtCalibratedFrame(made.data, 'Data', add, j)
    if (value := made.parameters) is not None:
        c_bas_ppr.write_GenericKeyValueParameters(value, 'Parameters', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdExtCalibratedFrame": read_DpdExtCalibratedFrame,
}
WRITERS = {
    "DpdExtCalibratedFrame": write_DpdExtCalibratedFrame,
}
ROOTS = {
    "DpdExtCalibratedFrame": ('p:DpdExtCalibratedFrame', ' xmlns:p="http://ecdm.euclid-ec.org/schema/dpd/ext/calibratedframe"'),
}
