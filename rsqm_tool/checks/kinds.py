"""Evidence of the wanted kind is there.

Counts the usable items that support the criterion and are of any of the wanted kinds. Fewer than `at_least` of them is
*missing* evidence. Presence only: dates and approval are other checks.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks import Kinds
from rsqm_tool.checks._inquiry import Inquiry, either, ids, lacking
from rsqm_tool.model import Finding, Outcome


def check(inquiry: Inquiry, *, wanted: Kinds, at_least: int = 1) -> Iterator[Finding]:
    items = [i for i in inquiry.items if i.kind in wanted]
    there = [i for i in items if i.usable]
    figures = {"found": len(there), "wanted": at_least}
    if len(there) >= at_least:
        yield inquiry.finding(Outcome.MET, f"Of the wanted kind ({either(wanted)}): {ids(there)}", figures=figures)
        return
    message = f"Missing: nothing of the kind {either(wanted)} supports this criterion"
    if len(items) > len(there):
        message = f"Missing: nothing of the kind {either(wanted)} is here to read"
    if there:
        message = f"Missing: {at_least} wanted ({either(wanted)}), only {len(there)} here: {ids(there)}"
    another = "another" if there else "one"
    step = f"Register {another} ({either(wanted)}), or add {inquiry.criterion.id} under `supports:` of one you have."
    yield lacking(inquiry, message, step, [i for i in items if not i.usable], figures=figures)
