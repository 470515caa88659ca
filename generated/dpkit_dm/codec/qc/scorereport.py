"""Codecs of the classes in ``dpkit_dm.qc.scorereport``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.pro.qc as m_pro_qc
import dpkit_dm.qc.scorereport as m_qc_scorereport
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.pro.qc as c_pro_qc
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_qc_scorereport, "1081-e22218d8")

UNCOVERED = {}




def read_DpdQcScoreReport(node):
    made = new(m_qc_scorereport.DpdQcScoreReport)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, = node
    made.header = c_sys_lean_sys.read_LeanHeader(c0)
    made.data = c_pro_qc.read_ScoreReport(c1)
    return made


def write_DpdQcScoreReport(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_lean_sys.write_LeanHeader(made.header, 'Header', add, j)
    c_pro_qc.write_ScoreReport(made.data, 'Data', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdQcScoreReport": read_DpdQcScoreReport,
}
WRITERS = {
    "DpdQcScoreReport": write_DpdQcScoreReport,
}
ROOTS = {
    "DpdQcScoreReport": ('p:DpdQcScoreReport', ' xmlns:p="urn:dpkit:dpd:qc:scorereport"'),
}
