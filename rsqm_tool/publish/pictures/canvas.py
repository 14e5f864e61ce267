"""What every picture is drawn with: a sheet that grows from the top down, and the places of things across it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from rsqm_tool.escape import html as text
from rsqm_tool.publish.pictures.lettering import LABEL, LEADING, NARROW, SMALL, lines, width

T = TypeVar("T")

ROWS = 12  # on one sheet at most: it then fits on a screen and on a page of paper, and its scale is never far away
GAP = 12  # pixels between rows
_BELOW = {LABEL: 5, SMALL: 4}  # pixels that letters reach below their line


class Callout(NamedTuple):
    """A label above a place, joined to it by a line. `words` may have several lines."""

    place: float
    words: str
    weight: float = 0  # where there is no room for all, the least weighty are left to the table
    kind: str = ""


@dataclass(slots=True)
class Canvas:
    """One sheet. Places across are shares of its width, between 0 and 1; places down are pixels."""

    name: str  # begins each id
    px: int | None = None  # its width where that is fixed: whoever draws may then write pixels across, too
    y: int = 0  # how far down it is filled
    parts: list[str] = field(default_factory=list)

    def put(self, *parts: str) -> None:
        """Add drawn parts."""
        self.parts += [p for p in parts if p]

    def down(self, pixels: int) -> int:
        """Leave room below what is there; where that room begins."""
        top, self.y = self.y, self.y + pixels
        return top

    def label(self, value: str, size: int = LABEL, at_most: int = 2) -> None:
        """A label over the whole width, on two lines where it needs them."""
        for line in lines(value, size, max(self.px or 0, NARROW), at_most):
            self.down(LEADING[size])
            self.put(letters(line, "0", self.y - _BELOW[size], size))

    def callouts(self, callouts: Sequence[Callout]) -> None:
        """Labels in a row, as near to their places as they have room, with lines that lead there."""
        shown = _fitting(sorted(callouts, key=lambda c: c.place))
        if not shown:
            return
        height = LEADING[SMALL] * max(c.words.count("\n") + 1 for c in shown)
        top = self.down(height + 10)
        for c, middle in zip(shown, spread([c.place for c in shown], [_room(c) for c in shown]), strict=True):
            own = c.words.split("\n")
            first = top + height - LEADING[SMALL] * (len(own) - 1) - _BELOW[SMALL]
            for number, line in enumerate(own):
                self.put(letters(line, share(middle), first + number * LEADING[SMALL], SMALL, "middle"))
            self.put(rule(middle, top + height, c.place, self.y, c.kind))

    def axis(self, ticks: Iterable[tuple[float, str]]) -> None:
        """A line with marks and what they stand for. Whoever gives them sees to it that they have room."""
        top = self.down(LEADING[SMALL] + 6)
        self.put(rule(0, top, 1, top))
        for place, words in ticks:
            half = width(words, SMALL) / 2 / NARROW
            anchor = "start" if place < half else "end" if place > 1 - half else "middle"
            self.put(rule(place, top, place, top + 5), letters(words, share(place), top + 18, SMALL, anchor))

    def svg(self, title: str, said: str) -> str:
        """The sheet as SVG. `title` and `said`, the sentence that tells the same in words, are plain text."""
        across = f'width="{self.px}" viewBox="0 0 {self.px} {self.y}"' if self.px else 'width="100%"'
        return (
            '<svg role="img" data-search-exclude="" '
            f'aria-labelledby="{self.name}-title {self.name}-desc" {across} height="{self.y}" '
            f'font-size="{LABEL}">\n<title id="{self.name}-title">{text(title)}</title>\n'
            f'<desc id="{self.name}-desc">{text(said)}</desc>\n' + "\n".join(self.parts) + "\n</svg>"
        )


def picture(
    name: str,
    title: str,
    rows: Sequence[T],
    draw: Callable[[Canvas, Sequence[T]], str],
    key: str = "",
    *,
    at_most: int = ROWS,
    px: int | None = None,
) -> str:
    """A whole picture: its rows on as many sheets as they need, and the key. Empty where there are no rows.

    `draw` fills a sheet with some of the rows and returns, in sentences, what can be seen there.
    """
    if not rows:
        return ""
    number = -(-len(rows) // at_most)
    each = -(-len(rows) // number)
    sheets = []
    for n in range(number):
        canvas = Canvas(f"{name}-{n + 1}", px)
        said = draw(canvas, rows[n * each : (n + 1) * each])
        sheets.append(canvas.svg(title if number == 1 else f"{title}, part {n + 1} of {number}", said))
    body = "\n".join(sheets)
    if px:
        body = f'<div class="rsqm-scroll" data-label="{text(title)}">\n{body}\n</div>'
    return '<div class="rsqm-picture">\n' + body + (f"\n{key}" if key else "") + "\n</div>"


def key(entries: Iterable[tuple[str, str, str]]) -> str:
    """What signs mean: sign, class, and words in plain text. It is HTML, so that it flows at any width."""
    told = "\n".join(
        f'<li><span class="{" ".join(filter(None, ("rsqm-key__sign", kind)))}">{text(sign)}</span> {text(words)}</li>'
        for sign, kind, words in entries
    )
    return f'<ul class="rsqm-key">\n{told}\n</ul>' if told else ""


def letters(value: str, x: str, y: int, size: int = LABEL, anchor: str = "start", *, upwards: bool = False) -> str:
    """One line of letters. `value` is plain text; it is escaped here, and nowhere else in a picture."""
    extra = f' font-size="{size}"' if size != LABEL else ""
    extra += f' text-anchor="{anchor}"' if anchor != "start" else ""
    extra += f' transform="rotate(-90 {x} {y})"' if upwards else ""
    return f'<text x="{x}" y="{y}"{extra}>{text(value)}</text>'


def box(start: float, end: float, y: int, height: int, kind: str = "", fill: str = "") -> str:
    """A rectangle between two places."""
    begin, end = inside(start), max(inside(start), inside(end))
    own = f' fill="{fill}"' if fill else ""
    return f'<rect x="{share(begin)}" y="{y}" width="{share(end - begin)}" height="{height}"{own}{_class(kind)}/>'


def rule(x1: float, y1: int, x2: float, y2: int, kind: str = "") -> str:
    """A straight line."""
    return f'<line x1="{share(x1)}" y1="{y1}" x2="{share(x2)}" y2="{y2}"{_class(kind)}/>'


def dot(place: float, y: int, radius: int = 4) -> str:
    """A round mark."""
    return f'<circle cx="{share(place)}" cy="{y}" r="{radius}"/>'


def group(kind: str, *drawn: str) -> str:
    """Parts of one colour: `kind` is one that the style sheet knows, such as "met". Empty where there are no parts."""
    inner = "".join(drawn)
    return f'<g class="rsqm-mark--{kind}">{inner}</g>' if inner else ""


def hatch(name: str) -> str:
    """A pattern of slanted lines; fill with `url(#name)`."""
    return (
        f'<defs><pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse">'
        '<path class="rsqm-picture__hatch" d="M-1 8L8 -1M-1 1L1 -1M6 8L8 6"/></pattern></defs>'
    )


def share(place: float) -> str:
    """A place or a length as SVG writes it, rounded alike on every machine."""
    return f"{100 * inside(place):.2f}".rstrip("0").rstrip(".") + "%"


def inside(place: float) -> float:
    """A place between 0 and 1."""
    return min(1.0, max(0.0, place))


def spread(wanted: Sequence[float], widths: Sequence[float]) -> list[float]:
    """The middles of labels on one line, in order: as near as possible to those wanted, none over another.

    All are shares of the width. Whatever their order asks for, labels stay inside as long as they have room.
    """
    places: list[float] = []
    edge = 0.0
    for middle, wide in zip(wanted, widths, strict=True):
        places.append(max(middle, edge + wide / 2))
        edge = places[-1] + wide / 2
    edge = 1.0
    for n in reversed(range(len(places))):
        places[n] = min(places[n], edge - widths[n] / 2)
        edge = places[n] - widths[n] / 2
    return places


def _fitting(callouts: list[Callout]) -> list[Callout]:
    """As many as fit beside each other on a narrow screen."""
    while callouts and sum(map(_room, callouts)) > 1:
        callouts.remove(min(callouts, key=lambda c: c.weight))
    return callouts


def _room(callout: Callout) -> float:
    """The share of a narrow screen that a label takes, with a little air."""
    return (max(width(line, SMALL) for line in callout.words.split("\n")) + 6) / NARROW


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
