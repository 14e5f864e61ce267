"""As of 20 November 2026, the last 12 months begin on 20 November 2025."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.checks._fields import _ELSEWHERE, OWES
from rsqm_tool.load.tables.definitions import called, definition
from rsqm_tool.load.tables.flat import FLAT
from rsqm_tool.model import Because
from rsqm_tool.model.tables import ROWS, Table
from tests.bench import findings
from tests.rows import ask, from_rows, judge, people, service, shuffled, table

FIELDS = {"cases": ["source", "outcome_reason"]}
COLUMNS = ("case_id", "referred_on", "source", "outcome", "outcome_reason")


def cases(*rows: str, on: str = "2026-01-05") -> Table[Any]:
    """Source, outcome, reason: `Police unsuitable -`."""
    cells = [dict(zip(COLUMNS, (f"C-{n}", on, *row.split()), strict=True)) for n, row in enumerate(rows)]
    return from_rows("cases", cells, COLUMNS)


def test_completeness_is_told_field_by_field() -> None:
    """Source: 3 of 4. Reason: owed by the two that were unsuitable, given by one, 1 of 2. Together 4 of 6."""
    held = cases("Police accepted -", "- unsuitable Risk", "Police unsuitable -", "self declined -")
    finding = judge("fields_complete", held, fields=FIELDS)
    assert (str(finding.outcome), finding.message) == (
        "met",
        "0 of 2 fields are complete; cases.outcome_reason 50 % (1 of 2); cases.source 75 % (3 of 4)",
    )
    assert (finding.figures["kept"], finding.figures["broken"], finding.figures["denominator"]) == (4, 2, 6)
    assert finding.figures["cases.source"] == "3 of 4"
    assert finding.where is not None and (finding.where.row, finding.where.field) == (4, "outcome_reason")


@pytest.mark.parametrize(("wanted", "outcome"), [(75, "partly met"), (50, "met"), (51, "partly met"), (0, "met")])
def test_a_share_is_judged_only_where_somebody_sets_it(wanted: int, outcome: str) -> None:
    """Reason 1 of 2: exactly 50 %, which is enough for 50 and not for 51. Source 3 of 4 is 75 %."""
    held = cases("Police accepted -", "- unsuitable Risk", "Police unsuitable -", "self declined -")
    given = {"share": wanted} if wanted else {}
    assert str(judge("fields_complete", held, fields=FIELDS, **given).outcome) == outcome
    assert str(judge("fields_complete", held, fields=FIELDS, targets={"complete_share": wanted}).outcome) == outcome


def test_the_service_s_own_share_comes_before_the_catalogue_s() -> None:
    held = cases("Police unsuitable -", "Police unsuitable Risk")
    finding = judge("fields_complete", held, fields=FIELDS, share=90, targets={"complete_share": 50})
    assert (str(finding.outcome), finding.figures["share_wanted"]) == ("met", 50)
    assert finding.message.startswith("2 of 2 fields are complete to 50 % or more")


def test_nearly_all_is_not_all() -> None:
    """199 of 200 is 99.5 %: told as 99 %, or a field would be told as complete and incomplete at once."""
    held = cases(*["Police accepted -"] * 199, "- accepted -")
    assert "cases.source 99 % (199 of 200)" in judge("fields_complete", held, fields=FIELDS).message


@pytest.mark.parametrize(
    ("on", "of"), [("2025-11-19", 0), ("2025-11-20", 1), ("2026-11-20", 1), ("2026-11-21", 0), ("-", 1)]
)
def test_rows_of_the_last_12_months_and_those_without_a_day(on: str, of: int) -> None:
    """One row of 20 November 2025, 12 months ago to the day: 1 counts. A day sooner, or tomorrow: nobody is to
    count."""
    finding = judge("fields_complete", cases("Police accepted -", on=on), fields=FIELDS)
    assert finding.figures["denominator"] == of
    assert finding.because is (None if of else Because.NOBODY)


def test_a_column_that_is_not_in_the_file_is_told() -> None:
    bare = from_rows("cases", [{"case_id": "C-1", "referred_on": "2026-01-05", "source": "self"}])
    finding = judge("fields_complete", bare, fields=FIELDS)
    assert (str(finding.outcome), finding.figures["cases.outcome_reason"]) == ("met", "no such column")
    assert finding.message.endswith("not in the file: cases.outcome_reason")
    assert str(judge("fields_complete", bare, fields=FIELDS, share=90).outcome) == "partly met"


def test_only_people_who_are_there_now() -> None:
    """P-1 left, P-2 is there without a level: 0 of 1."""
    held = table("practitioners", "practitioner_id | level | ended_on \n P-1 | - | 2026-01-01 \n P-2 | - | -")
    assert judge("fields_complete", held, fields={"practitioners": ["level"]}).figures["denominator"] == 1


def test_participants_fall_on_the_day_of_their_case() -> None:
    """C-1 was referred in the year, C-2 before it: of the two people one counts."""
    held = table("cases", "case_id | referred_on \n C-1 | 2026-01-05 \n C-2 | 2025-01-05")
    who = table("participants", "case_id | participant_id | part \n C-1 | X-1 | harmed \n C-2 | X-2 | -")
    finding = judge("fields_complete", held, who, fields={"participants": ["part"]})
    assert finding.figures["participants.part"] == "1 of 1"


NEEDS = {"participants": ["interpreter", "adjustment"]}


def test_only_people_who_were_reached_owe_an_answer_about_their_needs() -> None:
    """X-1 was contacted and answered both; X-2 was informed and answered one; X-3 declined and answered neither. X-4
    could not be reached and X-5 is still to be contacted: interpreter 2 of 3, adjustment 1 of 3."""
    who = table("participants", """
        case_id | participant_id | interpreter | adjustment | first_contact_on | informed_on | ended
        C-1     | X-1            | no          | no         | 2026-02-01       | -           | -
        C-1     | X-2            | yes         | -          | -                | 2026-02-01  | -
        C-1     | X-3            | -           | -          | -                | -           | declined
        C-1     | X-4            | -           | -          | -                | -           | unreachable
        C-1     | X-5            | -           | -          | -                | -           | -
    """)  # fmt: skip
    figures = judge("fields_complete", who, fields=NEEDS).figures
    assert (figures["participants.interpreter"], figures["participants.adjustment"]) == ("2 of 3", "1 of 3")


def test_without_a_column_for_the_contact_the_end_tells_who_was_reached() -> None:
    """Took part, withdrew, unreachable, and one whose work goes on: two were reached for certain, one answered."""
    who = table("participants", """
        case_id | participant_id | interpreter | ended
        C-1     | X-1            | no          | took part
        C-1     | X-2            | -           | withdrew
        C-1     | X-3            | -           | unreachable
        C-1     | X-4            | -           | -
    """)  # fmt: skip
    figures = judge("fields_complete", who, fields={"participants": ["interpreter"]}).figures
    assert figures["participants.interpreter"] == "1 of 2"


def test_tables_that_are_not_there_are_left_alone() -> None:
    """Without any of them it is not read."""
    fields = {"practitioners": ["level"], "vetting": ["issued_on"]}
    assert judge("fields_complete", people("P-1"), fields=fields).figures["denominator"] == 1
    finding, _ = ask("fields_complete", fields=fields)
    assert finding.because is Because.UNREAD
    assert "no table `practitioners`" in finding.message


def test_periods_and_fields_with_other_names() -> None:
    """Two equality rows, one of them old; `count` is nought in the other, which is an answer."""
    held = table("equality", "period | group | count \n 2026-Q3 | Male | 0 \n 2024 | Male | -")
    assert judge("fields_complete", held, fields={"equality": ["count"]}).figures["equality.count"] == "1 of 1"


def test_what_owes_a_field_names_fields_that_there_are() -> None:
    for name in OWES:
        its_table, column = name.split(".")
        assert column in definition(its_table).columns


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["Police accepted -", "- unsuitable Risk", "self unsuitable -"]), min_size=1, max_size=7),
    st.data(),
)
def test_the_order_of_rows_changes_nothing(rows: list[str], data: st.DataObject) -> None:
    held = cases(*rows)
    other = shuffled(held, data.draw(st.permutations(range(len(rows)))))
    one, two = (judge("fields_complete", t, fields=FIELDS, share=80) for t in (held, other))
    assert (one.outcome, one.message, one.figures, one.where) == (two.outcome, two.message, two.figures, two.where)


def test_a_column_that_another_table_has_is_not_missing() -> None:
    """Consent, risk and the process stand in the single tables; who led stands nowhere."""
    wanted = ["consent_harmed_on", "risk_assessed_on", "process", "lead_practitioner_id", "stage"]
    held = table("cases", "case_id | referred_on \n C-1 | 2026-01-05")
    single = (
        table("processes", "process_id | case_id | process \n Z-1 | C-1 | direct"),
        table("participation", "process_id | participant_id | written_consent_on \n Z-1 | X-1 | 2026-02-01"),
    )
    finding = judge("fields_complete", held, *single, fields={"cases": wanted})
    assert finding.message.endswith("not in the file: cases.risk_assessed_on, cases.lead_practitioner_id, cases.stage")
    assert not {"cases.process", "cases.consent_harmed_on"} & set(finding.figures)


def test_each_column_that_may_stand_elsewhere_is_one_of_the_flat_row() -> None:
    """And what answers for it is a column of the other table."""
    assert list(_ELSEWHERE) == list(FLAT)
    assert [f"{t}.{c}" for t, c in _ELSEWHERE.values() if c not in ROWS[t]._fields] == []


def test_fields_are_told_in_the_words_of_the_published_schemas() -> None:
    held = service(cases("Police unsuitable -"))
    held = replace(held, tables=replace(held.tables, called=called()))
    (finding,) = findings("fields_complete", within=held, fields=FIELDS)
    assert "; Cases: Reason for the outcome 0 % (0 of 1)" in finding.message
    assert finding.figures["cases.source"] == "1 of 1"
