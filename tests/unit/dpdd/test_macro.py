"""Macros in plain text."""

from __future__ import annotations

import pytest

from dpkit.dpdd.error import PageError
from dpkit.dpdd.macro import (
    FORMAT_PRINTERS,
    PRINTERS,
    SETTER,
    check_macro,
    find_calls,
    macro_lines,
)
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
    assert (call.arguments, call.end) == (("nir/a.xsd",), 24)


def test_the_path_is_on_the_line_of_the_setter() -> None:
    first, second = find_calls("$SetSchemaPath\n$PrintDataProductName")
    assert (first.arguments, second.name) == ((), "$PrintDataProductName")


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


@pytest.mark.parametrize("name", FORMAT_PRINTERS)
def test_macros_of_formats_take_what_follows_them(name: str) -> None:
    words = ("fit/euc-test-nir.xml", "nir.masterDark", "DET11.SCI")[: len(FORMAT_PRINTERS[name])]
    (call,) = find_calls(text := " ".join((name, *words)))
    assert (call.arguments, call.end) == (words, len(text))
    check_macro(call)
    assert macro_lines(text) is not None
    assert macro_lines(f"{text} and more") is None


@pytest.mark.parametrize("name", FORMAT_PRINTERS)
def test_a_macro_of_formats_says_what_it_lacks(name: str) -> None:
    (call,) = find_calls(f"{name} fit/euc-test-nir.xml\nnir.masterDark DET11.SCI")
    with pytest.raises(PageError, match="lacks what follows it") as caught:
        check_macro(call)
    assert "<format id>" in caught.value.remedy


def test_an_unknown_macro_names_the_nearest() -> None:
    (call,) = find_calls("$PrintDataProductNames")
    with pytest.raises(PageError, match="unknown macro") as caught:
        check_macro(call)
    assert caught.value.remedy == "did you mean $PrintDataProductName?"


@pytest.mark.parametrize("name", ["$PrintTheMoon", "$printer", "$set", "$PrintDataRelease"])
def test_a_macro_that_is_like_none_is_told_of_no_other(name: str) -> None:
    (call,) = find_calls(name)
    with pytest.raises(PageError, match="unknown macro") as caught:
        check_macro(call)
    assert caught.value.remedy == "text that is no macro is written ``as code``"


def test_a_setter_needs_its_path() -> None:
    (call,) = find_calls("$SetSchemaPath")
    with pytest.raises(PageError, match="lacks what follows it"):
        check_macro(call)


def test_page_errors_are_errors_of_ours_and_of_sphinx() -> None:
    assert issubclass(PageError, DpkitError)
    assert [base.__name__ for base in PageError.__mro__].count("SphinxError") == 1
