"""Hand-worked: one sensitive case, accepted on 3 August 2026, first contact on the 20th."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from rsqm_tool.model.tables import Table
from tests.rows import cases, exception, flat, from_rows, judge, members, occasions, piles, table

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
    """1 case, 1 kept."""
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


NOT_YET = "out: not contacted yet, due before the first contact"


@pytest.mark.parametrize(
    ("contact", "closed", "pile"),
    [
        ("2026-11-20", "", "broken"),  # today
        ("2026-11-21", "", NOT_YET),  # tomorrow
        ("", "", NOT_YET),
        ("", "2026-11-20", "out: closed without a contact"),
        ("", "2026-11-21", NOT_YET),  # closed tomorrow
    ],
)
def test_until_the_first_contact_nothing_is_owed(contact: str, closed: str, pile: str) -> None:
    """A Foundation practitioner leads. Somebody was contacted on 20 November, the as-of date: broken. On the 21st, or
    never: not counted, and told, as there is time to name another."""
    rows, held = crew("P-FO lead 2026-08-03"), cases(sensitive="yes", closed_on=closed)
    finding = judge(CHECK, rows, held, STAFF, members({"first_contact_on": contact}), trained())
    assert finding.figures[pile] == 1
    assert finding.because is (None if pile == "broken" else Because.NOBODY)


def test_a_process_that_began_is_a_contact() -> None:
    """No first contact entered, letters from 15 September: an Advanced practitioner there on the 15th came in time, on
    the 16th a day late."""
    held, nobody = cases(sensitive="yes"), members({"first_contact_on": ""})
    for day, pile in (("2026-09-15", "kept"), ("2026-09-16", "broken")):
        rows = crew("P-IN lead 2026-08-03", f"P-AD co {day}")
        assert judge(CHECK, rows, held, STAFF, nobody, occasions(kind="letter"), trained()).figures[pile] == 1


@pytest.mark.parametrize(
    ("lead", "pile"), [("P-AD", "kept"), ("P-IN", "cannot_tell"), ("P-FO", "cannot_tell"), ("P-XX", "cannot_tell")]
)
def test_where_no_table_has_a_column_for_the_first_contact(lead: str, pile: str) -> None:
    """1 case: whoever is Advanced may lead on any day; of others nobody can tell whether anybody was contacted yet."""
    rows = crew(f"{lead} lead 2026-08-03", "P-AD mentor 2026-08-03")
    assert judge(CHECK, rows, cases(sensitive="yes"), STAFF, trained()).figures[pile] == 1


@pytest.mark.parametrize(
    ("finished", "pile"),
    [("2026-08-20", "kept"), ("2026-08-21", "cannot_tell"), ("", "kept")],
)
@pytest.mark.parametrize("rows", [("P-AD lead 2026-08-03",), ("P-IN lead 2026-08-03", "P-AD co 2026-08-03")])
def test_the_level_is_today_s_unless_the_training_tells_otherwise(
    rows: tuple[str, ...], finished: str, pile: str
) -> None:
    """P-AD is Advanced today, and finished the training that all Advanced have on 20 August, the day of first contact:
    Advanced then, for all one can tell. On the 21st: perhaps still below it on the 20th. Without a day: today's."""
    courses = table("training", f"""
        practitioner_id | subject               | completed_on
        P-IN            | sensitive and complex | 2025-05-01
        P-AD            | sensitive and complex | {finished}
    """)  # fmt: skip
    finding = judge(CHECK, crew(*rows), cases(sensitive="yes"), STAFF, CONTACT, courses)
    assert finding.figures[pile] == 1
    assert finding.figures["levels_as_of"] == "2026-11-20"


def test_of_two_advanced_practitioners_one_for_certain_is_enough() -> None:
    """P-AD finished the training on 21 August, a day after the contact; P-A2 in 2020. P-A2 alone would do."""
    staff = table("practitioners", """
        practitioner_id | level
        P-AD            | advanced
        P-A2            | advanced
        P-IN            | intermediate
    """)  # fmt: skip
    courses = table("training", """
        practitioner_id | subject               | completed_on
        P-IN            | sensitive and complex | 2025-05-01
        P-AD            | sensitive and complex | 2026-08-21
        P-A2            | sensitive and complex | 2020-05-01
    """)  # fmt: skip
    rows = crew("P-IN lead 2026-08-03", "P-AD co 2026-08-03", "P-A2 mentor 2026-08-03")
    assert judge(CHECK, rows, cases(sensitive="yes"), staff, CONTACT, courses).figures["kept"] == 1


def test_message_subjects_and_exception() -> None:
    rows, held = crew("P-FO lead 2026-08-03"), cases(sensitive="yes")
    finding = judge(CHECK, rows, held, STAFF, CONTACT, trained())
    assert (str(finding.outcome), finding.subjects) == ("partly met", ("C-1",))
    assert finding.message == (
        "1 of 1 sensitive case had neither an Advanced lead nor a trained Intermediate with a named Advanced "
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


@pytest.mark.parametrize(
    ("rows", "pile"),
    [
        (("P-AD lead 2026-08-03 2026-08-10", "P-FO co 2026-08-10"), "broken"),  # gone: Foundation was alone
        (("P-AD lead 2026-08-03 2026-08-19",), "broken"),  # gone the day before
        (("P-AD lead 2026-08-03 2026-08-20",), "kept"),  # until the day
        (("P-FO lead 2026-08-03 2026-08-19", "P-AD lead 2026-08-19"), "kept"),  # handed on in time
        (("P-FO co 2026-08-10", "P-AD lead 2027-04-20"), "cannot_tell"),  # still to come: nobody leads
        (("P-FO co 2026-08-10", "P-AD lead 2026-11-10"), "broken"),  # after the contact
        (("P-AD lead 2026-08-21",), "broken"),  # a day after
        (("P-AD lead",), "cannot_tell"),  # no day of allocation
        (("P-IN lead 2026-08-21", "P-AD co 2026-08-03"), "broken"),
        (("P-AD lead 2026-08-03", "P-IN lead 2026-11-10", "P-AD mentor 2026-08-03"), "kept"),
    ],
)
def test_somebody_led_it_on_the_day(rows: tuple[str, ...], pile: str) -> None:
    """First contact 20 August: whoever had left on the 19th, or came on the 21st, did not lead it."""
    assert found(*rows).figures[pile] == 1


@pytest.mark.parametrize(
    ("person", "pile"),
    [
        ({}, NOT_YET),
        ({"informed_on": "2026-08-20"}, "cannot_tell"),
        ({"ended": "took part"}, "cannot_tell"),
        ({"ended": "declined"}, "cannot_tell"),
        ({"informed_on": "2026-11-21"}, NOT_YET),
        ({"case_id": "", "first_contact_on": "2026-08-20"}, "cannot_tell"),  # in which case?
    ],
)
def test_a_blank_first_contact_hides_no_case(person: dict[str, str], pile: str) -> None:
    """An Advanced practitioner leads since 3 August. Somebody was reached, on no known day: perhaps before."""
    people = members({"first_contact_on": "", **person})
    held = cases(sensitive="yes")
    assert judge(CHECK, crew("P-AD lead 2026-08-03"), held, STAFF, people, trained()).figures[pile] == 1


def test_of_two_people_the_one_without_a_day_may_have_been_first() -> None:
    """PT-1 was contacted on 20 August. PT-2 took part, on no day that is entered: perhaps before P-AD came. That P-FO
    led on the 20th is broken all the same."""
    people = members({"first_contact_on": "2026-08-20"}, {"first_contact_on": "", "ended": "took part"})
    for lead, pile in (("P-AD", "cannot_tell"), ("P-FO", "broken")):
        rows = crew(f"{lead} lead 2026-08-03")
        assert judge(CHECK, rows, cases(sensitive="yes"), STAFF, people, trained()).figures[pile] == 1


def test_a_contact_before_acceptance_in_a_flat_export() -> None:
    """Accepted on 3 August, first contact on the 2nd: the row does not say since when P-AD had the case."""
    row = {"lead_practitioner_id": "P-AD", "co_practitioner_id": "", "first_contact_on": "2026-08-02"}
    assert judge(CHECK, flat(row, sensitive="yes"), STAFF, trained()).figures["cannot_tell"] == 1
