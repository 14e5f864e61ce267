"""What participants answered: satisfied, would recommend, felt safe, felt free to say no.

Counts the replies received in the 12 months up to the as-of date, from all sides and stages, question by question; who
left a question out does not count for it. A reply to a question that was asked before these months counts, and is told,
as is one without the day of asking: so there can be more replies than people who were asked in these months and
replied. Satisfied is an answer of 4 or 5. Under ten answers they are told as numbers only ("7 of 8"); from ten on with
the share and its Wilson interval of 95 %.
Told, and lowers nothing: few answers prove little, and a bad answer that is asked for and used is good practice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rsqm_tool.checks import _unread
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._statistics import wilson
from rsqm_tool.checks._tally import AFTER, Tally, place, unread
from rsqm_tool.checks._window import FEW, Window, percent, share
from rsqm_tool.dates import agreeing, count
from rsqm_tool.model import Because, Finding, Outcome
from rsqm_tool.model.tables import Feedback, Table

NEEDED = {"feedback": ("received_on",)}
_Answer = Callable[[Feedback], bool | None]
QUESTIONS: dict[str, tuple[str, _Answer]] = {
    "satisfied": ("were satisfied", lambda r: None if r.satisfied is None else r.satisfied >= 4),
    "would_recommend": ("would recommend it", lambda r: r.would_recommend),
    "felt_safe": ("felt safe", lambda r: r.felt_safe),
    "felt_free_to_refuse": ("felt free to say no", lambda r: r.felt_free_to_refuse),
}


def check(inquiry: Inquiry) -> Iterator[Finding]:
    table = inquiry.workspace.tables.feedback
    not_there = list(unread(inquiry, NEEDED))
    if not_there or table is None:
        yield from not_there
        return
    asked = [column for column in QUESTIONS if column in table.columns]
    if not asked:
        yield from unread(inquiry, {"feedback": tuple(QUESTIONS)})
        return
    window, tally = Window.of(inquiry, table), Tally()
    replies = [r for r in table.rows if r.received_on and window.holds(r.received_on, tally)]
    figures: dict[str, int | float | str] = {"replies": len(replies), "months": 12, **_unread.figures([table])}
    if tally.ignored[AFTER]:
        figures["after_as_of"] = tally.ignored[AFTER]
    if not replies:
        message = f"Nobody to count: no replies in the last 12 months{_unread.aside([table])}"
        yield inquiry.finding(Outcome.NOT_ASSESSED, message, because=Because.NOBODY, figures=figures)
        return
    told = [_told(column, replies, figures) for column in asked]
    left = [f"`{column}` is not in the table" for column in QUESTIONS if column not in asked]
    begun = f"{count(len(replies), 'reply', 'replies')} received in the last 12 months"
    begun += _not_asked_in(table, replies, window)
    message = "; ".join([begun, *told, *left])
    message += _unread.aside([table])
    yield inquiry.finding(Outcome.MET, message, where=place(table), figures=figures)


def _not_asked_in(table: Table[Feedback], replies: Sequence[Feedback], window: Window) -> str:
    """How many replies are from people who are not among those asked in these months, and why: the others are."""
    if "asked_on" not in table.columns:
        return ""
    before = sum(r.asked_on is not None and r.asked_on < window.start for r in replies)
    blank = sum(r.asked_on is None for r in replies)
    after = sum(r.asked_on is not None and r.asked_on > window.end for r in replies)
    clauses = (
        f"{before} from people asked {window.before}" if before else "",
        f"{blank} without the day on which they were asked" if blank else "",
        f"{after} from people asked after the as-of date, as the table says" if after else "",
    )
    told = ", ".join(filter(None, clauses))
    return f", of them {told}" if told else ""


def _told(column: str, replies: Sequence[Feedback], figures: dict[str, int | float | str]) -> str:
    """One question: what to say of it. Its figures go into `figures`."""
    words, answer = QUESTIONS[column]
    answers = [a for reply in replies if (a := answer(reply)) is not None]
    yes = sum(answers)
    figures |= {column: yes, f"{column}: answers": len(answers)}
    if not answers:
        return f"nobody answered whether they {words}"
    if len(answers) >= FEW:
        low, high = wilson(yes, len(answers))
        figures |= {
            f"{column}: per cent": percent(yes, len(answers)),
            f"{column}: low": round(100 * low, 1),
            f"{column}: high": round(100 * high, 1),
        }
    return f"{share(yes, len(answers))} {agreeing(yes, words)}"
