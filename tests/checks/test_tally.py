"""The grades that piles come to, and the words for what does not count."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from rsqm_tool import checks
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import (
    Breach,
    Tally,
    Words,
    by_safety_rule,
    by_staff_rule,
    singular,
    tell,
    window_start,
)
from rsqm_tool.model import Location
from tests.bench import action, criterion, expectation
from tests.rows import lost, service, table

HERE = Location("evidence/people/log.csv", row=2)


def tally(kept: int = 0, broken: int = 0, slightly: int = 0, cannot_tell: int = 0, explained: int = 0) -> Tally:
    return Tally(
        kept=["k"] * kept,
        broken=[Breach("b", HERE)] * broken + [Breach("s", HERE, partly=True)] * slightly,
        cannot_tell=["c"] * cannot_tell,
        explained=["e"] * explained,
    )


@pytest.mark.parametrize(
    ("piles", "outcome"),
    [
        (tally(kept=3), "met"),
        (tally(kept=3, cannot_tell=1), "partly met"),
        (tally(kept=3, explained=1), "met"),
        (tally(broken=1), "partly met"),  # one person
        (tally(kept=18, broken=2), "partly met"),  # 2 of 20: 10 %
        (tally(kept=17, broken=2), "not met"),  # 2 of 19: 10.5 %
        (tally(kept=17, broken=2, explained=1), "partly met"),  # 2 of 20
        (tally(kept=17, broken=2, cannot_tell=1), "not met"),  # 2 of the 19 of whom one can tell
        (tally(kept=1, slightly=9), "partly met"),
        (tally(kept=1, broken=1, slightly=9), "partly met"),
        (tally(kept=1, broken=2, slightly=9), "not met"),  # 2 of 12: 16.7 %
    ],
)
def test_the_staff_rule(piles: Tally, outcome: str) -> None:
    """One person, or up to 10 %, is partly met; more is not met."""
    assert str(by_staff_rule(piles)) == outcome


def test_whoever_is_unsure_for_want_of_a_row_is_counted_as_such() -> None:
    """Only where rows of the table that would tell could not be read."""
    held = Tally()
    whole = table("cases", "case_id \n C-1")
    held.unsure("P-01", whole, None)
    held.unsure("P-02", whole, lost(whole), people=2)
    assert (held.cannot_tell, held.blurred) == (["P-01", "P-02", "P-02"], 2)


def inquiry(**held: object) -> Inquiry:
    asked = criterion("5.1", expectation("bench"), safeguarding=True)
    return Inquiry(asked, asked.expectations[0], service(**held), (), None, date(2026, 11, 20))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "learned", "outcome"),
    [
        ("2025-11-20", True, "not met"),  # twelve months ago to the day
        ("2025-11-19", True, "partly met"),
        ("2025-11-19", False, "not met"),
        (None, True, "not met"),  # it may have been yesterday
    ],
)
def test_the_safety_rule(on: str | None, learned: bool, outcome: str) -> None:
    """A break in the last 12 months is not met; an older one is partly met only where learning is recorded."""
    broken = Tally(kept=["k"], broken=[Breach("b", HERE, on=date.fromisoformat(on) if on else None)])
    held = inquiry(actions=[action("A-1", "5.1")] if learned else [])
    assert str(by_safety_rule(held, broken)) == outcome


@pytest.mark.parametrize(
    ("raised", "action", "outcome"),
    [
        ("2025-06-01", "A-3", "partly met"),
        ("2025-05-31", "A-3", "not met"),
        ("2025-06-01", "-", "not met"),
        ("2026-11-21", "A-3", "not met"),
    ],
)
def test_an_incident_s_learning_counts_from_the_day_of_the_break(raised: str, action: str, outcome: str) -> None:
    log = table("incidents", f"incident_id | raised_on | learning_action \n I-1 | {raised} | {action}")
    broken = Tally(broken=[Breach("b", HERE, on=date(2025, 6, 1))])
    asked = criterion("5.1", expectation("bench"))
    held = Inquiry(asked, asked.expectations[0], service(log), (), None, date(2026, 11, 20))
    assert str(by_safety_rule(held, broken)) == outcome


def test_nothing_broken_is_met_and_what_nobody_can_tell_is_partly_met() -> None:
    assert str(by_safety_rule(inquiry(), tally(kept=1))) == "met"
    assert str(by_safety_rule(inquiry(), tally(kept=1, cannot_tell=1))) == "partly met"


@pytest.mark.parametrize(
    ("safety", "last", "begins", "start"),
    [
        (False, None, None, "2025-11-20"),
        (False, "2026-06-01", None, "2025-11-20"),  # the last assessment matters to safety rules only
        (True, None, None, "2023-11-20"),  # 36 months
        (True, "2024-03-10", None, "2024-03-10"),
        (True, "2020-03-10", None, "2023-11-20"),
        (True, "2026-11-21", None, "2023-11-20"),  # still to come
        (False, None, "2026-04-01", "2026-04-01"),
        (False, None, "2024-04-01", "2025-11-20"),
    ],
)
def test_windows(safety: bool, last: str | None, begins: str | None, start: str) -> None:
    held = table("supervision", "held_on", records_begin=begins)
    assert str(window_start(inquiry(last=last), held, safety)) == start


def test_a_window_on_a_leap_day_begins_on_the_28th() -> None:
    held, asked = table("supervision", "held_on"), criterion("4.4", expectation("bench"))
    leap = Inquiry(asked, asked.expectations[0], service(), (), None, date(2028, 2, 29))
    assert str(window_start(leap, held)) == "2027-02-28"


@pytest.mark.parametrize(
    ("who", "one"),
    [
        ("active practitioners", "active practitioner"),
        ("active practitioners who owe hours of development", "active practitioner who owes hours of development"),
        ("active practitioners who facilitate", "active practitioner who facilitates"),
        ("people harmed in cases that the person responsible asked for",
         "person harmed in cases that the person responsible asked for"),
        ("entries of the incident log", "entry of the incident log"),
    ],
)  # fmt: skip
def test_who_counts_is_told_of_one_where_one_counts(who: str, one: str) -> None:
    assert singular(who) == one


@pytest.mark.parametrize("name", checks.names())
def test_what_every_rule_counts_has_a_singular(name: str) -> None:
    """Each text behind `who=` in a rule's file."""
    source = Path(checks.get(name).__code__.co_filename).read_text(encoding="utf-8")
    for who in re.findall(r'\bwho=f?"([^"]+)"', source):
        assert singular(who) != who, who


def test_one_is_the_subject_of_its_verb() -> None:
    """One of two breaks it, then one of one keeps it; of two the verb and the noun stay as the rule has them."""
    words = Words(who="cases", keeps="are marked", breaks="are not marked", next_step="")
    told = [
        tell(inquiry(), [], held, words, by_staff_rule).message
        for held in (tally(kept=1, broken=1), tally(kept=1), tally(kept=2))
    ]
    assert told == ["1 of 2 cases is not marked", "1 of 1 case is marked", "2 of 2 cases are marked"]
