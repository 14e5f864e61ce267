"""Keeps what was read from a service's files, so that a second run reads nothing twice.

Entries are JSON, never pickle: reading one can run nothing. Each is named by the hash of the content it was read from
and of a tag, which says how it was read: a reader's edition, a mapping of columns. An index remembers the hash of a
file by its size and times, so that an unchanged file is not even opened. The folder is for its owner only (mode 0700).

Every entry begins with the hash of its name and of the rest of it, so that what is damaged, edited or under another
name counts as absent. The hash is no secret: it guards against accidents, not against whoever may write here. Where
nothing can be kept, everything still works, only slower: see `trouble`.

A link could lead anywhere. So nothing is read, written or deleted through a `build` or `build/cache` that is one.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rsqm_tool.links import linked

_FORMAT = 2  # one more whenever an entry's envelope changes
_INDEX = "index.json"
_OURS = re.compile(r"(?:[0-9a-f]{40}|index)\.json(?:\.[0-9]+\.tmp)?")  # the only names that are ever deleted
_SEAL = b'{"sha256":"'  # an entry begins so; 64 digits follow, and then what they are the hash of
_SEALED = len(_SEAL) + 64
_SETTLED = 3_000_000_000  # nanoseconds: a file that is younger may change again within the same tick of its clock


class Cache:
    """What was read before, by the content it was read from. For one thread at a time.

    `folder` is `build/cache` of the workspace; it is made when something is first kept. With `enabled` false nothing
    is found and nothing is kept, which is `--no-cache`; the same where it, or the folder that it lies in, is a link.
    """

    def __init__(self, folder: Path, enabled: bool = True) -> None:
        link = _linked(folder)
        self.folder = folder
        self.enabled = enabled and not link
        # A sentence, when nothing could be kept.
        self.trouble = f"Nothing that is read is kept, because {link}: delete the link" if enabled and link else ""
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
        if entry is None:
            return None
        self._used.add(name)
        return entry.get("value")

    def put(self, digest: str, tag: str, value: Any) -> None:
        """Keep `value`, which JSON can hold, for this content and tag. Raises nothing: see `trouble`."""
        if self.enabled:
            name = _name(digest, tag)
            self._used.add(name)
            self._write(name, {"format": _FORMAT, "value": value})

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
            try:
                self._remove(lambda name: name not in self._used and name != _INDEX)
            except OSError as error:
                self.trouble = f"What is no longer needed stays in build/cache ({_why(error)})"
            gone = self._remembered().keys() - self._met
            self._index = {path: entry for path, entry in self._remembered().items() if path not in gone}
            self._index_changed |= bool(gone)

    def forget(self) -> int:
        """Remove everything that was kept, the folder too; say how many files went. OSError where that fails.

        Where the folder is reached through a link, nothing goes, and that is an OSError, too.
        """
        self._index, self._index_changed = None, False
        gone = self._remove(lambda name: True)
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()
        return gone

    def _remove(self, unwanted: Callable[[str], bool]) -> int:
        """Remove the files of ours whose names are unwanted; anything else in the folder stays."""
        if link := _linked(self.folder):
            raise OSError(errno.ELOOP, f"{link}: delete the link itself")
        if not self.folder.is_dir():
            return 0
        with os.scandir(self.folder) as entries:
            held = [e.name for e in entries if _OURS.fullmatch(e.name) and not e.is_dir(follow_symlinks=False)]
        gone = [name for name in held if unwanted(name)]
        for name in gone:
            (self.folder / name).unlink(missing_ok=True)
        return len(gone)

    def _remembered(self) -> dict[str, Any]:
        if self._index is None:
            files = (self._read(_INDEX) or {}).get("files")
            self._index = files if isinstance(files, dict) else {}
        return self._index

    def _read(self, name: str) -> dict[str, Any] | None:
        path = self.folder / name
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                return None
            data = path.read_bytes()
            if data[:_SEALED] != _SEAL + _hash(name, memoryview(data)[_SEALED:]):
                return None
            entry = json.loads(data)
        except (OSError, ValueError, RecursionError):
            return None
        return entry if isinstance(entry, dict) and entry.get("format") == _FORMAT else None

    def _write(self, name: str, entry: dict[str, Any]) -> None:
        """Write a file whole or not at all: nobody ever meets the half of one."""
        data = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        sealed = b'",' + data.removeprefix(b"{")
        part = self.folder / f"{name}.{os.getpid()}.tmp"
        try:
            self._make_folder()
            part.unlink(missing_ok=True)
            # It must be new, or a link of that name would be followed.
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.writelines((_SEAL, _hash(name, sealed), sealed))
            part.replace(self.folder / name)
        except OSError as error:
            said = f"What was read cannot be kept in build/cache ({_why(error)})"
            self.trouble = f"{said}, so the next run reads it again"

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


def _hash(name: str, sealed: bytes | memoryview) -> bytes:
    """The hash of an entry under its name, in hexadecimal."""
    from hashlib import sha256

    found = sha256(name.encode())
    found.update(sealed)
    return found.hexdigest().encode()


def _linked(folder: Path) -> str:
    """Which of the cache's folder and the one that it lies in is a link, as a clause; nothing where neither is."""
    outer = folder.parent
    return linked(outer, outer.name) or linked(folder, f"{outer.name}/{folder.name}")


def _why(error: OSError) -> str:
    return (error.strerror or "no reason given").lower()


def _times(about: os.stat_result) -> list[int]:
    return [about.st_size, about.st_mtime_ns, about.st_ctime_ns]
