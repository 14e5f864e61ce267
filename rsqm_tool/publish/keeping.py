"""Who keeps a rule that is counted by person, in words: what pages say in a column beside the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from rsqm_tool import checks
from rsqm_tool.checks import cpd_hours, supervision_gap
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Tally
from rsqm_tool.model import Because, CriterionResult, Expectation, Outcome
from rsqm_tool.publish.context import Site
from rsqm_tool.reports._words import crashed

_TALLIES = MappingProxyType({"supervision_gap": supervision_gap.tallied, "cpd_hours": cpd_hours.tallied})
_FAILED = "not judged: the check failed"
_UNREAD = "not judged: rows of a table could not be read"
_UNSURE = "not judged: what is entered leaves it open"
_UNTOLD = "not judged: the tables do not say enough"
_WORST_FIRST = ("not kept", "not judged", "explained", "kept")


def by_person(site: Site, rule: str, ids: Sequence[str]) -> dict[str, str]:
    """Whether each of `ids`, active practitioners, keeps `supervision_gap` or `cpd_hours`: "kept", "not kept",
    "explained", or "not judged:" and why.

    It is counted as the rule counts at each criterion that ran it. Where these differ, the worst is told, and where.
    """
    used = [(r, e) for r in site.assessment.results for e in r.criterion.expectations if e.check == rule]
    told = [(r.criterion.id, _at(site, r, e, ids)) for r, e in used if r.outcome is not Outcome.NOT_APPLICABLE]
    if not told:
        why = "not applicable" if used else f"no {site.plain('criterion')} asks for it"
        return dict.fromkeys(ids, f"not judged: {why}")
    return {id: _worst([(criterion, words[id]) for criterion, words in told]) for id in ids}


def given(site: Site, rule: str) -> list[Mapping[str, Any]]:
    """What each criterion that ran a rule sets for it, with its usual parameters where it sets none."""
    usual = checks.get(rule).__kwdefaults__ or {}
    ran = (r for r in site.assessment.results if r.outcome is not Outcome.NOT_APPLICABLE)
    return [{**usual, **e.parameters} for r in ran for e in r.criterion.expectations if e.check == rule]


def _at(site: Site, result: CriterionResult, expectation: Expectation, ids: Sequence[str]) -> dict[str, str]:
    """The same at one criterion. A check that crashed there may crash here; the pages are made all the same."""
    rule, assessment = expectation.check, site.assessment
    if any(f", check {rule}:" in fault for fault in crashed(assessment, result)):
        return dict.fromkeys(ids, _FAILED)
    asked = replace(expectation, parameters={**(checks.get(rule).__kwdefaults__ or {}), **expectation.parameters})
    inquiry = Inquiry(result.criterion, asked, assessment.workspace, result.evidence, result.rating, assessment.as_of)
    try:
        tally = _TALLIES[rule](inquiry)
    except Exception:  # whatever a check raises: see `assess`
        return dict.fromkeys(ids, _FAILED)
    unread = any(f.check == rule and f.because is Because.UNREAD for f in result.findings)
    words = _in_words(tally, unread) if tally else {}
    return {id: words.get(id, _UNTOLD) for id in ids}


def _in_words(tally: Tally, unread: bool) -> dict[str, str]:
    """Everybody on a pile. `unread`: rows that could not be read may say that somebody does not keep the rule."""
    return {
        **{id: f"not judged: {why}" for id, why in tally.outside.items()},
        **dict.fromkeys(tally.kept, _UNREAD if unread else "kept"),
        **dict.fromkeys(tally.cannot_tell, _UNSURE),
        **dict.fromkeys(tally.explained, "explained"),
        **{b.id: "not kept" for b in tally.broken},
    }


def _worst(told: Sequence[tuple[str, str]]) -> str:
    """The worst of what several criteria say of somebody, and at which of them where not all say the same."""
    worst = min((words for _, words in told), key=lambda words: _WORST_FIRST.index(words.partition(":")[0]))
    at = dict.fromkeys(criterion for criterion, words in told if words == worst)
    return worst if all(words == worst for _, words in told) else f"{worst} ({', '.join(at)})"
