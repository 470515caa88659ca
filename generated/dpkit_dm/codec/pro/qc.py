"""Codecs of the classes in ``dpkit_dm.pro.qc``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.pro.qc as m_pro_qc

check_bindings(m_pro_qc, "17048-e73b09ca")

UNCOVERED = {}

_values_m_pro_qc_ReasonOutcome = {member.value: member for member in m_pro_qc.ReasonOutcome}
_values_m_pro_qc_ReasonSide = {member.value: member for member in m_pro_qc.ReasonSide}
_values_m_pro_qc_ThresholdMethod = {member.value: member for member in m_pro_qc.ThresholdMethod}
_values_m_pro_qc_VerdictState = {member.value: member for member in m_pro_qc.VerdictState}
_values_m_pro_qc_VerdictMode = {member.value: member for member in m_pro_qc.VerdictMode}


def read_KeyValue(node):
    made = new(m_pro_qc.KeyValue)
    c0, c1, = node
    made.column = (c0.text or '')
    made.value = (c1.text or '')
    return made


def write_KeyValue(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Column>{text(made.column)}</Column>{j}<Value>{text(made.value)}</Value>')
    add(f'{i}</{tag}>')


def read_EvaluatedReason(node):
    made = new(m_pro_qc.EvaluatedReason)
    c0, c1, c2, *rest = node
    made.name = (c0.text or '')
    made.text = (c1.text or '')
    made.outcome = (_values_m_pro_qc_ReasonOutcome.get(c2.text) or enumerated(m_pro_qc.ReasonOutcome, c2.text))
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Value':
        made.value = float(child.text)
        child = next(children, None)
    else:
        made.value = None
    if child is not None and child.tag == 'Beside':
        made.beside = float(child.text)
        child = next(children, None)
    else:
        made.beside = None
    if child is not None and child.tag == 'Limit':
        made.limit = float(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_EvaluatedReason(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Name>{text(made.name)}</Name>{j}<Text>{text(made.text)}</Text>{j}<Outcome>{made.outcome._value_}</Outcome>')
    if (value := made.value) is not None:
        add(f'{j}<Value>{number_text(value)}</Value>')
    if (value := made.beside) is not None:
        add(f'{j}<Beside>{number_text(value)}</Beside>')
    add(f'{j}<Limit>{number_text(made.limit)}</Limit>')
    add(f'{i}</{tag}>')


def read_RejectionReason(node):
    made = new(m_pro_qc.RejectionReason)
    c0, c1, c2, c3, c4, *rest = node
    made.name = (c0.text or '')
    made.text = (c1.text or '')
    made.metric = (c2.text or '')
    made.side = (_values_m_pro_qc_ReasonSide.get(c3.text) or enumerated(m_pro_qc.ReasonSide, c3.text))
    made.limit = float(c4.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Beside':
        made.beside = (child.text or '')
        child = next(children, None)
    else:
        made.beside = None
    if child is not None and child.tag == 'Purpose':
        made.purpose = (child.text or '')
        child = next(children, None)
    else:
        made.purpose = None
    if child is not None and child.tag == 'Counted':
        made.counted = (child.text or '')
        child = next(children, None)
    else:
        made.counted = None
    if child is not None and child.tag == 'AtLeast':
        made.at_least = int(child.text)
        child = next(children, None)
    else:
        made.at_least = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_RejectionReason(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Name>{text(made.name)}</Name>{j}<Text>{text(made.text)}</Text>{j}<Metric>{text(made.metric)}</Metric>{j}<Side>{made.side._value_}</Side>{j}<Limit>{number_text(made.limit)}</Limit>')
    if (value := made.beside) is not None:
        add(f'{j}<Beside>{text(value)}</Beside>')
    if (value := made.purpose) is not None:
        add(f'{j}<Purpose>{text(value)}</Purpose>')
    if (value := made.counted) is not None:
        add(f'{j}<Counted>{text(value)}</Counted>')
    if (value := made.at_least) is not None:
        add(f'{j}<AtLeast>{integer_text(value)}</AtLeast>')
    add(f'{i}</{tag}>')


def read_Score(node):
    made = new(m_pro_qc.Score)
    c0, *rest = node
    made.product = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    items = made.where = []
    while child is not None and child.tag == 'Where':
        items.append(read_KeyValue(child))
        child = next(children, None)
    if child is not None and child.tag == 'Parameter':
        made.parameter = (child.text or '')
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Value':
        made.value = float(child.text)
        child = next(children, None)
    else:
        made.value = None
    if child is not None and child.tag == 'Lower':
        made.lower = float(child.text)
        child = next(children, None)
    else:
        made.lower = None
    if child is not None and child.tag == 'Upper':
        made.upper = float(child.text)
        child = next(children, None)
    else:
        made.upper = None
    if child is not None and child.tag == 'Method':
        made.method = (_values_m_pro_qc_ThresholdMethod.get(child.text) or enumerated(m_pro_qc.ThresholdMethod, child.text))
        child = next(children, None)
    else:
        made.method = None
    if child is not None and child.tag == 'Score':
        made.score = int(child.text)
        child = next(children, None)
    else:
        made.score = None
    if child is not None and child.tag == 'NotScored':
        made.not_scored = (child.text or '')
        child = next(children, None)
    else:
        made.not_scored = None
    if child is not None and child.tag == 'HealthCheck':
        made.health_check = boolean(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_Score(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Product>{text(made.product)}</Product>')
    for value in made.where:
        write_KeyValue(value, 'Where', add, j)
    add(f'{j}<Parameter>{text(made.parameter)}</Parameter>')
    if (value := made.value) is not None:
        add(f'{j}<Value>{number_text(value)}</Value>')
    if (value := made.lower) is not None:
        add(f'{j}<Lower>{number_text(value)}</Lower>')
    if (value := made.upper) is not None:
        add(f'{j}<Upper>{number_text(value)}</Upper>')
    if (value := made.method) is not None:
        add(f'{j}<Method>{value._value_}</Method>')
    if (value := made.score) is not None:
        add(f'{j}<Score>{integer_text(value)}</Score>')
    if (value := made.not_scored) is not None:
        add(f'{j}<NotScored>{text(value)}</NotScored>')
    add(f'{j}<HealthCheck>{boolean_text(made.health_check)}</HealthCheck>')
    add(f'{i}</{tag}>')


def read_Threshold(node):
    made = new(m_pro_qc.Threshold)
    c0, *rest = node
    made.parameter = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    items = made.where = []
    while child is not None and child.tag == 'Where':
        items.append(read_KeyValue(child))
        child = next(children, None)
    if child is not None and child.tag == 'Method':
        made.method = (_values_m_pro_qc_ThresholdMethod.get(child.text) or enumerated(m_pro_qc.ThresholdMethod, child.text))
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Lower':
        made.lower = float(child.text)
        child = next(children, None)
    else:
        made.lower = None
    if child is not None and child.tag == 'Upper':
        made.upper = float(child.text)
        child = next(children, None)
    else:
        made.upper = None
    if child is not None and child.tag == 'HalfWidth':
        made.half_width = float(child.text)
        child = next(children, None)
    else:
        made.half_width = None
    if child is not None and child.tag == 'HealthCheck':
        made.health_check = boolean(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    items = made.report = []
    while child is not None and child.tag == 'Report':
        items.append((child.text or ''))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_Threshold(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Parameter>{text(made.parameter)}</Parameter>')
    for value in made.where:
        write_KeyValue(value, 'Where', add, j)
    add(f'{j}<Method>{made.method._value_}</Method>')
    if (value := made.lower) is not None:
        add(f'{j}<Lower>{number_text(value)}</Lower>')
    if (value := made.upper) is not None:
        add(f'{j}<Upper>{number_text(value)}</Upper>')
    if (value := made.half_width) is not None:
        add(f'{j}<HalfWidth>{number_text(value)}</HalfWidth>')
    add(f'{j}<HealthCheck>{boolean_text(made.health_check)}</HealthCheck>')
    for value in made.report:
        add(f'{j}<Report>{text(value)}</Report>')
    add(f'{i}</{tag}>')


def read_CertificationRecord(node):
    made = new(m_pro_qc.CertificationRecord)
    c0, c1, c2, c3, c4, c5, c6, c7, c8, *rest = node
    made.block = (c0.text or '')
    made.state = (_values_m_pro_qc_VerdictState.get(c1.text) or enumerated(m_pro_qc.VerdictState, c1.text))
    made.mode = (_values_m_pro_qc_VerdictMode.get(c2.text) or enumerated(m_pro_qc.VerdictMode, c2.text))
    made.decided_at = moment(c3.text)
    made.actor = (c4.text or '')
    made.comment = (c5.text or '')
    made.event = int(c6.text)
    made.total_red = int(c7.text)
    made.total_scored = int(c8.text)
    children = iter(rest)
    child = next(children, None)
    items = made.reason = []
    while child is not None and child.tag == 'Reason':
        items.append(read_EvaluatedReason(child))
        child = next(children, None)
    items = made.product = []
    while child is not None and child.tag == 'Product':
        items.append((child.text or ''))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CertificationRecord(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Block>{text(made.block)}</Block>{j}<State>{made.state._value_}</State>{j}<Mode>{made.mode._value_}</Mode>{j}<DecidedAt>{moment_text(made.decided_at)}</DecidedAt>{j}<Actor>{text(made.actor)}</Actor>{j}<Comment>{text(made.comment)}</Comment>{j}<Event>{integer_text(made.event)}</Event>{j}<TotalRed>{integer_text(made.total_red)}</TotalRed>{j}<TotalScored>{integer_text(made.total_scored)}</TotalScored>')
    for value in made.reason:
        write_EvaluatedReason(value, 'Reason', add, j)
    for value in made.product:
        add(f'{j}<Product>{text(value)}</Product>')
    add(f'{i}</{tag}>')


def read_ScoreConfiguration(node):
    made = new(m_pro_qc.ScoreConfiguration)
    c0, c1, c2, *rest = node
    made.configuration_name = (c0.text or '')
    made.metric_table = (c1.text or '')
    made.automatic = boolean(c2.text)
    children = iter(rest)
    child = next(children, None)
    items = made.threshold = []
    while child is not None and child.tag == 'Threshold':
        items.append(read_Threshold(child))
        child = next(children, None)
    items = made.reason = []
    while child is not None and child.tag == 'Reason':
        items.append(read_RejectionReason(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ScoreConfiguration(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<ConfigurationName>{text(made.configuration_name)}</ConfigurationName>{j}<MetricTable>{text(made.metric_table)}</MetricTable>{j}<Automatic>{boolean_text(made.automatic)}</Automatic>')
    for value in made.threshold:
        write_Threshold(value, 'Threshold', add, j)
    for value in made.reason:
        write_RejectionReason(value, 'Reason', add, j)
    add(f'{i}</{tag}>')


def read_ScoreReport(node):
    made = new(m_pro_qc.ScoreReport)
    c0, c1, c2, c3, c4, *rest = node
    made.block = (c0.text or '')
    made.configuration = (c1.text or '')
    made.scored_at = moment(c2.text)
    made.total_red = int(c3.text)
    made.total_scored = int(c4.text)
    children = iter(rest)
    child = next(children, None)
    items = made.score = []
    while child is not None and child.tag == 'Score':
        items.append(read_Score(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ScoreReport(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Block>{text(made.block)}</Block>{j}<Configuration>{text(made.configuration)}</Configuration>{j}<ScoredAt>{moment_text(made.scored_at)}</ScoredAt>{j}<TotalRed>{integer_text(made.total_red)}</TotalRed>{j}<TotalScored>{integer_text(made.total_scored)}</TotalScored>')
    for value in made.score:
        write_Score(value, 'Score', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "KeyValue": read_KeyValue,
    "EvaluatedReason": read_EvaluatedReason,
    "RejectionReason": read_RejectionReason,
    "Score": read_Score,
    "Threshold": read_Threshold,
    "CertificationRecord": read_CertificationRecord,
    "ScoreConfiguration": read_ScoreConfiguration,
    "ScoreReport": read_ScoreReport,
}
WRITERS = {
    "KeyValue": write_KeyValue,
    "EvaluatedReason": write_EvaluatedReason,
    "RejectionReason": write_RejectionReason,
    "Score": write_Score,
    "Threshold": write_Threshold,
    "CertificationRecord": write_CertificationRecord,
    "ScoreConfiguration": write_ScoreConfiguration,
    "ScoreReport": write_ScoreReport,
}
ROOTS = {
    "KeyValue": ('keyValue', ''),
    "EvaluatedReason": ('evaluatedReason', ''),
    "RejectionReason": ('rejectionReason', ''),
    "Score": ('score', ''),
    "Threshold": ('threshold', ''),
    "CertificationRecord": ('certificationRecord', ''),
    "ScoreConfiguration": ('scoreConfiguration', ''),
    "ScoreReport": ('scoreReport', ''),
}
