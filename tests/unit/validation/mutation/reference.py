"""Mutations of what a document refers to."""

from __future__ import annotations

from typing import Any

from .case import Case, Place, breaks


def referred(case: Case, *, typed: bool = False) -> tuple[str, str, Any] | None:
    """Fill the archive with all that a document refers to; return one of the references."""
    case.store, found = {}, []
    for reference in case.entry.references:
        path = str(reference["path"])
        for node in case.select(path):
            kind = reference["product"]
            identifier = (node.text or "").strip()
            if not identifier:
                continue
            case.store[identifier] = {"product": kind or case.entry.name, "status": "valid"}
            if kind is not None or not typed:
                found.append((path, identifier, node))
    return case.pick(found)


@breaks
def reference_to_nothing(case: Case) -> Place | None:
    chosen = referred(case)
    if chosen is None:
        return None
    assert case.store is not None
    del case.store[chosen[1]]
    return case.at(chosen[2], chosen[0])


@breaks
def reference_to_what_is_invalid(case: Case) -> Place | None:
    chosen = referred(case)
    if chosen is None:
        return None
    assert case.store is not None
    case.store[chosen[1]]["status"] = "invalid"
    return case.at(chosen[2], chosen[0])


@breaks
def reference_to_what_is_rejected(case: Case) -> Place | None:
    chosen = referred(case)
    if chosen is None:
        return None
    assert case.store is not None
    case.store[chosen[1]]["status"] = "rejected"
    return case.at(chosen[2], chosen[0])


@breaks
def reference_to_another_product(case: Case) -> Place | None:
    chosen = referred(case, typed=True)
    if chosen is None:
        return None
    assert case.store is not None
    case.store[chosen[1]]["product"] = "DpdNirRelPhotoParams"
    return case.at(chosen[2], chosen[0])
