import json

import pytest

from dpkit.processing.nir.observation import ObservationSettings, field_sources
from dpkit.processing.nir.truth import expected_factors, truth


def test_truth_says_what_was_simulated_and_is_json():
    settings = ObservationSettings(
        shape=(128, 128),
        seed=5,
        observation_id=77,
        filter="NIR_H",
        exposure_offsets=(1.0, 1.01, 0.99, 1.0),
        wrong_flat="DET22",
    )
    assert json.loads(json.dumps(truth(settings))) == {
        "seed": 5,
        "filter": "NIR_H",
        "observation": 77,
        "exposure_offsets": {"1": 1.0, "2": 1.01, "3": 0.99, "4": 1.0},
        "variable_sources": int(field_sources(settings)["VARIABLE"].sum()),
        "wrong_flat": "DET22",
        "wrong_flat_amplitude": 0.3,
    }


def test_without_a_wrong_flat_there_is_none():
    facts = truth(ObservationSettings(shape=(128, 128), variable_fraction=0.0))
    assert facts["wrong_flat"] is None
    assert facts["wrong_flat_amplitude"] is None
    assert facts["variable_sources"] == 0


def test_expected_factors_are_medians_of_ratios():
    # By hand: of exposure 1 the ratios are 1/2, 1/4 and 1/5, of 2 they are 2, 2/4 and 2/5.
    factors = expected_factors({1: 1.0, 2: 2.0, 3: 4.0, 4: 5.0})
    assert factors == {1: 0.25, 2: 0.5, 3: 2.0, 4: 2.5}


def test_an_even_number_of_ratios_has_the_mean_of_the_middle_two():
    assert expected_factors({1: 1.0, 2: 2.0, 3: 4.0})[1] == (0.5 + 0.25) / 2.0


def test_numbers_from_json_are_strings():
    assert expected_factors({"1": 1.0, "2": 2.0}) == {1: 0.5, 2: 2.0}


@pytest.mark.parametrize("offsets", [{}, {1: 1.0}])
def test_one_exposure_has_no_factor(offsets):
    with pytest.raises(ValueError, match="two or more"):
        expected_factors(offsets)
