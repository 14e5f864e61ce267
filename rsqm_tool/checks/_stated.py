"""The figures that a document may give under `states:` in the register, and how the tables count each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from rsqm_tool.checks._cases import Occasion, is_flat, occasions
from rsqm_tool.checks._window import period_of
from rsqm_tool.model.tables import Feedback, Incident, IncidentKind, Offer, Table, Tables

Days = tuple[date, date]  # first and last day, both inside


class Figure(NamedTuple):
    """One figure that the tables can count."""

    about: str  # its definition, to follow "counted:"
    table: str  # canonical name of the table that it is counted in
    columns: tuple[str, ...]  # that it needs there
    number: Callable[[Tables, Days], int]


def _inside(day: date | None, days: Days) -> bool:
    return day is not None and days[0] <= day <= days[1]


def _cases(column: str, about: str, *others: str, where: Callable[[Any], bool] = bool) -> Figure:
    """Cases with their day in a column; `where` must hold of the row, which then needs other columns, too."""

    def number(tables: Tables, days: Days) -> int:
        rows = tables.cases.rows if tables.cases else ()
        return sum(where(row) for row in rows if _inside(getattr(row, column), days))

    return Figure(about, "cases", (column, *others), number)


def _processes(about: str, *others: str, where: Callable[[Occasion], bool]) -> Figure:
    def number(tables: Tables, days: Days) -> int:
        return sum(where(o) for o in occasions(tables) if _inside(o.on, days))

    return Figure(about, "processes", ("first_communication_on", *others), number)


def _incidents(about: str, *kinds: IncidentKind) -> Figure:
    def number(tables: Tables, days: Days) -> int:
        rows: Iterable[Incident] = tables.incidents.rows if tables.incidents else ()
        return sum(not kinds or row.kind in kinds for row in rows if _inside(row.raised_on, days))

    return Figure(about, "incidents", ("raised_on", "kind"), number)


def _feedback(column: str, about: str, *others: str, where: Callable[[Feedback], bool] = bool) -> Figure:
    """People who were asked, or who answered, after a process."""

    def number(tables: Tables, days: Days) -> int:
        rows: Iterable[Feedback] = tables.feedback.rows if tables.feedback else ()
        about_it = (row for row in rows if row.stage in ("after process", None))
        return sum(where(row) for row in about_it if _inside(getattr(row, column), days))

    return Figure(about, "feedback", (column, *others), number)


def _offers(column: str, about: str) -> Figure:
    def number(tables: Tables, days: Days) -> int:
        rows: Iterable[Offer] = tables.offers.rows if tables.offers else ()
        whole = (row for row in rows if (p := period_of(row.period)) and days[0] <= p[0] and p[1] <= days[1])
        return sum(getattr(row, column) or 0 for row in whole)

    return Figure(about, "offers", ("period", column), number)


_ANSWERED = "of the replies received in the period after a process"
FIGURES = {
    "referrals": _cases("referred_on", "cases referred in the period"),
    "self_referrals": _cases(
        "referred_on", "cases referred in the period whose source is `self`", "source",
        where=lambda c: (c.source or "").casefold() in ("self", "self-referral", "self referral"),
    ),
    "sensitive": _cases("referred_on", "cases referred in the period that are entered as sensitive", "sensitive",
                        where=lambda c: bool(c.sensitive)),
    "accepted": _cases("accepted_on", "cases accepted in the period"),
    "closed": _cases("closed_on", "cases closed in the period"),
    "withdrawn": _cases("closed_on", "cases closed in the period with the outcome withdrawn", "outcome",
                        where=lambda c: c.outcome == "withdrawn"),
    "unsuitable": _cases("closed_on", "cases closed in the period with the outcome unsuitable", "outcome",
                         where=lambda c: c.outcome == "unsuitable"),
    "processes": _processes("processes whose first communication was in the period", where=lambda o: True),
    "direct": _processes("direct processes whose first communication was in the period", "process",
                         where=lambda o: o.direct is True),
    "indirect": _processes("indirect processes whose first communication was in the period", "process",
                           where=lambda o: o.direct is False),
    "agreements": _processes("processes with an agreement whose first communication was in the period", "agreement",
                             where=lambda o: o.record.agreement == "made"),
    "agreements_done": _processes(
        "processes whose agreement is done and whose first communication was in the period", "agreement_result",
        where=lambda o: o.record.agreement_result == "done",
    ),
    "incidents": _incidents("entries of the log of the kind incident raised in the period", "incident"),
    "near_misses": _incidents("entries of the log of the kind near miss raised in the period", "near miss"),
    "complaints": _incidents("entries of the log of the kind complaint raised in the period", "complaint"),
    "data_breaches": _incidents("entries of the log of the kind data breach raised in the period", "data breach"),
    "safeguarding_referrals": _incidents(
        "entries of the log of the kind safeguarding referral raised in the period", "safeguarding referral"
    ),
    "allegations": _incidents("entries of the log of the kind allegation raised in the period", "allegation"),
    "logged": _incidents("entries of the log raised in the period, of every kind"),
    "asked": _feedback("asked_on", "people asked in the period after a process"),
    "replies": _feedback("received_on", "replies received in the period after a process"),
    "satisfied": _feedback("received_on", f"{_ANSWERED}, those with 4 or 5", "satisfied",
                           where=lambda r: (r.satisfied or 0) >= 4),
    "would_recommend": _feedback("received_on", f"{_ANSWERED}, those who would recommend it", "would_recommend",
                                 where=lambda r: bool(r.would_recommend)),
    "felt_safe": _feedback("received_on", f"{_ANSWERED}, those who felt safe", "felt_safe",
                           where=lambda r: bool(r.felt_safe)),
    "felt_free_to_refuse": _feedback("received_on", f"{_ANSWERED}, those who felt free to say no",
                                     "felt_free_to_refuse", where=lambda r: bool(r.felt_free_to_refuse)),
    "eligible": _offers("eligible", "people harmed who were owed the offer, in the offers of the period"),
    "informed": _offers("informed", "people harmed who were told of the service, in the offers of the period"),
}  # fmt: skip
_ALSO = {
    "referral": "referrals", "cases_referred": "referrals", "process": "processes", "cases_accepted": "accepted",
    "direct_processes": "direct", "indirect_processes": "indirect", "cases_closed": "closed",
    "withdrawals": "withdrawn", "incident": "incidents", "complaint": "complaints", "breaches": "data_breaches",
    "data_breach": "data_breaches", "near_miss": "near_misses", "recommend": "would_recommend", "safe": "felt_safe",
    "free": "felt_free_to_refuse", "safeguarding": "safeguarding_referrals", "allegation": "allegations",
    "agreements_made": "agreements", "self_referral": "self_referrals", "sensitive_cases": "sensitive",
}  # fmt: skip


def figure(name: str) -> Figure | None:
    """The figure of that name, whatever its capitals, hyphens and spaces; None where there is none."""
    plain = "_".join(name.casefold().replace("-", " ").replace("_", " ").split())
    return FIGURES.get(_ALSO.get(plain, plain))


def table_of(tables: Tables, wanted: Figure) -> tuple[Table[Any] | None, Sequence[str]]:
    """The table that a figure is counted in, and the columns it lacks; a flat export has its processes in `cases`."""
    if wanted.table == "processes" and is_flat(tables, "processes"):
        return tables.cases, ()
    table = tables.get(wanted.table)
    return table, [c for c in wanted.columns if table is None or c not in table.columns]


def stated(states: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, int | None]]:
    """The figures that an item states, by name; None for one that is no number."""
    for name, value in states:
        if name != "period":
            plain = str(value).replace(",", "").replace(" ", "")
            yield name, int(plain) if plain.isascii() and plain.isdigit() else None
