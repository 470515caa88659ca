"""Codecs of the classes in ``dpkit_dm.qc.scoreconfiguration``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.pro.qc as m_pro_qc
import dpkit_dm.qc.scoreconfiguration as m_qc_scoreconfiguration
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.pro.qc as c_pro_qc
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_qc_scoreconfiguration, "1137-4ff06431")

UNCOVERED = {}




def read_DpdQcScoreConfiguration(node):
    made = new(m_qc_scoreconfiguration.DpdQcScoreConfiguration)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, = node
    made.header = c_sys_lean_sys.read_LeanHeader(c0)
    made.data = c_pro_qc.read_ScoreConfiguration(c1)
    return made


def write_DpdQcScoreConfiguration(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_lean_sys.write_LeanHeader(made.header, 'Header', add, j)
    c_pro_qc.write_ScoreConfiguration(made.data, 'Data', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdQcScoreConfiguration": read_DpdQcScoreConfiguration,
}
WRITERS = {
    "DpdQcScoreConfiguration": write_DpdQcScoreConfiguration,
}
ROOTS = {
    "DpdQcScoreConfiguration": ('p:DpdQcScoreConfiguration', ' xmlns:p="urn:dpkit:dpd:qc:scoreconfiguration"'),
}
