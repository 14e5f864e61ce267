"""`rsqm measures`: counts instead of rows, for where the tables must not be; and the figures that people read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from rsqm_tool.cli._common import Asked, common_options, styled_width, tell_problems, write
from rsqm_tool.cli._exits import DONE, FAULT, WRONG
from rsqm_tool.cli._loading import load, print_exactly
from rsqm_tool.dates import count, in_words
from rsqm_tool.escape import one_line
from rsqm_tool.model import Workspace
from rsqm_tool.model.tables import ROWS

_PRIVATE = (
    "These are exact numbers, small ones too: who knows the service may know who is meant. Keep them in the service, "
    "and do not publish them."
)


class Quarter(click.ParamType[str]):
    """A calendar quarter as an argument."""

    name = "quarter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The quarter, if it is one."""
        if re.fullmatch(r"(19|20|21)[0-9]{2}-Q[1-4]", str(value)):
            return str(value)
        self.fail(f"{value!r} is no calendar quarter. Write it as 2026-Q3, for July to September 2026.", param, ctx)


@click.group("measures", short_help="Show monitoring figures, or save counts for CI.")
def command() -> None:
    """Show the monitoring figures, or save counts, to check where people's rows must not be, as in CI."""


@command.command("save", short_help="Save counts, to check without the tables.")
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
    if why := _not_here(loaded.workspace) or _nothing(loaded.workspace):
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


@command.command("show", short_help="Show the monitoring figures.")
@common_options
@click.option("--quarter", type=Quarter(), metavar="QUARTER",
              help="Only this quarter (such as 2026-Q3), beside the same one a year before.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(("text", "csv", "json")), default="text",
              help="Text to read (default), one long table for a spreadsheet, or JSON.")  # fmt: skip
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the result to a file."
)
@click.option("--no-color", is_flag=True, help="No colours, on a terminal too.")
def show(asked: Asked, quarter: str | None, form: str, output: Path | None, no_color: bool) -> int:
    """Show the monitoring figures, for a board paper or a commissioner's quarter.

    Referrals, outcomes, processes, agreements, waiting times, feedback, follow-up, incidents, the offer, equality and
    people who work here, for the last eight calendar quarters. Each figure has its definition, and says what was left
    out of it. Ids are never shown.

    The numbers are exact, small ones too: keep them in the service, and do not publish them.
    """
    loaded = load(asked)
    workspace = loaded.workspace
    if workspace is None:
        return tell_problems(loaded.problems)
    if why := _nothing(workspace):
        click.echo(why, err=True)
        return WRONG
    from rsqm_tool.model.monitoring import quarter_of, year_before
    from rsqm_tool.monitoring import monitor_service
    from rsqm_tool.reports import _monitoring as told

    if quarter and quarter > quarter_of(asked.as_of):
        raise click.UsageError(f"{quarter} begins after {in_words(asked.as_of)}: there is nothing to show yet.")
    if quarter:
        periods = [
            monitor_service(workspace, asked.as_of, quarters=1, until=q) for q in (year_before(quarter), quarter)
        ]
    else:
        periods = [monitor_service(workspace, asked.as_of)]
    if absent := _not_here(workspace):
        click.echo(absent, err=True)
    click.echo(_PRIVATE, err=True)
    service = workspace.service.name
    if form == "text":
        styled, width = styled_width(no_color or output is not None)
        write(told.text(service, asked.as_of, periods, width=width, styled=styled), output)
        return DONE
    result = told.table(periods) if form == "csv" else told.data(service, asked.as_of, periods)
    if output is None:
        print_exactly(result)
    else:
        write(result, output)
    return DONE


def _not_here(workspace: Workspace) -> str:
    """Which tables have no file here; empty where all are."""
    names = ", ".join(f"{a.table} ({one_line(a.file)})" for a in workspace.absent)
    return f"Counts are of the whole service where all tables are. Not here: {names}." if names else ""


def _nothing(workspace: Workspace) -> str:
    """That there is nothing to count; empty where there is something."""
    if any(workspace.tables.get(name) for name in ROWS):
        return ""
    return _not_here(workspace) or "There is nothing to count: rsqm.yaml names no tables under `tables:`."
