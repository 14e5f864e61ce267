"""Reads documents: what each says, page by page or heading by heading, and what of it could not be read, and why.

Each file here whose name begins with a letter, but `workers.py`, reads the format of its `SUFFIXES`: `read(content)`
gives the `DocumentText` or raises `Unreadable` with the sentence to tell; `quick(content)` says whether that takes well
under a second, whatever the content is; `LABEL` is what to call such a file; `SLOW` has it begun before others. To add
a format is to add a file, and to change what one gives is to raise `EDITION`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import PurePosixPath
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol

from rsqm_tool.load.documents._unreadable import DAMAGED, EMPTY, FILE_BYTES, TOO_LARGE, Unreadable, no_reader
from rsqm_tool.model.documents import DocumentText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from rsqm_tool.load.cache import Cache
    from rsqm_tool.load.documents.workers import Limits

EDITION = 2  # one more whenever a reader gives another text for the same file: what was kept before is then read again


class Format(Protocol):
    """What a file of this folder offers that reads a format."""

    SUFFIXES: tuple[str, ...]
    LABEL: str

    def quick(self, content: bytes) -> bool:
        """Whether `read` takes well under a second, whatever is in it. Unreadable as `read`."""

    def read(self, content: bytes) -> DocumentText:
        """The text of a document. Unreadable with the sentence to tell."""


@cache
def formats() -> Mapping[str, Format]:
    """The formats that are read, by suffix: what the files of this folder offer."""
    names = (found.name for found in iter_modules(__path__) if not found.name.startswith("_"))
    modules = (import_module(f"{__name__}.{name}") for name in names if name != "workers")  # costly, and no format
    return {suffix: module for module in modules for suffix in module.SUFFIXES}


def read_documents(
    root: Path,
    files: Iterable[str],
    cache: Cache,
    limits: Limits | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, DocumentText]:
    """Read documents, each once, and none that was read before and is in the cache.

    `files` are paths relative to the folder `root`, with `/`; a mapping by such paths will do. The answer has each of
    them, in their order. Raises nothing for bad files: see `trouble` of each. `progress` is told now and then how many
    of the documents that are not in the cache are done, and how many these are.
    """
    from rsqm_tool.load.documents._run import Run

    return Run(root, cache, limits, progress).read(list(dict.fromkeys(files)))


def suffix_of(path: str) -> str:
    """The suffix by which a document is read."""
    return PurePosixPath(path).suffix.lower()


def read_one(path: str, content: bytes) -> DocumentText:
    """Read one document, here and now. `path` only says what it should be.

    Raises nothing for anything that a file may hold: what is wrong is in `trouble`. Only MemoryError comes through.
    """
    suffix = suffix_of(path)
    try:
        return _format(suffix, content).read(content)
    except Unreadable as error:
        return DocumentText(trouble=str(error))
    except MemoryError:
        raise
    except Exception:  # whatever a reader meets in a file is told of that file, and the run goes on
        return DocumentText(trouble=DAMAGED)


def is_quick(path: str, content: bytes) -> bool:
    """Whether `read_one` takes well under a second, whatever is in it: that it need not be left to a worker."""
    try:
        return _format(suffix_of(path), content).quick(content)
    except Unreadable:
        return True


def _format(suffix: str, content: bytes) -> Format:
    """The format by which to read it. Unreadable where there is none, and where the content cannot be that."""
    from rsqm_tool.load.documents._magic import refuse_mislabelled

    if suffix not in formats():
        raise no_reader(suffix)
    if not content:
        raise Unreadable(EMPTY)
    if len(content) > FILE_BYTES:
        raise Unreadable(TOO_LARGE)
    found = formats()[suffix]
    refuse_mislabelled(suffix, found.LABEL, content)
    return found
