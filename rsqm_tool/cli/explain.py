"""`rsqm explain`: one criterion."""

from __future__ import annotations

import click

from rsqm_tool.cli._common import Asked, chosen, common_options, faults, judge, styled_width, tell_problems
from rsqm_tool.cli._exits import DONE
from rsqm_tool.cli._logs import ends_in_log, for_a_log, forecast_for_a_log
from rsqm_tool.model import Assessment, Framework
from rsqm_tool.model.forecast import Lapse


@click.command("explain", short_help="Explain one criterion and what was found.")
@click.argument("criterion")
@common_options
@click.option("--ids", is_flag=True, help="Show ids of people and cases where the text ends in a log, too.")
@click.option("--no-color", is_flag=True, help="No colours, on a terminal too.")
def command(asked: Asked, criterion: str, ids: bool, no_color: bool) -> int:
    """Explain one criterion: what it asks, why, what would show it, what was found, what to do next."""
    from rsqm_tool.reports import Options
    from rsqm_tool.reports._explain import explain

    framework: Framework
    if (asked.root / "rsqm.yaml").exists():
        assessment, problems = judge(asked)
        if assessment is None:
            return tell_problems(problems)
        framework = assessment.framework
    else:
        assessment, framework = None, _shipped(asked.framework)
    id = chosen(framework, [criterion])[0]
    one = next((c for c in framework.criteria if c.id == id), None)
    if one is None:
        raise click.UsageError(f"{criterion} is a standard. Name one of its criteria, such as {criterion}.1.")
    styled, width = styled_width(no_color)
    options = Options(ids=ids or not ends_in_log(), width=width, styled=styled)
    told = for_a_log(assessment) if assessment and not options.ids else assessment
    click.echo(explain(framework, one, told, _lapses(assessment, id, options.ids), options), nl=False)
    return faults(assessment) if assessment else DONE


def _lapses(assessment: Assessment | None, criterion: str, ids: bool) -> list[Lapse]:
    """What the forecast has to say about one criterion; without `ids`, for a log."""
    if assessment is None:
        return []
    from rsqm_tool.forecast import forecast

    found = forecast(assessment.workspace, assessment.framework, assessment.as_of)
    told = found if ids else forecast_for_a_log(found, assessment.workspace)
    return [lapse for lapse in told.lapses if criterion in lapse.criteria]


def _shipped(wanted: str | None) -> Framework:
    """A framework without a workspace."""
    from rsqm_tool.load import framework

    available = framework.available(None)
    id = wanted or framework.DEFAULT
    if id not in available:
        raise click.UsageError(f"There is no framework {id!r}. `rsqm list frameworks` shows them.")
    loaded, problems = framework.load(*available[id])
    if loaded is None:
        raise click.UsageError(str(problems[0]))
    return loaded
