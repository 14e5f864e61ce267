"""Everything that `--planted all` makes worse, fault by fault, and why each reads true.

The texts, `ratings.toml` and `actions.toml` tell of a sound service, and so do the tables. Each fault says what is
different. Those of documents, ratings and actions stand here; those that show in the tables stand beside it,
in `faults_in_people.py` and `faults_in_cases.py`. What a fault can say stands in `fault.py`.
"""

from __future__ import annotations

from datetime import date

from tools.fenland.fault import Fault, action
from tools.fenland.faults_in_cases import IN_CASES
from tools.fenland.faults_in_people import IN_PEOPLE

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
    undischarged=("3.6",),
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
    "Procedure and form are good, and nobody has audited the signed forms beside the dates.",
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
    undischarged=("6.4",),
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

SILENCE_NOT_WRITTEN = Fault(
    "5.2",
    "partly met",
    "Everybody learns at induction when no reply means no, and the procedure never said it.",
    register={
        "PRO-03": {
            "versions": [
                ["1.0", date(2024, 3, 26), "First issue"],
                ["2.0", date(2025, 12, 9), "Separate consent for writers and recipients of letters"],
            ]
        }
    },
    words={
        "silence_heading": ("Withdrawal", "Silence and withdrawal"),
        "silence_rule": (
            "",
            "- No answer after three tries by two routes within four weeks is a no. The case closes with the reason "
            '"no reply". Nothing further is sent, also when a new request comes from the other side within twelve '
            "months.",
        ),
    },
)

OWN_RATING = Fault(
    "3.3",
    "partly met",
    "The constabulary's website still sends people to an address that is gone; the Hub knows and says so.",
    rating={
        "rating": "partly met",
        "how": "The referral procedure has a route for each stage, and anyone can ask for themselves (PRO-07, LEA-01, "
        "LEA-02). The case export shows referrals by source since 2024 (DAT-02). The constabulary's website still "
        "leads people who ask for themselves to an old address.",
    },
    actions={
        "A-32": action(
            "3.3", "Have the constabulary's website corrected", "Co-ordinator", date(2026, 12, 11), "in progress"
        )
    },
)

REGISTER_BEHIND = Fault(
    "5.5",
    "partly met",
    "The guidance became shorter in June 2025, and the register still names its old section 8. For another "
    "procedure the day of the minutes was typed, a week after the approval: told, lowers nothing.",
    claimed={("GUI-01", "5.5"): "sections 2 to 6 and 8"},
    registered={"PRO-06": {"approved_on": date(2026, 3, 24)}},
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
    SILENCE_NOT_WRITTEN,
    OWN_RATING,
    REGISTER_BEHIND,
    *IN_PEOPLE,
    *IN_CASES,
)

# Items that only the imperfect service has, and a file that nothing registers: its path, and the item it is a copy of.
ONLY_PLANTED = ("NEW-01",)
STRAY_COPY = ("documents/Copy of safeguarding procedure.docx", "PRO-01")
