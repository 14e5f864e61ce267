"""`rsqm tables`: what the service's tables are called, and what their columns mean."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsqm_tool.cli._common import find_root
from rsqm_tool.cli._exits import DONE, WRONG
from rsqm_tool.escape import one_line

if TYPE_CHECKING:
    from rsqm_tool.load.tables.saving import Entry
    from rsqm_tool.load.tables.suggest import Match, Proposal

_CLOSE = 0.75  # a second table that scores so much of the first's is a question


@click.group("tables", short_help="Say what the columns of your tables mean.")
def command() -> None:
    """Say what the columns of your tables mean."""


@command.command("suggest")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-C", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The workspace.")
@click.option("--save", is_flag=True, help="Write what is proposed into rsqm.yaml, under `tables:`.")
@click.option("--sheet", metavar="NAME", help="Only this sheet of an Excel file.")
@click.option("--table", metavar="NAME", help="The table that it is, such as supervision.")
def suggest(file: Path, folder: Path | None, save: bool, sheet: str | None, table: str | None) -> int:
    """Propose what the columns and the words of FILE mean, as lines for rsqm.yaml.

    Whatever is unsure is asked on a terminal; elsewhere it is written as a comment, for you to confirm.
    """
    root = find_root(folder)
    path = _below(root, file)
    entries = list(_entries(file, path, sheet, table))
    if not entries:
        raise click.UsageError("No table was found there. Name it with --table, or map it by hand under `tables:`.")
    click.echo("tables:")
    for entry in entries:
        click.echo("\n".join(one_line_each(entry.lines())))
    return _save(root, entries) if save else DONE


def one_line_each(lines: list[str]) -> list[str]:
    """Lines for the terminal: their indents stay, controls go."""
    return [line[: len(line) - len(line.lstrip())] + one_line(line) for line in lines]


def _below(root: Path, file: Path) -> str:
    """The file's path from the workspace, which must hold it."""
    try:
        path = file.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        path = ""
    if not path.startswith("evidence/"):
        raise click.UsageError(f"{one_line(file)} is not below {root}/evidence. Put it there first.")
    return path


def _entries(file: Path, path: str, sheet: str | None, table: str | None) -> Iterator[Entry]:
    from rsqm_tool.load.schema import nearest
    from rsqm_tool.load.tables.grid import Unreadable
    from rsqm_tool.load.tables.preview import sheets
    from rsqm_tool.load.tables.suggest import propose
    from rsqm_tool.model.tables import ROWS

    if table is not None and table not in ROWS:
        raise click.UsageError(
            f"There is no table {table!r}. {nearest(table, ROWS) or '`rsqm list tables` shows them.'}"
        )
    try:
        for name, rows in sheets(file):
            if sheet is None or sheet == name:
                proposals = propose(rows, name, path, (table,) if table else tuple(ROWS))
                proposal = _chosen(proposals, name or path)
                if proposal is not None:
                    yield _entry(proposal, path)
                else:
                    click.echo(f"{one_line(name or path)}: no table that the tool knows.", err=True)
    except Unreadable as error:
        line = f", line {error.line}" if error.line else ""
        raise click.UsageError(f"{one_line(path)}{line}: {one_line(error.found)}. {one_line(error.todo)}.") from None


def _asking() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _chosen(proposals: list[Proposal], what: str) -> Proposal | None:
    """The table that it is. Where two are likely, the person at the terminal decides."""
    likely = [p for p in proposals if p.score > 0]
    if not likely:
        return None
    close = [p for p in likely if p.score >= _CLOSE * likely[0].score]
    if len(close) == 1 or not _asking():
        return likely[0]
    names = [p.table.name for p in close]
    question = f"Which table is {one_line(what)}?"
    name = click.prompt(question, type=click.Choice(names), default=names[0], err=True)
    return next(p for p in close if p.table.name == name)


def _entry(proposal: Proposal, path: str) -> Entry:
    """What is sure or was confirmed, ready to be written; what has to be told goes to the terminal."""
    from rsqm_tool.load.tables.saving import Entry

    entry = Entry(proposal.table.name, path, proposal.sheet)
    for match in proposal.matches:
        kept = entry.columns if match.sure or _confirmed(match) else entry.doubtful
        kept[match.column.name] = match.header
    entry.words = {c: dict(words) for c, words in proposal.words.items() if c in entry.columns}
    for column, words in proposal.unknown_words.items():
        if column in entry.columns:
            entry.words.setdefault(column, {}).update(_meanings(proposal, column, words))
    entry.words = {column: words for column, words in entry.words.items() if words}
    if proposal.slashed and (proposal.day_first or _yes("Do dates such as 01/04/2026 begin with the day?")):
        entry.dates = "day-first"
    _tell(proposal)
    return entry


def _confirmed(match: Match) -> bool:
    return _yes(f"Is {one_line(match.header)!r} the column {match.column.name}? {match.column.about}")


def _yes(question: str) -> bool:
    """What the person at the terminal says; no where there is none."""
    return _asking() and click.confirm(question, default=True, err=True)


def _meanings(proposal: Proposal, column: str, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What the person at the terminal says that unknown words mean."""
    header = next(m.header for m in proposal.matches if m.column.name == column)
    choices = proposal.table.columns[column].choices
    for word in words:
        if not _asking():
            said = f"{one_line(word)!r} under {one_line(header)!r} is none of {', '.join(choices)}"
            click.echo(f"{said}. Name it under `values:`.", err=True)
            continue
        question = f"What does {one_line(word)!r} under {one_line(header)!r} mean? {', '.join(choices)}, or nothing"
        meaning = click.prompt(question, default="", show_default=False, err=True).strip()
        if meaning in choices:
            yield word, meaning


def _tell(proposal: Proposal) -> None:
    name = proposal.sheet or proposal.table.name
    for header, what in proposal.refused.items():
        said = f"{one_line(name)}: the header {one_line(header)!r} looks like {what}"
        click.echo(f"{said}. Delete the column; the table is refused with it.", err=True)
    if proposal.unread:
        headers = ", ".join(repr(one_line(header)) for header in proposal.unread)
        click.echo(f"{one_line(name)}: nothing is proposed for {headers}.", err=True)


def _save(root: Path, entries: list[Entry]) -> int:
    """Write the entries into rsqm.yaml; one that cannot be is told, and the others are written."""
    from rsqm_tool.load.tables.saving import NotSaved, save

    failed = False
    for entry in entries:
        try:
            save(root, entry)
            click.echo(f"{entry.table} is in rsqm.yaml.", err=True)
            if entry.doubtful:
                click.echo(
                    "Lines that end with '# is this right?' wait: take their first # away where they are.", err=True
                )
        except NotSaved as error:
            failed = True
            click.echo(f"{entry.table} was not saved. {one_line(error)}.", err=True)
    return WRONG if failed else DONE
