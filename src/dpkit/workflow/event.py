"""Events: what whoever looks on is told of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dpkit.workflow.store import RegisteredProduct

__all__ = ["Event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a call.

    Attributes
    ----------
    kind : {"begun", "started", "done", "reused", "recalled", "repeated", "failed", "warned"}
        What; "begun" is for the run as a whole, and its message is the folder of the run.
        "reused" is a call that was done before the run was resumed, "recalled" one that was done
        in another run; "warned" comes before "done", and its message is the warning.
    call : str
        Name of the call.
    done, known : int
        How many calls are done, and known so far.
    message : str
        More about it.
    registered : sequence of RegisteredProduct
        What the archive says of the products.
    """

    kind: str
    call: str
    done: int
    known: int
    message: str = ""
    registered: Sequence[RegisteredProduct] = field(default=())
