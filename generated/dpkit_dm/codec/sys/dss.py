"""Codecs of the classes in ``dpkit_dm.sys.dss``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.sys.dss as m_sys_dss

check_bindings(m_sys_dss, "2413-a75b14e9")

UNCOVERED = {}

_values_m_sys_dss_FileStatus = {member.value: member for member in m_sys_dss.FileStatus}
_values_m_sys_dss_ChecksumMethod = {member.value: member for member in m_sys_dss.ChecksumMethod}


def read_DataContainer(node):
    made = new(m_sys_dss.DataContainer)
    value = node.get('filestatus')
    made.filestatus = None if value is None else (_values_m_sys_dss_FileStatus.get(value) or enumerated(m_sys_dss.FileStatus, value))
    value = node.get('checksumMethod')
    made.checksum_method = None if value is None else (_values_m_sys_dss_ChecksumMethod.get(value) or enumerated(m_sys_dss.ChecksumMethod, value))
    value = node.get('checksumValue')
    made.checksum_value = None if value is None else value
    value = node.get('fileSize')
    made.file_size = None if value is None else int(value)
    c0, = node
    made.file_name = (c0.text or '')
    return made


def write_DataContainer(made, tag, add, i, extra=''):
    value = made.filestatus
    extra += f' filestatus="{value._value_}"'
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


def read_StoredFile(node):
    made = new(m_sys_dss.StoredFile)
    c0, = node
    made.data_container = read_DataContainer(c0)
    return made


def write_StoredFile(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_DataContainer(made.data_container, 'DataContainer', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "DataContainer": read_DataContainer,
    "StoredFile": read_StoredFile,
}
WRITERS = {
    "DataContainer": write_DataContainer,
    "StoredFile": write_StoredFile,
}
ROOTS = {
    "DataContainer": ('dataContainer', ''),
    "StoredFile": ('storedFile', ''),
}
