"""What holds of every page of every service: ids, headings, tables, links, and sentences without a slip."""

from __future__ import annotations

import re
from itertools import pairwise
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest

from tests.publish.services import ALL, HOSTILE, files, read, site

each = pytest.mark.parametrize(("name", "audience"), ALL)

# What an empty value, or a full stop too many, leaves behind.
_SLIPS = re.compile(r"\.\.(?!\.)| [.,;:](?![\d.])|\(\s*\)|\[\]|,,|;;|\bNone[,.;:)]|\bNone$|\bnan\b|``|, and ,|: ,|\( ")
_MANY = "items|cases|gaps|criteria|days|rows|records|documents|steps|more steps|practitioners|questions|actions"
_SINGULAR = re.compile(rf"(?<![\d.,-])\b1 (?:{_MANY})\b")
_EMPTY = re.compile(r"<(ul|ol|dl|li|dd|p|tbody|blockquote|figure|figcaption|caption|nav)\b[^>]*>\s*</\1>")


@each
def test_ids_are_unique(name: str, audience: str) -> None:
    for path, page in read(name, audience).items():
        assert len(page.ids) == len(set(page.ids)), (path, [i for i in page.ids if page.ids.count(i) > 1])


@each
def test_headings_begin_with_one_and_skip_no_level(name: str, audience: str) -> None:
    for path, page in read(name, audience).items():
        levels = [level for level, _ in page.headings]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert not [(a, b) for a, b in pairwise(levels) if b > a + 1], path
        assert all(words for _, words in page.headings), path


@each
def test_tables_have_rows_and_each_row_a_cell_for_each_head(name: str, audience: str) -> None:
    for path, page in read(name, audience).items():
        for table, rows in page.tables.items():
            assert len(rows) > 1, f"{path}: {table} has no row"
            assert {len(row) for row in rows} == {len(rows[0])}, f"{path}: {table}"
            assert all(rows[0]), f"{path}: {table} has a column without a head"


@each
def test_every_link_leads_somewhere(name: str, audience: str) -> None:
    """To a page and a place on it, to a table to download, to a document's copy, or to the web."""
    pages = read(name, audience)
    there = {*files(name, audience), *site(name, audience).documents.values()}
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https"), f"{path}: {link}"
                continue
            target = normpath(join(dirname(path), unquote(parts.path))) if parts.path else path
            target = target.removesuffix(".html") + ".md" if target.endswith(".html") else target
            assert target in there, f"{path}: {link}"
            if parts.fragment:
                assert unquote(parts.fragment) in pages[target].ids, f"{path}: {link}"


@each
def test_what_names_a_part_names_one_that_is_there(name: str, audience: str) -> None:
    """What `aria-labelledby`, `aria-describedby` and `for` name, and what a picture is filled with."""
    for path, page in read(name, audience).items():
        for tag, held in page.tags:
            named = (
                f"{held.get('aria-labelledby', '')} {held.get('aria-describedby', '')} {held.get('for', '')}".split()
            )
            named += re.findall(r"url\(#([^)]*)\)", " ".join(held.values()))
            assert set(named) <= set(page.ids), f"{path}: {tag} {named}"


@each
def test_nothing_is_empty(name: str, audience: str) -> None:
    for path, content in files(name, audience).items():
        if path.endswith(".md"):
            found = [m[0] for m in _EMPTY.finditer(content.decode())]
            assert found in ([], ['<p role="status"></p>']), f"{path}: {found}"  # which the script of a filter fills


@pytest.mark.parametrize(("name", "audience"), [which for which in ALL if which[0] != "hostile"])
def test_no_sentence_has_a_slip(name: str, audience: str) -> None:
    """No doubled full stop, no empty brackets, no None, no space before a mark, no "1 items"."""
    for path, page in read(name, audience).items():
        text = page.text
        for pattern in (_SLIPS, _SINGULAR):
            around = [text[max(0, m.start() - 50) : m.end() + 30] for m in pattern.finditer(text)]
            assert not around, f"{path}: {around[:3]}"


@each
def test_the_front_matter_is_a_title_and_what_to_hide(name: str, audience: str) -> None:
    for path, page in read(name, audience).items():
        assert page.front["title"], path
        assert set(page.front) <= {"title", "hide", "search"}, path


def test_the_fictional_service_has_a_page_of_every_kind() -> None:
    """So what holds of every page holds of every kind of page."""
    pages = set(read("fictional", "assessor"))
    assert {
        "index.md", "standards/1.md", "criteria/1-1.md", "evidence/index.md", "evidence/pro-01.md", "gaps.md",
        "actions.md", "calendar.md", "monitoring.md", "people.md", "visit.md", "pack.md", "definitions.md", "about.md",
    } <= pages  # fmt: skip
    assert HOSTILE not in read("fictional", "assessor")["index.md"].text
