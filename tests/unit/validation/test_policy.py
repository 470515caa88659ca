"""What is ignored, what is only warned of, and what makes a product fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpkit.errors import NotFoundError
from dpkit.validation.policy import Policy, apply_policy, fails
from dpkit.validation.report import Finding, Report

ERROR = Finding(code="file-missing", message="m", source="s")
OTHER = Finding(code="file-size", message="m", source="s")
WARNING = Finding(code="file-placeholder", message="m", source="s")


def report(*findings: Finding) -> Report:
    return Report(source=Path("s"), findings=list(findings))


@pytest.mark.parametrize(
    ("findings", "policy", "kept", "failed"),
    [
        ([], Policy(), [], False),
        ([], Policy(fail_on="warning"), [], False),
        ([ERROR, WARNING], Policy(), ["error", "warning"], True),
        ([WARNING], Policy(), ["warning"], False),
        ([WARNING], Policy(fail_on="warning"), ["warning"], True),
        ([ERROR, OTHER], Policy(ignored=("file-missing",)), ["error"], True),
        ([ERROR, ERROR], Policy(ignored=("file-missing",)), [], False),
        ([ERROR], Policy(warned=("file-missing",)), ["warning"], False),
        ([ERROR], Policy(warned=("file-missing",), fail_on="warning"), ["warning"], True),
        ([WARNING], Policy(warned=("file-placeholder",)), ["warning"], False),
        ([ERROR], Policy(ignored=("file-missing",), warned=("file-missing",)), [], False),
    ],
)
def test_policy(findings: list[Finding], policy: Policy, kept: list[str], failed: bool) -> None:
    before = report(*findings)
    after = apply_policy(before, policy)
    assert [finding.severity for finding in after.findings] == kept
    assert fails(after, policy) is failed
    assert before.findings == findings


def test_a_fault_of_the_validator_fails_whatever_is_ignored() -> None:
    faulty = Report(source=Path("s"), failure="RecursionError")
    assert fails(faulty, Policy(ignored=("file-missing",)))


@pytest.mark.parametrize("use", ["ignored", "warned"])
def test_an_unknown_code_is_refused_with_near_ones(use: str) -> None:
    with pytest.raises(NotFoundError, match="file-mising") as caught:
        Policy(**{use: ("file-missing", "file-mising")})
    assert "file-missing" in caught.value.remedy
