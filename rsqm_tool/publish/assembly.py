"""Puts together what the pages of a site are made of: what may be shown, what lapses, what the tables count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rsqm_tool.disclosure import series
from rsqm_tool.disclosure.periods import last_whole
from rsqm_tool.disclosure.publication import protect_all
from rsqm_tool.forecast import forecast
from rsqm_tool.model import Assessment
from rsqm_tool.model.disclosure import Policy, Protection, Publication, Withheld
from rsqm_tool.model.forecast import Forecast
from rsqm_tool.model.tables import ROWS
from rsqm_tool.monitoring import monitor_service
from rsqm_tool.publish.audience import Shown
from rsqm_tool.publish.context import Origin, Site, site_of
from rsqm_tool.publish.errors import Stopped


def assemble(
    assessment: Assessment, shown: Shown, origin: Origin | None = None, former: Sequence[Publication] = ()
) -> Site:
    """The context of all pages, for what is `shown` of an assessment.

    Everybody gets the figures with small numbers hidden, and no lapses; the assessor gets lapses, exact figures, and
    those with small numbers hidden that are sensitive. `former` are the figures that were published before. Raises
    Stopped where a hidden number could be worked out.
    """
    if not any(assessment.workspace.tables.get(name) for name in ROWS):
        return site_of(shown, None if shown.audience == "public" else _lapses(assessment, shown), origin=origin)
    told = _protected(assessment, shown, former)
    if shown.audience == "public":
        return site_of(shown, origin=origin, protected=told)
    counted = monitor_service(assessment.workspace, assessment.as_of)
    hidden = {f.id for f in (*told.figures, *told.withheld) if isinstance(f, Withheld) or not f.exact}
    return site_of(
        shown,
        _lapses(assessment, shown),
        replace(counted, figures=tuple(f for f in counted.figures if f.id not in hidden)),
        origin,
        replace(told, figures=tuple(f for f in told.figures if not f.exact)),
    )


def _lapses(assessment: Assessment, shown: Shown) -> Forecast:
    return forecast(shown.assessment.workspace, shown.assessment.framework, assessment.as_of)


def _protected(assessment: Assessment, shown: Shown, former: Sequence[Publication]) -> Protection:
    """What the tables count with small numbers hidden, up to the last quarter that is over: of one that is not, readers
    would see what every day adds."""
    workspace, as_of = assessment.workspace, assessment.as_of
    whole = monitor_service(workspace, as_of, until=last_whole(as_of))
    policy = Policy(workspace.suppress_below, "public" if shown.audience == "public" else "assessor")
    told = protect_all(whole.figures, policy, whole.last, whole.quarters, former)
    if told.breaches:
        raise Stopped("\n".join((*map(series.told, told.breaches), "Nothing was published.")))
    return told
