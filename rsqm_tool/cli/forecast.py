"""`rsqm forecast`: what lapses, and when."""

from __future__ import annotations

from pathlib import Path

import click

from rsqm_tool.cli._common import Asked, common_options, styled_width, tell_problems, write
from rsqm_tool.cli._exits import DONE
from rsqm_tool.cli._loading import load, print_exactly
from rsqm_tool.cli._logs import ends_in_log, forecast_for_a_log


@click.command("forecast", short_help="Tell what lapses before the assessment.")
@common_options
@click.option("--format", "form", type=click.Choice(("text", "csv", "ics")), default="text",
              help="Text to read (default), CSV for a spreadsheet, or days for a calendar.")  # fmt: skip
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the result to a file."
)
@click.option("--ids", is_flag=True, help="Name practitioners by their ids in text, where it ends in a log, too.")
@click.option("--no-color", is_flag=True, help="No colours, on a terminal too.")
def command(asked: Asked, form: str, output: Path | None, ids: bool, no_color: bool) -> int:
    """Tell what lapses between the as-of date and the assessment, in order, with who sees to it.

    Reviews, agreements, insurance, budgets and strategies; vetting, training, case supervision, observed practice and
    hours of development of people who practise; open actions; open conditions of an assessor. What is overdue stands
    first. Without an assessment date the next 12 months are told.

    A calendar never holds ids of people. CSV does: it begins with a byte-order mark for Excel, and no cell can be
    taken for a formula. Exit code 0, also when something lapses; 2: the input is wrong.
    """
    loaded = load(asked)
    if loaded.workspace is None:
        return tell_problems(loaded.problems)
    from rsqm_tool.forecast import forecast
    from rsqm_tool.reports import _forecast as told

    found = forecast(loaded.workspace, loaded.workspace.frameworks[0], asked.as_of)
    if form == "text":
        styled, width = styled_width(no_color or output is not None)
        named = ids or not ends_in_log()
        shown = found if named else forecast_for_a_log(found, loaded.workspace)
        write(told.text(shown, ids=named, width=width, styled=styled), output)
        return DONE
    result = told.table(found) if form == "csv" else told.calendar(found)
    if output is None:
        print_exactly(result)
    else:
        write(result, output)
    return DONE
