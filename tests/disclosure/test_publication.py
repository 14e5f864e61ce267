"""Everything that one audience is shown at one time, and one publication after the other."""

from __future__ import annotations

from datetime import date

from rsqm_tool.disclosure.periods import last_whole
from rsqm_tool.disclosure.rules import TOGETHER
from rsqm_tool.model.disclosure import (
    PERIODS,
    End,
    Hidden,
    Policy,
    ProtectedCounts,
    ProtectedShares,
    ProtectedWaits,
    Protection,
    Publication,
    Step,
)
from rsqm_tool.model.monitoring import Share, Wait
from tests.disclosure.tables import (
    QUARTERS,
    counts,
    equality,
    funnel,
    grid,
    lines,
    mark,
    policy,
    publish,
    published,
    shares,
    waits,
)

MARCH, JUNE, SEPTEMBER = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)
ASSESSOR = Policy(threshold=10, audience="assessor")


def table(made: Protection, id: str = "referrals") -> list[str]:
    """A table as it is shown; without a line where it is not."""
    found = [f for f in made.figures if f.id == id]
    return lines(found[0]) if found and isinstance(found[0], ProtectedCounts) else []


# Several figures together.


def test_a_table_gives_way_when_another_gives_its_hidden_number_away() -> None:
    """4, 8 and 8 by source, and 20 by route, 18 to 22: less 16 to 24, that leaves 1 to 4 of what is hidden. 1, 8 and 8
    are 17, and shown as 15, 13 to 17: that leaves 1, and the table by source is not shown."""
    kept = publish(counts([(4, 8, 8)]), counts([(20,)], id="routes", columns="P"))
    assert (table(kept), kept.withheld) == (["2026-Q1: B 10, C 10, A *"], ())
    made = publish(counts([(1, 8, 8)]), counts([(17,)], id="routes", columns="P"))
    assert (table(made), table(made, "routes")) == ([], ["2026-Q1: P 15"])
    assert [(w.id, w.to_do) for w in made.withheld] == [("referrals", TOGETHER)]
    assert made.breaches == ()


def test_categories_are_put_together_before_a_table_gives_way() -> None:
    """By quarter the 1 of the first could be worked out; by half-year nothing is hidden."""
    by = policy((Step.HALF_YEARS,))
    cells = [(1, 8, 8), (10, 8, 8)]
    made = publish(counts(cells), counts([(17,), (26,)], id="routes", columns="P"), by=by, quarters=QUARTERS[:2])
    assert table(made) == ["2026, January to June: B 15, C 15, A 10"]


def test_a_table_of_too_few_says_of_others_how_much_they_can_come_to() -> None:
    """23 waits would be shown as 25, with a median: so there are 22 at most."""
    made = publish(counts([(11, 11)]), waits(22), by=policy((), 10), quarters=QUARTERS[:1])
    assert [w.id for w in made.withheld] == ["waiting"]
    assert made.publication.limits == ((End("referrals"), 22),)


# One publication after the other.


def test_the_last_whole_quarter() -> None:
    days = date(2026, 9, 29), SEPTEMBER, date(2026, 11, 20), date(2027, 1, 1)
    assert [last_whole(day) for day in days] == ["2026-Q2", "2026-Q3", "2026-Q3", "2026-Q4"]


def series(*steps: tuple[date, list[tuple[int, ...]]], by: Policy) -> list[Protection]:
    """A table of one column and more quarters each time."""
    made: list[Protection] = []
    for as_of, cells in steps:
        former = [m.publication for m in made]
        quarters = QUARTERS[: len(cells)]
        made.append(publish(counts(cells), by=by, former=former, as_of=as_of, quarters=quarters))
    return made


def test_what_was_a_quarter_stays_one() -> None:
    """With a 3 in the third quarter, half-years would hide nothing. But the first two were shown as quarters."""
    made = series((JUNE, [(30,), (40,)]), (SEPTEMBER, [(30,), (40,), (3,)]), by=policy((Step.HALF_YEARS,), 10))
    assert [table(m) for m in made] == [
        ["2026-Q1: A 30", "2026-Q2: A 40"],
        ["2026-Q1: A 30", "2026-Q2: A 40", "2026-Q3: A *"],
    ]


def test_a_period_grows_at_its_end() -> None:
    year = policy((Step.YEARS,), 10)
    made = series((JUNE, [(7,), (40,)]), (SEPTEMBER, [(7,), (40,), (30,)]), by=year)
    assert [table(m) for m in made] == [["2026, January to June: A 45"], ["2026-Q1 to 2026-Q3: A 75"]]


def test_a_period_does_not_grow_where_the_difference_could_be_worked_out() -> None:
    """The threshold is 7. 35 is 33 to 37, and with the third quarter it would be 45, 43 to 47: 6 to 14 came, and where
    that quarters are put together says that few came, it is 6. So the third quarter is a period of its own."""
    cells = [(3,), (30,), (10,), (30,)]
    made = series(
        (JUNE, cells[:2]), (SEPTEMBER, cells[:3]), (date(2026, 12, 31), cells), by=policy((Step.YEARS,), 7)
    )  # fmt: skip
    assert [table(m) for m in made] == [
        ["2026, January to June: A 35"],
        ["2026, January to June: A 35", "2026-Q3: A 10"],
        ["2026: A 75"],
    ]


def test_shares_and_waits_keep_their_periods_as_well() -> None:
    by = policy(PERIODS, 10)
    first = [(10, 21), (11, 22), (40, 80), (40, 81)]
    made = publish(shares(*first, labels=QUARTERS), waits(9, 40, 40, 40), by=by)
    later = publish(
        shares((30, 60), (30, 60), (40, 80), (40, 81), labels=QUARTERS), waits(30, 40, 40, 40), by=by,
        former=[made.publication],
    )  # fmt: skip
    for protection in (made, later):
        held = [[s.group.label for s in f.shares] for f in protection.figures if isinstance(f, ProtectedShares)]
        held += [[w.group.label for w in f.waits] for f in protection.figures if isinstance(f, ProtectedWaits)]
        assert held == [["2026, January to June", "2026, July to December"]] * 2


def test_quarters_of_which_nothing_is_known_are_put_together_with_nothing() -> None:
    """In shares and waits as in tables: the records begin in the second quarter."""
    held = shares((None, None), (11, 22), (40, 80), (40, 81), labels=QUARTERS)
    unknown = waits(0, 22, 60, 60)
    unknown = type(unknown)(**{n: getattr(unknown, n) for n in ("id", "title", "definition", "unit", "tables")},
                            waits=(Wait("2026-Q1", None, None, None), *unknown.waits[1:]))  # fmt: skip
    made = publish(held, unknown, by=policy((), 10))
    asked = next(f for f in made.figures if isinstance(f, ProtectedShares))
    assert (asked.shares[0].numerator, asked.shares[0].denominator, asked.shares[0].percent) == (None, None, None)
    waited = next(f for f in made.figures if isinstance(f, ProtectedWaits))
    assert [w.number for w in waited.waits] == [None, 20, 60, 60]
    joined = publish(held, unknown, by=policy((Step.HALF_YEARS,), 10))
    asked = next(f for f in joined.figures if isinstance(f, ProtectedShares))
    assert [s.group.label for s in asked.shares] == ["2026, July to December"]


def test_the_assessor_sees_which_quarters_are_unknown() -> None:
    held = shares((None, None), (11, 22), labels=QUARTERS)
    (figure,) = publish(held, by=ASSESSOR, quarters=QUARTERS[:2]).figures
    assert isinstance(figure, ProtectedShares)
    assert [(s.numerator, s.denominator) for s in figure.shares] == [(None, None), (11, 22)]
    assert Share("x", None, None) not in figure.shares


def test_what_is_out_keeps_nothing_else_from_being_shown() -> None:
    """A former program gave the 1 away. That cannot be taken back, and is no breach of what is shown now."""
    out: list[Publication] = [
        published(grid("* | 10 | 10 | 0"), as_of=date(2026, 12, 30)),
        published(grid("15", rows=("2026 = 2026-Q1 2026-Q2 2026-Q3 2026-Q4",))),
    ]
    assert publish(counts([(12, 30)], id="others"), former=out).breaches == ()


# Two audiences.

OFFENCES = counts([(40, 7), (50, 30)], id="offences", rows=QUARTERS[:2], sensitive=True)


def test_what_is_sensitive_has_one_form_for_all() -> None:
    """The assessor was shown half-years. By quarter, the public would tell the assessor the second one's 30."""
    by = policy((Step.HALF_YEARS,), 10)
    assessor = policy((Step.HALF_YEARS,), 10, audience="assessor")
    first = publish(OFFENCES, by=assessor, quarters=QUARTERS[:2], as_of=JUNE)
    then = publish(OFFENCES, by=by, quarters=QUARTERS[:2], as_of=JUNE, former=[first.publication])
    assert table(first, "offences") == table(then, "offences") == ["2026, January to June: A 90, B 35"]


def test_the_public_figures_are_held_against_what_the_assessor_saw() -> None:
    """B was shown to the assessor beside exact totals; the same total for all is no news, and nothing is in danger."""
    former = publish(OFFENCES, counts([(47,), (80,)], id="all"), by=ASSESSOR, quarters=QUARTERS[:2], as_of=JUNE)
    assert [f.exact for f in former.figures] == [False, True]
    made = publish(OFFENCES, by=policy((), 10), quarters=QUARTERS[:2], as_of=JUNE, former=[former.publication])
    assert made.breaches == ()


def test_the_assessor_is_shown_exact_numbers_after_the_public_was_shown_marks() -> None:
    """What the assessor may see is no breach of what the public may not."""
    public = publish(counts([(30, 3)]), funnel(479, 472, 358, 4), by=policy((), 10), quarters=QUARTERS[:1])
    made = publish(
        counts([(30, 3)]), funnel(479, 472, 358, 4), by=ASSESSOR, quarters=QUARTERS[:1], former=[public.publication]
    )
    assert (made.breaches, made.changed) == ((), ())
    assert table(made) == ["2026-Q1: A 30, B 3"]


def test_equality_is_the_same_for_both() -> None:
    figure = equality((206, 200, 30), (245, 74, 31))
    (public,), (assessor,) = (publish(figure, by=by).figures for by in (policy((), 10), ASSESSOR))
    assert isinstance(public, ProtectedCounts)
    assert isinstance(assessor, ProtectedCounts)
    assert public.cells == assessor.cells
    assert [mark(cell) for cell in public.cells[0]] == ["205", "nearly all", "30"]
    assert Hidden.NEARLY_ALL in assessor.cells[0]
