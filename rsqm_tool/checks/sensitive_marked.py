"""No case of domestic, sexual or stalking harm is entered as not sensitive.

Counts the cases referred since the last assessment (36 months at most) whose harm was domestic, sexual or stalking:
the table says so under `domestic_or_sexual`, or, where that is blank, the offence group does in its words. Entered as
not sensitive contradicts that. A blank under `sensitive`, and an offence group whose words suggest such harm while
the table says that it was not: nobody can tell. A contradiction is told with its row and is partly met at worst; one
of the two entries may be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from re import compile

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Breach, Tally, Words, by_contradiction, place, tell, unread
from rsqm_tool.checks._window import Window
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Case, Table

NEEDED = {"cases": ("case_id", "sensitive")}
_NAMES = compile(
    r"(?<!non )\b(?:sexual|sex offen\w*|rape|stalking|coerci\w*|intimate partner|domestic (?!burglar)\w+)\b|^domestic$"
)
_WORDS = Words(
    who="cases of domestic, sexual or stalking harm",
    keeps="are marked as sensitive",
    breaks="are entered as not sensitive",
    next_step="Look at both entries of each. Mark the case as sensitive, or correct the kind of harm.",
    to_tell="Enter whether they are sensitive, and whether the harm was domestic, sexual or stalking.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    cases = inquiry.workspace.tables.cases
    not_there = list(unread(inquiry, NEEDED))
    if not not_there and cases and not cases.columns & {"domestic_or_sexual", "offence_group"}:
        not_there = list(unread(inquiry, {"cases": ("domestic_or_sexual",)}))
    if not_there or cases is None:
        yield from not_there
        return
    tally, window = Tally(), Window.of(inquiry, cases, safety=True)
    for case in cases.rows:
        referred = case.referred_on or case.accepted_on
        if (case.domestic_or_sexual or _by_its_words(case)) and (referred is None or window.holds(referred, tally)):
            _put(inquiry, cases, case, tally)
    yield tell(inquiry, [cases], tally, _WORDS, by_contradiction, since=window.start.isoformat())


def _put(inquiry: Inquiry, cases: Table[Case], case: Case, tally: Tally) -> None:
    id = case.case_id or ""
    if case.sensitive:
        tally.kept.append(id)
    elif case.sensitive is None or case.domestic_or_sexual is False or not id:
        tally.cannot_tell.append(id)
    else:
        tally.put(inquiry, Breach(id, place(cases, case.row, "sensitive"), case.referred_on))


def _by_its_words(case: Case) -> bool:
    words = " ".join((case.offence_group or "").casefold().replace("-", " ").split())
    return bool(_NAMES.search(words))
