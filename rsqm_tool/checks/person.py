"""Only a person can judge this: whom to ask, and what.

Judges nothing. It says what no register and no table can show, who can tell, and the question to put to them.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.model import Because, Finding, Outcome


def check(inquiry: Inquiry, *, who: str, question: str) -> Iterator[Finding]:
    asked = who if who[1:2].isupper() else who[:1].lower() + who[1:]  # "CEO" stays as it is
    message = f"Only a person can judge this. Ask {asked}: {question}"
    yield inquiry.finding(Outcome.NOT_ASSESSED, message.rstrip("."), because=Because.PERSON)
