"""Every value from a file is shown as it was typed, however it was meant, however long it is."""

from __future__ import annotations

import pytest

from rsqm_tool.publish.render import render
from tests.builders import action, assessment, criterion
from tests.publish.hand import document, site
from tests.publish.reading import Page
from tests.publish.services import HOSTILE, read

LONG = ("Procedure on everything that a service may ever have to think of, " * 5).strip()  # 329 characters


@pytest.mark.parametrize("audience", ["assessor", "public"])
def test_nothing_runs_and_nothing_is_made_of_it(audience: str) -> None:
    for path, page in read("hostile", audience).items():
        for tag, held in page.tags:
            assert not any(a.startswith("on") for a in held), f"{path}: {tag} {held}"
            assert tag not in ("img", "script", "style", "iframe", "em", "i", "hr", "pre"), f"{path}: {tag}"
            assert not held.get("href", "").lower().startswith(("javascript:", "data:", "vbscript:")), path


def test_every_page_shows_such_words_as_they_were_typed() -> None:
    """A page without them would prove nothing."""
    assert [path for path, page in read("hostile", "assessor").items() if HOSTILE not in page.text] == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        # the id and title of the criterion and its neighbour, both paragraphs of the account, the reason, …
        ("criteria/", 40),
        ("evidence/pro", 19),
        ("visit", 20),
        ("people", 6),
    ],
)
def test_they_stand_in_every_field_of_a_page(kind: str, fields: int) -> None:
    path, page = next((p, page) for p, page in read("hostile", "assessor").items() if p.startswith(kind))
    assert page.text.count(HOSTILE) >= fields, path


def test_no_piece_of_them_is_lost_or_changed() -> None:
    """Each time their first word is there, the whole is, but where a name is shortened in a picture."""
    for path, page in read("hostile", "assessor").items():
        assert page.text.count("<img src=x") == page.text.count(HOSTILE), path


def test_they_change_no_heading_and_no_table() -> None:
    plain, hostile = read("by-hand", "assessor"), read("hostile", "assessor")
    assert len(plain) == len(hostile)
    for one, other in zip(plain.values(), hostile.values(), strict=True):
        assert [level for level, _ in one.headings] == [level for level, _ in other.headings]
        assert [len(rows[0]) for rows in one.tables.values()] == [len(rows[0]) for rows in other.tables.values()]


def test_a_title_of_more_than_300_characters_is_shown_whole() -> None:
    held = document("PRO-01", ("1.1", LONG, LONG), title=LONG)
    made = criterion("1.1", title=LONG, evidence=[held], actions=[action("A-1", "1.1")], how=LONG)
    files = render(site(assessment({LONG: [made]}, name=LONG)))
    for path in ("index.md", "criteria/1-1.md", "standards/1.md", "evidence/pro-01.md", "visit.md", "pack.md"):
        assert LONG in Page(files[path].decode()).text, path
    assert max(map(len, files)) < 40  # names of pages come from ids, never from titles
