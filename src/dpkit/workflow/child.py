"""A call in a process of its own, which is ended when its time is over."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading

from dpkit.workflow.call import Call, Failure, Outcome
from dpkit.workflow.execution import execute_here, failed
from dpkit.workflow.moment import moment

__all__ = ["execute_apart"]


def execute_apart(call: Call) -> Outcome:
    """Run a call in a new process, and end that when the time limit is over."""
    start = moment()
    answer = call.folder.with_name(f"{call.folder.name}.outcome")
    answer.unlink(missing_ok=True)
    call.log.parent.mkdir(parents=True, exist_ok=True)
    with call.log.open("ab") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "dpkit.workflow.child", str(answer)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            process_group=0,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        try:
            failure = _attend(child, call)
        finally:
            with contextlib.suppress(ProcessLookupError):  # all have ended
                os.killpg(child.pid, signal.SIGKILL)  # the programs that the task started too
            child.wait()
    if failure is None and answer.exists():
        outcome: Outcome = pickle.loads(answer.read_bytes())
        answer.unlink()
        return outcome
    return failed(call, start, failure or _death(child.returncode))


def _attend(child: subprocess.Popen[bytes], call: Call) -> Failure | None:
    """Hand the call over and wait; its standard input stays open as long as somebody waits."""
    assert child.stdin is not None
    try:
        pickle.dump(call, child.stdin)
        child.stdin.flush()
        child.wait(call.time_limit)
    except subprocess.TimeoutExpired:
        return Failure(
            message=f"ran longer than {call.time_limit:g} s and was stopped",
            place=f"task {call.attribute}",
            remedy="give a longer --time-limit",
            exit="time-limit",
        )
    except BrokenPipeError:
        child.wait()
    finally:
        child.stdin.close()
    return None


def _death(status: int) -> Failure:
    said = f"signal {-status}" if status < 0 else f"exit status {status}"
    return Failure(
        message=f"its process ended with {said}",
        remedy="look into its log; signal 9 is often a lack of memory",
        exit="killed",
    )


def _leave_with_parent() -> None:
    """End this process when nobody waits for it any more."""

    def watch() -> None:
        # Not sys.stdin: its lock would be held when this process ends in the usual way.
        while os.read(0, 4096):
            pass
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def _main() -> None:
    call: Call = pickle.load(sys.stdin.buffer)
    _leave_with_parent()
    outcome = execute_here(call)
    draft = f"{sys.argv[1]}.part"
    with open(draft, "wb") as stream:  # noqa: PTH123
        pickle.dump(outcome, stream)
    os.replace(draft, sys.argv[1])  # noqa: PTH105


if __name__ == "__main__":
    _main()
