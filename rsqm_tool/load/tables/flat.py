"""The flat export: from one row per case to the rows of the single tables, so that checks see one shape.

What one row of `cases` becomes, where its file has any of the flat columns (`harmed_count` and those behind it). `row`
is the case's row in all of them, and a column that the file does not have is None throughout.

participants    As many with part `harmed` as `harmed_count` says, and with part `responsible` as `responsible_count`
                says; one where the count is blank. Their ids are the case's with `/harmed-1`, `/responsible-1` and so
                on. `first_attempt_on` and `first_contact_on` are those of each person harmed, and None for the others:
                that is whom the columns are about. `risk_info_on` is that of each. `ended` is `took part` where the
                case has a process that took place, and otherwise None: a row does not say who of them declined.
processes       One where `process` is direct or indirect, or where it is blank and `process_on` is not; none where it
                says none. Its id is the case's, so that a supervision record that names the case names the process.
participation   For a case with a process, one row for each participant, all of them taken to attend once it took
                place. `risk_assessed_on` and `risk_reviewed_on` are the case's: they say that all are. The consent of
                the only person on a side is that side's date. Where a side has several people, the date is that of
                each when `all_consented` says yes; otherwise `written_consent_on` is None for each of them, because
                nobody can tell whose the date is. So a blank consent is "cannot tell", as in the single table. Where
                `all_consented` says no, somebody took part without: the check reads that from the case itself.
facilitators    One row with role `lead` and one with role `co`, for the ids that the case gives; for its process where
                it has one. `allocated_on` is None: the row does not say it, and checks fall back on the case's dates.

Where the service has a single table of participants, processes or participation, these three are not made, because
their ids would not agree with it; the same holds for facilitators.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, Generic, TypeVar, overload

from rsqm_tool.model.tables import Case, Facilitator, Participant, Participation, Process, Record, Side, Table

FLAT = Case._fields[Case._fields.index("harmed_count") :]
KEPT = 100_000  # cases: with more, rows are made anew each time they are gone through, which costs less than memory
_SIDES: tuple[Side, Side] = ("harmed", "responsible")

R = TypeVar("R", bound=Record, covariant=True)

# The columns of the flat row behind each column of the single tables.
_FROM = {
    "participants": {
        "case_id": "case_id", "participant_id": "case_id", "part": "case_id", "risk_info_on": "risk_info_on",
        "first_attempt_on": "first_attempt_on", "first_contact_on": "first_contact_on", "ended": "process_on",
    },
    "processes": {
        "process_id": "case_id", "case_id": "case_id", "process": "process", "kind": "process_kind",
        "first_communication_on": "process_on", "agreement": "agreement", "agreement_result": "agreement_result",
        "follow_up_offered_on": "follow_up_offered_on", "followed_up_on": "followed_up_on",
    },
    "participation": {
        "process_id": "case_id", "participant_id": "case_id", "risk_assessed_on": "risk_assessed_on",
        "risk_reviewed_on": "risk_reviewed_on", "attended": "process_on",
    },
    "facilitators": {"case_id": "case_id", "process_id": "case_id", "practitioner_id": "lead_practitioner_id",
                     "role": "lead_practitioner_id"},
}  # fmt: skip
_CONSENTS = ("consent_harmed_on", "consent_responsible_on")


class Made(Sequence[R], Generic[R]):
    """Rows that are made from others: once and kept, or anew each time where there are very many."""

    def __init__(self, cases: Sequence[Case], make: Callable[[Case], Iterable[R]]) -> None:
        self._cases, self._make = cases, make
        self._rows: tuple[R, ...] | None = None
        self._count: int | None = None

    def _all(self) -> Iterator[R]:
        return chain.from_iterable(map(self._make, self._cases))

    def __iter__(self) -> Iterator[R]:
        if self._rows is None and len(self._cases) <= KEPT:
            self._rows = tuple(self._all())
        return self._all() if self._rows is None else iter(self._rows)

    def __len__(self) -> int:
        if self._count is None:
            self._count = sum(1 for _ in self)
        return self._count

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[R]: ...
    def __getitem__(self, index: int | slice) -> R | Sequence[R]:
        if isinstance(index, slice):
            return tuple(self)[index]
        at = index + len(self) if index < 0 else index
        found = next(islice(self, at, None), None) if at >= 0 else None
        if found is None:
            raise IndexError(f"there is no row {index}")
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


def unfold(cases: Table[Case], single: Iterable[str]) -> dict[str, Table[Any]]:
    """The single tables that a flat export stands for; none where it is not flat. `single`: tables that are there."""
    there, columns = set(single), cases.columns
    if columns.isdisjoint(FLAT):
        return {}
    made: dict[str, Table[Any]] = {}
    if there.isdisjoint(("participants", "processes", "participation")):
        made["participants"] = _table("participants", cases, participants, _note(columns))
        if columns & {"process", "process_on"}:
            made["processes"] = _table("processes", cases, processes)
            made["participation"] = _table("participation", cases, participation)
    if "facilitators" not in there and columns & {"lead_practitioner_id", "co_practitioner_id"}:
        made["facilitators"] = _table("facilitators", cases, facilitators)
    return made


def _table(name: str, cases: Table[Case], make: Callable[[Case], Iterable[Any]], *notes: str) -> Table[Any]:
    sources = dict(_FROM[name])
    if name == "participation":
        sources["written_consent_on"] = next((c for c in _CONSENTS if c in cases.columns), "")
    if name == "facilitators" and "lead_practitioner_id" not in cases.columns:
        sources |= dict.fromkeys(("practitioner_id", "role"), "co_practitioner_id")
    headers = {to: cases.headers.get(source, source) for to, source in sources.items() if source in cases.columns}
    return Table(
        name=name,
        path=cases.path,
        sheet=cases.sheet,
        columns=frozenset(headers),
        rows=Made(cases.rows, make),
        left_out=cases.left_out,
        notes=("Made from the flat table of cases", *filter(None, notes)),
        records_begin=cases.records_begin,
        headers=headers,
    )


def _note(columns: frozenset[str]) -> str:
    if columns.issuperset(("harmed_count", "responsible_count")):
        return ""
    return "The file does not say how many people a case has, so one is counted on each side where it does not"


def people(case: Case) -> Iterator[tuple[Side, str, bool]]:
    """The people of a case: side, id, and whether they are the only one on their side."""
    for side, count in zip(_SIDES, (case.harmed_count, case.responsible_count), strict=True):
        number = 1 if count is None else count
        for one in range(1, number + 1):
            yield side, f"{case.case_id}/{side}-{one}", number == 1


def _has_process(case: Case) -> bool:
    return case.process in ("direct", "indirect") or (case.process is None and case.process_on is not None)


def participants(case: Case) -> Iterator[Participant]:
    """The rows of a case's people."""
    took_part = _has_process(case) and case.process_on is not None
    for side, id, _ in people(case):
        harmed = side == "harmed"
        yield Participant(
            case.row, case.case_id, id, side,
            risk_info_on=case.risk_info_on,
            first_attempt_on=case.first_attempt_on if harmed else None,
            first_contact_on=case.first_contact_on if harmed else None,
            ended="took part" if took_part else None,
        )  # fmt: skip


def processes(case: Case) -> Iterator[Process]:
    """The row of a case's process."""
    if _has_process(case):
        yield Process(
            case.row, case.case_id, case.case_id,
            process=None if case.process == "none" else case.process,
            kind=case.process_kind,
            first_communication_on=case.process_on,
            agreement=case.agreement,
            agreement_result=case.agreement_result,
            follow_up_offered_on=case.follow_up_offered_on,
            followed_up_on=case.followed_up_on,
        )  # fmt: skip


def participation(case: Case) -> Iterator[Participation]:
    """The rows of those who attend a case's process."""
    if not _has_process(case):
        return
    for side, id, only in people(case):
        consent = case.consent_harmed_on if side == "harmed" else case.consent_responsible_on
        yield Participation(
            case.row, case.case_id, id,
            written_consent_on=consent if only or case.all_consented else None,
            risk_assessed_on=case.risk_assessed_on,
            risk_reviewed_on=case.risk_reviewed_on,
            attended=True if case.process_on is not None else None,
        )  # fmt: skip


def facilitators(case: Case) -> Iterator[Facilitator]:
    """The rows of those who lead a case."""
    process = case.case_id if _has_process(case) else None
    if case.lead_practitioner_id:
        yield Facilitator(case.row, case.case_id, process, case.lead_practitioner_id, "lead")
    if case.co_practitioner_id:
        yield Facilitator(case.row, case.case_id, process, case.co_practitioner_id, "co")
