"""The faults that show in the tables of cases, criterion by criterion. `faults.py` has them all.

Where one break in the last twelve months would be not met (3.5, 5.1, 5.2, and contact after withdrawal in 6.5), each
rule has one break that is older, and the incident log holds what was learned since: a service that people can believe
in. What reports state is counted before any of this, and none of it changes a figure of a report that is there.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tools.fenland.fault import Add, Change, Drop, Explained, Fault, action

_CO, _HEAD, _ADMIN = "Co-ordinator", "Head of Victim Services", "Administrator"


def _person(case: str, who: str, **cells: Any) -> Change:
    """Other values in the row of one person in a case."""
    return Change("participants", {"case_id": case, "participant_id": who}, cells)


def _taking_part(process: str, who: str, **cells: Any) -> Change:
    """The same of one person in a process."""
    return Change("participation", {"process_id": process, "participant_id": who}, cells)


def _process(id: str, **cells: Any) -> Change:
    """The same of a process."""
    return Change("processes", {"process_id": id}, cells)


def _case(id: str, **cells: Any) -> Change:
    """The same of a case."""
    return Change("cases", {"case_id": id}, cells)


def _not_there(case: str, practitioner: str) -> tuple[Drop, Drop]:
    """Somebody was not allocated to a case after all, and so not debriefed."""
    return (
        Drop("facilitators", {"case_id": case, "practitioner_id": practitioner}),
        Drop("supervision", {"practitioner_id": practitioner, "process_id": case}),
    )


STANDARD_3 = (
    Fault(
        "3.4",
        "partly met",
        "The Witness Care Unit changed its system in the spring and could not count whom it had told in that quarter.",
        tables=(
            Change(
                "offers", {"period": "2026-01-01/2026-03-31", "duty_holder": "Witness Care Unit"}, {"informed": None}
            ),
        ),
        actions={
            "A-20": action(
                "3.4", "Ask the Witness Care Unit once more for January to March 2026", _CO, date(2026, 12, 18)
            )
        },
    ),
    Fault(
        "3.5",
        "partly met",
        "In May 2025 a letter went out before probation had answered about a licence; the "
        "near miss of June 2026 in the log says what is done since.",
        tables=(_person("C-0207", "H1", conditions_checked_on=date(2025, 5, 27)),),
        actions={
            "A-21": action(
                "3.5",
                "Let the case system refuse a first attempt without the duty desk's answer",
                "Head of the delivery unit, Fenland Probation",
                date(2027, 1, 29),
                "in progress",
            )
        },
    ),
)

STANDARD_5 = (
    Fault(
        "5.1",
        "partly met",
        "All from the first year, found when older files were read: a letter passed three days before the "
        "second assessment was written up, a review 35 days before a conference that was put off, a signature that "
        "nobody asked for.",
        tables=(
            _taking_part("C-0130-1", "R1", risk_assessed_on=date(2025, 2, 24)),
            _taking_part("C-0141-1", "H1", risk_reviewed_on=date(2025, 3, 10)),
            _taking_part("C-0149-1", "R1", countersigned_on=None),
        ),
        actions={
            "A-25": action(
                "5.1",
                "Let the case system refuse a first communication without the assessment's date",
                _CO,
                date(2027, 1, 29),
                "in progress",
            )
        },
    ),
    Fault(
        "5.2",
        "partly met",
        "A second person harmed joined late and signed after the letter had been read out; a parent signed at the next "
        "visit. In the first weeks the constabulary's own form was used, and only the Hub's is registered.",
        register={
            "FRM-01": {
                "versions": [
                    ["1.0", date(2024, 5, 21), "One form for all processes, in place of the constabulary's"],
                    ["2.0", date(2025, 12, 9), "Parts B and C for writers and recipients of letters"],
                ]
            }
        },
        tables=(
            _taking_part("C-0197-1", "H2", written_consent_on=date(2025, 6, 23)),
            _taking_part("C-0191-1", "R2", parental_consent_on=date(2025, 6, 10)),
        ),
    ),
    Fault(
        "5.3",
        "partly met",
        "Two first letters waited while the co-ordinator was on leave. One person asked to be left until after a "
        "birthday, which was noted on the file and not entered as a hold. Two practitioners forgot a question.",
        tables=(
            _person("C-0360", "H1", first_attempt_on=date(2026, 1, 29)),
            _person("C-0378", "H1", first_attempt_on=date(2026, 2, 25)),
            _person("C-0391", "H1", first_attempt_on=date(2026, 3, 16)),
            _person("C-0362", "R1", adjustment=""),
            _person("C-0388", "R1", interpreter="", adjustment=""),
        ),
        explained=(
            Explained("first_attempt", "C-0391", "participant's wish", date(2026, 3, 2), date(2027, 3, 31), _CO),
        ),
        actions={
            "A-26": action(
                "5.3", "Name a deputy who sends first letters when the co-ordinator is away", _HEAD, date(2026, 12, 18)
            )
        },
    ),
    Fault(
        "5.4",
        "partly met",
        "The Advanced colleague helped by telephone and was never allocated. One file was closed in a hurry, without "
        "the reason, and in one of domestic abuse a tick was forgotten, though it was handled as sensitive.",
        tables=(
            Drop("facilitators", {"case_id": "C-0548", "practitioner_id": "P-006"}),
            _case("C-0362", outcome_reason=""),
            _case("C-0105", sensitive="N"),
        ),
        actions={
            "A-27": action(
                "5.4", "Name an Advanced practitioner in the open sensitive cases without one", _CO, date(2026, 12, 4)
            )
        },
    ),
    Fault(
        "5.5",
        "partly met",
        "The second facilitator was ill on the day and everybody had come. In another meeting the people wanted only "
        "the one they knew, and that was decided beforehand. The prison agreed by telephone, and in writing two days "
        "after.",
        tables=(
            *_not_there("C-0458", "P-014"),
            *_not_there("C-0405", "P-013"),
            _process("C-0410-1", establishment_agreed_on=date(2026, 5, 21)),
        ),
        explained=(
            Explained(
                "two_facilitators", "C-0405-1", "one facilitator by decision", date(2026, 4, 27), date(2027, 4, 30)
            ),
        ),
        actions={
            "A-28": action(
                "5.5", "Agree with the prison on one form, signed before anything is passed", _CO, date(2027, 1, 29)
            )
        },
    ),
    Fault(
        "5.6",
        "partly met",
        "The upgrade of the case system in March lost the screen that asks for results. One person harmed did not want "
        "to hear any more.",
        tables=(
            _process("C-0336-1", agreement_result="", result_told_on=None),
            _process("C-0364-1", agreement_result="", result_told_on=None),
            _process("C-0317-1", result_told_on=None),
            _process("C-0306-1", result_told_on=None),
            _process("C-0370-1", follow_up_offered_on=None),
        ),
        explained=(
            Explained("result_told", "C-0306-1", "participant's wish", date(2026, 2, 23), date(2027, 3, 31), _CO),
        ),
    ),
)

# Who in the summer's equality figures was asked about an interpreter.
_ASKED = {
    "period": "2026-04-01/2026-09-30",
    "part": "Responsible",
    "stage": "Took part",
    "characteristic": "Interpreter",
}

STANDARDS_2_AND_6 = (
    Fault(
        "2.6",
        "partly met",
        "The question about interpreters fell out of the form for people responsible in the summer.",
        tables=(
            Change("equality", _ASKED | {"group": "No"}, {"group": "Not asked"}),
            Change("equality", _ASKED | {"group": "Yes"}, {"count": 0}),
        ),
    ),
    Fault(
        "6.1",
        "partly met",
        "One report counts a letter that was written and never sent.",
        stated={"RPT-03": {"processes": 1}},
        actions={
            "A-29": action(
                "6.1", "Set the figures of the last two reports against the export", _ADMIN, date(2026, 12, 18)
            )
        },
    ),
    Fault(
        "6.2",
        "partly met",
        "Three follow-up calls of the winter were not made, and nobody noted why.",
        tables=tuple(
            Change("feedback", {"case_id": case, "part": part, "stage": "Follow-up"}, {"asked_on": None})
            for case, part in (("C-0270", "Harmed"), ("C-0285", "Harmed"), ("C-0295", "Responsible"))
        ),
        actions={"A-30": action("6.2", "Look each month at who was due to be asked", _ADMIN, date(2026, 12, 31))},
    ),
    Fault(
        "6.5",
        "partly met",
        "The newest near miss has nobody's name yet. In spring 2025 a follow-up letter went to somebody who had "
        "withdrawn, from a list that was a month old; lists are made on the day since then.",
        tables=(
            Change("incidents", {"incident_id": "I-024"}, {"owner": ""}),
            Add(
                "feedback",
                {
                    "case_id": "C-0124",
                    "part": "Harmed",
                    "stage": "Follow-up",
                    "due_on": date(2025, 5, 12),
                    "asked_on": date(2025, 5, 12),
                    "not_asked": "",
                    "would_recommend": "",
                    "felt_safe": "",
                    "felt_free_to_refuse": "",
                },
                after="due_on",
            ),
        ),
        actions={
            "A-31": action(
                "6.5", "Give every open entry of the log an owner at the weekly meeting", _HEAD, date(2026, 11, 27)
            )
        },
    ),
)

IN_CASES = (*STANDARD_3, *STANDARD_5, *STANDARDS_2_AND_6)
