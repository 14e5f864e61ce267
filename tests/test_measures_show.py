"""`rsqm measures show`: how monitoring figures are told, and to whom."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest

from rsqm_tool.escape import csv_cell
from rsqm_tool.reports import _monitoring as told
from tests.monitored import (
    AS_OF,
    CASES,
    FEEDBACK,
    PEOPLE,
    QUARTERS,
    REFERRALS,
    made,
    replies,
)
from tests.process import ROOT, Done, python, rsqm, workspace
from tests.rows import table

# How they are told.

HOSTILE = table("cases", """
    case_id | referred_on | source          | initiated_by
    C-1     | 2026-07-01  | =HYPERLINK("x") | harmed
    C-2     | 2026-07-02  | ::error::x, y   | harmed
    C-3     | 2025-07-02  | =HYPERLINK("x") | agency
""")  # fmt: skip


def read_back(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeffperiod,figure,title,unit,row,column,count,of,low,high,median_days,ninetieth_days,")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_text_has_the_table_its_definition_and_what_was_left_out() -> None:
    lines = told.text("Hub", AS_OF, [made(REFERRALS, quarters=5)]).splitlines()
    assert lines[:14] == [
        "Hub",
        "Monitoring figures of 2025-Q4 to 2026-Q4, as of 20 November 2026.",
        "These are exact numbers, small ones too. Do not publish them.",
        "",
        "Referrals by source",
        "  Source         2025-Q4  2026-Q1  2026-Q2  2026-Q3  2026-Q4",
        "  Police               0        0        0        3        0",
        "  Self-referral        0        0        0        0        1",
        "  Not entered          0        0        0        0        1",
        "  Total                0        0        0        3        2",
        "  Cases referred from 1 October 2025 to 20 November 2026, by quarter of referral and by who referred",
        "  them; words that differ in capitals only are one. 2026-Q4 is not over: it is counted up to 20",
        "  November 2026.",
        "  Not counted: 1 case without a date of referral.",
    ]


def test_a_quarter_stands_beside_the_year_before() -> None:
    """Nobody came from the police in July to September 2025: that is 0, and no blank. The list of feedback begins in
    July 2026: of the year before it says nothing."""
    periods = [made(REFERRALS, FEEDBACK, until=q, quarters=1) for q in ("2025-Q3", "2026-Q3")]
    text = told.text("Hub", AS_OF, periods)
    assert "Monitoring figures of 2026-Q3 beside 2025-Q3, as of 20 November 2026.\n" in text
    assert (
        "Referrals by source\n"
        "             2025-Q3  2026-Q3\n"
        "  Police           0        3\n"
        "  Probation        1        0\n"
        "  Total            1        3\n"
    ) in text
    assert "Replied when asked\n                2025-Q3  2026-Q3\n  People asked        -   2 of 2\n" in text
    assert (
        "A - stands where nobody can tell: the quarter ends before the first row of the table, or before the day that\n"
        "`records_begin:` names.\n"
    ) in told.text("Hub", AS_OF, periods, width=110)


def test_a_quarter_that_is_not_over_is_said_to_be() -> None:
    periods = [made(REFERRALS, until=q, quarters=1) for q in ("2025-Q4", "2026-Q4")]
    assert "2026-Q4 is not over; what it stands beside is a whole quarter.\n" in told.text("Hub", AS_OF, periods)


def test_shares_are_told_in_per_cent_from_ten_on() -> None:
    """8 of 10 is 80 %, from 49 to 94 %; of 4 only the numbers are told."""
    ten = told.text("Hub", AS_OF, [made(replies(*"5445554431"))])
    assert "  People harmed, after the process       8  10   80 %     49 to 94 %\n" in ten
    assert "  People harmed, after the process       2   4      -\n" in told.text(
        "Hub", AS_OF, [made(replies(*"5431"))]
    )


def test_the_spreadsheet_has_a_line_for_each_number() -> None:
    """2 quarters by 4 whose wish it was are 8 lines; two agencies wished it in the third quarter."""
    found = read_back(told.table([made(REFERRALS, quarters=2)]))
    lines = {(r["row"], r["column"]): r for r in found if r["figure"] == "referrals-by-route"}
    assert len(lines) == 8
    one = lines["2026-Q3", "Agency"]
    assert (one["period"], one["count"], one["of"], one["unit"]) == ("2026-Q3 to 2026-Q4", "2", "", "cases")
    waited = read_back(told.table([made(CASES, PEOPLE, quarters=2)]))
    wait = next(r for r in waited if (r["figure"], r["row"]) == ("waiting-first-attempt", "2026-Q3"))
    assert (wait["count"], wait["median_days"], wait["ninetieth_days"]) == ("2", "4.5", "")
    assert all(r["definition"] and r["left_out"] for r in waited if r["figure"] == "waiting-first-attempt")


def test_no_cell_is_a_formula_and_no_line_a_command() -> None:
    found = made(HOSTILE)
    text = told.table([found])
    assert "'=HYPERLINK(" in text
    sources = {r["column"] for r in read_back(text) if r["figure"] == "referrals-by-source"}
    assert sources == {'\'=HYPERLINK("x")', "::error::x, y"}
    assert "::error" not in told.text("Hub", AS_OF, [found])


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1+1", "'=1+1"), ("-5", "'-5"), (-5, "-5"), (-0.5, "-0.5"), ("a, b", '"a, b"'), ('a "b"', '"a ""b"""'),
     ("\t=1", "'=1"), ("a\nb", "a b"), ("＝1", "'＝1")],
)  # fmt: skip
def test_a_cell(value: object, cell: str) -> None:
    """What a person wrote may be a formula; a number is a number, also below zero."""
    assert csv_cell(value) == cell


def test_json_holds_everything() -> None:
    periods = [made(REFERRALS), made(REFERRALS, until="2025-Q3", quarters=1)]
    text = told.data("Hub", AS_OF, periods)
    held = json.loads(text)
    assert text.isascii()
    assert (held["format"], held["service"], held["as_of"]) == (1, "Hub", "2026-11-20")
    first = held["periods"][0]["figures"][0]
    assert (first["kind"], first["id"], first["columns"][0]) == ("counts", "referrals-by-source", "Police")
    assert [p["quarters"] for p in held["periods"]] == [list(QUARTERS), ["2025-Q3"]]
    assert held["periods"][0]["missing"]


# The command.


@pytest.fixture
def service(tmp_path: Path) -> Path:
    begin = "service: {name: A small hub}\nframework: house\nassessment: {date: 2027-03-15}\n"
    folder = workspace(tmp_path, rsqm=f"{begin}tables: {{cases: {{file: evidence/cases.csv}}}}\n")
    lines = [
        "case_id,referred_on,source,initiated_by",
        "C-1,2026-07-01,Police,agency",
        "C-2,2025-07-01,Probation,agency",
    ]
    (folder / "evidence" / "cases.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def show(folder: Path, *arguments: str) -> Done:
    return rsqm("measures", "show", "-C", folder, "--as-of", "2026-11-20", *arguments)


WARNING = (
    "These are exact numbers, small ones too: who knows the service may know who is meant. Keep them in the service, "
    "and do not publish them.\n"
)


def test_the_command_shows_and_warns(service: Path) -> None:
    done = show(service)
    assert (done.code, done.err) == (0, WARNING)
    assert done.out.startswith("A small hub\nMonitoring figures of 2025-Q1 to 2026-Q4, as of 20 November 2026.\n")
    assert "C-1" not in done.out


def test_the_command_shows_a_quarter_beside_the_year_before(service: Path) -> None:
    done = show(service, "--quarter", "2026-Q3", "--format", "csv")
    assert (done.code, done.err) == (0, WARNING)
    found = [
        (r["period"], r["column"], r["count"]) for r in read_back(done.out) if r["figure"] == "referrals-by-source"
    ]
    assert found == [("2025-Q3", "Probation", "1"), ("2026-Q3", "Police", "1")]


def test_the_command_writes_a_file(service: Path, tmp_path: Path) -> None:
    target = tmp_path / "board.json"
    done = show(service, "--format", "json", "--output", str(target))
    assert (done.code, done.out, done.err) == (0, "", WARNING)
    assert json.loads(target.read_text(encoding="utf-8"))["service"] == "A small hub"


@pytest.mark.parametrize(
    ("quarter", "message"),
    [
        ("2027-Q1", "2027-Q1 begins after 20 November 2026: there is nothing to show yet."),
        ("2026-Q5", "'2026-Q5' is no calendar quarter. Write it as 2026-Q3, for July to September 2026."),
        ("Q3", "'Q3' is no calendar quarter."),
    ],
)
def test_a_quarter_that_cannot_be_shown(service: Path, quarter: str, message: str) -> None:
    done = show(service, "--quarter", quarter)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_without_tables_there_is_nothing_to_show(tmp_path: Path) -> None:
    done = show(workspace(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert done.err == "There is nothing to count: rsqm.yaml names no tables under `tables:`.\n"


def test_the_fictional_service_is_shown_whole() -> None:
    done = rsqm("measures", "show", "-C", ROOT, "--as-of", "2026-11-20", "--quarter", "2026-Q3")
    assert done.code == 0
    assert re.search(r"\nReferrals by source\n +2025-Q3  2026-Q3\n  Police +\d+ +\d+\n", done.out)
    assert done.err == WARNING


def imported(*arguments: str | Path) -> set[str]:
    done = python("-X", "importtime", "-m", "rsqm_tool", *arguments)
    return {line.rpartition("|")[2].strip() for line in done.err.splitlines() if "|" in line}


def test_checking_and_asking_for_help_start_without_pandas(service: Path) -> None:
    """It takes longer to start than most commands do."""
    for arguments in (("check", "-C", service), ("--help",), ("measures", "show", "--help"), ("check", "--help")):
        assert not imported(*arguments) & {"pandas", "numpy", "rsqm_tool.monitoring"}
    assert "pandas" in imported("measures", "show", "-C", service, "--as-of", "2026-11-20")
