"""Keeps what was read from a service's files, so that a second run reads nothing twice.

Entries are JSON, never pickle: reading one can run nothing. Each is named by the hash of the content it was read from
and of a tag, which says how it was read: a reader's edition, a mapping of columns. An index remembers the hash of a
file by its size and times, so that an unchanged file is not even opened. The folder is for its owner only (mode 0700).

What is damaged counts as absent. Where nothing can be kept, everything still works, only slower: see `trouble`.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_FORMAT = 1  # one more whenever an entry's envelope changes
_INDEX = "index.json"
_SETTLED = 3_000_000_000  # nanoseconds: a file that is younger may change again within the same tick of its clock


class Cache:
    """What was read before, by the content it was read from. For one thread at a time.

    `folder` is `build/cache` of the workspace; it is made when something is first kept. With `enabled` false nothing
    is found and nothing is kept, which is `--no-cache`.
    """

    def __init__(self, folder: Path, enabled: bool = True) -> None:
        self.folder = folder
        self.enabled = enabled
        self.trouble = ""  # a sentence, when nothing could be kept
        self._used: set[str] = set()  # names of entries
        self._met: set[str] = set()  # paths of files
        self._index: dict[str, Any] | None = None
        self._index_changed = False

    def get(self, digest: str, tag: str) -> Any | None:
        """What was kept for this content and tag; None when nothing was, or when it is damaged.

        It is whatever was put, as JSON gives it back: whoever takes it checks its shape.
        """
        if not self.enabled:
            return None
        name = _name(digest, tag)
        entry = self._read(name)
        if entry is None or entry.get("digest") != digest or entry.get("tag") != tag:
            return None
        self._used.add(name)
        return entry.get("value")

    def put(self, digest: str, tag: str, value: Any) -> None:
        """Keep `value`, which JSON can hold, for this content and tag. Raises nothing: see `trouble`."""
        if self.enabled:
            name = _name(digest, tag)
            self._used.add(name)
            self._write(name, {"format": _FORMAT, "digest": digest, "tag": tag, "value": value})

    def known(self, path: Path, about: os.stat_result) -> str | None:
        """The hash of the file's content, if the file is unchanged since `remember`; otherwise None."""
        if not self.enabled:
            return None
        self._met.add(str(path.absolute()))
        entry = self._remembered().get(str(path.absolute()))
        if isinstance(entry, list) and entry[:3] == _times(about) and isinstance(entry[-1], str):
            return entry[-1]
        return None

    def remember(self, path: Path, about: os.stat_result, digest: str) -> None:
        """Remember the hash of a file. `about` was taken before its content was read."""
        if self.enabled and time.time_ns() - max(about.st_mtime_ns, about.st_ctime_ns) > _SETTLED:
            self._met.add(str(path.absolute()))
            self._remembered()[str(path.absolute())] = [*_times(about), digest]
            self._index_changed = True

    def digest(self, path: Path) -> str:
        """The hash of the file's content: from the index when the file is unchanged. OSError as opening it gives."""
        about = path.stat()
        found = self.known(path, about)
        if found is None:
            from hashlib import file_digest

            with path.open("rb") as stream:  # a table may be larger than the memory
                found = file_digest(stream, "sha256").hexdigest()
            self.remember(path, about, found)
        return found

    def save(self) -> None:
        """Write the index, if anything in it is new. Call it once, when everything is read."""
        if self._index_changed and self.enabled:
            self._write(_INDEX, {"format": _FORMAT, "files": self._remembered()})
            self._index_changed = False

    def drop_unused(self) -> None:
        """Remove what was neither found nor kept since this object was made: what was read from files since gone.

        Only for a run that reads everything the workspace has, and before `save`.
        """
        if self.enabled:
            self._remove(lambda name: name not in self._used and name != _INDEX)
            gone = self._remembered().keys() - self._met
            self._index = {path: entry for path, entry in self._remembered().items() if path not in gone}
            self._index_changed |= bool(gone)

    def forget(self) -> int:
        """Remove everything that was kept, the folder too; say how many files went. OSError where that fails."""
        self._index, self._index_changed = None, False
        gone = self._remove(lambda name: True)
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()
        return gone

    def _remove(self, unwanted: Callable[[str], bool]) -> int:
        """Remove the files of ours whose names are unwanted; anything else in the folder stays."""
        names = [p for p in self.folder.iterdir() if _ours(p.name)] if self.folder.is_dir() else []
        gone = [path for path in names if unwanted(path.name)]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def _remembered(self) -> dict[str, Any]:
        if self._index is None:
            files = (self._read(_INDEX) or {}).get("files")
            self._index = files if isinstance(files, dict) else {}
        return self._index

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            entry = json.loads((self.folder / name).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return entry if isinstance(entry, dict) and entry.get("format") == _FORMAT else None

    def _write(self, name: str, entry: dict[str, Any]) -> None:
        """Write a file whole or not at all: nobody ever meets the half of one."""
        data = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        part = self.folder / f"{name}.{os.getpid()}.tmp"
        try:
            self._make_folder()
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                stream.write(data)
            part.replace(self.folder / name)
        except OSError as error:
            why = (error.strerror or "no reason given").lower()
            self.trouble = f"What was read cannot be kept in build/cache ({why}), so the next run reads it again"

    def _make_folder(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.folder.stat().st_mode & 0o077 and os.name == "posix":
            self.folder.chmod(0o700)


def digest_of(content: bytes) -> str:
    """The SHA-256 of some content, in hexadecimal."""
    from hashlib import sha256

    return sha256(content).hexdigest()


def _name(digest: str, tag: str) -> str:
    return f"{digest_of(f'{digest} {tag}'.encode())[:40]}.json"


def _ours(name: str) -> bool:
    return name.endswith((".json", ".tmp"))


def _times(about: os.stat_result) -> list[int]:
    return [about.st_size, about.st_mtime_ns, about.st_ctime_ns]
