"""Hand-worked: one sensitive case, accepted on 3 August 2026, first contact on the 20th."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from rsqm_tool.model.tables import Table
from tests.rows import cases, exception, flat, from_rows, judge, members, piles, table

CHECK = "sensitive_led_by_advanced"
STAFF = table("practitioners", """
    practitioner_id | level
    P-AD            | advanced
    P-IN            | intermediate
    P-FO            | foundation
    P-XX            |
""")  # fmt: skip


def crew(*rows: str) -> Table[Any]:
    """ "P-AD lead 2026-08-03": facilitators of C-1."""
    cells = [dict(zip(("practitioner_id", "role", "allocated_on", "ended_on"), (*r.split(), "", ""), strict=False))
             for r in rows]  # fmt: skip
    return from_rows("facilitators", [{"case_id": "C-1", **c} for c in cells],
                     ["case_id", "practitioner_id", "role", "allocated_on", "ended_on"])  # fmt: skip


def trained(on: str = "2025-05-01", expires: str = "", subject: str = "sensitive and complex") -> Table[Any]:
    row = {"practitioner_id": "P-IN", "subject": subject, "completed_on": on, "expires_on": expires}
    return from_rows("training", [row])


CONTACT = members({"first_contact_on": "2026-08-20"})


def found(*rows: str, training: Table[Any] | None = None, **case: str) -> Finding:
    held = cases(**{"sensitive": "yes", **case})
    return judge(CHECK, crew(*rows), held, STAFF, CONTACT, training or trained())


def test_an_advanced_practitioner_leads() -> None:
    finding = found("P-AD lead 2026-08-03")
    assert (str(finding.outcome), piles(finding)) == ("met", "kept 1, broken 0, cannot tell 0, explained 0 of 1")


@pytest.mark.parametrize(
    ("rows", "pile"),
    [
        (("P-IN lead 2026-08-03", "P-AD co 2026-08-20"), "kept"),  # on the day of first contact
        (("P-IN lead 2026-08-03", "P-AD mentor 2026-08-19"), "kept"),
        (("P-IN lead 2026-08-03", "P-AD co 2026-08-21"), "broken"),  # a day after
        (("P-IN lead 2026-08-03", "P-AD observer 2026-08-03"), "broken"),
        (("P-IN lead 2026-08-03", "P-AD mentor 2026-08-03 2026-08-19"), "broken"),  # gone before first contact
        (("P-IN lead 2026-08-03", "P-AD mentor"), "cannot_tell"),  # no day of allocation
        (("P-IN lead 2026-08-03", "P-IN co 2026-08-03"), "broken"),
        (("P-IN lead 2026-08-03",), "broken"),
        (("P-FO lead 2026-08-03", "P-AD co 2026-08-03"), "broken"),  # Foundation does not lead
        (("P-XX lead 2026-08-03",), "cannot_tell"),  # level not entered
        (("P-AD lead 2026-08-03", "P-FO lead 2026-09-03"), "broken"),  # handed on
        (("P-AD co 2026-08-03",), "cannot_tell"),  # nobody leads
    ],
)  # fmt: skip
def test_who_leads_with_whom(rows: tuple[str, ...], pile: str) -> None:
    """First contact 20 August: an Advanced practitioner allocated on the 20th is there in time, on the 21st is not."""
    assert found(*rows).figures[pile] == 1


@pytest.mark.parametrize(
    ("training", "pile"),
    [
        (trained("2026-08-20"), "kept"),  # finished on the day of first contact
        (trained("2026-08-21"), "broken"),
        (trained(expires="2026-08-20"), "kept"),
        (trained(expires="2026-08-19"), "broken"),
        (trained(""), "cannot_tell"),
        (trained(subject="facilitation"), "broken"),
    ],
)
def test_the_training_of_an_intermediate(training: Table[Any], pile: str) -> None:
    assert found("P-IN lead 2026-08-03", "P-AD co 2026-08-03", training=training).figures[pile] == 1


def test_without_a_table_of_training_nobody_can_tell() -> None:
    rows = crew("P-IN lead 2026-08-03", "P-AD co 2026-08-03")
    assert judge(CHECK, rows, cases(sensitive="yes"), STAFF, CONTACT).figures["cannot_tell"] == 1


def test_who_is_counted() -> None:
    """Not sensitive: nobody. Domestic: yes. Not entered: nobody can tell. Closed 12 months ago to the day: yes; a day
    more: no. Without anybody allocated or contacted: not yet."""
    lead = "P-FO lead 2025-08-03"
    assert found(lead, sensitive="no").because is Because.NOBODY
    assert found(lead, sensitive="no", domestic_or_sexual="yes").figures["broken"] == 1
    assert found(lead, sensitive="").figures["cannot_tell"] == 1
    assert found(lead, accepted_on="2025-08-03", closed_on="2025-11-20").figures["broken"] == 1
    assert found(lead, accepted_on="2025-08-03", closed_on="2025-11-19").because is Because.NOBODY
    nobody = judge(CHECK, crew(), cases(sensitive="yes"), STAFF, trained())
    assert (nobody.because, nobody.figures["out: not allocated"]) == (Because.NOBODY, 1)
    assert found().figures["cannot_tell"] == 1  # contacted, and nobody entered


def test_message_subjects_and_exception() -> None:
    rows, held = crew("P-FO lead 2026-08-03"), cases(sensitive="yes")
    finding = judge(CHECK, rows, held, STAFF, CONTACT, trained())
    assert (str(finding.outcome), finding.subjects) == ("partly met", ("C-1",))
    assert finding.message == (
        "1 of 1 sensitive cases had neither an Advanced lead nor a trained Intermediate with a named Advanced "
        "practitioner"
    )
    excused = judge(CHECK, rows, held, STAFF, CONTACT, trained(), exceptions=[exception(CHECK, "C-1")])
    assert excused.figures["explained"] == 1


@pytest.mark.parametrize(
    ("lead", "co", "pile"), [("P-AD", "", "kept"), ("P-IN", "P-AD", "kept"), ("P-IN", "", "broken")]
)
def test_a_flat_export(lead: str, co: str, pile: str) -> None:
    """Both count as allocated from acceptance."""
    row = {"lead_practitioner_id": lead, "co_practitioner_id": co, "first_contact_on": "2026-08-20"}
    assert judge(CHECK, flat(row, sensitive="yes"), STAFF, trained()).figures[pile] == 1


def test_unread() -> None:
    finding = judge(CHECK, cases(), STAFF)
    assert finding.message == "Not judged: there is no table `facilitators`"
