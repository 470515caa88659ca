"""Codecs of the classes in ``dpkit_dm.bas.format``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.format as m_bas_format

check_bindings(m_bas_format, "e13f0bbd118a23f4e5cf58f4aa7208763a966127783e2b5338d2afa273daefb3")

UNCOVERED = {}

_values_m_bas_format_ArrayType = {member.value: member for member in m_bas_format.ArrayType}
_values_m_bas_format_KeywordType = {member.value: member for member in m_bas_format.KeywordType}
_values_m_bas_format_TreeType = {member.value: member for member in m_bas_format.TreeType}
_types_m_bas_format_GenericHdu = {'{urn:dpkit:format}genericHdu': ('dpkit_dm.codec.bas.format', 'GenericHdu'), '{urn:dpkit:format}arrayHdu': ('dpkit_dm.codec.bas.format', 'ArrayHdu'), '{urn:dpkit:format}tableHdu': ('dpkit_dm.codec.bas.format', 'TableHdu')}
_HduGroup_generic_hdu_or_table_hdu_or_array_hdu = {'GenericHDU': lambda child: read_typed(child, read_GenericHdu, _types_m_bas_format_GenericHdu), 'TableHDU': lambda child: read_TableHdu(child), 'ArrayHDU': lambda child: read_ArrayHdu(child)}
_FitsFormat_choice = {'GenericHDU': lambda child: read_typed(child, read_GenericHdu, _types_m_bas_format_GenericHdu), 'TableHDU': lambda child: read_TableHdu(child), 'ArrayHDU': lambda child: read_ArrayHdu(child), 'HDUGroup': lambda child: read_HduGroup(child)}


def read_Column(node):
    made = new(m_bas_format.Column)
    made.value = ((node.text or '') if node.text else '')
    value = node.get('name')
    made.name = None if value is None else value
    value = node.get('format')
    made.format = None if value is None else value
    value = node.get('unit')
    made.unit = None if value is None else value
    value = node.get('ucd')
    made.ucd = None if value is None else value
    return made


def write_Column(made, tag, add, i, extra=''):
    value = made.name
    extra += f' name="{attribute_text(value)}"'
    value = made.format
    extra += f' format="{attribute_text(value)}"'
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    if (value := made.ucd) is not None:
        extra += f' ucd="{attribute_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else text(value)}</{tag}>')


def read_ArrayInfo(node):
    made = new(m_bas_format.ArrayInfo)
    value = node.get('type')
    made.type_value = None if value is None else (_values_m_bas_format_ArrayType.get(value) or enumerated(m_bas_format.ArrayType, value))
    value = node.get('dimensions')
    made.dimensions = None if value is None else int(value)
    value = node.get('unit')
    made.unit = None if value is None else value
    return made


def write_ArrayInfo(made, tag, add, i, extra=''):
    value = made.type_value
    extra += f' type="{value._value_}"'
    value = made.dimensions
    extra += f' dimensions="{integer_text(value)}"'
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    add(f'{i}<{tag}{extra}/>')


def read_ColumnList(node):
    made = new(m_bas_format.ColumnList)
    made.column = [read_Column(child) for child in node]
    return made


def write_ColumnList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.column:
        write_Column(value, 'Column', add, j)
    add(f'{i}</{tag}>')


def read_Keyword(node):
    made = new(m_bas_format.Keyword)
    made.value = ((node.text or '') if node.text else '')
    value = node.get('name')
    made.name = None if value is None else value
    value = node.get('type')
    made.type_value = None if value is None else (_values_m_bas_format_KeywordType.get(value) or enumerated(m_bas_format.KeywordType, value))
    value = node.get('fixed')
    made.fixed = None if value is None else value
    value = node.get('unit')
    made.unit = None if value is None else value
    value = node.get('required')
    made.required = True if value is None else boolean(value)
    return made


def write_Keyword(made, tag, add, i, extra=''):
    value = made.name
    extra += f' name="{attribute_text(value)}"'
    value = made.type_value
    extra += f' type="{value._value_}"'
    if (value := made.fixed) is not None:
        extra += f' fixed="{attribute_text(value)}"'
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    if (value := made.required) is not None:
        extra += f' required="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else text(value)}</{tag}>')


def read_TreeArray(node):
    made = new(m_bas_format.TreeArray)
    made.value = ((node.text or '') if node.text else '')
    value = node.get('path')
    made.path = None if value is None else value
    value = node.get('type')
    made.type_value = None if value is None else (_values_m_bas_format_ArrayType.get(value) or enumerated(m_bas_format.ArrayType, value))
    value = node.get('dimensions')
    made.dimensions = None if value is None else int(value)
    value = node.get('unit')
    made.unit = None if value is None else value
    value = node.get('required')
    made.required = True if value is None else boolean(value)
    return made


def write_TreeArray(made, tag, add, i, extra=''):
    value = made.path
    extra += f' path="{attribute_text(value)}"'
    value = made.type_value
    extra += f' type="{value._value_}"'
    value = made.dimensions
    extra += f' dimensions="{integer_text(value)}"'
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    if (value := made.required) is not None:
        extra += f' required="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else text(value)}</{tag}>')


def read_TreeValue(node):
    made = new(m_bas_format.TreeValue)
    made.value = ((node.text or '') if node.text else '')
    value = node.get('path')
    made.path = None if value is None else value
    value = node.get('type')
    made.type_value = None if value is None else (_values_m_bas_format_TreeType.get(value) or enumerated(m_bas_format.TreeType, value))
    value = node.get('fixed')
    made.fixed = None if value is None else value
    value = node.get('unit')
    made.unit = None if value is None else value
    value = node.get('required')
    made.required = True if value is None else boolean(value)
    return made


def write_TreeValue(made, tag, add, i, extra=''):
    value = made.path
    extra += f' path="{attribute_text(value)}"'
    value = made.type_value
    extra += f' type="{value._value_}"'
    if (value := made.fixed) is not None:
        extra += f' fixed="{attribute_text(value)}"'
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    if (value := made.required) is not None:
        extra += f' required="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else text(value)}</{tag}>')


def read_AsdfFormat(node):
    made = new(m_bas_format.AsdfFormat)
    value = node.get('id')
    made.id = None if value is None else value
    value = node.get('version')
    made.version = None if value is None else value
    c0, *rest = node
    made.description = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    items = made.value = []
    while child is not None and child.tag == 'Value':
        items.append(read_TreeValue(child))
        child = next(children, None)
    items = made.array = []
    while child is not None and child.tag == 'Array':
        items.append(read_TreeArray(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_AsdfFormat(made, tag, add, i, extra=''):
    value = made.id
    extra += f' id="{attribute_text(value)}"'
    value = made.version
    extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Description>{text(made.description)}</Description>')
    for value in made.value:
        write_TreeValue(value, 'Value', add, j)
    for value in made.array:
        write_TreeArray(value, 'Array', add, j)
    add(f'{i}</{tag}>')


def read_KeywordList(node):
    made = new(m_bas_format.KeywordList)
    made.keyword = [read_Keyword(child) for child in node]
    return made


def write_KeywordList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.keyword:
        write_Keyword(value, 'Keyword', add, j)
    add(f'{i}</{tag}>')


def read_GenericHdu(node):
    made = new(m_bas_format.GenericHdu)
    value = node.get('name')
    made.name = None if value is None else value
    value = node.get('multiplicity')
    made.multiplicity = '1' if value is None else value
    c0, *rest = node
    made.description = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'KeywordList':
        made.keyword_list = read_KeywordList(child)
        child = next(children, None)
    else:
        made.keyword_list = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_GenericHdu(made, tag, add, i, extra=''):
    value = made.name
    extra += f' name="{attribute_text(value)}"'
    if (value := made.multiplicity) is not None:
        extra += f' multiplicity="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Description>{text(made.description)}</Description>')
    if (value := made.keyword_list) is not None:
        write_KeywordList(value, 'KeywordList', add, j)
    add(f'{i}</{tag}>')


def read_ArrayHdu(node):
    made = new(m_bas_format.ArrayHdu)
    value = node.get('name')
    made.name = None if value is None else value
    value = node.get('multiplicity')
    made.multiplicity = '1' if value is None else value
    value = node.get('wcs')
    made.wcs = 0 if value is None else int(value)
    c0, *rest = node
    made.description = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'KeywordList':
        made.keyword_list = read_KeywordList(child)
        child = next(children, None)
    else:
        made.keyword_list = None
    if child is not None and child.tag == 'ArrayInfo':
        made.array_info = read_ArrayInfo(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ArrayHdu(made, tag, add, i, extra=''):
    value = made.name
    extra += f' name="{attribute_text(value)}"'
    if (value := made.multiplicity) is not None:
        extra += f' multiplicity="{attribute_text(value)}"'
    if (value := made.wcs) is not None:
        extra += f' wcs="{integer_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Description>{text(made.description)}</Description>')
    if (value := made.keyword_list) is not None:
        write_KeywordList(value, 'KeywordList', add, j)
    write_ArrayInfo(made.array_info, 'ArrayInfo', add, j)
    add(f'{i}</{tag}>')


def read_TableHdu(node):
    made = new(m_bas_format.TableHdu)
    value = node.get('name')
    made.name = None if value is None else value
    value = node.get('multiplicity')
    made.multiplicity = '1' if value is None else value
    c0, *rest = node
    made.description = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'KeywordList':
        made.keyword_list = read_KeywordList(child)
        child = next(children, None)
    else:
        made.keyword_list = None
    if child is not None and child.tag == 'ColumnList':
        made.column_list = read_ColumnList(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_TableHdu(made, tag, add, i, extra=''):
    value = made.name
    extra += f' name="{attribute_text(value)}"'
    if (value := made.multiplicity) is not None:
        extra += f' multiplicity="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Description>{text(made.description)}</Description>')
    if (value := made.keyword_list) is not None:
        write_KeywordList(value, 'KeywordList', add, j)
    write_ColumnList(made.column_list, 'ColumnList', add, j)
    add(f'{i}</{tag}>')


def read_HduGroup(node):
    made = new(m_bas_format.HduGroup)
    value = node.get('key')
    made.key = None if value is None else value
    value = node.get('multiplicity')
    made.multiplicity = '1' if value is None else value
    children = iter(node)
    child = next(children, None)
    items = made.generic_hdu_or_table_hdu_or_array_hdu = []
    while child is not None and (read := _HduGroup_generic_hdu_or_table_hdu_or_array_hdu.get(child.tag)) is not None:
        items.append(read(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_HduGroup(made, tag, add, i, extra=''):
    value = made.key
    extra += f' key="{attribute_text(value)}"'
    if (value := made.multiplicity) is not None:
        extra += f' multiplicity="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.generic_hdu_or_table_hdu_or_array_hdu:
        if value.__class__ is m_bas_format.GenericHdu:
            write_GenericHdu(value, 'GenericHDU', add, j) if value.__class__ is m_bas_format.GenericHdu else write_typed(value, 'GenericHDU', add, j, {('dpkit_dm.codec.bas.format', 'ArrayHdu'): 't:arrayHdu" xmlns:t="urn:dpkit:format', ('dpkit_dm.codec.bas.format', 'TableHdu'): 't:tableHdu" xmlns:t="urn:dpkit:format', })
        elif value.__class__ is m_bas_format.TableHdu:
            write_TableHdu(value, 'TableHDU', add, j)
        elif value.__class__ is m_bas_format.ArrayHdu:
            write_ArrayHdu(value, 'ArrayHDU', add, j)
        else:
            raise UncoveredError('choice')
    add(f'{i}</{tag}>')


def read_FitsFormat(node):
    made = new(m_bas_format.FitsFormat)
    value = node.get('id')
    made.id = None if value is None else value
    value = node.get('version')
    made.version = None if value is None else value
    c0, *rest = node
    made.description = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    items = made.choice = []
    while child is not None and (read := _FitsFormat_choice.get(child.tag)) is not None:
        items.append(read(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_FitsFormat(made, tag, add, i, extra=''):
    value = made.id
    extra += f' id="{attribute_text(value)}"'
    value = made.version
    extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Description>{text(made.description)}</Description>')
    for value in made.choice:
        if value.__class__ is m_bas_format.GenericHdu:
            write_GenericHdu(value, 'GenericHDU', add, j) if value.__class__ is m_bas_format.GenericHdu else write_typed(value, 'GenericHDU', add, j, {('dpkit_dm.codec.bas.format', 'ArrayHdu'): 't:arrayHdu" xmlns:t="urn:dpkit:format', ('dpkit_dm.codec.bas.format', 'TableHdu'): 't:tableHdu" xmlns:t="urn:dpkit:format', })
        elif value.__class__ is m_bas_format.TableHdu:
            write_TableHdu(value, 'TableHDU', add, j)
        elif value.__class__ is m_bas_format.ArrayHdu:
            write_ArrayHdu(value, 'ArrayHDU', add, j)
        elif value.__class__ is m_bas_format.HduGroup:
            write_HduGroup(value, 'HDUGroup', add, j)
        else:
            raise UncoveredError('choice')
    add(f'{i}</{tag}>')


def read_FormatList(node):
    made = new(m_bas_format.FormatList)
    children = iter(node)
    child = next(children, None)
    items = made.fits_format = []
    while child is not None and child.tag == 'FitsFormat':
        items.append(read_FitsFormat(child))
        child = next(children, None)
    items = made.asdf_format = []
    while child is not None and child.tag == 'AsdfFormat':
        items.append(read_AsdfFormat(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_FormatList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.fits_format:
        write_FitsFormat(value, 'FitsFormat', add, j)
    for value in made.asdf_format:
        write_AsdfFormat(value, 'AsdfFormat', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "Column": read_Column,
    "ArrayInfo": read_ArrayInfo,
    "ColumnList": read_ColumnList,
    "Keyword": read_Keyword,
    "TreeArray": read_TreeArray,
    "TreeValue": read_TreeValue,
    "AsdfFormat": read_AsdfFormat,
    "KeywordList": read_KeywordList,
    "GenericHdu": read_GenericHdu,
    "ArrayHdu": read_ArrayHdu,
    "TableHdu": read_TableHdu,
    "HduGroup": read_HduGroup,
    "FitsFormat": read_FitsFormat,
    "FormatList": read_FormatList,
}
WRITERS = {
    "Column": write_Column,
    "ArrayInfo": write_ArrayInfo,
    "ColumnList": write_ColumnList,
    "Keyword": write_Keyword,
    "TreeArray": write_TreeArray,
    "TreeValue": write_TreeValue,
    "AsdfFormat": write_AsdfFormat,
    "KeywordList": write_KeywordList,
    "GenericHdu": write_GenericHdu,
    "ArrayHdu": write_ArrayHdu,
    "TableHdu": write_TableHdu,
    "HduGroup": write_HduGroup,
    "FitsFormat": write_FitsFormat,
    "FormatList": write_FormatList,
}
ROOTS = {
    "Column": ('column', ''),
    "ArrayInfo": ('arrayInfo', ''),
    "ColumnList": ('columnList', ''),
    "Keyword": ('keyword', ''),
    "TreeArray": ('treeArray', ''),
    "TreeValue": ('treeValue', ''),
    "AsdfFormat": ('asdfFormat', ''),
    "KeywordList": ('keywordList', ''),
    "GenericHdu": ('genericHdu', ''),
    "ArrayHdu": ('arrayHdu', ''),
    "TableHdu": ('tableHdu', ''),
    "HduGroup": ('hduGroup', ''),
    "FitsFormat": ('fitsFormat', ''),
    "FormatList": ('p:FormatList', ' xmlns:p="urn:dpkit:format"'),
}
