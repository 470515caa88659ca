"""Codecs of the classes in ``dpkit_dm.bas.format``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.format as m_bas_format

check_bindings(m_bas_format, "20297-480e8307")

UNCOVERED = {}

_values_m_bas_format_ArrayType = {member.value: member for member in m_bas_format.ArrayType}
_values_m_bas_format_KeywordType = {member.value: member for member in m_bas_format.KeywordType}
_values_m_bas_format_PixelNumbering = {member.value: member for member in m_bas_format.PixelNumbering}
_values_m_bas_format_TreeType = {member.value: member for member in m_bas_format.TreeType}
_values_m_bas_format_FieldType = {member.value: member for member in m_bas_format.FieldType}
_values_m_bas_format_TextFlavour = {member.value: member for member in m_bas_format.TextFlavour}
_types_m_bas_format_GenericHdu_as_HduGroup_GenericHDU = {'{urn:dpkit:format}genericHdu': ('dpkit_dm.codec.bas.format', 'GenericHdu'), '{urn:dpkit:format}arrayHdu': 'ArrayHDU', '{urn:dpkit:format}tableHdu': 'TableHDU'}
_HduGroup_generic_hdu_or_table_hdu_or_array_hdu = {'GenericHDU': lambda child: read_typed(child, read_GenericHdu, _types_m_bas_format_GenericHdu_as_HduGroup_GenericHDU), 'TableHDU': lambda child: read_TableHdu(child), 'ArrayHDU': lambda child: read_ArrayHdu(child)}
_types_m_bas_format_GenericHdu_as_FitsFormat_GenericHDU = {'{urn:dpkit:format}genericHdu': ('dpkit_dm.codec.bas.format', 'GenericHdu'), '{urn:dpkit:format}arrayHdu': 'ArrayHDU', '{urn:dpkit:format}tableHdu': 'TableHDU'}
_FitsFormat_choice = {'GenericHDU': lambda child: read_typed(child, read_GenericHdu, _types_m_bas_format_GenericHdu_as_FitsFormat_GenericHDU), 'TableHDU': lambda child: read_TableHdu(child), 'ArrayHDU': lambda child: read_ArrayHdu(child), 'HDUGroup': lambda child: read_HduGroup(child)}


def read_ArrayInfo(node):
    made = new(m_bas_format.ArrayInfo)
    value = node.get('type')
    made.type_value = None if value is None else (_values_m_bas_format_ArrayType.get(value) or enumerated(m_bas_format.ArrayType, value))
    value = node.get('dimensions')
    made.dimensions = None if value is None else int(value)
    value = node.get('unit')
    made.unit = None if value is None else value
    value = node.get('lengths')
    made.lengths = None if value is None else value
    value = node.get('minimum')
    made.minimum = None if value is None else float(value)
    value = node.get('maximum')
    made.maximum = None if value is None else float(value)
    value = node.get('missing')
    made.missing = True if value is None else boolean(value)
    return made


def write_ArrayInfo(made, tag, add, i, extra=''):
    value = made.type_value
    extra += f' type="{value._value_}"'
    value = made.dimensions
    extra += f' dimensions="{integer_text(value)}"'
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    if (value := made.lengths) is not None:
        extra += f' lengths="{attribute_text(value)}"'
    if (value := made.minimum) is not None:
        extra += f' minimum="{number_text(value)}"'
    if (value := made.maximum) is not None:
        extra += f' maximum="{number_text(value)}"'
    if (value := made.missing) is not None:
        extra += f' missing="{boolean_text(value)}"'
    add(f'{i}<{tag}{extra}/>')


def read_Keyword(node):
    made = new(m_bas_format.Keyword)
    made.value = ((node.text or '') if node.text else '')
    value = node.get('name')
    made.name = None if value is None else value
    value = node.get('type')
    made.type_value = None if value is None else (_values_m_bas_format_KeywordType.get(value) or enumerated(m_bas_format.KeywordType, value))
    value = node.get('fixed')
    made.fixed = None if value is None else value
    value = node.get('allowed')
    made.allowed = None if value is None else value
    value = node.get('minimum')
    made.minimum = None if value is None else float(value)
    value = node.get('maximum')
    made.maximum = None if value is None else float(value)
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
    if (value := made.allowed) is not None:
        extra += f' allowed="{attribute_text(value)}"'
    if (value := made.minimum) is not None:
        extra += f' minimum="{number_text(value)}"'
    if (value := made.maximum) is not None:
        extra += f' maximum="{number_text(value)}"'
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    if (value := made.required) is not None:
        extra += f' required="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else text(value)}</{tag}>')


def read_RuledValues(node):
    made = new(m_bas_format.RuledValues)
    made.value = ((node.text or '') if node.text else '')
    value = node.get('name')
    made.name = None if value is None else value
    value = node.get('unit')
    made.unit = None if value is None else value
    value = node.get('ucd')
    made.ucd = None if value is None else value
    value = node.get('required')
    made.required = True if value is None else boolean(value)
    value = node.get('minimum')
    made.minimum = None if value is None else float(value)
    value = node.get('maximum')
    made.maximum = None if value is None else float(value)
    value = node.get('missing')
    made.missing = True if value is None else boolean(value)
    value = node.get('unique')
    made.unique = False if value is None else boolean(value)
    value = node.get('sorted')
    made.sorted = False if value is None else boolean(value)
    value = node.get('pixel')
    made.pixel = None if value is None else (_values_m_bas_format_PixelNumbering.get(value) or enumerated(m_bas_format.PixelNumbering, value))
    value = node.get('pixelKey')
    made.pixel_key = None if value is None else value
    return made


def write_RuledValues(made, tag, add, i, extra=''):
    value = made.name
    extra += f' name="{attribute_text(value)}"'
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    if (value := made.ucd) is not None:
        extra += f' ucd="{attribute_text(value)}"'
    if (value := made.required) is not None:
        extra += f' required="{boolean_text(value)}"'
    if (value := made.minimum) is not None:
        extra += f' minimum="{number_text(value)}"'
    if (value := made.maximum) is not None:
        extra += f' maximum="{number_text(value)}"'
    if (value := made.missing) is not None:
        extra += f' missing="{boolean_text(value)}"'
    if (value := made.unique) is not None:
        extra += f' unique="{boolean_text(value)}"'
    if (value := made.sorted) is not None:
        extra += f' sorted="{boolean_text(value)}"'
    if (value := made.pixel) is not None:
        extra += f' pixel="{value._value_}"'
    if (value := made.pixel_key) is not None:
        extra += f' pixelKey="{attribute_text(value)}"'
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
    value = node.get('shape')
    made.shape = None if value is None else value
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
    if (value := made.shape) is not None:
        extra += f' shape="{attribute_text(value)}"'
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
    value = node.get('allowed')
    made.allowed = None if value is None else value
    value = node.get('minimum')
    made.minimum = None if value is None else float(value)
    value = node.get('maximum')
    made.maximum = None if value is None else float(value)
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
    if (value := made.allowed) is not None:
        extra += f' allowed="{attribute_text(value)}"'
    if (value := made.minimum) is not None:
        extra += f' minimum="{number_text(value)}"'
    if (value := made.maximum) is not None:
        extra += f' maximum="{number_text(value)}"'
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


def read_Column(node):
    made = new(m_bas_format.Column)
    made.value = ((node.text or '') if node.text else '')
    value = node.get('name')
    made.name = None if value is None else value
    value = node.get('unit')
    made.unit = None if value is None else value
    value = node.get('ucd')
    made.ucd = None if value is None else value
    value = node.get('required')
    made.required = True if value is None else boolean(value)
    value = node.get('minimum')
    made.minimum = None if value is None else float(value)
    value = node.get('maximum')
    made.maximum = None if value is None else float(value)
    value = node.get('missing')
    made.missing = True if value is None else boolean(value)
    value = node.get('unique')
    made.unique = False if value is None else boolean(value)
    value = node.get('sorted')
    made.sorted = False if value is None else boolean(value)
    value = node.get('pixel')
    made.pixel = None if value is None else (_values_m_bas_format_PixelNumbering.get(value) or enumerated(m_bas_format.PixelNumbering, value))
    value = node.get('pixelKey')
    made.pixel_key = None if value is None else value
    value = node.get('format')
    made.format = None if value is None else value
    value = node.get('unsigned')
    made.unsigned = False if value is None else boolean(value)
    return made


def write_Column(made, tag, add, i, extra=''):
    value = made.name
    extra += f' name="{attribute_text(value)}"'
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    if (value := made.ucd) is not None:
        extra += f' ucd="{attribute_text(value)}"'
    if (value := made.required) is not None:
        extra += f' required="{boolean_text(value)}"'
    if (value := made.minimum) is not None:
        extra += f' minimum="{number_text(value)}"'
    if (value := made.maximum) is not None:
        extra += f' maximum="{number_text(value)}"'
    if (value := made.missing) is not None:
        extra += f' missing="{boolean_text(value)}"'
    if (value := made.unique) is not None:
        extra += f' unique="{boolean_text(value)}"'
    if (value := made.sorted) is not None:
        extra += f' sorted="{boolean_text(value)}"'
    if (value := made.pixel) is not None:
        extra += f' pixel="{value._value_}"'
    if (value := made.pixel_key) is not None:
        extra += f' pixelKey="{attribute_text(value)}"'
    value = made.format
    extra += f' format="{attribute_text(value)}"'
    if (value := made.unsigned) is not None:
        extra += f' unsigned="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else text(value)}</{tag}>')


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


def read_ParquetColumn(node):
    made = new(m_bas_format.ParquetColumn)
    made.value = ((node.text or '') if node.text else '')
    value = node.get('name')
    made.name = None if value is None else value
    value = node.get('unit')
    made.unit = None if value is None else value
    value = node.get('ucd')
    made.ucd = None if value is None else value
    value = node.get('required')
    made.required = True if value is None else boolean(value)
    value = node.get('minimum')
    made.minimum = None if value is None else float(value)
    value = node.get('maximum')
    made.maximum = None if value is None else float(value)
    value = node.get('missing')
    made.missing = True if value is None else boolean(value)
    value = node.get('unique')
    made.unique = False if value is None else boolean(value)
    value = node.get('sorted')
    made.sorted = False if value is None else boolean(value)
    value = node.get('pixel')
    made.pixel = None if value is None else (_values_m_bas_format_PixelNumbering.get(value) or enumerated(m_bas_format.PixelNumbering, value))
    value = node.get('pixelKey')
    made.pixel_key = None if value is None else value
    value = node.get('type')
    made.type_value = None if value is None else (_values_m_bas_format_FieldType.get(value) or enumerated(m_bas_format.FieldType, value))
    value = node.get('nullable')
    made.nullable = True if value is None else boolean(value)
    return made


def write_ParquetColumn(made, tag, add, i, extra=''):
    value = made.name
    extra += f' name="{attribute_text(value)}"'
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    if (value := made.ucd) is not None:
        extra += f' ucd="{attribute_text(value)}"'
    if (value := made.required) is not None:
        extra += f' required="{boolean_text(value)}"'
    if (value := made.minimum) is not None:
        extra += f' minimum="{number_text(value)}"'
    if (value := made.maximum) is not None:
        extra += f' maximum="{number_text(value)}"'
    if (value := made.missing) is not None:
        extra += f' missing="{boolean_text(value)}"'
    if (value := made.unique) is not None:
        extra += f' unique="{boolean_text(value)}"'
    if (value := made.sorted) is not None:
        extra += f' sorted="{boolean_text(value)}"'
    if (value := made.pixel) is not None:
        extra += f' pixel="{value._value_}"'
    if (value := made.pixel_key) is not None:
        extra += f' pixelKey="{attribute_text(value)}"'
    value = made.type_value
    extra += f' type="{value._value_}"'
    if (value := made.nullable) is not None:
        extra += f' nullable="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else text(value)}</{tag}>')


def read_TextColumn(node):
    made = new(m_bas_format.TextColumn)
    made.value = ((node.text or '') if node.text else '')
    value = node.get('name')
    made.name = None if value is None else value
    value = node.get('unit')
    made.unit = None if value is None else value
    value = node.get('ucd')
    made.ucd = None if value is None else value
    value = node.get('required')
    made.required = True if value is None else boolean(value)
    value = node.get('minimum')
    made.minimum = None if value is None else float(value)
    value = node.get('maximum')
    made.maximum = None if value is None else float(value)
    value = node.get('missing')
    made.missing = True if value is None else boolean(value)
    value = node.get('unique')
    made.unique = False if value is None else boolean(value)
    value = node.get('sorted')
    made.sorted = False if value is None else boolean(value)
    value = node.get('pixel')
    made.pixel = None if value is None else (_values_m_bas_format_PixelNumbering.get(value) or enumerated(m_bas_format.PixelNumbering, value))
    value = node.get('pixelKey')
    made.pixel_key = None if value is None else value
    value = node.get('type')
    made.type_value = None if value is None else (_values_m_bas_format_FieldType.get(value) or enumerated(m_bas_format.FieldType, value))
    return made


def write_TextColumn(made, tag, add, i, extra=''):
    value = made.name
    extra += f' name="{attribute_text(value)}"'
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    if (value := made.ucd) is not None:
        extra += f' ucd="{attribute_text(value)}"'
    if (value := made.required) is not None:
        extra += f' required="{boolean_text(value)}"'
    if (value := made.minimum) is not None:
        extra += f' minimum="{number_text(value)}"'
    if (value := made.maximum) is not None:
        extra += f' maximum="{number_text(value)}"'
    if (value := made.missing) is not None:
        extra += f' missing="{boolean_text(value)}"'
    if (value := made.unique) is not None:
        extra += f' unique="{boolean_text(value)}"'
    if (value := made.sorted) is not None:
        extra += f' sorted="{boolean_text(value)}"'
    if (value := made.pixel) is not None:
        extra += f' pixel="{value._value_}"'
    if (value := made.pixel_key) is not None:
        extra += f' pixelKey="{attribute_text(value)}"'
    value = made.type_value
    extra += f' type="{value._value_}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else text(value)}</{tag}>')


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


def read_ParquetColumnList(node):
    made = new(m_bas_format.ParquetColumnList)
    made.column = [read_ParquetColumn(child) for child in node]
    return made


def write_ParquetColumnList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.column:
        write_ParquetColumn(value, 'Column', add, j)
    add(f'{i}</{tag}>')


def read_TextColumnList(node):
    made = new(m_bas_format.TextColumnList)
    made.column = [read_TextColumn(child) for child in node]
    return made


def write_TextColumnList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.column:
        write_TextColumn(value, 'Column', add, j)
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


def read_AsciiFormat(node):
    made = new(m_bas_format.AsciiFormat)
    value = node.get('id')
    made.id = None if value is None else value
    value = node.get('version')
    made.version = None if value is None else value
    value = node.get('flavour')
    made.flavour = None if value is None else (_values_m_bas_format_TextFlavour.get(value) or enumerated(m_bas_format.TextFlavour, value))
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
        made.column_list = read_TextColumnList(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_AsciiFormat(made, tag, add, i, extra=''):
    value = made.id
    extra += f' id="{attribute_text(value)}"'
    value = made.version
    extra += f' version="{attribute_text(value)}"'
    value = made.flavour
    extra += f' flavour="{value._value_}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Description>{text(made.description)}</Description>')
    if (value := made.keyword_list) is not None:
        write_KeywordList(value, 'KeywordList', add, j)
    write_TextColumnList(made.column_list, 'ColumnList', add, j)
    add(f'{i}</{tag}>')


def read_ParquetFormat(node):
    made = new(m_bas_format.ParquetFormat)
    value = node.get('id')
    made.id = None if value is None else value
    value = node.get('version')
    made.version = None if value is None else value
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
        made.column_list = read_ParquetColumnList(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ParquetFormat(made, tag, add, i, extra=''):
    value = made.id
    extra += f' id="{attribute_text(value)}"'
    value = made.version
    extra += f' version="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Description>{text(made.description)}</Description>')
    if (value := made.keyword_list) is not None:
        write_KeywordList(value, 'KeywordList', add, j)
    write_ParquetColumnList(made.column_list, 'ColumnList', add, j)
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
    value = node.get('ordered')
    made.ordered = True if value is None else boolean(value)
    value = node.get('checksum')
    made.checksum = False if value is None else boolean(value)
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
    if (value := made.ordered) is not None:
        extra += f' ordered="{boolean_text(value)}"'
    if (value := made.checksum) is not None:
        extra += f' checksum="{boolean_text(value)}"'
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
    items = made.parquet_format = []
    while child is not None and child.tag == 'ParquetFormat':
        items.append(read_ParquetFormat(child))
        child = next(children, None)
    items = made.ascii_format = []
    while child is not None and child.tag == 'AsciiFormat':
        items.append(read_AsciiFormat(child))
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
    for value in made.parquet_format:
        write_ParquetFormat(value, 'ParquetFormat', add, j)
    for value in made.ascii_format:
        write_AsciiFormat(value, 'AsciiFormat', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "ArrayInfo": read_ArrayInfo,
    "Keyword": read_Keyword,
    "RuledValues": read_RuledValues,
    "TreeArray": read_TreeArray,
    "TreeValue": read_TreeValue,
    "AsdfFormat": read_AsdfFormat,
    "Column": read_Column,
    "KeywordList": read_KeywordList,
    "ParquetColumn": read_ParquetColumn,
    "TextColumn": read_TextColumn,
    "ColumnList": read_ColumnList,
    "GenericHdu": read_GenericHdu,
    "ParquetColumnList": read_ParquetColumnList,
    "TextColumnList": read_TextColumnList,
    "ArrayHdu": read_ArrayHdu,
    "AsciiFormat": read_AsciiFormat,
    "ParquetFormat": read_ParquetFormat,
    "TableHdu": read_TableHdu,
    "HduGroup": read_HduGroup,
    "FitsFormat": read_FitsFormat,
    "FormatList": read_FormatList,
}
WRITERS = {
    "ArrayInfo": write_ArrayInfo,
    "Keyword": write_Keyword,
    "RuledValues": write_RuledValues,
    "TreeArray": write_TreeArray,
    "TreeValue": write_TreeValue,
    "AsdfFormat": write_AsdfFormat,
    "Column": write_Column,
    "KeywordList": write_KeywordList,
    "ParquetColumn": write_ParquetColumn,
    "TextColumn": write_TextColumn,
    "ColumnList": write_ColumnList,
    "GenericHdu": write_GenericHdu,
    "ParquetColumnList": write_ParquetColumnList,
    "TextColumnList": write_TextColumnList,
    "ArrayHdu": write_ArrayHdu,
    "AsciiFormat": write_AsciiFormat,
    "ParquetFormat": write_ParquetFormat,
    "TableHdu": write_TableHdu,
    "HduGroup": write_HduGroup,
    "FitsFormat": write_FitsFormat,
    "FormatList": write_FormatList,
}
ROOTS = {
    "ArrayInfo": ('arrayInfo', ''),
    "Keyword": ('keyword', ''),
    "RuledValues": ('ruledValues', ''),
    "TreeArray": ('treeArray', ''),
    "TreeValue": ('treeValue', ''),
    "AsdfFormat": ('asdfFormat', ''),
    "Column": ('column', ''),
    "KeywordList": ('keywordList', ''),
    "ParquetColumn": ('parquetColumn', ''),
    "TextColumn": ('textColumn', ''),
    "ColumnList": ('columnList', ''),
    "GenericHdu": ('genericHdu', ''),
    "ParquetColumnList": ('parquetColumnList', ''),
    "TextColumnList": ('textColumnList', ''),
    "ArrayHdu": ('arrayHdu', ''),
    "AsciiFormat": ('asciiFormat', ''),
    "ParquetFormat": ('parquetFormat', ''),
    "TableHdu": ('tableHdu', ''),
    "HduGroup": ('hduGroup', ''),
    "FitsFormat": ('fitsFormat', ''),
    "FormatList": ('p:FormatList', ' xmlns:p="urn:dpkit:format"'),
}
