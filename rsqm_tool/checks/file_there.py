"""Every registered file is there and can be read.

Judges each item that supports the criterion. A web page or a testimony has no file and passes here. The file is looked
for by its exact name, and its first bytes are held against its suffix; nothing more of it is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._inquiry import Inquiry, named, repair
from rsqm_tool.model import FileState, Finding, Outcome

_WORDS = {
    FileState.MISSING: "has no file: {} is missing",
    FileState.EMPTY: "has an empty file: {}",
    FileState.UNREADABLE: "has a file that cannot be read: {}",
}


def check(inquiry: Inquiry) -> Iterator[Finding]:
    for item in inquiry.items:
        if not item.usable:
            message = f"{named(item)} {_WORDS[item.file_state].format(item.file)}"
            yield inquiry.about(item, Outcome.PARTLY_MET, message, repair(item))
