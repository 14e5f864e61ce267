"""Everyone who took part had consented in writing on or before the first communication.

Counted: each participation, since the last assessment of the service and for 36 months at most. Consent by word of
mouth that was followed in writing keeps the rule where the written day is the day of the first communication or
before. A later day, or none, breaks it, and no exception explains that. With letters and messages the first one passed
decides. Who withdrew before, or did not take part, does not count. Nobody can tell of a process without a day, if
anything else shows it or was entered in preparing it, nor of whoever took part and has no row. In a flat export the day
of one side is that of everyone on it: where a side has several people, it counts if `all_consented` says yes; blank,
nobody can tell; a blank with a late day, and `no`, break the rule for one of them, and of the others nobody can tell;
nor can anybody where a process has no day, or nobody on either side.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._cases import BROKEN, KEPT, ONE, UNSURE, Attender, absent, by
from rsqm_tool.checks._counting import Source, by_participation
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Case

SOURCE = Source(
    single={
        "participation": ("process_id", "participant_id", "written_consent_on"),
        "processes": ("process_id", "case_id", "first_communication_on"),
    },
    flat={"participation": ("consent_harmed_on", "consent_responsible_on"), "processes": ("process_on",)},
    column="written_consent_on",
    flat_column="consent_{}_on",
)
WORDS = Words(
    who="participations",
    keeps="had written consent on or before the first communication",
    breaks="had no written consent by the first communication",
    next_step="Look for the signed forms and enter their days. Where there is none, stop what is still going on until "
    "there is, and tell the safeguarding lead.",
    to_tell="Enter the days, and in a flat export `all_consented`; for joint cases, register the partner's "
    "confirmation.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    yield from by_participation(inquiry, SOURCE, _judge, WORDS, may_explain=False)


def _judge(a: Attender) -> str:
    if absent(a):
        return "who did not take part"
    verdict = by(a.entry.written_consent_on, a.occasion.on)
    case = a.occasion.record
    if not isinstance(case, Case):
        return verdict
    several = a.people > 1
    if case.all_consented is None:
        late = a.entry.written_consent_on and verdict == BROKEN
        return verdict if not several else ONE if late else UNSURE
    if case.all_consented:
        return verdict if a.entry.written_consent_on else UNSURE
    if several:
        return ONE
    return verdict if verdict != KEPT or _says_who(case) else UNSURE


def _says_who(case: Case) -> bool:
    """Whether something else in the row explains `all_consented: no`."""
    days = (case.consent_harmed_on, case.consent_responsible_on)
    crowded = max(case.harmed_count or 1, case.responsible_count or 1) > 1
    return crowded or any(by(day, case.process_on) != KEPT for day in days)
