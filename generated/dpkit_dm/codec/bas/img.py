"""Codecs of the classes in ``dpkit_dm.bas.img``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.img as m_bas_img
import dpkit_dm.ins.ins as m_ins_ins
import dpkit_dm.codec.ins.ins as c_ins_ins

check_bindings(m_bas_img, "27643-5b1f04e5")

UNCOVERED = {}

_values_m_bas_img_CoordinateType = {member.value: member for member in m_bas_img.CoordinateType}
_values_m_bas_img_ImageCategory = {member.value: member for member in m_bas_img.ImageCategory}
_values_m_bas_img_ImageSecondType = {member.value: member for member in m_bas_img.ImageSecondType}
_values_m_bas_img_ImageThirdType = {member.value: member for member in m_bas_img.ImageThirdType}
_values_m_bas_img_ImageTechnique = {member.value: member for member in m_bas_img.ImageTechnique}
_values_m_bas_img_ImageFirstType = {member.value: member for member in m_bas_img.ImageFirstType}
_values_m_bas_img_ZeroPointType = {member.value: member for member in m_bas_img.ZeroPointType}


def read_ExposureTime(node):
    made = new(m_bas_img.ExposureTime)
    c0, c1, = node
    made.value = float(c0.text)
    made.unit = (c1.text or '')
    return made


def write_ExposureTime(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Value>{number_text(made.value)}</Value>{j}<Unit>{text(made.unit)}</Unit>')
    add(f'{i}</{tag}>')


def read_ImageArea(node):
    made = new(m_bas_img.ImageArea)
    c0, = node
    made.name = (c0.text or '')
    return made


def write_ImageArea(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Name>{text(made.name)}</Name>')
    add(f'{i}</{tag}>')


def read_ImageStatistics(node):
    made = new(m_bas_img.ImageStatistics)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Min':
        made.min = float(child.text)
        child = next(children, None)
    else:
        made.min = None
    if child is not None and child.tag == 'Max':
        made.max = float(child.text)
        child = next(children, None)
    else:
        made.max = None
    if child is not None and child.tag == 'Mean':
        made.mean = float(child.text)
        child = next(children, None)
    else:
        made.mean = None
    if child is not None and child.tag == 'Stdev':
        made.stdev = float(child.text)
        child = next(children, None)
    else:
        made.stdev = None
    if child is not None and child.tag == 'Median':
        made.median = float(child.text)
        child = next(children, None)
    else:
        made.median = None
    if child is not None and child.tag == 'MinX':
        made.min_x = int(child.text)
        child = next(children, None)
    else:
        made.min_x = None
    if child is not None and child.tag == 'MinY':
        made.min_y = int(child.text)
        child = next(children, None)
    else:
        made.min_y = None
    if child is not None and child.tag == 'MaxX':
        made.max_x = int(child.text)
        child = next(children, None)
    else:
        made.max_x = None
    if child is not None and child.tag == 'MaxY':
        made.max_y = int(child.text)
        child = next(children, None)
    else:
        made.max_y = None
    if child is not None and child.tag == 'NPix':
        made.npix = int(child.text)
        child = next(children, None)
    else:
        made.npix = None
    if child is not None and child.tag == 'XLower':
        made.xlower = int(child.text)
        child = next(children, None)
    else:
        made.xlower = None
    if child is not None and child.tag == 'YLower':
        made.ylower = int(child.text)
        child = next(children, None)
    else:
        made.ylower = None
    if child is not None and child.tag == 'XUpper':
        made.xupper = int(child.text)
        child = next(children, None)
    else:
        made.xupper = None
    if child is not None and child.tag == 'YUpper':
        made.yupper = int(child.text)
        child = next(children, None)
    else:
        made.yupper = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ImageStatistics(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.min) is not None:
        add(f'{j}<Min>{number_text(value)}</Min>')
    if (value := made.max) is not None:
        add(f'{j}<Max>{number_text(value)}</Max>')
    if (value := made.mean) is not None:
        add(f'{j}<Mean>{number_text(value)}</Mean>')
    if (value := made.stdev) is not None:
        add(f'{j}<Stdev>{number_text(value)}</Stdev>')
    if (value := made.median) is not None:
        add(f'{j}<Median>{number_text(value)}</Median>')
    if (value := made.min_x) is not None:
        add(f'{j}<MinX>{integer_text(value)}</MinX>')
    if (value := made.min_y) is not None:
        add(f'{j}<MinY>{integer_text(value)}</MinY>')
    if (value := made.max_x) is not None:
        add(f'{j}<MaxX>{integer_text(value)}</MaxX>')
    if (value := made.max_y) is not None:
        add(f'{j}<MaxY>{integer_text(value)}</MaxY>')
    if (value := made.npix) is not None:
        add(f'{j}<NPix>{integer_text(value)}</NPix>')
    if (value := made.xlower) is not None:
        add(f'{j}<XLower>{integer_text(value)}</XLower>')
    if (value := made.ylower) is not None:
        add(f'{j}<YLower>{integer_text(value)}</YLower>')
    if (value := made.xupper) is not None:
        add(f'{j}<XUpper>{integer_text(value)}</XUpper>')
    if (value := made.yupper) is not None:
        add(f'{j}<YUpper>{integer_text(value)}</YUpper>')
    add(f'{i}</{tag}>')


def read_ObservationDateTime(node):
    made = new(m_bas_img.ObservationDateTime)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'OBT':
        made.obt = moment(child.text)
        child = next(children, None)
    else:
        made.obt = None
    if child is not None and child.tag == 'UTC':
        made.utc = moment(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'MJD':
        made.mjd = float(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ObservationDateTime(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.obt) is not None:
        add(f'{j}<OBT>{moment_text(value)}</OBT>')
    add(f'{j}<UTC>{moment_text(made.utc)}</UTC>{j}<MJD>{number_text(made.mjd)}</MJD>')
    add(f'{i}</{tag}>')


def read_ObservationSequence(node):
    made = new(m_bas_img.ObservationSequence)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'FieldId':
        made.field_id = int(child.text)
        child = next(children, None)
    else:
        made.field_id = None
    if child is not None and child.tag == 'PatchId':
        made.patch_id = int(child.text)
        child = next(children, None)
    else:
        made.patch_id = None
    if child is not None and child.tag == 'IslandId':
        made.island_id = int(child.text)
        child = next(children, None)
    else:
        made.island_id = None
    if child is not None and child.tag == 'ObservationId':
        made.observation_id = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'DitherObservation':
        made.dither_observation = int(child.text)
        child = next(children, None)
    else:
        made.dither_observation = None
    if child is not None and child.tag == 'PointingId':
        made.pointing_id = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'CalblockId':
        made.calblock_id = (child.text or '')
        child = next(children, None)
    else:
        made.calblock_id = None
    if child is not None and child.tag == 'CalblockVariant':
        made.calblock_variant = (child.text or '')
        child = next(children, None)
    else:
        made.calblock_variant = None
    if child is not None and child.tag == 'Exposure':
        made.exposure = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'TotalExposure':
        made.total_exposure = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'ObjectId':
        made.object_id = (child.text or '')
        child = next(children, None)
    else:
        made.object_id = None
    if child is not None and child.tag == 'ObjectName':
        made.object_name = (child.text or '')
        child = next(children, None)
    else:
        made.object_name = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ObservationSequence(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.field_id) is not None:
        add(f'{j}<FieldId>{integer_text(value)}</FieldId>')
    if (value := made.patch_id) is not None:
        add(f'{j}<PatchId>{integer_text(value)}</PatchId>')
    if (value := made.island_id) is not None:
        add(f'{j}<IslandId>{integer_text(value)}</IslandId>')
    add(f'{j}<ObservationId>{integer_text(made.observation_id)}</ObservationId>')
    if (value := made.dither_observation) is not None:
        add(f'{j}<DitherObservation>{integer_text(value)}</DitherObservation>')
    add(f'{j}<PointingId>{integer_text(made.pointing_id)}</PointingId>')
    if (value := made.calblock_id) is not None:
        add(f'{j}<CalblockId>{text(value)}</CalblockId>')
    if (value := made.calblock_variant) is not None:
        add(f'{j}<CalblockVariant>{text(value)}</CalblockVariant>')
    add(f'{j}<Exposure>{integer_text(made.exposure)}</Exposure>{j}<TotalExposure>{integer_text(made.total_exposure)}</TotalExposure>')
    if (value := made.object_id) is not None:
        add(f'{j}<ObjectId>{text(value)}</ObjectId>')
    if (value := made.object_name) is not None:
        add(f'{j}<ObjectName>{text(value)}</ObjectName>')
    add(f'{i}</{tag}>')


def read_Orbit(node):
    made = new(m_bas_img.Orbit)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Position':
        made.position = ([float(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Velocity':
        made.velocity = ([float(t) for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'SolarAspectAngle':
        made.solar_aspect_angle = float(child.text)
        child = next(children, None)
    else:
        made.solar_aspect_angle = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_Orbit(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.position) is not None:
        add(f'{j}<Position>{" ".join([number_text(t) for t in value])}</Position>')
    if (value := made.velocity) is not None:
        add(f'{j}<Velocity>{" ".join([number_text(t) for t in value])}</Velocity>')
    if (value := made.solar_aspect_angle) is not None:
        add(f'{j}<SolarAspectAngle>{number_text(value)}</SolarAspectAngle>')
    add(f'{i}</{tag}>')


def read_Pointing(node):
    made = new(m_bas_img.Pointing)
    value = node.get('type')
    made.type_value = None if value is None else value
    c0, c1, c2, = node
    made.ra = float(c0.text)
    made.dec = float(c1.text)
    made.position_angle = float(c2.text)
    return made


def write_Pointing(made, tag, add, i, extra=''):
    if (value := made.type_value) is not None:
        extra += f' type="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<RA>{number_text(made.ra)}</RA>{j}<Dec>{number_text(made.dec)}</Dec>{j}<PositionAngle>{number_text(made.position_angle)}</PositionAngle>')
    add(f'{i}</{tag}>')


def read_TpvCoefficients(node):
    made = new(m_bas_img.TpvCoefficients)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'PV1_0':
        made.pv1_0 = float(child.text)
        child = next(children, None)
    else:
        made.pv1_0 = None
    if child is not None and child.tag == 'PV1_1':
        made.pv1_1 = float(child.text)
        child = next(children, None)
    else:
        made.pv1_1 = None
    if child is not None and child.tag == 'PV1_2':
        made.pv1_2 = float(child.text)
        child = next(children, None)
    else:
        made.pv1_2 = None
    if child is not None and child.tag == 'PV1_3':
        made.pv1_3 = float(child.text)
        child = next(children, None)
    else:
        made.pv1_3 = None
    if child is not None and child.tag == 'PV1_4':
        made.pv1_4 = float(child.text)
        child = next(children, None)
    else:
        made.pv1_4 = None
    if child is not None and child.tag == 'PV1_5':
        made.pv1_5 = float(child.text)
        child = next(children, None)
    else:
        made.pv1_5 = None
    if child is not None and child.tag == 'PV1_6':
        made.pv1_6 = float(child.text)
        child = next(children, None)
    else:
        made.pv1_6 = None
    if child is not None and child.tag == 'PV1_7':
        made.pv1_7 = float(child.text)
        child = next(children, None)
    else:
        made.pv1_7 = None
    if child is not None and child.tag == 'PV1_8':
        made.pv1_8 = float(child.text)
        child = next(children, None)
    else:
        made.pv1_8 = None
    if child is not None and child.tag == 'PV1_9':
        made.pv1_9 = float(child.text)
        child = next(children, None)
    else:
        made.pv1_9 = None
    if child is not None and child.tag == 'PV1_10':
        made.pv1_10 = float(child.text)
        child = next(children, None)
    else:
        made.pv1_10 = None
    if child is not None and child.tag == 'PV2_0':
        made.pv2_0 = float(child.text)
        child = next(children, None)
    else:
        made.pv2_0 = None
    if child is not None and child.tag == 'PV2_1':
        made.pv2_1 = float(child.text)
        child = next(children, None)
    else:
        made.pv2_1 = None
    if child is not None and child.tag == 'PV2_2':
        made.pv2_2 = float(child.text)
        child = next(children, None)
    else:
        made.pv2_2 = None
    if child is not None and child.tag == 'PV2_3':
        made.pv2_3 = float(child.text)
        child = next(children, None)
    else:
        made.pv2_3 = None
    if child is not None and child.tag == 'PV2_4':
        made.pv2_4 = float(child.text)
        child = next(children, None)
    else:
        made.pv2_4 = None
    if child is not None and child.tag == 'PV2_5':
        made.pv2_5 = float(child.text)
        child = next(children, None)
    else:
        made.pv2_5 = None
    if child is not None and child.tag == 'PV2_6':
        made.pv2_6 = float(child.text)
        child = next(children, None)
    else:
        made.pv2_6 = None
    if child is not None and child.tag == 'PV2_7':
        made.pv2_7 = float(child.text)
        child = next(children, None)
    else:
        made.pv2_7 = None
    if child is not None and child.tag == 'PV2_8':
        made.pv2_8 = float(child.text)
        child = next(children, None)
    else:
        made.pv2_8 = None
    if child is not None and child.tag == 'PV2_9':
        made.pv2_9 = float(child.text)
        child = next(children, None)
    else:
        made.pv2_9 = None
    if child is not None and child.tag == 'PV2_10':
        made.pv2_10 = float(child.text)
        child = next(children, None)
    else:
        made.pv2_10 = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_TpvCoefficients(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.pv1_0) is not None:
        add(f'{j}<PV1_0>{number_text(value)}</PV1_0>')
    if (value := made.pv1_1) is not None:
        add(f'{j}<PV1_1>{number_text(value)}</PV1_1>')
    if (value := made.pv1_2) is not None:
        add(f'{j}<PV1_2>{number_text(value)}</PV1_2>')
    if (value := made.pv1_3) is not None:
        add(f'{j}<PV1_3>{number_text(value)}</PV1_3>')
    if (value := made.pv1_4) is not None:
        add(f'{j}<PV1_4>{number_text(value)}</PV1_4>')
    if (value := made.pv1_5) is not None:
        add(f'{j}<PV1_5>{number_text(value)}</PV1_5>')
    if (value := made.pv1_6) is not None:
        add(f'{j}<PV1_6>{number_text(value)}</PV1_6>')
    if (value := made.pv1_7) is not None:
        add(f'{j}<PV1_7>{number_text(value)}</PV1_7>')
    if (value := made.pv1_8) is not None:
        add(f'{j}<PV1_8>{number_text(value)}</PV1_8>')
    if (value := made.pv1_9) is not None:
        add(f'{j}<PV1_9>{number_text(value)}</PV1_9>')
    if (value := made.pv1_10) is not None:
        add(f'{j}<PV1_10>{number_text(value)}</PV1_10>')
    if (value := made.pv2_0) is not None:
        add(f'{j}<PV2_0>{number_text(value)}</PV2_0>')
    if (value := made.pv2_1) is not None:
        add(f'{j}<PV2_1>{number_text(value)}</PV2_1>')
    if (value := made.pv2_2) is not None:
        add(f'{j}<PV2_2>{number_text(value)}</PV2_2>')
    if (value := made.pv2_3) is not None:
        add(f'{j}<PV2_3>{number_text(value)}</PV2_3>')
    if (value := made.pv2_4) is not None:
        add(f'{j}<PV2_4>{number_text(value)}</PV2_4>')
    if (value := made.pv2_5) is not None:
        add(f'{j}<PV2_5>{number_text(value)}</PV2_5>')
    if (value := made.pv2_6) is not None:
        add(f'{j}<PV2_6>{number_text(value)}</PV2_6>')
    if (value := made.pv2_7) is not None:
        add(f'{j}<PV2_7>{number_text(value)}</PV2_7>')
    if (value := made.pv2_8) is not None:
        add(f'{j}<PV2_8>{number_text(value)}</PV2_8>')
    if (value := made.pv2_9) is not None:
        add(f'{j}<PV2_9>{number_text(value)}</PV2_9>')
    if (value := made.pv2_10) is not None:
        add(f'{j}<PV2_10>{number_text(value)}</PV2_10>')
    add(f'{i}</{tag}>')


def read_AxisType(node):
    made = new(m_bas_img.AxisType)
    c0, c1, = node
    made.coordinate_type = (_values_m_bas_img_CoordinateType.get(c0.text) or enumerated(m_bas_img.CoordinateType, c0.text))
    made.projection_type = (c1.text or '')
    return made


def write_AxisType(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<CoordinateType>{made.coordinate_type._value_}</CoordinateType>{j}<ProjectionType>{text(made.projection_type)}</ProjectionType>')
    add(f'{i}</{tag}>')


def read_FrameType(node):
    made = new(m_bas_img.FrameType)
    c0, c1, c2, *rest = node
    made.category = (_values_m_bas_img_ImageCategory.get(c0.text) or enumerated(m_bas_img.ImageCategory, c0.text))
    made.first_type = (c1.text or '')
    made.second_type = (_values_m_bas_img_ImageSecondType.get(c2.text) or enumerated(m_bas_img.ImageSecondType, c2.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'ThirdType':
        made.third_type = (_values_m_bas_img_ImageThirdType.get(child.text) or enumerated(m_bas_img.ImageThirdType, child.text))
        child = next(children, None)
    else:
        made.third_type = None
    if child is not None and child.tag == 'Technique':
        made.technique = (_values_m_bas_img_ImageTechnique.get(child.text) or enumerated(m_bas_img.ImageTechnique, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_FrameType(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Category>{made.category._value_}</Category>{j}<FirstType>{text(made.first_type)}</FirstType>{j}<SecondType>{made.second_type._value_}</SecondType>')
    if (value := made.third_type) is not None:
        add(f'{j}<ThirdType>{value._value_}</ThirdType>')
    add(f'{j}<Technique>{made.technique._value_}</Technique>')
    add(f'{i}</{tag}>')


def read_ImageType(node):
    made = new(m_bas_img.ImageType)
    c0, c1, c2, *rest = node
    made.category = (_values_m_bas_img_ImageCategory.get(c0.text) or enumerated(m_bas_img.ImageCategory, c0.text))
    made.first_type = (_values_m_bas_img_ImageFirstType.get(c1.text) or enumerated(m_bas_img.ImageFirstType, c1.text))
    made.second_type = (_values_m_bas_img_ImageSecondType.get(c2.text) or enumerated(m_bas_img.ImageSecondType, c2.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'ThirdType':
        made.third_type = (_values_m_bas_img_ImageThirdType.get(child.text) or enumerated(m_bas_img.ImageThirdType, child.text))
        child = next(children, None)
    else:
        made.third_type = None
    if child is not None and child.tag == 'Technique':
        made.technique = (_values_m_bas_img_ImageTechnique.get(child.text) or enumerated(m_bas_img.ImageTechnique, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ImageType(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Category>{made.category._value_}</Category>{j}<FirstType>{made.first_type._value_}</FirstType>{j}<SecondType>{made.second_type._value_}</SecondType>')
    if (value := made.third_type) is not None:
        add(f'{j}<ThirdType>{value._value_}</ThirdType>')
    add(f'{j}<Technique>{made.technique._value_}</Technique>')
    add(f'{i}</{tag}>')


def read_NonLinearCoefficients(node):
    made = new(m_bas_img.NonLinearCoefficients)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'NonLinearTPVAstromCoeffs':
        made.non_linear_tpvastrom_coeffs = read_TpvCoefficients(child)
        child = next(children, None)
    else:
        made.non_linear_tpvastrom_coeffs = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_NonLinearCoefficients(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.non_linear_tpvastrom_coeffs) is not None:
        write_TpvCoefficients(value, 'NonLinearTPVAstromCoeffs', add, j)
    add(f'{i}</{tag}>')


def read_ZeroPoint(node):
    made = new(m_bas_img.ZeroPoint)
    value = node.get('unit')
    made.unit = None if value is None else value
    c0, c1, *rest = node
    made.zero_point_type = (_values_m_bas_img_ZeroPointType.get(c0.text) or enumerated(m_bas_img.ZeroPointType, c0.text))
    made.value = float(c1.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Error':
        made.error = float(child.text)
        child = next(children, None)
    else:
        made.error = None
    if child is not None and child.tag == 'Comment':
        made.comment = (child.text or '')
        child = next(children, None)
    else:
        made.comment = None
    if child is not None and child.tag == 'ValidityRange':
        made.validity_range = c_ins_ins.read_CalibrationValidPeriod(child)
        child = next(children, None)
    else:
        made.validity_range = None
    if child is not None and child.tag == 'DetectorId':
        made.detector_id = (child.text or '')
        child = next(children, None)
    else:
        made.detector_id = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ZeroPoint(made, tag, add, i, extra=''):
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<ZeroPointType>{made.zero_point_type._value_}</ZeroPointType>{j}<Value>{number_text(made.value)}</Value>')
    if (value := made.error) is not None:
        add(f'{j}<Error>{number_text(value)}</Error>')
    if (value := made.comment) is not None:
        add(f'{j}<Comment>{text(value)}</Comment>')
    if (value := made.validity_range) is not None:
        c_ins_ins.write_CalibrationValidPeriod(value, 'ValidityRange', add, j)
    if (value := made.detector_id) is not None:
        add(f'{j}<DetectorId>{text(value)}</DetectorId>')
    add(f'{i}</{tag}>')


def read_BaseFrame(node):
    made = new(m_bas_img.BaseFrame)
    c0, c1, *rest = node
    made.exposure_time = read_ExposureTime(c0)
    made.img_type = read_FrameType(c1)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'ImgArea':
        made.img_area = read_ImageArea(child)
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
        made.axis_lengths = m_bas_img.BaseFrame.__dataclass_fields__['axis_lengths'].default_factory()
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
        made.img_statistics = read_ImageStatistics(child)
        child = next(children, None)
    else:
        made.img_statistics = None
    if child is not None and child.tag == 'SimInputConfId':
        made.sim_input_conf_id = (child.text or '')
        child = next(children, None)
    else:
        made.sim_input_conf_id = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_BaseFrame(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_ExposureTime(made.exposure_time, 'ExposureTime', add, j)
    write_FrameType(made.img_type, 'ImgType', add, j)
    if (value := made.img_area) is not None:
        write_ImageArea(value, 'ImgArea', add, j)
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
        write_ImageStatistics(value, 'ImgStatistics', add, j)
    if (value := made.sim_input_conf_id) is not None:
        add(f'{j}<SimInputConfId>{text(value)}</SimInputConfId>')
    add(f'{i}</{tag}>')


def read_WorldCoordinates(node):
    made = new(m_bas_img.WorldCoordinates)
    c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, *rest = node
    made.ctype1 = read_AxisType(c0)
    made.ctype2 = read_AxisType(c1)
    made.crval1 = float(c2.text)
    made.crval2 = float(c3.text)
    made.crpix1 = float(c4.text)
    made.crpix2 = float(c5.text)
    made.cd1_1 = float(c6.text)
    made.cd1_2 = float(c7.text)
    made.cd2_1 = float(c8.text)
    made.cd2_2 = float(c9.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'NonLinearCoeffs':
        made.non_linear_coeffs = read_NonLinearCoefficients(child)
        child = next(children, None)
    else:
        made.non_linear_coeffs = None
    if child is not None and child.tag == 'DetectorId':
        made.detector_id = (child.text or '')
        child = next(children, None)
    else:
        made.detector_id = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_WorldCoordinates(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_AxisType(made.ctype1, 'CTYPE1', add, j)
    write_AxisType(made.ctype2, 'CTYPE2', add, j)
    add(f'{j}<CRVAL1>{number_text(made.crval1)}</CRVAL1>{j}<CRVAL2>{number_text(made.crval2)}</CRVAL2>{j}<CRPIX1>{number_text(made.crpix1)}</CRPIX1>{j}<CRPIX2>{number_text(made.crpix2)}</CRPIX2>{j}<CD1_1>{number_text(made.cd1_1)}</CD1_1>{j}<CD1_2>{number_text(made.cd1_2)}</CD1_2>{j}<CD2_1>{number_text(made.cd2_1)}</CD2_1>{j}<CD2_2>{number_text(made.cd2_2)}</CD2_2>')
    if (value := made.non_linear_coeffs) is not None:
        write_NonLinearCoefficients(value, 'NonLinearCoeffs', add, j)
    if (value := made.detector_id) is not None:
        add(f'{j}<DetectorId>{text(value)}</DetectorId>')
    add(f'{i}</{tag}>')

READERS = {
    "ExposureTime": read_ExposureTime,
    "ImageArea": read_ImageArea,
    "ImageStatistics": read_ImageStatistics,
    "ObservationDateTime": read_ObservationDateTime,
    "ObservationSequence": read_ObservationSequence,
    "Orbit": read_Orbit,
    "Pointing": read_Pointing,
    "TpvCoefficients": read_TpvCoefficients,
    "AxisType": read_AxisType,
    "FrameType": read_FrameType,
    "ImageType": read_ImageType,
    "NonLinearCoefficients": read_NonLinearCoefficients,
    "ZeroPoint": read_ZeroPoint,
    "BaseFrame": read_BaseFrame,
    "WorldCoordinates": read_WorldCoordinates,
}
WRITERS = {
    "ExposureTime": write_ExposureTime,
    "ImageArea": write_ImageArea,
    "ImageStatistics": write_ImageStatistics,
    "ObservationDateTime": write_ObservationDateTime,
    "ObservationSequence": write_ObservationSequence,
    "Orbit": write_Orbit,
    "Pointing": write_Pointing,
    "TpvCoefficients": write_TpvCoefficients,
    "AxisType": write_AxisType,
    "FrameType": write_FrameType,
    "ImageType": write_ImageType,
    "NonLinearCoefficients": write_NonLinearCoefficients,
    "ZeroPoint": write_ZeroPoint,
    "BaseFrame": write_BaseFrame,
    "WorldCoordinates": write_WorldCoordinates,
}
ROOTS = {
    "ExposureTime": ('exposureTime', ''),
    "ImageArea": ('imageArea', ''),
    "ImageStatistics": ('imageStatistics', ''),
    "ObservationDateTime": ('observationDateTime', ''),
    "ObservationSequence": ('observationSequence', ''),
    "Orbit": ('orbit', ''),
    "Pointing": ('pointing', ''),
    "TpvCoefficients": ('tpvCoefficients', ''),
    "AxisType": ('axisType', ''),
    "FrameType": ('frameType', ''),
    "ImageType": ('imageType', ''),
    "NonLinearCoefficients": ('nonLinearCoefficients', ''),
    "ZeroPoint": ('zeroPoint', ''),
    "BaseFrame": ('baseFrame', ''),
    "WorldCoordinates": ('worldCoordinates', ''),
}
