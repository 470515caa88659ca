"""Ports resolved by an archive: what each gets, and why a port gets nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpkit.errors import DpkitError, NotFoundError, TaskError
from dpkit.workflow.plan import Plan

pytestmark = pytest.mark.alternating


def ids(plan: Plan) -> list[dict[str, list[str]]]:
    """Return the ids that each call gets, by port."""
    return [{p.port: [one.id for one in p.inputs] for p in call.ports} for call in plan.calls]


def the_problem(plan: Plan) -> tuple[str, str, str]:
    """Return port, reason and remedy of the only problem."""
    (port,) = [port for call in plan.calls for port in call.troubles("problem")]
    return port.port, port.reason, port.remedy


class TestKeys:
    """Products found by values of keys."""

    def test_a_port_gets_what_has_the_keys(self, night, pf, plan) -> None:
        found = plan(pf.subtract, observation=5, exposure=2)
        assert ids(found) == [{"frame": ["F2"], "dark": ["D1"]}]
        frame, dark = found.calls[0].ports
        assert (frame.outcome, frame.inputs[0].version) == ("found", 1)
        assert frame.inputs[0].why == "current, of observation 5 and exposure 2"
        assert dark.inputs[0].why.startswith("valid-at: ")
        assert dark.inputs[0].document == night.product("D1").document

    def test_keys_that_are_missing_are_asked_for_by_name(self, night, pf, plan) -> None:
        with pytest.raises(TaskError, match="keys are not given: exposure, for frame") as caught:
            plan(pf.subtract, observation=5)
        assert "--exposure VALUE, or --each exposure" in caught.value.remedy

    def test_a_port_without_match_uses_all_keys_that_its_product_has(self, night, pf, plan) -> None:
        assert ids(plan(pf.optional, observation=5, exposure=4))[0] == {
            "frame": ["F4"],
            "settings": [],
        }

    def test_a_key_that_no_port_is_found_by_is_refused(self, night, pf, plan) -> None:
        with pytest.raises(TaskError, match="no port is found by 'tile'"):
            plan(pf.subtract, observation=5, exposure=1, tile=3)
        with pytest.raises(TaskError, match="no port is found by 'observation'"):
            plan(pf.optional, observation=5, given={"frame": ["F1"], "settings": []})

    def test_an_unknown_key_or_a_wrong_value_is_named(self, night, pf, plan) -> None:
        with pytest.raises(NotFoundError, match="no key is named 'observaton'") as caught:
            plan(pf.subtract, observaton=5)
        assert "observation" in caught.value.remedy
        with pytest.raises(TaskError, match="exposure is an integer, not 'two'"):
            plan(pf.subtract, observation=5, exposure="two")
        with pytest.raises(NotFoundError, match="no filter is named 'NIR_K'"):
            plan(pf.over, observation=5, exposure=1, filter="NIR_K")

    def test_several_products_for_a_port_of_one_are_refused_by_name(self, night, pf, plan) -> None:
        port, reason, remedy = the_problem(plan(pf.optional, observation=5))
        assert port == "frame"
        assert reason == "takes one product, and 4 are found: F1, F2, F3, F4"
        assert remedy == "give --exposure, or --frame ID"

    def test_what_is_missing_is_said_with_what_there_is(self, night, pf, plan) -> None:
        found = plan(pf.subtract, observation=6, exposure=1)
        ports = {port.port: port for port in found.calls[0].ports}
        assert ports["frame"].reason == "of 4 none with observation 6; the observations are 5"
        assert ports["dark"].reason == "port 'frame', whose time counts, has no product"
        assert found.of("run") == []

    def test_datasets_are_searched_in_their_order(self, archive, make, pf, plan) -> None:
        for name, dataset in (("A", "main"), ("B", "test")):
            archive.register(make.frame(5, 1, id=name, dataset=dataset))
        _, reason, remedy = the_problem(plan(pf.optional, observation=5))
        assert reason == "takes one product, and 2 are found: A, B"
        assert remedy == "give --dataset, or --frame ID"
        for asked, wanted in ((("main", "test"), "A"), (("test", "main"), "B"), (("test",), "B")):
            found = plan(pf.optional, observation=5, dataset=asked)
            assert ids(found)[0]["frame"] == [wanted]
        with pytest.raises(NotFoundError, match="no dataset named 'tset'"):
            plan(pf.optional, observation=5, dataset=("tset",))

    def test_as_of_finds_what_was_current_then(self, archive, make, pf, plan) -> None:
        archive.register(make.frame(5, 1, id="A"))
        then = archive.last_event()
        archive.register(make.frame(5, 1, id="B", ratio=1.01))
        assert ids(plan(pf.optional, observation=5))[0]["frame"] == ["B"]
        assert ids(plan(pf.optional, observation=5, as_of=then))[0]["frame"] == ["A"]


class TestOptional:
    """Ports that may get nothing."""

    def test_an_optional_port_gets_what_a_key_of_its_own_finds(self, night, make, pf, plan) -> None:
        night.register(make.parameters("wide", id="W"))
        found = plan(pf.optional, observation=5, exposure=1, setting="wide")
        assert ids(found) == [{"frame": ["F1"], "settings": ["W"]}]
        none = plan(pf.optional, observation=5, exposure=1)
        assert none.calls[0].ports[1].outcome == "nothing"
        assert none.calls[0].outcome == "run"

    def test_but_nothing_is_an_error_when_something_was_asked_for(
        self, night, make, pf, plan
    ) -> None:
        night.register(make.parameters("wide", id="W"))
        port, reason, _ = the_problem(plan(pf.optional, observation=5, exposure=1, setting="wde"))
        assert port == "settings"
        assert "setting wde" in reason
        assert "did you mean wide" in reason


class TestTime:
    """Calibrations chosen by the time of another port."""

    def test_one_calibration_must_serve_all_exposures(self, night, pf, plan) -> None:
        port, reason, _ = the_problem(plan(pf.one_dark, observation=5))
        assert port == "dark"
        assert reason == (
            "takes one calibration, and exposures need different ones: D1 for F1, F2; D2 for F3, F4"
        )

    def test_a_list_port_takes_all_of_them_once(self, night, pf, plan) -> None:
        (got,) = ids(plan(pf.all_darks, observation=5))
        assert got == {"frames": ["F1", "F2", "F3", "F4"], "darks": ["D1", "D2"]}

    def test_no_calibration_is_said_with_the_nearest(self, night, make, pf, plan) -> None:
        night.register(make.frame(6, 1, at="2026-03-01T21:00:00Z", id="late"))
        port, reason, remedy = the_problem(plan(pf.subtract, observation=6, exposure=1))
        assert port == "dark"
        assert reason.startswith("for late: ")
        assert "D2" in reason
        assert remedy == "register a DpdNirMasterDark, or give one with --dark"

    def test_sets_are_asked_in_their_order(self, night, make, pf, plan) -> None:
        day = ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")
        path = make.dark(*day, calibration="T", id="T")
        night.register(path, calibration_set="test")
        for sets, wanted in (((), "D1"), (("test",), "T"), (("main", "test"), "D1")):
            found = plan(pf.subtract, observation=5, exposure=1, calibration_set=sets)
            assert ids(found)[0]["dark"] == [wanted]

    def test_as_of_chooses_as_it_was_then(self, night, make, pf, plan) -> None:
        then = night.last_event()
        night.set_status("D1", "invalid", reason="test")
        day = ("2026-03-01T10:00:00Z", "2026-03-01T13:00:00Z")
        night.register(make.dark(*day, calibration="D3", id="D3"))
        asked = {"observation": 5, "exposure": 1}
        assert ids(plan(pf.subtract, **asked))[0]["dark"] == ["D3"]
        assert ids(plan(pf.subtract, **asked, as_of=then))[0]["dark"] == ["D1"]

    def test_the_choice_is_kept_as_the_archive_gave_it(self, night, pf, plan) -> None:
        (call,) = plan(pf.subtract, observation=5, exposure=1).calls
        choice = call.ports[1].inputs[0].choice
        direct = night.calib("DpdNirMasterDark", exposure="F1").to_dict()
        assert choice == {name: direct[name] for name in direct if name != "chosen"}


class TestNumber:
    """As many products as they say themselves."""

    @pytest.fixture
    def exposures(self, archive, make):
        def register(number: int) -> None:
            for exposure in range(1, number + 1):
                archive.register(make.catalog(5, exposure, id=f"C{exposure}"))

        return register

    def test_all_are_there(self, exposures, pf, plan) -> None:
        exposures(4)
        assert ids(plan(pf.complete, observation=5)) == [{"catalogs": ["C1", "C2", "C3", "C4"]}]

    def test_one_is_missing(self, exposures, pf, plan) -> None:
        exposures(3)
        _, reason, _ = the_problem(plan(pf.complete, observation=5))
        assert reason == "TotalExposure says 4, and 3 are found: C1, C2, C3"
        skipped = plan(pf.when_complete, observation=5)
        assert [call.outcome for call in skipped.calls] == ["skip"]
        assert skipped.of("problem") == []

    def test_what_does_not_belong_together_is_a_problem(
        self, archive, exposures, make, pf, plan
    ) -> None:
        exposures(3)
        path = make.catalog(5, 4, id="C4")
        path.write_text(path.read_text().replace("<TotalExposure>4<", "<TotalExposure>5<"))
        archive.register(path)
        _, reason, _ = the_problem(plan(pf.complete, observation=5))
        assert reason == "TotalExposure of the products says 4, 5, and not one number"


class TestArea:
    """Products over the area of another port's product."""

    def test_only_those_that_overlap(self, night, make, pf, plan) -> None:
        night.register(make.catalog(7, 1, id="near"))
        path = make.catalog(8, 1, id="far")
        text = path.read_text()
        for old, new in (("<C1>1<", "<C1>51<"), ("<C1>2<", "<C1>52<")):
            text = text.replace(old, new)
        path.write_text(text)
        night.register(path)
        found = plan(pf.over, observation=5, exposure=1, filter="NIR_J")
        assert ids(found) == [{"frame": ["F1"], "catalogs": ["near"]}]
        assert (
            found.calls[0].ports[1].inputs[0].why == "current, of filter NIR_J and over product F1"
        )

    def test_keys_that_say_where_are_not_asked_of_what_is_there(
        self, night, make, pf, plan
    ) -> None:
        night.register(make.catalog(7, 1, id="J"))
        night.register(make.catalog(7, 2, id="H", filter="NIR_H"))
        found = plan(pf.beside, observation=5, exposure=1)
        assert ids(found) == [{"frame": ["F1"], "catalogs": ["J"]}]
        assert found.calls[0].ports[1].inputs[0].why == (
            "current, of filter NIR_J and over product F1"
        )

    def test_the_command_of_a_port_over_another_has_its_options(self, night, pf) -> None:
        from dpkit.cli.taskcommand import task_command

        options = {name for option in task_command(pf.over).params for name in option.opts}
        assert {"--observation", "--exposure", "--filter", "--frame"} <= options

    def test_a_frame_without_an_area_has_nothing_over_it(self, night, make, pf, plan, rows) -> None:
        night.register(make.catalog(7, 1, id="near"))
        rows("DELETE FROM region_cell")
        rows("DELETE FROM region_part")
        port, reason, _ = the_problem(plan(pf.over, observation=5, exposure=1, filter="NIR_J"))
        assert (port, reason) == ("catalogs", "product F1 has no area")

    def test_the_area_of_a_product_can_be_asked_for(self, night, make) -> None:
        night.register(make.catalog(7, 1, id="near"))
        found = night.query("DpdNirExposureCatalog").within("product F1").ids()
        assert found == ["near"]
        night.register(make.parameters(id="P"))
        with pytest.raises(NotFoundError, match="product P has no area"):
            night.query().within("product P").ids()


class TestGiven:
    """What the user gives goes before what the archive has."""

    def test_ids_and_documents(self, night, pf, plan) -> None:
        document = Path(night.product("F1").document)
        for word in ("F1", document):
            found = plan(pf.subtract, given={"frame": [word]})
            assert ids(found) == [{"frame": ["F1"], "dark": ["D1"]}]
            assert found.calls[0].ports[0].outcome == "given"
            assert found.calls[0].ports[0].inputs[0].why == "given by the user"
        found = plan(pf.one_dark, observation=5, given={"dark": ["D2"]})
        assert ids(found)[0]["dark"] == ["D2"]

    def test_nothing_is_given_as_none(self, night, make, pf, plan) -> None:
        night.register(make.parameters("wide", id="W"))
        asked = {"observation": 5, "exposure": 1}
        assert ids(plan(pf.optional, **asked, given={"settings": []}))[0]["settings"] == []

    def test_what_is_given_is_checked(self, night, make, pf, plan) -> None:
        with pytest.raises(DpkitError, match="is a DpdNirMasterDark, not a DpdNirCalibratedFrame"):
            plan(pf.subtract, given={"frame": ["D1"]})
        with pytest.raises(NotFoundError, match="no product has the id 'F9'"):
            plan(pf.subtract, given={"frame": ["F9"]})
        with pytest.raises(TaskError, match="is not in the archive, as new"):
            plan(pf.subtract, given={"frame": [make.frame(5, 9, id="new")]})
        with pytest.raises(TaskError, match="takes one product, not 2"):
            plan(pf.subtract, given={"frame": ["F1", "F2"]})


class TestEach:
    """Once for each combination found."""

    def test_every_combination_of_the_products_that_are_there(self, night, pf, plan) -> None:
        found = plan(pf.subtract, each=("observation", "exposure"))
        assert ids(found) == [
            {"frame": [f"F{n}"], "dark": ["D1" if n < 3 else "D2"]} for n in (1, 2, 3, 4)
        ]
        assert [dict(call.keys) for call in found.calls] == [
            {"observation": 5, "exposure": n} for n in (1, 2, 3, 4)
        ]

    def test_keys_that_are_given_limit_them(self, night, make, pf, plan) -> None:
        night.register(make.frame(6, 1, id="other"))
        found = plan(pf.subtract, each=("exposure",), observation=6)
        assert [call.label for call in found.calls] == ["observation 6, exposure 1"]
        found = plan(pf.subtract, each=("observation", "exposure"), exposure=1)
        assert [call.keys["observation"] for call in found.calls] == [5, 6]

    def test_one_that_is_skipped_or_wrong_does_not_hide_the_others(
        self, archive, make, pf, plan
    ) -> None:
        for observation, number in ((5, 4), (6, 2)):
            for exposure in range(1, number + 1):
                archive.register(make.catalog(observation, exposure))
        found = plan(pf.when_complete, each=("observation",))
        assert [call.outcome for call in found.calls] == ["run", "skip"]
        found = plan(pf.complete, each=("observation",))
        assert [call.outcome for call in found.calls] == ["run", "problem"]

    def test_nothing_to_run_on_is_said(self, archive, pf, plan) -> None:
        with pytest.raises(NotFoundError, match="there is nothing for 'frame'"):
            plan(pf.subtract, each=("observation", "exposure"))
        assert plan(pf.when_complete, each=("observation",)).calls == ()

    def test_keys_of_no_one_port_are_refused(self, night, pf, plan) -> None:
        with pytest.raises(TaskError, match="no port has all of"):
            plan(pf.optional, each=("observation", "setting"))
