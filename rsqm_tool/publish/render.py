"""The whole site as plain Markdown: paths below docs, and the bytes of each page. Pure."""

from __future__ import annotations

from rsqm_tool.publish.context import Site
from rsqm_tool.publish.pages import about, actions, criterion, dashboard, evidence, gaps, standard

_KINDS = (dashboard, standard, criterion, evidence, gaps, actions, about)


def render(site: Site) -> dict[str, bytes]:
    """Every page of what may be shown, by its path below docs. The same assessment gives the same bytes."""
    return {f"{name}.md": page.encode() for kind in _KINDS for name, page in sorted(kind.pages(site).items())}
