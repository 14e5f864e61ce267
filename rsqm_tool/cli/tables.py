"""`rsqm tables`: what the service's tables are called, and what their columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsqm_tool.cli import _questions
from rsqm_tool.cli._common import CACHE, find_root
from rsqm_tool.cli._exits import DONE, WRONG
from rsqm_tool.escape import one_line, one_line_each

if TYPE_CHECKING:
    from rsqm_tool.cli._mapped import Standing
    from rsqm_tool.load.tables.saving import Entry
    from rsqm_tool.load.tables.suggest import Proposal

_Have = Mapping[str | None, tuple[str, int]]  # what rsqm.yaml has of a file: by the sheet, the table and its line
_CLOSE = 0.75  # a second table that scores so much of the first's is a question


@click.group("tables", short_help="Say what the columns of your tables mean.")
def command() -> None:
    """Say what the columns of your lists in Excel or CSV mean, so that the tool counts in them.

    \b
    1. Put a copy of each list into the workspace: lists of people into
       evidence/people, lists of cases into evidence/monitoring. Delete the
       columns with names, addresses and remarks: with them it is refused.
    2. Run: rsqm tables suggest evidence/people/FILE.xlsx --save
       It asks what it cannot know, and writes the answers into rsqm.yaml.
    3. Paste the entry that it prints into evidence/register.yaml: what is not
       in the register supports nothing.
    4. Run: rsqm check
       Next month save the new list over the old copy. The answers stay.

    `rsqm list tables` shows which lists there are, and `rsqm list tables cases` the columns of one and what each holds.

    Ids only, never names. The pages that `rsqm publish` writes for the assessor show ids of practitioners where a rule
    is broken; in a small team an id may tell who is meant. Lists and their rows are never published.
    """


@command.command("suggest")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-C", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The workspace.")
@click.option("--save", is_flag=True, help="Write what is proposed into rsqm.yaml, under `tables:`.")
@click.option("--sheet", metavar="NAME", help="Only this sheet of an Excel file.")
@click.option("--table", metavar="NAME", help="The table that it is, such as supervision.")
def suggest(file: Path, folder: Path | None, save: bool, sheet: str | None, table: str | None) -> int:
    """Propose what the columns and the words of FILE mean, as lines for rsqm.yaml.

    Whatever is unsure is asked on a terminal; elsewhere it is written as a comment, for you to confirm. What rsqm.yaml
    has of FILE already is not proposed again, unless --sheet or --table names it. Once FILE is mapped it also says what
    still hinders `rsqm check`, and prints the entry of the register that makes FILE count as evidence.
    """
    from rsqm_tool.cli._mapped import mapped

    root = find_root(folder)
    path = _below(root, file)
    have = {} if sheet or table else mapped(root, path)
    entries = [
        _questions.entry_of(proposal, path) for proposal in _chosen(_proposals(file, path, sheet, table, have), path)
    ]
    if not entries and not have:
        raise click.UsageError("No table was found there. Name it with --table, or map it by hand under `tables:`.")
    if save and _questions.asking():
        ready = [entry for entry in entries if not entry.hindered]
        if ready and not _questions.confirmed(ready):
            click.echo("Nothing was saved. Run it again to answer otherwise.", err=True)
            return DONE
    elif entries:
        click.echo("\n".join(["tables:", *(line for entry in entries for line in one_line_each(entry.lines()))]))
    saved = _save(root, entries) if save else []
    if saved or have:
        _tell_what_is_next(root, path)
    return WRONG if save and len(saved) < len(entries) else DONE


def _below(root: Path, file: Path) -> str:
    """The file's path from the workspace, which must hold it."""
    try:
        path = file.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        path = ""
    if not path.startswith("evidence/"):
        raise click.UsageError(f"{one_line(file)} is not below {root}/evidence. Put it there first.")
    return path


def _proposals(file: Path, path: str, sheet: str | None, table: str | None, have: _Have) -> list[list[Proposal]]:
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
        for number, (name, rows) in enumerate(sheets(file)):
            if mapped := have.get(name) or (have.get(None) if number == 0 else None):
                told = f"rsqm.yaml has it already, as {one_line(mapped[0])} on line {mapped[1]}. Change it there"
                click.echo(f"{one_line(name or path)}: {told}.", err=True)
            elif sheet is None or sheet == name:
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
        proposal = _questions.table_of(close, name)
        chosen[proposal.table.name] = proposal
    order = [proposals[0].sheet for proposals in sheets]
    return sorted(chosen.values(), key=lambda proposal: order.index(proposal.sheet))


def _save(root: Path, entries: list[Entry]) -> list[Entry]:
    """Write the entries into rsqm.yaml; those that were written. One that cannot be is told."""
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
    return saved


def _tell_what_is_next(root: Path, path: str) -> None:
    """What hinders `rsqm check` in the tables, else the entry of the register that makes the file count as evidence."""
    from rsqm_tool.cli._mapped import standing

    now = standing(root, root / CACHE)
    if now.problems:
        click.echo("`rsqm check` will stop at this:", err=True)
    for problem in now.problems:
        click.echo(f"  {one_line(problem)}", err=True)
    if now.problems:
        click.echo("Correct it, and run this again: then it prints the entry for the register.", err=True)
    elif not now.known:
        click.echo("The register has a mistake, or rsqm.yaml names no framework: `rsqm check` says which.", err=True)
    elif path in now.ids:
        _print_entry(now, path)
    else:
        click.echo(f"The register has {path}. Run `rsqm check`.", err=True)


def _print_entry(now: Standing, path: str) -> None:
    """The entry of the register for a file that it does not have, alone on its lines, so that it can be copied."""
    found = next((found for found in now.loose if found.file == path), None)
    if found is None:
        click.echo(f"With the tables mapped so far no criterion rests on {path}: it needs no entry yet.", err=True)
        return
    brackets = " Take away the [] that stands behind it." if now.empty else ""
    click.echo(
        f"\nNothing in the register has {path} yet, so it supports nothing. Paste the lines below into {now.register}, "
        f"under `evidence:`.{brackets} The title and the criteria are yours to correct: these are the criteria that "
        "the tables mapped so far answer.\n",
        err=True,
    )
    click.echo("\n".join(one_line_each(found.entry(now.ids[path], now.indent))))
