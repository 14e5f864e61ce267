"""Entries to complete: which there are, how one of several is known, and how they get into the list."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from rsqm_tool.load.cache import Cache
from rsqm_tool.model import Location
from rsqm_tool.model.privacy import Allowance, Findings, Hit, Part, Unread
from rsqm_tool.privacy.entries import Entry, wanted
from rsqm_tool.privacy.guard import guard_for
from rsqm_tool.privacy.saving import NotSaved, save
from rsqm_tool.privacy.sources.values import ALLOW
from rsqm_tool.privacy.told import entries
from tests.privacy.test_guard import AS_OF, ENTRY, allow, guard, hub

FILE = "evidence/documents/report.docx"
PAGE = "build/assessor/site/criteria/1-1.html"
FORM = Unread(Location("evidence/form.jpg"), "It is a picture. Look at it", "f" * 64, True, "evidence/form.jpg")


def hit(
    path: str = FILE, spot: str = "under 'Version history'", value: str = "a", masked: str = "01*** *** 417"
) -> Hit:
    return Hit("phone", masked, value * 64, Location(path), Part.BODY, file=path, spot=spot)


def of(*hits: Hit, **more: object) -> list[tuple[str, str]]:
    """The entries for some hits, each by its file and its note."""
    return [(entry.file, entry.note) for entry in wanted(Findings(hits=hits, **more))]  # type: ignore[arg-type]


def test_each_entry_is_shown_with_its_place_and_its_mask() -> None:
    found = Findings(hits=(hit(), hit(spot="page 2"), hit(value="b", spot="", masked="02*** 018")), unread=(FORM,))
    assert list(entries(found))[2:] == [
        "allow:",
        "  # under 'Version history', 01*** *** 417, and in 1 more place",
        "  - rule: phone",
        f"    sha256: {'a' * 64}",
        f'    file: "{FILE}"',
        '    reason: ""',
        '    approved_by: ""',
        '    review_by: ""',
        "  # 02*** 018",
        "  - rule: phone",
        f"    sha256: {'b' * 64}",
        f'    file: "{FILE}"',
        '    reason: ""',
        '    approved_by: ""',
        '    review_by: ""',
        "  # It is a picture",
        "  - rule: unread",
        f"    sha256: {'f' * 64}",
        '    file: "evidence/form.jpg"',
        '    reason: ""',
        '    approved_by: ""',
        '    review_by: ""',
    ]


def test_what_lies_on_built_pages_needs_no_entry_when_a_file_has_one() -> None:
    """What is on pages alone has one, which holds for all of them."""
    assert of(hit(PAGE), hit()) == [(FILE, "under 'Version history', 01*** *** 417")]
    assert of(hit(PAGE, "line 1"), hit("build/b.html", "line 9"), hit(value="c", spot="")) == [
        ("build/assessor/site/criteria/1-1.html", "line 1, 01*** *** 417"),
        (FILE, "01*** *** 417"),
    ]


def test_what_stops_nothing_needs_no_entry() -> None:
    assert of(unread=(replace(FORM, copied=False), replace(FORM, digest=""))) == []


def test_an_entry_that_has_ended_is_renewed_and_not_written_again() -> None:
    ended = Allowance("phone", "a" * 64, FILE, "x", "y", date(2026, 1, 1), Location(ALLOW, 2, 5))
    assert of(hit(), hit(value="b"), expired=(ended,)) == [(FILE, "under 'Version history', 01*** *** 417")]


def test_a_note_is_one_short_line_whatever_the_heading_is() -> None:
    ((_, note),) = of(hit(spot="under 'a\nreason: forged\u2028b\ufffe" + "c" * 200))
    assert note.startswith("under 'a reason: forged b ccc") and len(note) == 120 and note.endswith("...")


# --- saved


ONE = Entry("phone", "a" * 64, FILE, "under 'Version history', 01*** *** 417")
TWO = Entry("names", "b" * 64, "evidence/people.csv", "row 5, column C, **** *****")
LINES = f"""\
  # under 'Version history', 01*** *** 417
  - rule: phone
    sha256: {"a" * 64}
    file: "{FILE}"
    reason: ""
    approved_by: ""
    review_by: ""
"""
HEAD = """\
# yaml-language-server: $schema=../standards/schema/privacy-allow.schema.json
# What the privacy guard lets pass. Fill in why, who decided it and until when, in words that name nobody.
# Delete the entries of what you take out of the files.
allow:
"""
HAVE = ENTRY.format(key="value", value="X", file="rsqm.yaml")


def folder(tmp_path: Path, text: str | None = None) -> Path:
    """A workspace with nothing in it but the list."""
    (tmp_path / "evidence").mkdir()
    if text is not None:
        (tmp_path / ALLOW).write_bytes(text.encode())
    return tmp_path


def saved(root: Path) -> str:
    return (root / ALLOW).read_bytes().decode()


def test_a_list_that_is_not_there_is_made_with_its_head(tmp_path: Path) -> None:
    root = folder(tmp_path)
    assert save(root, [ONE, TWO]) == 5
    assert saved(root).startswith(HEAD + LINES + "  # row 5, column C, **** *****\n  - rule: names\n")
    assert [path.name for path in (root / "evidence").iterdir()] == ["privacy-allow.yaml"]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (f"# Ours\nallow:\n{HAVE}", f"# Ours\nallow:\n{HAVE}{LINES}", 9),
        (f"allow:\n{HAVE}\n  # the end", f"allow:\n{HAVE}\n  # the end\n{LINES}", 10),
        (f"allow: # list\n\n{HAVE}".replace("\n  ", "\n"),
         f"allow: # list\n\n{HAVE}".replace("\n  ", "\n") + LINES.replace("\n  ", "\n")[2:], 9),
        ("allow: []  # nothing yet\n", f"allow:  # nothing yet\n{LINES}", 2),
        (f"\ufeffallow:\n{HAVE}".replace("\n", "\r\n"), f"\ufeffallow:\n{HAVE}{LINES}".replace("\n", "\r\n"), 8),
    ],
    ids=["with comments", "without its last line end", "not indented", "empty", "of Windows"],
)  # fmt: skip
def test_what_stands_in_the_list_stays_as_it_is(tmp_path: Path, before: str, after: str, line: int) -> None:
    root = folder(tmp_path, before)
    assert save(root, [ONE]) == line
    assert saved(root) == after


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "allow: [{rule: phone, value: X, file: rsqm.yaml, reason: It is on the poster, approved_by: Board, "
            "review_by: 2027-04-01}]\n",
            f"The entries do not fit into {ALLOW} as that is written. Copy what `rsqm privacy --entries` gives into "
            f"{ALLOW} by hand",
        ),
        (
            f"allow:\n{HAVE}...\n",
            f"The entries do not fit into {ALLOW} as that is written. Copy what `rsqm privacy --entries` gives into "
            f"{ALLOW} by hand",
        ),
        ("allow: 3\n", f"{ALLOW}:1:8: `allow:` is the number 3. Expected a list. Put [square brackets] around it. "
                       "Correct it first"),
    ],
    ids=["on one line", "ended", "no list"],
)  # fmt: skip
def test_where_they_do_not_fit_nothing_is_written(tmp_path: Path, text: str, said: str) -> None:
    root = folder(tmp_path, text)
    with pytest.raises(NotSaved) as stopped:
        save(root, [ONE])
    assert str(stopped.value) == said
    assert saved(root) == text
    assert [path.name for path in (root / "evidence").iterdir()] == ["privacy-allow.yaml"]


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """Neither where the list is one, nor where its folder is; also where it leads to nothing."""
    (tmp_path / "a/evidence").mkdir(parents=True)
    (tmp_path / "a" / ALLOW).symlink_to(tmp_path / "outside.yaml")
    with pytest.raises(NotSaved) as of_file:
        save(tmp_path / "a", [ONE])
    assert str(of_file.value) == (
        f"{ALLOW} is a link to another place, and nothing is written through a link. "
        f"Copy what `rsqm privacy --entries` gives into {ALLOW} by hand"
    )
    (tmp_path / "b").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "b/evidence").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotSaved, match=r"^evidence is a link to another place"):
        save(tmp_path / "b", [ONE])
    assert not (tmp_path / "outside.yaml").exists() and not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_who_may_read_the_list_stays_as_it_was(tmp_path: Path) -> None:
    root = folder(tmp_path, f"allow:\n{HAVE}")
    (root / ALLOW).chmod(0o640)
    save(root, [ONE])
    assert (root / ALLOW).stat().st_mode & 0o777 == 0o640


def test_a_path_of_any_letters_is_read_again_as_it_is(tmp_path: Path) -> None:
    root, odd = folder(tmp_path), 'evidence/a "b" \\ \x85 é: #c.md'
    save(root, [replace(ONE, file=odd)])
    assert yaml.safe_load(saved(root))["allow"][0]["file"] == odd


def test_notes_that_were_saved_are_no_hits(tmp_path: Path) -> None:
    """What stands above an entry is masked: the list is looked through like any other file."""
    root = hub(tmp_path)
    found = guard(root).everything()
    save(root, wanted(found))
    text = (root / ALLOW).read_text(encoding="utf-8")
    for key, value in (("reason", "Agreed to be named"), ("approved_by", "Board"), ("review_by", "2028-11-20")):
        text = text.replace(f'{key}: ""', f'{key}: "{value}"')
    allow(root, text)
    after = guard(root).everything()
    assert not after.stops and len(after.allowed) >= len(found.hits)


# --- completed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Head of service": '""'},
         "6:18: `approved_by:` is empty. Expected the role that decided it. Fill it in."),
        ({" Head of service": ""},
         "6:17: `approved_by:` is empty. Expected the role that decided it. Fill it in."),
        ({"She chairs the board and agreed to be named": '"                    "'},
         "5:13: `reason:` is empty. Expected why it may stand there, in at least 15 characters. Fill it in."),
        ({"    approved_by: Head of service\n": ""},
         "2:5: `approved_by:` is missing (the role that decided it). Add it."),
        ({"2027-04-01": '""'},
         "7:16: `review_by:` is empty. Expected a date at most two years ahead, year-month-day, such as 2027-04-01. "
         "Fill it in."),
        ({"2027-04-01": "2028-11-21"},
         "7:16: `review_by:` is '2028-11-21'. Expected a day at most two years ahead, 2028-11-20 or before. "
         "Correct the date."),
    ],
)  # fmt: skip
def test_what_is_empty_or_too_far_ahead_is_one_problem(tmp_path: Path, change: dict[str, str], said: str) -> None:
    root = hub(tmp_path)
    text = f"allow:\n{HAVE}"
    for old, new in change.items():
        text = text.replace(old, new)
    allow(root, text)
    _, problems = guard_for(root, AS_OF, Cache(root / "c", enabled=False))
    assert [str(problem) for problem in problems] == [f"{ALLOW}:{said}"]


def test_two_years_to_the_day_is_not_too_far(tmp_path: Path) -> None:
    root = hub(tmp_path)
    allow(root, f"allow:\n{HAVE}".replace("2027-04-01", "2028-11-20"))
    assert guard(root).allowances[0].review_by == date(2028, 11, 20)


def test_an_entry_for_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Nor is one outside the workspace, whether or not it exists. Without a list of names nothing says that an entry
    for a name is not needed."""
    root = hub(tmp_path)
    for path, absent in (("evidence/gone.md", True), ("../names.txt", True), ("rsqm.yaml", False)):
        allow(root, "allow:\n" + ENTRY.format(key="value", value="X Y", file=path))
        assert guard(root).everything().absent == (frozenset({path}) if absent else frozenset())
        assert guard(root, names=False).everything().unused == ()


def test_the_example_that_the_page_shows_is_right(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "site/docs/data-protection.md").read_text(encoding="utf-8")
    root = hub(tmp_path)
    allow(root, page.partition("```yaml\n")[2].partition("```")[0])
    assert [entry.approved_by for entry in guard(root).allowances] == ["Head of service"]
