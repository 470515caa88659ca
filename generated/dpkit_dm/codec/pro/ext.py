"""Codecs of the classes in ``dpkit_dm.pro.ext``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.fit as m_bas_fit
import dpkit_dm.bas.img as m_bas_img
import dpkit_dm.bas.stc as m_bas_stc
import dpkit_dm.ins.ins as m_ins_ins
import dpkit_dm.pro.ext as m_pro_ext
import dpkit_dm.codec.bas.fit as c_bas_fit
import dpkit_dm.codec.bas.img as c_bas_img
import dpkit_dm.codec.bas.stc as c_bas_stc
import dpkit_dm.codec.ins.ins as c_ins_ins

check_bindings(m_pro_ext, "2551-e02eff20")

UNCOVERED = {}




def read_ExtCalibratedFrame(node):
    made = new(m_pro_ext.ExtCalibratedFrame)
    c0, c1, *rest = node
    made.exposure_time = c_bas_img.read_ExposureTime(c0)
    made.img_type = c_bas_img.read_FrameType(c1)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'ImgArea':
        made.img_area = c_bas_img.read_ImageArea(child)
        child = next(children, None)
    else:
        made.img_area = None
    if child is not None and child.tag == 'ImgNumber':
        made.img_number = int(child.text)
        child = next(children, None)
    else:
        made.img_number = None
    if child is not None and child.tag == 'AxisNumber':
        made.axis_number = int(child.text)
        child = next(children, None)
    else:
        made.axis_number = None
    if child is not None and child.tag == 'AxisLengths':
        made.axis_lengths = ([int(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.axis_lengths = m_pro_ext.ExtCalibratedFrame.__dataclass_fields__['axis_lengths'].default_factory()
    if child is not None and child.tag == 'DataSize':
        made.data_size = int(child.text)
        child = next(children, None)
    else:
        made.data_size = None
    if child is not None and child.tag == 'DataLength':
        made.data_length = int(child.text)
        child = next(children, None)
    else:
        made.data_length = None
    if child is not None and child.tag == 'ImgStatistics':
        made.img_statistics = c_bas_img.read_ImageStatistics(child)
        child = next(children, None)
    else:
        made.img_statistics = None
    if child is not None and child.tag == 'SimInputConfId':
        made.sim_input_conf_id = (child.text or '')
        child = next(children, None)
    else:
        made.sim_input_conf_id = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = c_ins_ins.read_ObservingInstrument(child)
        child = next(children, None)
    else:
        made.instrument = None
    if child is not None and child.tag == 'Filter':
        made.filter = c_ins_ins.read_FilterDescription(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'WCS':
        made.wcs = c_bas_img.read_WorldCoordinates(child)
        child = next(children, None)
    else:
        made.wcs = None
    if child is not None and child.tag == 'ZeroPoint':
        made.zero_point = c_bas_img.read_ZeroPoint(child)
        child = next(children, None)
    else:
        made.zero_point = None
    if child is not None and child.tag == 'ImgSpatialFootprint':
        made.img_spatial_footprint = c_bas_stc.read_SpatialFootprint(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'ObservationDateTime':
        made.observation_date_time = c_bas_img.read_ObservationDateTime(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'ObservationSequence':
        made.observation_sequence = c_bas_img.read_ObservationSequence(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.data_storage = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ExtCalibratedFrame(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    c_bas_img.write_ExposureTime(made.exposure_time, 'ExposureTime', add, j)
    c_bas_img.write_FrameType(made.img_type, 'ImgType', add, j)
    if (value := made.img_area) is not None:
        c_bas_img.write_ImageArea(value, 'ImgArea', add, j)
    if (value := made.img_number) is not None:
        add(f'{j}<ImgNumber>{integer_text(value)}</ImgNumber>')
    if (value := made.axis_number) is not None:
        add(f'{j}<AxisNumber>{integer_text(value)}</AxisNumber>')
    if (value := made.axis_lengths) or value.__class__ in (GivenList, Nil):
        add(f'{j}<AxisLengths>{" ".join([integer_text(t) for t in value])}</AxisLengths>')
    if (value := made.data_size) is not None:
        add(f'{j}<DataSize>{integer_text(value)}</DataSize>')
    if (value := made.data_length) is not None:
        add(f'{j}<DataLength>{integer_text(value)}</DataLength>')
    if (value := made.img_statistics) is not None:
        c_bas_img.write_ImageStatistics(value, 'ImgStatistics', add, j)
    if (value := made.sim_input_conf_id) is not None:
        add(f'{j}<SimInputConfId>{text(value)}</SimInputConfId>')
    if (value := made.instrument) is not None:
        c_ins_ins.write_ObservingInstrument(value, 'Instrument', add, j)
    c_ins_ins.write_FilterDescription(made.filter, 'Filter', add, j)
    if (value := made.wcs) is not None:
        c_bas_img.write_WorldCoordinates(value, 'WCS', add, j)
    if (value := made.zero_point) is not None:
        c_bas_img.write_ZeroPoint(value, 'ZeroPoint', add, j)
    c_bas_stc.write_SpatialFootprint(made.img_spatial_footprint, 'ImgSpatialFootprint', add, j)
    c_bas_img.write_ObservationDateTime(made.observation_date_time, 'ObservationDateTime', add, j)
    c_bas_img.write_ObservationSequence(made.observation_sequence, 'ObservationSequence', add, j)
    if (value := made.data_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'DataStorage', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "ExtCalibratedFrame": read_ExtCalibratedFrame,
}
WRITERS = {
    "ExtCalibratedFrame": write_ExtCalibratedFrame,
}
ROOTS = {
    "ExtCalibratedFrame": ('extCalibratedFrame', ''),
}
