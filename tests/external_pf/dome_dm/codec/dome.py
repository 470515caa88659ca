"""Codecs of the classes in ``dome_dm.dome``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dome_dm.dome as m_dome

check_bindings(m_dome, "3403-be427db7")

UNCOVERED = {}




def read_Header(node):
    made = new(m_dome.Header)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Id':
        made.id = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Created':
        made.created = moment(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Software':
        made.software = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Release':
        made.release = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_Header(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Id>{text(made.id)}</Id>{j}<Created>{moment_text(made.created)}</Created>{j}<Software>{text(made.software)}</Software>{j}<Release>{text(made.release)}</Release>')
    add(f'{i}</{tag}>')


def read_Level(node):
    made = new(m_dome.Level)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Night':
        made.night = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Filter':
        made.filter = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Mean':
        made.mean = float(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Values':
        made.values = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_Level(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Night>{integer_text(made.night)}</Night>{j}<Filter>{text(made.filter)}</Filter>{j}<Mean>{number_text(made.mean)}</Mean>{j}<Values>{integer_text(made.values)}</Values>')
    add(f'{i}</{tag}>')


def read_Reading(node):
    made = new(m_dome.Reading)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Night':
        made.night = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Filter':
        made.filter = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Number':
        made.number = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    items = made.value = []
    while child is not None and child.tag == 'Value':
        items.append(float(child.text))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_Reading(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Night>{integer_text(made.night)}</Night>{j}<Filter>{text(made.filter)}</Filter>{j}<Number>{integer_text(made.number)}</Number>')
    for value in made.value:
        add(f'{j}<Value>{number_text(value)}</Value>')
    add(f'{i}</{tag}>')


def read_DomeLevel(node):
    made = new(m_dome.DomeLevel)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Header':
        made.header = read_Header(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Data':
        made.data = read_Level(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_DomeLevel(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_Header(made.header, 'Header', add, j)
    write_Level(made.data, 'Data', add, j)
    add(f'{i}</{tag}>')


def read_DomeReading(node):
    made = new(m_dome.DomeReading)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Header':
        made.header = read_Header(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Data':
        made.data = read_Reading(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_DomeReading(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_Header(made.header, 'Header', add, j)
    write_Reading(made.data, 'Data', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "Header": read_Header,
    "Level": read_Level,
    "Reading": read_Reading,
    "DomeLevel": read_DomeLevel,
    "DomeReading": read_DomeReading,
}
WRITERS = {
    "Header": write_Header,
    "Level": write_Level,
    "Reading": write_Reading,
    "DomeLevel": write_DomeLevel,
    "DomeReading": write_DomeReading,
}
ROOTS = {
    "Header": ('header', ''),
    "Level": ('level', ''),
    "Reading": ('reading', ''),
    "DomeLevel": ('p:DomeLevel', ' xmlns:p="urn:dome"'),
    "DomeReading": ('p:DomeReading', ' xmlns:p="urn:dome"'),
}
