"""Codecs of the classes in ``dpkit_dm.pro.val``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.pro.val as m_pro_val

check_bindings(m_pro_val, "6764-97ca3310")

UNCOVERED = {}

_values_m_pro_val_FindingSeverity = {member.value: member for member in m_pro_val.FindingSeverity}
_values_m_pro_val_ValidationVerdict = {member.value: member for member in m_pro_val.ValidationVerdict}


def read_ValidationCodeCount(node):
    made = new(m_pro_val.ValidationCodeCount)
    c0, c1, c2, = node
    made.name = (c0.text or '')
    made.severity = (_values_m_pro_val_FindingSeverity.get(c1.text) or enumerated(m_pro_val.FindingSeverity, c1.text))
    made.count = int(c2.text)
    return made


def write_ValidationCodeCount(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Name>{text(made.name)}</Name>{j}<Severity>{made.severity._value_}</Severity>{j}<Count>{integer_text(made.count)}</Count>')
    add(f'{i}</{tag}>')


def read_ValidationFinding(node):
    made = new(m_pro_val.ValidationFinding)
    c0, c1, c2, *rest = node
    made.code = (c0.text or '')
    made.severity = (_values_m_pro_val_FindingSeverity.get(c1.text) or enumerated(m_pro_val.FindingSeverity, c1.text))
    made.document = (c2.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'ProductId':
        made.product_id = (child.text or '')
        child = next(children, None)
    else:
        made.product_id = None
    if child is not None and child.tag == 'ProductType':
        made.product_type = (child.text or '')
        child = next(children, None)
    else:
        made.product_type = None
    if child is not None and child.tag == 'Source':
        made.source = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Line':
        made.line = int(child.text)
        child = next(children, None)
    else:
        made.line = None
    if child is not None and child.tag == 'Path':
        made.path = (child.text or '')
        child = next(children, None)
    else:
        made.path = None
    if child is not None and child.tag == 'Value':
        made.value = (child.text or '')
        child = next(children, None)
    else:
        made.value = None
    if child is not None and child.tag == 'Message':
        made.message = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Remedy':
        made.remedy = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ValidationFinding(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Code>{text(made.code)}</Code>{j}<Severity>{made.severity._value_}</Severity>{j}<Document>{text(made.document)}</Document>')
    if (value := made.product_id) is not None:
        add(f'{j}<ProductId>{text(value)}</ProductId>')
    if (value := made.product_type) is not None:
        add(f'{j}<ProductType>{text(value)}</ProductType>')
    add(f'{j}<Source>{text(made.source)}</Source>')
    if (value := made.line) is not None:
        add(f'{j}<Line>{integer_text(value)}</Line>')
    if (value := made.path) is not None:
        add(f'{j}<Path>{text(value)}</Path>')
    if (value := made.value) is not None:
        add(f'{j}<Value>{text(value)}</Value>')
    add(f'{j}<Message>{text(made.message)}</Message>{j}<Remedy>{text(made.remedy)}</Remedy>')
    add(f'{i}</{tag}>')


def read_ValidationCodeList(node):
    made = new(m_pro_val.ValidationCodeList)
    made.code = [read_ValidationCodeCount(child) for child in node]
    return made


def write_ValidationCodeList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.code:
        write_ValidationCodeCount(value, 'Code', add, j)
    add(f'{i}</{tag}>')


def read_ValidationFindingList(node):
    made = new(m_pro_val.ValidationFindingList)
    made.finding = [read_ValidationFinding(child) for child in node]
    return made


def write_ValidationFindingList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.finding:
        write_ValidationFinding(value, 'Finding', add, j)
    add(f'{i}</{tag}>')


def read_ValidationResult(node):
    made = new(m_pro_val.ValidationResult)
    c0, c1, c2, c3, c4, c5, c6, c7, c8, = node
    made.result = (_values_m_pro_val_ValidationVerdict.get(c0.text) or enumerated(m_pro_val.ValidationVerdict, c0.text))
    made.level = (c1.text or '')
    made.fail_on = (_values_m_pro_val_FindingSeverity.get(c2.text) or enumerated(m_pro_val.FindingSeverity, c2.text))
    made.documents = int(c3.text)
    made.failed = int(c4.text)
    made.found = int(c5.text)
    made.listed = int(c6.text)
    made.code_list = read_ValidationCodeList(c7)
    made.finding_list = read_ValidationFindingList(c8)
    return made


def write_ValidationResult(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Result>{made.result._value_}</Result>{j}<Level>{text(made.level)}</Level>{j}<FailOn>{made.fail_on._value_}</FailOn>{j}<Documents>{integer_text(made.documents)}</Documents>{j}<Failed>{integer_text(made.failed)}</Failed>{j}<Found>{integer_text(made.found)}</Found>{j}<Listed>{integer_text(made.listed)}</Listed>')
    write_ValidationCodeList(made.code_list, 'CodeList', add, j)
    write_ValidationFindingList(made.finding_list, 'FindingList', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "ValidationCodeCount": read_ValidationCodeCount,
    "ValidationFinding": read_ValidationFinding,
    "ValidationCodeList": read_ValidationCodeList,
    "ValidationFindingList": read_ValidationFindingList,
    "ValidationResult": read_ValidationResult,
}
WRITERS = {
    "ValidationCodeCount": write_ValidationCodeCount,
    "ValidationFinding": write_ValidationFinding,
    "ValidationCodeList": write_ValidationCodeList,
    "ValidationFindingList": write_ValidationFindingList,
    "ValidationResult": write_ValidationResult,
}
ROOTS = {
    "ValidationCodeCount": ('validationCodeCount', ''),
    "ValidationFinding": ('validationFinding', ''),
    "ValidationCodeList": ('validationCodeList', ''),
    "ValidationFindingList": ('validationFindingList', ''),
    "ValidationResult": ('validationResult', ''),
}
