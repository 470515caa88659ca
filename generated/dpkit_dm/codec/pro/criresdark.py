"""Codecs of the classes in ``dpkit_dm.pro.criresdark``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.pro.crires as m_pro_crires
import dpkit_dm.pro.criresdark as m_pro_criresdark
import dpkit_dm.codec.pro.crires as c_pro_crires

check_bindings(m_pro_criresdark, "3931-f300d810")

UNCOVERED = {}

_values_m_pro_crires_CriresDetectorId = {member.value: member for member in m_pro_crires.CriresDetectorId}


def read_CriresDarkDetector(node):
    made = new(m_pro_criresdark.CriresDarkDetector)
    c0, *rest = node
    made.detector_id = (_values_m_pro_crires_CriresDetectorId.get(c0.text) or enumerated(m_pro_crires.CriresDetectorId, c0.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'MedianLevel':
        made.median_level = float(child.text)
        child = next(children, None)
    else:
        made.median_level = None
    if child is not None and child.tag == 'MedianSpread':
        made.median_spread = float(child.text)
        child = next(children, None)
    else:
        made.median_spread = None
    if child is not None and child.tag == 'ReadNoise12':
        made.read_noise12 = float(child.text)
        child = next(children, None)
    else:
        made.read_noise12 = None
    if child is not None and child.tag == 'ReadNoise23':
        made.read_noise23 = float(child.text)
        child = next(children, None)
    else:
        made.read_noise23 = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CriresDarkDetector(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<DetectorId>{made.detector_id._value_}</DetectorId>')
    if (value := made.median_level) is not None:
        add(f'{j}<MedianLevel>{number_text(value)}</MedianLevel>')
    if (value := made.median_spread) is not None:
        add(f'{j}<MedianSpread>{number_text(value)}</MedianSpread>')
    if (value := made.read_noise12) is not None:
        add(f'{j}<ReadNoise12>{number_text(value)}</ReadNoise12>')
    if (value := made.read_noise23) is not None:
        add(f'{j}<ReadNoise23>{number_text(value)}</ReadNoise23>')
    add(f'{i}</{tag}>')


def read_CriresDarkDetectorList(node):
    made = new(m_pro_criresdark.CriresDarkDetectorList)
    made.detector = [read_CriresDarkDetector(child) for child in node]
    return made


def write_CriresDarkDetectorList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.detector:
        write_CriresDarkDetector(value, 'Detector', add, j)
    add(f'{i}</{tag}>')


def read_CriresDarkQc(node):
    made = new(m_pro_criresdark.CriresDarkQc)
    c0, c1, c2, *rest = node
    made.exposure = c_pro_crires.read_CriresDarkExposure(c0)
    made.frame_number = int(c1.text)
    made.detector_list = read_CriresDarkDetectorList(c2)
    children = iter(rest)
    child = next(children, None)
    items = made.raw_frame = []
    while child is not None and child.tag == 'RawFrame':
        items.append((child.text or ''))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CriresDarkQc(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_pro_crires.write_CriresDarkExposure(made.exposure, 'Exposure', add, j)
    add(f'{j}<FrameNumber>{integer_text(made.frame_number)}</FrameNumber>')
    write_CriresDarkDetectorList(made.detector_list, 'DetectorList', add, j)
    for value in made.raw_frame:
        add(f'{j}<RawFrame>{text(value)}</RawFrame>')
    add(f'{i}</{tag}>')

READERS = {
    "CriresDarkDetector": read_CriresDarkDetector,
    "CriresDarkDetectorList": read_CriresDarkDetectorList,
    "CriresDarkQc": read_CriresDarkQc,
}
WRITERS = {
    "CriresDarkDetector": write_CriresDarkDetector,
    "CriresDarkDetectorList": write_CriresDarkDetectorList,
    "CriresDarkQc": write_CriresDarkQc,
}
ROOTS = {
    "CriresDarkDetector": ('criresDarkDetector', ''),
    "CriresDarkDetectorList": ('criresDarkDetectorList', ''),
    "CriresDarkQc": ('criresDarkQc', ''),
}
