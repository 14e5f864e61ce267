import pytest

from rsqm_tool.model import EvidenceItem, Finding
from tests.bench import findings, gone, item, outcomes, told, workspace

SIX = {"kinds": ["minutes"], "within_months": 6}


@pytest.mark.parametrize(
    ("dated", "outcome"),
    [("2026-11-20", "met"), ("2026-05-20", "met"), ("2026-05-19", "partly met"), ("2026-11-21", "partly met")],
)
def test_the_window_reaches_from_its_first_day_to_today(dated: str, outcome: str) -> None:
    assert outcomes("recent", [item("MIN-01", dated=dated)], **SIX) == [outcome]


def test_a_window_that_begins_on_a_day_which_the_month_does_not_have() -> None:
    leap = {"as_of": "2028-08-31", **SIX}  # six months before 31 August 2028 is 29 February
    assert outcomes("recent", [item("MIN-01", dated="2028-02-29")], **leap) == ["met"]
    assert outcomes("recent", [item("MIN-01", dated="2028-02-28")], **leap) == ["partly met"]


def test_enough_is_told_with_what_was_found() -> None:
    (finding,) = findings("recent", [item("MIN-01", dated="2026-10-01"), item("MIN-02", dated="2020-01-01")], **SIX)
    assert finding.message == "Within 6 months: MIN-01"
    assert dict(finding.figures) == {"found": 1, "wanted": 1, "within_months": 6}


def test_none_of_the_kind_is_missing() -> None:
    (finding,) = findings("recent", [item("RPT-01", dated="2026-10-01")], **SIX)
    assert finding.message == (
        "Missing: nothing of the kind minutes is here to read; 1 wanted from the 6 months to 20 November 2026"
    )
    assert finding.next_step == "Register the newest (minutes) with its date, or correct the date of one you have."


def test_old_is_stale_and_the_newest_is_pointed_at() -> None:
    old = [item("MIN-01", dated="2026-01-12", line=3), item("MIN-02", dated="2026-03-12", line=8)]
    (finding,) = findings("recent", old, **SIX)
    assert (str(finding.outcome), finding.message) == (
        "partly met",
        "Stale: the newest for this is MIN-02 of 12 March 2026; 1 wanted from the 6 months to 20 November 2026",
    )
    assert (finding.evidence, str(finding.where)) == ("MIN-02", "evidence/register.yaml:8:5")


def test_one_of_two() -> None:
    held = [item("MIN-01", dated="2026-09-01"), item("MIN-02", dated="2025-09-01")]
    assert told("recent", held, kinds=["minutes"], within_months=12, at_least=2) == [
        (
            "partly met",
            "Stale: only MIN-01 is recent enough; 2 wanted from the 12 months to 20 November 2026",
        )
    ]


def test_undated_and_later_ones_count_for_nothing_and_are_told() -> None:
    held = [item("MIN-01"), item("MIN-02", dated="2026-12-01"), item("MIN-03", dated="2026-12-08")]
    assert told("recent", held, kinds=["minutes"], within_months=1)[0][1] == (
        "Stale: MIN-02 and MIN-03 are dated after the as-of date, MIN-01 has no date; "
        "1 wanted from the 1 month to 20 November 2026"
    )
    mixed = [item("MIN-01"), item("MIN-02"), item("MIN-03", dated="2026-11-01")]
    assert told("recent", mixed, kinds=["minutes"], within_months=1, at_least=2)[0][1].startswith(
        "Stale: only MIN-03 is recent enough, MIN-01 and MIN-02 have no date; 2 wanted"
    )


@pytest.mark.parametrize(
    "given",
    [
        {"dated": "2026-10-01", "approved_on": "2020-01-01"},
        {"covers": "2026-01-01/2026-10-01", "approved_on": "2020-01-01"},
        {"covers": "2026-01-01/", "approved_on": "2026-10-01"},
        {"seen_on": "2026-10-01", "file": None},
    ],
)
def test_an_items_date_is_dated_or_the_end_of_its_period_or_its_approval(given: dict[str, str]) -> None:
    assert told("recent", [item("MIN-01", **given)], **SIX) == [("met", "Within 6 months: MIN-01")]


def test_the_recent_one_has_no_file() -> None:
    held = [item("MIN-01", dated="2026-01-12"), gone(item("MIN-02", dated="2026-10-01", line=6))]
    (finding,) = findings("recent", held, **SIX)
    assert finding.message == (
        "Stale: the newest for this is MIN-01 of 12 January 2026; 1 wanted from the 6 months to 20 November 2026; "
        "MIN-02 is registered, but its file cannot be read"
    )
    assert (finding.evidence, str(finding.where)) == ("MIN-02", "evidence/register.yaml:6:5")


def test_an_old_one_without_a_file_would_not_help() -> None:
    held = [gone(item("MIN-02", dated="2025-10-01"))]
    assert "MIN-02" not in told("recent", held, **SIX)[0][1]


def beside(*others: EvidenceItem) -> Finding:
    """What is told of MIN-01, of June 2025, for criterion 1.1, where others support 1.3 only."""
    own = item("MIN-01", dated="2025-06-16")
    within = workspace([own, *others])
    (finding,) = findings("recent", [own], within=within, kinds=["minutes", "log"], within_months=12)
    return finding


def elsewhere(id: str, dated: str) -> EvidenceItem:
    return item(id, dated=dated, supports=["1.3"])


def test_newer_ones_that_are_registered_for_something_else_are_told() -> None:
    """To register the newest again would show nothing: they may not tell of it, as it may not have been done."""
    finding = beside(elsewhere("MIN-02", "2026-06-16"), elsewhere("MIN-03", "2026-09-15"))
    assert finding.message == (
        "Stale: the newest for this is MIN-01 of 16 June 2025; 1 wanted from the 12 months to 20 November 2026; "
        "MIN-03 and MIN-02 are newer, and the register does not name them for this"
    )
    assert finding.next_step == (
        "If they show this, name 1.1 in their entries. If they do not, it was not done: have it done, and recorded."
    )
    assert (str(finding.outcome), finding.evidence) == ("partly met", "MIN-01")


def test_one_newer_one_and_many() -> None:
    one = beside(elsewhere("MIN-02", "2026-06-16"))
    assert one.message.endswith("; MIN-02 is newer, and the register does not name it for this")
    assert one.next_step == (
        "If it shows this, name 1.1 in its entry. If it does not, it was not done: have it done, and recorded."
    )
    many = beside(*(elsewhere(f"MIN-{n:02}", f"2026-0{n}-01") for n in range(2, 7)))
    assert "; MIN-06, MIN-05, MIN-04 and 2 more are newer, and" in many.message


def test_only_what_is_alike_and_in_time_is_told() -> None:
    """A log could show it, but minutes showed it before; a meeting of May 2025 is too old, one to come counts not."""
    found = beside(
        elsewhere("LOG-01", "2026-06-16"), elsewhere("MIN-02", "2025-05-01"), elsewhere("MIN-03", "2026-12-01")
    )
    assert found.message.endswith("; 1 wanted from the 12 months to 20 November 2026")
    assert found.next_step.startswith("Register the newest (minutes or log)")


def test_where_one_of_two_is_here_the_other_is_recent_too() -> None:
    own, other = item("MIN-01", dated="2026-09-01"), elsewhere("MIN-02", "2026-06-16")
    (finding,) = findings(
        "recent", [own], within=workspace([own, other]), kinds=["minutes"], within_months=12, at_least=2
    )
    assert finding.message == (
        "Stale: only MIN-01 is recent enough; 2 wanted from the 12 months to 20 November 2026; "
        "MIN-02 is recent, too, and the register does not name it for this"
    )
