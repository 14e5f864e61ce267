"""What ends in the log of a CI run: places, ids of items and numbers; no id of a person, no word that people typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rsqm_tool.cli._logs import problems_for_a_log
from rsqm_tool.load import load_workspace
from rsqm_tool.model import Location, Problem
from tests.privacy.canaries import RARE, WORDS, service
from tests.process import AS_OF, rsqm

COMMANDS = (
    ("check",),
    ("check", "--verbose"),
    ("check", "--format", "github"),
    ("check", "--format", "junit"),
    ("explain", "1.4"),
    ("explain", "4.4"),
    ("forecast",),
    ("privacy",),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return service(tmp_path_factory.mktemp("logs"))


def printed(root: Path, *words: str) -> str:
    """What a command prints in CI, without the places of documents: a file must be told to be found."""
    done = rsqm(*words, "-C", root, "--as-of", AS_OF, CI="true")
    assert done.code in (0, 1), done.err
    return re.sub(r"evidence/documents/[^\s:,)]+", "PLACE", done.out + done.err)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_that_people_typed_and_nobody_is_in_a_log(root: Path, words: tuple[str, ...]) -> None:
    said = printed(root, *words)
    assert [word for word in (*WORDS, RARE) if word in said.casefold()] == []
    loaded = load_workspace(root).workspace
    assert loaded and loaded.tables.practitioners and loaded.tables.cases
    ids = {p.practitioner_id for p in loaded.tables.practitioners.rows} | {c.case_id for c in loaded.tables.cases.rows}
    assert set(re.findall(r"[\w-]+", said)) & ids == set()


def test_asked_for_they_are_there(root: Path) -> None:
    """The test above could fail."""
    assert "kestrelassessor" in printed(root, "check", "--ids")
    assert "P-007" in printed(root, "check", "--ids")


def test_a_mistake_is_told_by_its_place(tmp_path: Path) -> None:
    """In CI the value is left out; at the desk it is there."""
    (tmp_path / "rsqm.yaml").write_text("service: {name: A}\nframework: rsqm-working-set\nassessmnt: kestrel\n")
    at_the_desk = rsqm("check", "-C", tmp_path)
    in_ci = rsqm("check", "-C", tmp_path, CI="true")
    assert at_the_desk.code == in_ci.code == 2
    assert "'assessmnt'" in at_the_desk.out + at_the_desk.err
    assert "assessmnt" not in in_ci.out + in_ci.err
    assert "rsqm.yaml:3:1" in in_ci.out + in_ci.err


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ("'Sandra' is not one of the kinds", "'…' is not one of the kinds"),
        ('"O\'Brien" is not a day', "'…' is not a day"),
        ("'it's hers' is not a day", "'…' is not a day"),
        ("The board's day is before the owner's", "The board's day is before the owner's"),
        ("'a' is 'b'", "'…' is '…'"),
        (r"'it\'s' is not a day", "'…' is not a day"),
    ],
)
def test_quotations_are_left_out(found: str, told: str) -> None:
    assert problems_for_a_log([Problem(Location("rsqm.yaml"), found)])[0].found == told
