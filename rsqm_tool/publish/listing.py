"""What a site will show, in lines for whoever has to say yes to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rsqm_tool.dates import count
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.protected import title_of


def listing(site: Site, pages: Sequence[str] = ()) -> list[str]:
    """What everybody will be able to read, line by line. Plain text, with values as they are.

    `pages` are the paths of pages and pictures that the service wrote itself.
    """
    own = [f"Your own pages and pictures: {', '.join(pages)}"] if pages else []
    return [*_service(site), *own, *_items(site), *_figures(site)]


def _service(site: Site) -> Iterator[str]:
    workspace, framework = site.assessment.workspace, site.assessment.framework
    service = workspace.service
    criteria = count(len(framework.criteria), site.plain("criterion"), site.plain("criteria"))
    yield f"{service.name}: the outcomes of {criteria}, and whether it is ready"
    about = [service.provider, service.commissioner, *(p.name for p in service.partners), *service.contacts]
    if named := [words for words in about if words]:
        yield f"Names and contacts: {', '.join(named)}"
    if workspace.notice:
        yield f"On every page: {workspace.notice}"


def _items(site: Site) -> Iterator[str]:
    for item in site.assessment.workspace.items:
        file = " with its file" if item.id in site.documents else ""
        yield f"{item.id} {item.title}{file}"


def _figures(site: Site) -> Iterator[str]:
    if site.protected and (figures := site.protected.figures):
        titles = "; ".join(figure.title for figure in figures)
        yield f"{count(len(figures), 'figure')}, numbers below {figures[0].threshold} hidden: {titles}"
    for withheld in site.protected.withheld if site.protected else ():
        yield f"Not shown: {title_of(withheld)}. {withheld.to_do}"
