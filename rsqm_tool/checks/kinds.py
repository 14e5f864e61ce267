"""Evidence of the wanted kind is there.

Counts the usable items that support the criterion and are of any of the wanted kinds. Fewer than `at_least` of them is
*missing* evidence.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks import Kinds
from rsqm_tool.checks._inquiry import Inquiry, either, ids
from rsqm_tool.model import Finding, Outcome


def check(inquiry: Inquiry, *, wanted: Kinds, at_least: int = 1) -> Iterator[Finding]:
    there = [i for i in inquiry.usable if i.kind in wanted]
    figures = {"found": len(there), "wanted": at_least}
    if len(there) >= at_least:
        yield inquiry.finding(Outcome.MET, f"There is {either(wanted)}: {ids(there)}", figures=figures)
        return
    message = f"Missing: no {either(wanted)} supports this criterion"
    if there:
        message = f"Missing: {len(there)} of {at_least} wanted ({either(wanted)}) support this criterion: {ids(there)}"
    step = f"Register one ({either(wanted)}), or add {inquiry.criterion.id} under `supports:` of the one you have."
    yield inquiry.finding(Outcome.PARTLY_MET, message, step, figures=figures)
