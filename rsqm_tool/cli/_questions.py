"""From a proposal to an entry of `tables:`: what is unsure is asked on a terminal, and waits as a comment elsewhere.

A guess is never the answer of somebody who only presses Enter: that says no, or leaves a word open.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
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
    question = f"Which table is {one_line(what)}: {', '.join(names)}"
    name = click.prompt(question, prompt_suffix="? ", err=True, value_proc=_one_of(names))
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
    for sentence in _told_of(proposal, (*refused, *proposal.unread)):
        click.echo(f"{_named(entry)}: {sentence}", err=True)
    return entry


def confirmed(entries: Sequence[Entry]) -> bool:
    """Whether the person at the terminal wants saved what came of the questions; it is shown once more."""
    from rsqm_tool.load.tables.definitions import definition

    click.echo("\nThis is what will be saved:", err=True)
    for entry in entries:
        click.echo(f"  {_named(entry)}, as the table {entry.table}", err=True)
        for name, header in entry.columns.items():
            words = ", ".join(_summed(entry, name))
            title = definition(entry.table).columns[name].title
            click.echo(f"    {one_line(header)}: {title}{f' ({words})' if words else ''}", err=True)
    return yes("Save this in rsqm.yaml?", default=None)


def _summed(entry: Entry, name: str) -> Iterator[str]:
    """What the words of a column mean, and which of them are still open."""
    for word, meaning in entry.words.get(name, {}).items():
        yield f"{one_line(word)} means {meaning}"
    for word in entry.unknown[name].words if name in entry.unknown else ():
        yield f"{one_line(word)} is open"


def yes(question: str, default: bool | None = False) -> bool:
    """Yes or no. Enter alone says the default; with None it is asked again."""
    choices = {None: "y/n", False: "y/N", True: "Y/n"}[default]
    prompt = f"{question} [{choices}]"
    said: bool = click.prompt(prompt, default="", show_default=False, err=True, value_proc=_answer(default))
    return said


def _answer(default: bool | None) -> Callable[[str], bool]:
    def understood(answer: str) -> bool:
        bare = answer.strip().casefold()
        if bare in ("y", "yes", "n", "no"):
            return bare[0] == "y"
        if bare:
            raise click.UsageError(f"{_quoted(answer)} is neither yes nor no. Write y or n.")
        if default is None:
            raise click.UsageError("Enter alone says nothing here. Write y or n.")
        return default

    return understood


def _confirmed(match: Match) -> bool:
    column = match.column
    return yes(f"Is {one_line(match.header)!r} what the tool calls {column.title!r}? {column.about}")


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
    if guessed and not yes(f"Under {header!r}, {_told(guessed)}. Is that right?"):
        guessed, unknown = {}, (*guessed, *unknown)
    said = _meanings(header, unknown, found.choices)
    return {**found.known, **guessed, **said}, tuple(word for word in unknown if word not in said)


def _told(meanings: dict[str, str]) -> str:
    return ", ".join(f"{one_line(word)!r} means {meaning}" for word, meaning in meanings.items())


def _meanings(header: str, words: Sequence[str], choices: Sequence[str]) -> dict[str, str]:
    """What the person at the terminal says that unknown words mean; those passed over are not in it."""
    said = {}
    for word in words:
        question = (
            f"What does {one_line(word)!r} under {header!r} mean: {', '.join(choices)}? Enter alone leaves it open"
        )
        meaning = click.prompt(question, default="", show_default=False, err=True, value_proc=_one_of(choices))
        if meaning:
            said[word] = meaning
    return said


def _one_of(choices: Sequence[str]) -> Callable[[str], str]:
    """Understands an answer: one of the words, or as much of its beginning as tells it from the others; or nothing."""

    def understood(answer: str) -> str:
        bare = " ".join(answer.split()).casefold()
        if bare in choices or not bare:
            return bare
        found = [choice for choice in choices if choice.startswith(bare)]
        if len(found) > 1:
            raise click.UsageError(f"{_quoted(answer)} may be {' or '.join(found)}. Write more of it.")
        if not found:
            raise click.UsageError(f"{_quoted(answer)} is none of {', '.join(choices)}. Write one of these.")
        return found[0]

    return understood


def _quoted(answer: str) -> str:
    return repr(one_line(answer.strip()))


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
    elif yes(_DATES, default=None):
        entry.dates = "day-first"
    else:
        entry.hindered = _MONTH_FIRST


def _named(entry: Entry) -> str:
    return one_line(entry.sheet or entry.file.rpartition("/")[2])


def _told_of(proposal: Proposal, unread: Sequence[str]) -> Iterator[str]:
    """What has to be told of a sheet, in sentences."""
    for header, what in proposal.refused.items():
        yield (
            f"the header {one_line(header)!r} looks like {what}. Delete the column from a copy: with it the table is "
            "refused."
        )
    for header, title in proposal.answered.items():
        yield (
            f"{one_line(header)!r} holds yes and no; the tool wants the day ({title}). Put the day in place of each "
            "yes, or leave it: it is not read."
        )
    if proposal.month_first:
        yield (
            f"some dates under {_listed(proposal.month_first)} begin with the month. The tool reads them with the day "
            "in front; format the columns as dates in Excel."
        )
    if proposal.totals:
        *more, last = map(str, proposal.totals)
        rows = f"rows {', '.join(more)} and {last} are totals, and are" if more else f"row {last} is a total, and is"
        yield f"{rows} left out."
    if unread:
        yield (
            f"nothing is proposed for {_listed(unread)}. `rsqm list tables {proposal.table.name}` lists the columns "
            "and what each holds: where one fits, write it under `columns:` in rsqm.yaml. The others may stay, and "
            "are not read."
        )


def _listed(headers: Sequence[str]) -> str:
    return ", ".join(repr(one_line(header)) for header in headers)
