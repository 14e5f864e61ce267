"""A blank never passes as a pass: what is taken out of the fictional service's tables improves nothing.

Taken out: a whole column, and each cell of those who break a rule. A rule may fall silent only where another one of the
same criterion speaks up instead: without a day of written consent no form can be older than it, and consent is broken.
Ids that every row needs are not among them: the loader leaves out a row without one, and tells it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from rsqm_tool.measures import _Watched
from rsqm_tool.model import Because, Criterion, Expectation, Finding, Outcome
from rsqm_tool.model.tables import Table, Tables
from tests.checks.test_over_the_fictional_service import _parts, ask, computed, service, subjects

COLUMNS = {
    "cases": "referred_on accepted_on source initiated_by stage offence_group domestic_or_sexual sensitive "
    "record_held_by suitability outcome outcome_reason hold_from hold_to closed_on",
    "participants": "case_id part under_18 interpreter adjustment informed_on risk_info_on conditions_checked_on "
    "specialist_consulted_on first_attempt_on first_contact_on ended ended_on",
    "processes": "case_id process kind first_communication_on ended_on setting establishment_agreed_on agreement "
    "agreement_result result_told_on follow_up_offered_on followed_up_on",
    "participation": "verbal_consent_on written_consent_on parental_consent_on risk_assessed_on risk_reviewed_on "
    "countersigned_on attended",
    "facilitators": "case_id role allocated_on ended_on",
}
_WORSE = (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_ASSESSED, Outcome.NOT_MET)
_SILENT = (Because.NOBODY, Because.PERSON)


def outcome(findings: Sequence[Finding]) -> int:
    """How low these pull; what lowers nothing is met."""
    return max((_WORSE.index(f.outcome) for f in findings if f.because not in _SILENT), default=0)


def weight(findings: Sequence[Finding]) -> tuple[int, int]:
    """How many break a rule, and of how many nobody can tell."""
    piles = [(f.figures.get("broken", 0), f.figures.get("cannot_tell", 0)) for f in findings]
    return sum(int(broken) for broken, _ in piles), sum(int(unsure) for _, unsure in piles)


@cache
def before() -> dict[str, tuple[Criterion, Expectation, frozenset[str], list[Finding]]]:
    """Every rule that reads a table: its criterion, the tables, and what it finds."""
    found = {}
    for check, (criterion, rule) in computed().items():
        watched = _Watched(service().tables)
        findings = ask(criterion, rule, watched)
        found[check] = (criterion, rule, frozenset(watched.seen), findings)
    return found


def without(name: str, column: str, only: int | None = None) -> Tables:
    """The tables with one column blank; in the row of that number only, if there is one."""
    table: Table[Any] = getattr(service().tables, name)
    rows = tuple(row._replace(**{column: None}) if only in (None, row.row) else row for row in table.rows)
    return replace(service().tables, **{name: replace(table, rows=rows)})


def others(
    criterion: Criterion, check: str, name: str, tables: Tables
) -> Iterator[tuple[list[Finding], list[Finding]]]:
    """What the other rules of a criterion that read a table found, and what they find now."""
    for other, (its, rule, read, were) in before().items():
        if its.id == criterion.id and other != check and name in read:
            yield were, ask(its, rule, tables)


@pytest.mark.parametrize(("name", "column"), [(n, c) for n, columns in COLUMNS.items() for c in columns.split()])
def test_a_blank_column_improves_nothing(name: str, column: str) -> None:
    assert column in service().tables.get(name).columns
    tables = without(name, column)
    for check, (criterion, rule, read, were) in before().items():
        if name not in read or outcome(ask(criterion, rule, tables)) >= outcome(were):
            continue
        instead = [outcome(now) for old, now in others(criterion, check, name, tables) if outcome(now) > outcome(old)]
        assert instead and max(instead) >= outcome(were), f"{check} got better"


@pytest.mark.parametrize("name", COLUMNS)
def test_a_blank_cell_hides_nobody_who_breaks_a_rule(name: str) -> None:
    """Whoever broke it breaks it still, or is one of whom nobody can tell, or is on a pile of another rule."""
    table: Table[Any] = getattr(service().tables, name)
    ids = [column for column in ("practitioner_id", "case_id", "process_id") if column in table.columns]
    for check, (criterion, rule, read, were) in before().items():
        about = {part for id in subjects(were) for part in _parts(id)} if name in read else set()
        rows = [row for row in table.rows if any(getattr(row, i) in about for i in ids)][:12]
        for row, column in ((r, c) for r in rows for c in COLUMNS[name].split() if getattr(r, c) is not None):
            tables = without(name, column, row.row)
            (broken, unsure), (was_broken, was_unsure) = weight(ask(criterion, rule, tables)), weight(were)
            if broken + unsure >= was_broken + was_unsure:
                continue
            told = [(weight(old), weight(now)) for old, now in others(criterion, check, name, tables)]
            assert any(sum(now) > sum(old) for old, now in told), f"{check}: row {row.row}, {column}"
