"""Codecs of the classes in ``dpkit_dm.sys.lean.sys``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.sys.lean.sys as m_sys_lean_sys

check_bindings(m_sys_lean_sys, "3910-fbcee526")

UNCOVERED = {}

_values_m_sys_lean_sys_ChecksumName = {member.value: member for member in m_sys_lean_sys.ChecksumName}
_values_m_sys_lean_sys_ProductStatus = {member.value: member for member in m_sys_lean_sys.ProductStatus}


def read_DataFile(node):
    made = new(m_sys_lean_sys.DataFile)
    value = node.get('format')
    made.format = None if value is None else value
    value = node.get('version')
    made.version = None if value is None else value
    value = node.get('checksumMethod')
    made.checksum_method = None if value is None else (_values_m_sys_lean_sys_ChecksumName.get(value) or enumerated(m_sys_lean_sys.ChecksumName, value))
    value = node.get('checksumValue')
    made.checksum_value = None if value is None else value
    value = node.get('fileSize')
    made.file_size = None if value is None else int(value)
    c0, = node
    made.file_name = (c0.text or '')
    return made


def write_DataFile(made, tag, add, i, extra=''):
    value = made.format
    extra += f' format="{attribute_text(value)}"'
    value = made.version
    extra += f' version="{attribute_text(value)}"'
    if (value := made.checksum_method) is not None:
        extra += f' checksumMethod="{value._value_}"'
    if (value := made.checksum_value) is not None:
        extra += f' checksumValue="{attribute_text(value)}"'
    if (value := made.file_size) is not None:
        extra += f' fileSize="{integer_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<FileName>{text(made.file_name)}</FileName>')
    add(f'{i}</{tag}>')


def read_LeanHeader(node):
    made = new(m_sys_lean_sys.LeanHeader)
    c0, c1, c2, c3, c4, c5, c6, *rest = node
    made.product_id = (c0.text or '')
    made.product_type = (c1.text or '')
    made.software_name = (c2.text or '')
    made.software_release = (c3.text or '')
    made.data_set_release = (c4.text or '')
    made.creation_date = moment(c5.text)
    made.status = (_values_m_sys_lean_sys_ProductStatus.get(c6.text) or enumerated(m_sys_lean_sys.ProductStatus, c6.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Curator':
        made.curator = (child.text or '')
        child = next(children, None)
    else:
        made.curator = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_LeanHeader(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<ProductId>{text(made.product_id)}</ProductId>{j}<ProductType>{text(made.product_type)}</ProductType>{j}<SoftwareName>{text(made.software_name)}</SoftwareName>{j}<SoftwareRelease>{text(made.software_release)}</SoftwareRelease>{j}<DataSetRelease>{text(made.data_set_release)}</DataSetRelease>{j}<CreationDate>{moment_text(made.creation_date)}</CreationDate>{j}<Status>{made.status._value_}</Status>')
    if (value := made.curator) is not None:
        add(f'{j}<Curator>{text(value)}</Curator>')
    add(f'{i}</{tag}>')

READERS = {
    "DataFile": read_DataFile,
    "LeanHeader": read_LeanHeader,
}
WRITERS = {
    "DataFile": write_DataFile,
    "LeanHeader": write_LeanHeader,
}
ROOTS = {
    "DataFile": ('dataFile', ''),
    "LeanHeader": ('leanHeader', ''),
}
