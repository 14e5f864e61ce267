"""Opens a file of a service: an ordinary one, inside the folder, of a bearable size. Every fault is a sentence."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from rsqm_tool.load.documents._unreadable import FILE_BYTES, TOO_LARGE, Unreadable

MISSING = "There is no such file. Put it there, or correct the register"
NOT_ORDINARY = "It is not an ordinary file. Put the file itself there"
LEADS_OUT = "It is a link that leads out of the folder. Put the file itself there"
_REASONS = {
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ELOOP: "it is a link to itself",
    errno.EBUSY: "another program has it open",
}


def read_file(root: Path, path: str) -> tuple[bytes, os.stat_result]:
    """The content of a file below `root`, and what the system knew about it before it was read.

    Unreadable with what to tell. A pipe or a device is not waited for.
    """
    try:
        whole = (root / path).resolve(strict=True)
        if not whole.is_relative_to(root.resolve()):
            raise Unreadable(LEADS_OUT)
        if not stat.S_ISREG(whole.stat().st_mode):
            raise Unreadable(NOT_ORDINARY)
        return _read(whole)
    except FileNotFoundError as error:
        raise Unreadable(MISSING) from error
    except RuntimeError as error:  # what Python says of a link to itself before 3.13
        raise Unreadable(_cannot(errno.ELOOP)) from error
    except (OSError, ValueError) as error:
        raise Unreadable(_cannot(getattr(error, "errno", None))) from error


def _read(path: Path) -> tuple[bytes, os.stat_result]:
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        about = os.fstat(stream.fileno())
        if not stat.S_ISREG(about.st_mode):  # it changed since it was looked at
            raise Unreadable(NOT_ORDINARY)
        if about.st_size > FILE_BYTES:
            raise Unreadable(TOO_LARGE)
        return stream.read(FILE_BYTES + 1), about


def _cannot(number: int | None) -> str:
    reason = _REASONS.get(number or 0) or os.strerror(number or errno.EIO).lower()
    return f"It cannot be read ({reason}). Close it, or ask for access to it"
