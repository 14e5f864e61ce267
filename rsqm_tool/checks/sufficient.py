"""Something shows that what is said is also done.

A policy alone says what should happen. Looks for at least one usable item of a kind that shows practice, not dated
after the as-of date. Without one the evidence is there but *insufficient*.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks import Kinds
from rsqm_tool.checks._inquiry import Inquiry, either, ids
from rsqm_tool.model import SHOWS, Finding, Outcome


def check(inquiry: Inquiry, *, shown_by: Kinds = SHOWS) -> Iterator[Finding]:  # type: ignore[assignment]
    kind = [i for i in inquiry.usable if i.kind in shown_by]
    showing = [i for i in kind if i.date is None or i.date <= inquiry.as_of]
    if showing:
        yield inquiry.finding(Outcome.MET, f"Practice is shown by {ids(showing)}")
        return
    says = [i for i in inquiry.usable if i.says]
    start = (
        f"Insufficient: {ids(says)} {'say' if len(says) > 1 else 'says'} what should happen, but"
        if says
        else "Insufficient:"
    )
    message = f"{start} nothing shows that it is done"
    if kind:
        message += f" ({ids(kind)} is dated after the as-of date)"
    step = f"Register what shows it: {either(shown_by)}."
    yield inquiry.finding(Outcome.PARTLY_MET, message, step)
