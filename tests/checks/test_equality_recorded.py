"""As of 20 November 2026, the last 12 months begin on 20 November 2025."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import from_rows, judge, piles, shuffled, verdict

COLUMNS = ("period", "part", "stage", "characteristic", "group", "count")


def equality(*rows: tuple[str, str, str], period: str = "2026-Q3", part: str = "harmed") -> Table[object]:
    """Characteristic, group, number."""
    return from_rows(
        "equality", [dict(zip(COLUMNS, (period, part, "referred", *r), strict=True)) for r in rows], COLUMNS
    )


def test_prefer_not_to_say_is_a_complete_answer() -> None:
    """One set, ten people, all of whom would rather not say: everybody was asked, 1 of 1 is complete."""
    finding = judge("equality_recorded", equality(("age", "Prefer not to say", "10")))
    assert (str(finding.outcome), piles(finding)) == ("met", "kept 1, broken 0, cannot tell 0, explained 0 of 1")
    assert finding.figures["without_answer"] == 0


def test_not_known_is_no_answer_and_is_told() -> None:
    """Age: 6 + 3 answered, 2 not known, 11 in all. Sex: 4 answered. Both sets have answers: 2 kept; 2 of 15 without."""
    table = equality(
        ("age", "25 to 44", "6"), ("age", "45 to 64", "3"), ("age", "Not known", "2"), ("sex", "Female", "4")
    )
    finding = judge("equality_recorded", table)
    assert (str(finding.outcome), piles(finding)) == ("met", "kept 2, broken 0, cannot tell 0, explained 0 of 2")
    assert (finding.figures["without_answer"], finding.figures["answers"]) == (2, 15)
    assert "2 of 15 answers are not recorded" in finding.message


def test_of_one_is_one_answer() -> None:
    finding = judge("equality_recorded", equality(("age", "Not known", "1")))
    assert "1 of 1 answer is not recorded" in finding.message


def test_a_set_without_any_answer_is_broken() -> None:
    """Age: 9 not asked and nobody else. Sex: 4 answers. 1 of 2 has no answer."""
    finding = judge("equality_recorded", equality(("age", "not asked", "9"), ("sex", "Female", "4")))
    assert (str(finding.outcome), piles(finding)) == ("partly met", "kept 1, broken 1, cannot tell 0, explained 0 of 2")
    assert finding.where is not None and finding.where.row == 2


def test_a_blank_number_is_not_nought() -> None:
    """A blank: nobody can tell, partly met. A nought beside others: complete. Nothing but noughts: not counted."""
    blank = judge("equality_recorded", equality(("age", "25 to 44", "-"), ("age", "45 to 64", "3")))
    assert (str(blank.outcome), blank.figures["cannot_tell"]) == ("partly met", 1)
    nought = judge(
        "equality_recorded", equality(("age", "25 to 44", "0"), ("age", "45 to 64", "3"), ("sex", "Male", "0"))
    )
    assert (str(nought.outcome), piles(nought)) == ("met", "kept 1, broken 0, cannot tell 0, explained 0 of 1")
    assert nought.figures["out: with nobody in them"] == 1


@pytest.mark.parametrize(
    ("period", "outcome"),
    [
        ("2025-04-01/2025-11-20", "met"),  # touches the first day of the 12 months
        ("2025-04-01/2025-11-19", "partly met"),
        ("2026", "met"),  # has begun
        ("2026-11-20/2027-03-31", "met"),
        ("2026-11-21/2027-03-31", "partly met"),
    ],
)
def test_a_period_counts_that_touches_the_last_12_months(period: str, outcome: str) -> None:
    """One set in one period. Up to 20 November 2025, the first day of the 12 months: 1 counts. Up to the 19th: 0."""
    assert str(judge("equality_recorded", equality(("age", "25 to 44", "6"), period=period)).outcome) == outcome


def test_nothing_for_these_months_is_stale_or_missing() -> None:
    """A period that ended on 31 March 2025, 234 days before the 12 months, or 0 rows: 0 sets count."""
    stale = judge("equality_recorded", equality(("age", "25 to 44", "6"), period="2024-04-01/2025-03-31"))
    assert stale.message == "Stale: the newest equality figures are those up to 31 March 2025"
    assert judge("equality_recorded", equality()).message == "Missing: the table `equality` holds no figures"
    assert judge("equality_recorded").because is Because.UNREAD


def test_a_side_that_is_not_there_is_told() -> None:
    finding = judge("equality_recorded", equality(("age", "25 to 44", "6")))
    assert finding.message.endswith("; there are none for people responsible")


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["age", "sex"]), st.sampled_from(["Male", "not known", "-"]),
                  st.sampled_from("- 0 1 5".split())),
        max_size=7,
    ),
    st.data(),
)  # fmt: skip
def test_the_order_of_rows_changes_nothing(rows: list[tuple[str, str, str]], data: st.DataObject) -> None:
    table = equality(*rows)
    other = shuffled(table, data.draw(st.permutations(range(len(rows)))))
    one, two = judge("equality_recorded", table), judge("equality_recorded", other)
    assert (verdict(one), one.message, one.figures) == (verdict(two), two.message, two.figures)
    assert len(one.subjects) == one.figures["broken"]


def test_one_answer_is_enough() -> None:
    """Nine not asked and one answered, 10 in all: somebody gave an answer. Nine of nine: nobody did."""
    finding = judge("equality_recorded", equality(("age", "not asked", "9"), ("age", "25 to 44", "1")))
    assert (str(finding.outcome), finding.figures["without_answer"]) == ("met", 9)
