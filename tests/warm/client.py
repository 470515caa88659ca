"""The command line, run by the warm process whose socket `DPKIT_WARM` names.

What changes how an interpreter starts needs one of its own.
"""

import json
import os
import signal
import socket
import sys
from pathlib import Path

HARMLESS = {"PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}

if {name for name in os.environ if name.startswith("PYTHON")} - HARMLESS:
    os.execv(sys.executable, [sys.executable, "-m", "dpkit", *sys.argv[1:]])
with socket.socket(socket.AF_UNIX) as server:
    server.connect(os.environ["DPKIT_WARM"])
    asked = {"words": sys.argv[1:], "folder": str(Path.cwd()), "environment": dict(os.environ)}
    socket.send_fds(server, [json.dumps(asked).encode()], [0, 1, 2])
    status = int(server.recv(16))
if status < 0:
    signal.signal(-status, signal.SIG_DFL)
    os.kill(os.getpid(), -status)
sys.exit(status)
