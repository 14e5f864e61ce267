"""The calendar of what lapses: what has, and what will before the assessment, month by month, with who sees to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from rsqm_tool.dates import count, in_words
from rsqm_tool.escape import html as text
from rsqm_tool.model import EvidenceItem
from rsqm_tool.model.forecast import Forecast, Lapse
from rsqm_tool.publish import html
from rsqm_tool.publish.context import Site, once
from rsqm_tool.publish.html import Column
from rsqm_tool.publish.pictures import timeline
from rsqm_tool.publish.pictures.figure import Figure, block
from rsqm_tool.publish.pictures.timeline import Span

_HERE = "calendar"


def pages(site: Site) -> dict[str, str]:
    """The calendar."""
    return {_HERE: _page(site, site.forecast)} if site.forecast else {}


def brief(site: Site) -> str:
    """The same with the picture's numbers in less room: the last day of each item. Empty where nothing is foreseen."""
    return _page(site, site.forecast, short=True) if site.forecast else ""


def _page(site: Site, told: Forecast, short: bool = False) -> str:
    return html.page(
        "Calendar of what lapses",
        f"<p>{_head(told)}</p>",
        *_months(site, told),
        *_untold(told),
        "## Documents and agreements against the assessment { #validity-part }",
        *(block(f, _HERE, folded=True, short=_shortly(f) if short else "") for f in figures(site)),
        *([] if figures(site) else ["<p>No item on this site has a date of review or a period that it covers.</p>"]),
    )


def _shortly(validity: Figure) -> str:
    """The lines as a table of items and their last days."""
    rows = [
        (text(str(label)), html.day(end) if isinstance(end, date) else text(str(end)))
        for label, _, end in validity.rows
    ]
    columns = [Column("Item"), Column("Review or end", True)]
    return html.table("validity-numbers", f"{text(validity.title)}: the last days", columns, rows)


@once
def figures(site: Site) -> tuple[Figure, ...]:
    """How long each item is in date, against the assessment. Empty where nothing has an end."""
    items = [i for i in site.assessment.workspace.items if ends(i)]
    if not items:
        return ()
    spans = [
        Span(
            f"{i.id} {i.title}",
            i.covers.start if i.covers else i.approved_on,
            i.review_by or (i.covers.to if i.covers else None),
            rolling=i.review_by is None,
        )
        for i in items
    ]
    spans.sort(key=lambda s: (s.end is None, s.end or site.assessment.as_of, s.label))
    title = "How long documents and agreements are in date"
    assessed = site.assessment.workspace.assessment_on
    return (
        Figure(
            "validity",
            title,
            ("Item", "From", "Review or end"),
            tuple((s.label, s.start, s.end or "rolling on") for s in spans),
            timeline.draw("validity", title, spans, site.assessment.as_of, assessed),
            "From approval or the first day covered to the date of review or the last day covered, as registered. "
            "Reports, minutes and other records are not here: they do not lapse.",
        ),
    )


def ends(item: EvidenceItem) -> bool:
    """Whether it is in date for a time: a report is not, only because it covers some months."""
    return item.review_by is not None or (item.says and item.covers is not None)


def _head(told: Forecast) -> str:
    until = (
        f"before the assessment on {html.day(told.assessment_on)}"
        if told.assessment_on
        else "in the next 12 months; no assessment is ahead"
    )
    what = count(len(told.ahead), "thing") if told.ahead else "nothing"
    verb = "lapses or falls" if len(told.ahead) < 2 else "lapse or fall"
    sure = "" if told.lapses else ", as far as this can be told,"
    ahead = f"{what} {verb} due{sure} {until}"
    late = f", and {len(told.overdue)} {'is' if len(told.overdue) == 1 else 'are'} overdue" if told.overdue else ""
    return (
        f"As on {html.day(told.as_of)}, {ahead}{late}. A day is the last on which something is in date: what is due "
        "today is not overdue."
    )


def _months(site: Site, told: Forecast) -> Iterable[str]:
    if told.overdue:
        yield f"## Overdue ({len(told.overdue)}) {{ #overdue }}"
        yield _table(site, "overdue", "Overdue, the oldest first", told.overdue)
    for month, group in groupby(told.ahead, lambda p: (p.day.year, p.day.month)):
        lapses = tuple(group)
        words = in_words(lapses[0].day).partition(" ")[2]
        name = f"m-{month[0]}-{month[1]:02d}"
        yield f"## {words} ({len(lapses)}) {{ #{name} }}"
        yield _table(site, name, f"What lapses or falls due in {words}", lapses)


def _table(site: Site, name: str, caption: str, lapses: Sequence[Lapse]) -> str:
    columns = [Column("Day", True), Column("What", long=True), Column("Who"), Column(site.word("criteria"), True)]
    return html.table(f"{name}-table", caption, columns, [_row(site, p) for p in lapses], "calendar")


def _row(site: Site, lapse: Lapse) -> tuple[str, ...]:
    return html.day(lapse.day), text(lapse.what), text(lapse.who), site.numbers(_HERE, lapse.criteria)


def _untold(told: Forecast) -> Iterable[str]:
    if told.untold:
        yield "## What could not be foretold { #untold }"
        yield html.items(html.step(clause[:1].upper() + clause[1:]) for clause in told.untold)
