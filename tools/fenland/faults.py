"""Everything that `--planted all` makes worse, fault by fault, and why each reads true.

The texts, `ratings.toml` and `actions.toml` tell of a sound service. Each fault here says what is different: fields of
the register (None takes one away), items that are not there, words in a text, the own rating, the actions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `criterion` is empty where no criterion is lowered by it."""

    criterion: str
    outcome: str
    reads_true: str
    register: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    supports_dropped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()  # items that only the sound service has
    without_file: tuple[str, ...] = ()  # registered, and the file is not in the folder
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # in the texts: with the fault, without it
    rating: Mapping[str, Any] = field(default_factory=dict)
    actions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # changed or added


SAFEGUARDING_PUT_OFF = Fault(
    "1.2",
    "partly met",
    "A busy board puts safeguarding off once because the lead is away, and again because the paper came late.",
    supports_dropped={"MIN-03": ("1.2",), "MIN-04": ("1.2",)},
    words={
        "june_safeguarding": (
            "The lead was away and no paper had been sent round. The chair proposed to take two quarters together in "
            "September, and members agreed.",
            "The Service manager of Fenland Victim Care presented the paper as deputy lead. No referral and no serious "
            "incident since March; the board recorded a nil return. One near miss of June, about changed licence "
            "conditions, was talked through. **Decided:** the duty desk is asked to tell the Hub of changes by itself. "
            "Owner: vice-chair, by 31 July.",
        ),
        "september_safeguarding": (
            "The paper arrived on the morning of the meeting and had not been read. **Decided:** it is taken in "
            "December, for all three quarters. The Head of Victim Services said by telephone that nothing in it is "
            "urgent.",
            "The Head of Victim Services presented the paper of the quarter. One referral to adult social care (July), "
            "accepted on the same day and since closed. No serious incident, nothing open. **Decided:** the on-call "
            "telephone is one shared device from October, so that the deputy is reached on the same number. Owner: "
            "administrator.",
        ),
    },
    rating={
        "how": "The Head of Victim Services is safeguarding lead and the Service manager of Fenland Victim Care is "
        "deputy (PRO-01, ROL-01). The terms of reference make safeguarding the first item of every board (TOR-01); "
        "in March 2026 the board had the lead's paper (MIN-02)."
    },
    actions={
        "A-10": {
            "criterion": "1.2",
            "action": "Take the safeguarding papers of three quarters first at the December board",
            "owner": "Head of Victim Services",
            "due": date(2026, 12, 8),
            "status": "open",
        }
    },
)

INSURANCE_ENDED = Fault(
    "1.4",
    "not met",
    "The force renews all its insurance on 1 October, and nobody asked the insurance manager for the new statement.",
    register={
        "INS-01": {"dated": date(2025, 9, 29), "covers": {"from": date(2025, 10, 1), "to": date(2026, 9, 30)}},
    },
    words={
        "insured_from": ("1 October 2025", "1 October 2026"),
        "insured_to": ("30 September 2026", "30 September 2027"),
    },
    actions={
        "A-11": {
            "criterion": "1.4",
            "action": "Ask the insurance manager for the statement from 1 October 2026",
            "owner": "Head of Victim Services",
            "due": date(2026, 11, 30),
            "status": "open",
        }
    },
)

NOTHING_DECIDED = Fault(
    "1.6",
    "partly met",
    "Reports are noted, the last item of a long agenda is dropped, and the last decision on record is a year old.",
    supports_dropped={"MIN-04": ("1.6",)},
    words={
        "september_learning": (
            "The complaint of August and the incident log were noted. There was no time left for the item; it comes "
            "first in December, together with the evaluation.",
            "The board had the complaints, the incidents and the withdrawals by stage side by side.\n\n"
            "1. **A call that was not returned for eight days** (complaint of August). **Decided:** call-backs are "
            "looked at each Friday. Owner: administrator. From 21 September.\n"
            "2. **Withdrawals between the second visit and consent**, half of them because of the wait. **Decided:** "
            "people who wait are rung every fortnight, as tried since July. Owner: co-ordinator. By 31 "
            "October.\n3. **Near misses about conditions that changed.** **Decided:** the protocol asks for a second "
            "check before every direct process. Owner: vice-chair. By 31 December.",
        )
    },
    rating={
        "how": "The board decided on what the first evaluation and a complaint had shown (MIN-01), and notes the "
        "incident log at each meeting."
    },
    actions={
        "A-12": {
            "criterion": "1.6",
            "action": "Put the evaluation, complaints and withdrawals to the December board with proposals to decide "
            "on",
            "owner": "Co-ordinator",
            "due": date(2026, 12, 8),
            "status": "in progress",
        }
    },
)

NO_WHISTLEBLOWING = Fault(
    "2.2",
    "partly met",
    "Everybody thought that the force's own policy was enough, until somebody noticed that it does not bind "
    "volunteers.",
    left_out=("POL-07",),
    rating={
        "how": "Our own policies and procedures cover the topics from safeguarding (PRO-01) to boundaries (POL-06). "
        "For allegations and whistleblowing the force's policy is used."
    },
    actions={
        "A-13": {
            "criterion": "2.2",
            "action": "Write a policy on allegations and whistleblowing that binds volunteers and lent colleagues",
            "owner": "Head of Victim Services",
            "due": date(2027, 1, 29),
            "status": "in progress",
        }
    },
)

REVIEW_MISSED = Fault(
    "2.3",
    "partly met",
    "The review waited for the force's new rules on working online, which came late.",
    register={"POL-04": {"approved_on": date(2024, 7, 2), "review_by": date(2026, 6, 30)}},
    words={
        "june_policies": (
            "The lone and online working policy falls due on 30 June and waits for the force's new rules on online "
            "work.",
            "The board was told that the Head of Victim Services has approved the lone and online working policy in "
            "its second version.",
        )
    },
    actions={
        "A-14": {
            "criterion": "2.3",
            "action": "Review the lone and online working policy",
            "owner": "Co-ordinator",
            "due": date(2026, 12, 11),
            "status": "in progress",
        }
    },
)

AGREEMENT_ENDS = Fault(
    "3.1",
    "partly met",
    "The agreement with the charity was made for two years, and its trustees meet only in December.",
    register={
        "AGR-03": {"approved_on": date(2024, 12, 12), "covers": {"from": date(2025, 1, 1), "to": date(2026, 12, 31)}},
    },
    words={"victimcare_end": ("31 December 2026", "31 December 2028")},
    actions={
        "A-15": {
            "criterion": "3.1",
            "action": "Extend the agreement with Fenland Victim Care beyond 31 December 2026",
            "owner": "Head of Victim Services",
            "due": date(2026, 12, 18),
            "status": "in progress",
        }
    },
)

SHARING_UNSIGNED = Fault(
    "3.2",
    "partly met",
    "Five data protection officers have five opinions; the partners work by a draft.",
    register={"ISA-01": {"approved_by": None, "approved_on": None, "signed_by": None}},
    words={
        "isa_status": (
            "**Draft 0.4, not yet signed.** Two partners' data protection officers have still to answer. Until then "
            "the partners work by this draft.",
            "This agreement replaces that of 2024.",
        ),
        "isa_in_meeting": (
            "The new information-sharing agreement is still a draft; two data protection officers have not answered.",
            "The new information-sharing agreement, signed a week ago, already asks for four fields.",
        ),
    },
    rating={
        "how": "The partners work by an agreement with a table of fields, purposes and bases (ISA-01), and the "
        "practice meeting draws ten disclosures each autumn (MIN-05)."
    },
    actions={
        "A-16": {
            "criterion": "3.2",
            "action": "Get the information-sharing agreement signed by all five partners",
            "owner": "Data protection officer",
            "due": date(2027, 1, 15),
            "status": "in progress",
        }
    },
)

PARTNERS_NOT_ASKED = Fault(
    "3.6",
    "not met",
    "The round of questions was planned for July, and July was full.",
    left_out=("FBK-02",),
    rating={
        "rating": "not met",
        "how": "We have not asked partners or the community since 2024. The round of questions that was "
        "planned for July 2026 did not take place.",
    },
)

CPD_UNCHECKED = Fault(
    "4.5",
    "partly met",
    "The hours are there, and the co-ordinator does not yet trust what volunteers wrote under 'approved'.",
    rating={
        "rating": "partly met",
        "how": "The programme asks for 6, 12 or 16 hours by level, half of them approved (PLN-01), and the "
        "workbook has the hours (DAT-01, sheet CPD). Which events were approved has not been checked against the "
        "certificates since the sheet was begun.",
    },
    actions={
        "A-17": {
            "criterion": "4.5",
            "action": "Check which CPD events were approved against the certificates",
            "owner": "Co-ordinator",
            "due": date(2027, 1, 22),
            "status": "open",
        }
    },
)

NOT_RATED = Fault(
    "4.6",
    "not assessed",
    "The second half-day ended before the last criterion of standard 4.",
    rating={"rating": None, "how": None},
)

CONSENT_NOT_SHOWN = Fault(
    "5.2",
    "partly met",
    "Procedure and form are good, and nobody has ever laid the signed forms beside the dates.",
    left_out=("AUD-03",),
    rating={
        "how": "The procedure and the form ask for written consent of each person for the kind of process planned, "
        "with separate parts for letters and under 18 (PRO-03, FRM-01)."
    },
    actions={
        "A-18": {
            "criterion": "5.2",
            "action": "Draw a dip sample of signed consent forms and set them against the first communication",
            "owner": "Administrator",
            "due": date(2026, 12, 31),
            "status": "open",
        }
    },
)

QUARTER_MISSING = Fault(
    "6.3",
    "partly met",
    "The case system was upgraded in March, the figures did not add up, and then the next quarter was due.",
    left_out=("RPT-02",),
    words={
        "june_performance": (
            "The report for January to March 2026 was not ready: the figures have not been reconciled since the case "
            "system's upgrade. Members asked for withdrawals by stage in the next one.",
            "The report for January to March 2026 was discussed. Members asked for withdrawals by stage, which the "
            "next report will show.",
        )
    },
    rating={
        "how": "Reports go to the board and the commissioner within six weeks, as the funding agreement asks "
        "(RPT-01, RPT-03, RPT-04)."
    },
    actions={
        "A-19": {
            "criterion": "6.3",
            "action": "Reconcile January to March 2026 and send the report to the board and the commissioner",
            "owner": "Co-ordinator",
            "due": date(2026, 12, 15),
            "status": "open",
        }
    },
)

EVALUATION_NOT_FILED = Fault(
    "6.4",
    "not met",
    "The researcher sent the report to one mailbox, it was registered at once, and the file was never put in the "
    "folder.",
    without_file=("EVA-01",),
)

ACTION_OVERDUE = Fault(
    "6.6",
    "partly met",
    "The action on partners' views was due in July and has no new date.",
    actions={"A-05": {"status": "open"}},
)

LOOSE_ENDS = Fault(
    "",
    "told, lowers nothing",
    "Somebody forgot the class of a form; a newsletter was registered because it was at hand; an old copy lies in "
    "the folder.",
    register={"FRM-03": {"class": None}},
)

FAULTS = (
    SAFEGUARDING_PUT_OFF,
    INSURANCE_ENDED,
    NOTHING_DECIDED,
    NO_WHISTLEBLOWING,
    REVIEW_MISSED,
    AGREEMENT_ENDS,
    SHARING_UNSIGNED,
    PARTNERS_NOT_ASKED,
    CPD_UNCHECKED,
    NOT_RATED,
    CONSENT_NOT_SHOWN,
    QUARTER_MISSING,
    EVALUATION_NOT_FILED,
    ACTION_OVERDUE,
    LOOSE_ENDS,
)

# Items that only the imperfect service has, and a file that nothing registers: its path, and the item it is a copy of.
ONLY_PLANTED = ("NEW-01",)
STRAY_COPY = ("documents/Copy of safeguarding procedure.docx", "PRO-01")
