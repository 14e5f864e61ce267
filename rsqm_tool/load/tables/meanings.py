"""What the words of a column of words mean: which are known, which are guessed, and which nobody but the service knows.

Pure. A word is known when it is the tool's own, or one that the published schema lists for it. Abbreviations of one or
two letters, and words that merely begin alike, are guesses: somebody has to say yes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rsqm_tool.load.tables.definitions import Column, Definition, plain
from rsqm_tool.load.tables.grid import Cell
from rsqm_tool.load.tables.values import parse_yes_or_no

FEW = 12  # different words that a closed list of a service can have; more are texts
_LONG = 40  # characters; what is longer is a text
_ABBREVIATION = 2  # letters at most
_OR = re.compile(r"\s*/\s*|\s+or\s+", re.IGNORECASE)
_ANSWERS = ("yes", "no")
_SPELT = {"y": "yes", "n": "no"}  # a letter may stand for an answer, and so for what an answer means


@dataclass(frozen=True, slots=True)
class Meanings:
    """The words below one header, each with the tool's word for it."""

    known: Mapping[str, str] = field(default_factory=dict)
    guessed: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()  # the tool's words, of which each must be one


def meanings(table: Definition, column: Column, cells: Sequence[Cell]) -> Meanings | None:
    """What the words of a column mean; None where each of them means itself, or the column holds no words."""
    choices = column.choices or (_ANSWERS if column.kind == "yes or no" else ())
    words = different(cells)
    if column.name == "source":
        own = {word: "self" for word in words if plain(word).startswith("selfref")}
        return Meanings(known=own) if own else None
    known: dict[str, str] = {}
    guessed: dict[str, str] = {}
    unknown: list[str] = []
    for word in words if choices else ():
        meaning, sure = means(column, word)
        if word.casefold() in table.blanks or plain(meaning) == plain(word):
            continue
        if meaning:
            (known if sure else guessed)[word] = meaning
        else:
            unknown.append(word)
    if len(unknown) > FEW or any(len(word) > _LONG for word in unknown):
        unknown = []  # texts; the rows that hold them are told by `rsqm check`
    if not (known or guessed or unknown):
        return None
    return Meanings(
        _in_order(known, choices), _in_order(guessed, choices), tuple(sorted(unknown, key=_no_last)), choices
    )


def _in_order(found: Mapping[str, str], choices: Sequence[str]) -> dict[str, str]:
    """Words in the order in which the schema has what they mean, so that Y comes before N."""
    return dict(sorted(found.items(), key=lambda pair: (choices.index(pair[1]), pair[0])))


def _no_last(word: str) -> tuple[int, str]:
    """The order of words that nothing is known of: yes, no, then by the alphabet."""
    answer = _SPELT.get(plain(word), plain(word))
    return (_ANSWERS.index(answer) if answer in _ANSWERS else len(_ANSWERS)), word


def means(column: Column, word: str) -> tuple[str, bool]:
    """The tool's word for a service's word, nothing where none is near; and whether that is known, not guessed."""
    bare = plain(word)
    if column.kind == "yes or no":
        return (word, True) if isinstance(parse_yes_or_no(word), bool) else ("", False)
    for choice, others in ((c, column.choices_also.get(c, ())) for c in column.choices):
        if plain(choice) == bare:
            return choice, True
        if {bare, _SPELT.get(bare, bare)}.intersection(map(plain, others)):
            return choice, len(bare) > _ABBREVIATION
    begins = [c for c in column.choices if plain(c).startswith(bare) or bare.startswith(plain(c))] if bare else []
    return (begins[0], False) if len(begins) == 1 else ("", False)


def different(cells: Sequence[Cell]) -> list[str]:
    """The different texts of some cells, sorted."""
    return sorted({" ".join(str(cell).split()) for cell in cells} - {""})


def few(cells: Sequence[Cell]) -> bool:
    """Whether some cells look like a closed list, whatever its words: few different ones, short, and no numbers."""
    words = different(cells)
    return 0 < len(words) <= FEW and all(len(word) <= _LONG and not word[0].isdigit() for word in words)


def spelt_out(header: str, column: Column) -> bool:
    """Whether a header names the words below it, and they are this column's: "F/I/A", "Paid or volunteer"."""
    found = [means(column, part)[0] for part in _OR.split(header)] if column.choices else []
    return len(found) > 1 and all(found) and len(set(found)) == len(found)
