"""Codecs of the classes in ``dpkit_dm.crires.darkframe``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.crires.darkframe as m_crires_darkframe
import dpkit_dm.pro.crires as m_pro_crires
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.pro.crires as c_pro_crires
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_crires_darkframe, "1069-2a79bf65")

UNCOVERED = {}




def read_DpdCriresDarkFrame(node):
    made = new(m_crires_darkframe.DpdCriresDarkFrame)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, = node
    made.header = c_sys_lean_sys.read_LeanHeader(c0)
    made.data = c_pro_crires.read_CriresDarkFrame(c1)
    return made


def write_DpdCriresDarkFrame(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_lean_sys.write_LeanHeader(made.header, 'Header', add, j)
    c_pro_crires.write_CriresDarkFrame(made.data, 'Data', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdCriresDarkFrame": read_DpdCriresDarkFrame,
}
WRITERS = {
    "DpdCriresDarkFrame": write_DpdCriresDarkFrame,
}
ROOTS = {
    "DpdCriresDarkFrame": ('p:DpdCriresDarkFrame', ' xmlns:p="urn:dpkit:dpd:crires:darkframe"'),
}
