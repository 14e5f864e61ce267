"""Around the cases: what was logged as an incident, and who works here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rsqm_tool.dates import in_words
from rsqm_tool.model.monitoring import Counts
from rsqm_tool.model.tables import Employment, IncidentKind, Level
from rsqm_tool.monitoring._figures import about, by_quarter, in_order, labelled
from rsqm_tool.monitoring._frames import Frame, cross
from rsqm_tool.monitoring._scope import Noun, Plan, Scope, not_counted

RAISED = Noun("entry", "entries", "day on which it was raised", "raised")
PERSON = Noun("person", "people", "first day", "here")
KINDS: Mapping[IncidentKind, str] = {
    "incident": "Incident",
    "near miss": "Near miss",
    "complaint": "Complaint",
    "data breach": "Data breach",
    "safeguarding referral": "Safeguarding referral",
    "allegation": "Allegation",
}
LEVELS: Mapping[Level, str] = {
    "foundation": "Foundation",
    "intermediate": "Intermediate",
    "advanced": "Advanced",
    "none": "No level",
}
EMPLOYMENTS: Mapping[Employment, str] = {
    "paid": "Paid",
    "volunteer": "Volunteer",
    "seconded": "Seconded",
    "sessional": "Sessional",
}


def _incidents(scope: Scope, plan: Plan) -> Iterator[Counts]:
    rows = scope.tables.incidents.rows if scope.tables.incidents else ()
    labels = [labelled(r.kind, KINDS) for r in rows]
    frame = Frame(scope, RAISED, "incidents", [r.raised_on for r in rows], what=labels)
    definition = (
        f"Entries of the incident log raised {scope.during}, by quarter and kind. More of them may mean that people "
        f"report well. A withdrawal is a right and no incident.{scope.so_far}"
    )
    yield Counts(
        **about(scope, plan, RAISED, definition, ["incidents"], frame.asides),
        column_name="Kind",
        **by_quarter(frame, "what", tuple(KINDS.values())),
    )


def _people(scope: Scope, plan: Plan) -> Iterator[Counts]:
    table, day = scope.tables.practitioners, scope.last
    begun = [p for p in table.rows if not (p.started_on and p.started_on > day)] if table else []
    here = [p for p in begun if not (p.ended_on and p.ended_on < day)]
    levels, engaged = [labelled(p.level, LEVELS) for p in here], [labelled(p.employment, EMPLOYMENTS) for p in here]
    rows, columns = in_order(levels, tuple(LEVELS.values())), in_order(engaged, tuple(EMPLOYMENTS.values()))
    definition = (
        f"Everybody who works here on {in_words(day)}, with casework or without: begun by that day (or without a first "
        "day), and not ended before. By level of practice and by how they are engaged."
    )
    later = len(table.rows) - len(begun) if table else 0
    left_out = (
        *not_counted(len(begun) - len(here), PERSON, "who had left"),
        *not_counted(later, PERSON, "who had not begun"),
    )
    yield Counts(
        **about(scope, plan, PERSON, definition, ["practitioners"], left_out),
        row_name="Level",
        column_name="Engaged as",
        rows=rows,
        columns=columns,
        cells=cross(levels, engaged, [1] * len(here), rows, columns, blank=0),
    )


INCIDENTS = Plan(
    "incidents", "Incidents and other entries of the log", {"incidents": ("raised_on", "kind")}, _incidents
)
PEOPLE = Plan("people", "People who work here", {"practitioners": ("level", "employment")}, _people)
