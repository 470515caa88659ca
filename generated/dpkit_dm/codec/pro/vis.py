"""Codecs of the classes in ``dpkit_dm.pro.vis``. Written by ``dpkit schema generate``."""

# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from decimal import Decimal

from dpkit.binding.codec import *

import dpkit_dm.bas.dqc as m_bas_dqc
import dpkit_dm.bas.fit as m_bas_fit
import dpkit_dm.bas.img as m_bas_img
import dpkit_dm.bas.stc as m_bas_stc
import dpkit_dm.ins.ins as m_ins_ins
import dpkit_dm.pro.vis as m_pro_vis
import dpkit_dm.sys.dss as m_sys_dss
import dpkit_dm.codec.bas.dqc as c_bas_dqc
import dpkit_dm.codec.bas.fit as c_bas_fit
import dpkit_dm.codec.bas.img as c_bas_img
import dpkit_dm.codec.bas.stc as c_bas_stc
import dpkit_dm.codec.ins.ins as c_ins_ins
import dpkit_dm.codec.sys.dss as c_sys_dss

check_bindings(m_pro_vis, "45854-28dc2761")

UNCOVERED = {}




def read_RawFrameReference(node):
    made = new(m_pro_vis.RawFrameReference)
    c0, c1, = node
    made.product_id = (c0.text or '')
    made.product_type = (c1.text or '')
    return made


def write_RawFrameReference(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<ProductID>{text(made.product_id)}</ProductID>{j}<ProductType>{text(made.product_type)}</ProductType>')
    add(f'{i}</{tag}>')


def read_ShutterUnit(node):
    made = new(m_pro_vis.ShutterUnit)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'ConfigSINETableId':
        made.config_sinetable_id = int(child.text)
        child = next(children, None)
    else:
        made.config_sinetable_id = None
    if child is not None and child.tag == 'ConfigFreqTableId':
        made.config_freq_table_id = int(child.text)
        child = next(children, None)
    else:
        made.config_freq_table_id = None
    if child is not None and child.tag == 'ConfigShortFreqTableId':
        made.config_short_freq_table_id = int(child.text)
        child = next(children, None)
    else:
        made.config_short_freq_table_id = None
    if child is not None and child.tag == 'ShutterUnitConfigurationStatus':
        made.shutter_unit_configuration_status = (child.text or '')
        child = next(children, None)
    else:
        made.shutter_unit_configuration_status = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ShutterUnit(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.config_sinetable_id) is not None:
        add(f'{j}<ConfigSINETableId>{integer_text(value)}</ConfigSINETableId>')
    if (value := made.config_freq_table_id) is not None:
        add(f'{j}<ConfigFreqTableId>{integer_text(value)}</ConfigFreqTableId>')
    if (value := made.config_short_freq_table_id) is not None:
        add(f'{j}<ConfigShortFreqTableId>{integer_text(value)}</ConfigShortFreqTableId>')
    if (value := made.shutter_unit_configuration_status) is not None:
        add(f'{j}<ShutterUnitConfigurationStatus>{text(value)}</ShutterUnitConfigurationStatus>')
    add(f'{i}</{tag}>')


def read_TelemetryValue(node):
    made = new(m_pro_vis.TelemetryValue)
    c0, c1, c2, = node
    made.raw_value = int(c0.text)
    made.value = float(c1.text)
    made.unit = (c2.text or '')
    return made


def write_TelemetryValue(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<RawValue>{integer_text(made.raw_value)}</RawValue>{j}<Value>{number_text(made.value)}</Value>{j}<Unit>{text(made.unit)}</Unit>')
    add(f'{i}</{tag}>')


def read_CalibratedFrameQuality(node):
    made = new(m_pro_vis.CalibratedFrameQuality)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'OBS_astro_internal_error_rms':
        made.obs_astro_internal_error_rms = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.obs_astro_internal_error_rms = None
    if child is not None and child.tag == 'OBS_astro_internal_error_mean':
        made.obs_astro_internal_error_mean = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.obs_astro_internal_error_mean = None
    if child is not None and child.tag == 'OBS_astro_internal_error_stdev':
        made.obs_astro_internal_error_stdev = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.obs_astro_internal_error_stdev = None
    if child is not None and child.tag == 'OBS_astro_internal_error_count':
        made.obs_astro_internal_error_count = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.obs_astro_internal_error_count = None
    if child is not None and child.tag == 'FPA_expcat_to_extcat_exterr_mean_residual':
        made.fpa_expcat_to_extcat_exterr_mean_residual = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fpa_expcat_to_extcat_exterr_mean_residual = None
    if child is not None and child.tag == 'FPA_expcat_to_extcat_exterr_stdev':
        made.fpa_expcat_to_extcat_exterr_stdev = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fpa_expcat_to_extcat_exterr_stdev = None
    if child is not None and child.tag == 'FPA_expcat_to_stackcat_interr_rms':
        made.fpa_expcat_to_stackcat_interr_rms = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fpa_expcat_to_stackcat_interr_rms = None
    if child is not None and child.tag == 'FPA_pointing_jitter':
        made.fpa_pointing_jitter = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fpa_pointing_jitter = None
    if child is not None and child.tag == 'FPA_cr_pixel_count':
        made.fpa_cr_pixel_count = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.fpa_cr_pixel_count = None
    if child is not None and child.tag == 'FPA_cr_pixel_ratio':
        made.fpa_cr_pixel_ratio = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fpa_cr_pixel_ratio = None
    if child is not None and child.tag == 'FPA_cr_pixel_density':
        made.fpa_cr_pixel_density = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fpa_cr_pixel_density = None
    if child is not None and child.tag == 'FPA_avg_bkg':
        made.fpa_avg_bkg = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fpa_avg_bkg = None
    if child is not None and child.tag == 'FPA_flagged_ghosts':
        made.fpa_flagged_ghosts = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.fpa_flagged_ghosts = None
    if child is not None and child.tag == 'FPA_flagged_stars':
        made.fpa_flagged_stars = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.fpa_flagged_stars = None
    if child is not None and child.tag == 'FPA_ghost_flag_quality':
        made.fpa_ghost_flag_quality = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fpa_ghost_flag_quality = None
    if child is not None and child.tag == 'FPA_zero_point':
        made.fpa_zero_point = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fpa_zero_point = None
    if child is not None and child.tag == 'FPA_zero_point_rms':
        made.fpa_zero_point_rms = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fpa_zero_point_rms = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CalibratedFrameQuality(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.obs_astro_internal_error_rms) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'OBS_astro_internal_error_rms', add, j)
    if (value := made.obs_astro_internal_error_mean) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'OBS_astro_internal_error_mean', add, j)
    if (value := made.obs_astro_internal_error_stdev) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'OBS_astro_internal_error_stdev', add, j)
    if (value := made.obs_astro_internal_error_count) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'OBS_astro_internal_error_count', add, j)
    if (value := made.fpa_expcat_to_extcat_exterr_mean_residual) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FPA_expcat_to_extcat_exterr_mean_residual', add, j)
    if (value := made.fpa_expcat_to_extcat_exterr_stdev) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FPA_expcat_to_extcat_exterr_stdev', add, j)
    if (value := made.fpa_expcat_to_stackcat_interr_rms) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FPA_expcat_to_stackcat_interr_rms', add, j)
    if (value := made.fpa_pointing_jitter) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FPA_pointing_jitter', add, j)
    if (value := made.fpa_cr_pixel_count) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'FPA_cr_pixel_count', add, j)
    if (value := made.fpa_cr_pixel_ratio) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FPA_cr_pixel_ratio', add, j)
    if (value := made.fpa_cr_pixel_density) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FPA_cr_pixel_density', add, j)
    if (value := made.fpa_avg_bkg) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FPA_avg_bkg', add, j)
    if (value := made.fpa_flagged_ghosts) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'FPA_flagged_ghosts', add, j)
    if (value := made.fpa_flagged_stars) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'FPA_flagged_stars', add, j)
    if (value := made.fpa_ghost_flag_quality) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FPA_ghost_flag_quality', add, j)
    if (value := made.fpa_zero_point) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FPA_zero_point', add, j)
    if (value := made.fpa_zero_point_rms) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FPA_zero_point_rms', add, j)
    add(f'{i}</{tag}>')


def read_CalibrationLed(node):
    made = new(m_pro_vis.CalibrationLed)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'RawValue':
        made.raw_value = int(child.text)
        child = next(children, None)
    else:
        made.raw_value = None
    if child is not None and child.tag == 'NominalCurrent':
        made.nominal_current = read_TelemetryValue(child)
        child = next(children, None)
    else:
        made.nominal_current = None
    if child is not None and child.tag == 'NominalFluence':
        made.nominal_fluence = float(child.text)
        child = next(children, None)
    else:
        made.nominal_fluence = None
    if child is not None and child.tag == 'RedundantCurrent':
        made.redundant_current = read_TelemetryValue(child)
        child = next(children, None)
    else:
        made.redundant_current = None
    if child is not None and child.tag == 'RedundantFluence':
        made.redundant_fluence = float(child.text)
        child = next(children, None)
    else:
        made.redundant_fluence = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CalibrationLed(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.raw_value) is not None:
        add(f'{j}<RawValue>{integer_text(value)}</RawValue>')
    if (value := made.nominal_current) is not None:
        write_TelemetryValue(value, 'NominalCurrent', add, j)
    if (value := made.nominal_fluence) is not None:
        add(f'{j}<NominalFluence>{number_text(value)}</NominalFluence>')
    if (value := made.redundant_current) is not None:
        write_TelemetryValue(value, 'RedundantCurrent', add, j)
    if (value := made.redundant_fluence) is not None:
        add(f'{j}<RedundantFluence>{number_text(value)}</RedundantFluence>')
    add(f'{i}</{tag}>')


def read_ChargeInjectionParameters(node):
    made = new(m_pro_vis.ChargeInjectionParameters)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'InjectionDrainLowBias':
        made.injection_drain_low_bias = read_TelemetryValue(child)
        child = next(children, None)
    else:
        made.injection_drain_low_bias = None
    if child is not None and child.tag == 'InjectionDrainPulseDuration':
        made.injection_drain_pulse_duration = read_TelemetryValue(child)
        child = next(children, None)
    else:
        made.injection_drain_pulse_duration = None
    if child is not None and child.tag == 'InjectionDrainLowPulseDelay':
        made.injection_drain_low_pulse_delay = read_TelemetryValue(child)
        child = next(children, None)
    else:
        made.injection_drain_low_pulse_delay = None
    if child is not None and child.tag == 'InjectionGate1Voltage':
        made.injection_gate1_voltage = read_TelemetryValue(child)
        child = next(children, None)
    else:
        made.injection_gate1_voltage = None
    if child is not None and child.tag == 'InjectionGate2Voltage':
        made.injection_gate2_voltage = read_TelemetryValue(child)
        child = next(children, None)
    else:
        made.injection_gate2_voltage = None
    if child is not None and child.tag == 'InjectedLinesCount':
        made.injected_lines_count = int(child.text)
        child = next(children, None)
    else:
        made.injected_lines_count = None
    if child is not None and child.tag == 'NonInjectedLinesCount':
        made.non_injected_lines_count = int(child.text)
        child = next(children, None)
    else:
        made.non_injected_lines_count = None
    if child is not None and child.tag == 'VerticalStart':
        made.vertical_start = int(child.text)
        child = next(children, None)
    else:
        made.vertical_start = None
    if child is not None and child.tag == 'VerticalEnd':
        made.vertical_end = int(child.text)
        child = next(children, None)
    else:
        made.vertical_end = None
    if child is not None and child.tag == 'TOI':
        made.toi = read_TelemetryValue(child)
        child = next(children, None)
    else:
        made.toi = None
    if child is not None and child.tag == 'DwellTime':
        made.dwell_time = boolean(child.text)
        child = next(children, None)
    else:
        made.dwell_time = None
    if child is not None and child.tag == 'InjectionDrainHighBias':
        made.injection_drain_high_bias = read_TelemetryValue(child)
        child = next(children, None)
    else:
        made.injection_drain_high_bias = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ChargeInjectionParameters(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.injection_drain_low_bias) is not None:
        write_TelemetryValue(value, 'InjectionDrainLowBias', add, j)
    if (value := made.injection_drain_pulse_duration) is not None:
        write_TelemetryValue(value, 'InjectionDrainPulseDuration', add, j)
    if (value := made.injection_drain_low_pulse_delay) is not None:
        write_TelemetryValue(value, 'InjectionDrainLowPulseDelay', add, j)
    if (value := made.injection_gate1_voltage) is not None:
        write_TelemetryValue(value, 'InjectionGate1Voltage', add, j)
    if (value := made.injection_gate2_voltage) is not None:
        write_TelemetryValue(value, 'InjectionGate2Voltage', add, j)
    if (value := made.injected_lines_count) is not None:
        add(f'{j}<InjectedLinesCount>{integer_text(value)}</InjectedLinesCount>')
    if (value := made.non_injected_lines_count) is not None:
        add(f'{j}<NonInjectedLinesCount>{integer_text(value)}</NonInjectedLinesCount>')
    if (value := made.vertical_start) is not None:
        add(f'{j}<VerticalStart>{integer_text(value)}</VerticalStart>')
    if (value := made.vertical_end) is not None:
        add(f'{j}<VerticalEnd>{integer_text(value)}</VerticalEnd>')
    if (value := made.toi) is not None:
        write_TelemetryValue(value, 'TOI', add, j)
    if (value := made.dwell_time) is not None:
        add(f'{j}<DwellTime>{boolean_text(value)}</DwellTime>')
    if (value := made.injection_drain_high_bias) is not None:
        write_TelemetryValue(value, 'InjectionDrainHighBias', add, j)
    add(f'{i}</{tag}>')


def read_CosmicRayRatioFlag(node):
    made = new(m_pro_vis.CosmicRayRatioFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/FPA_cr_pixel_ratio'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_CosmicRayRatioFlag(made, tag, add, i, extra=''):
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


def read_ExternalErrorFlag(node):
    made = new(m_pro_vis.ExternalErrorFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/FPA_expcat_to_extcat_exterr_mean_residual'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_ExternalErrorFlag(made, tag, add, i, extra=''):
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


def read_GhostQualityFlag(node):
    made = new(m_pro_vis.GhostQualityFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/FPA_ghost_flag_quality'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_GhostQualityFlag(made, tag, add, i, extra=''):
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


def read_InternalErrorFlag(node):
    made = new(m_pro_vis.InternalErrorFlag)
    made.value = boolean(node.text)
    made.xpath = '/*/Data/QualityParams/OBS_astro_internal_error_rms'
    value = node.get('minLimit')
    made.min_limit = None if value is None else float(value)
    value = node.get('maxLimit')
    made.max_limit = None if value is None else float(value)
    value = node.get('flagged')
    made.flagged = None if value is None else boolean(value)
    return made


def write_InternalErrorFlag(made, tag, add, i, extra=''):
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


def read_Readout(node):
    made = new(m_pro_vis.Readout)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'VerticalStart':
        made.vertical_start = int(child.text)
        child = next(children, None)
    else:
        made.vertical_start = None
    if child is not None and child.tag == 'VerticalEnd':
        made.vertical_end = int(child.text)
        child = next(children, None)
    else:
        made.vertical_end = None
    if child is not None and child.tag == 'IdleTime':
        made.idle_time = read_TelemetryValue(child)
        child = next(children, None)
    else:
        made.idle_time = None
    if child is not None and child.tag == 'ROEConfigurationTableId':
        made.roeconfiguration_table_id = int(child.text)
        child = next(children, None)
    else:
        made.roeconfiguration_table_id = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_Readout(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.vertical_start) is not None:
        add(f'{j}<VerticalStart>{integer_text(value)}</VerticalStart>')
    if (value := made.vertical_end) is not None:
        add(f'{j}<VerticalEnd>{integer_text(value)}</VerticalEnd>')
    if (value := made.idle_time) is not None:
        write_TelemetryValue(value, 'IdleTime', add, j)
    if (value := made.roeconfiguration_table_id) is not None:
        add(f'{j}<ROEConfigurationTableId>{integer_text(value)}</ROEConfigurationTableId>')
    add(f'{i}</{tag}>')


def read_StackedFrameQuality(node):
    made = new(m_pro_vis.StackedFrameQuality)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Mean':
        made.mean = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.mean = None
    if child is not None and child.tag == 'Median':
        made.median = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.median = None
    if child is not None and child.tag == 'Mode':
        made.mode = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.mode = None
    if child is not None and child.tag == 'StDev':
        made.st_dev = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.st_dev = None
    if child is not None and child.tag == 'Min':
        made.min = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.min = None
    if child is not None and child.tag == 'Max':
        made.max = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.max = None
    if child is not None and child.tag == 'PixelCount':
        made.pixel_count = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.pixel_count = None
    if child is not None and child.tag == 'Level':
        made.level = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.level = None
    if child is not None and child.tag == 'MaskedPixelFraction':
        made.masked_pixel_fraction = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.masked_pixel_fraction = None
    if child is not None and child.tag == 'HotPixelCount':
        made.hot_pixel_count = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.hot_pixel_count = None
    if child is not None and child.tag == 'DeadPixelCount':
        made.dead_pixel_count = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.dead_pixel_count = None
    if child is not None and child.tag == 'GhostPixelCount':
        made.ghost_pixel_count = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.ghost_pixel_count = None
    if child is not None and child.tag == 'CosmicRayPixelCount':
        made.cosmic_ray_pixel_count = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.cosmic_ray_pixel_count = None
    if child is not None and child.tag == 'StDevDiff':
        made.st_dev_diff = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.st_dev_diff = None
    if child is not None and child.tag == 'SubWinFlatness':
        made.sub_win_flatness = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.sub_win_flatness = None
    if child is not None and child.tag == 'FourierFreq':
        made.fourier_freq = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fourier_freq = None
    if child is not None and child.tag == 'FourierFreqPower':
        made.fourier_freq_power = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.fourier_freq_power = None
    if child is not None and child.tag == 'SigmaClipMode':
        made.sigma_clip_mode = c_bas_dqc.read_FlaggedCount(child)
        child = next(children, None)
    else:
        made.sigma_clip_mode = None
    if child is not None and child.tag == 'PercentileLevel':
        made.percentile_level = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.percentile_level = None
    if child is not None and child.tag == 'ChiFit':
        made.chi_fit = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.chi_fit = None
    if child is not None and child.tag == 'Temperature':
        made.temperature = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.temperature = None
    if child is not None and child.tag == 'SignalToNoiseRatio':
        made.signal_to_noise_ratio = c_bas_dqc.read_FlaggedNumber(child)
        child = next(children, None)
    else:
        made.signal_to_noise_ratio = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_StackedFrameQuality(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.mean) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'Mean', add, j)
    if (value := made.median) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'Median', add, j)
    if (value := made.mode) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'Mode', add, j)
    if (value := made.st_dev) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'StDev', add, j)
    if (value := made.min) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'Min', add, j)
    if (value := made.max) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'Max', add, j)
    if (value := made.pixel_count) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'PixelCount', add, j)
    if (value := made.level) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'Level', add, j)
    if (value := made.masked_pixel_fraction) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'MaskedPixelFraction', add, j)
    if (value := made.hot_pixel_count) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'HotPixelCount', add, j)
    if (value := made.dead_pixel_count) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'DeadPixelCount', add, j)
    if (value := made.ghost_pixel_count) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'GhostPixelCount', add, j)
    if (value := made.cosmic_ray_pixel_count) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'CosmicRayPixelCount', add, j)
    if (value := made.st_dev_diff) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'StDevDiff', add, j)
    if (value := made.sub_win_flatness) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'SubWinFlatness', add, j)
    if (value := made.fourier_freq) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FourierFreq', add, j)
    if (value := made.fourier_freq_power) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'FourierFreqPower', add, j)
    if (value := made.sigma_clip_mode) is not None:
        c_bas_dqc.write_FlaggedCount(value, 'SigmaClipMode', add, j)
    if (value := made.percentile_level) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'PercentileLevel', add, j)
    if (value := made.chi_fit) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'ChiFit', add, j)
    if (value := made.temperature) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'Temperature', add, j)
    if (value := made.signal_to_noise_ratio) is not None:
        c_bas_dqc.write_FlaggedNumber(value, 'SignalToNoiseRatio', add, j)
    add(f'{i}</{tag}>')


def read_ValidationExposures(node):
    made = new(m_pro_vis.ValidationExposures)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'PRNUCorrectedExposure':
        made.prnucorrected_exposure = c_sys_dss.read_StoredFile(child)
        child = next(children, None)
    else:
        made.prnucorrected_exposure = None
    if child is not None and child.tag == 'PreCTICorrectionExposure':
        made.pre_cticorrection_exposure = c_sys_dss.read_StoredFile(child)
        child = next(children, None)
    else:
        made.pre_cticorrection_exposure = None
    if child is not None and child.tag == 'PostCTICorrectionExposure':
        made.post_cticorrection_exposure = c_sys_dss.read_StoredFile(child)
        child = next(children, None)
    else:
        made.post_cticorrection_exposure = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ValidationExposures(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.prnucorrected_exposure) is not None:
        c_sys_dss.write_StoredFile(value, 'PRNUCorrectedExposure', add, j)
    if (value := made.pre_cticorrection_exposure) is not None:
        c_sys_dss.write_StoredFile(value, 'PreCTICorrectionExposure', add, j)
    if (value := made.post_cticorrection_exposure) is not None:
        c_sys_dss.write_StoredFile(value, 'PostCTICorrectionExposure', add, j)
    add(f'{i}</{tag}>')


def read_VisDetector(node):
    made = new(m_pro_vis.VisDetector)
    c0, *rest = node
    made.detector_id = (c0.text or '')
    children = iter(rest)
    child = next(children, None)
    if child is not None and child.tag == 'Gain':
        made.gain = float(child.text)
        child = next(children, None)
    else:
        made.gain = None
    if child is not None and child.tag == 'ZeroPoint':
        made.zero_point = c_bas_img.read_ZeroPoint(child)
        child = next(children, None)
    else:
        made.zero_point = None
    if child is not None and child.tag == 'CCD_RA':
        made.ccd_ra = float(child.text)
        child = next(children, None)
    else:
        made.ccd_ra = None
    if child is not None and child.tag == 'CCD_Dec':
        made.ccd_dec = float(child.text)
        child = next(children, None)
    else:
        made.ccd_dec = None
    if child is not None and child.tag == 'Background':
        made.background = float(child.text)
        child = next(children, None)
    else:
        made.background = None
    if child is not None and child.tag == 'BiasLevelQuad_E':
        made.bias_level_quad_e = float(child.text)
        child = next(children, None)
    else:
        made.bias_level_quad_e = None
    if child is not None and child.tag == 'BiasLevelQuad_F':
        made.bias_level_quad_f = float(child.text)
        child = next(children, None)
    else:
        made.bias_level_quad_f = None
    if child is not None and child.tag == 'BiasLevelQuad_G':
        made.bias_level_quad_g = float(child.text)
        child = next(children, None)
    else:
        made.bias_level_quad_g = None
    if child is not None and child.tag == 'BiasLevelQuad_H':
        made.bias_level_quad_h = float(child.text)
        child = next(children, None)
    else:
        made.bias_level_quad_h = None
    if child is not None and child.tag == 'ReadOutNoiseQuad_E':
        made.read_out_noise_quad_e = float(child.text)
        child = next(children, None)
    else:
        made.read_out_noise_quad_e = None
    if child is not None and child.tag == 'ReadOutNoiseQuad_F':
        made.read_out_noise_quad_f = float(child.text)
        child = next(children, None)
    else:
        made.read_out_noise_quad_f = None
    if child is not None and child.tag == 'ReadOutNoiseQuad_G':
        made.read_out_noise_quad_g = float(child.text)
        child = next(children, None)
    else:
        made.read_out_noise_quad_g = None
    if child is not None and child.tag == 'ReadOutNoiseQuad_H':
        made.read_out_noise_quad_h = float(child.text)
        child = next(children, None)
    else:
        made.read_out_noise_quad_h = None
    if child is not None and child.tag == 'InvalidPixelsCount':
        made.invalid_pixels_count = int(child.text)
        child = next(children, None)
    else:
        made.invalid_pixels_count = None
    if child is not None and child.tag == 'TXErrorPixelCount':
        made.txerror_pixel_count = int(child.text)
        child = next(children, None)
    else:
        made.txerror_pixel_count = None
    if child is not None and child.tag == 'CCDTemperatureK':
        made.ccdtemperature_k = float(child.text)
        child = next(children, None)
    else:
        made.ccdtemperature_k = None
    if child is not None and child.tag == 'ImgSpatialFootprint':
        made.img_spatial_footprint = c_bas_stc.read_SpatialFootprint(child)
        child = next(children, None)
    else:
        made.img_spatial_footprint = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_VisDetector(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    add(f'{j}<DetectorId>{text(made.detector_id)}</DetectorId>')
    if (value := made.gain) is not None:
        add(f'{j}<Gain>{number_text(value)}</Gain>')
    if (value := made.zero_point) is not None:
        c_bas_img.write_ZeroPoint(value, 'ZeroPoint', add, j)
    if (value := made.ccd_ra) is not None:
        add(f'{j}<CCD_RA>{number_text(value)}</CCD_RA>')
    if (value := made.ccd_dec) is not None:
        add(f'{j}<CCD_Dec>{number_text(value)}</CCD_Dec>')
    if (value := made.background) is not None:
        add(f'{j}<Background>{number_text(value)}</Background>')
    if (value := made.bias_level_quad_e) is not None:
        add(f'{j}<BiasLevelQuad_E>{number_text(value)}</BiasLevelQuad_E>')
    if (value := made.bias_level_quad_f) is not None:
        add(f'{j}<BiasLevelQuad_F>{number_text(value)}</BiasLevelQuad_F>')
    if (value := made.bias_level_quad_g) is not None:
        add(f'{j}<BiasLevelQuad_G>{number_text(value)}</BiasLevelQuad_G>')
    if (value := made.bias_level_quad_h) is not None:
        add(f'{j}<BiasLevelQuad_H>{number_text(value)}</BiasLevelQuad_H>')
    if (value := made.read_out_noise_quad_e) is not None:
        add(f'{j}<ReadOutNoiseQuad_E>{number_text(value)}</ReadOutNoiseQuad_E>')
    if (value := made.read_out_noise_quad_f) is not None:
        add(f'{j}<ReadOutNoiseQuad_F>{number_text(value)}</ReadOutNoiseQuad_F>')
    if (value := made.read_out_noise_quad_g) is not None:
        add(f'{j}<ReadOutNoiseQuad_G>{number_text(value)}</ReadOutNoiseQuad_G>')
    if (value := made.read_out_noise_quad_h) is not None:
        add(f'{j}<ReadOutNoiseQuad_H>{number_text(value)}</ReadOutNoiseQuad_H>')
    if (value := made.invalid_pixels_count) is not None:
        add(f'{j}<InvalidPixelsCount>{integer_text(value)}</InvalidPixelsCount>')
    if (value := made.txerror_pixel_count) is not None:
        add(f'{j}<TXErrorPixelCount>{integer_text(value)}</TXErrorPixelCount>')
    if (value := made.ccdtemperature_k) is not None:
        add(f'{j}<CCDTemperatureK>{number_text(value)}</CCDTemperatureK>')
    if (value := made.img_spatial_footprint) is not None:
        c_bas_stc.write_SpatialFootprint(value, 'ImgSpatialFootprint', add, j)
    add(f'{i}</{tag}>')


def read_VisObsFrame(node):
    made = new(m_pro_vis.VisObsFrame)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'ExposureTime':
        made.exposure_time = c_bas_img.read_ExposureTime(child)
        child = next(children, None)
    else:
        made.exposure_time = None
    if child is not None and child.tag == 'Instrument':
        made.instrument = c_ins_ins.read_ObservingInstrument(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'Filter':
        made.filter = c_ins_ins.read_FilterDescription(child)
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
    if child is not None and child.tag == 'CommandedFPAPointing':
        made.commanded_fpapointing = c_bas_img.read_Pointing(child)
        child = next(children, None)
    else:
        made.commanded_fpapointing = None
    if child is not None and child.tag == 'ReconsFPAPointing':
        made.recons_fpapointing = c_bas_img.read_Pointing(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'ImgSpatialFootprint':
        made.img_spatial_footprint = c_bas_stc.read_SpatialFootprint(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_VisObsFrame(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.exposure_time) is not None:
        c_bas_img.write_ExposureTime(value, 'ExposureTime', add, j)
    c_ins_ins.write_ObservingInstrument(made.instrument, 'Instrument', add, j)
    c_ins_ins.write_FilterDescription(made.filter, 'Filter', add, j)
    c_bas_img.write_ObservationDateTime(made.observation_date_time, 'ObservationDateTime', add, j)
    c_bas_img.write_ObservationSequence(made.observation_sequence, 'ObservationSequence', add, j)
    if (value := made.commanded_fpapointing) is not None:
        c_bas_img.write_Pointing(value, 'CommandedFPAPointing', add, j)
    c_bas_img.write_Pointing(made.recons_fpapointing, 'ReconsFPAPointing', add, j)
    c_bas_stc.write_SpatialFootprint(made.img_spatial_footprint, 'ImgSpatialFootprint', add, j)
    add(f'{i}</{tag}>')


def read_CalibrationUnit(node):
    made = new(m_pro_vis.CalibrationUnit)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Status':
        made.status = boolean(child.text)
        child = next(children, None)
    else:
        made.status = None
    if child is not None and child.tag == 'Duration':
        made.duration = read_TelemetryValue(child)
        child = next(children, None)
    else:
        made.duration = None
    if child is not None and child.tag == 'LedMask':
        made.led_mask = (child.text or '')
        child = next(children, None)
    else:
        made.led_mask = None
    if child is not None and child.tag == 'Led1':
        made.led1 = read_CalibrationLed(child)
        child = next(children, None)
    else:
        made.led1 = None
    if child is not None and child.tag == 'Led2':
        made.led2 = read_CalibrationLed(child)
        child = next(children, None)
    else:
        made.led2 = None
    if child is not None and child.tag == 'Led3':
        made.led3 = read_CalibrationLed(child)
        child = next(children, None)
    else:
        made.led3 = None
    if child is not None and child.tag == 'Led4':
        made.led4 = read_CalibrationLed(child)
        child = next(children, None)
    else:
        made.led4 = None
    if child is not None and child.tag == 'Led5':
        made.led5 = read_CalibrationLed(child)
        child = next(children, None)
    else:
        made.led5 = None
    if child is not None and child.tag == 'Led6':
        made.led6 = read_CalibrationLed(child)
        child = next(children, None)
    else:
        made.led6 = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_CalibrationUnit(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.status) is not None:
        add(f'{j}<Status>{boolean_text(value)}</Status>')
    if (value := made.duration) is not None:
        write_TelemetryValue(value, 'Duration', add, j)
    if (value := made.led_mask) is not None:
        add(f'{j}<LedMask>{text(value)}</LedMask>')
    if (value := made.led1) is not None:
        write_CalibrationLed(value, 'Led1', add, j)
    if (value := made.led2) is not None:
        write_CalibrationLed(value, 'Led2', add, j)
    if (value := made.led3) is not None:
        write_CalibrationLed(value, 'Led3', add, j)
    if (value := made.led4) is not None:
        write_CalibrationLed(value, 'Led4', add, j)
    if (value := made.led5) is not None:
        write_CalibrationLed(value, 'Led5', add, j)
    if (value := made.led6) is not None:
        write_CalibrationLed(value, 'Led6', add, j)
    add(f'{i}</{tag}>')


def read_ChargeInjection(node):
    made = new(m_pro_vis.ChargeInjection)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'Status':
        made.status = boolean(child.text)
        child = next(children, None)
    else:
        made.status = None
    if child is not None and child.tag == 'Parameters':
        made.parameters = read_ChargeInjectionParameters(child)
        child = next(children, None)
    else:
        made.parameters = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_ChargeInjection(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.status) is not None:
        add(f'{j}<Status>{boolean_text(value)}</Status>')
    if (value := made.parameters) is not None:
        write_ChargeInjectionParameters(value, 'Parameters', add, j)
    add(f'{i}</{tag}>')


def read_SqfVisCalibratedFrame(node):
    made = new(m_pro_vis.SqfVisCalibratedFrame)
    children = iter(node)
    child = next(children, None)
    if child is not None and child.tag == 'CRPixelRatioMaxExceeded':
        made.crpixel_ratio_max_exceeded = read_CosmicRayRatioFlag(child)
        child = next(children, None)
    else:
        made.crpixel_ratio_max_exceeded = None
    if child is not None and child.tag == 'GhostFlagQualityRangeExceeded':
        made.ghost_flag_quality_range_exceeded = read_GhostQualityFlag(child)
        child = next(children, None)
    else:
        made.ghost_flag_quality_range_exceeded = None
    if child is not None and child.tag == 'AstroInternalErrorRangeExceeded':
        made.astro_internal_error_range_exceeded = read_InternalErrorFlag(child)
        child = next(children, None)
    else:
        made.astro_internal_error_range_exceeded = None
    if child is not None and child.tag == 'ExtErrMeanResidualRangeExceeded':
        made.ext_err_mean_residual_range_exceeded = read_ExternalErrorFlag(child)
        child = next(children, None)
    else:
        made.ext_err_mean_residual_range_exceeded = None
    items = made.auxiliary_flags = []
    while child is not None and child.tag == 'AuxiliaryFlags':
        items.append(c_bas_dqc.read_AuxiliaryFlag(child))
        child = next(children, None)
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_SqfVisCalibratedFrame(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    if (value := made.crpixel_ratio_max_exceeded) is not None:
        write_CosmicRayRatioFlag(value, 'CRPixelRatioMaxExceeded', add, j)
    if (value := made.ghost_flag_quality_range_exceeded) is not None:
        write_GhostQualityFlag(value, 'GhostFlagQualityRangeExceeded', add, j)
    if (value := made.astro_internal_error_range_exceeded) is not None:
        write_InternalErrorFlag(value, 'AstroInternalErrorRangeExceeded', add, j)
    if (value := made.ext_err_mean_residual_range_exceeded) is not None:
        write_ExternalErrorFlag(value, 'ExtErrMeanResidualRangeExceeded', add, j)
    for value in made.auxiliary_flags:
        c_bas_dqc.write_AuxiliaryFlag(value, 'AuxiliaryFlags', add, j)
    add(f'{i}</{tag}>')


def read_VisDetectorList(node):
    made = new(m_pro_vis.VisDetectorList)
    made.detector = [read_VisDetector(child) for child in node]
    return made


def write_VisDetectorList(made, tag, add, i, extra=''):
    j = i + '  '
    add(f'{i}<{tag}{extra}>')
    for value in made.detector:
        write_VisDetector(value, 'Detector', add, j)
    add(f'{i}</{tag}>')


def read_VisStackedFrame(node):
    made = new(m_pro_vis.VisStackedFrame)
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
        made.axis_lengths = m_pro_vis.VisStackedFrame.__dataclass_fields__['axis_lengths'].default_factory()
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
        made.img_spatial_footprint = None
    if child is not None and child.tag == 'Masks':
        made.masks = (child.text or '')
        child = next(children, None)
    else:
        made.masks = None
    if child is not None and child.tag == 'ObservationId':
        made.observation_id = int(child.text)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'PatchId':
        made.patch_id = int(child.text)
        child = next(children, None)
    else:
        made.patch_id = None
    if child is not None and child.tag == 'CalblockId':
        made.calblock_id = (child.text or '')
        child = next(children, None)
    else:
        made.calblock_id = None
    if child is not None and child.tag == 'DateRange':
        made.date_range = c_ins_ins.read_DateRange(child)
        child = next(children, None)
    else:
        made.date_range = None
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'PsfModelStorage':
        made.psf_model_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.psf_model_storage = None
    if child is not None and child.tag == 'BackgroundStorage':
        made.background_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.background_storage = None
    if child is not None and child.tag == 'WeightStorage':
        made.weight_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.weight_storage = None
    if child is not None and child.tag == 'QualityParameterStorage':
        made.quality_parameter_storage = c_sys_dss.read_StoredFile(child)
        child = next(children, None)
    else:
        made.quality_parameter_storage = None
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_StackedFrameQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_VisStackedFrame(made, tag, add, i, extra=''):
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
    if (value := made.img_spatial_footprint) is not None:
        c_bas_stc.write_SpatialFootprint(value, 'ImgSpatialFootprint', add, j)
    if (value := made.masks) is not None:
        add(f'{j}<Masks>{text(value)}</Masks>')
    add(f'{j}<ObservationId>{integer_text(made.observation_id)}</ObservationId>')
    if (value := made.patch_id) is not None:
        add(f'{j}<PatchId>{integer_text(value)}</PatchId>')
    if (value := made.calblock_id) is not None:
        add(f'{j}<CalblockId>{text(value)}</CalblockId>')
    if (value := made.date_range) is not None:
        c_ins_ins.write_DateRange(value, 'DateRange', add, j)
    c_bas_fit.write_FitsFile(made.data_storage, 'DataStorage', add, j)
    if (value := made.psf_model_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'PsfModelStorage', add, j)
    if (value := made.background_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'BackgroundStorage', add, j)
    if (value := made.weight_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'WeightStorage', add, j)
    if (value := made.quality_parameter_storage) is not None:
        c_sys_dss.write_StoredFile(value, 'QualityParameterStorage', add, j)
    if (value := made.quality_params) is not None:
        write_StackedFrameQuality(value, 'QualityParams', add, j)
    add(f'{i}</{tag}>')


def read_VisCalibratedFrame(node):
    made = new(m_pro_vis.VisCalibratedFrame)
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
        made.axis_lengths = m_pro_vis.VisCalibratedFrame.__dataclass_fields__['axis_lengths'].default_factory()
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
    if child is not None and child.tag == 'ImgSpatialFootprint':
        made.img_spatial_footprint = c_bas_stc.read_SpatialFootprint(child)
        child = next(children, None)
    else:
        made.img_spatial_footprint = None
    if child is not None and child.tag == 'Masks':
        made.masks = (child.text or '')
        child = next(children, None)
    else:
        made.masks = None
    if child is not None and child.tag == 'DetectorList':
        made.detector_list = read_VisDetectorList(child)
        child = next(children, None)
    else:
        made.detector_list = None
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
    if child is not None and child.tag == 'DateRange':
        made.date_range = c_ins_ins.read_DateRange(child)
        child = next(children, None)
    else:
        made.date_range = None
    if child is not None and child.tag == 'InstrumentMode':
        made.instrument_mode = (child.text or '')
        child = next(children, None)
    else:
        made.instrument_mode = None
    if child is not None and child.tag == 'CompressionAlgorithm':
        made.compression_algorithm = (child.text or '')
        child = next(children, None)
    else:
        made.compression_algorithm = None
    if child is not None and child.tag == 'FrameChecksum':
        made.frame_checksum = int(child.text)
        child = next(children, None)
    else:
        made.frame_checksum = None
    if child is not None and child.tag == 'CommandedFPAPointing':
        made.commanded_fpapointing = c_bas_img.read_Pointing(child)
        child = next(children, None)
    else:
        made.commanded_fpapointing = None
    if child is not None and child.tag == 'ReconsFPAPointing':
        made.recons_fpapointing = c_bas_img.read_Pointing(child)
        child = next(children, None)
    else:
        made.recons_fpapointing = None
    if child is not None and child.tag == 'PredictedOrbit':
        made.predicted_orbit = c_bas_img.read_Orbit(child)
        child = next(children, None)
    else:
        made.predicted_orbit = None
    if child is not None and child.tag == 'ReconsOrbit':
        made.recons_orbit = c_bas_img.read_Orbit(child)
        child = next(children, None)
    else:
        made.recons_orbit = None
    if child is not None and child.tag == 'Readout':
        made.readout = read_Readout(child)
        child = next(children, None)
    else:
        made.readout = None
    if child is not None and child.tag == 'ShutterUnit':
        made.shutter_unit = read_ShutterUnit(child)
        child = next(children, None)
    else:
        made.shutter_unit = None
    if child is not None and child.tag == 'CalibUnit':
        made.calib_unit = read_CalibrationUnit(child)
        child = next(children, None)
    else:
        made.calib_unit = None
    if child is not None and child.tag == 'ChargedInduced':
        made.charged_induced = read_ChargeInjection(child)
        child = next(children, None)
    else:
        made.charged_induced = None
    if child is not None and child.tag == 'WLQ2Exposures':
        made.wlq2_exposures = read_ValidationExposures(child)
        child = next(children, None)
    else:
        made.wlq2_exposures = None
    if child is not None and child.tag == 'PsfModelStorage':
        made.psf_model_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.psf_model_storage = None
    if child is not None and child.tag == 'BackgroundStorage':
        made.background_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.background_storage = None
    if child is not None and child.tag == 'WeightStorage':
        made.weight_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        made.weight_storage = None
    if child is not None and child.tag == 'XTalkStorage':
        made.xtalk_storage = c_sys_dss.read_StoredFile(child)
        child = next(children, None)
    else:
        made.xtalk_storage = None
    if child is not None and child.tag == 'QualityParameterStorage':
        made.quality_parameter_storage = c_sys_dss.read_StoredFile(child)
        child = next(children, None)
    else:
        made.quality_parameter_storage = None
    if child is not None and child.tag == 'DataStorage':
        made.data_storage = c_bas_fit.read_FitsFile(child)
        child = next(children, None)
    else:
        raise UncoveredError('order of elements')
    if child is not None and child.tag == 'QualityParams':
        made.quality_params = read_CalibratedFrameQuality(child)
        child = next(children, None)
    else:
        made.quality_params = None
    if child is not None and child.tag == 'QualityValidation':
        made.quality_validation = (child.text or '')
        child = next(children, None)
    else:
        made.quality_validation = None
    if child is not None and child.tag == 'InputRawFrameReference':
        made.input_raw_frame_reference = read_RawFrameReference(child)
        child = next(children, None)
    else:
        made.input_raw_frame_reference = None
    if child is not None:
        raise UncoveredError('order of elements')
    return made


def write_VisCalibratedFrame(made, tag, add, i, extra=''):
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
    if (value := made.img_spatial_footprint) is not None:
        c_bas_stc.write_SpatialFootprint(value, 'ImgSpatialFootprint', add, j)
    if (value := made.masks) is not None:
        add(f'{j}<Masks>{text(value)}</Masks>')
    if (value := made.detector_list) is not None:
        write_VisDetectorList(value, 'DetectorList', add, j)
    c_bas_img.write_ObservationDateTime(made.observation_date_time, 'ObservationDateTime', add, j)
    c_bas_img.write_ObservationSequence(made.observation_sequence, 'ObservationSequence', add, j)
    if (value := made.date_range) is not None:
        c_ins_ins.write_DateRange(value, 'DateRange', add, j)
    if (value := made.instrument_mode) is not None:
        add(f'{j}<InstrumentMode>{text(value)}</InstrumentMode>')
    if (value := made.compression_algorithm) is not None:
        add(f'{j}<CompressionAlgorithm>{text(value)}</CompressionAlgorithm>')
    if (value := made.frame_checksum) is not None:
        add(f'{j}<FrameChecksum>{integer_text(value)}</FrameChecksum>')
    if (value := made.commanded_fpapointing) is not None:
        c_bas_img.write_Pointing(value, 'CommandedFPAPointing', add, j)
    if (value := made.recons_fpapointing) is not None:
        c_bas_img.write_Pointing(value, 'ReconsFPAPointing', add, j)
    if (value := made.predicted_orbit) is not None:
        c_bas_img.write_Orbit(value, 'PredictedOrbit', add, j)
    if (value := made.recons_orbit) is not None:
        c_bas_img.write_Orbit(value, 'ReconsOrbit', add, j)
    if (value := made.readout) is not None:
        write_Readout(value, 'Readout', add, j)
    if (value := made.shutter_unit) is not None:
        write_ShutterUnit(value, 'ShutterUnit', add, j)
    if (value := made.calib_unit) is not None:
        write_CalibrationUnit(value, 'CalibUnit', add, j)
    if (value := made.charged_induced) is not None:
        write_ChargeInjection(value, 'ChargedInduced', add, j)
    if (value := made.wlq2_exposures) is not None:
        write_ValidationExposures(value, 'WLQ2Exposures', add, j)
    if (value := made.psf_model_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'PsfModelStorage', add, j)
    if (value := made.background_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'BackgroundStorage', add, j)
    if (value := made.weight_storage) is not None:
        c_bas_fit.write_FitsFile(value, 'WeightStorage', add, j)
    if (value := made.xtalk_storage) is not None:
        c_sys_dss.write_StoredFile(value, 'XTalkStorage', add, j)
    if (value := made.quality_parameter_storage) is not None:
        c_sys_dss.write_StoredFile(value, 'QualityParameterStorage', add, j)
    c_bas_fit.write_FitsFile(made.data_storage, 'DataStorage', add, j)
    if (value := made.quality_params) is not None:
        write_CalibratedFrameQuality(value, 'QualityParams', add, j)
    if (value := made.quality_validation) is not None:
        add(f'{j}<QualityValidation>{text(value)}</QualityValidation>')
    if (value := made.input_raw_frame_reference) is not None:
        write_RawFrameReference(value, 'InputRawFrameReference', add, j)
    add(f'{i}</{tag}>')

READERS = {
    "RawFrameReference": read_RawFrameReference,
    "ShutterUnit": read_ShutterUnit,
    "TelemetryValue": read_TelemetryValue,
    "CalibratedFrameQuality": read_CalibratedFrameQuality,
    "CalibrationLed": read_CalibrationLed,
    "ChargeInjectionParameters": read_ChargeInjectionParameters,
    "CosmicRayRatioFlag": read_CosmicRayRatioFlag,
    "ExternalErrorFlag": read_ExternalErrorFlag,
    "GhostQualityFlag": read_GhostQualityFlag,
    "InternalErrorFlag": read_InternalErrorFlag,
    "Readout": read_Readout,
    "StackedFrameQuality": read_StackedFrameQuality,
    "ValidationExposures": read_ValidationExposures,
    "VisDetector": read_VisDetector,
    "VisObsFrame": read_VisObsFrame,
    "CalibrationUnit": read_CalibrationUnit,
    "ChargeInjection": read_ChargeInjection,
    "SqfVisCalibratedFrame": read_SqfVisCalibratedFrame,
    "VisDetectorList": read_VisDetectorList,
    "VisStackedFrame": read_VisStackedFrame,
    "VisCalibratedFrame": read_VisCalibratedFrame,
}
WRITERS = {
    "RawFrameReference": write_RawFrameReference,
    "ShutterUnit": write_ShutterUnit,
    "TelemetryValue": write_TelemetryValue,
    "CalibratedFrameQuality": write_CalibratedFrameQuality,
    "CalibrationLed": write_CalibrationLed,
    "ChargeInjectionParameters": write_ChargeInjectionParameters,
    "CosmicRayRatioFlag": write_CosmicRayRatioFlag,
    "ExternalErrorFlag": write_ExternalErrorFlag,
    "GhostQualityFlag": write_GhostQualityFlag,
    "InternalErrorFlag": write_InternalErrorFlag,
    "Readout": write_Readout,
    "StackedFrameQuality": write_StackedFrameQuality,
    "ValidationExposures": write_ValidationExposures,
    "VisDetector": write_VisDetector,
    "VisObsFrame": write_VisObsFrame,
    "CalibrationUnit": write_CalibrationUnit,
    "ChargeInjection": write_ChargeInjection,
    "SqfVisCalibratedFrame": write_SqfVisCalibratedFrame,
    "VisDetectorList": write_VisDetectorList,
    "VisStackedFrame": write_VisStackedFrame,
    "VisCalibratedFrame": write_VisCalibratedFrame,
}
ROOTS = {
    "RawFrameReference": ('rawFrameReference', ''),
    "ShutterUnit": ('shutterUnit', ''),
    "TelemetryValue": ('telemetryValue', ''),
    "CalibratedFrameQuality": ('calibratedFrameQuality', ''),
    "CalibrationLed": ('calibrationLed', ''),
    "ChargeInjectionParameters": ('chargeInjectionParameters', ''),
    "CosmicRayRatioFlag": ('cosmicRayRatioFlag', ''),
    "ExternalErrorFlag": ('externalErrorFlag', ''),
    "GhostQualityFlag": ('ghostQualityFlag', ''),
    "InternalErrorFlag": ('internalErrorFlag', ''),
    "Readout": ('readout', ''),
    "StackedFrameQuality": ('stackedFrameQuality', ''),
    "ValidationExposures": ('validationExposures', ''),
    "VisDetector": ('visDetector', ''),
    "VisObsFrame": ('visObsFrame', ''),
    "CalibrationUnit": ('calibrationUnit', ''),
    "ChargeInjection": ('chargeInjection', ''),
    "SqfVisCalibratedFrame": ('sqfVisCalibratedFrame', ''),
    "VisDetectorList": ('visDetectorList', ''),
    "VisStackedFrame": ('visStackedFrame', ''),
    "VisCalibratedFrame": ('visCalibratedFrame', ''),
}
