"""Front ends with words of their own."""

import pytest

from dpkit.errors import TaskError
from dpkit.workflow.frontend import Word, check_frontend, frontend
from dpkit.workflow.registry import find_declaration
from dpkit.workflow.signature import Signature


@pytest.fixture
def signature():
    """Return the ports and parameters of a task with two ports that must be given."""
    task = find_declaration("crires_flat_reference")
    return Signature(
        inputs=task.inputs, outputs=task.outputs, parameters=task.parameters, named=task.named
    )


def test_finder_may_give_what_the_task_needs(signature):
    word = Word(name="block", help="A block.")
    with pytest.raises(TaskError, match="does not give bad_pixel_map, master"):
        check_frontend(frontend(script="x", options={"-a": word}), signature, "task x")
    found = frontend(script="x", options={"-a": word}, finder="somewhere:find")
    check_frontend(found, signature, "task x")
    assert found.words == (word,)
    assert found.targets == []


@pytest.mark.parametrize(
    ("name", "ask", "message"),
    [("remark", "", "'remark', which the task has too"), ("block", "look", "'look', which no opt")],
)
def test_word_must_be_one(signature, name, ask, message):
    options = {"-a": Word(name=name, help="")}
    wrong = frontend(script="x", options=options, finder="somewhere:find", ask=ask)
    with pytest.raises(TaskError, match=message):
        check_frontend(wrong, signature, "task x")


def test_front_end_with_the_name_of_its_task_adds_its_options():
    task = find_declaration("crires_flat")
    assert task.frontend is not None
    assert task.frontend.script == task.name
    assert find_declaration(task.frontend.script) is task
