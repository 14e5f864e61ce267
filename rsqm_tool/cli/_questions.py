"""From a proposal to an entry of `tables:`: what is unsure is asked on a terminal, and waits as a comment elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from rsqm_tool.escape import one_line

if TYPE_CHECKING:
    from rsqm_tool.load.tables.meanings import Meanings
    from rsqm_tool.load.tables.saving import Entry
    from rsqm_tool.load.tables.suggest import Match, Proposal

_DATES = "No day in the dates is after the 12th, so nothing tells day from month. Is 03/04/2026 the 3rd of April here?"
_MONTH_FIRST = (
    "Its dates begin with the month, and the tool reads them with the day in front. Format these columns as dates in "
    "Excel, or write the days as 2026-04-03, and run this again"
)


def asking() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def table_of(proposals: Sequence[Proposal], what: str) -> Proposal:
    """The table that a sheet is, of those that are likely: the person at the terminal decides."""
    if len(proposals) == 1 or not asking():
        return proposals[0]
    names = [p.table.name for p in proposals]
    question = f"Which table is {one_line(what)}?"
    name = click.prompt(question, type=click.Choice(names), default=names[0], err=True)
    return next(p for p in proposals if p.table.name == name)


def entry_of(proposal: Proposal, path: str) -> Entry:
    """What is sure or was confirmed, ready to be written; what has to be told goes to the terminal."""
    from rsqm_tool.load.tables.saving import Entry

    entry = Entry(proposal.table.name, path, proposal.sheet)
    refused: list[str] = []
    if asking():
        click.echo(f"{_named(entry)} is taken for the table {entry.table}.", err=True)
    for match in proposal.matches:
        if match.sure or (asking() and _confirmed(match)):
            entry.columns[match.column.name] = match.header
        elif asking():
            refused.append(match.header)
        else:
            entry.doubtful[match.column.name] = match.header
    for match in proposal.matches:
        if found := proposal.meanings.get(match.column.name):
            _add_words(entry, match, found)
    _add_dates(entry, proposal)
    _tell(_named(entry), proposal, (*refused, *proposal.unread))
    return entry


def _confirmed(match: Match) -> bool:
    column = match.column
    return _yes(f"Is {one_line(match.header)!r} what the tool calls {column.title!r}? {column.about}")


def _yes(question: str) -> bool:
    return click.confirm(question, default=True, err=True)


def _add_words(entry: Entry, match: Match, found: Meanings) -> None:
    """What the words of one column mean. On a column that waits the meanings wait as well."""
    from rsqm_tool.load.tables.saving import Unknown

    name, header = match.column.name, one_line(match.header)
    known, guessed, unknown = dict(found.known), dict(found.guessed), found.unknown
    if name in entry.doubtful:
        known, guessed = {}, {**known, **guessed}
    elif name not in entry.columns:
        return
    elif asking():
        known, unknown = _asked(header, found)
        guessed = {}
    if known:
        entry.words[name] = known
    if guessed:
        entry.guesses[name] = guessed
        click.echo(f"{_named(entry)}: guessed under {header!r}: {_told(guessed)}. It waits for a yes.", err=True)
    if unknown:
        entry.unknown[name] = Unknown(unknown, found.choices)
        words = ", ".join(repr(one_line(word)) for word in unknown)
        told = f"{_named(entry)}: unknown under {header!r}: {words}. Each must be one of {', '.join(found.choices)}."
        click.echo(told, err=True)


def _asked(header: str, found: Meanings) -> tuple[dict[str, str], tuple[str, ...]]:
    """What the words of a column mean, as the person at the terminal says; and the words that stay open."""
    guessed, unknown = dict(found.guessed), found.unknown
    if guessed and not _yes(f"Under {header!r}, {_told(guessed)}. Is that right?"):
        guessed, unknown = {}, (*guessed, *unknown)
    said = _meanings(header, unknown, found.choices)
    return {**found.known, **guessed, **said}, tuple(word for word in unknown if word not in said)


def _told(meanings: dict[str, str]) -> str:
    return ", ".join(f"{one_line(word)!r} means {meaning}" for word, meaning in meanings.items())


def _meanings(header: str, words: Sequence[str], choices: Sequence[str]) -> dict[str, str]:
    """What the person at the terminal says that unknown words mean; those passed over are not in it."""
    said = {}
    for word in words:
        question = f"What does {one_line(word)!r} under {header!r} mean: {', '.join(choices)}? Nothing leaves it open"
        meaning = click.prompt(question, default="", show_default=False, err=True, value_proc=_one_of(choices))
        if meaning:
            said[word] = meaning
    return said


def _one_of(choices: Sequence[str]) -> Callable[[str], str]:
    """Understands an answer: one of the words, or as much of its beginning as tells it from the others; or nothing."""

    def understood(answer: str) -> str:
        bare = answer.strip().casefold()
        if bare in choices or not bare:
            return bare
        found = [choice for choice in choices if choice.startswith(bare)]
        if len(found) != 1:
            raise click.UsageError(f"That is none of them, or more than one. Write one of {', '.join(choices)}.")
        return found[0]

    return understood


def _add_dates(entry: Entry, proposal: Proposal) -> None:
    """How dates are written, where the file does not tell: asked, or assumed and said so."""
    if not proposal.slashed:
        return
    if proposal.day_first:
        entry.dates = "day-first"
    elif not asking():
        entry.dates, entry.assumed = "day-first", True
        click.echo(f"{_named(entry)}: dates are taken to begin with the day, as 03/04/2026 for the 3rd of April. "
                   "No day in them is after the 12th, so nothing tells.", err=True)  # fmt: skip
    elif _yes(_DATES):
        entry.dates = "day-first"
    else:
        entry.hindered = _MONTH_FIRST


def _named(entry: Entry) -> str:
    return one_line(entry.sheet or entry.file.rpartition("/")[2])


def _tell(name: str, proposal: Proposal, unread: Sequence[str]) -> None:
    for header, what in proposal.refused.items():
        said = f"{name}: the header {one_line(header)!r} looks like {what}"
        click.echo(f"{said}. Delete the column from a copy: with it the table is refused.", err=True)
    if proposal.month_first:
        headers = ", ".join(repr(one_line(header)) for header in proposal.month_first)
        click.echo(f"{name}: some dates under {headers} begin with the month. The tool reads them with the day in "
                   "front; format the columns as dates in Excel.", err=True)  # fmt: skip
    if unread:
        headers = ", ".join(repr(one_line(header)) for header in unread)
        click.echo(f"{name}: nothing is proposed for {headers}.", err=True)
