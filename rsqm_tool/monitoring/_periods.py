"""Figures that come counted, each for a time of its own: the offer, and equality."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rsqm_tool.checks._tally import Tally
from rsqm_tool.checks._window import period_of
from rsqm_tool.checks.offers_informed import Row, apart, by_agency
from rsqm_tool.dates import in_words
from rsqm_tool.model.monitoring import Counts, Share, Shares, quarter_of
from rsqm_tool.model.tables import Equality, Offer, days_of
from rsqm_tool.monitoring._figures import about
from rsqm_tool.monitoring._frames import cross
from rsqm_tool.monitoring._scope import Noun, Plan, Scope, not_counted, spelled

Days = tuple[date, date]  # first and last

ROW = Noun("row", "rows", "period", "of a time")
INFORMED = Noun("person harmed", "people harmed", "period", "owed the offer")
COUNTED = Noun("person", "people", "period", "counted")
SIDES = {"harmed": "People harmed", "responsible": "People responsible", None: "Side not entered"}
_NO_PERIOD, _LATER = "without a period", "received, or of a time that ends, after the as-of date"
_TWICE = "of a time that another row covers"


def called(days: Days) -> str:
    """What a time is called: 2026, 2026-Q3 or 2026-07 where it is one of these, else its first and last day."""
    first = days[0]
    names = (f"{first.year:04}", quarter_of(first), f"{first:%Y-%m}")
    return next((n for n in names if days_of(n) == days), f"{in_words(first)} to {in_words(days[1])}")


def _offers(scope: Scope, plan: Plan) -> Iterator[Shares]:
    out, lacking, tally = Counter[str](), Counter[Days](), Tally()
    rows: list[Row] = []
    for offer in scope.tables.offers.rows if scope.tables.offers else ():
        days = period_of(offer.period)
        why = _why_not(scope, offer, days)
        if why or days is None:
            out[why] += 1
        elif not _whole(offer):
            lacking[days] += 1
        else:
            rows.append((*days, offer))
    counted = [row for held in by_agency(rows).values() for row in apart(held, tally)]
    shares = defaultdict[Days, list[Offer]](list)
    for first, last, offer in counted:
        shares[first, last].append(offer)
    reasons = Counter({why: out[why] for why in (_NO_PERIOD, _LATER)}) + Counter({_TWICE: sum(tally.out.values())})
    left_out = [s for why, number in reasons.items() for s in not_counted(number, ROW, why)]
    for days, number in sorted(lacking.items()):
        why = f"of {called(days)} without both numbers, or with more who were told than were owed the offer"
        left_out += not_counted(number, ROW, why)
    definition = (
        "Of the people harmed who were owed the offer, how many were told of the service, by the figures of the "
        f"agencies that have the duty: those for a time that ended {scope.during}, added up over the agencies."
    )
    if shares:
        yield Shares(
            **about(scope, plan, INFORMED, definition + _ways(counted), ["offers"], left_out),
            row_name="Period",
            shares=tuple(_told(days, held) for days, held in sorted(shares.items(), key=lambda pair: pair[0])),
        )


def _why_not(scope: Scope, offer: Offer, days: Days | None) -> str:
    """Why a row does not count; empty where it does. What lies outside of the period is no reason to tell."""
    if days is None:
        return _NO_PERIOD
    begin = scope.begin("offers") or scope.first
    if days[1] > scope.as_of or (offer.received_on and offer.received_on > scope.as_of):
        return _LATER
    return "" if begin <= days[1] <= scope.last else "outside"


def _whole(offer: Offer) -> bool:
    return offer.eligible is not None and offer.informed is not None and offer.informed <= offer.eligible


def _told(days: Days, offers: Iterable[Offer]) -> Share:
    """The agencies' figures for one time, added up. They count everybody: there is no interval."""
    held = list(offers)
    return Share(called(days), sum(o.informed or 0 for o in held), sum(o.eligible or 0 for o in held))


def _ways(rows: Sequence[Row]) -> str:
    """A sentence where the agencies count in several ways, or do not say how."""
    ways = {(offer.definition or "").strip().casefold() for _, _, offer in rows}
    if "" in ways:
        return " How they were counted is not said for all."
    return f" They were counted in {len(ways)} ways, which cannot be compared." if len(ways) > 1 else ""


# Equality.


def _equality(scope: Scope, plan: Plan) -> Iterator[Counts]:
    table = scope.tables.equality
    named = defaultdict[str, list[Equality]](list)
    for row in sorted(table.rows, key=lambda r: r.row) if table else ():  # as the file has them, for a reader
        named[" ".join((row.characteristic or "").split()).casefold()].append(row)
    nameless = list(not_counted(len(named.pop("", ())), ROW, "without a characteristic"))
    taken: set[str] = set()
    for rows in named.values():
        name = spelled([r.characteristic for r in rows])(rows[0].characteristic)
        out, held = Counter[str](), defaultdict[str, list[tuple[Days, Equality]]](list)
        stage = spelled([r.stage for r in rows])
        for row in rows:
            days = period_of(row.period)
            why = _why_out(scope, row, days)
            if why or days is None:
                out[why] += 1
            else:
                held[f"{SIDES[row.part]}{', ' + stage(row.stage) if row.stage else ''}"].append((days, row))
        if held:
            told = [s for why, number in sorted(out.items()) for s in not_counted(number, ROW, why)]
            own = plan._replace(id=_id(plan.id, name, taken), title=f"{plan.title}: {name}")
            yield _characteristic(scope, own, name, held, [*nameless, *told])


def _why_out(scope: Scope, row: Equality, days: Days | None) -> str:
    """Why a row does not count; empty where it does."""
    if days is None:
        return _NO_PERIOD
    if days[0] > scope.as_of:
        return f"of a time after {in_words(scope.as_of)}"
    begin = scope.begin("equality") or scope.first
    # What is not over yet on the as-of date is counted so far.
    if days[0] < begin or (days[1] > scope.end and scope.end < scope.as_of):
        return "of a time that is not wholly in the period"
    return "" if row.group else "without a group"


def _characteristic(
    scope: Scope, plan: Plan, name: str, sets: Mapping[str, Sequence[tuple[Days, Equality]]], left_out: Sequence[str]
) -> Counts:
    """The figure of one characteristic: its rows by side and stage, each with the days of its period."""
    times = {column: _not_overlapping(days for days, _ in held) for column, held in sets.items()}
    counted = [(column, row) for column, held in sets.items() for days, row in held if days in times[column]]
    group = spelled([row.group for _, row in counted])
    groups = tuple(dict.fromkeys(group(row.group) for _, row in sorted(counted, key=lambda pair: pair[1].row)))
    numbers = [row.count_ for _, row in counted]
    columns = _columns([(column, row.count_ or 0) for column, row in counted])
    cells = cross([group(row.group) for _, row in counted], [column for column, _ in counted], numbers, groups, columns)
    every = sorted({days for held in times.values() for days in held})
    definition = (
        f"People as the service has counted them for {_listed(every)}{', added up' if len(every) > 1 else ''}, by "
        "group, side and stage of the work. Who prefers not to say has answered."
    )
    told = [
        *not_counted(sum(map(len, sets.values())) - len(counted), ROW, _TWICE),
        *not_counted(numbers.count(None), ROW, "without a number"),
        *(f"{column}: counted for {_listed(times[column])} only." for column in columns if times[column] != every),
    ]
    return Counts(
        **about(scope, plan, COUNTED, definition, ["equality"], left_out, told),
        row_name=name,
        column_name="Side, and stage",
        rows=groups,
        columns=columns,
        cells=cells,
        sensitive=True,
    )


def _columns(numbers: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Sides with their stages: people harmed first, and of each side the stage with most people."""
    totals, sides = Counter[str](), list(SIDES.values())
    for column, number in numbers:
        totals[column] += number
    return tuple(sorted(totals, key=lambda c: (sides.index(c.partition(", ")[0]), -totals[c], c)))


def _not_overlapping(times: Iterable[Days]) -> list[Days]:
    """Times that do not overlap: the one that begins first, the longer before the shorter."""
    kept: list[Days] = []
    for days in sorted(set(times), key=lambda d: (d[0], -d[1].toordinal())):
        if not kept or days[0] > kept[-1][1]:
            kept.append(days)
    return kept


def _listed(times: Iterable[Days]) -> str:
    *first, last = (called(days) for days in times)
    return f"{', '.join(first)} and {last}" if first else last


def _id(begin: str, name: str, taken: set[str]) -> str:
    """An id for anchors and file names, another for each name."""
    plain = re.sub("[^a-z0-9]+", "-", name.casefold())[:60].strip("-") or "other"
    ids = (f"{begin}-{plain}{'' if n == 1 else f'-{n}'}" for n in range(1, len(taken) + 2))
    id = next(i for i in ids if i not in taken)
    taken.add(id)
    return id


OFFERS = Plan(
    "offers", "People harmed who were told of the service", {"offers": ("period", "eligible", "informed")}, _offers
)
EQUALITY = Plan("equality", "Equality", {"equality": ("period", "characteristic", "group", "count")}, _equality)
