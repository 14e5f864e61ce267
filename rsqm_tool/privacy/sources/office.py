"""What else an office file holds besides what its reader gives: it is an archive of many parts.

Properties, authors of comments and changes, targets of links, descriptions of pictures, charts, slides, the rows that
a pivot table remembers, comments on cells, pick lists, names of styles and of the parts themselves, and the picture of
the first page that some programs keep. A part that is neither text nor known as form or as a picture is another file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from html import unescape

from rsqm_tool.load.cache import digest_of
from rsqm_tool.load.documents._archive import Archive
from rsqm_tool.load.documents._markup import Attributes, Begin, Story, tell
from rsqm_tool.model import Location
from rsqm_tool.model.privacy import APART, THUMBNAIL, Hit, Part, Piece, Thing
from rsqm_tool.privacy.mask import digest
from rsqm_tool.privacy.sources import archives, markup
from rsqm_tool.privacy.sources.sweeps import Sweep, Take, said_by, without_codes
from rsqm_tool.privacy.spelling import spelt

SUFFIXES = (".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp")
INSIDE = "It holds other files or programs inside, which are not looked into"
_PROGRAM = "the program it was written in"
_MARKUP = (".xml", ".rels", ".rdf", ".psmdcp", ".svg")
_LOOSE = ".vml"  # markup that Excel does not always write as XML
# Parts that hold form: of these, what has words in it.
_FORM = re.compile(
    r"\[Content_Types\]\.xml|META-INF/.*|(settings|manifest)\.xml|Configurations2/.*|.*/(theme|printerSettings)/.*"
    r"|.*/(styles|theme\d*|fontTable|numbering|webSettings|settings|stylesWithEffects|viewProps|presProps|tableStyles"
    r"|calcChain|itemProps\d+)\.xml"
)
# Parts that are form and hold no text at all: fonts, and where LibreOffice remembers the ends of pages.
_NO_TEXT = re.compile(r"\w+/fonts/font\d+\.(odttf|fntdata)|layout-cache")
_PRINTER = re.compile(r".*/printerSettings/printerSettings\d+\.bin")
_LEGIBLE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){3,}|[\x20-\x7e]{4,}")
# Parts whose paragraphs their own reader gives: only what it leaves out is taken from them.
_READ_WORD = re.compile(r"(footnotes|endnotes|comments|header|footer)[0-9]*\.xml|diagrams/data[0-9]*\.xml")
_READ_OPEN = ("content.xml", "styles.xml")
_SHARED = "xl/sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_THUMBNAIL = re.compile(r"(docProps|Thumbnails)/thumbnail\.\w+", re.IGNORECASE)
_PICTURE = re.compile(r".*\.(png|jpe?g|jfif|gif|emf|wmf|tiff?|bmp|wdp|webp|svm)|ObjectReplacements/.*", re.IGNORECASE)
# How pictures begin; those of Windows that can be enlarged have their mark further on.
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"II\xbc\x01", b"\xd7\xcd\xc6\x9a",
             b"\x01\x00\x09\x00", b"VCLMTF")  # fmt: skip


class _Kind(StrEnum):
    """What a part is."""

    THUMBNAIL = "thumbnail"
    SHEET = "sheet"
    MARKUP = "markup"
    LOOSE = "loose markup"
    PRINTER = "printer"
    PICTURE = "picture"
    FORM = "form"
    OTHER = "other"


class Office:
    """One office file. Unreadable where it cannot be opened."""

    def __init__(self, path: str, content: bytes) -> None:
        self._path = path
        self._suffix = path[path.rindex(".") :].lower()
        self._archive = Archive(content, _PROGRAM)
        self._beginnings = Archive(content, _PROGRAM)  # each keeps count of what it unpacked
        self._content = content

    @cached_property
    def _kinds(self) -> dict[str, _Kind]:
        """What each part is."""
        return {name: self._kind(name) for name in self._archive.names}

    def _kind(self, name: str) -> _Kind:
        suffix = name[name.rfind(".") :].lower()
        begin = next(self._beginnings.chunks(name), b"")
        if _THUMBNAIL.fullmatch(name):
            return _Kind.THUMBNAIL
        if not begin or _NO_TEXT.fullmatch(name) or (name == "mimetype" and len(begin) < 100):
            return _Kind.FORM
        if _SHEET.fullmatch(name) and self._suffix in (".xlsx", ".xlsm"):
            return _Kind.SHEET if name in self._read and b"\0" not in begin else _Kind.OTHER
        if suffix in _MARKUP:
            return _Kind.MARKUP
        if suffix == _LOOSE:
            return _Kind.LOOSE
        if _PRINTER.fullmatch(name):
            return _Kind.PRINTER
        return _Kind.PICTURE if _PICTURE.fullmatch(name) and _is_picture(begin) else _Kind.OTHER

    @cached_property
    def _read(self) -> frozenset[str]:
        """The parts that are read by the reader of such files."""
        names = self._archive.names
        if self._suffix in (".docx", ".docm"):
            body = sorted(name for name in names if re.fullmatch(r"([\w-]*/)?document[0-9]*\.xml", name))
            first = next((name for name in names if name in body), "")
            folder = first[: first.rfind("/") + 1]
            body = [name for name in body if name[: name.rfind("/") + 1] == folder][:1]
            return frozenset(
                (*body, *(n for n in names if n.startswith(folder) and _READ_WORD.fullmatch(n[len(folder) :])))
            )
        if self._suffix == ".odt":
            return frozenset(_READ_OPEN)
        if self._suffix in (".xlsx", ".xlsm"):
            return frozenset((_SHARED, *self._sheets()))
        return frozenset()

    def _sheets(self) -> Iterator[str]:
        """The sheets that the workbook says it has. Others stay in some files when a sheet is deleted."""
        found = _Sheets()
        for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            if part in self._archive.names:
                tell(self._archive, part, found, _PROGRAM)
        for number in found.numbers:
            target = found.targets.get(number, "")
            yield target[1:] if target.startswith("/") else f"xl/{target}"

    @property
    def pictures(self) -> bool:
        """Whether it holds pictures, which nobody looks at here."""
        return _Kind.PICTURE in self._kinds.values()

    @property
    def trouble(self) -> str:
        """What of it is not looked into, as sentences; empty where all is."""
        left = [INSIDE] if _Kind.OTHER in self._kinds.values() else []
        if archives.has_more(self._content):
            left.append(archives.LEFT)
        return ". ".join(left)

    def things(self) -> Iterator[Thing]:
        """What its parts hold, and their names. Unreadable where one is damaged."""
        names = "\n".join(self._archive.names)
        said = [names.replace("/", "\n"), spelt(names).replace("/", "\n"), *archives.comments(self._content)]
        yield self._about(said)
        for name, kind in self._kinds.items():
            match kind:
                case _Kind.THUMBNAIL:
                    yield self._thumbnail(name)
                case _Kind.SHEET:
                    yield from self._sheet(name)
                case _Kind.MARKUP:
                    yield from self._part(name)
                case _Kind.LOOSE:
                    yield from markup.pieces(self._path, self._whole(name).decode("utf-8", "replace"))
                case _Kind.PRINTER:
                    found = _LEGIBLE.findall(self._whole(name))
                    yield self._about(text.replace(b"\0", b"").decode("latin-1") for text in found)

    def _about(self, values: Iterator[str] | list[str]) -> Piece:
        """What the file says of itself, each value apart."""
        return Piece(f"\n{APART}\n".join(values), Location(self._path), Part.METADATA)

    def _whole(self, name: str) -> bytes:
        return b"".join(self._archive.chunks(name))

    def _thumbnail(self, name: str) -> Hit:
        picture = digest_of(self._whole(name))
        return Hit(THUMBNAIL, "", digest(THUMBNAIL, picture), Location(self._path), Part.METADATA)

    def _part(self, name: str) -> Iterator[Piece]:
        take = Take.LEFT_OUT if name in self._read else Take.WORDS if _FORM.fullmatch(name) else Take.WHOLE
        sweep = Sweep(take, apart=not _in_paragraphs(name))
        tell(self._archive, name, sweep, _PROGRAM)
        part = Part.COMMENT if "omments" in name else Part.BODY if _in_paragraphs(name) else Part.METADATA
        for place, text in sweep.texts():
            yield Piece(text, Location(self._path, heading=_heading(name), field=place), part)

    def _sheet(self, name: str) -> Iterator[Piece]:
        """Of a sheet what its cells do not hold: headers and footers, links, prompts, pick lists, filters."""
        rest = b""
        headers: dict[str, None] = {}
        others: dict[str, None] = {}
        for chunk in self._archive.chunks(name):
            piece = rest + chunk
            for found in _SHEET_TEXTS.finditer(piece):
                if found[1]:
                    headers[without_codes(_text(found[1]))] = None
                elif found[2]:
                    others[_text(found[2])] = None
                else:
                    has = {_text(key): _text(one or two) for key, one, two in _ATTRIBUTE.findall(found[4])}
                    others.update(dict.fromkeys(said_by(_text(found[3]), has)))
            rest = piece[-_OVERLAP:]
        for values in (headers, others):
            if values:
                yield Piece(f"\n{APART}\n".join(values), Location(self._path), Part.HEADER)


_OVERLAP = 20_000  # bytes of markup in which a header, a formula or a prompt surely ends
_SHEET_TEXTS = re.compile(
    rb"<(?:\w{1,20}:)?(?:"
    rb"(?:odd|even|first)(?:Header|Footer)(?: [^<>]{0,300})?>([^<]++)|"
    rb"(?:f|formula[12]?|oldFormula)(?: [^<>]{0,300})?>([^<\"'&]*+(?:[\"']|&quot;|&apos;|&#)[^<]++)|"
    rb"(?!(?:c|row|v|f|t|is|r)[\s/>])(\w{1,40})\s((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')++)>)"
)
_ATTRIBUTE = re.compile(rb"""([\w.-]{1,60})\s{0,4}=\s{0,4}(?:"([^"]*+)"|'([^']*+)')""")


class _Sheets(Story):
    """Reads which sheets a workbook has, and where each lies."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self.targets: dict[str, str] = {}

    def _sheet(self, has: Attributes) -> None:
        self.numbers.append(has.get("id", ""))

    def _relationship(self, has: Attributes) -> None:
        self.targets[has.get("Id", "")] = has.get("Target", "")

    def on_begin(self, name: str) -> Begin | None:
        """Take a sheet, and where a part lies."""
        return {"sheet": _Sheets._sheet, "Relationship": _Sheets._relationship}.get(name)


def _is_picture(begin: bytes) -> bool:
    webp = begin[:4] == b"RIFF" and begin[8:12] == b"WEBP"
    return begin.startswith(_PICTURES) or begin[40:44] == b" EMF" or webp


def _text(raw: bytes) -> str:
    return unescape(raw.decode("utf-8", "replace"))


def _in_paragraphs(name: str) -> bool:
    """Whether a part holds paragraphs, whose bits belong together, and not a list of values."""
    return _PARAGRAPHED.search(name) is not None


_PARAGRAPHED = re.compile(r"(slide|document|content|drawing|comments|threadedComment)[^/]*\.xml$", re.IGNORECASE)


def _heading(name: str) -> str | None:
    """What people call a part."""
    slide = re.search(r"slides/slide(\d+)\.xml", name)
    notes = re.search(r"notesSlides/notesSlide(\d+)\.xml", name)
    if slide or notes:
        return f"slide {slide[1]}" if slide else f"notes {notes[1]}" if notes else None
    return "pivot table" if "pivotCache" in name else "chart" if "/charts/" in name else None
