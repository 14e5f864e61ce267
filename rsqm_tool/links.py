"""Tells a link from a file or a folder: what is written or deleted through one is written or deleted elsewhere."""

from __future__ import annotations

import stat
from pathlib import Path

_JUNCTION = 0xA0000003  # Windows: IO_REPARSE_TAG_MOUNT_POINT


def linked(path: Path, name: str) -> str:
    """That `path` is a link, as a clause that calls it `name`; nothing where it is none, or is not there."""
    try:
        about = path.lstat()
    except OSError:
        return ""
    # Windows has a second kind of link to folders, which is not counted among the symbolic ones.
    if stat.S_ISLNK(about.st_mode) or getattr(about, "st_reparse_tag", 0) == _JUNCTION:
        return f"{name} is a link to another place"
    return ""
