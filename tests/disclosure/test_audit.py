"""The audit: what can be worked out from tables as they were shown, and what cannot.

It looks at grids of numbers and marks, made here by hand, and not at what hides them.
"""

from __future__ import annotations

import random
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rsqm_tool.disclosure.audit import audit, wide
from rsqm_tool.disclosure.examples import Examples
from rsqm_tool.disclosure.system import System, Term
from rsqm_tool.model.disclosure import Breach, End, Grid, Publication
from tests.disclosure.attacker import Told, possible
from tests.disclosure.tables import AS_OF, grid, groups, published
from tests.disclosure.test_attacker import tried

NEARLY = "it can be worked out, or nearly, from what is shown beside it or was before"
LEFT = "what it leaves over of other numbers is small, and can be worked out"
SAME = ((End("referrals"), End("totals")),)
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)


def found(*publications: Publication) -> list[str]:
    """The breaches in some publications, the new one first: "referrals, 2026-Q1, A"."""
    return [f"{b.id}, {b.row}, {b.column}" for b in audit(publications[0], publications[1:]).breaches]


def totals(cells: str) -> Grid:
    return grid(cells, id="totals")


def test_how_many_values_a_hidden_number_needs() -> None:
    assert [wide(threshold) for threshold in (5, 7, 10, 20)] == [3, 4, 5, 10]


def test_a_table_by_itself_tells_nothing_of_what_it_hides() -> None:
    assert found(published(grid("* 10 10 | 0 * 25 | * * *"))) == []


def test_a_total_that_was_rounded_by_itself_gives_a_hidden_number_away() -> None:
    """10 is 8 at least, twice, and 15 is 17 at most: what is hidden is 1."""
    breaches = audit(published(grid("* 10 10"), totals("15"), same=SAME)).breaches
    assert breaches == (Breach("referrals", "2026-Q1", "A", AS_OF, NEARLY),)


def test_two_values_are_too_few_as_well() -> None:
    """5 is 5 to 7. Where the sum is shown as 5, too, 1 or 2 are left; where it is shown as 10, 1 to 4 are."""
    assert found(published(grid("* 5"), totals("5"), same=SAME)) == ["referrals, 2026-Q1, A"]
    assert found(published(grid("* 5"), totals("10"), same=SAME)) == []


def test_another_hidden_number_in_the_sum_keeps_both_open() -> None:
    assert found(published(grid("* * 10"), totals("15"), same=SAME)) == []


def test_two_hidden_numbers_that_can_only_be_large() -> None:
    """20 is 18 at least, and 5 is 7 at most: the two come to 11, and neither can be more than 4. With 10 they come to
    6, and each is 2 to 4."""
    assert len(found(published(grid("* * 5"), totals("20"), same=SAME))) == 2
    assert found(published(grid("* * 10"), totals("20"), same=SAME)) == []


def test_where_zeros_are_hidden_one_more_value_is_possible() -> None:
    assert found(published(grid("* 5", zeros_hidden=True), totals("5"), same=SAME)) == []


def test_tables_that_contradict_each_other_are_no_proof() -> None:
    (breach,) = audit(published(grid("* 10"), totals("50"), same=SAME)).breaches
    assert breach.why == "it could not be proved that it cannot be worked out"


def test_sums_of_columns_count_as_well() -> None:
    """Equality by age and by sex counts the same people: 5 to 7 less 5 to 7 leaves 1 or 2; 8 to 12 leave 1 to 4."""
    same = ((End("age", None, "A"), End("sex", None, "A")),)
    age = grid("5 | *", id="age", rows=("Young", "Old"))
    assert found(published(age, grid("5", id="sex", rows=("Female",)), same=same)) == ["age, Old, A"]
    assert found(published(age, grid("10 | 0", id="sex", rows=("Female", "Male")), same=same)) == []


def test_a_third_table_may_tell_more_than_the_second() -> None:
    """15 is 13 to 17, which leaves 1 to 4. 10 and 10 are 16 to 24: less 8 to 12, that leaves 4 and more."""
    three = ((End("referrals"), End("totals"), End("waits")),)
    held = grid("* 10"), totals("15"), grid("10 10", id="waits")
    assert found(published(*held, same=three)) == ["referrals, 2026-Q1, A"]
    assert found(published(*held, same=SAME)) == []


# What a part leaves over.


def stages(cells: str) -> Grid:
    return grid(cells, id="stages", rows=("",), chains=((0, 1),), threshold=10)


def test_a_part_and_what_it_leaves_over() -> None:
    assert found(published(stages("80 65"))) == []
    assert found(published(stages("80 nearly"))) == []
    assert found(published(stages("80 *"))) == []
    assert found(published(stages("15 untold"))) == []


def test_what_a_part_leaves_over_must_stay_open() -> None:
    """Nearly all of 80 (78 to 82) leave 1 to 9 over. Elsewhere they are shown as 80: then it is 1 to 4."""
    same = ((End("stages", None, "B"), End("totals", None, "A")),)
    whole = grid("80", id="totals", rows=("",), threshold=10)
    assert found(published(stages("80 nearly"), whole, same=same)) == ["stages, , B"]


# For the assessor some tables are exact.


def test_an_exact_table_beside_a_rounded_one() -> None:
    """The sum is 13 or 10; less 8 to 12, that leaves 1 to 4 (5 is not hidden), or 1 and 2."""
    assert found(published(grid("* 10"), grid("7 6", id="totals", exact=True), same=SAME)) == []
    breaches = found(published(grid("* 10"), grid("7 3", id="totals", exact=True), same=SAME))
    assert breaches == ["referrals, 2026-Q1, A"]


def test_numbers_of_exact_tables_are_no_secret() -> None:
    assert found(published(grid("1 2 3", exact=True))) == []


# One publication after the other.

YEAR = ("2026 = 2026-Q1 2026-Q2 2026-Q3 2026-Q4",)


def year(cells: str) -> Grid:
    return grid(cells, rows=YEAR)


def test_a_year_after_its_quarters_gives_the_hidden_one_away() -> None:
    """15 is 17 at most, and 10 is 8 at least, twice: the first quarter was 1. 20 leaves 1 to 4."""
    quarters = published(grid("* | 10 | 10 | 0"))
    assert found(published(year("15")), quarters) == ["referrals, 2026-Q1, A"]
    assert found(published(year("20")), quarters) == []


def test_the_quarters_after_their_year_are_no_different() -> None:
    assert found(published(grid("* | 10 | 10 | 0")), published(year("15"))) == ["referrals, 2026-Q1, A"]


def test_the_last_quarter_is_what_the_others_leave_of_the_year() -> None:
    """It is in no table: 15 (13 to 17), less 5 and 5 (5 to 7 each), leaves 0 to 7."""
    first = published(grid("5 | 5 | 0"), as_of=date(2026, 9, 30))
    assert found(published(year("15")), first) == []


def test_what_is_left_of_a_year_can_be_too_little_to_stay_open() -> None:
    """20 (18 to 22), less 7 and 7 at most, leaves 4 at least. That quarters were put together says that one of them was
    small: so it was 4."""
    breaches = audit(published(year("20")), [published(grid("5 | 5 | 0"), as_of=date(2026, 9, 30))]).breaches
    assert [(b.row, b.why) for b in breaches] == [("2026", LEFT)]


def test_the_same_quarter_on_a_later_day() -> None:
    """5 in May and 5 at the end of June, 5 to 7 each: none, 1 or 2 came between. That is not worked out."""
    same = grid("5 | 5")
    assert found(published(same, as_of=JUNE), published(same, as_of=date(2026, 5, 20))) == []


def test_what_was_hidden_and_is_shown_now_is_no_secret_any_more() -> None:
    """The threshold was 10; now it is 5, with a reason."""
    before, now = grid("* 20", threshold=10), grid("5 20")
    assert found(published(now), published(before, as_of=MARCH)) == []


def test_a_number_that_changed_is_told_and_no_longer_held_against_the_new_one() -> None:
    """Late entries: 10 (8 to 12) became 20 (18 to 22)."""
    audited = audit(published(grid("20 * | 10 10")), [published(grid("10 * | 10 10"), as_of=JUNE)])
    assert audited.breaches == ()
    assert audited.changed == ("referrals: not what was published as on 2026-06-30.",)


def test_categories_that_were_put_together_are_compared_with_their_parts() -> None:
    """B and C were 10 together, 8 to 12, or 5, 5 to 7. Now B is shown as 5, which leaves 1 to 4 of C, or 1 and 2."""
    columns = (*groups("A"), *groups("Other = B C"))
    assert found(published(grid("20 5 *")), published(grid("20 10", columns=columns), as_of=MARCH)) == []
    breaches = found(published(grid("20 5 *")), published(grid("20 5", columns=columns), as_of=MARCH))
    assert breaches == ["referrals, 2026-Q1, C"]


def test_a_table_that_is_withheld_may_tell_that_a_sum_is_small() -> None:
    """Were it larger than 12, another table of it would be shown: 5 and 5 of 12 leave 1 and 1."""
    held = grid("5 5 * *")
    assert found(published(held)) == []
    assert len(found(published(held, limits=((End("referrals"), 12),)))) == 2


def test_periods_that_overlap_say_nothing_of_each_other() -> None:
    """5 in January to September, and 5 in April to December: who went is not known, nor who came."""
    first, second = (
        published(grid("5 *", id="agreements", rows=("Made",)), as_of=AS_OF, quarters=quarters)
        for quarters in (("2026-Q1", "2026-Q2", "2026-Q3"), ("2026-Q2", "2026-Q3", "2026-Q4"))
    )
    assert found(second, first) == []


def test_sums_that_agreed_once_by_chance_are_not_held_to_be_the_same() -> None:
    """They did in June, when both were 5. In December they do not, so the hidden number is not 5 to 7 less 5 to 7."""
    june = published(grid("5"), totals("5"), same=SAME, as_of=JUNE)
    assert found(published(grid("* 5"), totals("5")), june) == []
    assert found(published(grid("* 5"), totals("5"), same=SAME), june) == ["referrals, 2026-Q1, A"]


def test_former_tables_that_no_numbers_fit_are_told_and_left_out() -> None:
    """Two of 8 to 12 are 16 at least, and were 8 to 12 in all: that was wrong in June, and says nothing now."""
    columns = (*groups("A"), *groups("B"))
    before = published(grid("10 10", columns=columns), totals("10"), same=SAME, as_of=JUNE)
    audited = audit(published(grid("10 *", columns=columns), totals("15"), same=SAME), [before])
    assert audited.breaches == ()
    assert set(audited.changed) == {
        "referrals: not what was published as on 2026-06-30.", "totals: not what was published as on 2026-06-30."
    }  # fmt: skip


def test_what_the_assessor_sees_exactly_is_no_secret_from_the_assessor() -> None:
    """The public saw 15 and * in the same quarter, the assessor 13 and 3."""
    public = published(grid("15 *", threshold=10))
    exact = published(grid("13 3", exact=True), audience="assessor")
    assert found(exact, public) == []
    assert found(public, exact) == []


# The proof itself: held against trying everything.

SMALL = st.integers(0, 4)


@tried
@given(st.lists(st.tuples(SMALL, SMALL), min_size=3, max_size=6), st.randoms(use_true_random=False))
def test_bounds_and_sums_are_tried_as_well_as_by_trying_everything(
    limits: list[tuple[int, int]], chance: random.Random
) -> None:
    """Numbers between two others, and up to four sums of some of them that lie between two others as well."""
    told = [Told((n,), low, low + width) for n, (low, width) in enumerate(limits)]
    for _ in range(chance.randint(1, 4)):
        of = tuple(sorted(chance.sample(range(len(limits)), chance.randint(2, len(limits)))))
        middle = sum(chance.randint(told[n].low, told[n].high) for n in of)
        told.append(Told(of, middle - chance.randint(0, 1), middle + chance.randint(0, 1)))
    system = System()
    numbers = [system.number(t.low, t.high) for t in told if len(t.of) == 1]
    for t in told[len(numbers) :]:
        system.is_zero([*(Term(1, numbers[n]) for n in t.of), Term(-1, system.number(t.low, t.high))])
    values = possible(len(numbers), told, most=8)
    if not values[0]:
        examples = Examples(system)
        assert not system.tighten() or not examples.begin()
        return
    assert system.tighten()
    for number, held in enumerate(values):
        assert system.low[number] <= min(held)
        assert max(held) <= system.high[number]
    examples = Examples(system)
    assert examples.begin()
    for number, held in enumerate(values):
        assert examples.values(number, 9) <= len(held)  # proved is only what is so
        assert min(len(held), 3) <= examples.values(number, 3)  # and mostly all that is


def test_bounds_follow_through_several_sums() -> None:
    """a + b = 10 and b + c = 12, with a from 0 to 3: b is 7 to 10, and c 2 to 5."""
    system = System()
    a, b, c = system.number(0, 3), system.number(), system.number()
    ten, twelve = system.number(10, 10), system.number(12, 12)
    system.is_zero([Term(1, a), Term(1, b), Term(-1, ten)])
    system.is_zero([Term(1, b), Term(1, c), Term(-1, twelve)])
    assert system.tighten()
    assert [(system.low[n], system.high[n]) for n in (b, c)] == [(7, 10), (2, 5)]


def test_what_contradicts_is_not_taken_in() -> None:
    system = System()
    a, b = system.number(0, 3), system.number(0, 3)
    system.is_zero([Term(1, a), Term(-1, b)])
    assert not system.narrow([(a, 2, 3), (b, 0, 1)])
    assert (system.low[a], system.high[a]) == (0, 3)
    assert system.narrow([(a, 2, 3)])
    assert (system.low[b], system.high[b]) == (2, 3)
