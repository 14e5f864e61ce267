"""What a person is asked for where a rule has no table, or not the column, that it needs: in the schemas' own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rsqm_tool import checks
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import unread
from rsqm_tool.load.tables.definitions import called, definition
from rsqm_tool.model import Because, Finding
from rsqm_tool.model.tables import ROWS, Table
from tests.bench import criterion, expectation
from tests.rows import people, service, table

SUPERVISION = (
    "Add a list of supervision sessions: the day, who was supervised, by whom, and the kind of session "
    "(practitioner_id, held_on, kind, supervisor_id). Then run `rsqm tables suggest FILE`."
)


def told(needed: dict[str, tuple[str, ...]], *tables: Table[object]) -> list[Finding]:
    """What is said of what a rule needs, in a workspace that knows the schemas' words, as the loader makes it."""
    asked, held = criterion("4.4", expectation("bench")), service(*tables)
    held = replace(held, tables=replace(held.tables, called=called()))
    return list(unread(Inquiry(asked, asked.expectations[0], held, (), None, date(2026, 11, 20)), needed))


def test_a_table_that_is_not_there_is_asked_for_in_words() -> None:
    (finding,) = told({"supervision": ("held_on",)})
    assert finding.because is Because.UNREAD
    assert finding.message == "Not judged: there is no table `supervision`"
    assert finding.next_step == SUPERVISION


def test_it_is_asked_for_in_the_same_words_whichever_columns_a_rule_needs() -> None:
    """So one cause is told once, however many rules wait for it."""
    assert told({"supervision": ("held_on", "kind")}) == told({"supervision": ("process_id",)})


def test_a_column_is_asked_for_by_its_title_and_what_it_holds() -> None:
    bare = table("supervision", "practitioner_id | held_on \n P-01 | 2026-10-01")
    (finding,) = told({"supervision": ("held_on", "kind", "supervisor_id")}, bare)
    assert finding.message == "Not judged: the table `supervision` has no column kind, supervisor_id"
    assert finding.next_step == (
        "Add to evidence/people/supervision.csv: Kind, one of case supervision, observed practice, review or debrief; "
        "Supervisor, who supervised, by id (kind, supervisor_id). Where a column holds it under another name, enter "
        "that under `columns:` of supervision in rsqm.yaml."
    )


def test_each_table_is_a_finding_of_its_own() -> None:
    found = told({"practitioners": ("level",), "supervision": ("held_on",), "away": ("from",)}, people("P-01"))
    assert [f.message for f in found] == [
        "Not judged: there is no table `supervision`", "Not judged: there is no table `away`"
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "findings"), [(4, 4), (5, 1)])
def test_where_nearly_everything_is_wanting_one_line_says_where_to_begin(number: int, findings: int) -> None:
    found = told(dict.fromkeys(list(ROWS)[:number], ()))
    assert len(found) == findings
    if findings == 1:
        assert found[0].message == (
            "Not judged: there is none of the tables `practitioners`, `vetting`, `away`, `training`, `cpd`"
        )
        assert found[0].next_step == (
            "Begin with the lists that you keep: `rsqm tables suggest FILE` says what each of them is."
        )


def test_nothing_is_said_where_nothing_is_wanting() -> None:
    assert told({"practitioners": ("practitioner_id", "level")}, people("P-01")) == []


@pytest.mark.parametrize("name", ROWS)
def test_the_words_for_a_table_name_columns_that_it_has(name: str) -> None:
    words, columns = called()[name], definition(name).columns
    assert set(words.fields) <= set(columns)
    assert {c.name for c in columns.values() if c.required} <= set(words.fields)
    assert list(words.columns) == list(columns)
    assert words.asked_for.startswith(("a ", "the ", "counts "))
    assert not words.asked_for.endswith(".")


def test_whoever_enters_what_is_asked_for_can_be_judged() -> None:
    """The columns named for a table are all that some rule needs of it, so that following the words is not in vain."""
    simple = {"supervision_gap": "supervision", "cpd_hours": "cpd", "incidents_followed": "incidents"}
    for check, name in simple.items():
        asked, held = criterion("4.4", expectation(check)), service(people("P-01", rjc_registered_level="none"))
        there = table(name, " | ".join(called()[name].fields))
        held = replace(held, tables=replace(held.tables, **{name: there}))
        inquiry = Inquiry(asked, asked.expectations[0], held, (), None, date(2026, 11, 20))
        assert [f for f in checks.get(check)(inquiry) if f.because is Because.UNREAD] == [], check
