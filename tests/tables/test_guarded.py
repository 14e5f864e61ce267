"""What no guess may do: take another date for one that rules of safety rest on, one side for the other, Y for a day.

A first user's export had "1st contact offender": its days were once proposed as those of written consent.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rsqm_tool.load.tables.definitions import definition
from rsqm_tool.load.tables.guarded import decides_safety, on_own_words
from rsqm_tool.load.tables.suggest import Proposal, propose
from rsqm_tool.load.tables.values import Bad, parse_id
from rsqm_tool.model.tables import ROWS
from tests.tables.making import table, text

SAFETY = {
    "practitioners": ["cleared_for_cases_on", "vetted_on", "vetting_recheck_by"],
    "cases": [
        "risk_info_on", "risk_assessed_on", "risk_reviewed_on", "consent_harmed_on", "consent_responsible_on",
        "all_consented",
    ],
    "participants": ["informed_on", "risk_info_on", "conditions_checked_on", "specialist_consulted_on"],
    "participation": [
        "verbal_consent_on", "written_consent_on", "parental_consent_on", "risk_assessed_on", "risk_reviewed_on",
        "countersigned_on",
    ],
}  # fmt: skip


def proposed(name: str, header: str, value: str = "2026-04-13") -> dict[str, bool]:
    """The columns that a header is proposed for, beside an id, and whether that is sure."""
    first = "Case ref" if "case_id" in definition(name).columns else "Staff ref"
    rows = [[first, header], ["C-1", value], ["C-2", value]]
    found = propose(rows, None, "", [name])[0]
    return {m.column.name: m.sure for m in found.matches if m.header == header}


def test_the_columns_that_rules_of_safety_rest_on() -> None:
    found = {name: [c.name for c in definition(name).columns.values() if decides_safety(c)] for name in ROWS}
    assert {name: columns for name, columns in found.items() if columns} == SAFETY


@pytest.mark.parametrize(
    "header",
    [
        "1st contact offender", "Contact with offender", "Offender meeting", "Prep meeting offender", "Offender prep",
        "Referral consent meeting", "Responsible referral", "Contact responsible", "Risk meeting", "Risk strategy",
        "Information meeting", "Clearance meeting", "First contact consent", "Consent", "Date",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["cases", "participants", "practitioners"])
def test_another_date_is_proposed_for_none_of_them(name: str, header: str) -> None:
    assert not set(proposed(name, header)) & set(SAFETY[name])


@pytest.mark.parametrize(
    ("header", "column", "sure"),
    [
        ("Victim consent", "consent_harmed_on", True),
        ("Consent (offender)", "consent_responsible_on", True),
        ("Date consent signed - victim", "consent_harmed_on", False),
        ("Consent V", "consent_harmed_on", False),  # a letter is for somebody to confirm
        ("Consent O", "consent_responsible_on", False),
        ("Risk assessment date", "risk_assessed_on", True),
        ("Date of risk assessment", "risk_assessed_on", False),
    ],
)
def test_they_are_proposed_on_their_own_words(header: str, column: str, sure: bool) -> None:
    assert proposed("cases", header) == {column: sure}


def test_own_words_are_all_words_of_one_name_and_no_other() -> None:
    column = definition("cases").columns["consent_harmed_on"]
    assert on_own_words("Date of consent, victim", column)
    assert not on_own_words("Consent", column)  # of whom?
    assert not on_own_words("Consent, victim, verbal", column)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("1st contact victim", {"first_contact_on": False}),
        ("1st contact", {"first_contact_on": True}),
        ("1st contact offender", {}),  # the flat export has the first contact with the person harmed only
        ("First attempt (responsible)", {}),
    ],
)
def test_a_side_is_never_taken_for_the_other(header: str, found: dict[str, bool]) -> None:
    assert proposed("cases", header) == found


def test_nor_does_a_check_hint_at_one(tmp_path: Path) -> None:
    """Columns that are not read are told with the nearest name; never with one that a rule of safety rests on."""
    found = text(tmp_path, "cases", "case_id,Consent V,referred\nC-1,2026-01-02,2026-01-01\n")
    assert table(found, "cases").notes == (
        "Not read, because nothing says what they hold: 'Consent V', 'referred' (did you mean referred_on?)",
    )


def staff(*cleared: str) -> Proposal:
    rows = [["Staff ref", "Start date", "Cleared"], *([f"P-{n}", "2026-01-02", c] for n, c in enumerate(cleared))]
    return propose(rows, "Staff", "", ["practitioners"])[0]


@pytest.mark.parametrize("cleared", [("Y", "N", "Y"), ("2026-02-01", "N", "Y"), ("yes", "", "")])
def test_yes_and_no_are_no_days(cleared: tuple[str, ...]) -> None:
    found = staff(*cleared)
    assert [m.header for m in found.matches] == ["Staff ref", "Start date"]
    assert (found.answered, found.unread) == ({"Cleared": "Cleared for cases"}, ())


def test_days_are() -> None:
    assert [m.column.name for m in staff("2026-02-01", "", "2026-02-03").matches][-1] == "cleared_for_cases_on"


def test_rows_of_totals_say_nothing_about_a_column() -> None:
    """Of Paid/Vol the words are P and V. The 7 is their number, and Total is nobody's id."""
    rows = [["Our staff"], [], ["Staff ref", "Paid/Vol"], ["P-1", "P"], ["P-2", "V"], ["Total", 7], [None, None]]
    (found, *_) = propose(rows, "Staff")
    assert found.totals == (6,)
    assert all(m.sure for m in found.matches)
    assert found.meanings["employment"].guessed == {"P": "paid", "V": "volunteer"}
    assert found.meanings["employment"].unknown == ()


@pytest.mark.parametrize("word", ["Total", "TOTALS", "Total:", "Grand total", "Sub-total", "sum", "Total staff"])
def test_what_stands_in_place_of_an_id_in_such_rows(word: str) -> None:
    assert parse_id(word) == Bad("The row is a total, and no entry of its own")


def test_a_check_leaves_totals_aside_and_loses_nothing_by_it(tmp_path: Path) -> None:
    """A row left out for a mistake may have broken a rule, and keeps criteria from being judged. A total is nobody: it
    is told once, whatever its cells hold. The third has its word in a column that is not read, the fourth is cut short.
    """
    content = "No,Staff ref,Paid/Vol,Start\n1,P-1,paid,2026-01-02\n,Total,1,n/k\nSub-total,,1,\nTotal,1\n"
    found = text(tmp_path, "practitioners", content, columns={
        "practitioner_id": "Staff ref", "employment": "Paid/Vol", "started_on": "Start"
    })  # fmt: skip
    held = table(found, "practitioners")
    assert [row.practitioner_id for row in held.rows] == ["P-1"]
    assert held.left_out == ()
    assert "Not read, because they add others up: rows 3, 4, 5" in held.notes


def test_a_row_with_an_id_is_no_total(tmp_path: Path) -> None:
    """The first column calls the post so; the row is about P-1, and its mistake is told."""
    found = text(
        tmp_path, "practitioners", "Role,practitioner_id,started_on\nTotal,P-1,n/k\n", columns={"role": "Role"}
    )
    held = table(found, "practitioners")
    assert [row for row, _, _ in held.left_out] == [2]


@pytest.mark.parametrize("id", ["TOTAL-1", "Sum 4"])
def test_an_id_is_no_total(id: str) -> None:
    assert parse_id(id) == id


def test_a_columns_own_name_comes_before_one_that_is_only_like_it() -> None:
    """`Outcome` is what the tool calls it; it is not the reason for the outcome, which any words would fit. Whether the
    column is right is asked only where no word below is one of its own.
    """
    rows = [["Case ref", "Outcome"], ["C-1", "Done"], ["C-2", "Refused"]]
    (_, match) = propose(rows, None, "", ["cases"])[0].matches
    assert (match.column.name, match.sure) == ("outcome", True)
    assert proposed("cases", "Outcome", "Done") == {"outcome": False}


def test_hours_are_known_by_their_abbreviation() -> None:
    """Without them nothing tells whether a course was long enough."""
    assert proposed("training", "Hrs", "7.5") == {"hours": True}


@pytest.mark.parametrize(
    ("cells", "guessed", "unknown"),
    [
        (["N", "Y"], {"Y": "made", "N": "none"}, ()),
        (["other", "no idea", "Y", "N"], {"Y": "made", "N": "none"}, ("no idea", "other")),
    ],
)
def test_yes_comes_before_no(cells: list[str], guessed: dict[str, str], unknown: tuple[str, ...]) -> None:
    rows = [["Case ref", "Agreement"], *([f"C-{n}", cell] for n, cell in enumerate(cells))]
    found = propose(rows, None, "", ["cases"])[0].meanings["agreement"]
    assert (list(found.guessed.items()), found.unknown) == (list(guessed.items()), unknown)


def test_words_are_asked_in_the_order_of_the_schema() -> None:
    rows = [["Staff ref", "Level"], *([f"P-{n}", word] for n, word in enumerate(["A", "F", "I", "N", "Y"]))]
    found = propose(rows, None, "", ["practitioners"])[0].meanings["level"]
    assert list(found.guessed) == ["F", "I", "A", "N"]
    assert found.unknown == ("Y",)
