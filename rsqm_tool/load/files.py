"""Looks for registered files: safely, by their exact names, and with a plain sentence for whatever is wrong."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from rsqm_tool.escape import one_line
from rsqm_tool.model import FileState

# What a file's first bytes must be, by its suffix. Office files are zip archives; protected or old ones are OLE.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_STARTS = {
    **dict.fromkeys((".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp"), (_ZIP,)),
    ".doc": (_OLE, b"{\\rtf"),
    ".xls": (_OLE,),
}
_LABELS = {
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".xlsx": "an Excel workbook",
    ".pptx": "a PowerPoint file",
    ".odt": "an OpenDocument text",
}
_LEADS_OUT = "is a link that leads out of the folder"
_LITTER = ("~$", ".", "Thumbs.db", "desktop.ini")
_ELSEWHERE = re.compile(r"/|[A-Za-z]:|file:|[A-Za-z][A-Za-z0-9+.-]*://")
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}


@dataclass(frozen=True, slots=True)
class Found:
    """What looking for a file gave."""

    state: FileState
    path: str  # as the disk spells it, where the file is there
    trouble: str = ""  # what is wrong and what to do, unless readable
    size: int | None = None  # in bytes, when readable
    # The same for every name and link of one file; None where there is none.
    identity: tuple[int, int] | None = field(default=None, compare=False)

    @property
    def ordinary(self) -> bool:
        """An ordinary file of ours with something in it, be it what its name says or not: a reader may open it."""
        return self.identity is not None and self.state is not FileState.EMPTY


def misplaced(path: str) -> str:
    """Why a path in the register may not be used at all, in a few words; nothing when it may."""
    if any(ord(c) < 32 for c in path):
        return "holds an unseen character; inside double quotation marks \\ makes one"
    if "\\" in path:
        return "uses \\ between folders"
    if _ELSEWHERE.match(path):
        return "is not relative to evidence/"
    parts = path.split("/")
    if any(part in ("..", ".", "") for part in parts):
        return "leads out of evidence/ or stands still"
    if one_line(path) != path or any(part != part.strip() or part.endswith(".") for part in parts):
        return "holds an unseen character, or a space or full stop at the edge of a name"
    if any(part.split(".")[0].rstrip().upper() in _RESERVED for part in parts):
        return "uses a name that Windows keeps for itself"
    if any(len(part.encode("utf-8", "replace")) > 255 for part in parts) or len(path) > 400:
        return "is too long"
    return ""


def unfit(root: Path, path: str) -> str:
    """Why something that is there may not be opened, in a few words; nothing when it may.

    A link may lead anywhere below `root`, which may be a link itself. OSError where the system does not let us look.
    """
    whole = Path(os.path.realpath(root / path, strict=True))
    if not whole.is_relative_to(os.path.realpath(root)):
        return _LEADS_OUT
    mode = whole.stat().st_mode
    if stat.S_ISDIR(mode):
        return "is a folder"
    return "" if stat.S_ISREG(mode) else "is not an ordinary file"


def why(error: OSError) -> str:
    """What the system says against a file, in plain words."""
    said = {
        errno.EACCES: "permission denied",
        errno.ELOOP: "it is a link to itself",
        errno.ENOENT: "it is a link to nothing",  # its name was there
    }
    return said.get(error.errno or 0, error.strerror or "no reason given")


@dataclass(slots=True)
class Folder:
    """The files below one folder, looked at once."""

    root: Path
    listed: dict[str, tuple[str, ...] | None] = field(default_factory=dict)  # see `names`
    alike: dict[str, dict[str, str]] = field(default_factory=dict)  # see `spelt`
    found: dict[str, Found] = field(default_factory=dict)  # what looking gave, by the path asked for
    hints: int = 50  # how many more missing names are compared with all that are there: more would take too long

    def find(self, path: str) -> Found:
        """Look for one file, without reading more of it than its first bytes."""
        if path not in self.found:
            self.found[path] = self.look(path)
        return self.found[path]

    def look(self, path: str) -> Found:
        """The same, whatever looking gave before."""
        try:
            real, trouble = self.locate(path)
            return Found(FileState.MISSING, path, trouble) if trouble else self.probe(real)
        except OSError as error:
            trouble = f"It cannot be read ({why(error)}). Close it, or ask for access to it"
            return Found(FileState.UNREADABLE, path, trouble)

    def probe(self, path: str) -> Found:
        """Look at a file that is there. OSError where the system does not let us."""
        if trouble := unfit(self.root, path):
            return Found(FileState.UNREADABLE, path, f"It {trouble}. Put the file itself there")
        whole = self.root / path
        about = whole.stat()
        size, identity = about.st_size, (about.st_dev, about.st_ino)
        if not size:
            trouble = "The file is empty. Save it again from the program it was written in"
            return Found(FileState.EMPTY, path, trouble, identity=identity)
        with whole.open("rb") as stream:
            trouble = _mislabelled(path, stream.read(1024))
        state = FileState.UNREADABLE if trouble else FileState.READABLE
        return Found(state, path, trouble, None if trouble else size, identity)

    def locate(self, path: str) -> tuple[str, str]:
        """A path as the disk spells it, and what to say when there is no such file. OSError where a folder is closed.

        An accent may be stored in two ways that look the same, and programs change one into the other: both fit.
        """
        folder = ""
        *folders, last = path.split("/")
        for part in (*folders, last):
            names = self.names(folder)
            if names is None:
                return path, ""  # nobody looks at what lies outside; `probe` tells that it does
            spelt = self.spelt(folder).get(part) or self.spelt(folder).get(_composed(part))
            if spelt is None:
                return path, self.not_there(part, folder, "file" if part is last else "folder")
            folder = f"{folder}/{spelt}" if folder else spelt
        return folder, ""

    def names(self, folder: str) -> tuple[str, ...] | None:
        """The names in a subfolder; None where a link leads out of the folder. OSError where it is closed to us."""
        if folder not in self.listed:
            try:
                outside = bool(folder) and unfit(self.root, folder) == _LEADS_OUT
                whole = self.root / folder
                self.listed[folder] = None if outside else tuple(sorted(p.name for p in whole.iterdir()))
            except (FileNotFoundError, NotADirectoryError):
                self.listed[folder] = ()
        return self.listed[folder]

    def spelt(self, folder: str) -> dict[str, str]:
        """The names in a subfolder: by themselves, by their composed form, and by that without capitals behind `/`."""
        if folder not in self.alike:
            names = self.names(folder) or ()
            loosely = {f"/{_composed(n).casefold()}": n for n in names}
            self.alike[folder] = {**loosely, **{_composed(n): n for n in names}, **{n: n for n in names}}
        return self.alike[folder]

    def not_there(self, part: str, folder: str, noun: str) -> str:
        """What to say of a name that a subfolder does not have."""
        place = f"evidence/{folder}".rstrip("/")
        if part == "evidence" and not folder:
            return "Paths begin below evidence/. Take 'evidence/' away from the beginning"
        if name := self.spelt(folder).get(f"/{_composed(part).casefold()}"):
            return f"The {noun} is called {name!r} in {place}: capital letters matter. Write it alike"
        self.hints -= 1
        close = get_close_matches(part, self.names(folder) or (), n=1, cutoff=0.75) if self.hints >= 0 else []
        hint = f"Perhaps {close[0]!r} is meant" if close else "Put the file there, or correct the register"
        return f"There is no {noun} {part!r} in {place}. {hint}"

    def everything(self) -> list[str]:
        """Every file below the folder that a person put there, sorted; hidden, lock and system files left out."""
        found: list[str] = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(f for f in folders if not f.startswith(_LITTER))
            below = Path(folder).relative_to(self.root)
            found.extend((below / f).as_posix() for f in files if not f.startswith(_LITTER))
        return sorted(found)


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _mislabelled(path: str, start: bytes) -> str:
    suffix = Path(path).suffix.lower()
    # Readers of PDF look for the mark in the first 1,024 bytes, and some programs write something before it.
    fits = b"%PDF-" in start if suffix == ".pdf" else start.startswith(_STARTS.get(suffix, b""))
    if fits:
        return ""
    label = _LABELS.get(suffix, f"a {suffix[1:]} file")
    if start.startswith(_OLE) and _STARTS.get(suffix) == (_ZIP,):
        return f"It needs a password, or is older than {label} can be. Save an unprotected copy in the present format"
    from rsqm_tool.load.documents._magic import sentence  # rarely needed, and a run that reads nothing does without

    return sentence(label, start)


def is_there(path: Path) -> bool:
    """Whether something has this name, be it a file that nobody may read or a link to nothing."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
