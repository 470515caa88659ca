"""Procedures of quality control are tasks that say what they draw and are judged by."""

import pytest

from dpkit.errors import TaskError
from dpkit.workflow.listing import list_declarations
from dpkit.workflow.procedure import (
    Procedure,
    procedure_of,
    qc_procedure,
    quality_entry,
)
from dpkit.workflow.registry import find_declaration, find_tasks


def test_listing_and_import_agree_on_what_is_a_procedure():
    listed = {name for name, one in list_declarations().found.items() if one.procedure}
    assert listed == {name for name, one in find_tasks().items() if one.procedure is not None}
    assert {"crires_dark", "crires_flat"} <= listed


def test_every_procedure_has_one_table_and_its_functions_exist():
    for name, one in find_tasks().items():
        if one.procedure is None:
            continue
        assert quality_entry(one).metric_table == name
        for what in ("drawing", "cover"):
            if getattr(one.procedure, what):
                assert callable(one.procedure.function(what))


def test_decorated_task_is_the_same_task():
    plain = find_declaration("crires_flat_reference")
    said = Procedure(instrument="X", raw_type="Y", purpose="Z")
    made = qc_procedure(said)(plain)
    assert plain.procedure is None
    assert (made.procedure, made.function, made.inputs) == (said, plain.function, plain.inputs)


def test_other_tasks_are_no_procedures():
    other = find_declaration("crires_flat_reference")
    with pytest.raises(TaskError, match="no procedure of quality control"):
        procedure_of(other)
    with pytest.raises(TaskError, match="0 of its products have a metric table"):
        quality_entry(other)


@pytest.mark.parametrize("where", ["", "nowhere:x", "math:nothing", "math"])
def test_function_that_is_not_there_is_an_error(where):
    said = Procedure(instrument="X", raw_type="Y", purpose="Z", drawing=where)
    with pytest.raises(TaskError, match="cannot be imported"):
        said.function("drawing")
