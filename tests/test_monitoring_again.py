"""The fictional service's figures, counted a second time with nothing but `csv` from the files themselves."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rsqm_tool.load import load_workspace
from rsqm_tool.model import Workspace
from rsqm_tool.model.monitoring import Funnel, Monitoring, Shares, Waits
from rsqm_tool.monitoring import PLANS, monitor, monitor_service
from tests.monitored import (
    AS_OF,
    QUARTERS,
)
from tests.process import ROOT
from tests.rows import judge


@pytest.fixture(scope="module")
def fenland() -> Workspace:
    held = load_workspace(ROOT).workspace
    assert held
    return held


@pytest.fixture(scope="module")
def figures(fenland: Workspace) -> Monitoring:
    return monitor_service(fenland, AS_OF)


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "evidence" / "monitoring" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> str:
    """A day of the fictional service, day first, as text that sorts; blank is after everything."""
    return "-".join(reversed(text.split("/"))) if text else "9999"


def quarter(text: str) -> str:
    year, month, _ = day(text).split("-")
    return f"{year}-Q{(int(month) - 1) // 3 + 1}"


def in_period(text: str) -> bool:
    return "2025-01-01" <= day(text) <= "2026-11-20"


def counted(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter((row, column.casefold()) for row, column in pairs)


def as_counter(figure: Any) -> Counter[tuple[str, str]]:
    return Counter({
        (row, column.casefold()): number
        for row, numbers in zip(figure.rows, figure.cells, strict=True)
        for column, number in zip(figure.columns, numbers, strict=True) if number
    })  # fmt: skip


@pytest.mark.parametrize(
    ("id", "name", "on", "column"),
    [
        ("referrals-by-source", "cases", "Referred", "Referral source"),
        ("referrals-by-offence", "cases", "Referred", "Offence"),
        ("outcomes", "cases", "Closed", "Result"),
        ("processes-by-kind", "processes", "First communication", "Form"),
        ("incidents", "incidents", "Raised", "Kind"),
    ],
)
def test_the_fictional_service_counted_again(figures: Monitoring, id: str, name: str, on: str, column: str) -> None:
    again = counted((quarter(r[on]), r[column]) for r in rows(name) if in_period(r[on]))
    assert sum(again.values()) > 15
    assert as_counter(figures.figure(id)) == again


def test_its_routes_counted_again(figures: Monitoring) -> None:
    held = [r for r in rows("processes") if in_period(r["First communication"])]
    names = {"Face to face": "Direct", "Indirect": "Indirect"}
    again = counted((quarter(r["First communication"]), names[r["Route"]]) for r in held)
    assert as_counter(figures.figure("processes")) == again
    made_ = counted((names[r["Route"]], r["Agreement"] or "Not entered") for r in held)
    assert as_counter(figures.figure("agreements")) == made_


def test_its_funnel_counted_again(figures: Monitoring) -> None:
    contacts = {
        r["Case ref"] for r in rows("participants") if r["Side"] == "Harmed" and day(r["First contact"]) <= "2026-11-20"
    }
    begun = {r["Case ref"] for r in rows("processes") if day(r["First communication"]) <= "2026-11-20"}
    referred = {r["Case ref"]: day(r["Accepted"]) <= "2026-11-20" for r in rows("cases") if in_period(r["Referred"])}
    accepted = {case for case, yes in referred.items() if yes}
    again = [len(referred), len(accepted), len(accepted & contacts), len(accepted & contacts & begun)]
    found = figures.figure("funnel")
    assert isinstance(found, Funnel)
    assert [stage.count for stage in found.stages] == again


def test_its_replies_counted_again(figures: Monitoring) -> None:
    held = [r for r in rows("feedback") if r["Received"] and in_period(r["Received"])]
    found = figures.figure("satisfaction")
    assert isinstance(found, Shares)
    for share in found.shares:
        side = "Harmed" if share.label.startswith("People harmed") else "Responsible"
        when = {"s": "After process", "p": "Follow-up", "d": "Did not proceed"}[share.label[-1]]
        answers = [
            int(r["Q1 satisfied (1-5)"])
            for r in held
            if (r["Side"], r["When"]) == (side, when) and r["Q1 satisfied (1-5)"]
        ]
        assert (share.numerator, share.denominator) == (sum(a >= 4 for a in answers), len(answers))
    assert sum(s.denominator for s in found.shares) > 200
    asked = Counter(quarter(r["Asked"]) for r in rows("feedback") if in_period(r["Asked"]))
    replied = Counter(
        quarter(r["Asked"]) for r in rows("feedback") if in_period(r["Asked"]) and day(r["Received"]) <= "2026-11-20"
    )
    again = figures.figure("feedback-replied")
    assert isinstance(again, Shares)
    assert [(s.numerator, s.denominator) for s in again.shares] == [(replied[q], asked[q]) for q in QUARTERS]


def test_its_offers_counted_again(figures: Monitoring) -> None:
    sums: dict[str, list[int]] = {}
    for r in rows("offers"):
        first, _, last = r["Quarter"].partition("/")
        if last >= "2025-01-01" and r["Informed"]:
            held = sums.setdefault(f"{first[:4]}-Q{(int(first[5:7]) + 2) // 3}", [0, 0])
            held[0] += int(r["Informed"])
            held[1] += int(r["Eligible"])
    found = figures.figure("offers")
    assert isinstance(found, Shares)
    assert {s.label: [s.numerator, s.denominator] for s in found.shares} == sums
    assert len(sums) == 7


def test_its_waits_to_the_first_communication_counted_again(figures: Monitoring) -> None:
    referred = {r["Case ref"]: date.fromisoformat(day(r["Referred"])) for r in rows("cases")}
    first: dict[str, date] = {}
    for r in rows("processes"):
        on = date.fromisoformat(day(r["First communication"]))
        first[r["Case ref"]] = min(on, first.get(r["Case ref"], on))
    days = sorted((on - referred[case]).days for case, on in first.items() if date(2025, 1, 1) <= on <= AS_OF)
    found = figures.figure("waiting-to-process")
    assert isinstance(found, Waits)
    assert list(found.waits[-1].days) == days
    middle = len(days) // 2
    assert found.waits[-1].median == (days[middle] if len(days) % 2 else (days[middle - 1] + days[middle]) / 2)


def test_its_first_attempts_are_those_of_the_rule(fenland: Workspace) -> None:
    """On 31 December 2026 the rule's twelve months are the four quarters: nobody was accepted on 31 December 2025."""
    last = date(2026, 12, 31)
    cases, people = fenland.tables.cases, fenland.tables.participants
    assert cases and people
    assert not any(c.accepted_on == date(2025, 12, 31) for c in cases.rows)
    ours = replace(cases, rows=tuple(c for c in cases.rows if not c.record_held_by))
    found = monitor(replace(fenland.tables, cases=ours), last, quarters=4).figure("waiting-first-attempt")
    assert isinstance(found, Waits)
    rule = judge("first_attempt", ours, people, as_of=str(last), targets={"first_contact_days": 10}).figures
    whole = found.waits[-1]
    assert (len(whole.days), whole.median, whole.ninetieth) == (rule["attempts"], rule["median_days"], rule["p90_days"])
    assert len(whole.days) > 100


def test_every_figure_says_what_it_is(figures: Monitoring) -> None:
    ids = [f.id for f in figures.figures]
    assert list(dict.fromkeys(re.sub("^equality-.*", "equality", id) for id in ids)) == [plan.id for plan in PLANS]
    assert len(set(ids)) == len(ids)
    assert figures.missing == ()
    for f in figures.figures:
        assert re.fullmatch("[a-z0-9-]+", f.id)
        assert f.title and f.unit and f.tables
        assert all(sentence.endswith(".") for sentence in (f.definition, *f.left_out))
