"""What holds for every check that counts in tables, over the tables of the fictional service, as the catalogue asks it.

A new check is here without being listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rsqm_tool import checks
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.load import load_workspace
from rsqm_tool.load.cache import Cache
from rsqm_tool.measures import _Watched
from rsqm_tool.model import Because, Criterion, Expectation, Finding, Workspace
from rsqm_tool.model.tables import ROWS, Table, Tables

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 11, 20)
_COUNTS = re.compile(r"checks\._(tally|counting|first_allocation) import")
COUNTING = [
    name
    for name in checks.names()
    if _COUNTS.search((ROOT / "rsqm_tool" / "checks" / f"{name}.py").read_text(encoding="utf-8"))
]
# These tell what is counted and name nobody, or name a document: they have no breakers to take away.
_NOBODY_NAMED = {
    "both_routes", "caseload", "feedback_views", "fields_complete", "offers_informed", "referrals_by_source",
    "registered_share", "states_agree", "withdrawals",
}  # fmt: skip


@cache
def service() -> Workspace:
    loaded = load_workspace(ROOT, cache=Cache(ROOT / "build" / "cache"))
    assert loaded.workspace, [str(p) for p in loaded.problems]
    return loaded.workspace


def ask(criterion: Criterion, rule: Expectation, tables: Tables) -> list[Finding]:
    workspace = replace(service(), tables=tables)
    items = tuple(i for i in workspace.items if any(s.criterion == criterion.id for s in i.supports))
    inquiry = Inquiry(criterion, rule, workspace, items, None, AS_OF)
    return list(checks.get(rule.check)(inquiry, **rule.parameters))


@cache
def computed() -> dict[str, tuple[Criterion, Expectation]]:
    """Every rule of the catalogue that reads a table, by its check."""
    found = {}
    for criterion in service().frameworks[0].criteria:
        for rule in criterion.expectations:
            watched = _Watched(service().tables)
            ask(criterion, rule, watched)
            if watched.seen:
                found[rule.check] = (criterion, rule)
    return found


def changed(change: Callable[[Table[Any]], Table[Any]]) -> Tables:
    """The tables of the service, each of them changed."""
    held = service().tables
    return replace(held, **{f.name: change(t) for f in fields(Tables) if isinstance(t := getattr(held, f.name), Table)})


def shuffled(seed: int) -> Tables:
    chance = Random(seed)
    return changed(lambda table: replace(table, rows=tuple(chance.sample(table.rows, len(table.rows)))))


def test_every_check_that_counts_in_tables_is_asked_for() -> None:
    """One that no criterion asks for would never be looked at here."""
    assert set(COUNTING) == computed().keys()


@pytest.mark.parametrize("check", checks.names())
def test_every_check_says_what_it_judges_and_then_what_it_counts(check: str) -> None:
    """The first line of its docstring, a sentence, and what stands behind it; another name has no definition."""
    assert checks.documentation(check).partition("\n\n")[0].endswith(".")
    assert checks.definition(check).endswith(".")
    assert "\n" not in checks.definition(check).replace("\n\n", "")
    assert checks.definition(f"{check}_not") == ""


@pytest.mark.parametrize("check", COUNTING)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_nothing(check: str, seed: int) -> None:
    criterion, rule = computed()[check]
    assert ask(criterion, rule, shuffled(seed)) == ask(criterion, rule, service().tables)


@pytest.mark.parametrize("check", COUNTING)
def test_each_number_has_its_definition_and_no_message_an_id(check: str) -> None:
    for finding in ask(*computed()[check], service().tables):
        assert finding.definition if finding.figures else not finding.definition
        if check != "states_agree":  # it names documents
            assert not re.search(r"\b[CPI]-\d", finding.message + finding.next_step)


def subjects(findings: list[Finding]) -> set[str]:
    return {id for finding in findings for id in finding.subjects}


@pytest.mark.parametrize("check", COUNTING)
def test_those_named_are_exactly_those_who_break_it(check: str) -> None:
    """Without their rows nobody breaks the rule. With theirs alone all of them do, and nobody keeps it for them."""
    criterion, rule = computed()[check]
    named = subjects(ask(criterion, rule, service().tables))
    if check in _NOBODY_NAMED:
        assert not named or check == "states_agree"
        return
    assert named, "somebody breaks every rule of the fictional service"
    about = {part for id in named for part in _parts(id)}
    assert not subjects(ask(criterion, rule, changed(lambda t: _rows(t, about, inside=False))))
    alone = ask(criterion, rule, changed(lambda t: _rows(t, about, inside=True)))
    assert subjects(alone) == named


def _parts(id: str) -> Iterator[str]:
    """An id and those of what it is part of: C-0130-1.R1 of the process C-0130-1 and the case C-0130."""
    yield id
    if found := re.match(r"C-\d+", id):
        yield from (id.partition(".")[0], found[0])


_SET = ("period", "part", "stage", "characteristic")  # what a set of equality figures is told by


def _rows(table: Table[Any], about: Set[str], *, inside: bool) -> Table[Any]:
    """The rows of a table that are about some ids, or the others; all rows where the table has none of theirs."""
    ids = [column for column in ("practitioner_id", "case_id", "process_id", "incident_id") if column in table.columns]

    def of(row: Any) -> bool:
        told = ", ".join(str(getattr(row, column)) for column in _SET) if table.name == "equality" else ""
        return told.casefold() in about or any(getattr(row, column) in about for column in ids)

    if not any(map(of, table.rows)):
        return table
    return replace(table, rows=tuple(row for row in table.rows if of(row) is inside))


@pytest.mark.parametrize("check", COUNTING)
def test_without_any_table_nothing_is_met_by_counting(check: str) -> None:
    """Not assessed as unread, or a figure that is only told: nobody is judged by what is not there."""
    for finding in ask(*computed()[check], Tables()):
        assert finding.because in (Because.UNREAD, Because.NOBODY) or "cannot be told" in finding.message
        assert not finding.figures.get("kept")


def test_every_table_is_read_by_some_rule() -> None:
    seen: set[str] = set()
    for criterion, rule in computed().values():
        watched = _Watched(service().tables)
        ask(criterion, rule, watched)
        seen |= watched.seen
    assert seen == set(ROWS)
