"""Annotations for GitHub Actions: errors for gaps, warnings for what is partly met or lapses.

GitHub shows ten of each sort for a step; all of them stand in the log, and the job summary has every gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rsqm_tool.dates import in_words
from rsqm_tool.escape import github_message, github_property, html
from rsqm_tool.model import Assessment, CriterionResult, Location, Outcome, Problem, StandardResult
from rsqm_tool.reports import Options
from rsqm_tool.reports._words import (
    gap_count,
    lapse,
    lapsing,
    lowering,
    nothing_assessed,
    place,
    sentence,
    subjects,
    told,
    totals,
    where_to_look,
)

# A place that GitHub cannot point at is told in the message.
_UNSEEN_BY_GITHUB = ("page", "heading", "sheet", "row")


def render(assessment: Assessment | None, problems: Sequence[Problem], options: Options) -> str:
    """Workflow commands, one a line, in the framework's order, and a line of totals."""
    if problems or not assessment:
        lines = [_command("error", p.where, "Problem", told(p), options) for p in problems]
        return "".join(line + "\n" for line in [*lines, nothing_assessed(problems)])
    lines = [line for result in assessment.results for line in _criterion(result, assessment, options)]
    for note in assessment.notes:
        message = " ".join(filter(None, (sentence(note.message), sentence(note.next_step))))
        lines.append(_command("notice", note.where, "Note", message, options))
    return "".join(line + "\n" for line in [*lines, totals(assessment)])


def _criterion(result: CriterionResult, assessment: Assessment, options: Options) -> Iterator[str]:
    level = "error" if result.gap else "warning"
    title, found = _title(result), lowering(result)
    for finding in found:
        where = where_to_look(result, finding, assessment)
        who = subjects(finding, assessment, options)
        message = sentence(f"{finding.message.removesuffix('.')}: {who}" if who else finding.message)
        if finding.where and any(getattr(where, part) is not None for part in _UNSEEN_BY_GITHUB):
            message += f" ({place(finding)})"
        yield _command(level, where, title, f"{message} {sentence(finding.next_step)}", options)
    if result.gap and not found:
        message = f"Run: rsqm explain {result.criterion.id}"
        yield _command(level, where_to_look(result, None, assessment), title, message, options)
    for finding in lapsing(result):
        if finding.lapses_on:
            lapses = f"{title}; lapses {lapse(finding.lapses_on, assessment.workspace.assessment_on)}"
            message = f"{sentence(finding.message)} {sentence(finding.next_step)}"
            yield _command("warning", where_to_look(result, finding, assessment), lapses, message, options)


def _title(result: CriterionResult) -> str:
    mark = " (safeguarding)" if result.criterion.safeguarding else ""
    return f"{result.criterion.id} {result.criterion.title}: {result.outcome}{mark}"


def _command(level: str, where: Location, title: str, message: str, options: Options) -> str:
    path = f"{options.folder.rstrip('/')}/{where.path}" if options.folder else where.path
    properties = {"file": path, "line": where.line, "col": where.column if where.line else None, "title": title}
    told_to_github = ",".join(f"{k}={github_property(v)}" for k, v in properties.items() if v is not None)
    return f"::{level} {told_to_github}::{github_message(message)}"


def summary(assessment: Assessment | None, problems: Sequence[Problem], options: Options) -> str:
    """The job summary, in Markdown: a table by standard, and every gap with its next steps."""
    if problems or not assessment:
        lines = [f"## {nothing_assessed(problems)}", "", *(f"- {html(p)}" for p in problems), ""]
        return "\n".join([*lines, "Correct these and run the check again.", ""])
    framework, workspace = assessment.framework, assessment.workspace
    lines = [
        f"## {html(workspace.service.name)}", "", f"**{html(totals(assessment))}**", "",
        f"{html(framework.title)}. Edition {html(framework.edition)}. As of {in_words(assessment.as_of)}.",
    ]  # fmt: skip
    if workspace.assessment_on:
        lines.append(f"Assessment on {in_words(workspace.assessment_on)}.")
    if workspace.notice:
        lines += ["", html(sentence(workspace.notice))]
    lines += ["", "| Standard | Met | Partly met | Not met | Not applicable | Not assessed | Ready |"]
    lines += ["|---|--:|--:|--:|--:|--:|---|", *(_table_row(s) for s in assessment.standards), ""]
    lines += [line for result in assessment.gaps for line in _gap(result, assessment, options)]
    return "\n".join(lines) + "\n"


def _table_row(standard: StandardResult) -> str:
    order = (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED)
    numbers = [str(sum(r.outcome is o for r in standard.results)) for o in order]
    gaps = any(r.gap for r in standard.results)
    ready = "yes" if standard.ready else f"no, {gap_count(standard.results)}" if gaps else "no"
    return f"| {html(standard.standard.id)} {html(standard.standard.title)} | {' | '.join(numbers)} | {ready} |"


def _gap(result: CriterionResult, assessment: Assessment, options: Options) -> Iterator[str]:
    yield f"### {html(_title(result))}"
    yield ""
    for finding in lowering(result):
        who, where = subjects(finding, assessment, options), place(finding)
        message = sentence(f"{finding.message.removesuffix('.')}: {who}" if who else finding.message)
        yield f"- {html(message)}" + (f" ({html(where)})" if where else "")
        if finding.next_step:
            yield f"  **Next:** {html(sentence(finding.next_step))}"
    yield ""
