"""The places that the register names under `where:` exist in the documents.

Judges what supporting items claim for the criterion ("section 4, page 6"), where their text could be read. A page
must be among the document's pages, by its number or by what is printed on it; Word files have no pages of their own,
so there only sections and words are held against them. A section must be the number of a heading or of a clause;
where headings have no numbers they are counted. A page or section that does not exist is partly met at worst. Words
that stand nowhere in the document are a question and lower nothing. Sheets and columns of tables are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rsqm_tool.checks._inquiry import Inquiry, named
from rsqm_tool.checks._named_places import Missing, missing
from rsqm_tool.dates import count
from rsqm_tool.model import EvidenceItem, Finding, Outcome, Support

_TOLD = 3  # places in one message


def check(inquiry: Inquiry) -> Iterator[Finding]:
    id = inquiry.criterion.id
    claims = [(i, s) for i in inquiry.usable if i.text for s in i.supports if s.criterion == id and s.where_in_item]
    faults = [(i, s, list(missing(i.text, s.where_in_item))) for i, s in claims if i.text]
    wrong = sum(any(f.certain for f in found) for _, _, found in faults)
    figures = {"kept": len(claims) - wrong, "broken": wrong, "denominator": len(claims)}
    for item, support, found in faults:
        if found:
            yield _told(inquiry, item, support, found, figures)
    if len(claims) > wrong:
        message = f"{len(claims) - wrong} of {count(len(claims), 'place')} that the register names can be found"
        yield inquiry.finding(Outcome.MET, message, figures=figures)


def _told(
    inquiry: Inquiry, item: EvidenceItem, support: Support, found: Sequence[Missing], figures: dict[str, int]
) -> Finding:
    certain = [f for f in found if f.certain]
    told = certain or found
    what = " and no ".join(f.what for f in told[:_TOLD]) if certain else told[0].what
    if len(told) > _TOLD:
        what += f" and {len(told) - _TOLD} more"
    instead = "; ".join(dict.fromkeys(f.instead for f in told))
    more = {"evidence": item.id, "where": support.where, "figures": figures}
    if certain:
        message = f"{named(item)} has no {what}, which the register names: {instead}"
        step = "Correct `where:` in the register, so that an assessor finds the place."
        return inquiry.finding(Outcome.PARTLY_MET, message, step, **more)
    message = f"{named(item)}: the register names {what}; {instead}. Is it the right place?"
    return inquiry.finding(Outcome.MET, message, "Name the section or the page, or the heading's own words.", **more)
