"""Notices what changes in a workspace while somebody works on it, by looking at its files every second.

Looking, rather than being told by the system, sees changes on network drives and in synchronised folders too, and is
the same everywhere. A service has some hundred files: one look takes a few thousandths of a second.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rsqm_tool.dates import count
from rsqm_tool.escape import one_line

EVERY_S = 1.0  # between two looks
QUIET_S = 0.3  # programs save in several steps: a change counts when nothing has moved for so long

_WATCHED = ("standards", "evidence", "site")  # folders, besides the files at the top
_AT_THE_TOP = ("rsqm.yaml", "mkdocs.yml")
# What programs put beside a file that is open: locks and drafts (~$a.docx, ~WRL0001.tmp, a.yaml~), and the number under
# which Excel saves before it renames.
_PASSING = re.compile(r"~.*|.*~|.*\.(?:tmp|swp|part|crdownload)|[0-9A-F]{7,8}", re.IGNORECASE | re.DOTALL)
_OURS = ("published-tables.json",)  # that publishing writes
_MOST_NAMED = 6

Stamps = Mapping[str, tuple[int, int]]  # path with `/` -> when it was written, in nanoseconds, and its size in bytes


def watched(root: Path) -> Stamps:
    """The files from which a workspace's site is made, with their stamps; without hidden and passing ones."""
    found = {name: stamp for name in _AT_THE_TOP if (stamp := _stamp(root / name))}
    for name in _WATCHED:
        found |= {f"{name}/{path}": stamp for path, stamp in below(root / name).items()}
    return found


def below(folder: Path) -> Stamps:
    """The files below a folder with their stamps; without hidden and passing ones, and not through linked folders."""
    return {p.relative_to(folder).as_posix(): stamp for p in _files(folder) if (stamp := _stamp(p))}


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (
            Path(here, n) for n in names if not n.startswith(".") and n not in _OURS and not _PASSING.fullmatch(n)
        )


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        told = path.stat()
    except OSError:  # gone since it was listed
        return None
    return told.st_mtime_ns, told.st_size


def changes(before: Stamps, after: Stamps) -> tuple[str, ...]:
    """The paths that came, went or were written between two looks, sorted."""
    return tuple(sorted(path for path in {*before, *after} if before.get(path) != after.get(path)))


def next_change(
    before: Stamps, look: Callable[[], Stamps], wait: Callable[[float], object] = time.sleep
) -> tuple[tuple[str, ...], Stamps]:
    """Waits until something differs from `before` and has come to rest. What changed, and how things are now."""
    seen = before
    while True:
        wait(EVERY_S if seen == before else QUIET_S)
        now = look()
        if now == seen != before:
            return changes(before, now), now
        seen = now


def told(changed: Sequence[str], before: Stamps, after: Stamps, seconds: float) -> str:
    """What a rebuild did, in one line: which files changed, which pages this wrote or removed, how long it took.

    `before` and `after` are the stamps of the pages.
    """
    written = [path for path in changes(before, after) if path in after]
    pages = [path.removesuffix(".md") for path in written if path.endswith(".md")]
    others, gone = len(written) - len(pages), len(before.keys() - after.keys())
    did = [
        f"{count(len(pages), 'page')} written ({named(pages)})" if pages else "",
        f"{count(others, 'other file')} written" if others else "",
        f"{gone} removed" if gone else "",
    ]
    return f"{named(changed)} changed: {', '.join(filter(None, did)) or 'no page differs'}, built in {seconds:.1f} s"


def stays(changed: Sequence[str]) -> str:
    """That nothing had to be built, in one line."""
    return f"{named(changed)} changed: nothing on any page changed, so the site stays as it is"


def named(paths: Sequence[str]) -> str:
    """The first few of some paths, for a terminal."""
    more = len(paths) - _MOST_NAMED
    return one_line(", ".join(paths[:_MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
