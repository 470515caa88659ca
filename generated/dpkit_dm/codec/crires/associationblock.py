"""Codecs of the classes in ``dpkit_dm.crires.associationblock``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.crires.associationblock as m_crires_associationblock
import dpkit_dm.pro.crires as m_pro_crires
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.pro.crires as c_pro_crires
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_crires_associationblock, "1123-97469e10")

UNCOVERED = {}




def read_DpdCriresAssociationBlock(node):
    made = new(m_crires_associationblock.DpdCriresAssociationBlock)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, = node
    made.header = c_sys_lean_sys.read_LeanHeader(c0)
    made.data = c_pro_crires.read_CriresAssociationBlock(c1)
    return made


def write_DpdCriresAssociationBlock(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_lean_sys.write_LeanHeader(made.header, 'Header', add, j)
    c_pro_crires.write_CriresAssociationBlock(made.data, 'Data', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdCriresAssociationBlock": read_DpdCriresAssociationBlock,
}
WRITERS = {
    "DpdCriresAssociationBlock": write_DpdCriresAssociationBlock,
}
ROOTS = {
    "DpdCriresAssociationBlock": ('p:DpdCriresAssociationBlock', ' xmlns:p="urn:dpkit:dpd:crires:associationblock"'),
}
