"""Lines of styled words, wrapped once and shown either plain or in colour, so that both say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# A piece of text and the name of its style; "" is plain. Text from files has been made harmless before.
Segment = tuple[str, str]

# Colours are the terminal's own eight, so that they suit its background.
_STYLES = {
    "": "",
    "strong": "bold",
    "quiet": "dim",
    "good": "green",
    "weak": "yellow",
    "bad": "bold red",
    "unknown": "magenta",
    "next": "bold cyan",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph: `lead` begins its first line; `text` is wrapped beside it, from column `indent`."""

    text: tuple[Segment, ...] = ()
    lead: tuple[Segment, ...] = ()
    indent: int = 0
    wrapped: bool = True  # False: one line, however long, that editors and scripts can follow


def render(rows: Iterable[Row], width: int, styled: bool) -> str:
    """All rows as text that ends with a line end; no line is wider than `width` unless a single word is."""
    lines = [line for row in rows for line in _lines(row, width)]
    return _in_colour(lines, width) if styled else "".join(_plain(line) + "\n" for line in lines)


def _lines(row: Row, width: int) -> list[list[Segment]]:
    lead_width = sum(len(text) for text, _ in row.lead)
    lines: list[list[Segment]] = [[*row.lead, (" " * (row.indent - lead_width), "")]]
    if not row.wrapped:
        return [[*lines[0], *row.text]]
    column = fresh = max(row.indent, lead_width)
    for word in _words(row.text):
        length = sum(len(text) for text, _ in word)
        if column > fresh and column + 1 + length > width:
            lines.append([(" " * row.indent, "")])
            column = fresh = row.indent
        elif column > fresh:
            # The gap takes the style on both its sides, so that a dimmed place is dimmed whole.
            lines[-1].append((" ", word[0][1] if lines[-1][-1][1] == word[0][1] else ""))
            column += 1
        lines[-1].extend(word)
        column += length
    return lines


def _words(segments: Iterable[Segment]) -> list[list[Segment]]:
    """The words of some segments. Segments that touch without a space make one word of two styles."""
    words: list[list[Segment]] = []
    joined = False
    for text, style in segments:
        for number, piece in enumerate(text.split(" ")):
            if number:
                joined = False
            if piece and joined:
                words[-1].append((piece, style))
            elif piece:
                words.append([(piece, style)])
            joined = joined or bool(piece)
    return words


def _plain(line: list[Segment]) -> str:
    return "".join(text for text, _ in line).rstrip()


def _in_colour(lines: list[list[Segment]], width: int) -> str:
    from io import StringIO

    from rich.console import Console  # costs start-up time that a report in a pipe does not pay
    from rich.text import Text

    # Nothing is asked of the machine: the same lines are the same bytes everywhere. `_environ` keeps NO_COLOR and
    # COLUMNS out: whether there is colour is the command line's decision.
    console = Console(
        file=StringIO(), force_terminal=True, color_system="standard", width=max(width, 20), highlight=False,
        markup=False, emoji=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    with console.capture() as captured:
        for line in lines:
            text = Text.assemble(*((piece, _STYLES[style]) for piece, style in line), end="")
            text.rstrip()
            console.print(text, soft_wrap=True)
    return captured.get()
