"""A page as a browser would read it, after Markdown has made it HTML with the site's own extensions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from html.parser import HTMLParser
from typing import Any

import markdown
import yaml

from tests.bench import ROOT

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = {*_HEADINGS, "p", "li", "dt", "dd", "br", "td", "th", "div", "caption", "summary", "figcaption", "blockquote"}


class Page(HTMLParser):
    """What a page holds after Markdown: ids, links, headings, tables and text, pictures apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        front, _, self.markdown = text.removeprefix("---\n").partition("\n---\n\n")
        self.front: dict[str, Any] = yaml.safe_load(front)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.tables: dict[str, list[list[str]]] = {}  # by id: the rows, the head first
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self._heading = 0
        self._begins: list[int] = []  # where each heading stands among the texts
        self._cell: list[str] | None = None
        self._rows: list[list[str]] = []
        self._pictures = 0
        self.feed(markdown.markdown(self.markdown, **_extensions()))
        self.text = " ".join("".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.tags.append((tag, held))
        self.texts += [" "] if tag in _BLOCKS else []
        self.ids += [held["id"]] if "id" in held else []
        if tag == "a" and "headerlink" not in held.get("class", ""):
            self.links.append(held["href"])
        if tag == "svg":
            self._pictures += 1
        elif tag == "table":
            self._rows = self.tables.setdefault(held.get("id", f"table {len(self.tables)}"), [])
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td"):
            self._cell = []
        elif tag in _HEADINGS:
            self._heading = int(tag[1])
            self.headings.append((self._heading, ""))
            self._begins.append(len(self.texts))
        elif tag in ("p", "li", "dt", "dd", "br") and self._cell:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.texts += [" "] if tag in _BLOCKS else []
        if tag == "svg":
            self._pictures -= 1
        elif tag in ("th", "td") and self._cell is not None:
            self._rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None
        elif tag in _HEADINGS:
            self._heading = 0

    def handle_data(self, data: str) -> None:
        if self._pictures or data == "¶":
            return
        self.texts.append(data)
        if self._cell is not None:
            self._cell.append(data)
        if self._heading:
            level, words = self.headings[-1]
            self.headings[-1] = (level, (words + data).strip())

    def part(self, heading: str) -> str:
        """The text from a heading to the next one, of any level."""
        number = [words for _, words in self.headings].index(heading)
        end = self._begins[number + 1] if number + 1 < len(self._begins) else len(self.texts)
        inside = " ".join("".join(self.texts[self._begins[number] : end]).split())
        return inside.removeprefix(heading).strip()

    def column(self, table: str, head: str) -> list[str]:
        """One column of a table."""
        first, *rows = self.tables[table]
        return [row[first.index(head)] for row in rows]


class _Settings(yaml.SafeLoader):
    """Reads mkdocs.yml, whose `!ENV` is the builder's own."""


_Settings.add_constructor("!ENV", lambda loader, node: None)


@cache
def _extensions() -> dict[str, Any]:
    """The site's Markdown extensions, with their settings, and the one that the builder adds by itself."""
    listed = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Settings)["markdown_extensions"]
    named: dict[str, Any] = {}
    for entry in listed:
        named |= entry if isinstance(entry, Mapping) else {entry: {}}
    return {"extensions": ["fenced_code", *named], "extension_configs": named}


def names(entries: Iterable[tuple[int, str]]) -> list[str]:
    """The words of headings."""
    return [words for _, words in entries]
