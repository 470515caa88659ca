"""A process that forks writers and kills them; it answers a line of JSON with another one.

Forks are much cheaper than new interpreters. Run with no argument; what it is asked has the URL of
an archive, the documents and the mode, or the products to purge, and either the call at which the
writer shall be killed, or after how many seconds.
"""

from __future__ import annotations

import json
import mmap
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import dpkit_archive
from dpkit_archive import Archive
from dpkit_archive.order import Order
from dpkit_archive.registration import register_submissions
from dpkit_archive.submission import prepare

WHERE = {"dataset": None, "calibration_set": None}

IDLE, REGISTERING = 0, 1

# What a writer needs is imported before it is forked.
for _name in ("dialects.postgresql.psycopg", "dialects.sqlite"):
    import_module(f"sqlalchemy.{_name}")
for _name in ("query.postgresql", "query.sqlite", "region.footprint"):
    import_module(f"dpkit_archive.{_name}")


def kill(*_args: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killing(call: Callable[..., Any], number: int, *, after: bool) -> Callable[..., Any]:
    """Return a function that kills its process before or after its n-th call."""
    calls: list[None] = []

    def wrapped(*args: Any, **options: Any) -> Any:
        calls.append(None)
        last = len(calls) == number + 1
        if last and not after:
            kill()
        answer = call(*args, **options)
        if last:
            kill()
        return answer

    return wrapped


def kill_at(archive: Archive, step: str, number: int, *, after: bool) -> None:
    """Let this process be killed at a call."""
    if step == "commit":
        dialect = archive._database.engine.dialect
        dialect.do_commit = killing(dialect.do_commit, number, after=after)
        return
    module, _, name = step.rpartition(".")
    owner = getattr(*class_of(module)) if module.rpartition(".")[2][0].isupper() else None
    owner = owner or import_module(module)
    setattr(owner, name, killing(getattr(owner, name), number, after=after))


def class_of(path: str) -> tuple[Any, str]:
    module, _, name = path.rpartition(".")
    return import_module(module), name


def write(asked: dict[str, Any], phase: mmap.mmap, reports: int) -> None:
    """Register documents, and report each when it is registered; or purge products."""
    with dpkit_archive.open(asked["url"]) as archive:
        if "step" in asked:
            kill_at(archive, asked["step"], asked["number"], after=asked["after"])
        if "purge" in asked:
            os.write(reports, b"\n")
            archive.purge(asked["purge"])
            os.write(reports, b"purged\n")
            return
        batches = [[prepare(one, **WHERE) for one in batch] for batch in asked["batches"]]
        os.write(reports, b"\n")
        for batch in batches:
            # It is open as soon as files may be placed.
            phase[0] = REGISTERING
            order = Order(actor="killed", mode=asked["mode"])
            made = register_submissions(archive._database, batch, order)
            phase[0] = IDLE
            os.write(reports, "".join(f"{one.id}\n" for one in made).encode())


def fork_writer(asked: dict[str, Any]) -> dict[str, Any]:
    """Fork a writer, kill it, and tell what it had reported and what it was at."""
    phase = mmap.mmap(-1, 1)
    reading, reports = os.pipe()
    writer = os.fork()
    if writer == 0:
        os.close(reading)
        status = 1
        try:
            write(asked, phase, reports)
            status = 0
        except BaseException as error:
            sys.stderr.write(f"{error!r}\n")
        finally:
            os._exit(status)
    os.close(reports)
    first = os.read(reading, 1)
    if "seconds" in asked and first:
        time.sleep(asked["seconds"])
        os.kill(writer, signal.SIGKILL)  # it may be at its end, and is not waited for yet
    _, status = os.waitpid(writer, 0)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "open": phase[0] == REGISTERING,
        "reported": b"".join(parts(reading)).decode().split(),
    }


def parts(reading: int) -> Iterator[bytes]:
    with os.fdopen(reading, "rb") as stream:
        yield stream.read()


if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        # The schemas are read once, not by each writer.
        if "batches" in asked:
            prepare(asked["batches"][0][0], **WHERE)
        sys.stdout.write(json.dumps(fork_writer(asked)) + "\n")
        sys.stdout.flush()
