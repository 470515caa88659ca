"""Codecs of the classes in ``dpkit_dm.bas.spm``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.ppr as m_bas_ppr
import dpkit_dm.bas.spm as m_bas_spm
import dpkit_dm.sys.dss as m_sys_dss
import dpkit_dm.codec.bas.ppr as c_bas_ppr
import dpkit_dm.codec.sys.dss as c_sys_dss

check_bindings(m_bas_spm, "2719-2b0968f5")

UNCOVERED = {}




def read_ProcessingStep(node):
    made = new(m_bas_spm.ProcessingStep)
    c0, *rest = node
    made.name = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'ProgramName':
        made.program_name = (child.text or '')
        child = next(children, None)
    else:
        made.program_name = None
    if child is not None and child.tag == 'SoftwareVersion':
        made.software_version = (child.text or '')
        child = next(children, None)
    else:
        made.software_version = None
    if child is not None and child.tag == 'ParametersList':
        made.parameters_list = c_bas_ppr.read_GenericKeyValueParameters(child)
        child = next(children, None)
    else:
        made.parameters_list = None
    if child is not None and child.tag == 'ProcessExecuted':
        made.process_executed = boolean(child.text)
        child = next(children, None)
    else:
        made.process_executed = None
    if child is not None and child.tag == 'ExitCode':
        made.exit_code = (child.text or '')
        child = next(children, None)
    else:
        made.exit_code = None
    if child is not None and child.tag == 'LogFile':
        made.log_file = c_sys_dss.read_DataContainer(child)
        child = next(children, None)
    else:
        made.log_file = None
    if child is not None and child.tag == 'OutputDataFileList':
        made.output_data_file_list = ([t for t in (child.text or '').split()] or empty_list(child))
        child = next(children, None)
    else:
        made.output_data_file_list = m_bas_spm.ProcessingStep.__dataclass_fields__['output_data_file_list'].default_factory()
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ProcessingStep(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<Name>{text(made.name)}</Name>')
    if (value := made.program_name) is not None:
        add(f'{j}<ProgramName>{text(value)}</ProgramName>')
    if (value := made.software_version) is not None:
        add(f'{j}<SoftwareVersion>{text(value)}</SoftwareVersion>')
    if (value := made.parameters_list) is not None:
        c_bas_ppr.write_GenericKeyValueParameters(value, 'ParametersList', add, j)
    if (value := made.process_executed) is not None:
        add(f'{j}<ProcessExecuted>{boolean_text(value)}</ProcessExecuted>')
    if (value := made.exit_code) is not None:
        add(f'{j}<ExitCode>{text(value)}</ExitCode>')
    if (value := made.log_file) is not None:
        c_sys_dss.write_DataContainer(value, 'LogFile', add, j)
    if (value := made.output_data_file_list) or value.__class__ in (GivenList, Nil):
        add(f'{j}<OutputDataFileList>{" ".join([text(t) for t in value])}</OutputDataFileList>')
    add(f'{i}</{tag}>')


def read_ProcessingSteps(node):
    made = new(m_bas_spm.ProcessingSteps)
    made.processing_step = [read_ProcessingStep(child) for child in node]
    return made


def write_ProcessingSteps(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.processing_step:
        write_ProcessingStep(value, 'ProcessingStep', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "ProcessingStep": read_ProcessingStep,
    "ProcessingSteps": read_ProcessingSteps,
}
WRITERS = {
    "ProcessingStep": write_ProcessingStep,
    "ProcessingSteps": write_ProcessingSteps,
}
ROOTS = {
    "ProcessingStep": ('processingStep', ''),
    "ProcessingSteps": ('processingSteps', ''),
}
