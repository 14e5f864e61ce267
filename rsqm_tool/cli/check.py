"""`rsqm check`: assess and tell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsqm_tool import reports
from rsqm_tool.cli._common import Asked, chosen, common_options, faults, judge, styled_width, write
from rsqm_tool.cli._exits import DONE, FAULT, FOUND, WRONG
from rsqm_tool.cli._logs import ends_in_log, for_a_log, problems_for_a_log
from rsqm_tool.dates import count
from rsqm_tool.model import Assessment, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEVELS = ("gap", "partly", "expiring")  # each fails on what the one before fails on, too


@click.command("check", short_help="Assess the service and say what to do next.")
@click.argument("criteria", nargs=-1, metavar="[CRITERION]...")
@common_options
@click.option(
    "--format",
    "form",
    type=click.Choice(reports.names()),
    default="text",
    help="The form of the result (default: text).",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the result to a file."
)
@click.option(
    "--fail-on",
    type=click.Choice(_LEVELS),
    default="gap",
    help="Exit 1 on a gap (default), also on partly met, or also on what lapses before the assessment.",
)
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Exit 1 only on what is worse than in this JSON result.",
)
@click.option("--ids", is_flag=True, help="Show ids of people and cases where the result ends in a log.")
@click.option("-q", "--quiet", is_flag=True, help="Only the gaps and the totals.")
@click.option("-v", "--verbose", is_flag=True, help="Also what is met and what only a person can judge.")
@click.option("--no-color", is_flag=True, help="No colours, on a terminal too.")
def command(
    asked: Asked, criteria: tuple[str, ...], form: str, output: Path | None, fail_on: str, baseline: Path | None,
    ids: bool, quiet: bool, verbose: bool, no_color: bool,
) -> int:  # fmt: skip
    """Assess the service and tell what is met, what is missing and what to do next.

    Name criteria (4.4) or standards (4) to see and judge only those. Writes nothing. Exit code 0: no gap; 1: a gap;
    2: the input is wrong, with every mistake listed; 3: a fault of the program.
    """
    assessment, problems = judge(asked)
    styled, width = styled_width(no_color or output is not None or form != "text")
    options = reports.Options(
        ids=ids or not ends_in_log(form),
        width=width,
        styled=styled,
        quiet=quiet,
        verbose=verbose,
        folder=_below_repository(asked.root),
        as_of=asked.as_of,
    )
    if assessment is not None and criteria:
        from rsqm_tool.assess import narrowed

        assessment = narrowed(assessment, chosen(assessment.framework, criteria))
    before = _baseline(baseline, assessment.framework.id if assessment else None)
    told = assessment
    if not options.ids:
        told, problems = assessment and for_a_log(assessment), problems_for_a_log(problems)
    write(reports.load(form).render(told, problems, options), output, machine=form != "text")
    if assessment is None:
        if output is not None or form != "text":
            click.echo(f"The input is wrong: {count(len(problems), 'problem')}, told in the result.", err=True)
        return WRONG
    if form == "github" and told:
        _write_summary(told, options)
    return _exit_code(assessment, fail_on, before)


def _write_summary(assessment: Assessment, options: reports.Options) -> None:
    """GitHub shows the file that it names in the environment as the job's summary."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        from rsqm_tool.reports import github

        try:
            with Path(path).open("a", encoding="utf-8") as summary:
                summary.write(github.summary(assessment, (), options))
        except OSError as error:
            click.echo(f"The job's summary could not be written ({error.strerror}).", err=True)


def _below_repository(root: Path) -> str:
    """The workspace's folder as seen from the repository's top, which is where annotations are counted from."""
    top = os.environ.get("GITHUB_WORKSPACE")
    try:
        return root.resolve().relative_to(Path(top).resolve()).as_posix().removeprefix(".") if top else ""
    except ValueError:
        return ""


def _baseline(path: Path | None, framework: str | None) -> Mapping[str, object] | None:
    if path is None or framework is None:
        return None
    from rsqm_tool.baseline import read

    try:
        return read(path.read_text(encoding="utf-8-sig"), framework)
    except (OSError, ValueError) as error:
        raise click.UsageError(f"The baseline {path} cannot be used: {error}") from None


def _exit_code(assessment: Assessment, fail_on: str, before: Mapping[str, object] | None) -> int:
    if faults(assessment):
        return FAULT
    if before is not None:
        from rsqm_tool.baseline import worse

        found = worse(assessment, before)
        for sentence in found:
            click.echo(f"Worse than before: {sentence}", err=True)
        return FOUND if found else DONE
    return FOUND if _fails(assessment, fail_on) else DONE


def _fails(assessment: Assessment, fail_on: str) -> bool:
    level = _LEVELS.index(fail_on)
    partly = any(r.outcome is Outcome.PARTLY_MET for r in assessment.results)
    expiring = any(f.lapses_on for r in assessment.results for f in r.findings)
    return bool(assessment.gaps) or (level >= 1 and partly) or (level >= 2 and expiring)
