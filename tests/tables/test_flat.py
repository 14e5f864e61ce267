"""A flat export stands for single tables: what each row becomes, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rsqm_tool.load.tables import flat, read_tables
from rsqm_tool.model.tables import Case, Facilitator, Participant, Participation, Process, Table
from tests.tables.making import put, table, text

DAY = {n: date(2026, 3, n) for n in range(1, 29)}
HEAD = (
    "case_id,harmed_count,responsible_count,first_attempt_on,first_contact_on,risk_info_on,risk_assessed_on,"
    "risk_reviewed_on,consent_harmed_on,consent_responsible_on,all_consented,process,process_kind,process_on,"
    "lead_practitioner_id,co_practitioner_id,agreement,agreement_result,follow_up_offered_on,followed_up_on\n"
)
FULL = (
    "C-1,1,1,2026-03-02,2026-03-03,2026-03-01,2026-03-04,2026-03-07,2026-03-05,2026-03-06,yes,direct,conference,"
    "2026-03-08,P-1,P-2,made,done,2026-03-20,2026-03-22\n"
)


def case(**fields: Any) -> Case:
    return Case(7, "C-7", **fields)


def test_one_person_on_each_side_and_a_process(tmp_path: Path) -> None:
    found = text(tmp_path, "cases", HEAD + FULL)
    assert list(found.tables) == ["cases", "participants", "processes", "participation", "facilitators"]
    assert list(table(found, "participants").rows) == [
        Participant(
            2, "C-1", "C-1/harmed-1", "harmed", risk_info_on=DAY[1], first_attempt_on=DAY[2], first_contact_on=DAY[3],
            ended="took part",
        ),
        Participant(2, "C-1", "C-1/responsible-1", "responsible", risk_info_on=DAY[1], ended="took part"),
    ]  # fmt: skip
    assert list(table(found, "processes").rows) == [
        Process(
            2, "C-1", "C-1", "direct", "conference", DAY[8], agreement="made", agreement_result="done",
            follow_up_offered_on=DAY[20], followed_up_on=DAY[22],
        )
    ]  # fmt: skip
    risk = {"risk_assessed_on": DAY[4], "risk_reviewed_on": DAY[7], "attended": True}
    assert list(table(found, "participation").rows) == [
        Participation(2, "C-1", "C-1/harmed-1", written_consent_on=DAY[5], **risk),
        Participation(2, "C-1", "C-1/responsible-1", written_consent_on=DAY[6], **risk),
    ]
    assert list(table(found, "facilitators").rows) == [
        Facilitator(2, "C-1", "C-1", "P-1", "lead"),
        Facilitator(2, "C-1", "C-1", "P-2", "co"),
    ]


@pytest.mark.parametrize(
    ("all_consented", "harmed", "consents"),
    [
        # Two harmed, one responsible: whose the date of the harmed is, nobody can tell; the other's it is.
        (None, 2, [None, None, DAY[6]]),
        (False, 2, [None, None, DAY[6]]),
        (True, 2, [DAY[5], DAY[5], DAY[6]]),
        # One on each side: the dates are theirs, whatever the column says.
        (None, 1, [DAY[5], DAY[6]]),
        (False, 1, [DAY[5], DAY[6]]),
        (None, None, [DAY[5], DAY[6]]),
        # Nobody harmed took part.
        (None, 0, [DAY[6]]),
    ],
)
def test_consent_where_a_side_has_several(all_consented: bool | None, harmed: int | None, consents: list[date]) -> None:
    row = case(
        process="indirect", process_on=DAY[8], harmed_count=harmed, responsible_count=1, all_consented=all_consented,
        consent_harmed_on=DAY[5], consent_responsible_on=DAY[6],
    )  # fmt: skip
    assert [p.written_consent_on for p in flat.participation(row)] == consents


@pytest.mark.parametrize(
    ("fields", "processes"),
    [
        ({"process": "direct", "process_on": DAY[8]}, [("direct", DAY[8])]),
        ({"process": "direct"}, [("direct", None)]),  # planned, or its day is not entered
        ({"process_on": DAY[8]}, [(None, DAY[8])]),
        ({"process": "none", "process_on": DAY[8]}, []),
        ({"process": "none"}, []),
        ({}, []),
    ],
)
def test_which_cases_have_a_process(fields: dict[str, Any], processes: list[tuple[Any, Any]]) -> None:
    row = case(**fields)
    assert [(p.process, p.first_communication_on) for p in flat.processes(row)] == processes
    assert len(list(flat.participation(row))) == 2 * len(processes)
    took_part = "took part" if processes and processes[0][1] else None
    assert {p.ended for p in flat.participants(row)} == {took_part}
    assert {p.attended for p in flat.participation(row)} <= {True if took_part else None}


def test_a_case_that_is_not_flat_stands_for_itself(tmp_path: Path) -> None:
    assert list(text(tmp_path, "cases", "case_id,outcome\nC-1,accepted\n").tables) == ["cases"]


def test_columns_and_headers_are_those_behind_the_made_ones(tmp_path: Path) -> None:
    columns = {
        "case_id": "Case",
        "consent_harmed_on": "Signed H",
        "process_on": "Met on",
        "co_practitioner_id": "Second",
    }
    found = text(tmp_path, "cases", "Case,Signed H,Met on,Second\nC-1,2026-03-05,2026-03-08,P-2\n", columns=columns)
    headers = table(found, "participation").headers
    assert headers == {
        "process_id": "Case", "participant_id": "Case", "written_consent_on": "Signed H", "attended": "Met on"
    }  # fmt: skip
    assert table(found, "participation").columns == frozenset(headers)
    assert "risk_assessed_on" not in table(found, "participation").columns
    assert table(found, "facilitators").headers["practitioner_id"] == "Second"
    assert table(found, "participants").notes == (
        "Made from the flat table of cases",
        "The file does not say how many people a case has, so one is counted on each side where it does not",
    )


def test_rows_that_were_left_out_and_records_begin_are_those_of_the_cases(tmp_path: Path) -> None:
    found = text(tmp_path, "cases", "case_id,process_on\nC-1,soon\n", records_begin="2026-01-01")
    for name in ("participants", "processes", "participation"):
        assert table(found, name).left_out == table(found, "cases").left_out != ()
        assert table(found, name).records_begin == date(2026, 1, 1)


@pytest.mark.parametrize("name", ["participants", "processes", "participation"])
def test_a_single_table_takes_the_place_of_all_three(tmp_path: Path, name: str) -> None:
    entries = {"cases": {"file": put(tmp_path, HEAD + FULL)}}
    column = {
        "participants": "participant_id",
        "processes": "process_id",
        "participation": "process_id,participant_id",
    }[name]
    entries[name] = {"file": put(tmp_path, f"{column}\n", "evidence/people/single.csv")}
    found = read_tables(tmp_path, entries)
    assert set(found.tables) == {"cases", name, "facilitators"}


def test_a_single_table_of_facilitators_takes_only_their_place(tmp_path: Path) -> None:
    entries = {"cases": {"file": put(tmp_path, HEAD + FULL)}}
    entries["facilitators"] = {"file": put(tmp_path, "practitioner_id,case_id\nP-9,C-1\n", "evidence/people/f.csv")}
    found = read_tables(tmp_path, entries)
    assert [row.practitioner_id for row in found.tables["facilitators"].rows] == ["P-9"]
    assert len(found.tables["participants"].rows) == 2


def test_made_rows_are_a_sequence_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [replace_id(n) for n in range(5)]
    for kept in (100, 0):  # kept, or made anew each time
        monkeypatch.setattr(flat, "KEPT", kept)
        rows = flat.Made(cases, flat.participants)
        assert len(rows) == 10
        assert [r.participant_id for r in rows] == [f"C-{n}/{s}-1" for n in range(5) for s in ("harmed", "responsible")]
        assert rows[0].participant_id == "C-0/harmed-1"
        assert rows[-1] == rows[9] == list(rows)[9]
        assert [r.row for r in rows[2:4]] == [1, 1]
        assert rows == list(rows)
        for outside in (10, -11):
            with pytest.raises(IndexError):
                rows[outside]


def replace_id(number: int) -> Case:
    return Case(number, f"C-{number}")


def test_a_flat_table_of_nobody() -> None:
    cases: Table[Case] = Table("cases", "x.csv", None, frozenset({"case_id", "process", "harmed_count"}), ())
    made = flat.unfold(cases, ["cases"])
    assert {name: list(table.rows) for name, table in made.items()} == {
        "participants": [], "processes": [], "participation": []
    }  # fmt: skip
    assert flat.unfold(replace(cases, columns=frozenset({"case_id"})), ["cases"]) == {}
