"""Codecs of the classes in ``dpkit_dm.qc.certificationrecord``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.pro.qc as m_pro_qc
import dpkit_dm.qc.certificationrecord as m_qc_certificationrecord
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.pro.qc as c_pro_qc
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_qc_certificationrecord, "1124-2c538f18")

UNCOVERED = {}




def read_DpdQcCertificationRecord(node):
    made = new(m_qc_certificationrecord.DpdQcCertificationRecord)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, = node
    made.header = c_sys_lean_sys.read_LeanHeader(c0)
    made.data = c_pro_qc.read_CertificationRecord(c1)
    return made


def write_DpdQcCertificationRecord(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_lean_sys.write_LeanHeader(made.header, 'Header', add, j)
    c_pro_qc.write_CertificationRecord(made.data, 'Data', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdQcCertificationRecord": read_DpdQcCertificationRecord,
}
WRITERS = {
    "DpdQcCertificationRecord": write_DpdQcCertificationRecord,
}
ROOTS = {
    "DpdQcCertificationRecord": ('p:DpdQcCertificationRecord', ' xmlns:p="urn:dpkit:dpd:qc:certificationrecord"'),
}
