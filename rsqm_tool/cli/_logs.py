"""What ends in the log of a CI run: ids of people and cases, what is private, and words that people typed do not belong
there. An item is named by its id, a mistake by its place."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from rsqm_tool.model import Assessment, CriterionResult, EvidenceItem, Framework, Location, Problem, Workspace
from rsqm_tool.model.forecast import Forecast

# Between quotation marks, and not between two apostrophes: "the board's own", 'Sandra'.
_QUOTED = re.compile(r"(?<!\w)(['\"])(?=\S)((?:\\.|(?!\1)[^\\\n]|(?<=\w)'(?=\w))*)\1(?!\w)")
_LEFT_OUT = "'…'"

Clean = Callable[[str], str]


def ends_in_log(form: str = "text") -> bool:
    """Whether a result of that form ends in a log: those made for one do, and text where `CI` is set."""
    return form in ("github", "junit") or (form == "text" and bool(os.environ.get("CI")))


def for_a_log(assessment: Assessment) -> Assessment:
    """The assessment without a word of items that are private or unclassified, without titles, and without quotations
    but those of the framework; the register's lines stay."""
    from rsqm_tool.publish.audience import for_audience

    clean = _cleaner(assessment.workspace, assessment.framework)
    shown = for_audience(assessment, "assessor", with_lines=True).assessment
    return replace(
        shown,
        workspace=replace(shown.workspace, items=tuple(map(_untitled, shown.workspace.items))),
        standards=tuple(replace(s, results=tuple(_result(r, clean) for r in s.results)) for s in shown.standards),
        notes=tuple(replace(n, message=clean(n.message), next_step=clean(n.next_step)) for n in shown.notes),
    )


def without_quotations(text: str) -> str:
    """A message without what it quotes from files."""
    return _QUOTED.sub(_LEFT_OUT, text)


def problems_for_a_log(problems: Sequence[Problem]) -> list[Problem]:
    """Mistakes by their places, without what was found there."""
    return [replace(p, found=without_quotations(p.found)) for p in problems]


def forecast_for_a_log(forecast: Forecast, workspace: Workspace) -> Forecast:
    """The forecast without titles, owners, and the names of tables."""
    clean = _cleaner(workspace, workspace.frameworks[0])
    hidden = Location("")
    return replace(
        forecast,
        lapses=tuple(
            replace(
                lapse,
                plain=clean(lapse.plain),
                who=lapse.who if lapse.person else "",
                where=lapse.where if lapse.where.path.endswith(".yaml") else hidden,
            )
            for lapse in forecast.lapses
        ),
        untold=tuple(map(clean, forecast.untold)),
    )


def _cleaner(workspace: Workspace, framework: Framework) -> Clean:
    """What takes words that people typed out of a sentence: titles, names of sources and groups, quotations."""
    named = _any_of(f" ({item.title})" for item in workspace.items if item.title)
    typed = _any_of(_typed(workspace), r"(?<!\w)(?:{})(?!\w)")
    own = frozenset(word for c in framework.criteria for e in c.expectations for word in _words(dict(e.parameters)))

    def clean(text: str) -> str:
        bare = named.sub("", text) if named else text
        bare = typed.sub("…", bare) if typed else bare
        return _QUOTED.sub(lambda quoted: quoted[0] if quoted[2] in own else _LEFT_OUT, bare)

    return clean


def _any_of(words: Iterable[str], around: str = "{}") -> re.Pattern[str] | None:
    """Finds any of some words, the longest first; None where there are none."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile(around.format("|".join(map(re.escape, longest_first)))) if longest_first else None


def _typed(workspace: Workspace) -> Iterator[str]:
    """What tables hold in words of the service's own, and sentences count by."""
    tables = workspace.tables
    for case in tables.cases.rows if tables.cases else ():
        yield from (word for word in (case.source, case.offence_group) if word and not word.isdigit())
    for row in tables.equality.rows if tables.equality else ():
        yield from (word for word in (row.characteristic, row.group) if word and not word.isdigit())


def _words(value: Any) -> Iterator[str]:
    """Every text in a rule's parameters."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from (*_words(key), *_words(each))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _words(each)


def _untitled(item: EvidenceItem) -> EvidenceItem:
    return replace(item, title="")


def _result(result: CriterionResult, clean: Clean) -> CriterionResult:
    return replace(
        result,
        rating=result.rating and replace(result.rating, how="", reason="", owner=""),
        evidence=tuple(map(_untitled, result.evidence)),
        findings=tuple(
            replace(
                f,
                message=clean(f.message),
                next_step=clean(f.next_step),
                figures={k: clean(v) if isinstance(v, str) else v for k, v in f.figures.items()},
                where=f.where and replace(f.where, heading=None),
            )
            for f in result.findings
        ),
    )
