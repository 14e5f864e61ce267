"""What participants answered, how many were asked, and how many replied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rsqm_tool.checks.feedback_views import QUESTIONS
from rsqm_tool.dates import in_words
from rsqm_tool.model.monitoring import Shares
from rsqm_tool.model.tables import Feedback, FeedbackStage, NotAsked, Part
from rsqm_tool.monitoring._figures import QUARTER, about, by_answer, estimate
from rsqm_tool.monitoring._frames import Frame
from rsqm_tool.monitoring._scope import Noun, Plan, Scope, not_counted

REPLY = Noun("reply", "replies", "date of reply", "received")
DUE = Noun("person", "people", "day on which they were due", "due to be asked", "requests due")
ASKED = Noun("person", "people", "day on which they were asked", "asked", "people asked")
PARTS: Mapping[Part, str] = {"harmed": "People harmed", "responsible": "People responsible", "supporter": "Supporters"}
STAGES: Mapping[FeedbackStage, str] = {
    "after process": "after the process",
    "follow-up": "at follow-up",
    "did not proceed": "when it did not proceed",
}
_TITLES = {
    "satisfied": ("satisfaction", "Satisfied", "Satisfied is an answer of 4 or 5 out of 5."),
    "would_recommend": ("would-recommend", "Would recommend it", "Asked: would they recommend it to others?"),
    "felt_safe": ("felt-safe", "Felt safe", "Asked: did they feel safe throughout?"),
    "felt_free_to_refuse": ("felt-free-to-refuse", "Felt free to say no", "Asked: did they feel free to say no?"),
}
# Why somebody who was due does not count.
_NOT_ASKED: Mapping[NotAsked, str] = {
    "unsafe": "not asked, because it was unsafe",
    "declined": "not asked, because they had declined",
    "unreachable": "not asked, because they could not be reached",
}
_TODAY = "due on the as-of date and not asked yet"
_INTERVAL = (
    "From ten answers on, the 95 % interval (Wilson) says between which shares the true one would lie if these answers "
    "stood for many more."
)


def _rows(scope: Scope) -> Sequence[Feedback]:
    return scope.tables.feedback.rows if scope.tables.feedback else ()


def _groups() -> Iterator[str]:
    """Who was asked, and when, in reading order."""
    for part in (*PARTS.values(), "Side not entered"):
        for stage in (*STAGES.values(), "stage not entered"):
            yield f"{part}, {stage}"


def _group(row: Feedback) -> str:
    part = PARTS[row.part] if row.part else "Side not entered"
    return f"{part}, {STAGES[row.stage] if row.stage else 'stage not entered'}"


def _answers(scope: Scope, plan: Plan) -> Iterator[Shares]:
    column = next(column for column, (id, _, _) in _TITLES.items() if id == plan.id)
    answer = QUESTIONS[column][1]
    rows = [r for r in _rows(scope) if r.received_on or answer(r) is not None]
    frame = Frame(scope, REPLY, "feedback", [r.received_on for r in rows], who=[_group(r) for r in rows],
                  yes=[answer(r) for r in rows])  # fmt: skip
    held = {who: [a for a in answers if a is not None] for who, answers in frame.grouped("who", "yes").items()}
    shares = tuple(estimate(who, held[who]) for who in _groups() if held.get(who))
    silent = len(frame) - sum(map(len, held.values()))
    definition = (
        f"Of the replies received {scope.during} that answer the question, how many say yes, by side and by when they "
        f"were asked. {_TITLES[column][2]} {_INTERVAL}"
    )
    left_out = not_counted(
        silent, REPLY, "that leave the question out" if silent > 1 else "that leaves the question out"
    )
    if shares:
        yield Shares(**about(scope, plan, REPLY, definition, ["feedback"], frame.asides, left_out),
                     row_name="Who, and when", shares=shares)  # fmt: skip


def _asked(scope: Scope, plan: Plan) -> Iterator[Shares]:
    rows = _rows(scope)
    frame = Frame(scope, DUE, "feedback", [r.due_on or r.asked_on for r in rows],
                  yes=[_was_asked(r, scope.as_of) for r in rows])  # fmt: skip
    found = frame.numbers("yes")
    definition = (
        f"Of the requests for views due {scope.during}, how many had been made by {in_words(scope.as_of)}, by the "
        "quarter in which they were due. Who is due more than once, after a process and at follow-up, counts each "
        f"time. Who was not asked for a listed reason does not count.{scope.so_far}"
    )
    left_out = (s for why in (*_NOT_ASKED.values(), _TODAY) for s in not_counted(found.get(why, 0), DUE, why))
    yield Shares(
        **about(scope, plan, DUE, definition, ["feedback"], frame.asides, left_out),
        row_name=QUARTER,
        shares=by_answer(frame),
    )


def _was_asked(row: Feedback, as_of: date) -> bool | str:
    """Whether somebody was asked; or why they do not count."""
    if row.asked_on and row.asked_on <= as_of:
        return True
    if row.not_asked:
        return _NOT_ASKED[row.not_asked]
    return _TODAY if row.due_on == as_of else False


def _replied(scope: Scope, plan: Plan) -> Iterator[Shares]:
    rows = [r for r in _rows(scope) if r.asked_on]
    frame = Frame(scope, ASKED, "feedback", [r.asked_on for r in rows],
                  yes=[r.received_on is not None and r.received_on <= scope.as_of for r in rows])  # fmt: skip
    definition = (
        f"Of the people asked for their views {scope.during}, how many had replied by {in_words(scope.as_of)}, by the "
        f"quarter in which they were asked. Those asked lately have had less time.{scope.so_far}"
    )
    yield Shares(**about(scope, plan, ASKED, definition, ["feedback"], frame.asides), row_name=QUARTER,
                 shares=by_answer(frame))  # fmt: skip


PLANS = (
    *(
        Plan(id, title, {"feedback": ("part", "stage", "received_on", column)}, _answers)
        for column, (id, title, _) in _TITLES.items()
    ),
    Plan("feedback-asked", "Asked for their views", {"feedback": ("due_on", "asked_on")}, _asked),
    Plan("feedback-replied", "Replied when asked", {"feedback": ("asked_on", "received_on")}, _replied),
)
