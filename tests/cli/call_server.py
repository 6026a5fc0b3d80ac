"""Runs calls of the command in a process each that has the modules loaded already.

Loading them anew takes half of the time of a call. What a call does to its process ends with it, as ever.
The module is run as a program by ``conftest.py``, with the number of a socket on which each line asks for a call.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import socket
import sys
from typing import TypedDict

ROOMS = ("text", "policy", "compare", "checks", "session", "store", "imports", "export", "cli")
"""What a command without a screen loads or may load."""


class Call(TypedDict):
    """What is asked for: paths of the three streams and of the folder, variables and arguments."""

    stdin: str
    stdout: str
    stderr: str
    cwd: str
    environ: dict[str, str]
    argv: list[str]


def load() -> None:
    """Load every module of these rooms, and what they load."""
    for room in ROOMS:
        module = importlib.import_module(f"composer.{room}")
        for each in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{module.__name__}."):
            importlib.import_module(each.name)
    gc.collect()
    gc.freeze()


def become(call: Call) -> None:
    """Take on the streams, the folder, the variables and the arguments of a call."""
    streams = ((call["stdin"], os.O_RDONLY), (call["stdout"], os.O_WRONLY), (call["stderr"], os.O_WRONLY))
    for number, (path, flags) in enumerate(streams):
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(call["cwd"])
    os.environ.clear()
    os.environ.update(call["environ"])
    sys.argv[:] = call["argv"]


def serve(number: int) -> None:
    """Answer each call with its exit status; returns in the process of a call, which then is to run it."""
    with socket.socket(fileno=number) as asked:
        for line in asked.makefile("r", encoding="utf-8"):
            process = os.fork()
            if not process:
                become(json.loads(line))
                return
            status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
            asked.sendall(f"{status}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    load()
    serve(int(sys.argv[1]))

    from composer.__main__ import main

    main()
