"""`rsqm publish` and the guard: a name stops it, an allowance with a reason lets it go on, and everybody's site asks.

The fictional service is copied once, and published while nothing is wrong with it.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import yaml
from docx import Document

from rsqm_tool.cli.publish import _why
from rsqm_tool.publish import Stopped
from tests.process import AS_OF, ROOT, Done, rsqm

MINUTES = "evidence/documents/board-minutes-2026-06-16.docx"
LEAFLET = "evidence/documents/leaflet-if-somebody-harmed-you.md"
INCIDENTS = "evidence/monitoring/incidents.csv"
NAME = "Wilhelmina Quaifebrook"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional service, published for the assessor."""
    root = tmp_path_factory.mktemp("sound") / "service"
    root.mkdir()
    shutil.copytree(ROOT / "evidence", root / "evidence")
    shutil.copy(ROOT / "rsqm.yaml", root)
    assert publish(root).code == 0
    return root


@pytest.fixture
def root(sound: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it."""
    shutil.copytree(sound, tmp_path / "service")
    (tmp_path / "names.txt").write_text(f"{NAME}\n", encoding="utf-8")
    yield tmp_path / "service"


def publish(root: Path, *words: str | Path) -> Done:
    return rsqm("publish", "-C", root, "--as-of", AS_OF, *words)


def site(root: Path, audience: str = "assessor") -> dict[str, bytes]:
    folder = root / "build" / audience / "site"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def name_three_places(root: Path) -> None:
    """The name in the text of one minute, in one cell, and in a comment in Word."""
    minutes = Document(str(root / MINUTES))
    run = minutes.add_paragraph("The board thanked ").add_run(NAME)
    minutes.save(str(root / MINUTES))
    other = root / "evidence/documents/board-minutes-2026-03-17.docx"
    document = Document(str(other))
    runs = next(paragraph.runs for paragraph in document.paragraphs if paragraph.runs)
    document.add_comment(runs, text=f"Ask {NAME} first", author="a", initials="a")
    document.save(str(other))
    table = list(csv.reader(StringIO((root / INCIDENTS).read_text(encoding="utf-8-sig"))))
    table[1][-1] = f"Spoke to {NAME}"
    held = StringIO()
    csv.writer(held).writerows(table)
    (root / INCIDENTS).write_text(held.getvalue(), encoding="utf-8", newline="")
    assert run.text == NAME


def test_a_name_in_three_places_stops_it_and_each_is_named(root: Path) -> None:
    before = site(root)
    name_three_places(root)
    done = publish(root, "--names", root.parent / "names.txt")
    assert (done.code, done.out) == (1, "")
    told = done.err.splitlines()
    files = [line for line in told if line.startswith("evidence/")]
    assert files == ["evidence/documents/board-minutes-2026-03-17.docx", MINUTES, INCIDENTS]
    hits = [line for line in told if "a name of your list" in line]
    assert len(hits) == 3
    assert any("Delete the comment" in line for line in hits)
    assert any("row 2" in line for line in hits)
    assert "Nothing was published. The former site is as it was, and may hold the same" in done.err
    assert NAME not in done.err and "Quaifebrook" not in done.err
    assert site(root) == before


def test_allowed_with_a_reason_it_goes_on_and_says_so(root: Path) -> None:
    name_three_places(root)
    names = ("--names", root.parent / "names.txt")
    entries = rsqm("privacy", "-C", root, "--as-of", AS_OF, "--entries", *names).out
    text = entries[entries.index("# yaml-language-server") :]
    held = yaml.safe_load(text)
    for entry in held["allow"]:
        entry.update(reason="A donor who asked to be thanked by name", approved_by="Head of Victim Services",
                     review_by="2027-06-30")  # fmt: skip
    (root / "evidence" / "privacy-allow.yaml").write_text(yaml.safe_dump(held), encoding="utf-8")
    done = publish(root, *names)
    assert done.code == 0, done.err
    assert done.out.count("Allowed in evidence/privacy-allow.yaml:\n") == 1
    assert done.out.count(": names. A donor") == 3  # each entry once, also those that hold on built pages
    assert "A donor who asked to be thanked by name. Head of Victim Services, until 30 June 2027." in done.out
    assert "The site is ready." in done.out


def test_a_name_on_a_page_alone_is_found_in_what_was_built(root: Path) -> None:
    """A page by hand is looked through before; what the builder adds to pages, after. Neither reaches the site."""
    page = root / "site" / "docs" / "index.md"
    page.parent.mkdir(parents=True)
    page.write_text(f"# Welcome\n\nWritten by {NAME}.\n", encoding="utf-8")
    done = publish(root, "--names", root.parent / "names.txt")
    assert (done.code, "site/docs/index.md" in done.err) == (1, True)
    assert not (root / "build" / "assessor" / "site.new").exists()


def test_everybodys_site_is_listed_and_asked_about(root: Path) -> None:
    """Where nobody can say yes, nothing is published."""
    done = publish(root, "--audience", "public")
    assert done.code == 2
    assert "Everybody will be able to read:\n  Fenland Restorative Hub: the outcomes of 36 criteria" in done.out
    assert "  STR-01 Restorative justice strategy and delivery plan 2024 to 2027 with its file\n" in done.out
    assert "MIN-02" not in done.out
    assert "Nobody is here to say yes. Read the list, then run the command again with --yes." in done.err
    assert not (root / "build" / "public").exists()


def test_with_yes_it_is_published_and_its_figures_are_kept(root: Path) -> None:
    """A second time the same figures are kept once."""
    assert publish(root, "--audience", "public", "--yes").code == 0
    record = root / "evidence" / "published-tables.json"
    once = record.read_bytes()
    assert [p["audience"] for p in json.loads(once)["publications"]] == ["assessor", "public"]
    assert publish(root, "--audience", "public", "--yes").code == 0
    assert record.read_bytes() == once


def test_the_pack_is_the_assessors(root: Path) -> None:
    done = publish(root, "--audience", "public", "--pdf")
    assert (done.code, "the pack is the assessor's" in done.err) == (2, True)


def test_a_record_that_was_changed_by_hand_is_refused(root: Path) -> None:
    (root / "evidence" / "published-tables.json").write_text('{"format": 1, "publications": [7]}', encoding="utf-8")
    done = publish(root)
    assert done.code == 2
    assert done.err.startswith("evidence/published-tables.json:1:")
    assert "The record of published figures is damaged" in done.err


def test_figures_that_changed_since_are_told(root: Path) -> None:
    """Nine cases of 2025 are taken out after everybody saw the year: readers may have the old figure."""
    assert publish(root, "--audience", "public", "--yes").code == 0
    cases = root / "evidence" / "monitoring" / "cases.csv"
    lines = cases.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = [n for n, line in enumerate(lines) if re.match(r"C-\d+,\d\d/0[1-3]/2025", line)][:30]
    cases.write_text("".join(line for n, line in enumerate(lines) if n not in gone), encoding="utf-8")
    done = publish(root, "--audience", "public", "--yes")
    assert done.code == 0, done.err
    told = done.out.splitlines()
    begin = told.index("Figures that were published before are others now, as late entries and corrections make them:")
    assert told[begin + 1].startswith("  ")
    assert "The new ones are right. Tell whoever uses the old ones; they are no longer held against the new." in told


def test_what_stops_it_does_nothing_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A label of a table may hold what a terminal obeys; in a log what is quoted is left out."""
    error = Stopped("evidence/a.docx\n  row 2: a name\nreferrals ('2026-Q1', 'Pol\x1b[31mice'): it can be worked out")
    monkeypatch.delenv("CI", raising=False)
    assert _why(error) == "evidence/a.docx\n  row 2: a name\nreferrals ('2026-Q1', 'Pol [31mice'): it can be worked out"
    monkeypatch.setenv("CI", "true")
    assert _why(error).splitlines()[-1] == "referrals ('…', '…'): it can be worked out"
