"""A page per standard: what it is about, whether it is ready, and how each of its criteria stands."""

from __future__ import annotations

from rsqm_tool.dates import count
from rsqm_tool.escape import html as text
from rsqm_tool.model import StandardResult
from rsqm_tool.publish import html
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.html import Column
from rsqm_tool.publish.standing import steps


def pages(site: Site) -> dict[str, str]:
    """All pages of standards."""
    return {
        site.standards[s.standard.id]: _page(site, site.standards[s.standard.id], s) for s in site.assessment.standards
    }


def _page(site: Site, here: str, result: StandardResult) -> str:
    standard = result.standard
    caption = f"The {site.noun('criteria')} of {site.noun('standard')} {text(standard.id)}"
    columns = [Column(site.word("criterion")), Column("Outcome", True), Column("Items", True), Column("Next step")]
    rows = []
    for r in result.results:
        mark = "<br>" + html.tag("Safeguarding", "safeguarding", "●") if r.criterion.safeguarding else ""
        todo = steps(r)
        more = f' <span class="rsqm-quiet">and {len(todo) - 1} more</span>' if len(todo) > 1 else ""
        step = html.step(todo[0]) + more if todo else ""
        rows.append((site.criterion(here, r.criterion) + mark, html.status(r.outcome), str(len(r.evidence)), step))
    return html.page(
        f"{site.word('standard')} {text(standard.id)}: {text(standard.title)}",
        html.paragraphs(standard.about),
        ready_line(result),
        f"## How its {site.noun('criteria')} stand {{ #criteria }}",
        html.table("criteria-table", caption, columns, rows),
        hide=("toc",),
    )


def ready_line(result: StandardResult) -> str:
    """Whether a standard is ready, as a paragraph with a tag."""
    if result.ready:
        tag, why = html.tag("Ready", "met", "✓"), "It has no gap, and whatever is partly met has an action."
    else:
        gaps = sum(r.gap for r in result.results)
        tag = html.tag("Not ready", "not", "✗")
        why = f"It has {count(gaps, 'gap')}." if gaps else "Something is partly met and has no action due in time."
    return f"<p>{tag} {why}</p>"
