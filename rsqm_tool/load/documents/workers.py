"""Two long-lived processes that read documents, because a harmful one can hang its reader or fill the memory.

A process is killed and replaced when a document passes its limit; that document is told, and the run goes on. Time is
limited everywhere. Memory is limited by the system, which Windows and macOS do not do: there, the limits on sizes and
time bound it.

The processes are started with `subprocess`, not `multiprocessing`, which would import the program's main module again
in each: slow, and a trap for whoever calls this from a script. Nothing is started before the first document.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from types import TracebackType

from rsqm_tool.load.documents._unreadable import NOT_STARTED, STOPPED
from rsqm_tool.load.documents._worker import OUT_OF_MEMORY, READY, REPLY, REQUEST
from rsqm_tool.model.documents import DocumentText, from_json

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); " \
         "from rsqm_tool.load.documents._worker import main; main(int(sys.argv[2]))"  # fmt: skip
_START_SECONDS = 60.0
_LONGEST_REPLY = 500_000_000  # bytes; no document's text is near it


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take."""

    seconds: float = 20.0
    memory: int = 1_000_000_000  # bytes of the process that reads it, where the system can bound them

    @property
    def too_slow(self) -> str:
        """What to tell about a document that takes longer."""
        return (
            f"It takes more than {self.seconds:g} seconds to read. Save it again, smaller or in parts; if the computer "
            "was busy, run `rsqm forget` and check again"
        )

    @property
    def too_big(self) -> str:
        """What to tell about a document that needs more memory."""
        return (
            f"It needs more than {self.memory // 1_000_000:,} MB of memory to read. Save it again, smaller or in parts"
        )


class Workers:
    """Processes that read. To be used in a `with`, whose end stops them."""

    def __init__(self, count: int = 2, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._all = [_Worker(self._limits) for _ in range(count)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in reversed(self._all):
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count, "documents")
        self._room = threading.BoundedSemaphore(count + 1)  # contents that may wait: they are held in memory

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.close()  # whoever waits for one of them gets its end at once
        self._threads.shutdown()

    def submit(self, path: str, content: bytes) -> Future[DocumentText]:
        """Have a document read. Waits while enough others wait already. The future's result raises nothing of ours."""
        self._room.acquire()
        future = self._threads.submit(self._read, path, content)
        future.add_done_callback(lambda done: self._room.release())
        return future

    def _read(self, path: str, content: bytes) -> DocumentText:
        worker = self._idle.get()
        try:
            return worker.read(path, content)
        finally:
            self._idle.put(worker)


@dataclass(slots=True)
class _Worker:
    """One process, started when it is first needed and again after each time it had to be killed."""

    limits: Limits
    _process: subprocess.Popen[bytes] | None = None
    _starts_failed: int = 0
    _closed: threading.Event = field(default_factory=threading.Event)

    def read(self, path: str, content: bytes) -> DocumentText:
        """Have the process read a document."""
        if self._process is not None and self._process.poll() is not None:
            self.stop()  # something else ended it: no document is to blame
        if self._process is None and not self._start():
            return DocumentText(trouble=NOT_STARTED)
        name = path.encode("utf-8", "replace")
        head = REQUEST.pack(len(name), len(content), int(self.limits.seconds) + 10)
        reply, in_time = self._ask(head + name + content, self.limits.seconds)
        if reply is None or not in_time or reply == OUT_OF_MEMORY:
            self.stop()
        if reply is None:
            return DocumentText(trouble=STOPPED if in_time else self.limits.too_slow)
        if reply == OUT_OF_MEMORY:
            return DocumentText(trouble=self.limits.too_big)
        return from_json(json.loads(reply))

    def close(self) -> None:
        """Kill the process, also one that another thread is just starting, and let none be started again."""
        self._closed.set()
        self.stop()

    def stop(self) -> None:
        """Kill the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):  # what was not written yet never will be
                    if pipe is not None:
                        pipe.close()

    def _start(self) -> bool:
        """Start the process, and say whether it works. After two failures it is not tried again."""
        if self._closed.is_set() or self._starts_failed > 1 or not sys.executable:
            return False
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-W", "ignore", "-c", _START, json.dumps(sys.path), str(self.limits.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            # Whoever closes sets the mark before looking for a process; so either side sees the other.
            if not self._closed.is_set() and self._ask(b"", _START_SECONDS) == (READY, True):
                return True
        self.stop()
        self._starts_failed += 1
        return False

    def _ask(self, request: bytes, seconds: float) -> tuple[bytes | None, bool]:
        """The reply to a request, None when the process ended instead; and whether it had all of its time."""
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        with _killed_after(seconds, process) as late:
            try:
                if request:
                    process.stdin.write(request)
                    process.stdin.flush()
                head = process.stdout.read(REPLY.size)
                length = REPLY.unpack(head)[0] if len(head) == REPLY.size else _LONGEST_REPLY
                reply = process.stdout.read(length) if length < _LONGEST_REPLY else b""
            except (OSError, ValueError):  # its end of the pipe is closed, or ours is
                return None, not late.is_set()
        return (reply if length == len(reply) else None), not late.is_set()


@contextlib.contextmanager
def _killed_after(seconds: float, process: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """Kill a process unless the block ends in time; the event says whether that was done."""
    late = threading.Event()

    def kill() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        timer.join()
