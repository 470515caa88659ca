"""Codecs of the classes in ``dpkit_dm.sys.sys``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.sys.sys as m_sys_sys

check_bindings(m_sys_sys, "5869-4f4a053a")

UNCOVERED = {}

_values_m_sys_sys_Purpose = {member.value: member for member in m_sys_sys.Purpose}
_values_m_sys_sys_ValidationStatus = {member.value: member for member in m_sys_sys.ValidationStatus}
_values_m_sys_sys_CheckNotice = {member.value: member for member in m_sys_sys.CheckNotice}


def read_GenericHeader(node):
    made = new(m_sys_sys.GenericHeader)
    c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, *rest = node
    made.product_id = (c0.text or '')
    made.product_type = (c1.text or '')
    made.software_name = (c2.text or '')
    made.software_release = (c3.text or '')
    made.euclid_pipeline_software_release = (c4.text or '')
    made.prod_sdc = (c5.text or '')
    made.data_set_release = (c6.text or '')
    made.purpose = (_values_m_sys_sys_Purpose.get(c7.text) or enumerated(m_sys_sys.Purpose, c7.text))
    made.plan_id = (c8.text or '')
    made.ppoid = (c9.text or '')
    made.pipeline_definition_id = (c10.text or '')
    made.ppo_status = (c11.text or '')
    made.manual_validation_status = (_values_m_sys_sys_ValidationStatus.get(c12.text) or enumerated(m_sys_sys.ValidationStatus, c12.text))
    made.product_notified_to_be_checked = (_values_m_sys_sys_CheckNotice.get(c13.text) or enumerated(m_sys_sys.CheckNotice, c13.text))
    made.automated_validation_status = (_values_m_sys_sys_ValidationStatus.get(c14.text) or enumerated(m_sys_sys.ValidationStatus, c14.text))
    made.expiration_date = moment(c15.text)
    made.to_be_published = int(c16.text)
    made.published = int(c17.text)
    made.curator = (c18.text or '')
    made.creation_date = moment(c19.text)
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'DataModelVersion':
        made.data_model_version = (child.text or '')
        child = next(children, None)
    else:
        made.data_model_version = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_GenericHeader(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<ProductId>{text(made.product_id)}</ProductId>{j}<ProductType>{text(made.product_type)}</ProductType>{j}<SoftwareName>{text(made.software_name)}</SoftwareName>{j}<SoftwareRelease>{text(made.software_release)}</SoftwareRelease>{j}<EuclidPipelineSoftwareRelease>{text(made.euclid_pipeline_software_release)}</EuclidPipelineSoftwareRelease>{j}<ProdSDC>{text(made.prod_sdc)}</ProdSDC>{j}<DataSetRelease>{text(made.data_set_release)}</DataSetRelease>{j}<Purpose>{made.purpose._value_}</Purpose>{j}<PlanId>{text(made.plan_id)}</PlanId>{j}<PPOId>{text(made.ppoid)}</PPOId>{j}<PipelineDefinitionId>{text(made.pipeline_definition_id)}</PipelineDefinitionId>{j}<PpoStatus>{text(made.ppo_status)}</PpoStatus>{j}<ManualValidationStatus>{made.manual_validation_status._value_}</ManualValidationStatus>{j}<ProductNotifiedToBeChecked>{made.product_notified_to_be_checked._value_}</ProductNotifiedToBeChecked>{j}<AutomatedValidationStatus>{made.automated_validation_status._value_}</AutomatedValidationStatus>{j}<ExpirationDate>{moment_text(made.expiration_date)}</ExpirationDate>{j}<ToBePublished>{integer_text(made.to_be_published)}</ToBePublished>{j}<Published>{integer_text(made.published)}</Published>{j}<Curator>{text(made.curator)}</Curator>{j}<CreationDate>{moment_text(made.creation_date)}</CreationDate>')
    if (value := made.data_model_version) is not None:
        add(f'{j}<DataModelVersion>{text(value)}</DataModelVersion>')
    add(f'{i}</{tag}>')

READERS = {
    "GenericHeader": read_GenericHeader,
}
WRITERS = {
    "GenericHeader": write_GenericHeader,
}
ROOTS = {
    "GenericHeader": ('genericHeader', ''),
}
