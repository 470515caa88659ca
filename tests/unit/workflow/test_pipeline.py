"""A pipeline becomes a graph that is checked before anything runs, and runs as it says."""

from __future__ import annotations

from types import FunctionType
from typing import NamedTuple

import pytest

from dpkit.errors import NotFoundError, TaskError
from dpkit.product.product import Product
from dpkit.workflow.pipeline import pipeline
from dpkit.workflow.schematic import FORMS, draw
from dpkit.workflow.splitting import choose, gather, group
from dpkit.workflow.trace import trace_pipeline
from dpkit_dm.nir import DpdNirRelPhotoExpCalibration, DpdNirRelPhotoParams

Params = Product[DpdNirRelPhotoParams]
Calibration = Product[DpdNirRelPhotoExpCalibration]


class Both(NamedTuple):
    one: Params
    more: list[Params] | None


def traced(function, **parameters):
    made = pipeline("P", version="1.0")(function)
    return trace_pipeline(made, [port.name for port in made.inputs], parameters)


def test_chain_splits_and_gathers(toy, items, start, names) -> None:
    result = start(toy.chain, {"items": items("a", "b")})
    assert names(result.outputs["output"]) == ["ay+by"]


def test_what_a_task_makes_is_split_when_it_is_there(toy, items, start, names) -> None:
    result = start(toy.dynamic, {"item": items("a")})
    assert names(result.outputs["output"]) == ["a0d+a1d+a2d"]
    assert len(result.documents) == 7


def test_branches_that_are_not_taken_are_left_out(toy, items, start, names) -> None:
    given = {"items": items("a", "n", "c")}
    result = start(toy.branches, given)
    assert names(result.outputs["output"]) == ["a1+n1+c1+a2b+c2b"]
    assert result.failures == {}
    assert len(result.run.records()) == 3 + 2 + 1
    result = start(toy.branches, given | {"extra": items("x")})
    assert names(result.outputs["output"]) == ["a1+n1+c1+a2b+c2b(xe)"]


def test_pipelines_within_pipelines(toy, items, start, names) -> None:
    result = start(toy.nested, {"items": items("a", "b")})
    assert names(result.outputs["output"]) == ["an+bnm+an+bnm"]
    calls = {line["call"] for line in result.run.journal() if line["event"] == "done"}
    assert "chain[1].append[0]" in calls
    assert "chain-2.join" in calls


def test_groups_by_keys(toy, items, start, names, make, tmp_path) -> None:
    numbers = (12, 3, 12, 100)
    calibrations = [
        make.written(make.calibration(observation=number), tmp_path) for number in numbers
    ]
    result = start(toy.grouped, {"calibrations": calibrations, "item": items("o")})
    assert names(result.outputs["output"]) == ["o3:1", "o12:2", "o100:1"]


@pytest.mark.parametrize(("observations", "expected"), [("12 100", ["o12:2", "o100:1"]), ("7", [])])
def test_lists_are_chosen_from_by_key(
    toy, make, items, start, names, tmp_path, observations, expected
) -> None:
    given = [make.calibration(observation=number) for number in (12, 3, 12, 100)]
    calibrations = [make.written(one, tmp_path) for one in given]
    inputs = {"calibrations": calibrations, "item": items("o")}
    result = start(toy.chosen, inputs, {"observations": observations})
    assert names(result.outputs["output"]) == expected
    made = toy.chosen(given, toy.params("o"), observations)
    assert [toy.name_of(product) for product in made] == expected


def test_a_pipeline_is_called_like_its_function(toy, make) -> None:
    one, two = toy.params("a"), toy.params("b")
    assert toy.name_of(toy.chain([one, two])) == "ay+by"
    assert toy.name_of(toy.nested([one, two])) == "an+bnm+an+bnm"
    given = [make.calibration(observation=number) for number in (12, 3, 12)]
    assert [toy.name_of(p) for p in toy.grouped(given, one)] == ["a3:1", "a12:2"]
    assert [toy.name_of(p) for p in toy.faults([one])] == ["a!f", "as"]


def test_the_graph_names_its_steps(toy) -> None:
    graph = trace_pipeline(toy.branches, ["items", "extra"], {})
    assert [step.name for step in graph.steps] == ["perhaps", "append", "append-2", "join"]
    without = trace_pipeline(toy.branches, ["items"], {})
    assert [step.name for step in without.steps] == ["perhaps", "append", "join"]


def test_wrong_pipelines_are_refused_before_anything_runs(toy) -> None:
    append, join, spread, perhaps = toy.append, toy.join, toy.spread, toy.perhaps

    def wrong_product(item: Calibration) -> Params:
        return append(item)

    def list_for_one(items: list[Params]) -> Params:
        return append(items)

    def one_for_list(item: Params) -> Params:
        return join(item)

    def nothing_given(item: Params) -> Params:
        return append(None)

    def unknown_port(item: Params) -> Params:
        return append(item, other=item)

    def missing_port(item: Params) -> Params:
        return append()

    def no_split(item: Params) -> list[Params]:
        return append.each(item=item)

    def wrong_output(item: Calibration) -> Params:
        return item

    def list_output(items: list[Params]) -> Params:
        return append.each(item=items)

    def no_output(item: Params) -> Params:
        append(item)

    def optional_output(item: Params) -> Params:
        return append(perhaps(item).second)

    def looks_inside(item: Params) -> Params:
        return append(item, text=item.content)

    def asks_length(items: list[Params]) -> Params:
        return join(items) if len(items) > 1 else append(items)

    def loops(items: list[Params]) -> list[Params]:
        return [append(item) for item in items]

    def asks_truth(item: Params) -> Params:
        return append(item) if item else item

    def wrong_parameter(item: Params) -> Params:
        return append(item, text=3)

    def product_as_parameter(item: Params) -> Params:
        return append(item, text=item)

    def text_as_product(item: Params) -> Params:
        return append("a.xml")

    def mixed_list(item: Params, other: Calibration) -> Params:
        return join([item, other])

    def unknown_key(items: list[Params]) -> list[Params]:
        return join.each(items=group(items, by="colour"))

    def groups_for_list(items: list[Calibration], item: Params) -> Params:
        return toy.count(calibrations=group(items, by="observation"), item=item)

    def unknown_choice(items: list[Params]) -> list[Params]:
        return append.each(item=choose(items, by="colour", among=["red"]))

    def choice_of_one(item: Calibration) -> list[Params]:
        return join(choose(item, by="observation", among=["12"]))

    def nothing_to_gather(items: list[Params]) -> Params:
        return join(gather(items))

    def dynamic_depth(item: Params) -> list[Params]:
        return spread.each(item=[item, item])

    functions = [value for value in locals().values() if isinstance(value, FunctionType)]
    assert len(functions) == 25
    for function in functions:
        with pytest.raises((TaskError, NotFoundError)) as caught:
            traced(function)
        assert caught.value.remedy, function.__name__


def test_a_pipeline_that_calls_itself_is_refused() -> None:
    def again(item: Params) -> Params:
        return made(item)

    made = pipeline("P", version="1.0")(again)
    with pytest.raises(TaskError, match="calls itself"):
        trace_pipeline(made, ["item"], {})


def test_a_function_that_fails_is_named_before_anything_runs() -> None:
    def broken(items: list[Params]) -> Params:
        return items + items  # type: ignore[operator,return-value]

    with pytest.raises(TaskError, match="its steps cannot be told: TypeError: ") as caught:
        trace_pipeline(pipeline("P", version="1.0")(broken), ["items"], {})
    assert caught.value.place == "pipeline P"


def test_optional_outputs_may_be_nothing(toy, items, start, names) -> None:
    def function(item: Params) -> Both:
        made = toy.perhaps(item)
        return Both(made.first, None)

    graph = traced(function)
    assert list(graph.outputs) == ["one"]


def test_lists_of_several_lengths_are_not_split_together(toy, items, start) -> None:
    def function(items: list[Params], item: Params) -> list[Params]:
        return toy.together.each(first=items, second=toy.spread(item, number=2))

    made = pipeline("P", version="1.0")(function)
    result = start(made, {"items": items("a", "b", "c"), "item": items("x")})
    (failure,) = result.failures.values()
    assert failure.message == "lists of several lengths are split: first has 3, second has 2"


def test_a_choice_is_told_in_words(toy) -> None:
    graph = trace_pipeline(toy.chosen, ["calibrations", "item"], {"observations": "3 12"})
    assert "each of calibrations of observation 3 12 by observation" in draw(graph, "text")


@pytest.mark.parametrize("form", FORMS)
def test_drawings_have_every_step_and_product(toy, form: str) -> None:
    text = draw(trace_pipeline(toy.nested, ["items"], {}), form)
    assert text.count("TOY_Chain") >= 2
    assert "items" in text
    assert "DpdNirRelPhotoParams" in text
    if form == "dot":
        assert text.startswith('digraph "TOY_Nested" {')
        assert text.count("{") == text.count("}") == 1
        assert '"in_items" -> "step_chain" [label="items"];' in text
        assert '"step_chain-2" -> "out_output";' in text
    if form == "mermaid":
        assert text.startswith("flowchart LR\n")
        assert "step_chain -->|items| step_chain_2" in text
