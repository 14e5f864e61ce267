"""PDF documents. A place in one is a page, with the heading of the outline above it.

pypdf reads them, because it is the one reader whose limits hold against files made to fill the memory; it can still
take long over one, so that PDFs are read by workers only. It is imported when the first PDF is read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from rsqm_tool.load.documents._draft import Draft, label
from rsqm_tool.load.documents._unreadable import DAMAGED, LOCKED, PAGES, PASSWORD, Unreadable
from rsqm_tool.model.documents import DocumentText, PassageKind

if TYPE_CHECKING:
    from datetime import date

    from pypdf import PageObject, PdfReader

SUFFIXES = (".pdf",)
LABEL = "a PDF"
SLOW = True

TOO_MANY_PAGES = f"It has more than {PAGES:,} pages. Save it in parts"
NO_PAGES = "It has no pages. Open it and save it again"
PROTECTED = "It is protected against changes by a password that reading does not need, so it was read"
ATTACHED = "Other files are attached to it, and were not read"
_STREAM = 30_000_000  # bytes that a page's content may unpack to
_OUTLINE = 5_000  # entries
_ANNOTATIONS = 1_000  # on one page
_DIGITS = "0123456789"


def quick(content: bytes) -> bool:
    """Never: nobody knows how long a PDF takes before it is read."""
    return False


def read(content: bytes) -> DocumentText:
    """The text of a PDF. Unreadable with what to tell."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the file
    limits = pypdf.get_configuration().with_overwrites(
        zlib_maximum_output_length=_STREAM,
        lzw_maximum_output_length=_STREAM,
        run_length_maximum_output_length=_STREAM,
        array_based_stream_maximum_output_length=_STREAM,
        outline_maximum_entries=_OUTLINE,
        page_tree_maximum_entries=3 * PAGES,
    )
    with pypdf.apply_configuration(limits):
        return _read(content)


def _read(content: bytes) -> DocumentText:
    reader, protected = _opened(content)
    draft = Draft(pages=_count(reader))
    if protected:
        draft.notes.append(PROTECTED)
    _describe(draft, reader)
    outline = _outline(reader)
    pages = _Pages()
    for number, page in enumerate(reader.pages, 1):
        draft.page(number)
        text = pages.text(number, page)
        _write(draft, text, outline.get(number, []))
        for kind, words in _annotations(page):
            draft.add(words, kind)
    if pages.unread and len(pages.unread) == draft.pages:
        raise Unreadable(pages.why())
    draft.notes.extend(pages.notes(draft.pages or 0))
    return draft.text()


def _opened(content: bytes) -> tuple[PdfReader, bool]:
    """A reader for it, and whether an owner's password protects it."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(BytesIO(content))
        protected = reader.is_encrypted
        if protected and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise Unreadable(PASSWORD)
    except (DependencyError, NotImplementedError) as error:
        raise Unreadable(LOCKED) from error
    except Unreadable:
        raise
    except MemoryError:
        raise
    except Exception as error:  # a damaged file may lead pypdf to any
        raise Unreadable(DAMAGED) from error
    return reader, protected


def _count(reader: PdfReader) -> int:
    """How many pages there are, counted, not as the file says."""
    from pypdf.errors import LimitReachedError

    try:
        count = len(reader.pages)
    except MemoryError:
        raise
    except LimitReachedError as error:
        raise Unreadable(DAMAGED if "depth" in str(error) else TOO_MANY_PAGES) from error
    except Exception as error:
        raise Unreadable(DAMAGED) from error
    if count > PAGES:
        raise Unreadable(TOO_MANY_PAGES)
    if not count:
        raise Unreadable(NO_PAGES)
    return count


def _describe(draft: Draft, reader: PdfReader) -> None:
    """Take the hints that the file gives. Each may be damaged by itself."""
    found: Any = None
    with contextlib.suppress(Exception):
        found = reader.metadata
    draft.title, draft.author = _words(found, "title"), _words(found, "author")
    draft.created, draft.modified = _day(found, "creation_date"), _day(found, "modification_date")
    with contextlib.suppress(Exception):
        labels = tuple(label(text, 20) or "" for text in reader.page_labels)
        if labels != tuple(str(n + 1) for n in range(len(labels))):
            draft.page_labels = labels
    with contextlib.suppress(Exception):
        root: Any = reader.root_object
        if root["/Names"]["/EmbeddedFiles"]["/Names"]:
            draft.notes.append(ATTACHED)


def _words(found: Any, name: str) -> str | None:
    with contextlib.suppress(Exception):
        value = getattr(found, name)
        return value if isinstance(value, str) else None
    return None


def _day(found: Any, name: str) -> date | None:
    with contextlib.suppress(Exception):
        value = getattr(found, name)
        return None if value is None else value.date()
    return None


def _outline(reader: PdfReader) -> dict[int, list[str]]:
    """The headings of the outline by the page on which each begins. None where the outline is damaged."""
    headings: dict[int, list[str]] = {}
    with contextlib.suppress(Exception):
        for entry in _flat(reader.outline):
            with contextlib.suppress(Exception):
                number = reader.get_destination_page_number(entry)
                if number is not None and entry.title:
                    headings.setdefault(number + 1, []).append(str(entry.title))
    return headings


def _flat(entries: Any) -> Iterator[Any]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


def _write(draft: Draft, text: str, headings: list[str]) -> None:
    """Write a page's text, and begin a section at each line that is the next heading of the outline.

    A heading whose line is not found, such as one in a picture, begins with the page, if none was found before it.
    """
    lines = text.split("\n")
    plain = [_plain(line) for line in lines] if headings else []
    done = after = 0
    for heading in headings:
        at = _line_of(heading, plain, after)
        if at is not None:
            draft.add("\n".join(lines[done:at]))
            done, after = at, at + 1
        draft.heading(heading, "", begins=at is not None or not after)
    draft.add("\n".join(lines[done:]))


def _line_of(heading: str, plain: list[str], first: int) -> int | None:
    """The number of the line, or of the first of two, that is this heading, with or without its number."""
    wanted = _plain(heading)
    words = wanted.lstrip(_DIGITS)
    for n in range(first, len(plain)):
        lines = (plain[n], plain[n] + "".join(plain[n + 1 : n + 2])) if plain[n] else ()
        if wanted in lines or (words and words in [line.lstrip(_DIGITS) for line in lines]):
            return n
    return None


def _plain(line: str) -> str:
    """A line without what a heading may have in the outline only, or on the page only: spaces, marks, capitals."""
    return "".join(c for c in line.casefold() if c.isalnum())


def _annotations(page: PageObject) -> Iterator[tuple[PassageKind, str]]:
    """The comments on a page and what is filled into its form. A damaged one is left out."""
    with contextlib.suppress(Exception):
        for reference in list(page.get("/Annots", ()))[:_ANNOTATIONS]:
            with contextlib.suppress(Exception):
                about = reference.get_object()
                subtype, words = about.get("/Subtype"), about.get("/Contents")
                if subtype == "/Widget":
                    words = about.get("/V")
                if isinstance(words, str) and subtype not in ("/Link", "/Popup") and not words.startswith("/"):
                    yield (PassageKind.BODY if subtype in ("/Widget", "/FreeText") else PassageKind.COMMENT), words


class _Pages:
    """Reads pages one by one, and remembers which gave nothing, and why."""

    def __init__(self) -> None:
        self._damaged: list[int] = []
        self._large: list[int] = []
        self._pictures: list[int] = []
        self._without: list[int] = []  # text: the pictures, and those that are just empty

    @property
    def unread(self) -> list[int]:
        """The pages that failed."""
        return sorted(self._damaged + self._large)

    def text(self, number: int, page: PageObject) -> str:
        """The text of a page; nothing where there is none, or where it cannot be read."""
        from pypdf.errors import LimitReachedError

        try:
            text = page.extract_text()
        except MemoryError:
            raise
        except LimitReachedError:
            self._large.append(number)
            return ""
        except Exception:
            self._damaged.append(number)
            return ""
        if not text.strip():
            self._without.append(number)
            if _shows_something(page):
                self._pictures.append(number)
        return text

    def why(self) -> str:
        """The sentence for a document of which no page could be read."""
        if self._large:
            return f"{_pages(self._large)} too large to read. Save it again from the program it was written in"
        return DAMAGED

    def notes(self, count: int) -> list[str]:
        """The sentences about single pages."""
        notes = []
        if self._large:
            notes.append(f"{_pages(self._large)} too large to read, and left out")
        if self._damaged:
            notes.append(f"{_pages(self._damaged)} damaged, and left out")
        if len(self._without) == count:
            notes.append(_unseen(f"There is no text on {count} of {count} pages", count))
        elif self._pictures:
            notes.append(_unseen(_pages(self._pictures, "holds no text", "hold no text"), len(self._pictures)))
        return notes


def _unseen(where: str, count: int) -> str:
    them = "it" if count == 1 else "them"
    return f"{where} (scanned?): the tool cannot read {them}, an assessor can"


def _shows_something(page: PageObject) -> bool:
    with contextlib.suppress(Exception):
        resources = page.get("/Resources")
        return bool(resources and resources.get_object().get("/XObject"))
    return True


def _pages(numbers: list[int], one: str = "is", more: str = "are") -> str:
    """`Page 3 is`, `Pages 1 to 3 and 7 are`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    shown = [" to ".join(str(n) for n in run) for run in runs]
    if len(shown) > 10:
        shown = [*shown[:9], f"{len(shown) - 9} more places"]
    listed = f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]
    return f"Page {listed} {one}" if len(numbers) == 1 else f"Pages {listed} {more}"
