"""Monitoring: what the service counts, as pictures and tables, each with what it counts and what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from rsqm_tool.escape import html as text
from rsqm_tool.model.disclosure import Protection
from rsqm_tool.model.monitoring import Counts, Funnel, Share, Shares, Waits
from rsqm_tool.model.monitoring import Figure as Told
from rsqm_tool.publish import html
from rsqm_tool.publish.context import Site, once
from rsqm_tool.publish.pictures import columns, funnel, intervals, waits
from rsqm_tool.publish.pictures.figure import Figure, Value, block
from rsqm_tool.publish.pictures.funnel import FEW
from rsqm_tool.publish.protected import figure_of, full, title_of

_HERE = "monitoring"
_YEAR = 4  # quarters
_QUARTER = "Quarter"  # what rows are when a year before can be told beside them


def pages(site: Site) -> dict[str, str]:
    """The monitoring page; none for everybody where nothing is counted."""
    if site.public:
        return {_HERE: _for_everybody(site, site.protected)} if site.protected else {}
    told = site.monitoring
    if told is None:
        why = "There are no figures yet: none of the service's tables is here to count in."
        return {_HERE: html.page("Monitoring", f"<p>{why}</p>", hide=("toc",))}
    page = html.page(
        "Monitoring",
        f"<p>From {html.day(told.first)} to {html.day(told.last)}, by calendar quarter. Where nothing else is said the "
        "numbers are exact and for the assessor: small ones can tell who is meant. Do not pass them on.</p>",
        *([f"<p>Where numbers are hidden:</p>\n{_signs(site.protected)}"] if _hides(site.protected) else []),
        *_parts(figures(site)),
        *_withheld(site.protected),
        *([_list("Could not be counted", [html.step(m) for m in told.missing])] if told.missing else []),
    )
    return {_HERE: page}


@once
def figures(site: Site) -> tuple[Figure, ...]:
    """Every figure that may be shown, in reading order: the exact ones, then those with hidden numbers."""
    exact = map(_figure, site.monitoring.figures if site.monitoring else ())
    return (*exact, *map(figure_of, site.protected.figures if site.protected else ()))


def _for_everybody(site: Site, told: Protection) -> str:
    """The page that everybody may read."""
    until = html.day(told.publication.as_of)
    return html.page(
        "Monitoring",
        f"<p>What the service counts, up to {until}. Small numbers could tell who is meant. So they are hidden, the "
        "others are rounded, and quarters are put together where too much would be hidden. The rule stands with each "
        "figure. Totals are of the figures shown, so that tables of the same cases may have different ones.</p>",
        _signs(told),
        *_parts(figures(site)),
        *_withheld(told),
    )


def _hides(told: Protection | None) -> TypeGuard[Protection]:
    return told is not None and bool(told.figures)


def _signs(told: Protection) -> str:
    """What stands in the place of numbers."""
    below = f"a number below {told.figures[0].threshold}" if told.figures else "a small number"
    return html.facts(
        [
            ("*", f"{below}, which is hidden"),
            ("nearly all", "so many that those left over would be a small number"),
            ("not told", "a part of a number so small that any part of it could tell who is meant"),
            ("–", "nothing to count, or nothing is known"),
        ]
    )


def _parts(shown: tuple[Figure, ...]) -> Iterator[str]:
    for f in shown:
        yield f"## {text(f.title)} {{ #{f.name}-part }}"
        yield block(f, _HERE, headed=True)


def _withheld(told: Protection | None) -> list[str]:
    """What is not shown at all, as hardly a number would be left of it."""
    return (
        [
            _list(
                "Not shown",
                [f"{text(title_of(w))}: {text(w.reason.removeprefix('Not shown: '))}" for w in told.withheld],
            )
        ]
        if (told and told.withheld)
        else []
    )


def _list(heading: str, entries: list[str]) -> str:
    return f"## {heading} {{ #{heading.lower().replace(' ', '-')} }}\n\n" + html.items(entries)


def _figure(told: Told) -> Figure:
    note = " ".join([full(told.definition), *map(full, told.left_out)])
    match told:
        case Counts():
            heads, rows = _counted(told)
            picture = columns.stacked(told.id, told.title, told.rows, told.columns, told.cells)
        case Shares():
            heads, rows = _shared(told)
            picture = intervals.draw(told.id, told.title, told.shares)
        case Waits():
            heads = (_QUARTER, told.unit.capitalize(), "Half within, days", "Nine in ten within, days")
            rows = tuple((w.label, None if w.days is None else len(w.days), w.median, w.ninetieth) for w in told.waits)
            picture = waits.draw(told.id, told.title, told.waits, told.standard_days)
        case Funnel():
            heads = ("Step", told.unit.capitalize())
            rows = tuple((s.label, s.count) for s in told.stages)
            picture = funnel.draw(told.id, told.title, [(s.label, s.count) for s in told.stages])
    return Figure(told.id, told.title, heads, rows, picture, note)


def _counted(told: Counts) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    """The table of counts with its total, and beside a quarter the total of the same one a year before."""
    totals = [None if all(n is None for n in row) else sum(n or 0 for n in row) for row in told.cells]
    yearly = told.row_name == _QUARTER and len(told.rows) > _YEAR
    heads = (told.row_name, *told.columns, "Total", *(["Total a year before"] if yearly else []))
    rows: list[tuple[Value, ...]] = []
    for number, (label, cells) in enumerate(zip(told.rows, told.cells, strict=True)):
        before: tuple[Value, ...] = (totals[number - _YEAR] if number >= _YEAR else None,)
        rows.append((label, *cells, totals[number], *(before if yearly else ())))
    return heads, tuple(rows)


def _shared(told: Shares) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    """The table of shares, with intervals where the figure has them."""
    estimated = any(s.low is not None for s in told.shares)
    heads = (told.row_name, "How many", f"Of ({told.unit})", "Per cent", *(["95 % interval"] if estimated else []))
    rows = tuple(
        (s.label, s.numerator, s.denominator, _per_cent(s), *([_interval(s)] if estimated else [])) for s in told.shares
    )
    return heads, rows


def _per_cent(share: Share) -> Value:
    """As in the picture: whole, halves upwards, and none of fewer than ten."""
    part, whole = share.numerator, share.denominator
    return (200 * part + whole) // (2 * whole) if part is not None and whole is not None and whole >= FEW else None


def _interval(share: Share) -> Value:
    if share.low is None or share.high is None:
        return None
    low, high = (int(100 * end + 0.5) for end in (share.low, share.high))
    return f"{low} to {high}"
