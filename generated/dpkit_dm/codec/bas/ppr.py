"""Codecs of the classes in ``dpkit_dm.bas.ppr``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr

check_bindings(m_bas_ppr, "2489-0866a457")

UNCOVERED = {}

_GenericKeyValueParameter_choice = {'StringValue': lambda child: (child.text or ''), 'IntValue': lambda child: int(child.text), 'DoubleValue': lambda child: float(child.text), 'BooleanValue': lambda child: boolean(child.text)}


def read_GenericKeyValueParameter(node):
    made = new(m_bas_ppr.GenericKeyValueParameter)
    c0, c1, *rest = node
    made.key = (c0.text or '')
    made.description = (c1.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and (read := _GenericKeyValueParameter_choice.get(child.tag)) is not None:
        made.choice = read(child)
        child = next(children, None)
    else:
        made.choice = None
    if child is not None and child.tag == 'Unit':
        made.unit = (child.text or '')
        child = next(children, None)
    else:
        made.unit = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_GenericKeyValueParameter(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Key>{text(made.key)}</Key>{j}<Description>{text(made.description)}</Description>')
    value = made.choice
    if value is None:
        pass
    elif value.__class__ is str:
        add(f'{j}<StringValue>{text(value)}</StringValue>')
    elif value.__class__ is int:
        add(f'{j}<IntValue>{integer_text(value)}</IntValue>')
    elif value.__class__ is float:
        add(f'{j}<DoubleValue>{number_text(value)}</DoubleValue>')
    elif value.__class__ is bool:
        add(f'{j}<BooleanValue>{boolean_text(value)}</BooleanValue>')
    else:
        raise UncoveredError('choice')
    if (value := made.unit) is not None:
        add(f'{j}<Unit>{text(value)}</Unit>')
    add(f'{i}</{tag}>')


def read_GenericKeyValueParameters(node):
    made = new(m_bas_ppr.GenericKeyValueParameters)
    made.parameter = [read_GenericKeyValueParameter(child) for child in node]
    return made


def write_GenericKeyValueParameters(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.parameter:
        write_GenericKeyValueParameter(value, 'Parameter', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "GenericKeyValueParameter": read_GenericKeyValueParameter,
    "GenericKeyValueParameters": read_GenericKeyValueParameters,
}
WRITERS = {
    "GenericKeyValueParameter": write_GenericKeyValueParameter,
    "GenericKeyValueParameters": write_GenericKeyValueParameters,
}
ROOTS = {
    "GenericKeyValueParameter": ('genericKeyValueParameter', ''),
    "GenericKeyValueParameters": ('genericKeyValueParameters', ''),
}
