"""Macros in plain text."""

from __future__ import annotations

import pytest

from dpkit.dpdd.error import PageError
from dpkit.dpdd.macro import LATER, PRINTERS, SETTER, check_macro, find_calls, macro_lines
from dpkit.errors import DpkitError


def names(text: str) -> list[str]:
    return [call.name for call in find_calls(text)]


def test_all_macros_of_a_text_are_found_in_order() -> None:
    text = "of $PrintDataProductName, kept by ($PrintDataProductCustodian)."
    assert names(text) == ["$PrintDataProductName", "$PrintDataProductCustodian"]


@pytest.mark.parametrize("text", ["costs $5", "$HOME/x", "PrintDataProductName", "a $ sign"])
def test_other_dollars_are_text(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize("text", ["$printdataproductname", "$PRINTCatalog", "$SETx", "$Print"])
def test_misspelled_macros_are_found_too(text: str) -> None:
    assert names(text) == [text]


def test_the_path_belongs_to_the_setter() -> None:
    (call,) = find_calls("$SetSchemaPath nir/a.xsd")
    assert (call.argument, call.end) == ("nir/a.xsd", 24)


def test_the_path_is_on_the_line_of_the_setter() -> None:
    first, second = find_calls("$SetSchemaPath\n$PrintDataProductName")
    assert (first.argument, second.name) == (None, "$PrintDataProductName")


def test_a_text_of_macros_alone_is_known() -> None:
    calls = macro_lines("$SetSchemaPath nir/a.xsd\n$PrintDataProductName\n")
    assert calls is not None
    assert [call.name for call in calls] == [SETTER, "$PrintDataProductName"]


@pytest.mark.parametrize("text", ["", "text", "the $PrintDataProductName", "$SetSchemaPath a b"])
def test_other_text_is_no_text_of_macros_alone(text: str) -> None:
    assert macro_lines(text) is None


@pytest.mark.parametrize("name", PRINTERS)
def test_the_macros_are_known(name: str) -> None:
    (call,) = find_calls(name)
    check_macro(call)


@pytest.mark.parametrize("name", LATER)
def test_later_macros_are_refused_and_say_so(name: str) -> None:
    (call,) = find_calls(f"{name} fit/euc-test-nir.xml nir.masterDark")
    with pytest.raises(PageError, match="is not there yet") as caught:
        check_macro(call)
    assert name in str(caught.value)
    assert caught.value.remedy


def test_an_unknown_macro_names_the_nearest() -> None:
    (call,) = find_calls("$PrintDataProductNames")
    with pytest.raises(PageError, match="unknown macro") as caught:
        check_macro(call)
    assert "$PrintDataProductName" in caught.value.remedy


def test_a_setter_needs_its_path() -> None:
    (call,) = find_calls("$SetSchemaPath")
    with pytest.raises(PageError, match="has no path"):
        check_macro(call)


def test_page_errors_are_errors_of_ours_and_of_sphinx() -> None:
    assert issubclass(PageError, DpkitError)
    assert [base.__name__ for base in PageError.__mro__].count("SphinxError") == 1
