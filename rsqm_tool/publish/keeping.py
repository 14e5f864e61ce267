"""Who keeps a rule that is counted by person, in words: what pages say in a column beside the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rsqm_tool.checks import cpd_hours, supervision_gap
from rsqm_tool.forecast.people import People
from rsqm_tool.model import Because
from rsqm_tool.publish.context import Site

_TALLIES = MappingProxyType({"supervision_gap": supervision_gap.tallied, "cpd_hours": cpd_hours.tallied})
_UNSURE = "not judged: what is entered leaves it open"


def by_person(site: Site, rule: str) -> Mapping[str, str]:
    """Whether each active practitioner keeps `supervision_gap` or `cpd_hours`, by id: "kept", "not kept", "explained",
    or "not judged:" and why. It is counted as the rule counts. Whoever is missing: see `otherwise`.
    """
    asked = People(
        site.assessment.workspace, site.assessment.framework, site.assessment.as_of, site.assessment.as_of, False
    )
    tally = _TALLIES[rule](asked.inquiry(rule)) if asked.criteria(rule) else None
    if tally is None:
        return {}
    unread = any(f.check == rule and f.because is Because.UNREAD for r in site.assessment.results for f in r.findings)
    kept = "not judged: rows of a table could not be read" if unread else "kept"
    return {
        **{id: f"not judged: {why}" for id, why in tally.outside.items()},
        **dict.fromkeys(tally.kept, kept),
        **dict.fromkeys(tally.cannot_tell, _UNSURE),
        **dict.fromkeys(tally.explained, "explained"),
        **{b.id: "not kept" for b in tally.broken},
    }


def otherwise(site: Site, rule: str) -> str:
    """What is said of somebody of whom the rule says nothing."""
    uses = any(e.check == rule for c in site.assessment.framework.criteria for e in c.expectations)
    return (
        "not judged: the tables do not say enough" if uses else f"not judged: no {site.plain('criterion')} asks for it"
    )
