"""The whole site as files: paths below docs, and the bytes of each page and of each table to download. Pure."""

from __future__ import annotations

from rsqm_tool.publish.context import Site
from rsqm_tool.publish.pages import (
    about,
    actions,
    calendar,
    criterion,
    dashboard,
    definitions,
    evidence,
    gaps,
    monitoring,
    pack,
    people,
    standard,
    visit,
)
from rsqm_tool.publish.pictures import figure

_FOR_EVERYBODY = (dashboard, standard, criterion, evidence, monitoring, definitions, about)
_FOR_THE_ASSESSOR = (gaps, actions, calendar, people, visit)
_WITH_FIGURES = (dashboard, gaps, calendar, monitoring, people)


def render(site: Site) -> dict[str, bytes]:
    """Every page and every table of what may be shown, by its path below docs. The same site gives the same bytes."""
    kinds = _FOR_EVERYBODY if site.public else (*_FOR_EVERYBODY, *_FOR_THE_ASSESSOR)
    made = {name: page for kind in kinds for name, page in sorted(kind.pages(site).items())}
    if not site.public:
        made[pack.NAME] = pack.pack(site, made)
    tables = {figure.path(f): figure.csv(f) for kind in _WITH_FIGURES if kind in kinds for f in kind.figures(site)}
    files = {**{f"{name}.md": page for name, page in made.items()}, **tables}
    return {path: content.encode() for path, content in files.items()}
