"""A table that is mapped and not registered supports nothing: the service is told so, and how to get its entry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rsqm_tool.load.places import read
from rsqm_tool.load.schema import validate
from rsqm_tool.load.tables.definitions import called
from rsqm_tool.model import Assessment
from rsqm_tool.model.tables import Table, Tables
from rsqm_tool.publish.audience import for_audience
from rsqm_tool.registering import answered, free_ids, loose
from tests.bench import criterion, expectation, framework, item, judged
from tests.rows import from_rows, people, table

SUPERVISED = criterion("4.4", expectation("supervision_gap"))
REVIEWED = criterion("4.6", expectation("practice_review"))
REFERRED = criterion("3.3", expectation("referrals_by_source"))
CATALOGUE = framework(REFERRED, SUPERVISED, REVIEWED)
LOG = table("supervision", "practitioner_id | held_on | kind | supervisor_id")
ENTRY = """\
  - id: DAT-01
    title: "Supervision"
    kind: data
    file: "people/supervision.csv"
    class: private
    supports: ["4.4", "4.6"]"""
PEOPLE = "evidence/people/practitioners.csv"
STEP = "Run `rsqm tables suggest evidence/people/supervision.csv`: it prints the entry for the register."


def held(*tables: Table[Any]) -> Tables:
    return Tables(**{t.name: t for t in tables}, called=called())


def test_what_to_do_is_a_command_and_the_entry_stands_on_lines_of_its_own() -> None:
    """A report wraps its sentences: YAML in the middle of one could not be copied."""
    (found,) = loose(CATALOGUE, held(people("P-01"), LOG), {"POL-01": None, "X": "evidence/people/practitioners.csv"})
    assert (found.file, found.tables) == ("evidence/people/supervision.csv", ("supervision",))
    assert found.criteria == ("4.4", "4.6")
    assert found.step == STEP
    assert "\n".join(found.entry("DAT-01")) == ENTRY


def test_a_path_with_a_space_is_one_word_of_the_command() -> None:
    (found,) = loose(CATALOGUE, held(people("P-01"), replace(LOG, path="evidence/people/our log.csv")), {"X": PEOPLE})
    assert found.step.startswith('Run `rsqm tables suggest "evidence/people/our log.csv"`: ')


@pytest.mark.parametrize("indent", [0, 2, 4])
def test_the_entry_is_one_that_the_register_takes(tmp_path: Path, indent: int) -> None:
    """Set in as the entries are that are there. A path may hold what YAML would take; the criteria may need lines."""
    odd = replace(LOG, path='evidence/people/Log, "new": 2026 #1.csv')
    (found,) = loose(CATALOGUE, held(people("P-01"), odd), {"X": PEOPLE})
    found = replace(found, criteria=tuple(f"{n}.{m}" for n in range(1, 5) for m in range(1, 6)))
    lines = found.entry("DAT-01", indent)
    assert max(map(len, lines)) < 80
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "register.yaml").write_text("\n".join(["evidence:", *lines, ""]), encoding="utf-8")
    file = read(tmp_path, "evidence/register.yaml")
    assert not file.problems
    assert not validate(file, "register")
    assert file.data["evidence"] == [
        {
            "id": "DAT-01", "title": "Supervision", "kind": "data", "file": 'people/Log, "new": 2026 #1.csv',
            "class": "private", "supports": list(found.criteria),
        }
    ]  # fmt: skip


def test_each_file_has_an_id_of_its_own_whatever_is_pasted_first() -> None:
    """Ids go by the order of rsqm.yaml, to which new tables are added at the end: what was printed stays right."""
    first, second = "evidence/people/people.xlsx", "evidence/monitoring/cases.csv"
    assert free_ids([first], {}) == {first: "DAT-01"}
    assert free_ids([first, first, second], {}) == {first: "DAT-01", second: "DAT-02"}
    assert free_ids([first, first, second], {"DAT-01": first}) == {second: "DAT-02"}
    assert free_ids([first, second], {"DAT-02": "evidence/x.csv", "DAT-01": None}) == {
        first: "DAT-03", second: "DAT-04"
    }  # fmt: skip


def test_sheets_of_one_file_are_one_entry() -> None:
    file = "evidence/people/people.xlsx"
    sheets = (replace(people("P-01"), path=file, sheet="Staff"), replace(LOG, path=file, sheet="Log"))
    (found,) = loose(CATALOGUE, held(*sheets), {})
    assert found.tables == ("practitioners", "supervision")
    assert '    title: "Practitioners, Supervision"' in found.entry("DAT-01")


def test_what_is_registered_or_supports_nothing_is_left_alone() -> None:
    both = held(people("P-01"), LOG)
    files = {"A": "evidence/people/practitioners.csv", "B": "evidence/people/supervision.csv"}
    assert loose(CATALOGUE, both, files) == ()
    assert loose(framework(REFERRED), both, {}) == ()


def test_only_what_can_be_judged_with_the_table_is_promised() -> None:
    """Without its column for the kind a log answers neither rule; without the list of people it does not either."""
    bare = table("supervision", "practitioner_id | held_on")
    assert answered(CATALOGUE, held(people("P-01"), bare), ["supervision"]) == {"supervision": []}
    assert answered(CATALOGUE, held(LOG), ["supervision"]) == {"supervision": []}
    assert answered(CATALOGUE, held(people("P-01"), LOG), ["supervision"]) == {"supervision": ["4.4", "4.6"]}


def test_a_flat_export_is_one_file_and_answers_what_the_tables_made_from_it_would() -> None:
    """The table `processes` that is made from it has its path; it is no table of the service's own."""
    routes = framework(criterion("5.5", expectation("both_routes")))
    flat = from_rows("cases", [], ["case_id", "accepted_on", "process", "process_on"])
    made = replace(table("processes", "process_id | process | first_communication_on"), path=flat.path)
    (found,) = loose(routes, held(flat, made), {})
    assert (found.tables, found.criteria) == (("cases",), ("5.5",))


def assessed(*files: str) -> Assessment:
    """A service that maps people and supervision, of which the register has some files under 4.4."""
    items = [item(f"DAT-{n:02}", file=file, supports=["4.4"]) for n, file in enumerate(files, 7)]
    return judged(SUPERVISED, REVIEWED, items=items, tables=held(people("P-01"), LOG))


def test_a_criterion_that_nothing_supports_says_which_table_would() -> None:
    """4.6 has no evidence, although its rule counts in a table that is there."""
    found = assessed(PEOPLE)
    (told,) = [f for f in found.results[1].findings if f.check == "evidence"]
    assert told.message == (
        "Nothing in the register supports this criterion; its rules count in evidence/people/supervision.csv, which "
        "no entry has"
    )
    assert told.next_step == STEP
    assert [n for n in found.notes if "supports nothing" in n.message] == []  # told once


def test_where_every_criterion_has_other_evidence_a_note_tells_it() -> None:
    (note,) = [n for n in judged_with_other_evidence().notes if "supports nothing" in n.message]
    assert note.message == (
        "No entry of the register has evidence/people/supervision.csv, the file of supervision, so it supports nothing"
    )
    assert note.next_step == f"It would support 4.4, 4.6. {STEP}"


def judged_with_other_evidence() -> Assessment:
    items = [item("DAT-07", file=PEOPLE, supports=["4.4", "4.6"])]
    return judged(SUPERVISED, REVIEWED, items=items, tables=held(people("P-01"), LOG))


def test_once_it_is_pasted_nothing_more_is_said() -> None:
    found = assessed(PEOPLE, "evidence/people/supervision.csv")
    assert "supports nothing" not in str(found.notes)
    assert found.results[0].outcome != "not met" or "evidence" not in {f.check for f in found.results[0].findings}


@pytest.mark.parametrize("found", [assessed(PEOPLE), judged_with_other_evidence()])
def test_a_file_that_nobody_classified_is_named_on_no_page(found: Assessment) -> None:
    shown = for_audience(found, "assessor").assessment
    assert "supervision.csv" not in str(shown.notes)
    assert "supervision.csv" not in str([f for r in shown.results for f in r.findings])


def test_training_without_a_length_cannot_answer_whether_somebody_is_trained_to_their_level() -> None:
    """Facilitation training is counted in days or hours: a list whose column of hours is not mapped does not do."""
    trained = framework(criterion("4.2", expectation("trained_to_level")))
    staff = table("practitioners", "practitioner_id | level")
    without = table("training", "practitioner_id | subject | completed_on")
    measured = table("training", "practitioner_id | subject | completed_on | hours")
    assert answered(trained, held(staff, without), ["training"]) == {"training": []}
    assert answered(trained, held(staff, measured), ["training"]) == {"training": ["4.2"]}
