"""What a document says: its text in passages, each with its place, and what the tool could not read of it.

Metadata are hints, never proof: whoever copies a file copies them, too. What a document does not tell is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")


class PassageKind(StrEnum):
    """What part of a document a passage is."""

    BODY = "body"
    HEADER = "header"  # what repeats: page headers and footers, tables of contents, the front matter of Markdown
    COMMENT = "comment"
    DELETED = "deleted"  # tracked deletions: out of sight, still in the file
    HIDDEN = "hidden"  # formatted as hidden: out of sight, still in the file
    NOTE = "note"  # footnotes and endnotes


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text at one place. A section's text begins with its heading, so that a search finds that, too.

    Paragraphs end with a line end; the cells of a table's row are on one line, with tabs between.
    """

    text: str
    page: int | None = None  # of a PDF, 1 is the first
    heading: str | None = None  # the nearest heading above, as written
    kind: PassageKind = PassageKind.BODY


@dataclass(frozen=True, slots=True)
class DocumentText:
    """One document, read. Sentences stand without their last full stop, like those of `Problem`."""

    passages: tuple[Passage, ...] = ()
    headings: tuple[str, ...] = ()  # in order, each as often as it stands there
    pages: int | None = None  # of a PDF; the pages of other documents are made by whoever prints them
    page_labels: tuple[str, ...] = ()  # what is printed on the pages of a PDF, where that is not 1, 2, 3
    title: str | None = None
    author: str | None = None
    created: date | None = None
    modified: date | None = None
    notes: tuple[str, ...] = ()  # what a person should know about it, such as pages without text
    trouble: str = ""  # why nothing could be read, and what to do; empty when it was read


def to_json(text: DocumentText) -> dict[str, Any]:
    """`text` as plain JSON values: what `from_json` takes. What is empty or None is left out."""
    days = {name: day and day.isoformat() for name, day in (("created", text.created), ("modified", text.modified))}
    whole: dict[str, Any] = {
        "passages": [[p.text, p.page, p.heading, p.kind.value] for p in text.passages],
        "headings": list(text.headings),
        "pages": text.pages,
        "page_labels": list(text.page_labels),
        "title": text.title,
        "author": text.author,
        **days,
        "notes": list(text.notes),
        "trouble": text.trouble,
    }
    return {key: value for key, value in whole.items() if value not in (None, [], "")}


def from_json(data: object) -> DocumentText:
    """What `to_json` made `data` of. ValueError when it is anything else, such as a damaged entry of a cache."""
    try:
        return _text_of(data) if isinstance(data, dict) else _refuse()
    except (TypeError, KeyError) as error:
        raise ValueError("not a document's text") from error


def _text_of(data: Mapping[str, Any]) -> DocumentText:
    return DocumentText(
        passages=tuple(_passage(p) for p in data.get("passages", ())),
        headings=_words(data, "headings"),
        pages=_maybe(data.get("pages"), int),
        page_labels=_words(data, "page_labels"),
        title=_maybe(data.get("title"), str),
        author=_maybe(data.get("author"), str),
        created=_day(data.get("created")),
        modified=_day(data.get("modified")),
        notes=_words(data, "notes"),
        trouble=_maybe(data.get("trouble"), str) or "",
    )


def _passage(data: list[Any]) -> Passage:
    text, page, heading, kind = data
    return Passage(_maybe(text, str) or "", _maybe(page, int), _maybe(heading, str), PassageKind(kind))


def _words(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(_maybe(word, str) or "" for word in data.get(key, ()))


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else _maybe(text, date)


def _maybe(value: Any, kind: type[T]) -> T | None:
    if value is None or isinstance(value, kind):
        return value
    raise ValueError("not a document's text")


def _refuse() -> DocumentText:
    raise ValueError("not a document's text")
