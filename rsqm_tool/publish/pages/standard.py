"""A page per standard: what it is about, whether it is ready, and how each of its criteria stands."""

from __future__ import annotations

from rsqm_tool.dates import count
from rsqm_tool.escape import html as text
from rsqm_tool.model import CriterionResult, StandardResult
from rsqm_tool.publish import html
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.html import Column
from rsqm_tool.publish.standing import first_of, steps


def pages(site: Site) -> dict[str, str]:
    """All pages of standards."""
    return {
        site.standards[s.standard.id]: _page(site, site.standards[s.standard.id], s) for s in site.assessment.standards
    }


def _page(site: Site, here: str, result: StandardResult) -> str:
    standard = result.standard
    return html.page(
        f"{site.word('standard')} {text(standard.id)}: {text(standard.title)}",
        html.paragraphs(standard.about),
        "" if site.public else ready_line(result),
        f"## How its {site.noun('criteria')} stand {{ #criteria }}",
        _criteria(site, here, result),
        "" if site.public or not result.results else _how_to_read(site, here, result),
        hide=("toc",),
    )


def _criteria(site: Site, here: str, result: StandardResult) -> str:
    if not result.results:
        return f"<p>It has no {site.noun('criteria')}.</p>"
    columns = [Column(site.word("criterion")), Column("Outcome", True)]
    if not site.public:
        columns += [
            Column("Own rating", True),
            Column("Says", True),
            Column("Does", True),
            Column("Next step", long=True),
        ]
    caption = f"The {site.noun('criteria')} of {site.noun('standard')} {text(result.standard.id)}"
    return html.table("criteria-table", caption, columns, [_row(site, here, r) for r in result.results], "criteria")


def _how_to_read(site: Site, here: str, result: StandardResult) -> str:
    """What the numbers are, and of which criteria they leave something out."""
    hidden = [r.criterion for r in result.results if r.criterion.id in site.shown.withheld]
    links = site.numbers(here, (c.id for c in hidden))
    more = f" For {links} there is evidence that is not published: ask to see it." if hidden else ""
    return (
        '<p class="rsqm-quiet">Says: documents on this site that say what should happen. Does: records on it that show '
        f"what happens.{more}</p>"
    )


def _row(site: Site, here: str, result: CriterionResult) -> tuple[str, ...]:
    mark = "<br>" + html.tag("Safeguarding", "safeguarding", "●") if result.criterion.safeguarding else ""
    cells = (site.criterion(here, result.criterion) + mark, html.status(result.outcome))
    if site.public:
        return cells
    return (
        *cells,
        html.status(result.rating.rating if result.rating else None, "Not rated"),
        str(sum(i.says for i in result.evidence)),
        str(sum(not i.says for i in result.evidence)),
        first_of(steps(result)),
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
