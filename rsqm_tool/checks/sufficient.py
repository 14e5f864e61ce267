"""Something shows that what is said is also done.

A policy alone says what should happen. Looks for at least one usable item of a kind that shows practice, not dated
after the as-of date. Without one the evidence is there but *insufficient*. A statement counts: somebody tells what is
done, and can be asked. Where nothing but statements is there, that is said: no registered item shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rsqm_tool.checks import Kinds
from rsqm_tool.checks._inquiry import Inquiry, either, ids, lacking
from rsqm_tool.model import SHOWS, EvidenceItem, Finding, Outcome


def check(inquiry: Inquiry, *, shown_by: Kinds = SHOWS) -> Iterator[Finding]:  # type: ignore[assignment]
    kind = [i for i in inquiry.items if i.kind in shown_by]
    later = [i for i in kind if i.date and i.date > inquiry.as_of]
    showing = [i for i in kind if i.usable and i not in later]
    figures = {"found": len(showing), "wanted": 1}
    if showing:
        yield inquiry.finding(Outcome.MET, _shown(showing, figures), figures=figures)
        return
    says = [i for i in inquiry.usable if i.says]
    message = "Insufficient: nothing shows what is done"
    if says:
        verb = "says" if len(says) == 1 else "say"
        message = f"Insufficient: {ids(says)} {verb} what should happen, but nothing shows that it is done"
    step = f"Register what shows it: {either(shown_by)}."
    if later:
        message += f" ({ids(later)} {'is' if len(later) == 1 else 'are'} dated after the as-of date)"
        step += " Or correct the date, if it is wrong."
    yield lacking(inquiry, message, step, [i for i in kind if not i.usable and i not in later], figures=figures)


def _shown(items: Sequence[EvidenceItem], figures: dict[str, int]) -> str:
    """By what practice is shown. That it is only stated goes into `figures`, too."""
    if all(i.kind == "statement" for i in items):
        figures["only_stated"] = len(items)
        return f"{ids(items)} {'tells' if len(items) == 1 else 'tell'} what is done, and no registered item shows it"
    return f"Practice is shown by {ids(items)}"
