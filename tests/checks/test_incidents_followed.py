"""As of 20 November 2026; where no last assessment is set, closed entries count back to 20 November 2023."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.bench import item
from tests.rows import ask, exception, from_rows, judge, piles, shuffled, verdict

COLUMNS = ("incident_id", "kind", "raised_on", "owner", "status", "learning_action")


def log(*rows: str) -> Table[object]:
    """Raised, owner, status, learning: `2026-06-01 Head closed Staff card changed`; ids I-0, I-1 ..."""
    cells = []
    for number, row in enumerate(rows):
        raised, owner, status, learned = row.split(" ", 3)
        cells.append({"incident_id": f"I-{number}", "kind": "incident", "raised_on": raised, "owner": owner,
                      "status": status.replace("_", " "), "learning_action": learned})  # fmt: skip
    return from_rows("incidents", cells, COLUMNS)


def test_open_with_an_owner_and_closed_with_learning() -> None:
    """One open, one in progress, one closed, each with what it needs: 3 of 3. The older open one is 50 days old."""
    finding = judge(
        "incidents_followed", log("2026-10-01 Head open -", "2026-11-19 Head in_progress -", "2026-06-01 - closed Card")
    )
    assert (str(finding.outcome), piles(finding)) == ("met", "kept 3, broken 0, cannot tell 0, explained 0 of 3")
    assert (finding.figures["still_open"], finding.figures["oldest_open_days"]) == (2, 50)  # 30 + 20


def test_open_without_an_owner_and_closed_without_learning_are_broken() -> None:
    """Open without an owner, closed without learning, and one in order: 2 of 3. The owner of a closed entry does not
    make up for learning."""
    finding = judge(
        "incidents_followed", log("2026-10-01 - open -", "2026-06-01 Head closed -", "2026-06-02 Head closed Card")
    )
    assert (str(finding.outcome), finding.subjects) == ("not met", ("I-0", "I-1"))
    assert finding.where is not None and finding.where.row == 2


def test_one_broken_is_partly_met() -> None:
    """1 of 2: one alone is partly met, as for staff."""
    finding = judge("incidents_followed", log("2026-10-01 - open -", "2026-06-02 Head closed Card"))
    assert (str(finding.outcome), finding.subjects) == ("partly met", ("I-0",))


@pytest.mark.parametrize(
    ("row", "last", "denominator"),
    [
        ("2023-11-20 - closed -", None, 1),  # 36 months back to the day
        ("2023-11-19 - closed -", None, 0),
        ("2024-03-10 - closed -", "2024-03-10", 1),  # since the last assessment
        ("2024-03-09 - closed -", "2024-03-10", 0),
        ("2019-01-01 - open -", "2024-03-10", 1),  # open ones count whatever their age
        ("2026-11-21 - open -", None, 0),  # after the as-of date
    ],
)
def test_which_entries_count(row: str, last: str | None, denominator: int) -> None:
    """One entry that breaks the rule, beside one that keeps it: 2 count, or 1. A closed one of 20 November 2023 is 36
    months old to the day."""
    finding = ask("incidents_followed", log("2026-06-02 Head closed Card", row), last=last)[0]
    assert finding.figures["broken"] == denominator
    assert finding.figures["denominator"] == 1 + denominator


def test_without_a_status_nobody_can_tell() -> None:
    """1 entry without a status: neither open nor closed, 1 cannot tell."""
    finding = judge("incidents_followed", log("2026-06-01 Head - Card"))
    assert (str(finding.outcome), finding.figures["cannot_tell"]) == ("partly met", 1)


def test_an_explained_one_is_not_broken() -> None:
    finding = judge(
        "incidents_followed", log("2026-10-01 - open -"), exceptions=[exception("incidents_followed", "I-0")]
    )
    assert (str(finding.outcome), finding.figures["explained"]) == ("met", 1)


def test_an_empty_log_is_a_question() -> None:
    """0 entries: nobody to count, and the one finding is the question."""
    finding = judge("incidents_followed", log())
    assert (str(finding.outcome), finding.message) == (
        "partly met",
        "The incident log is empty: did nothing happen, near misses included?",
    )
    assert "nil return" in finding.next_step


@pytest.mark.parametrize(("raised", "asked"), [("2025-11-19", True), ("2025-11-20", False)])
def test_nothing_in_the_last_12_months_is_a_question_too(raised: str, asked: bool) -> None:
    """An entry of 20 November 2025, the first day of the 12 months, is enough; one of the 19th is not."""
    found = ask("incidents_followed", log(f"{raised} Head closed Card"))
    assert [str(f.outcome) for f in found] == (["met", "partly met"] if asked else ["met"])


@pytest.mark.parametrize(
    ("id", "more", "outcome"),
    [
        ("STM-01", {"title": "Nil return, incidents", "dated": "2026-10-01", "approved_by": "Chair"}, "met"),
        ("STM-01", {"title": "Nil return, incidents", "dated": "2025-10-01", "approved_by": "Chair"}, "partly met"),
        ("STM-01", {"title": "Nil return, incidents", "dated": "2026-10-01"}, "partly met"),  # by nobody
        ("MIN-01", {"title": "Minutes", "dated": "2026-10-01", "approved_by": "Chair"}, "partly met"),
    ],
)
def test_a_signed_nil_return_answers_it(id: str, more: dict[str, str], outcome: str) -> None:
    title = more.pop("title")
    finding = judge("incidents_followed", log(), items=[item(id, title, **more)])
    assert str(finding.outcome) == outcome


def test_no_log_is_not_read() -> None:
    assert judge("incidents_followed").because is Because.UNREAD


rows = st.tuples(
    st.sampled_from(["2026-06-01", "2020-01-01", "2026-12-01"]), st.sampled_from(["Head", "-"]),
    st.sampled_from(["open", "closed", "-"]), st.sampled_from(["Card", "-"]),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(rows, max_size=7), st.data())
def test_the_order_of_rows_changes_nothing(entries: list[tuple[str, str, str, str]], data: st.DataObject) -> None:
    held = log(*map(" ".join, entries))
    other = shuffled(held, data.draw(st.permutations(range(len(entries)))))
    one, two = ask("incidents_followed", held), ask("incidents_followed", other)
    assert [(verdict(f), f.figures) for f in one] == [(verdict(f), f.figures) for f in two]
    broken = {
        f"I-{n}"
        for n, (raised, owner, status, learned) in enumerate(entries)
        if raised != "2026-12-01"
        and ((status == "open" and owner == "-") or (status == "closed" and learned == "-" and raised != "2020-01-01"))
    }
    assert {s for f in one for s in f.subjects} == broken
