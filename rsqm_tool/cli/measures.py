"""`rsqm measures`: counts instead of rows, for where the tables must not be."""

from __future__ import annotations

import click

from rsqm_tool.cli._common import Asked, common_options, tell_problems, write
from rsqm_tool.cli._exits import DONE, FAULT, WRONG
from rsqm_tool.cli._loading import load
from rsqm_tool.dates import count, in_words
from rsqm_tool.escape import one_line
from rsqm_tool.model import Workspace
from rsqm_tool.model.tables import ROWS


@click.group("measures", short_help="Save counts, to check without people's rows.")
def command() -> None:
    """Save counts, to check where people's rows must not be, as in CI."""


@command.command("save")
@common_options
def save(asked: Asked) -> int:
    """Count in the tables what the rules ask, and write evidence/measures.json, whole or not at all.

    The file holds counts for each rule and the month. No ids, no dates below the month, no words from the tables.
    Small counts stay in it: one person in a rule can be known to whoever knows the service. Keep it in the service's
    own private repository, and do not publish it; the site never does.

    Where a table's file is not there, `rsqm check` judges from these counts and says so, up to 35 days after the end of
    the month (`measures_days` under `targets:` in rsqm.yaml). Save them again each month.
    """
    from rsqm_tool import measures

    loaded = load(asked, saved_counts=False)
    if loaded.workspace is None:
        return tell_problems(loaded.problems)
    if why := _lacking(loaded.workspace):
        click.echo(f"{why} Nothing was saved.", err=True)
        return WRONG
    taken, faults = measures.take(loaded.workspace, asked.as_of)
    for fault in faults:
        click.echo(f"A check failed, through a fault of the program: {fault}", err=True)
    if faults:
        click.echo("Nothing was saved.", err=True)
        return FAULT
    import json

    write(json.dumps(taken.data(), indent=1) + "\n", asked.root / measures.FILE)
    rules = count(sum(len(f.rules) for f in taken.frameworks), "rule")
    month = in_words(asked.as_of).partition(" ")[2]
    click.echo(f"{measures.FILE} holds the counts of {rules} for {month}: no ids and no days. Do not publish it.")
    return DONE


def _lacking(workspace: Workspace) -> str:
    """Why the counts would not be those of the whole service; empty where they are."""
    if workspace.absent:
        names = ", ".join(f"{a.table} ({one_line(a.file)})" for a in workspace.absent)
        return f"Counts are saved where all tables are. Not here: {names}."
    if not any(workspace.tables.get(name) for name in ROWS):
        return "There is nothing to count: rsqm.yaml names no tables under `tables:`."
    return ""
