"""Office files are zip archives: their directory is checked before anything is unpacked, and never to the disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from rsqm_tool.load.documents._unreadable import (
    DAMAGED,
    MEGABYTE,
    PARTS,
    PASSWORD,
    RATIO,
    UNPACKED_BYTES,
    Unreadable,
    again,
)

if TYPE_CHECKING:
    import zipfile  # imported where it is used: a run that finds everything in the cache does without

CUT_OFF = "It is damaged, or was not copied to its end. Copy it again, or open it and save it again"
MISMATCH = "It is damaged: a part of it is not what it was when it was saved. Open it and save it again"
TOO_MANY_PARTS = f"It holds more than {PARTS:,} parts, as harmful files do. "
LEADS_OUT = "It holds a part whose name leads out of it, as harmful files do. "
TWICE = "It holds two parts of the same name, as harmful files do. "
LONG_NAMES = "Its markup is made to take long, as harmful files do. "
SWELLS = f"A part of it unpacks to more than {RATIO} times its size, as harmful files do. "
_CHUNK = 65_536
# Each name in markup is handed on with the whole address of its namespace: those of office programs have 90 bytes.
_LONG_NAME = re.compile(rb"xmlns[\w:.-]{0,100}\s{0,9}=\s{0,9}[\"'][^\"']{500}")
_OVERLAP = 700  # bytes in which one of these surely shows
_METHODS = (0, 8)  # stored as it is, and deflated: office programs use no other
_DIRECTORY = 1_000_000  # bytes that the directory of an archive with the most parts may take
_QUICK = 4 * MEGABYTE  # what unpacks to less is read in well under a second


class Archive:
    """A zip archive whose directory was found harmless. Unreadable otherwise, with what to tell."""

    def __init__(self, content: bytes, program: str) -> None:
        import zipfile

        self._program = program
        if self._directory_size(content) > _DIRECTORY:
            raise Unreadable(TOO_MANY_PARTS + again(program))
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Unreadable(DAMAGED) from error
        self._check(self._zip.infolist())
        self._left = UNPACKED_BYTES

    @property
    def names(self) -> list[str]:
        """The names of its parts, in its order."""
        return self._zip.namelist()

    @property
    def quick(self) -> bool:
        """Its markup is so small that nothing in it takes long to read."""
        return sum(i.file_size for i in self._zip.infolist() if _markup(i.filename)) < _QUICK

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a part, bit by bit. Unreadable where it does not unpack to what its directory says."""
        import zipfile
        import zlib

        end = b""
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise Unreadable(_too_large(UNPACKED_BYTES - self._left))
                    if long_names(end + chunk):
                        raise Unreadable(LONG_NAMES + again(self._program))
                    end = chunk[-_OVERLAP:]
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise Unreadable(MISMATCH) from error

    def _directory_size(self, content: bytes) -> int:
        # The record at the archive's end says so. A lie here is met again by zipfile, which then finds no directory.
        end = content.rfind(b"PK\x05\x06", -65_557 if len(content) > 65_557 else 0)
        if end < 0 or len(content) < end + 22:
            raise Unreadable(CUT_OFF)
        return int.from_bytes(content[end + 12 : end + 16], "little")

    def _check(self, parts: list[zipfile.ZipInfo]) -> None:
        whole = sum(part.file_size for part in parts)
        names = [part.orig_filename for part in parts]
        todo = again(self._program)
        if len(parts) > PARTS:
            raise Unreadable(TOO_MANY_PARTS + todo)
        if whole > UNPACKED_BYTES:
            raise Unreadable(_too_large(whole))
        if any(part.flag_bits & 0x1 for part in parts):
            raise Unreadable(PASSWORD)
        if any(_leads_out(name) for name in names):
            raise Unreadable(LEADS_OUT + todo)
        if len({name.casefold() for name in names}) < len(names):
            raise Unreadable(TWICE + todo)
        if any(_swells(part) for part in parts):
            raise Unreadable(SWELLS + todo)
        if any(part.compress_type not in _METHODS for part in parts):
            raise Unreadable(DAMAGED)


def long_names(markup: bytes) -> bool:
    """Whether some markup would make its parser copy kilobytes for each name in it."""
    return _LONG_NAME.search(markup.replace(b"\0", b"") if b"\0" in markup else markup) is not None


def _too_large(size: int) -> str:
    there, most = size // MEGABYTE, UNPACKED_BYTES // MEGABYTE
    return f"It unpacks to {there:,} MB; the limit is {most} MB. Save a smaller copy, with smaller pictures or in parts"


def _leads_out(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or plain[1:2] == ":" or "\x00" in name or ".." in plain.split("/")


def _swells(part: zipfile.ZipInfo) -> bool:
    # Pictures may: a blank one packs to nearly nothing, and none is ever unpacked here.
    return _markup(part.filename) and part.file_size > max(MEGABYTE, RATIO * part.compress_size)


def _markup(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))
