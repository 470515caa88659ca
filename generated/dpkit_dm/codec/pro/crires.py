"""Codecs of the classes in ``dpkit_dm.pro.crires``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.pro.crires as m_pro_crires
import dpkit_dm.sys.lean.sys as m_sys_lean_sys
import dpkit_dm.codec.sys.lean.sys as c_sys_lean_sys

check_bindings(m_pro_crires, "21531-a85d930c")

UNCOVERED = {}

_values_m_pro_crires_CriresDetectorId = {member.value: member for member in m_pro_crires.CriresDetectorId}
_type_XmlDate = __import__('xsdata.models.datatype', fromlist=['x']).XmlDate
_values_m_pro_crires_CriresRawType = {member.value: member for member in m_pro_crires.CriresRawType}
_values_m_pro_crires_Normalisation = {member.value: member for member in m_pro_crires.Normalisation}
_values_m_pro_crires_Combination = {member.value: member for member in m_pro_crires.Combination}


def read_CriresAssociatedProduct(node):
    made = new(m_pro_crires.CriresAssociatedProduct)
    c0, c1, = node
    made.role = (c0.text or '')
    made.product = (c1.text or '')
    return made


def write_CriresAssociatedProduct(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Role>{text(made.role)}</Role>{j}<Product>{text(made.product)}</Product>')
    add(f'{i}</{tag}>')


def read_CriresSetting(node):
    made = new(m_pro_crires.CriresSetting)
    c0, c1, c2, c3, = node
    made.setting_name = (c0.text or '')
    made.reference_wavelength = float(c1.text)
    made.baffle_position = float(c2.text)
    made.lamp = (c3.text or '')
    return made


def write_CriresSetting(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<SettingName>{text(made.setting_name)}</SettingName>{j}<ReferenceWavelength>{number_text(made.reference_wavelength)}</ReferenceWavelength>{j}<BafflePosition>{number_text(made.baffle_position)}</BafflePosition>{j}<Lamp>{text(made.lamp)}</Lamp>')
    add(f'{i}</{tag}>')


def read_CriresWindow(node):
    made = new(m_pro_crires.CriresWindow)
    c0, c1, c2, c3, = node
    made.start_x = int(c0.text)
    made.start_y = int(c1.text)
    made.columns = int(c2.text)
    made.rows = int(c3.text)
    return made


def write_CriresWindow(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<StartX>{integer_text(made.start_x)}</StartX>{j}<StartY>{integer_text(made.start_y)}</StartY>{j}<Columns>{integer_text(made.columns)}</Columns>{j}<Rows>{integer_text(made.rows)}</Rows>')
    add(f'{i}</{tag}>')


def read_CriresDarkExposure(node):
    made = new(m_pro_crires.CriresDarkExposure)
    c0, c1, c2, c3, c4, c5, c6, c7, = node
    made.instrument = (c0.text or '')
    made.setting_name = (c1.text or '')
    made.first_raw_file = (c2.text or '')
    made.observation_start = moment(c3.text)
    made.mjd_obs = float(c4.text)
    made.dit = float(c5.text)
    made.ndit = int(c6.text)
    made.window = read_CriresWindow(c7)
    return made


def write_CriresDarkExposure(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Instrument>{text(made.instrument)}</Instrument>{j}<SettingName>{text(made.setting_name)}</SettingName>{j}<FirstRawFile>{text(made.first_raw_file)}</FirstRawFile>{j}<ObservationStart>{moment_text(made.observation_start)}</ObservationStart>{j}<MjdObs>{number_text(made.mjd_obs)}</MjdObs>{j}<DIT>{number_text(made.dit)}</DIT>{j}<NDIT>{integer_text(made.ndit)}</NDIT>')
    write_CriresWindow(made.window, 'Window', add, j)
    add(f'{i}</{tag}>')


def read_CriresDetector(node):
    made = new(m_pro_crires.CriresDetector)
    c0, = node
    made.detector_id = (_values_m_pro_crires_CriresDetectorId.get(c0.text) or enumerated(m_pro_crires.CriresDetectorId, c0.text))
    return made


def write_CriresDetector(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<DetectorId>{made.detector_id._value_}</DetectorId>')
    add(f'{i}</{tag}>')


def read_CriresExposure(node):
    made = new(m_pro_crires.CriresExposure)
    c0, c1, c2, c3, c4, c5, c6, c7, = node
    made.instrument = (c0.text or '')
    made.setting = read_CriresSetting(c1)
    made.first_raw_file = (c2.text or '')
    made.observation_start = moment(c3.text)
    made.mjd_obs = float(c4.text)
    made.dit = float(c5.text)
    made.ndit = int(c6.text)
    made.window = read_CriresWindow(c7)
    return made


def write_CriresExposure(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Instrument>{text(made.instrument)}</Instrument>')
    write_CriresSetting(made.setting, 'Setting', add, j)
    add(f'{j}<FirstRawFile>{text(made.first_raw_file)}</FirstRawFile>{j}<ObservationStart>{moment_text(made.observation_start)}</ObservationStart>{j}<MjdObs>{number_text(made.mjd_obs)}</MjdObs>{j}<DIT>{number_text(made.dit)}</DIT>{j}<NDIT>{integer_text(made.ndit)}</NDIT>')
    write_CriresWindow(made.window, 'Window', add, j)
    add(f'{i}</{tag}>')


def read_CriresAssociationBlock(node):
    made = new(m_pro_crires.CriresAssociationBlock)
    c0, c1, c2, c3, c4, *rest = node
    made.block_name = (c0.text or '')
    made.civil_date = convert(c1.text or '', (_type_XmlDate,))
    made.raw_type = (_values_m_pro_crires_CriresRawType.get(c2.text) or enumerated(m_pro_crires.CriresRawType, c2.text))
    made.exposure = read_CriresExposure(c3)
    made.frame_number = int(c4.text)
    children = iter(rest)
    child = next(children, None)
    items = made.raw_frame = []
    while child is not None and child.tag == 'RawFrame':
        items.append((child.text or ''))
        child = next(children, None)
    items = made.associated = []
    while child is not None and child.tag == 'Associated':
        items.append(read_CriresAssociatedProduct(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CriresAssociationBlock(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<BlockName>{text(made.block_name)}</BlockName>{j}<CivilDate>{convert_text(made.civil_date)}</CivilDate>{j}<RawType>{made.raw_type._value_}</RawType>')
    write_CriresExposure(made.exposure, 'Exposure', add, j)
    add(f'{j}<FrameNumber>{integer_text(made.frame_number)}</FrameNumber>')
    for value in made.raw_frame:
        add(f'{j}<RawFrame>{text(value)}</RawFrame>')
    for value in made.associated:
        write_CriresAssociatedProduct(value, 'Associated', add, j)
    add(f'{i}</{tag}>')


def read_CriresDetectorList(node):
    made = new(m_pro_crires.CriresDetectorList)
    made.detector = [read_CriresDetector(child) for child in node]
    return made


def write_CriresDetectorList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.detector:
        write_CriresDetector(value, 'Detector', add, j)
    add(f'{i}</{tag}>')


def read_CriresFlatReference(node):
    made = new(m_pro_crires.CriresFlatReference)
    c0, c1, c2, c3, *rest = node
    made.exposure = read_CriresExposure(c0)
    made.master_flat = (c1.text or '')
    made.bad_pixel_map = (c2.text or '')
    made.use_after = moment(c3.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Remark':
        made.remark = (child.text or '')
        child = next(children, None)
    else:
        made.remark = None
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_sys_lean_sys.read_DataFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CriresFlatReference(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_CriresExposure(made.exposure, 'Exposure', add, j)
    add(f'{j}<MasterFlat>{text(made.master_flat)}</MasterFlat>{j}<BadPixelMap>{text(made.bad_pixel_map)}</BadPixelMap>{j}<UseAfter>{moment_text(made.use_after)}</UseAfter>')
    if (value := made.remark) is not None:
        add(f'{j}<Remark>{text(value)}</Remark>')
    c_sys_lean_sys.write_DataFile(made.data_storage, 'DataStorage', add, j)
    add(f'{i}</{tag}>')


def read_CriresBadPixelMap(node):
    made = new(m_pro_crires.CriresBadPixelMap)
    c0, c1, c2, c3, c4, c5, c6, c7, = node
    made.exposure = read_CriresExposure(c0)
    made.detector_list = read_CriresDetectorList(c1)
    made.low_bad_pixel_limit = float(c2.text)
    made.high_bad_pixel_limit = float(c3.text)
    made.nan_is_bad = boolean(c4.text)
    made.master_flat = (c5.text or '')
    made.valid_from = moment(c6.text)
    made.data_storage = c_sys_lean_sys.read_DataFile(c7)
    return made


def write_CriresBadPixelMap(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_CriresExposure(made.exposure, 'Exposure', add, j)
    write_CriresDetectorList(made.detector_list, 'DetectorList', add, j)
    add(f'{j}<LowBadPixelLimit>{number_text(made.low_bad_pixel_limit)}</LowBadPixelLimit>{j}<HighBadPixelLimit>{number_text(made.high_bad_pixel_limit)}</HighBadPixelLimit>{j}<NanIsBad>{boolean_text(made.nan_is_bad)}</NanIsBad>{j}<MasterFlat>{text(made.master_flat)}</MasterFlat>{j}<ValidFrom>{moment_text(made.valid_from)}</ValidFrom>')
    c_sys_lean_sys.write_DataFile(made.data_storage, 'DataStorage', add, j)
    add(f'{i}</{tag}>')


def read_CriresDarkFrame(node):
    made = new(m_pro_crires.CriresDarkFrame)
    c0, c1, c2, = node
    made.exposure = read_CriresDarkExposure(c0)
    made.detector_list = read_CriresDetectorList(c1)
    made.data_storage = c_sys_lean_sys.read_DataFile(c2)
    return made


def write_CriresDarkFrame(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_CriresDarkExposure(made.exposure, 'Exposure', add, j)
    write_CriresDetectorList(made.detector_list, 'DetectorList', add, j)
    c_sys_lean_sys.write_DataFile(made.data_storage, 'DataStorage', add, j)
    add(f'{i}</{tag}>')


def read_CriresFlatFrame(node):
    made = new(m_pro_crires.CriresFlatFrame)
    c0, c1, c2, c3, = node
    made.exposure = read_CriresExposure(c0)
    made.detector_list = read_CriresDetectorList(c1)
    made.raw_type = (_values_m_pro_crires_CriresRawType.get(c2.text) or enumerated(m_pro_crires.CriresRawType, c2.text))
    made.data_storage = c_sys_lean_sys.read_DataFile(c3)
    return made


def write_CriresFlatFrame(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_CriresExposure(made.exposure, 'Exposure', add, j)
    write_CriresDetectorList(made.detector_list, 'DetectorList', add, j)
    add(f'{j}<RawType>{made.raw_type._value_}</RawType>')
    c_sys_lean_sys.write_DataFile(made.data_storage, 'DataStorage', add, j)
    add(f'{i}</{tag}>')


def read_CriresMasterFlat(node):
    made = new(m_pro_crires.CriresMasterFlat)
    c0, c1, c2, c3, c4, *rest = node
    made.exposure = read_CriresExposure(c0)
    made.detector_list = read_CriresDetectorList(c1)
    made.frame_number = int(c2.text)
    made.normalisation = (_values_m_pro_crires_Normalisation.get(c3.text) or enumerated(m_pro_crires.Normalisation, c3.text))
    made.combination = (_values_m_pro_crires_Combination.get(c4.text) or enumerated(m_pro_crires.Combination, c4.text))
    children = iter(rest)
    child = next(children, None)
    items = made.raw_frame = []
    while child is not None and child.tag == 'RawFrame':
        items.append((child.text or ''))
        child = next(children, None)
    if child is not None and child.tag == 'ValidFrom':
        made.valid_from = moment(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_sys_lean_sys.read_DataFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CriresMasterFlat(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_CriresExposure(made.exposure, 'Exposure', add, j)
    write_CriresDetectorList(made.detector_list, 'DetectorList', add, j)
    add(f'{j}<FrameNumber>{integer_text(made.frame_number)}</FrameNumber>{j}<Normalisation>{made.normalisation._value_}</Normalisation>{j}<Combination>{made.combination._value_}</Combination>')
    for value in made.raw_frame:
        add(f'{j}<RawFrame>{text(value)}</RawFrame>')
    add(f'{j}<ValidFrom>{moment_text(made.valid_from)}</ValidFrom>')
    c_sys_lean_sys.write_DataFile(made.data_storage, 'DataStorage', add, j)
    add(f'{i}</{tag}>')


def read_CriresSnrMap(node):
    made = new(m_pro_crires.CriresSnrMap)
    c0, c1, c2, c3, c4, = node
    made.exposure = read_CriresExposure(c0)
    made.detector_list = read_CriresDetectorList(c1)
    made.frame_number = int(c2.text)
    made.master_flat = (c3.text or '')
    made.data_storage = c_sys_lean_sys.read_DataFile(c4)
    return made


def write_CriresSnrMap(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_CriresExposure(made.exposure, 'Exposure', add, j)
    write_CriresDetectorList(made.detector_list, 'DetectorList', add, j)
    add(f'{j}<FrameNumber>{integer_text(made.frame_number)}</FrameNumber>{j}<MasterFlat>{text(made.master_flat)}</MasterFlat>')
    c_sys_lean_sys.write_DataFile(made.data_storage, 'DataStorage', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "CriresAssociatedProduct": read_CriresAssociatedProduct,
    "CriresSetting": read_CriresSetting,
    "CriresWindow": read_CriresWindow,
    "CriresDarkExposure": read_CriresDarkExposure,
    "CriresDetector": read_CriresDetector,
    "CriresExposure": read_CriresExposure,
    "CriresAssociationBlock": read_CriresAssociationBlock,
    "CriresDetectorList": read_CriresDetectorList,
    "CriresFlatReference": read_CriresFlatReference,
    "CriresBadPixelMap": read_CriresBadPixelMap,
    "CriresDarkFrame": read_CriresDarkFrame,
    "CriresFlatFrame": read_CriresFlatFrame,
    "CriresMasterFlat": read_CriresMasterFlat,
    "CriresSnrMap": read_CriresSnrMap,
}
WRITERS = {
    "CriresAssociatedProduct": write_CriresAssociatedProduct,
    "CriresSetting": write_CriresSetting,
    "CriresWindow": write_CriresWindow,
    "CriresDarkExposure": write_CriresDarkExposure,
    "CriresDetector": write_CriresDetector,
    "CriresExposure": write_CriresExposure,
    "CriresAssociationBlock": write_CriresAssociationBlock,
    "CriresDetectorList": write_CriresDetectorList,
    "CriresFlatReference": write_CriresFlatReference,
    "CriresBadPixelMap": write_CriresBadPixelMap,
    "CriresDarkFrame": write_CriresDarkFrame,
    "CriresFlatFrame": write_CriresFlatFrame,
    "CriresMasterFlat": write_CriresMasterFlat,
    "CriresSnrMap": write_CriresSnrMap,
}
ROOTS = {
    "CriresAssociatedProduct": ('criresAssociatedProduct', ''),
    "CriresSetting": ('criresSetting', ''),
    "CriresWindow": ('criresWindow', ''),
    "CriresDarkExposure": ('criresDarkExposure', ''),
    "CriresDetector": ('criresDetector', ''),
    "CriresExposure": ('criresExposure', ''),
    "CriresAssociationBlock": ('criresAssociationBlock', ''),
    "CriresDetectorList": ('criresDetectorList', ''),
    "CriresFlatReference": ('criresFlatReference', ''),
    "CriresBadPixelMap": ('criresBadPixelMap', ''),
    "CriresDarkFrame": ('criresDarkFrame', ''),
    "CriresFlatFrame": ('criresFlatFrame', ''),
    "CriresMasterFlat": ('criresMasterFlat', ''),
    "CriresSnrMap": ('criresSnrMap', ''),
}
