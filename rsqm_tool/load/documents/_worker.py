"""What a worker does: takes documents on its standard input, gives their texts on its standard output.

It sees contents only, never a path to open. It is started by `workers.py` and ends with its input.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from typing import BinaryIO

from rsqm_tool.load.documents import read_one
from rsqm_tool.model.documents import to_json

REQUEST = struct.Struct(">IQI")  # lengths of name and content, seconds
REPLY = struct.Struct(">Q")
READY = b"ready"
OUT_OF_MEMORY = b"out of memory"  # no JSON, so nothing that a document could make


def main(memory: int) -> None:
    """Work until the input ends. `memory` is the most bytes that this process may use, where the system can say so."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing that a library prints gets between the replies
    _limit(memory)
    _send(sink, READY)
    while len(head := source.read(REQUEST.size)) == REQUEST.size:
        name_length, length, seconds = REQUEST.unpack(head)
        try:
            name, content = source.read(name_length).decode("utf-8"), source.read(length)
            _alarm(seconds)
            reply = json.dumps(to_json(read_one(name, content)), ensure_ascii=False).encode("utf-8", "replace")
        except MemoryError:
            _send(sink, OUT_OF_MEMORY)
            os._exit(1)  # nothing here can be trusted to have any memory left
        _alarm(0)
        _send(sink, reply)
        del content, reply


def _send(sink: BinaryIO, reply: bytes) -> None:
    sink.write(REPLY.pack(len(reply)) + reply)
    sink.flush()


def _limit(memory: int) -> None:
    """Bound this process's memory, and leave no image of it on the disk. Windows has no such bound."""
    if sys.platform != "win32":
        import resource

        for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
            hard = resource.getrlimit(what)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            try:
                resource.setrlimit(what, (most, hard))
            except (OSError, ValueError):  # not every system bounds everything it names
                continue


def _alarm(seconds: int) -> None:
    """End this process by itself, where the one that started it is no longer there to do it."""
    if sys.platform != "win32":
        signal.alarm(seconds)
