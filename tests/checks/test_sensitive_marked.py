"""As of 20 November 2026; where no last assessment is set, cases count back to 20 November 2023."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import exception, from_rows, judge, piles, shuffled, verdict

COLUMNS = ("case_id", "referred_on", "domestic_or_sexual", "offence_group", "sensitive")


def cases(*rows: str, on: str = "2026-01-05") -> Table[object]:
    """Domestic or sexual, sensitive, offence: `yes no Assault`; ids C-0, C-1 ..."""
    cells = []
    for number, row in enumerate(rows):
        flag, sensitive, offence = row.split(" ", 2)
        cells.append(dict(zip(COLUMNS, (f"C-{number}", on, flag, offence, sensitive), strict=True)))
    return from_rows("cases", cells, COLUMNS)


def test_domestic_or_sexual_and_not_sensitive_is_a_contradiction() -> None:
    """Three cases of such harm: marked, not marked, blank. A theft does not count. 1 kept, 1 broken, 1 cannot tell."""
    finding = judge("sensitive_marked", cases("yes yes Assault", "yes no Assault", "yes - Assault", "no no Theft"))
    assert (str(finding.outcome), piles(finding)) == ("partly met", "kept 1, broken 1, cannot tell 1, explained 0 of 3")
    assert finding.message.startswith("1 of 3 cases of domestic, sexual or stalking harm is entered as not sensitive")
    assert finding.subjects == ("C-1",)
    assert finding.where is not None and (finding.where.row, finding.where.field) == (3, "sensitive")


def test_a_contradiction_is_never_worse_than_partly_met() -> None:
    """5 of 5 are entered as not sensitive, far over 10 %: partly met all the same."""
    finding = judge("sensitive_marked", cases(*["yes no Assault"] * 5))
    assert (str(finding.outcome), finding.figures["broken"]) == ("partly met", 5)


@pytest.mark.parametrize(
    ("row", "pile"),
    [
        ("- no Sexual offences", "kept 0, broken 1, cannot tell 0"),
        ("- no Rape", "kept 0, broken 1, cannot tell 0"),
        ("- no Domestic abuse", "kept 0, broken 1, cannot tell 0"),
        ("- no Domestic", "kept 0, broken 1, cannot tell 0"),
        ("- no Stalking and harassment", "kept 0, broken 1, cannot tell 0"),
        ("- no Burglary, domestic burglary", "kept 0, broken 0, cannot tell 0"),
        ("- no Violence (non-sexual)", "kept 0, broken 0, cannot tell 0"),
        ("- yes Sexual offences", "kept 1, broken 0, cannot tell 0"),
        ("no no Sexual offences", "kept 0, broken 0, cannot tell 1"),  # the table says otherwise
        ("- no Theft", "kept 0, broken 0, cannot tell 0"),
    ],
)
def test_the_offence_group_decides_where_the_table_does_not(row: str, pile: str) -> None:
    """1 case at a time: broken or kept where its words name such harm, not counted where they do not, and where the
    words and the table differ nobody can tell."""
    assert piles(judge("sensitive_marked", cases(row))).startswith(pile)


@pytest.mark.parametrize(("on", "broken"), [("2023-11-20", 1), ("2023-11-19", 0), ("-", 1), ("2026-11-21", 0)])
def test_cases_count_back_36_months(on: str, broken: int) -> None:
    """36 months before 20 November 2026 are 20 November 2023. A case without a day counts."""
    assert judge("sensitive_marked", cases("yes no Assault", on=on)).figures["broken"] == broken


def test_an_explained_one_is_not_broken() -> None:
    held = [exception("sensitive_marked", "C-0")]
    assert judge("sensitive_marked", cases("yes no Assault"), exceptions=held).figures["explained"] == 1


def test_nobody_and_unread() -> None:
    assert judge("sensitive_marked", cases("no no Theft")).because is Because.NOBODY
    bare = from_rows("cases", [], ("case_id", "sensitive"))
    assert judge("sensitive_marked", bare).because is Because.UNREAD
    assert judge("sensitive_marked").because is Because.UNREAD


@settings(deadline=None)
@given(st.lists(st.sampled_from(["yes", "no", "-"]), min_size=2, max_size=12), st.data())
def test_the_order_of_rows_changes_nothing(words: list[str], data: st.DataObject) -> None:
    pairs = list(zip(words[::2], words[1::2], strict=False))
    held = cases(*(f"{flag} {sensitive} Theft" for flag, sensitive in pairs))
    other = shuffled(held, data.draw(st.permutations(range(len(pairs)))))
    one, two = judge("sensitive_marked", held), judge("sensitive_marked", other)
    assert (verdict(one), one.figures, one.where) == (verdict(two), two.figures, two.where)
    assert one.subjects == tuple(f"C-{n}" for n, pair in enumerate(pairs) if pair == ("yes", "no"))
