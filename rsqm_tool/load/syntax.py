"""Says in plain words what is wrong with text that is not YAML."""

from __future__ import annotations

from typing import Any

import yaml

from rsqm_tool.model import Location, Problem

_QUOTES = "Put quotation marks around it"
_OTHER_QUOTES = "Put 'single ones' round text with double ones inside, or the other way round"
_BRACKETS = "Close each one, put commas between entries, and quotation marks around text with a colon"
# What the parser says, in words for programmers; what to tell instead ({} is the character); what to do.
_SAYINGS = (
    ("unknown escape character", "A \\ stands inside double quotation marks", "Between folders write /"),
    ("scanning a quoted scalar", "A quotation mark is opened here and never closed", "Close it"),
    (
        "mapping values are not allowed",
        "A colon and a space stand where none can",
        "Put quotation marks around text with a colon, or indent the line like the one above",
    ),
    ("parsing a flow", "The brackets round this do not come out even", _BRACKETS),
    ("could not find expected ':'", "A key stands here without a colon and a space", "Write it as `key: text`"),
    ("directive", "A line cannot begin with %", "Take it out, or put quotation marks around it"),
    ("incompatible YAML document", "A line cannot begin with %", "Take it out"),
    ("cannot start any token", "Text cannot begin with {}", _QUOTES),
    ("scanning an a", "Text cannot begin with {}", _QUOTES),  # an alias, an anchor
    ("a tag", "Text cannot begin with {}", _QUOTES),
    ("tag handle", "Text cannot begin with {}", _QUOTES),
    ("scanning a block scalar", "Text cannot begin with {}", _QUOTES),
    ("sequence entries are not allowed", "A list cannot begin here", "Begin it on a line of its own"),
    ("parsing a block", "This does not fit the lines above it", "Indent the lines of one entry alike"),
    ("document start", "This does not fit the lines above it", "Indent it alike, or take it out"),
)
# For these the parser gives up late: the mistake stands where it began to read the thing.
_BEGUN = ("scanning a", "parsing a flow", "parsing a tag")


def syntax_problem(path: str, error: yaml.MarkedYAMLError, text: str, opened: tuple[int, int]) -> Problem:
    """The problem that the parser's error comes to, with its place.

    `text` is the whole file; `opened` the line and column at which the list or mapping begins that was being read.
    """
    said = " ".join(part for part in (error.context, error.problem) if part)
    mark = _mark(error, said)
    lines = [*text.split("\n"), ""]  # the parser may give up behind the last line
    before, behind = lines[mark.line][: mark.column], lines[mark.line][mark.column :]
    where = Location(path, mark.line + 1, mark.column + 1)
    if mark.line > text.count("\n") or ("parsing a flow" in said and not behind.strip()):
        where = Location(path, *opened)
    if odd := _odd_space(lines, mark.line):
        return Problem(where, f"{odd} stands before the text, here or in the line above", "", "Indent with spaces only")
    if "parsing a block" in said and before.rstrip().endswith(('"', "'")):
        return Problem(where, "Text goes on behind the closing quotation mark", "", _OTHER_QUOTES)
    for sign, found, todo in _SAYINGS:
        if sign in said:
            return Problem(where, found.format(repr(behind[:1])), "", todo)
    return Problem(where, f"This is not YAML ({said})", "", "Compare it with the lines above")


def _mark(error: yaml.MarkedYAMLError, said: str) -> Any:
    """Where a mistake stands."""
    begun: Any = error.context_mark
    gave_up: Any = error.problem_mark or begun
    if begun is None or "unknown escape" in said or "a tab" in said or not any(sign in said for sign in _BEGUN):
        return gave_up
    # What goes wrong behind a bracket in the same line is best told where it goes wrong.
    return gave_up if "parsing a flow" in said and begun.line == gave_up.line else begun


def _odd_space(lines: list[str], number: int) -> str:
    """What stands among the spaces that indent a line, or the one above it, and only looks like one of them."""
    near = lines[max(number - 1, 0) : number + 1]
    indents = "".join(line[: len(line) - len(line.lstrip())] for line in near)
    return "A tab" if "\t" in indents else "A no-break space" if "\u00a0" in indents else ""
