"""A process that has the libraries of others imported, and forks itself for each command line.

Run with the path of a socket. A client sends words, folder and environment as a line of JSON, with
its standard streams, and gets the exit status. Nothing of dpkit is imported before the fork: its
own modules are as fresh in each command as in a new interpreter, which takes several times longer
to import the others.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import signal
import socket
import sys
import threading
import traceback
from importlib import import_module
from typing import Any

LIBRARIES = (
    "astropy.io.fits",
    "astropy.table",
    "astropy.time",
    "astropy.wcs",
    "click",
    "lxml.etree",
    "numba",
    "scipy.spatial",
    "sqlalchemy.dialects.sqlite",
)


def next_command(path: str) -> dict[str, Any]:
    """Answer clients until asked to end; return in each fork, with what it is to run."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            client, _ = listener.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                return attend(client)
            client.close()


def attend(client: socket.socket) -> dict[str, Any]:
    """Let a child run what a client asks for, and tell the client how it ended."""
    asked, streams, _, _ = socket.recv_fds(client, 1 << 20, 3)
    child = os.fork()
    if child == 0:
        client.close()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        return dict(json.loads(asked))
    for stream in streams:
        os.close(stream)
    _, status = os.waitpid(child, 0)
    client.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def become(command: dict[str, Any]) -> None:
    """Take over folder, environment and words of a client."""
    os.chdir(command["folder"])
    os.environ.clear()
    os.environ.update(command["environment"])
    more = [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one]
    sys.path[:] = [*more, *sys.path[1:]]
    sys.argv = ["dpkit", *command["words"]]


def run_command_line() -> int:
    """Run dpkit as in a new interpreter, and return its exit status."""
    try:
        runpy.run_module("dpkit", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def leave(status: int) -> None:
    """End without taking each of the many modules apart, which costs as much as importing them."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _library in LIBRARIES:
        import_module(_library)
    gc.freeze()
    become(next_command(sys.argv[1]))
    leave(run_command_line())
