"""Looks for registered files: safely, by their exact names, and with a plain sentence for whatever is wrong."""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from rsqm_tool.model import FileState

# What a file's first bytes must be, by its suffix. Office files are zip archives; protected or old ones are OLE.
_STARTS = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04",), ".xlsx": (b"PK\x03\x04",), ".odt": (b"PK\x03\x04",), ".ods": (b"PK\x03\x04",),
    ".doc": (b"\xd0\xcf\x11\xe0",), ".xls": (b"\xd0\xcf\x11\xe0",),
}  # fmt: skip
_LABELS = {".pdf": "a PDF", ".docx": "a Word document", ".xlsx": "an Excel workbook", ".odt": "a text document"}
_LITTER = ("~$", ".", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Found:
    """What looking for a file gave."""

    state: FileState
    trouble: str = ""  # what is wrong and what to do, unless readable
    size: int | None = None  # in bytes, when readable


def misplaced(path: str) -> str:
    """Why a path in the register may not be used at all, in a few words; nothing when it may."""
    if "\\" in path:
        return "uses \\ between folders"
    if path.startswith("/") or path[1:2] == ":" or "://" in path:
        return "is not relative to evidence/"
    if any(part in ("..", ".", "") for part in path.split("/")):
        return "leads out of evidence/ or stands still"
    if any(ord(c) < 32 or c == "\x7f" for c in path) or len(path.encode("utf-8", "replace")) > 400:
        return "holds characters that no file name should hold, or is too long"
    return ""


@dataclass(slots=True)
class Folder:
    """The files below one folder, looked at once."""

    root: Path
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)  # the names in each subfolder

    def find(self, path: str) -> Found:
        """Look for one file, without reading more of it than its first bytes."""
        trouble = self.absent(path)
        if trouble:
            return Found(FileState.MISSING, trouble)
        try:
            return self.probe(path)
        except OSError as error:
            reason = {13: "permission denied", 40: "it is a link to itself"}.get(error.errno or 0, error.strerror or "")
            return Found(FileState.UNREADABLE, f"It cannot be read ({reason}). Close it, or ask for access to it")

    def probe(self, path: str) -> Found:
        """Look at a file that is there. OSError where the system does not let us."""
        whole = self.root / path
        if not whole.resolve(strict=True).is_relative_to(self.root.resolve()):
            return Found(FileState.UNREADABLE, "It is a link that leads out of the folder. Put the file itself there")
        about = whole.stat()
        if not stat.S_ISREG(about.st_mode):
            return Found(FileState.UNREADABLE, "It is not an ordinary file. Put the file itself there")
        if not about.st_size:
            return Found(FileState.EMPTY, "The file is empty. Save it again from the program it was written in")
        with whole.open("rb") as stream:
            trouble = _mislabelled(path, stream.read(1024))
        return Found(FileState.UNREADABLE, trouble) if trouble else Found(FileState.READABLE, "", about.st_size)

    def absent(self, path: str) -> str:
        """What to say when no file has exactly this name; nothing when one has."""
        folder = ""
        for part in path.split("/"):
            names = self.names(folder)
            if part not in names:
                return _not_there(part, names, folder)
            folder = f"{folder}/{part}" if folder else part
        return ""

    def names(self, folder: str) -> tuple[str, ...]:
        """The names in a subfolder; none where there is no such folder."""
        if folder not in self.listed:
            try:
                self.listed[folder] = tuple(sorted(p.name for p in (self.root / folder).iterdir()))
            except OSError:
                self.listed[folder] = ()
        return self.listed[folder]

    def everything(self) -> list[str]:
        """Every file below the folder that a person put there, sorted; hidden, lock and system files left out."""
        found: list[str] = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(f for f in folders if not f.startswith(_LITTER))
            below = Path(folder).relative_to(self.root)
            found.extend((below / f).as_posix() for f in files if not f.startswith(_LITTER))
        return sorted(found)


def _not_there(part: str, names: tuple[str, ...], folder: str) -> str:
    def plain(name: str) -> str:
        return unicodedata.normalize("NFC", name).casefold()

    place = f"evidence/{folder}".rstrip("/")
    for name in names:
        if plain(name) == plain(part):
            return f"The file is called {name!r} in {place}: capital letters and accents matter. Write it alike"
    close = get_close_matches(part, names, n=1, cutoff=0.75)
    hint = f"Did you mean {close[0]!r}" if close else "Put the file there, or correct the register"
    return f"There is no {part!r} in {place}. {hint}"


def _mislabelled(path: str, start: bytes) -> str:
    suffix = Path(path).suffix.lower()
    wanted = _STARTS.get(suffix)
    if not wanted or start.startswith(wanted):
        return ""
    label = _LABELS.get(suffix, f"a {suffix[1:]} file")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return (
            f"It needs a password, or is an older format than {label}. Save an unprotected copy in the present format"
        )
    if start.lstrip()[:1] == b"<":
        return f"It is a web page, not {label} (a sign-in page?). Save the document itself"
    return f"It is damaged, or not {label} at all. Open it and save it again"
