"""What holds for every service, whatever it registers: tried on many small ones, judged by the real catalogue."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.assess import assess
from rsqm_tool.load import framework
from rsqm_tool.model import (
    SAYS,
    SHOWS,
    Action,
    Assessment,
    Because,
    CriterionResult,
    EvidenceItem,
    FileState,
    Finding,
    Framework,
    Location,
    Outcome,
    Period,
    Rating,
    Sensitivity,
    Workspace,
    is_worse,
    lowest,
)
from tests.bench import AS_OF, PLAN, ROOT, gone, item, rating, workspace

TODAY = date.fromisoformat(AS_OF)
WHOLE_REGISTER = {"2.3"}  # its checks look at every item, whatever it supports

# The same examples on every run, and nothing kept between runs.
settings.register_profile("house", derandomize=True, database=None, deadline=None, max_examples=60)
settings.load_profile("house")


@cache
def catalogue() -> Framework:
    loaded, problems = framework.load(ROOT, "standards/rsqm-working-set.yaml")
    assert loaded and not problems
    return loaded


IDS = [c.id for c in catalogue().criteria]

# Few criteria and few days, so that items meet each other, and the limits, often.
CRITERIA = st.sampled_from(["1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "6.3", "6.5", "6.6"])
NEAR = [TODAY + timedelta(days=n) for n in (-800, -732, -366, -365, -184, -93, -1, 0, 1, 30, 114, 115, 116, 500)]
DAYS = st.sampled_from([*NEAR, date(2025, 10, 1), date(2025, 12, 31), date(2026, 7, 1), date(2026, 9, 30)])
MAYBE = st.none() | DAYS


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = sorted((draw(DAYS), draw(DAYS)))
    return Period(start, draw(st.sampled_from([end, None])))


@st.composite
def items(draw: st.DrawFn, id: str = "NEW-01") -> EvidenceItem:
    """One entry of the register with dates around the limits, its file there or not."""
    state = draw(st.sampled_from([FileState.READABLE] * 4 + [FileState.MISSING, FileState.EMPTY]))
    held = item(
        id,
        draw(st.sampled_from(["Handbook", "Safeguarding and risk policy", "Complaints procedure"])),
        kind=draw(st.sampled_from(SAYS + SHOWS)),
        supports=draw(st.lists(CRITERIA, max_size=4)),
        line=draw(st.integers(1, 400)),
        about=draw(st.sampled_from([(), (), ("safeguarding", "complaints")])),
        file_state=state,
        file_trouble="" if state is FileState.READABLE else "Put the file there",
        agency=draw(st.sampled_from([None, None, "probation"])),
        sensitivity=draw(st.sampled_from([None, *Sensitivity])),
        approved_by=draw(st.sampled_from(["", "Chief Officer"])),
        signed_by=draw(st.sampled_from([(), ("A", "B")])),
        covers=draw(st.none() | periods()),
    )
    return replace(held, approved_on=draw(MAYBE), review_by=draw(MAYBE), dated=draw(MAYBE))


@st.composite
def ratings(draw: st.DrawFn) -> list[Rating]:
    """Some criteria rated, most of them met: a rating that is low already hides what findings do."""
    words = st.sampled_from(["met", "met", "met", "partly met", "not met", "not applicable", None])
    rated = draw(st.lists(CRITERIA, unique=True))
    partner = st.sampled_from([None, None, "probation"])
    return [rating(id, draw(words), reason="Reserved", met_by=draw(partner)) for id in rated]


@st.composite
def actions(draw: st.DrawFn) -> Action:
    status = draw(st.sampled_from(["open", "done"]))
    owner = draw(st.sampled_from(["", "Chair"]))
    return Action("A-01", draw(CRITERIA), "Do it", Location(PLAN, 2), owner, draw(MAYBE), status)


@st.composite
def services(draw: st.DrawFn) -> Workspace:
    """A small service; at least one item."""
    held = [draw(items(f"NEW-{n:02}")) for n in range(draw(st.integers(1, 6)))]
    service = workspace(held, ratings=draw(ratings()), actions=draw(st.lists(actions(), max_size=2)))
    return replace(service, frameworks=(catalogue(),))


def judge(service: Workspace, as_of: date = TODAY) -> Assessment:
    return assess(service, catalogue(), as_of)


def by_id(assessment: Assessment) -> dict[str, CriterionResult]:
    return {r.criterion.id: r for r in assessment.results}


def outcomes(assessment: Assessment) -> dict[str, Outcome]:
    return {id: r.outcome for id, r in by_id(assessment).items()}


def supported(one: EvidenceItem) -> set[str]:
    return {s.criterion for s in one.supports}


def all_findings(assessment: Assessment) -> list[Finding]:
    return [f for r in assessment.results for f in r.findings]


@given(services(), st.data())
def test_a_missing_file_makes_nothing_better_and_changes_only_what_it_supports(
    service: Workspace, data: st.DataObject
) -> None:
    n = data.draw(st.integers(0, len(service.items) - 1))
    there = replace(service.items[n], file_state=FileState.READABLE)
    lost = gone(there)
    rest = service.items[:n], service.items[n + 1 :]
    before, after = (by_id(judge(replace(service, items=(*rest[0], one, *rest[1])))) for one in (there, lost))
    for id in IDS:
        assert not is_worse(before[id].outcome, after[id].outcome), f"{id} is better without its file"
        if id not in supported(lost):
            assert before[id] == after[id], f"{id} changed"
        elif after[id].outcome is not Outcome.NOT_APPLICABLE:
            told = [f for f in after[id].findings if f.where == lost.where and (lost.file or "?") in f.message]
            assert [f.evidence for f in told] == [lost.id]
            assert told[0] not in before[id].findings


@given(services(), items("NEW-99"))
def test_one_more_item_changes_only_what_it_supports(service: Workspace, more: EvidenceItem) -> None:
    before = by_id(judge(service))
    after = by_id(judge(replace(service, items=(*service.items, more))))
    for id in set(IDS) - supported(more) - WHOLE_REGISTER:
        assert before[id] == after[id], f"{id} changed"


@given(services(), st.randoms(use_true_random=False))
def test_the_order_of_the_register_changes_no_outcome(service: Workspace, dice: object) -> None:
    turned = list(service.items)
    dice.shuffle(turned)  # type: ignore[attr-defined]
    assert outcomes(judge(service)) == outcomes(judge(replace(service, items=tuple(turned))))


@given(services(), st.data())
def test_a_day_on_which_nothing_begins_or_ends_changes_nothing(service: Workspace, data: st.DataObject) -> None:
    """Every date is moved to the tenth of its month, and with whole months so is every limit."""

    def tenth(day: date | None) -> date | None:
        return day.replace(day=10) if day else None

    def calm(one: EvidenceItem) -> EvidenceItem:
        covers = Period(one.covers.start.replace(day=10), tenth(one.covers.to)) if one.covers else None
        days = {key: tenth(getattr(one, key)) for key in ("approved_on", "review_by", "dated")}
        return replace(one, covers=covers, **days)  # type: ignore[arg-type]

    quiet = replace(
        service,
        items=tuple(map(calm, service.items)),
        actions=tuple(replace(a, due=tenth(a.due)) for a in service.actions),
        assessment_on=date(2027, 3, 10),
    )
    month = data.draw(st.dates(date(2026, 1, 1), date(2027, 12, 31))).replace(day=13)
    later = month + timedelta(days=data.draw(st.integers(1, 14)))
    rows = [[(f.check, f.outcome, f.evidence) for f in all_findings(judge(quiet, day))] for day in (month, later)]
    assert rows[0] == rows[1]


@given(services())
def test_no_check_crashes_and_the_same_input_gives_the_same(service: Workspace) -> None:
    assessment = judge(service)
    assert assessment.faults == ()
    assert assessment == judge(service)


@given(services())
def test_the_outcome_is_the_lowest_and_no_better_than_anything_that_counts(service: Workspace) -> None:
    for result in judge(service).results:
        counting = [f.outcome for f in result.findings if f.counts]
        own = result.rating.rating if result.rating else None
        if result.outcome is Outcome.NOT_APPLICABLE:
            assert own is Outcome.NOT_APPLICABLE
            assert not result.findings
        elif not any(i.usable for i in result.evidence):
            assert result.outcome is Outcome.NOT_MET
        elif own in (None, Outcome.NOT_APPLICABLE):
            assert result.outcome is Outcome.NOT_ASSESSED
        else:
            assert own
            assert result.outcome is lowest([own, *counting])


@given(services(), CRITERIA, st.sampled_from(["not met", "partly met"]))
def test_a_better_rating_never_lowers_anything(service: Workspace, id: str, low: str) -> None:
    own = service.self_assessment
    was, now = (
        outcomes(judge(replace(service, self_assessment=replace(own, ratings={**own.ratings, id: rating(id, word)}))))
        for word in (low, "met")
    )
    assert not any(is_worse(now[c], was[c]) for c in IDS)


@given(services(), st.sampled_from(list(Sensitivity)))
def test_a_class_decides_who_sees_and_never_what_is_met(service: Workspace, word: Sensitivity) -> None:
    classed = tuple(replace(i, sensitivity=word) for i in service.items)
    assert outcomes(judge(service)) == outcomes(judge(replace(service, items=classed)))


@given(services(), st.integers(0, 3))
def test_an_action_that_is_done_or_in_time_lowers_nothing(service: Workspace, n: int) -> None:
    plan = tuple(
        Action(f"A-{i}", "1.2", "Do it", Location(PLAN, i + 1), "Chair", TODAY + timedelta(days=i)) for i in range(n)
    )
    without, with_plan = (outcomes(judge(replace(service, actions=a))) for a in ((), plan))
    assert not any(is_worse(with_plan[c], without[c]) for c in IDS)


@given(services())
def test_what_lowers_says_what_to_do(service: Workspace) -> None:
    held = {i.id: i for i in service.items}
    for finding in all_findings(judge(service)):
        if finding.counts and finding.outcome is not Outcome.MET:
            assert finding.next_step, finding
        assert (finding.outcome is Outcome.NOT_ASSESSED) == (finding.because is not None)
        assert finding.because is not Because.PERSON or not finding.next_step
        if finding.evidence:
            assert finding.where in (held[finding.evidence].where, *(r.where for r in ratings_of(service)))
            assert finding.criterion in supported(held[finding.evidence]) | WHOLE_REGISTER


def ratings_of(service: Workspace) -> list[Rating]:
    return list(service.self_assessment.ratings.values())


_CLUMSY = re.compile(
    r"1 (days|months|documents|periods|actions|criteria)|[2-9] (day|month|document|period|action|criterion)"
    r"|None|  |\(\)|[.,;:]$|\d{4}-\d\d-\d\d"
)


@given(services())
def test_messages_read_well(service: Workspace) -> None:
    for finding in all_findings(judge(service)):
        assert not _CLUMSY.search(finding.message), finding.message
        assert "\n" not in finding.message + finding.next_step
        assert not finding.next_step or finding.next_step.endswith((".", "?")), finding.next_step


@given(services())
def test_lapsing_is_told_only_of_what_is_in_date_today_and_ends_before_the_assessment(service: Workspace) -> None:
    assert service.assessment_on
    for finding in all_findings(judge(service)):
        if finding.lapses_on:
            assert finding.outcome is Outcome.MET
            assert TODAY <= finding.lapses_on < service.assessment_on
