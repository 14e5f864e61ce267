"""What ends in the log of a CI run: ids of people and cases, and what is private, do not belong there."""

from __future__ import annotations

import os

from rsqm_tool.model import Assessment


def ends_in_log(form: str = "text") -> bool:
    """Whether a result of that form ends in a log: those made for one do, and text where `CI` is set."""
    return form in ("github", "junit") or (form == "text" and bool(os.environ.get("CI")))


def for_a_log(assessment: Assessment) -> Assessment:
    """The assessment without a word of items that are private or unclassified; the register's lines stay."""
    from rsqm_tool.publish.audience import for_audience

    return for_audience(assessment, "assessor", with_lines=True).assessment
