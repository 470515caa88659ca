"""Codecs of the classes in ``dpkit_dm.bas.stc``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.stc as m_bas_stc

check_bindings(m_bas_stc, "6063-2cbc1b14")

UNCOVERED = {}




def read_BoundingBox(node):
    made = new(m_bas_stc.BoundingBox)
    c0, c1, c2, c3, = node
    made.ra_center = float(c0.text)
    made.dec_center = float(c1.text)
    made.ra_half_width = float(c2.text)
    made.dec_half_width = float(c3.text)
    return made


def write_BoundingBox(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<RaCenter>{number_text(made.ra_center)}</RaCenter>{j}<DecCenter>{number_text(made.dec_center)}</DecCenter>{j}<RaHalfWidth>{number_text(made.ra_half_width)}</RaHalfWidth>{j}<DecHalfWidth>{number_text(made.dec_half_width)}</DecHalfWidth>')
    add(f'{i}</{tag}>')


def read_Coordinate(node):
    made = new(m_bas_stc.Coordinate)
    made.value = float(node.text)
    value = node.get('unit')
    made.unit = None if value is None else value
    return made


def write_Coordinate(made, tag, add, i, extra=''):
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    value = made.value
    add(f'{i}<{tag}{extra}>{"" if value is None else number_text(value)}</{tag}>')


def read_UnitPosition(node):
    made = new(m_bas_stc.UnitPosition)
    value = node.get('coordUnit')
    made.coord_unit = None if value is None else value
    c0, c1, = node
    made.c1 = read_Coordinate(c0)
    made.c2 = read_Coordinate(c1)
    return made


def write_UnitPosition(made, tag, add, i, extra=''):
    if (value := made.coord_unit) is not None:
        extra += f' coordUnit="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_Coordinate(made.c1, 'C1', add, j)
    write_Coordinate(made.c2, 'C2', add, j)
    add(f'{i}</{tag}>')


def read_Circle(node):
    made = new(m_bas_stc.Circle)
    c0, c1, = node
    made.center = read_UnitPosition(c0)
    made.radius = read_Coordinate(c1)
    return made


def write_Circle(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_UnitPosition(made.center, 'Center', add, j)
    write_Coordinate(made.radius, 'Radius', add, j)
    add(f'{i}</{tag}>')


def read_SmallCircle(node):
    made = new(m_bas_stc.SmallCircle)
    c0, = node
    made.pole = read_UnitPosition(c0)
    return made


def write_SmallCircle(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_UnitPosition(made.pole, 'Pole', add, j)
    add(f'{i}</{tag}>')


def read_SkyPosition(node):
    made = new(m_bas_stc.SkyPosition)
    c0, c1, *rest = node
    made.c1 = float(c0.text)
    made.c2 = float(c1.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'SmallCircle':
        made.small_circle = read_SmallCircle(child)
        child = next(children, None)
    else:
        made.small_circle = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_SkyPosition(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<C1>{number_text(made.c1)}</C1>{j}<C2>{number_text(made.c2)}</C2>')
    if (value := made.small_circle) is not None:
        write_SmallCircle(value, 'SmallCircle', add, j)
    add(f'{i}</{tag}>')


def read_Polygon(node):
    made = new(m_bas_stc.Polygon)
    made.vertex = [read_SkyPosition(child) for child in node]
    return made


def write_Polygon(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.vertex:
        write_SkyPosition(value, 'Vertex', add, j)
    add(f'{i}</{tag}>')


def read_SpatialFootprint(node):
    made = new(m_bas_stc.SpatialFootprint)
    value = node.get('unit')
    made.unit = None if value is None else value
    c0, *rest = node
    made.polygon = read_Polygon(c0)
    children = iter(rest)
    child = next(children, None)
    items = made.multi_polygon = []
    while child is not None and child.tag == 'MultiPolygon':
        items.append(read_Polygon(child))
        child = next(children, None)
    if child is not None and child.tag == 'Circle':
        made.circle = read_Circle(child)
        child = next(children, None)
    else:
        made.circle = None
    if child is not None and child.tag == 'BBox':
        made.bbox = read_BoundingBox(child)
        child = next(children, None)
    else:
        made.bbox = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_SpatialFootprint(made, tag, add, i, extra=''):
    if (value := made.unit) is not None:
        extra += f' unit="{attribute_text(value)}"'
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    write_Polygon(made.polygon, 'Polygon', add, j)
    for value in made.multi_polygon:
        write_Polygon(value, 'MultiPolygon', add, j)
    if (value := made.circle) is not None:
        write_Circle(value, 'Circle', add, j)
    if (value := made.bbox) is not None:
        write_BoundingBox(value, 'BBox', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "BoundingBox": read_BoundingBox,
    "Coordinate": read_Coordinate,
    "UnitPosition": read_UnitPosition,
    "Circle": read_Circle,
    "SmallCircle": read_SmallCircle,
    "SkyPosition": read_SkyPosition,
    "Polygon": read_Polygon,
    "SpatialFootprint": read_SpatialFootprint,
}
WRITERS = {
    "BoundingBox": write_BoundingBox,
    "Coordinate": write_Coordinate,
    "UnitPosition": write_UnitPosition,
    "Circle": write_Circle,
    "SmallCircle": write_SmallCircle,
    "SkyPosition": write_SkyPosition,
    "Polygon": write_Polygon,
    "SpatialFootprint": write_SpatialFootprint,
}
ROOTS = {
    "BoundingBox": ('boundingBox', ''),
    "Coordinate": ('coordinate', ''),
    "UnitPosition": ('unitPosition', ''),
    "Circle": ('circle', ''),
    "SmallCircle": ('smallCircle', ''),
    "SkyPosition": ('skyPosition', ''),
    "Polygon": ('polygon', ''),
    "SpatialFootprint": ('spatialFootprint', ''),
}
