"""Tables of a service that a test writes as it would read them, and one computed check put to them.

    judge("supervision_gap", people("P-01"), table("supervision", '''
        practitioner_id | held_on    | kind
        P-01            | 2026-10-05 | case supervision
    '''))

A cell that is empty or `-` is blank. The header is row 1, as in a spreadsheet. The day is 20 November 2026.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, get_args, get_type_hints

from rsqm_tool.model import Action, ExplainedException, Finding, Location, Targets, Workspace
from rsqm_tool.model.tables import ROWS, Table, Tables
from tests.bench import AS_OF, findings, workspace

_READ: Mapping[type, Callable[[str], Any]] = {
    date: date.fromisoformat,
    bool: lambda word: {"yes": True, "no": False}[word],
    int: int,
    float: float,
}


def table(name: str, text: str, **others: Any) -> Table[Any]:
    """A table: its header, and a line for each row, cells separated by `|`. `records_begin="2026-01-01"`."""
    header, *lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    return from_rows(name, [dict(zip(header, line, strict=True)) for line in lines], header, **others)


def from_rows(
    name: str, rows: Iterable[Mapping[str, str]], columns: Iterable[str] | None = None, **others: Any
) -> Table[Any]:
    """The same from cells by column, for tests that make rows up. The columns are those of all rows, unless given."""
    held = list(rows)
    made = tuple(_row(name, number, row) for number, row in enumerate(held, 2))
    if isinstance(others.get("records_begin"), str):
        others["records_begin"] = date.fromisoformat(others["records_begin"])
    known = frozenset(columns) if columns is not None else frozenset(c for row in held for c in row)
    return Table(name, f"evidence/people/{name}.csv", None, known, made, **others)


def _row(name: str, number: int, cells: Mapping[str, str]) -> Any:
    known = _fields(name)
    values = {}
    for column, text in cells.items():
        field = column if column in known else f"{column}_"
        values[field] = None if text in ("", "-") else known[field](text)
    return ROWS[name](number, **values)


@cache
def _fields(name: str) -> dict[str, Callable[[str], Any]]:
    """How each field of a table's rows is read from text."""
    found: dict[str, Callable[[str], Any]] = {}
    for field, hint in get_type_hints(ROWS[name]).items():
        kinds = [k for k in get_args(hint) or (hint,) if k in _READ]
        words = [w for k in get_args(hint) for w in get_args(k) if isinstance(w, str)]
        found[field] = _READ[kinds[0]] if kinds else _one_of(words) if words else str
    return found


def _one_of(words: Iterable[str]) -> Callable[[str], str]:
    """A word of a closed list; a test that misspells it hears so."""
    known = {word: word for word in words}
    return known.__getitem__


def people(*ids: str, **cells: str) -> Table[Any]:
    """Practitioners at Intermediate level who started on 1 January 2024 and were cleared on 1 March, unless told."""
    usual = {"employment": "paid", "level": "intermediate", "casework": "yes", "started_on": "2024-01-01",
             "cleared_for_cases_on": "2024-03-01", "ended_on": ""}  # fmt: skip
    return from_rows("practitioners", [{"practitioner_id": id, **usual, **cells} for id in ids],
                     ["practitioner_id", *usual, *cells])  # fmt: skip


def exception(rule: str, id: str, on: str = "2026-09-01", until: str = "2026-12-01") -> ExplainedException:
    """A broken rule that the head of service explained."""
    where = Location("evidence/exceptions.yaml", 2, 5)
    days = date.fromisoformat(on), date.fromisoformat(until)
    return ExplainedException(rule, id, "other duty", "Head of service", *days, where)


def service(
    *tables: Table[Any],
    exceptions: Iterable[ExplainedException] = (),
    targets: Mapping[str, Any] | None = None,
    actions: Iterable[Action] = (),
    last: str | None = None,
) -> Workspace:
    """A service that holds some tables. `last` is the day of its last assessment."""
    held = workspace(actions=actions, last_assessed_on=date.fromisoformat(last) if last else None)
    return replace(held, tables=Tables(**{t.name: t for t in tables}), exceptions=tuple(exceptions),
                   targets=Targets(others=targets or {}))  # fmt: skip


def ask(check: str, *tables: Table[Any], as_of: str = AS_OF, at_worst: str = "not met", **others: Any) -> list[Finding]:
    """What a computed check finds. Exceptions, targets, actions and `last` go to the service, the rest to the check."""
    held = {k: others.pop(k) for k in ("exceptions", "targets", "actions", "last") if k in others}
    return findings(check, within=service(*tables, **held), as_of=as_of, at_worst=at_worst, **others)


def judge(check: str, *tables: Table[Any], **others: Any) -> Finding:
    """The same for a check that has one thing to say."""
    (finding,) = ask(check, *tables, **others)
    return finding


def piles(finding: Finding) -> str:
    """The piles as a line: "kept 11, broken 3, cannot tell 0, explained 0 of 14"."""
    f = finding.figures
    return (
        f"kept {f['kept']}, broken {f['broken']}, cannot tell {f['cannot_tell']}, explained {f['explained']} "
        f"of {f['denominator']}"
    )


def verdict(finding: Finding) -> tuple[str, tuple[str, ...]]:
    """The outcome and who breaks the rule: what the order of rows must not change."""
    return (str(finding.outcome), finding.subjects)


def shuffled(table: Table[Any], order: Iterable[int]) -> Table[Any]:
    """The same rows, each with its number, in another order."""
    rows = list(table.rows)
    return replace(table, rows=tuple(rows[i] for i in order))


# Cases, for the checks that count processes and participations. All of them: a conference on 15 September 2026.


def flat(*cases: Mapping[str, str], **shared: str) -> Table[Any]:
    """A flat export: cases C-1, C-2 and so on, each with one person on either side, who consented, unless told."""
    usual = {"accepted_on": "2026-08-03", "initiated_by": "harmed", "domestic_or_sexual": "no", "sensitive": "no",
             "record_held_by": "", "outcome": "accepted", "closed_on": "", "harmed_count": "1",
             "responsible_count": "1", "process": "direct", "process_kind": "conference",
             "process_on": "2026-09-15", "risk_assessed_on": "2026-09-01", "risk_reviewed_on": "",
             "consent_harmed_on": "2026-09-01", "consent_responsible_on": "2026-09-01",
             "all_consented": ""}  # fmt: skip
    held = cases or ({},)
    return from_rows("cases", [{"case_id": f"C-{n}", **usual, **shared, **case} for n, case in enumerate(held, 1)])


def occasions(*processes: Mapping[str, str], **shared: str) -> Table[Any]:
    """Processes PR-1, PR-2 and so on, of the cases C-1, C-2 and so on, unless told."""
    usual = {"process": "direct", "kind": "conference", "first_communication_on": "2026-09-15", "ended_on": ""}
    held = processes or ({},)
    rows = [{"process_id": f"PR-{n}", "case_id": f"C-{n}", **usual, **shared, **one} for n, one in enumerate(held, 1)]
    return from_rows("processes", rows)


def attended(*people: Mapping[str, str], **shared: str) -> Table[Any]:
    """Participations of PT-1, PT-2 and so on in the process PR-1, unless told."""
    usual = {"process_id": "PR-1", "attended": "yes"}
    held = people or ({},)
    rows = [{"participant_id": f"PT-{n}", **usual, **shared, **one} for n, one in enumerate(held, 1)]
    return from_rows("participation", rows)


def members(*people: Mapping[str, str], **shared: str) -> Table[Any]:
    """Participants PT-1, PT-2 and so on of the case C-1, people harmed, unless told."""
    held = people or ({},)
    usual = {"case_id": "C-1", "part": "harmed"}
    rows = [{"participant_id": f"PT-{n}", **usual, **shared, **one} for n, one in enumerate(held, 1)]
    return from_rows("participants", rows)


def cases(*rows: Mapping[str, str], **shared: str) -> Table[Any]:
    """Cases C-1, C-2 and so on of a service that keeps single tables, unless told."""
    usual = {"accepted_on": "2026-08-03", "initiated_by": "harmed", "domestic_or_sexual": "no", "sensitive": "no",
             "record_held_by": "", "outcome": "accepted", "closed_on": ""}  # fmt: skip
    held = rows or ({},)
    return from_rows("cases", [{"case_id": f"C-{n}", **usual, **shared, **one} for n, one in enumerate(held, 1)])


def lost(table: Table[Any], *numbers: int, said: str = "'14/9/23' has a year of two digits") -> Table[Any]:
    """The same table, some of whose rows (all, where none is named) have a cell that could not be read."""
    gone = set(numbers) or {row.row for row in table.rows}
    header = sorted(table.headers.values() or table.columns)[0]
    bad = tuple((number, header, said) for number in sorted(gone))
    return replace(table, rows=tuple(r for r in table.rows if r.row not in gone), left_out=bad)
