"""`rsqm tables`: what the service's tables are called, and what their columns mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsqm_tool.cli._common import CACHE, find_root
from rsqm_tool.cli._exits import DONE, WRONG
from rsqm_tool.cli._questions import entry_of, table_of
from rsqm_tool.escape import one_line

if TYPE_CHECKING:
    from rsqm_tool.load.tables.saving import Entry
    from rsqm_tool.load.tables.suggest import Proposal

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

    Whatever is unsure is asked on a terminal; elsewhere it is written as a comment, for you to confirm. With --save it
    also says what still hinders `rsqm check`, and which entry of the register makes the table count as evidence.
    """
    root = find_root(folder)
    path = _below(root, file)
    entries = [entry_of(proposal, path) for proposal in _chosen(_proposals(file, path, sheet, table), path)]
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


def _proposals(file: Path, path: str, sheet: str | None, table: str | None) -> list[list[Proposal]]:
    """For each sheet that may be a table what it may be, the likeliest first; the others are told."""
    from rsqm_tool.load.schema import nearest
    from rsqm_tool.load.tables.grid import Unreadable
    from rsqm_tool.load.tables.preview import sheets
    from rsqm_tool.load.tables.suggest import propose
    from rsqm_tool.model.tables import ROWS

    if table is not None and table not in ROWS:
        raise click.UsageError(
            f"There is no table {table!r}. {nearest(table, ROWS) or '`rsqm list tables` shows them.'}"
        )
    found: list[list[Proposal]] = []
    try:
        for name, rows in sheets(file):
            if sheet is None or sheet == name:
                likely = [p for p in propose(rows, name, path, (table,) if table else tuple(ROWS)) if p.score > 0]
                if likely:
                    found.append(likely)
                else:
                    click.echo(f"{one_line(name or path)}: no table that the tool knows.", err=True)
    except Unreadable as error:
        line = f", line {error.line}" if error.line else ""
        raise click.UsageError(f"{one_line(path)}{line}: {one_line(error.found)}. {one_line(error.todo)}.") from None
    return found


def _chosen(sheets: list[list[Proposal]], path: str) -> list[Proposal]:
    """One proposal for each sheet, in the file's order. A table is one sheet: the one that is most like it has it."""
    chosen: dict[str, Proposal] = {}
    for proposals in sorted(sheets, key=lambda proposals: -proposals[0].score):
        best, name = proposals[0], one_line(proposals[0].sheet or path)
        if other := chosen.get(best.table.name):
            said = (
                f"{name}: looks like {best.table.name}, and {one_line(other.sheet)} looks more so. A table is one sheet"
            )
            click.echo(f"{said}; if this is another table, name it with --sheet and --table.", err=True)
            continue
        close = [p for p in proposals if p.score >= _CLOSE * best.score and p.table.name not in chosen]
        proposal = table_of(close, name)
        chosen[proposal.table.name] = proposal
    order = [proposals[0].sheet for proposals in sheets]
    return sorted(chosen.values(), key=lambda proposal: order.index(proposal.sheet))


def _save(root: Path, entries: list[Entry]) -> int:
    """Write the entries into rsqm.yaml; one that cannot be is told, and the others are written."""
    from rsqm_tool.load.tables.saving import TO_FILL_IN, NotSaved, save

    saved: list[Entry] = []
    for entry in entries:
        try:
            save(root, entry)
            saved.append(entry)
            click.echo(f"{entry.table} is in rsqm.yaml.", err=True)
        except NotSaved as error:
            click.echo(f"{entry.table} was not saved. {one_line(error)}.", err=True)
    if any(entry.waiting for entry in saved):
        click.echo(
            "Lines there that begin with # wait. Where one is right, take its # and one space away, and those of the # "
            f"lines that it is set in below. In place of {TO_FILL_IN} put one of the words named behind it.", err=True
        )  # fmt: skip
    if saved:
        _tell_what_is_next(root, saved[0].file)
    return DONE if len(saved) == len(entries) else WRONG


def _tell_what_is_next(root: Path, path: str) -> None:
    """What hinders `rsqm check` in the tables, else the entry of the register that makes the file count as evidence."""
    from rsqm_tool.cli._mapped import mapped

    problems, loose = mapped(root, root / CACHE)
    if problems:
        click.echo("`rsqm check` will stop at this:", err=True)
    for problem in problems:
        click.echo(f"  {one_line(problem)}", err=True)
    for found in loose:
        if found.file == path:
            click.echo(f"Nothing in the register has {path} yet, so it supports nothing. {found.step}", err=True)
