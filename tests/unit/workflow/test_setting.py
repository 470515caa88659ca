"""Parameters: units, ranges, and which of several values holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import pytest

import dpkit
from dpkit.errors import TaskError
from dpkit.product.product import Product
from dpkit.workflow.parameter import parameter
from dpkit.workflow.port import port
from dpkit.workflow.record import read_record
from dpkit.workflow.setting import read_settings, settle
from dpkit.workflow.task import task
from dpkit_dm import pro
from dpkit_dm.nir import DpdNirCalibratedFrame, DpdNirRelPhotoParams
from dpkit_dm.vmpz import DpdBitMaskParamsVMPZ

Params = Product[DpdNirRelPhotoParams]


def declare(hint, default):
    def function(a=default):
        return a

    function.__annotations__ = {"a": hint, "return": Params}
    return task("T", version="1.0")(function)


@pytest.mark.parametrize(
    ("facts", "good", "bad"),
    [
        ({"minimum": 0, "maximum": 2}, [0.0, 1, 2.0], [-0.1, 2.1, float("nan")]),
        ({"above": 0, "below": 2}, [0.1, 1.9], [0.0, 2.0, -1.0, 3.0, float("nan")]),
        ({}, [-1e300, 0, float("inf")], [float("nan"), "1", True, [1.0]]),
    ],
)
def test_ranges(facts, good, bad) -> None:
    declared = declare(Annotated[float, parameter(unit="s", **facts)], 1.0)
    for value in good:
        assert declared(value) == value
        assert isinstance(declared(value), float)
    for value in bad:
        with pytest.raises(TaskError, match="parameter 'a' cannot be"):
            declared(value)


def test_types_and_choices() -> None:
    assert declare(int, 1)(3) == 3
    for value in (3.0, "3", True):
        with pytest.raises(TaskError, match="cannot be"):
            declare(int, 1)(value)
    mode = declare(Literal["mean", "median"], "mean")
    assert mode("median") == "median"
    with pytest.raises(TaskError, match="cannot be 'mode'") as caught:
        mode("mode")
    assert caught.value.remedy == "give mean or median"
    assert declare(str | None, "x")(None) == "x"


@pytest.mark.parametrize(
    ("hint", "default"),
    [
        (Annotated[float, parameter(minimum=1)], 0.5),
        (int, 1.5),
        (bool, 1),
        (Literal["a", "b"], "c"),
        (Annotated[str, parameter(minimum=1)], "a"),
    ],
)
def test_a_wrong_default_or_range_is_refused_at_import(hint, default) -> None:
    with pytest.raises(TaskError) as caught:
        declare(hint, default)
    assert caught.value.place == "task T"
    assert caught.value.remedy


def test_product_goes_before_file_and_call_before_product(toy, items, start, names, tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('match_radius = 1.5\nminimum_matches = 7\nmode = "filed"\n')
    filed = read_settings(file)
    settings = [dpkit.write(toy.params("set", match_radius=2.5, minimum_matches=8), tmp_path)]
    run = start_with(toy.settle, tmp_path)
    assert names(run({}, {}).documents) == ["0.5 10 plain"]
    assert names(run({}, filed).documents) == ["1.5 7 filed"]
    assert names(run({"settings": settings}, filed).documents) == ["2.5 8 filed"]
    from dpkit.workflow.setting import Setting

    given = filed | {"match_radius": Setting(value=3.5, origin="command line")}
    result = run({"settings": settings}, given)
    assert names(result.documents) == ["3.5 8 filed"]
    (record,) = map(read_record, result.run.records())
    assert record.parameters == {
        "match_radius": {"value": 3.5, "origin": "command line"},
        "minimum_matches": {"value": 8, "origin": f"product {dpkit.read(settings[0]).id}"},
        "mode": {"value": "filed", "origin": f"file {file}"},
    }


def start_with(declaration, tmp_path):
    from dpkit.workflow.launch import run
    from dpkit.workflow.options import RunOptions

    serial = RunOptions(engine="serial")
    return lambda inputs, given: run(
        declaration, inputs, given, out=tmp_path / "out", options=serial
    )


def test_a_direct_call_takes_what_is_not_given_from_the_product(toy) -> None:
    settings = toy.params("set", match_radius=2.5)
    assert toy.name_of(toy.settle(settings)) == "2.5 10 plain"
    assert toy.name_of(toy.settle(settings, 1.25)) == "1.25 10 plain"
    with pytest.raises(TaskError, match=r"'match_radius' cannot be 99\.0") as caught:
        toy.settle(toy.params("set", match_radius=99.0))
    assert "product" in caught.value.place


def test_a_wrong_value_stops_before_anything_runs(toy, tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    for said, message in (({"match_radius": 0}, "cannot be 0"), ({"match_radios": 1}, "no parame")):
        file.write_text(json.dumps(said))
        with pytest.raises(TaskError, match=message) as caught:
            start_with(toy.settle, tmp_path)({}, read_settings(file))
        assert str(file) in str(caught.value)
        assert "match_radius" in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["[", "[1, 2]", "\x00", '"a"'])
def test_a_file_that_holds_no_parameters_is_named(tmp_path: Path, text: str) -> None:
    for suffix in ("json", "toml"):
        file = tmp_path / f"settings.{suffix}"
        file.write_text(text)
        with pytest.raises(TaskError, match=r"is no (file|table) of parameters") as caught:
            read_settings(file)
        assert caught.value.place == str(file)
    with pytest.raises(TaskError, match="cannot be read"):
        read_settings(tmp_path / "missing.toml")


def reserved(engine: Params) -> Params: ...
def reserved_actor(frame: Params, actor: str = "") -> Params: ...
def reserved_parameter(frame: Params, workdir: str = "") -> Params: ...
def key(
    frame: Annotated[Product[DpdNirCalibratedFrame], port(match="observation filter")],
    filter: str = "",
) -> Params: ...
def same(output: Params) -> Params: ...
def no_element(
    settings: Annotated[Params, port(sets="Date")], match_radius: float = 1
) -> Params: ...
def no_parameter(settings: Annotated[Params, port(sets="Data")], radius: float = 1.0) -> Params: ...
def positional(frame: Params, /) -> Params: ...


@pytest.mark.parametrize(
    "function",
    [reserved, reserved_actor, reserved_parameter, key, same, no_element, no_parameter, positional],
    ids=lambda function: function.__name__,
)
def test_names_that_cannot_be_options_are_refused_at_import(function) -> None:
    with pytest.raises(TaskError) as caught:
        task("T", version="1.0")(function)
    assert caught.value.place == "task T"
    assert caught.value.remedy


def test_the_history_must_know_the_version() -> None:
    def function(frame: Params) -> Params: ...

    made = task("T", version="1.1", versions={"1.0": "First.", "1.1": "More."})(function)
    assert made.versions == {"1.0": "First.", "1.1": "More."}
    with pytest.raises(TaskError, match=r"does not know 1\.2"):
        task("T", version="1.2", versions={"1.0": "First."})(function)
    with pytest.raises(TaskError, match="is no name"):
        task("a task", version="1.0")(function)


BitSettings = Product[DpdBitMaskParamsVMPZ]
Flags = Annotated[str | None, parameter(element="BitList")]
Side = Annotated[int | None, parameter(element="OutputFormat/PartialHealpixParams/NsideOut")]
Level = Annotated[int | None, parameter(element="OutputFormat/MOCParams/MOCOrder")]


def bit_settings(bits: list[int], chosen: object = None) -> BitSettings:
    output = pro.OutputFormat(mocparams_or_partial_healpix_params=chosen) if chosen else None
    data = pro.BitParamsVMPZ(parameter_set_name="a", bit_list=bits, output_format=output)
    return dpkit.new(DpdBitMaskParamsVMPZ, data=data, software=("test", "1"))


@task("T_elements", version="1.0")
def elements(
    settings: Annotated[BitSettings | None, port(sets="Data")] = None,
    nside_work: int = 7,
    flags: Flags = None,
    side: Side = None,
    level: Level = None,
) -> Params:
    """Return what it got; nothing is made of it."""
    return nside_work, flags, side, level  # type: ignore[return-value]


def test_a_parameter_may_stand_deeper_in_its_product() -> None:
    healpix = bit_settings([22, 3], pro.PartialHealpixParams(nside_out=64))
    assert elements(healpix) == (7, "22 3", 64, None)
    assert elements(healpix, flags="4", side=8) == (7, "4", 8, None)
    assert elements(bit_settings([5], pro.MocParams(mocorder=9))) == (7, "5", None, 9)
    assert elements(bit_settings([])) == (7, None, None, None)


Kind = Annotated[
    Literal["moc", "healpix"] | None,
    parameter(
        chosen_by={
            "OutputFormat/MOCParams": "moc",
            "OutputFormat/PartialHealpixParams": "healpix",
        }
    ),
]


@task("T_choice", version="1.0")
def choice(
    settings: Annotated[BitSettings | None, port(sets="Data")] = None,
    kind: Kind = None,
    side: Side = None,
    level: Level = None,
) -> Params:
    """Return what it got; nothing is made of it."""
    return kind, side, level  # type: ignore[return-value]


def test_which_element_of_a_choice_is_there_is_a_value(tmp_path: Path) -> None:
    healpix = bit_settings([], pro.PartialHealpixParams(nside_out=64))
    moc = bit_settings([], pro.MocParams(mocorder=9))
    assert choice(healpix) == ("healpix", 64, None)
    assert choice(moc) == ("moc", None, 9)
    assert choice(moc, kind="healpix", side=8) == ("healpix", 8, 9)
    assert choice(bit_settings([])) == (None, None, None)
    (tmp_path / "a.toml").write_text('kind = "healpix"\nside = 128\n')
    file = read_settings(tmp_path / "a.toml")

    def settled(product: BitSettings | None) -> list[object]:
        said = settle(choice, file, {"settings": product})
        return [said[name].value for name in ("kind", "side", "level")]

    # The choice of the product goes before that of the file, with all that belongs to it.
    assert settled(moc) == ["moc", None, 9]
    assert settled(healpix) == ["healpix", 64, None]
    assert settled(bit_settings([])) == settled(None) == ["healpix", 128, None]


def test_a_choice_of_other_values_than_the_parameter_has_is_refused_at_import() -> None:
    def function(
        settings: Annotated[BitSettings, port(sets="Data")],
        kind: Annotated[
            Literal["moc"] | None, parameter(chosen_by={"OutputFormat/MOCParams": "cog"})
        ] = None,
        nside_work: int = 7,
    ) -> Params: ...

    with pytest.raises(TaskError, match="parameter 'kind' cannot be 'cog'"):
        task("T", version="1.0")(function)
    function.__annotations__["kind"] = Annotated[
        str | None, parameter(chosen_by={"OutputFormat/Cog": "moc"})
    ]
    with pytest.raises(TaskError, match="'OutputFormat/Cog', which OutputFormat does not"):
        task("T", version="1.0")(function)


def test_an_element_that_is_not_there_is_refused_at_import() -> None:
    def function(
        settings: Annotated[BitSettings, port(sets="Data")],
        nside_work: int = 7,
        side: Annotated[int, parameter(element="OutputFormat/Nside")] = 1,
    ) -> Params: ...

    with pytest.raises(TaskError, match="'OutputFormat/Nside', which OutputFormat does not") as c:
        task("T", version="1.0")(function)
    assert "PartialHealpixParams" in str(c.value.remedy)
