"""What is worse than in an earlier result of `rsqm check --format json`. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rsqm_tool.dates import count
from rsqm_tool.escape import one_line
from rsqm_tool.model import Assessment, CriterionResult, Outcome, is_worse

_SHAPE = "It is not a result of `rsqm check --format json`"


def read(text: str, framework: str | None = None) -> Mapping[str, Any]:
    """The earlier result in `text`, as `worse` takes it.

    Raises ValueError with one clear sentence where it is no such result, one of another `framework` (an id), one of a
    version that this program does not know, or one that holds problems instead of an assessment.
    """
    import json  # only a run with --baseline needs it

    try:
        result = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(
            f"The baseline is not JSON{place}. Make it with `rsqm check --format json --output FILE`"
        ) from None
    if not isinstance(result, dict) or "format" not in result:
        raise ValueError(f"{_SHAPE}: it has no `format`")
    if result["format"] != 1 or isinstance(result["format"], bool):
        raise ValueError(f"The baseline has format {one_line(result['format'])}; this program knows format 1")
    if result.get("problems"):
        raise ValueError("The baseline lists problems and assesses nothing, so nothing can be compared with it")
    for fault in _misshapen(result):
        raise ValueError(f"{_SHAPE}: {fault}")
    made_with = result["framework"]["id"]
    if framework is not None and made_with != framework:
        raise ValueError(f"The baseline was made with the framework {one_line(made_with)}, this run with {framework}")
    return result


def _misshapen(result: Mapping[str, Any]) -> Iterator[str]:
    """What `worse` would stumble over."""
    framework = result.get("framework")
    if not isinstance(framework, dict) or not isinstance(framework.get("id"), str):
        yield "its `framework` has no `id`"
    standards = result.get("standards")
    if not isinstance(standards, list) or not all(_has(s, "criteria", list) for s in standards):
        yield "its `standards` are no list of standards with `criteria`"
        return
    outcomes = {str(o) for o in Outcome}
    for criterion in (c for s in standards for c in s["criteria"]):
        if not _has(criterion, "id", str) or not _has(criterion, "findings", list):
            yield "a criterion has no `id` or no `findings`"
        elif not isinstance(criterion.get("outcome"), str) or criterion["outcome"] not in outcomes:
            yield f"criterion {one_line(criterion['id'])} has no known `outcome`"
        elif not all(_has(f, "check", str) and _has(f, "subjects", list) for f in criterion["findings"]):
            yield f"a finding of criterion {one_line(criterion['id'])} has no `check` or no `subjects`"


def _has(thing: Any, key: str, kind: type) -> bool:
    return isinstance(thing, dict) and isinstance(thing.get(key), kind)


def worse(assessment: Assessment, baseline: Mapping[str, Any], *, ids: bool = False) -> list[str]:
    """What is worse now than in `baseline` (from `read`): a sentence each, in the framework's order; else none.

    A criterion is worse with a lower outcome; a safeguarding one also when somebody or something new breaks a rule.
    One that the baseline does not know is worse if it is a gap. Without `ids` the new ones are counted, not named.
    """
    then = {c["id"]: c for s in baseline["standards"] for c in s["criteria"]}
    return [said for result in assessment.results for said in _worse(result, then.get(result.criterion.id), ids)]


def _worse(result: CriterionResult, then: Mapping[str, Any] | None, ids: bool) -> Iterator[str]:
    name = one_line(f"{result.criterion.id} {result.criterion.title}")
    if then is None:
        if result.gap:
            yield f"{name} is {result.outcome} now; the baseline does not know it."
        return
    if is_worse(result.outcome, Outcome(then["outcome"])):
        yield f"{name} was {then['outcome']} and is {result.outcome} now."
    if not result.criterion.safeguarding:
        return
    before = _breaking((f["check"], f["subjects"], f.get("outcome")) for f in then["findings"])
    now = _breaking((f.check, f.subjects, f.outcome) for f in result.findings if f.counts)
    for check, subjects in now.items():
        new = [s for s in subjects if s not in before.get(check, {})]
        if new:
            named = f": {', '.join(map(one_line, new))}" if ids else ""
            yield f"{name} has {count(len(new), 'new subject')} of `{check}`{named}."


def _breaking(findings: Iterator[tuple[str, Any, Any]]) -> dict[str, dict[Any, None]]:
    """Who or what breaks a rule, by check, each once and in order."""
    found: dict[str, dict[Any, None]] = {}
    for check, subjects, outcome in findings:
        if outcome not in (Outcome.MET, Outcome.NOT_APPLICABLE):
            found.setdefault(check, {}).update(dict.fromkeys(map(str, subjects)))
    return found
