import pytest

from tests.bench import approved, day, findings, gone, item, outcomes, told, workspace

ONE = {"kinds": ["budget"]}
EACH = {"kinds": ["agreement"], "each": True}


def test_in_force_today_and_on_the_day_of_the_assessment() -> None:
    assert told("in_force", [item("BUD-01", covers="2026-04-01/2027-03-31")], **ONE) == [
        ("met", "The period of BUD-01 covers today and the day of the assessment")
    ]


def test_other_kinds_are_nothing_to_say() -> None:
    assert told("in_force", [item("INS-01", covers="2020-01-01/2020-12-31")], **ONE) == []


@pytest.mark.parametrize(
    ("covers", "outcome", "words"),
    [
        ("2026-11-20/2027-03-15", "met", None),
        ("2026-04-01/2027-03-14", "partly met", "ends on 14 March 2027, 1 day before the assessment"),
        ("2026-04-01/2026-11-20", "partly met", "ends on 20 November 2026, 115 days before the assessment"),
        ("2026-04-01/2026-11-19", "not met", "ended on 19 November 2026, 1 day ago: it is not in force"),
        ("2026-11-21/2027-10-31", "not met", "is not in force yet: it begins on 21 November 2026"),
    ],
)
def test_the_first_and_the_last_day_are_inside(covers: str, outcome: str, words: str | None) -> None:
    ((found, message),) = told("in_force", [item("BUD-01", "Funding", covers=covers)], **ONE)
    assert found == outcome
    if words:
        assert message == f"BUD-01 (Funding) {words}"


def test_what_ended_has_its_place_and_its_step() -> None:
    (finding,) = findings("in_force", [item("BUD-01", covers="2025-04-01/2026-03-31", line=9)], **ONE)
    assert (finding.evidence, str(finding.where)) == ("BUD-01", "evidence/register.yaml:9:5")
    assert finding.next_step == (
        "Register what replaces it, with its period as `covers:`, or take this criterion out of its `supports:`."
    )


def test_each_case_has_a_step_of_its_own() -> None:
    spans = ("2026-04-01/2027-01-31", "2027-01-01/2027-12-31", "2020-01-01/")
    steps = [findings("in_force", [item("BUD-01", covers=span)], **ONE)[0].next_step for span in spans]
    assert [s.split(",")[0] for s in steps] == ["Renew it", "Register what is in force until then", "Review it"]


def test_how_low_it_pulls_stands_in_the_catalogue() -> None:
    ended = [item("BUD-01", covers="2025-04-01/2026-03-31")]
    assert outcomes("in_force", ended, at_worst="partly met", **ONE) == ["partly met"]


def test_without_an_assessment_date_only_today_is_judged() -> None:
    service = workspace(assessment_on=None)
    assert outcomes("in_force", [item("BUD-01", covers="2026-04-01/2026-11-20")], within=service, **ONE) == ["met"]


def test_after_the_assessment_today_is_what_counts() -> None:
    held = [item("BUD-01", covers="2026-04-01/2027-03-31")]
    assert outcomes("in_force", held, as_of="2027-03-31", **ONE) == ["met"]
    assert outcomes("in_force", held, as_of="2027-04-01", **ONE) == ["not met"]
    newer = [item("BUD-02", covers="2027-03-20/2028-03-31")]  # began after the assessment
    assert told("in_force", newer, as_of="2027-03-31", **ONE) == [
        ("met", "The period of BUD-02 covers today and the day of the assessment")
    ]


# No end: it rolls on, and somebody must have looked at it.


@pytest.mark.parametrize(
    ("given", "outcome", "lapses_on"),
    [
        ({"covers": "2020-01-01/", "approved_on": "2025-03-15"}, "met", None),  # 24 months: the day of the assessment
        ({"covers": "2020-01-01/", "approved_on": "2025-03-14"}, "met", "2027-03-14"),
        ({"covers": "2020-01-01/", "dated": "2024-11-20"}, "met", "2026-11-20"),
        ({"covers": "2020-01-01/", "dated": "2024-11-19"}, "partly met", None),
        ({"covers": "2026-01-01/"}, "met", None),
        ({"approved_on": "2026-01-01"}, "met", None),
        ({"covers": "2020-01-01/", "approved_on": "2026-12-01"}, "partly met", None),  # looked at later: not yet
    ],
)
def test_what_rolls_on_was_looked_at_within_24_months(
    given: dict[str, str], outcome: str, lapses_on: str | None
) -> None:
    (finding,) = findings("in_force", [item("BUD-01", **given)], **ONE)
    assert (str(finding.outcome), finding.lapses_on) == (outcome, day(lapses_on))


def test_words_for_what_rolls_on() -> None:
    stale, lapsing = item("AGR-01", covers="2023-05-01/"), item("AGR-02", covers="2025-01-31/")
    assert told("in_force", [stale, lapsing], **EACH) == [
        ("partly met", "AGR-01 (Agreement) has no end, and the register shows no review since 1 May 2023"),
        ("met", "AGR-02 (Agreement) has no end; its review is due 31 January 2027, 43 days before the assessment"),
    ]


def test_no_period_and_no_date() -> None:
    assert told("in_force", [item("BUD-01")], **ONE) == [
        ("partly met", "BUD-01 (Budget) has no period that it covers, and no date")
    ]


# One is enough.


def test_an_old_one_beside_one_in_force_says_nothing() -> None:
    held = [item("BUD-01", covers="2025-04-01/2026-03-31"), item("BUD-02", covers="2026-04-01/2027-03-31")]
    assert told("in_force", held, **ONE) == [("met", "The period of BUD-02 covers today and the day of the assessment")]


def test_a_stale_rolling_one_is_not_in_force_because_it_has_no_end() -> None:
    assert outcomes("in_force", [item("BUD-01", covers="2020-01-01/")], **ONE) == ["partly met"]


def test_of_several_that_fall_short_the_nearest_is_told() -> None:
    held = [
        item("BUD-01", covers="2024-04-01/2025-03-31"),
        item("BUD-02", covers="2026-04-01/2027-01-31"),
        item("BUD-03", covers="2027-03-16/2028-03-31"),
    ]
    (finding,) = findings("in_force", held, **ONE)
    assert (str(finding.outcome), finding.evidence) == ("partly met", "BUD-02")
    assert dict(finding.figures) == {"found": 1, "wanted": 1}


def test_one_takes_over_from_another() -> None:
    held = [item("BUD-01", covers="2026-04-01/2027-02-28"), item("BUD-02", covers="2027-03-01/2028-03-31")]
    assert told("in_force", held, **ONE) == [
        ("met", "The periods of BUD-01 and BUD-02 cover today and the day of the assessment")
    ]


def test_days_between_one_and_the_next_are_told_and_lower_nothing() -> None:
    held = [item("INS-01", covers="2026-04-01/2027-01-31"), item("INS-02", covers="2027-03-01/2028-02-28")]
    (finding,) = findings("in_force", held, kinds=["insurance"])
    assert (str(finding.outcome), finding.message) == (
        "met",
        "INS-01 (Insurance) ends on 31 January 2027, and what follows begins later: some days have no cover",
    )
    assert finding.next_step == "Arrange for the days between."
    assert finding.lapses_on == day("2027-01-31")


# Every one must be in force.


def test_each_is_judged() -> None:
    held = [
        item("AGR-01", covers="2026-04-01/2028-03-31"),
        item("AGR-02", covers="2024-04-01/2026-03-31"),
        item("AGR-03", covers="2026-04-01/2027-02-28"),
    ]
    found = findings("in_force", held, **EACH)
    assert [(f.evidence, str(f.outcome)) for f in found] == [("AGR-02", "not met"), ("AGR-03", "partly met")]
    assert [dict(f.figures) for f in found] == [{"kept": 1, "broken": 2, "denominator": 3}] * 2


def test_from_its_first_day_on() -> None:
    assert outcomes("in_force", [item("AGR-01", covers="2026-11-20/2027-03-15")], **EACH) == ["met"]


def test_all_in_force() -> None:
    held = [approved("AGR-01", covers="2026-04-01/2028-03-31"), approved("AGR-02", covers="2026-04-01/")]
    assert told("in_force", held, **EACH) == [
        ("met", "The periods of AGR-01 and AGR-02 cover today and the day of the assessment")
    ]


def test_a_period_says_nothing_of_a_signature() -> None:
    """Nobody has signed it: that is for another rule, and this one does not say that it is in force."""
    unsigned = item("AGR-01", covers="2026-04-01/2028-03-31", signed_by=())
    assert told("in_force", [unsigned], **EACH) == [
        ("met", "The period of AGR-01 covers today and the day of the assessment")
    ]


def test_a_renewal_that_is_signed_already_takes_over() -> None:
    """Whoever renews early must not be marked down for it: neither for the old one nor for the new one."""
    parties = ("Constabulary", "Probation")
    held = [
        item("AGR-01", covers="2025-03-01/2027-02-28", signed_by=parties),
        item("AGR-02", covers="2027-03-01/2029-02-28", signed_by=parties[::-1]),
    ]
    assert told("in_force", held, **EACH) == [
        ("met", "AGR-01 (Agreement) ends on 28 February 2027, and AGR-02 takes over"),
        ("met", "AGR-02 (Agreement) is not in force yet: it begins on 1 March 2027"),
    ]


@pytest.mark.parametrize(
    "new",
    [
        {"covers": "2027-03-02/2029-02-28", "agency": "probation"},  # a day between
        {"covers": "2027-03-01/2029-02-28", "agency": "yjs"},  # somebody else
        {"covers": "2027-03-01/2029-02-28"},  # nobody knows with whom
        {"covers": "2027-03-01/2027-03-14", "agency": "probation"},  # over before the assessment
        {"covers": "2027-03-01/2029-02-28", "signed_by": ("A", "B"), "agency": "probation"},  # other parties
    ],
)
def test_not_every_later_one_takes_over(new: dict[str, str]) -> None:
    old = item("AGR-01", covers="2025-03-01/2027-02-28", agency="probation")
    assert outcomes("in_force", [old, item("AGR-02", **new)], **EACH) == ["partly met", "met"]


def test_one_that_has_ended_is_not_excused_by_what_begins_later() -> None:
    held = [
        item("AGR-01", covers="2024-11-01/2026-10-31", agency="probation"),
        item("AGR-02", covers="2026-12-01/2028-11-30", agency="probation"),
    ]
    assert outcomes("in_force", held, **EACH) == ["not met", "not met"]


def test_an_end_far_away_breaks_nothing() -> None:
    held = [item("AGR-01", covers="2026-04-01/9999-12-31"), item("AGR-02", covers="9999-12-31/")]
    assert outcomes("in_force", held, **EACH) == ["met"]


def test_dates_are_judged_whether_the_file_is_there_or_not() -> None:
    ended = item("AGR-01", covers="2024-04-01/2026-03-31")
    assert told("in_force", [gone(ended)], **EACH) == told("in_force", [ended], **EACH)
