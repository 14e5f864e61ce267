"""Reads many documents: from the cache, here, or by workers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from rsqm_tool.load.cache import Cache, digest_of
from rsqm_tool.load.documents import EDITION, formats, is_quick, read_one, suffix_of
from rsqm_tool.load.documents._open import read_file
from rsqm_tool.load.documents._unreadable import OURS, Unreadable, no_reader
from rsqm_tool.model.documents import DocumentText, from_json, to_json

if TYPE_CHECKING:
    from concurrent.futures import Future

    from rsqm_tool.load.documents.workers import Limits, Workers

_HERE = 1_000_000  # bytes of documents that are read here, before it is worth while to start a worker for them
_ONE_WORKER = 400_000  # bytes of documents that one worker reads before a second has started

_Key = tuple[str, str]  # a content's hash and the tag under which its text is kept


class Run:
    """One reading of many documents."""

    def __init__(
        self, root: Path, cache: Cache, limits: Limits | None, progress: Callable[[int, int], None] | None
    ) -> None:
        self._root, self._cache, self._limits, self._progress = root, cache, limits, progress
        self._texts: dict[str, DocumentText] = {}  # by path: what needs no reading
        self._keys: dict[str, _Key] = {}  # by path: the rest
        self._done: dict[_Key, DocumentText] = {}
        self._asked: dict[_Key, Future[DocumentText]] = {}  # of workers
        self._here = 0  # bytes read here
        self._workers: Workers | None = None

    def read(self, files: list[str]) -> dict[str, DocumentText]:
        """The text of each."""
        pending = [path for path in files if not self._unchanged(path)]
        if pending:
            self._read(pending)
        self._cache.save()
        return {path: self._texts.get(path) or self._done[self._keys[path]] for path in files}

    def _unchanged(self, path: str) -> bool:
        """Take an unchanged file's text from the cache, without opening the file."""
        try:
            digest = self._cache.known(self._root / path, (self._root / path).stat())
        except (OSError, ValueError):
            return False
        text = self._kept((digest, _tag(path))) if digest else None
        if text is not None:
            self._texts[path] = text
        return text is not None

    def _kept(self, key: _Key) -> DocumentText | None:
        try:
            return from_json(self._cache.get(*key))
        except ValueError:  # absent, or damaged
            return None

    def _read(self, pending: list[str]) -> None:
        sizes = {path: _size(self._root / path) for path in pending}
        count = 1 if sum(sizes.values()) <= _ONE_WORKER else 2
        with ExitStack() as stack:
            for path in sorted(pending, key=lambda p: (not _slow(p), -sizes[p])):
                try:
                    self._one(path, stack, count)
                except Unreadable as error:
                    self._texts[path] = DocumentText(trouble=str(error))
                self._collect(len(pending))
            while self._asked:
                self._collect(len(pending), wait=True)

    def _one(self, path: str, stack: ExitStack, count: int) -> None:
        """Read one document, or ask for it to be read: nothing that was read or asked for before."""
        if suffix_of(path) not in formats():
            raise no_reader(suffix_of(path))
        content, about = read_file(self._root, path)
        key = self._keys[path] = digest_of(content), _tag(path)
        self._cache.remember(self._root / path, about, key[0])
        if key in self._done or key in self._asked:
            return
        kept = self._kept(key)
        if kept is not None:
            self._done[key] = kept
        elif self._workers is None and self._here < _HERE and is_quick(path, content):
            self._here += len(content)
            self._keep(key, read_one(path, content))
        else:
            self._asked[key] = self._started(stack, count).submit(path, content)

    def _started(self, stack: ExitStack, count: int) -> Workers:
        if self._workers is None:
            from rsqm_tool.load.documents.workers import Workers

            self._workers = stack.enter_context(Workers(count, self._limits))
        return self._workers

    def _collect(self, whole: int, wait: bool = False) -> None:
        """Take what the workers have done, and at least one document of it, if we are to wait."""
        first = next(iter(self._asked), None)
        for key, future in list(self._asked.items()):
            if future.done() or (wait and key == first):
                self._keep(key, self._asked.pop(key).result())
        if self._progress is not None:
            self._progress(whole - len(self._asked), whole)

    def _keep(self, key: _Key, text: DocumentText) -> None:
        self._done[key] = text
        if text.trouble not in OURS:
            self._cache.put(*key, to_json(text))


def _tag(path: str) -> str:
    return f"document {EDITION} {suffix_of(path)}"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _slow(path: str) -> bool:
    return bool(getattr(formats().get(suffix_of(path)), "SLOW", False))
