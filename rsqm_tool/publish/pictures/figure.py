"""A picture with the numbers that it shows: one thing, so that picture, table and download cannot differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rsqm_tool.escape import csv_cell
from rsqm_tool.escape import html as text
from rsqm_tool.publish import html
from rsqm_tool.publish.context import href
from rsqm_tool.publish.html import Column

Value = str | int | float | date | None
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MANY = 12  # columns: then their heads stand upright, so that the table fits on paper
_PLACES = 4  # decimals of a number that is not whole


@dataclass(frozen=True, slots=True)
class Figure:
    """Numbers, and their picture where one is drawn. All text is plain, and escaped when it is shown.

    A criterion stands with its title: alone, a spreadsheet would make 1.1 of 1.10. ValueError where the name is no
    name, or a row has not one value for each column.
    """

    name: str  # its id on the page, unique in the whole site: "referrals-by-source"
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]  # None: not told
    svg: str = ""  # empty where there is nothing to draw
    note: str = ""  # who is counted, over which period, what is left out

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"a figure's name has small letters, digits and single hyphens, not {self.name!r}")
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.name} needs a value in each row for each of its {len(self.columns)} columns")


def path(figure: Figure) -> str:
    """Where its CSV lies below docs."""
    return f"data/{figure.name}.csv"


def block(figure: Figure, here: str, *, folded: bool = False, headed: bool = False, short: str = "") -> str:
    """The figure as HTML for the page `here`: title, picture, note, table, and a link to the CSV.

    `folded`: the table opens on demand; only where there is a picture. Without a picture the table bears the title.
    `headed`: a heading of the page bears it already, so that it is only heard. `short`: HTML that says the same as the
    table in less room, and stands instead of it.
    """
    title, drawn = text(figure.title), bool(figure.svg)
    table = short or _table(figure, f"{title}: the numbers" if drawn else title)
    note = f'<p class="rsqm-figure__note">{html.sentence(figure.note)}</p>' if figure.note else ""
    link = f'<a href="{href(here, path(figure))}" download="{figure.name}.csv">'
    heard = ' class="rsqm-heard"' if headed else ""
    parts = (
        f"<figcaption{heard}>{title}</figcaption>" if drawn else "",
        note,
        figure.svg,
        html.details("The numbers as a table", table) if folded and drawn and not short else table,
        f'<p class="rsqm-figure__csv">{link}Download as CSV<span class="rsqm-heard">: {title}</span></a></p>',
    )
    inside = "\n".join(p for p in parts if p)
    return f'<figure class="rsqm-figure" id="{figure.name}">\n{inside}\n</figure>'


def csv(figure: Figure) -> str:
    """The figure as CSV: a header and its rows, dates as 2027-03-15, nothing where nothing is told.

    It begins with a byte-order mark, or Excel reads it in another alphabet. Lines end in CR LF.
    """
    lines = (figure.columns, *([_plain(v) for v in row] for row in figure.rows))
    return "\ufeff" + "".join(",".join(map(csv_cell, line)) + "\r\n" for line in lines)


def _table(figure: Figure, caption: str) -> str:
    """The rows as a table; columns of numbers and dates are kept narrow."""
    heads = [
        Column(text(head), n > 0 and not any(isinstance(row[n], str) for row in figure.rows))
        for n, head in enumerate(figure.columns)
    ]
    rows = [[_shown(v) for v in row] for row in figure.rows]
    kind = "many" if len(heads) > _MANY else "figure"
    return html.table(f"{figure.name}-numbers", caption, heads, rows, kind)


def _shown(value: Value) -> str:
    """A value for the page."""
    if value is None:
        return '<span class="rsqm-absent">–</span>'
    return html.day(value) if isinstance(value, date) else text(_plain(value))


def _plain(value: Value) -> str | int | float:
    """A value for a spreadsheet: numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        short = round(value, _PLACES)
        return int(short) if short.is_integer() else short
    return value
