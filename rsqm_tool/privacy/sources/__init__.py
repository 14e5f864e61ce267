"""Files as runs of text with their places: everything that somebody who is given a file can find in it.

`look` goes through files of a folder: of the workspace, or of the built site. By its suffix each file is read by one of
the modules here. What cannot be read is in the answer, too: nobody may take it for looked through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from rsqm_tool.load.cache import Cache, digest_of
from rsqm_tool.load.documents import read_documents
from rsqm_tool.load.documents._magic import sentence
from rsqm_tool.load.documents._open import read_file
from rsqm_tool.load.documents._unreadable import Unreadable
from rsqm_tool.load.places import At, read
from rsqm_tool.model import Location
from rsqm_tool.model.documents import DocumentText
from rsqm_tool.model.privacy import Looked, Part, Piece, Thing, Unread
from rsqm_tool.privacy.sources import documents, markup, pdf, plain, tables, values
from rsqm_tool.privacy.sources.office import SUFFIXES as OFFICE
from rsqm_tool.privacy.sources.office import Office
from rsqm_tool.privacy.spelling import spelt

_DOCUMENTS = (".pdf", ".docx", ".docm", ".odt")  # by their readers; web pages and text by modules here
_PAGES = (".html", ".htm", ".svg", ".xml")
_YAML = (".yaml", ".yml")
_TEXT = (".md", ".markdown", ".txt", ".css", ".map", ".ics", ".log", ".rst", ".toml", ".ini", ".vcf")
_INDEX = (".json", ".js", ".webmanifest")
_TODO = "Look through it yourself, then take it out or allow it"


@dataclass(frozen=True, slots=True)
class Folder:
    """What to look through, and what is known of it."""

    root: Path
    paths: Collection[str]  # relative to it, with `/`
    cache: Cache  # what was read of documents before
    copied: Collection[str] = ()  # which of them a site would hold as they are
    tables: Mapping[str, tuple[tables.Mapped, ...]] = field(default_factory=dict)  # by path: what rsqm.yaml says of it
    hidden: Mapping[str, Collection[At]] = field(default_factory=dict)  # by path of a YAML file: what nobody will see
    built: bool = False  # it is the built site: everything in it would be handed out
    comments: bool = True  # those of YAML, too

    def gives(self, path: str) -> bool:
        """Whether readers of a site get the file as it is."""
        return self.built or path in self.copied


def look(folder: Folder) -> Iterator[Thing]:
    """Everything in the files of a folder, file by file. Raises nothing for what files may hold."""
    by_reader = [path for path in sorted(folder.paths) if _suffix(path) in _DOCUMENTS]
    texts = read_documents(folder.root, by_reader, folder.cache)
    for path in sorted(folder.paths):
        # The name of a file, as it is and as words: jane-smith.docx may hold the name of Jane Smith.
        name = path.replace("/", "\n")
        yield Piece(f"{name}\n{spelt(name)}", Location(path), Part.FILE_NAME)
        try:
            yield from _File(folder, path, texts.get(path)).things()
        except Unreadable as error:
            yield _unread(folder, path, str(error))


def _unread(folder: Folder, path: str, why: str) -> Unread:
    """That a file, or a part of it, could not be looked through."""
    try:
        digest = digest_of(read_file(folder.root, path)[0])
    except Unreadable:
        digest = ""
    return Unread(Location(path), f"{why}. {_TODO}", digest, folder.gives(path))


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


@dataclass(slots=True)
class _File:
    """One file being looked through."""

    folder: Folder
    path: str
    text: DocumentText | None  # where a reader of documents gave one

    def things(self) -> Iterator[Thing]:
        """What it holds. Unreadable with what to tell, at once or when all that can be read is given."""
        suffix = _suffix(self.path)
        if self.text and self.text.trouble:
            raise Unreadable(self.text.trouble)
        content = b"" if suffix in tables.TEXT else read_file(self.folder.root, self.path)[0]
        office = self._office(suffix, content)
        kind, found = self._read(suffix, content)
        yield from found
        if office:
            yield from office.things()
        pictures = office.pictures if office else suffix == ".pdf" and pdf.has_pictures(content)
        yield Looked(self.path, kind, pictures)
        left = documents.not_read(self.text, self.folder.gives(self.path)) if self.text else ""
        more = office.trouble if office else pdf.trouble(content, left) if suffix == ".pdf" else ""
        left = ". ".join(filter(None, (left, more)))
        if left:
            raise Unreadable(left)

    def _office(self, suffix: str, content: bytes) -> Office | None:
        """It as an archive of parts, where it is one. Unreadable where it should be, and no reader would say so."""
        if suffix not in OFFICE:
            return None
        if content.startswith(b"PK"):
            return Office(self.path, content)
        if suffix in _DOCUMENTS or suffix in tables.EXCEL:
            return None
        raise Unreadable(sentence("an office file", content))

    def _read(self, suffix: str, content: bytes) -> tuple[str, Iterator[Thing]]:
        """What sort of file it is, and the text in it. Unreadable where there is no way to read it."""
        if self.text is not None:
            return "document", self._document(suffix, content)
        if suffix in tables.EXCEL:
            return "table", tables.excel(self.path, self.folder.root / self.path, self._mapped)
        if suffix in tables.TEXT:
            return "table", self._separated()
        if suffix in _YAML:
            return "YAML file", self._yaml(content)
        if suffix in OFFICE:
            return "document", iter(())
        if suffix in _PAGES:
            return "page", markup.pieces(self.path, plain.text_of(content))
        if suffix in _INDEX:
            return "page", markup.index(self.path, plain.text_of(content))
        if suffix == ".gz":
            return "page", markup.pieces(self.path, plain.text_of(plain.unpacked(content)))
        if suffix in _TEXT:
            return "text file", plain.pieces(self.path, plain.text_of(content), Part.BODY)
        shown = suffix if suffix[1:].isalnum() and len(suffix) <= 10 else "such"
        raise Unreadable(f"Nobody can look through {shown} files here")

    @property
    def _mapped(self) -> tuple[tables.Mapped, ...]:
        return self.folder.tables.get(self.path, ())

    def _document(self, suffix: str, content: bytes) -> Iterator[Thing]:
        assert self.text is not None
        yield from documents.pieces(self.path, self.text)
        if suffix == ".pdf":
            yield from pdf.properties(self.path, content)

    def _separated(self) -> Iterator[Thing]:
        """Comma-separated values; where they are no good as such, as text."""
        try:
            yield from tables.csv(self.path, self.folder.root, self._mapped)
        except Unreadable:
            content, _ = read_file(self.folder.root, self.path)
            yield from plain.pieces(self.path, plain.text_of(content), Part.BODY)

    def _yaml(self, content: bytes) -> Iterator[Thing]:
        file = read(self.folder.root, self.path)
        yield from values.pieces(file, self.folder.hidden.get(self.path, ()))
        text = plain.text_of(content)
        if file.problems:
            yield from plain.pieces(self.path, text, Part.VALUE)
        elif self.folder.comments:
            yield from values.comments(self.path, text)
