"""Codecs of the classes in ``dpkit_dm.ins.ins``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.ins.ins as m_ins_ins

check_bindings(m_ins_ins, "7343-724f81fc")

UNCOVERED = {}

_values_m_ins_ins_FilterName = {member.value: member for member in m_ins_ins.FilterName}
_values_m_ins_ins_InstrumentName = {member.value: member for member in m_ins_ins.InstrumentName}
_values_m_ins_ins_TelescopeName = {member.value: member for member in m_ins_ins.TelescopeName}


def read_CalibrationValidPeriod(node):
    made = new(m_ins_ins.CalibrationValidPeriod)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Name':
        made.name = (child.text or '')
        child = next(children, None)
    else:
        made.name = None
    if child is not None and child.tag == 'Type':
        made.type_value = (child.text or '')
        child = next(children, None)
    else:
        made.type_value = None
    if child is not None and child.tag == 'TimestampStart':
        made.timestamp_start = moment(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'TimestampEnd':
        made.timestamp_end = moment(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CalibrationValidPeriod(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.name) is not None:
        add(f'{j}<Name>{text(value)}</Name>')
    if (value := made.type_value) is not None:
        add(f'{j}<Type>{text(value)}</Type>')
    add(f'{j}<TimestampStart>{moment_text(made.timestamp_start)}</TimestampStart>{j}<TimestampEnd>{moment_text(made.timestamp_end)}</TimestampEnd>')
    add(f'{i}</{tag}>')


def read_DateRange(node):
    made = new(m_ins_ins.DateRange)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Name':
        made.name = (child.text or '')
        child = next(children, None)
    else:
        made.name = None
    if child is not None and child.tag == 'Type':
        made.type_value = (child.text or '')
        child = next(children, None)
    else:
        made.type_value = None
    if child is not None and child.tag == 'TimestampStart':
        made.timestamp_start = moment(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'TimestampEnd':
        made.timestamp_end = moment(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_DateRange(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.name) is not None:
        add(f'{j}<Name>{text(value)}</Name>')
    if (value := made.type_value) is not None:
        add(f'{j}<Type>{text(value)}</Type>')
    add(f'{j}<TimestampStart>{moment_text(made.timestamp_start)}</TimestampStart>{j}<TimestampEnd>{moment_text(made.timestamp_end)}</TimestampEnd>')
    add(f'{i}</{tag}>')


def read_FilterDescription(node):
    made = new(m_ins_ins.FilterDescription)
    c0, *rest = node
    made.name = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'MagId':
        made.mag_id = (child.text or '')
        child = next(children, None)
    else:
        made.mag_id = None
    if child is not None and child.tag == 'CentralWavelength':
        made.central_wavelength = float(child.text)
        child = next(children, None)
    else:
        made.central_wavelength = None
    if child is not None and child.tag == 'MinWavelength':
        made.min_wavelength = float(child.text)
        child = next(children, None)
    else:
        made.min_wavelength = None
    if child is not None and child.tag == 'MaxWavelength':
        made.max_wavelength = float(child.text)
        child = next(children, None)
    else:
        made.max_wavelength = None
    if child is not None and child.tag == 'Reference':
        made.reference = (child.text or '')
        child = next(children, None)
    else:
        made.reference = None
    if child is not None and child.tag == 'HasFringes':
        made.has_fringes = int(child.text)
        child = next(children, None)
    else:
        made.has_fringes = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_FilterDescription(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Name>{text(made.name)}</Name>')
    if (value := made.mag_id) is not None:
        add(f'{j}<MagId>{text(value)}</MagId>')
    if (value := made.central_wavelength) is not None:
        add(f'{j}<CentralWavelength>{number_text(value)}</CentralWavelength>')
    if (value := made.min_wavelength) is not None:
        add(f'{j}<MinWavelength>{number_text(value)}</MinWavelength>')
    if (value := made.max_wavelength) is not None:
        add(f'{j}<MaxWavelength>{number_text(value)}</MaxWavelength>')
    if (value := made.reference) is not None:
        add(f'{j}<Reference>{text(value)}</Reference>')
    if (value := made.has_fringes) is not None:
        add(f'{j}<HasFringes>{integer_text(value)}</HasFringes>')
    add(f'{i}</{tag}>')


def read_ObservingInstrument(node):
    made = new(m_ins_ins.ObservingInstrument)
    c0, c1, = node
    made.instrument_name = (c0.text or '')
    made.telescope_name = (c1.text or '')
    return made


def write_ObservingInstrument(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<InstrumentName>{text(made.instrument_name)}</InstrumentName>{j}<TelescopeName>{text(made.telescope_name)}</TelescopeName>')
    add(f'{i}</{tag}>')


def read_Filter(node):
    made = new(m_ins_ins.Filter)
    c0, = node
    made.name = (_values_m_ins_ins_FilterName.get(c0.text) or enumerated(m_ins_ins.FilterName, c0.text))
    return made


def write_Filter(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Name>{made.name._value_}</Name>')
    add(f'{i}</{tag}>')


def read_FilterDescriptionList(node):
    made = new(m_ins_ins.FilterDescriptionList)
    made.filter = [read_FilterDescription(child) for child in node]
    return made


def write_FilterDescriptionList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.filter:
        write_FilterDescription(value, 'Filter', add, j)
    add(f'{i}</{tag}>')


def read_Instrument(node):
    made = new(m_ins_ins.Instrument)
    c0, c1, = node
    made.instrument_name = (_values_m_ins_ins_InstrumentName.get(c0.text) or enumerated(m_ins_ins.InstrumentName, c0.text))
    made.telescope_name = (_values_m_ins_ins_TelescopeName.get(c1.text) or enumerated(m_ins_ins.TelescopeName, c1.text))
    return made


def write_Instrument(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<InstrumentName>{made.instrument_name._value_}</InstrumentName>{j}<TelescopeName>{made.telescope_name._value_}</TelescopeName>')
    add(f'{i}</{tag}>')

READERS = {
    "CalibrationValidPeriod": read_CalibrationValidPeriod,
    "DateRange": read_DateRange,
    "FilterDescription": read_FilterDescription,
    "ObservingInstrument": read_ObservingInstrument,
    "Filter": read_Filter,
    "FilterDescriptionList": read_FilterDescriptionList,
    "Instrument": read_Instrument,
}
WRITERS = {
    "CalibrationValidPeriod": write_CalibrationValidPeriod,
    "DateRange": write_DateRange,
    "FilterDescription": write_FilterDescription,
    "ObservingInstrument": write_ObservingInstrument,
    "Filter": write_Filter,
    "FilterDescriptionList": write_FilterDescriptionList,
    "Instrument": write_Instrument,
}
ROOTS = {
    "CalibrationValidPeriod": ('calibrationValidPeriod', ''),
    "DateRange": ('dateRange', ''),
    "FilterDescription": ('filterDescription', ''),
    "ObservingInstrument": ('observingInstrument', ''),
    "Filter": ('filter', ''),
    "FilterDescriptionList": ('filterDescriptionList', ''),
    "Instrument": ('instrument', ''),
}
