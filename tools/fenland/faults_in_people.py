"""The faults that show in the workbook of people: standard 4. `faults.py` has them all."""

from __future__ import annotations

from datetime import date

from tools.fenland.fault import Add, Change, Drop, Explained, Fault, action

_CO, _ADMIN = "Co-ordinator", "Administrator"

IN_PEOPLE = (
    Fault(
        "4.1",
        "partly met",
        "One volunteer was vetted earlier than the others, as a police volunteer, and nobody had that date in a diary. "
        "Another looked on at a meeting a fortnight before clearance, because looking on did not seem to count.",
        tables=(
            Change(
                "vetting",
                {"practitioner_id": "P-011", "kind": "DBS enhanced"},
                {"status_checked_on": None, "recheck_by": date(2026, 9, 13)},
            ),
            Change(
                "vetting",
                {"practitioner_id": "P-011", "kind": "Police"},
                {"issued_on": date(2023, 10, 23), "recheck_by": date(2026, 10, 23)},
            ),
            Add(
                "facilitators",
                {
                    "case_id": "C-0128",
                    "practitioner_id": "P-012",
                    "role": "Observer",
                    "allocated_on": date(2025, 2, 17),
                    "ended_on": date(2025, 2, 28),
                },
                after="case_id",
            ),
        ),
    ),
    Fault(
        "4.2",
        "partly met",
        "A volunteer had left in February; the case was handed over, and the export still names the one who left.",
        tables=(
            Change(
                "facilitators",
                {"case_id": "C-0376", "practitioner_id": "P-013"},
                {"practitioner_id": "P-017"},
            ),
        ),
    ),
    Fault(
        "4.2",
        "partly met",
        "An Intermediate volunteer missed the course on sensitive cases and was put down for the next, now full. "
        "A Foundation volunteer took over the lead when the colleague was ill, and nobody changed it back. One trainer "
        "is not on the register yet.",
        tables=(
            Drop("training", {"practitioner_id": "P-008", "subject": "Sensitive and complex"}),
            Change(
                "training",
                {"practitioner_id": "P-014", "subject": "Facilitation"},
                {"provider": "Eastmarsh Mediation", "provider_registered": "N"},
            ),
            Change("facilitators", {"case_id": "C-0354", "practitioner_id": "P-005"}, {"role": "Co"}),
            Change("facilitators", {"case_id": "C-0354", "practitioner_id": "P-011"}, {"role": "Lead"}),
        ),
        actions={
            "A-22": action(
                "4.2", "Book P-008 on the course in sensitive and complex cases in January", _CO, date(2027, 1, 22)
            )
        },
    ),
    Fault(
        "4.3",
        "partly met",
        "The last part of an induction, on data, fell ill with the administrator, and the first case did not wait.",
        tables=(Change("practitioners", {"practitioner_id": "P-014"}, {"induction_on": date(2026, 4, 13)}),),
        actions={
            "A-23": action("4.3", "Let the case system refuse allocations before induction", _ADMIN, date(2027, 2, 26))
        },
    ),
    Fault(
        "4.4",
        "partly met",
        "Three went beyond twelve weeks: one is busy with an open case and cancelled twice, one session slipped over "
        "the August holiday, and one supervisor was absent on the day, which the head of the service accepted. An "
        "Intermediate volunteer took shadowing a colleague for being observed.",
        tables=(
            Drop("supervision", {"practitioner_id": "P-010", "kind": "Case supervision", "held_on": date(2026, 9, 10)}),
            Change(
                "supervision",
                {"practitioner_id": "P-013", "kind": "Case supervision", "held_on": date(2026, 8, 13)},
                {"held_on": date(2026, 8, 31)},
            ),
            Drop("supervision", {"practitioner_id": "P-005", "kind": "Case supervision", "held_on": date(2026, 5, 26)}),
            Add(
                "away",
                {"practitioner_id": "P-004", "from": date(2026, 5, 22), "to": date(2026, 5, 31)},
                after="practitioner_id",
            ),
            Drop(
                "supervision", {"practitioner_id": "P-007", "kind": "Observed practice", "held_on": date(2026, 5, 13)}
            ),
        ),
        explained=(Explained("supervision_gap", "P-005", "supervisor absent", date(2026, 6, 1), date(2026, 12, 31)),),
        actions={
            "A-24": action("4.4", "Hold case supervision with P-010 and observe P-007", _CO, date(2026, 12, 4)),
        },
    ),
    Fault(
        "4.5",
        "partly met",
        "A lent colleague had to cancel the last training day of the year for work at home.",
        tables=(Drop("cpd", {"practitioner_id": "P-003", "done_on": date(2026, 6, 10)}),),
    ),
    Fault(
        "4.6",
        "not assessed",
        "The prison's own appraisal was taken for the Hub's review. A short exchange of messages ended in August, "
        "and the debrief was forgotten.",
        tables=(
            Drop("supervision", {"practitioner_id": "P-005", "kind": "Annual review", "held_on": date(2026, 2, 2)}),
            Drop("supervision", {"process_id": "C-0494", "kind": "Debrief"}),
        ),
    ),
)
