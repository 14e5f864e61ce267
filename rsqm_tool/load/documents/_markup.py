"""Reads a part of XML from an archive without building a tree of it: safely, with bounds on size and depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from rsqm_tool.load.documents._archive import Archive
from rsqm_tool.load.documents._unreadable import DAMAGED, DEPTH, Unreadable, again

ENTITIES = "It contains XML entities, as harmful files do. "
TOO_DEEP = "Its elements are nested more deeply than any document needs. "

Attributes = Mapping[str, str]
Begin = Callable[[Any, Attributes], None]
End = Callable[[Any], None]


class Story:
    """Is told of each element as it begins and ends, and of the text between. Names come without their namespaces.

    A subclass lists in `begins` and `ends` what it does at which element, and in `skips` what it is told nothing of.
    """

    begins: ClassVar[Mapping[str, Begin]] = {}
    ends: ClassVar[Mapping[str, End]] = {}
    skips: ClassVar[frozenset[str]] = frozenset()

    def on_begin(self, name: str) -> Begin | None:
        """What to do when an element of this name begins. Asked once for each name."""
        return self.begins.get(name)

    def on_end(self, name: str) -> End | None:
        """What to do when an element of this name ends. Asked once for each name."""
        return self.ends.get(name)

    def said(self, text: str) -> None:
        """There is text, or a bit of it."""


class _Target:
    """What the parser calls: hands on to a story what that listens to, and keeps count of the depth."""

    def __init__(self, story: Story, program: str) -> None:
        self._story, self._program = story, program
        self._depth = self._skipped = 0
        self._begins: dict[str, Begin | None] = {}  # by names with their namespaces
        self._ends: dict[str, End | None] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise Unreadable(TOO_DEEP + again(self._program))
        if self._skipped:
            self._skipped += 1
            return
        if tag not in self._begins:
            self._begins[tag] = self._on_begin(_bare(tag))
        begin = self._begins[tag]
        if begin is not None:
            begin(self._story, {_bare(name): value for name, value in attributes.items()})

    def _on_begin(self, name: str) -> Begin | None:
        return self._skip if name in self._story.skips else self._story.on_begin(name)

    def _skip(self, story: Story, attributes: Attributes) -> None:
        self._skipped = 1

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        if tag not in self._ends:
            self._ends[tag] = self._story.on_end(_bare(tag))
        end = self._ends[tag]
        if end is not None:
            end(self._story)

    def data(self, text: str) -> None:
        if not self._skipped:
            self._story.said(text)

    def close(self) -> None:
        """Nothing is built, so nothing is returned."""


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def tell(archive: Archive, part: str, story: Story, program: str) -> None:
    """Tell `story` a part of an archive. Unreadable when the part is damaged or harmful."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(target=_Target(story, program), forbid_dtd=True)
    try:
        for chunk in archive.chunks(part):
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException as error:
        raise Unreadable(ENTITIES + again(program)) from error
    except (ParseError, LookupError, ValueError) as error:  # a LookupError: an encoding that nobody knows
        raise Unreadable(DAMAGED) from error


class Values(Story):
    """The texts of some elements of a small part, such as a document's metadata. The first of each counts."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self.found: dict[str, str] = {}
        self._wanted = frozenset(wanted)
        self._now = ""

    def on_begin(self, name: str) -> Begin | None:
        """Take the text of what is wanted and not found yet."""

        def begin(story: Values, attributes: Attributes) -> None:
            if name not in story.found:
                story.found[name], story._now = "", name

        return begin if name in self._wanted else None

    def on_end(self, name: str) -> End | None:
        """Stop taking it."""

        def end(story: Values) -> None:
            story._now = ""

        return end if name in self._wanted else None

    def said(self, text: str) -> None:
        """Take it, if it is wanted."""
        if self._now:
            self.found[self._now] += text
