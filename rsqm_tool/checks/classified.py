"""Every item says who may see it.

An item without `class:` is told and lowers nothing. It is never published.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._inquiry import Inquiry, named
from rsqm_tool.model import Finding, Outcome


def check(inquiry: Inquiry) -> Iterator[Finding]:
    for item in inquiry.items:
        if item.sensitivity is None:
            message = f"{named(item)} has no class, so nobody outside sees it"
            step = "Enter `class:` in the register: public, assessor or private."
            yield inquiry.about(item, Outcome.MET, message, step)
