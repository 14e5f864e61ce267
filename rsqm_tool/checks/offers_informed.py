"""What share of the people harmed who were owed the offer were told of the service.

Counts the rows of the table `offers` whose period ended in the 12 months up to the as-of date and whose figures had
come by then. Only the agencies with the duty can count this, so nothing else is used, and the share lowers nothing.
Of periods of one agency that overlap, the one that begins first counts, the longer before the shorter. A row that
lacks a number, or says that more were told than were owed it, is one of which nobody can tell. Without figures it is
not assessed: ask the agencies for them, and register the request with its date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rsqm_tool.checks import _unread
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import AFTER, Tally, place, singular, unread
from rsqm_tool.checks._window import Window, percent, period_of
from rsqm_tool.dates import agreeing, count, in_words
from rsqm_tool.model import Because, Finding, Outcome
from rsqm_tool.model.tables import Offer, Table

NEEDED = {"offers": ("period", "eligible", "informed")}
_ASK = "Ask the agencies that have the duty for their figures, enter them, and register the request with its date."
_TWICE = "of a period that another row covers"
Row = tuple[date, date, Offer]  # first day, last day


def check(inquiry: Inquiry) -> Iterator[Finding]:
    offers = inquiry.workspace.tables.offers
    not_there = list(unread(inquiry, NEEDED))
    if not_there or offers is None:
        yield from not_there
        return
    tally = Tally()
    rows = [row for row in _in_time(inquiry, offers, tally) if _whole(row, tally)]
    counted = [row for held in by_agency(rows).values() for row in apart(held, tally)]
    eligible = sum(offer.eligible or 0 for _, _, offer in counted)
    informed = sum(offer.informed or 0 for _, _, offer in counted)
    tally.kept += [str(offer.row) for _, _, offer in counted]
    figures = tally.figures(eligible=eligible, informed=informed, **_unread.figures([offers]))
    if not eligible:
        yield _nothing(inquiry, offers, bool(counted), figures)
        return
    step = "Ask the agencies about the rows that lack a number." if tally.cannot_tell else ""
    step = f"{_unread.repair([offers])} {step}".strip()
    outcome = Outcome.PARTLY_MET if tally.cannot_tell or offers.left_out else Outcome.MET
    message = f"{_told(counted, informed, eligible)}{_asides(tally)}{_unread.aside([offers])}"
    where = _unread.first([offers]) or place(offers)
    yield inquiry.finding(outcome, message, step, where=where, figures=figures)


def _nothing(inquiry: Inquiry, table: Table[Offer], read: bool, figures: dict[str, int | float | str]) -> Finding:
    """No figures came, or they say that nobody was owed the offer."""
    message, step, because = "Nobody to count: by the agencies' figures nobody was owed the offer", "", Because.NOBODY
    if not read or table.left_out:
        message = f"Not judged: no figures on the offer for the 12 months before {in_words(inquiry.as_of)}"
        step, because = _unread.repair([table]) or _ASK, Because.UNREAD
    outcome, where = Outcome.NOT_ASSESSED, _unread.first([table]) or place(table)
    message += _unread.aside([table])
    return inquiry.finding(outcome, message, step, because=because, where=where, figures=figures)


def _in_time(inquiry: Inquiry, table: Table[Offer], tally: Tally) -> Iterator[Row]:
    window = Window.of(inquiry, table)
    for offer in table.rows:
        days = period_of(offer.period)
        if days is None:
            tally.cannot_tell.append(str(offer.row))
        elif days[1] > inquiry.as_of:
            tally.out["not over yet"] += 1
        elif offer.received_on and offer.received_on > inquiry.as_of:
            tally.ignored[AFTER] += 1
        elif window.holds(days[1], tally):
            yield (*days, offer)


def _whole(row: Row, tally: Tally) -> bool:
    """Whether a row has both numbers, and they can both be right."""
    eligible, informed = row[2].eligible, row[2].informed
    whole = eligible is not None and informed is not None and informed <= eligible
    if not whole:
        tally.cannot_tell.append(str(row[2].row))
    return whole


def by_agency(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each agency, whatever the capitals of its name."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[(row[2].duty_holder or "").strip().casefold()].append(row)
    return found


def apart(rows: Sequence[Row], tally: Tally) -> Iterator[Row]:
    """Those of one agency's rows whose periods do not overlap."""
    reached = date.min
    for row in sorted(rows, key=lambda r: (r[0], -r[1].toordinal(), r[2].eligible or 0, r[2].informed or 0)):
        if row[0] <= reached:
            tally.out[_TWICE] += 1
        else:
            reached = row[1]
            yield row


def _told(rows: Sequence[Row], informed: int, eligible: int) -> str:
    agencies = len({(offer.duty_holder or "").strip().casefold() for _, _, offer in rows})
    newest = in_words(max(last for _, last, _ in rows))
    ways = {(offer.definition or "").strip().casefold() for _, _, offer in rows}
    owed = "people harmed who were owed the offer"
    owed = singular(owed) if eligible == 1 else owed
    message = (
        f"{informed:,} of {eligible:,} {owed} {agreeing(informed, 'were')} told of "
        f"the service ({percent(informed, eligible)} %), "
        f"by figures of {count(agencies, 'agency', 'agencies')} up to {newest}"
    )
    if "" in ways:
        return f"{message}; how they were counted is not said for all"
    return message if len(ways) == 1 else f"{message}; counted in {len(ways)} ways, which cannot be compared"


def _asides(tally: Tally) -> str:
    told = f"; of {count(len(tally.cannot_tell), 'row')} nobody can tell" if tally.cannot_tell else ""
    left = [f"{number} {why}" for why, number in sorted((tally.out + tally.ignored).items())]
    return told + ("; not counted: " + ", ".join(left) if left else "")
