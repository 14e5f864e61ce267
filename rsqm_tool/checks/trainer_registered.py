"""Who trained practitioners: whether the trainer is on the RJC's register is told, and lowers nothing.

Counted for each active practitioner with a course in facilitation or in sensitive and complex cases that has not
expired. In each of the two subjects one course by a registered trainer is enough. A trainer who is not on the register
is a question to be answered, not a failure: services train in house, and trainers register late. Cannot tell: the cell
is blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import active
from rsqm_tool.checks._tally import Breach, Tally, Words, only_told, place, tell, untold
from rsqm_tool.checks.trained_to_level import completed
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Training

NEEDED = {
    "practitioners": ("practitioner_id",),
    "training": ("practitioner_id", "subject", "completed_on", "provider_registered"),
}
_SUBJECTS = ("facilitation", "sensitive and complex")
_WORDS = Words(
    who="active practitioners with a course in facilitation or in sensitive and complex cases",
    keeps="were trained by trainers on the RJC's register",
    breaks="were trained by a trainer who is not on the RJC's register: a question, not a failure",
    next_step="Keep the course's outline and length, and a line on why the trainer was fit to give it.",
    to_tell="Ask the trainer, and enter yes or no as `provider_registered`.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, training = tables.practitioners, tables.training
    not_there = list(untold(inquiry, NEEDED, "Who trained practitioners"))
    if not_there or people is None or training is None:
        yield from not_there
        return
    tally = Tally()
    courses = completed(inquiry, training.rows, tally)
    for id, _ in active(people, inquiry.as_of, tally):
        valid = [c for c in courses.get(id, ()) if c.expires_on is None or c.expires_on >= inquiry.as_of]
        states = [_state([c for c in valid if c.subject == s]) for s in _SUBJECTS]
        if "asked" in states:
            asked = min(c.row for c in valid if c.subject in _SUBJECTS and c.provider_registered is False)
            tally.broken.append(Breach(id, place(training, asked, "provider_registered")))
        elif "blank" in states:
            tally.cannot_tell.append(id)
        elif "registered" in states:
            tally.kept.append(id)
        else:
            tally.out["without such a course"] += 1
    yield tell(inquiry, (training, people), tally, _WORDS, only_told)


def _state(courses: Sequence[Training]) -> str:
    """How the courses in one subject stand: registered, blank, asked, or none."""
    answers = {c.provider_registered for c in courses}
    for answer, state in ((True, "registered"), (None, "blank"), (False, "asked")):
        if answer in answers:
            return state
    return "none"
