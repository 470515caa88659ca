"""Codecs of the classes in ``dpkit_dm.pro.spirou``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.pro.spirou as m_pro_spirou
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_pro_spirou, "9378-b43d3a2b")

UNCOVERED = {}

_values_m_pro_spirou_FiberName = {member.value: member for member in m_pro_spirou.FiberName}
_values_m_pro_spirou_FlatType = {member.value: member for member in m_pro_spirou.FlatType}
_values_m_pro_spirou_SpirouCombination = {member.value: member for member in m_pro_spirou.SpirouCombination}
_values_m_pro_spirou_SincConvention = {member.value: member for member in m_pro_spirou.SincConvention}


def read_BlazeOrder(node):
    made = new(m_pro_spirou.BlazeOrder)
    c0, c1, c2, c3, c4, c5, c6, *rest = node
    made.order_number = int(c0.text)
    made.signal_to_noise = float(c1.text)
    made.rms = float(c2.text)
    made.amplitude = float(c3.text)
    made.period = float(c4.text)
    made.center = float(c5.text)
    made.slope = float(c6.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Quadratic':
        made.quadratic = float(child.text)
        child = next(children, None)
    else:
        made.quadratic = None
    if child is not None and child.tag == 'Cubic':
        made.cubic = float(child.text)
        child = next(children, None)
    else:
        made.cubic = None
    if child is not None and child.tag == 'FitPixels':
        made.fit_pixels = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Converged':
        made.converged = boolean(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_BlazeOrder(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<OrderNumber>{integer_text(made.order_number)}</OrderNumber>{j}<SignalToNoise>{number_text(made.signal_to_noise)}</SignalToNoise>{j}<Rms>{number_text(made.rms)}</Rms>{j}<Amplitude>{number_text(made.amplitude)}</Amplitude>{j}<Period>{number_text(made.period)}</Period>{j}<Center>{number_text(made.center)}</Center>{j}<Slope>{number_text(made.slope)}</Slope>')
    if (value := made.quadratic) is not None:
        add(f'{j}<Quadratic>{number_text(value)}</Quadratic>')
    if (value := made.cubic) is not None:
        add(f'{j}<Cubic>{number_text(value)}</Cubic>')
    add(f'{j}<FitPixels>{integer_text(made.fit_pixels)}</FitPixels>{j}<Converged>{boolean_text(made.converged)}</Converged>')
    add(f'{i}</{tag}>')


def read_InputFileList(node):
    made = new(m_pro_spirou.InputFileList)
    made.file = [(child.text or '') for child in node]
    return made


def write_InputFileList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.file:
        add(f'{j}<File>{text(value)}</File>')
    add(f'{i}</{tag}>')


def read_BlazeOrderList(node):
    made = new(m_pro_spirou.BlazeOrderList)
    made.order = [read_BlazeOrder(child) for child in node]
    return made


def write_BlazeOrderList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.order:
        write_BlazeOrder(value, 'Order', add, j)
    add(f'{i}</{tag}>')


def read_MaxRmsFlag(node):
    made = new(m_pro_spirou.MaxRmsFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/MaxRms'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = float('0.05') if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_MaxRmsFlag(made, tag, add, i, extra=''):
    value = made.xpath
    extra += f' xpath="{attribute_text(value)}"'
    if (value := made.min_limit) is not None:
        extra += f' minLimit="{number_text(value)}"'
    if (value := made.max_limit) is not None:
        extra += f' maxLimit="{number_text(value)}"'
    value = made.flagged
    extra += f' flagged="{boolean_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else boolean_text(value)}</{tag}>')


def read_SpirouBlaze(node):
    made = new(m_pro_spirou.SpirouBlaze)
    c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, = node
    made.instrument = (c0.text or '')
    made.fiber = (_values_m_pro_spirou_FiberName.get(c1.text) or enumerated(m_pro_spirou.FiberName, c1.text))
    made.dpr_type = (_values_m_pro_spirou_FlatType.get(c2.text) or enumerated(m_pro_spirou.FlatType, c2.text))
    made.input_file_list = read_InputFileList(c3)
    made.first_raw_file = (c4.text or '')
    made.combination = (_values_m_pro_spirou_SpirouCombination.get(c5.text) or enumerated(m_pro_spirou.SpirouCombination, c5.text))
    made.mid_time = moment(c6.text)
    made.mjd_mid = float(c7.text)
    made.mjd_mid_method = (c8.text or '')
    made.is_reference = boolean(c9.text)
    made.sinc_convention = (_values_m_pro_spirou_SincConvention.get(c10.text) or enumerated(m_pro_spirou.SincConvention, c10.text))
    made.blaze_cut = float(c11.text)
    made.fit_cut = float(c12.text)
    made.max_rms = float(c13.text)
    made.order_list = read_BlazeOrderList(c14)
    made.data_storage = c_sys_lean_sys.read_DataFile(c15)
    return made


def write_SpirouBlaze(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Instrument>{text(made.instrument)}</Instrument>{j}<Fiber>{made.fiber._value_}</Fiber>{j}<DprType>{made.dpr_type._value_}</DprType>')
    write_InputFileList(made.input_file_list, 'InputFileList', add, j)
    add(f'{j}<FirstRawFile>{text(made.first_raw_file)}</FirstRawFile>{j}<Combination>{made.combination._value_}</Combination>{j}<MidTime>{moment_text(made.mid_time)}</MidTime>{j}<MjdMid>{number_text(made.mjd_mid)}</MjdMid>{j}<MjdMidMethod>{text(made.mjd_mid_method)}</MjdMidMethod>{j}<IsReference>{boolean_text(made.is_reference)}</IsReference>{j}<SincConvention>{made.sinc_convention._value_}</SincConvention>{j}<BlazeCut>{number_text(made.blaze_cut)}</BlazeCut>{j}<FitCut>{number_text(made.fit_cut)}</FitCut>{j}<MaxRms>{number_text(made.max_rms)}</MaxRms>')
    write_BlazeOrderList(made.order_list, 'OrderList', add, j)
    c_sys_lean_sys.write_DataFile(made.data_storage, 'DataStorage', add, j)
    add(f'{i}</{tag}>')


def read_SqfSpirouBlaze(node):
    made = new(m_pro_spirou.SqfSpirouBlaze)
    c0, = node
    made.max_rms_exceeded = read_MaxRmsFlag(c0)
    return made


def write_SqfSpirouBlaze(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_MaxRmsFlag(made.max_rms_exceeded, 'MaxRmsExceeded', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "BlazeOrder": read_BlazeOrder,
    "InputFileList": read_InputFileList,
    "BlazeOrderList": read_BlazeOrderList,
    "MaxRmsFlag": read_MaxRmsFlag,
    "SpirouBlaze": read_SpirouBlaze,
    "SqfSpirouBlaze": read_SqfSpirouBlaze,
}
WRITERS = {
    "BlazeOrder": write_BlazeOrder,
    "InputFileList": write_InputFileList,
    "BlazeOrderList": write_BlazeOrderList,
    "MaxRmsFlag": write_MaxRmsFlag,
    "SpirouBlaze": write_SpirouBlaze,
    "SqfSpirouBlaze": write_SqfSpirouBlaze,
}
ROOTS = {
    "BlazeOrder": ('blazeOrder', ''),
    "InputFileList": ('inputFileList', ''),
    "BlazeOrderList": ('blazeOrderList', ''),
    "MaxRmsFlag": ('maxRmsFlag', ''),
    "SpirouBlaze": ('spirouBlaze', ''),
    "SqfSpirouBlaze": ('sqfSpirouBlaze', ''),
}
