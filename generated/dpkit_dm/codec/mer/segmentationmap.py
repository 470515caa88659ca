"""Codecs of the classes in ``dpkit_dm.mer.segmentationmap``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr
import dpkit_dm.mer.segmentationmap as m_mer_segmentationmap
import dpkit_dm.pro.mer as m_pro_mer
import dpkit_dm.sys.sys as m_sys_sys
import dpkit_dm.codec.bas.ppr as c_bas_ppr
import dpkit_dm.codec.pro.mer as c_pro_mer
import dpkit_dm.codec.sys.sys as c_sys_sys

check_bindings(m_mer_segmentationmap, "1790-b6e2e343")

UNCOVERED = {}




def read_DpdMerSegmentationMap(node):
    made = new(m_mer_segmentationmap.DpdMerSegmentationMap)
    value = node.get('version')
    made.version = None if value is None else value
    c0, c1, *rest = node
    made.header = c_sys_sys.read_GenericHeader(c0)
    made.data = c_pro_mer.read_MerSegmentationMap(c1)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'QualityFlags':
        made.quality_flags = c_pro_mer.read_SqfMerSegmentationMap(child)
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


def write_DpdMerSegmentationMap(made, tag, add, i, extra=''):
    if (value := made.version) is not None:
        extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_sys_sys.write_GenericHeader(made.header, 'Header', add, j)
    c_pro_mer.write_MerSegmentationMap(made.data, 'Data', add, j)
    if (value := made.quality_flags) is not None:
        c_pro_mer.write_SqfMerSegmentationMap(value, 'QualityFlags', add, j)
    if (value := made.parameters) is not None:
        c_bas_ppr.write_GenericKeyValueParameters(value, 'Parameters', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DpdMerSegmentationMap": read_DpdMerSegmentationMap,
}
WRITERS = {
    "DpdMerSegmentationMap": write_DpdMerSegmentationMap,
}
ROOTS = {
    "DpdMerSegmentationMap": ('p:DpdMerSegmentationMap', ' xmlns:p="http://ecdm.euclid-ec.org/schema/dpd/mer/segmentationmap"'),
}
