"""Codecs of the classes in ``dpkit_dm.vmpz.moccoveragemask``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr
import dpkit_dm.pro.vmpz as m_pro_vmpz
import dpkit_dm.sys.sys as m_sys_sys
import dpkit_dm.vmpz.moccoveragemask as m_vmpz_moccoveragemask
import dpkit_dm.codec.bas.ppr as c_bas_ppr
import dpkit_dm.codec.pro.vmpz as c_pro_vmpz
import dpkit_dm.codec.sys.sys as c_sys_sys

check_bindings(m_vmpz_moccoveragemask, "1844-34978c63")

UNCOVERED = {}




def read_DpdMOCCoverageVMPZ(node):
    made = new(m_vmpz_moccoveragemask.DpdMOCCoverageVMPZ)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, *rest = node
    made.header = c_sys_sys.read_GenericHeader(c0)
    made.data = c_pro_vmpz.read_CoverageMaskMOCVMPZ(c1)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'QualityFlags':
        made.quality_flags = c_pro_vmpz.read_SqfMask(child)
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


def write_DpdMOCCoverageVMPZ(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_sys.write_GenericHeader(made.header, 'Header', add, j)
    c_pro_vmpz.write_CoverageMaskMOCVMPZ(made.data, 'Data', add, j)
    if (value := made.quality_flags) is not None:
        c_pro_vmpz.write_SqfMask(value, 'QualityFlags', add, j)
    if (value := made.parameters) is not None:
        c_bas_ppr.write_GenericKeyValueParameters(value, 'Parameters', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdMOCCoverageVMPZ": read_DpdMOCCoverageVMPZ,
}
WRITERS = {
    "DpdMOCCoverageVMPZ": write_DpdMOCCoverageVMPZ,
}
ROOTS = {
    "DpdMOCCoverageVMPZ": ('p:DpdMOCCoverageVMPZ', ' xmlns:p="http://ecdm.euclid-ec.org/schema/dpd/le3/id/vmpz/out/moccoveragemask"'),
}
