"""What each kind of picture draws: a small example of each, whole, and the words that stand in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rsqm_tool.model import Outcome
from rsqm_tool.model.monitoring import Share, Wait
from rsqm_tool.publish.pictures import columns, funnel, intervals, matrix, status, supervision, timeline, waits
from rsqm_tool.publish.pictures.matrix import Mark
from rsqm_tool.publish.pictures.supervision import Strip
from rsqm_tool.publish.pictures.timeline import Span
from tests.publish.boxes import faults, parsed, sheets

AS_OF, ASSESSMENT = date(2026, 11, 20), date(2027, 3, 15)
MET, PARTLY, NOT = Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET


def words(picture: str) -> list[str]:
    """Every line of letters in a picture, from the top down."""
    return [e.text or "" for e in parsed(picture).iter("text")]


def told(picture: str) -> list[str]:
    """What a screen reader hears of each sheet."""
    return [e.text or "" for e in parsed(picture).iter("desc")]


def key(picture: str) -> list[str]:
    return ["".join(li.itertext()) for li in parsed(picture).iter("li")]


def test_a_bar_of_all_outcomes() -> None:
    """30 of 36 are 83.33 %. One of 36 is 2.78 %, on a small screen 7 pixels: its label stands above it, on a line."""
    assert status.bar("all", "criteria", {MET: 30, PARTLY: 5, NOT: 1, Outcome.NOT_ASSESSED: 0}) == (
        '<div class="rsqm-picture">\n'
        '<svg role="img" data-search-exclude="" '
        'aria-labelledby="all-1-title all-1-desc" width="100%" height="66" font-size="14">\n'
        '<title id="all-1-title">How 36 criteria stand</title>\n'
        '<desc id="all-1-desc">30 met&#44; 5 partly met&#44; 1 not met&#46;</desc>\n'
        '<text x="95.33%" y="12" font-size="12" text-anchor="middle">✗ 1</text>\n'
        '<line x1="95.33%" y1="16" x2="98.61%" y2="26"/>\n'
        '<g class="rsqm-mark--met"><rect x="0%" y="26" width="83.33%" height="40"/>'
        '<text x="41.67%" y="51" text-anchor="middle">✓ 30</text></g>\n'
        '<g class="rsqm-mark--partly"><rect x="83.33%" y="26" width="13.89%" height="40"/>'
        '<text x="90.28%" y="51" text-anchor="middle">½ 5</text></g>\n'
        '<g class="rsqm-mark--not"><rect x="97.22%" y="26" width="2.78%" height="40"/></g>\n'
        "</svg>\n</div>"
    )


def test_a_bar_for_each_standard() -> None:
    picture = status.by_part("parts", "By standard", [("1 Leadership", {MET: 3, NOT: 1}), ("2 Policies", {})])
    assert words(picture) == ["1 Leadership", "✓ 3", "✗ 1", "2 Policies"]
    assert told(picture) == ["1 Leadership: 3 met, 1 not met. 2 Policies: none."]
    assert key(picture) == ["✓ met", "✗ not met"]
    assert '<rect x="0%" y="18" width="75%" height="26"/>' in picture


def test_a_matrix_names_its_marks() -> None:
    """ "safeguarding" is about 79 pixels long, so the heads take 87."""
    yes, late = Mark("✓", "held", "in date"), Mark("!", "lapsed", "expired")
    assert matrix.draw("training", "Training", ["P-1", "P-2"], ["safeguarding"], [[yes], [late]]) == (
        '<div class="rsqm-picture">\n<div class="rsqm-scroll" data-label="Training">\n'
        '<svg role="img" data-search-exclude="" '
        'aria-labelledby="training-1-title training-1-desc" width="270" viewBox="0 0 270 183" '
        'height="183" font-size="14">\n'
        '<title id="training-1-title">Training</title>\n'
        '<desc id="training-1-desc">2 rows by 1 column&#58; 1 × in date&#44; 1 × expired&#59; 0 empty&#46;</desc>\n'
        '<text x="16" y="83" font-size="12" transform="rotate(-90 16 83)">safeguarding</text>\n'
        '<text x="0" y="100">P&#45;1</text>\n<path class="rsqm-picture__line" d="M0 130H270"/>\n'
        '<text x="0" y="148">P&#45;2</text>\n<path class="rsqm-picture__line" d="M0 178H270"/>\n'
        '<g class="rsqm-mark--held"><path d="M0 105h24v24h-24z"/>'
        '<g text-anchor="middle"><text x="12" y="122">✓</text></g></g>\n'
        '<g class="rsqm-mark--lapsed"><path d="M0 153h24v24h-24z"/>'
        '<g text-anchor="middle"><text x="12" y="170">&#33;</text></g></g>\n'
        '</svg>\n</div>\n<ul class="rsqm-key">\n'
        '<li><span class="rsqm-key__sign rsqm-mark--held">✓</span> in date</li>\n'
        '<li><span class="rsqm-key__sign rsqm-mark--lapsed">&#33;</span> expired</li>\n</ul>\n</div>'
    )


def test_numbers_in_a_matrix_need_no_key() -> None:
    picture = matrix.draw("m", "Coverage", ["1.1"], ["policy", "plan"], [[Mark("12", "held", "12 items"), None]])
    assert key(picture) == []
    assert told(picture) == ["1 row by 2 columns: 1 × 12 items; 1 empty."]


def test_the_largest_matrix_comes_in_sheets_that_fit_a_page() -> None:
    """36 criteria are three sheets of 12, each with the heads of its 23 columns of 30 pixels."""
    mark = Mark("3", "held", "3 items")
    rows = [f"{n}.1 Vision and senior ownership" for n in range(36)]
    kinds = [f"kind {n}" for n in range(23)]
    picture = matrix.draw("coverage", "Coverage", rows, kinds, [[mark] * 23 for _ in rows])
    assert [(s.wide, s.high < 986) for s in sheets(picture, 272)] == [
        (690, True)
    ] * 3  # 986 pixels: A4 less its margins
    assert [t.text for t in parsed(picture).iter("title")] == [f"Coverage, part {n} of 3" for n in (1, 2, 3)]
    assert words(picture).count("kind 22") == 3
    assert len(picture) < 60_000


def test_a_mark_has_a_colour_that_the_style_sheet_knows() -> None:
    with pytest.raises(ValueError, match="met, partly, not, na, unknown, held, lapsed, not green"):
        Mark("✓", "green", "held")


def test_a_line_from_approval_to_review() -> None:
    """From 1 January 2026 to the assessment are 438 days; to the as-of date 323, 73.74 %; to the end 423, 96.58 %."""
    span = Span("AGR-02 Sharing", date(2026, 1, 1), date(2027, 2, 28))
    assert timeline.draw("validity", "In date", [span], AS_OF, ASSESSMENT) == (
        '<div class="rsqm-picture">\n'
        '<svg role="img" data-search-exclude="" '
        'aria-labelledby="validity-1-title validity-1-desc" width="100%" height="148" font-size="14">\n'
        '<title id="validity-1-title">In date</title>\n'
        '<desc id="validity-1-desc">1 ending before the assessment&#46; As on 20 Nov 2026&#59; Assessment 15 Mar 2027'
        "&#46;</desc>\n"
        '<text x="54.18%" y="12" font-size="12" text-anchor="middle">As on</text>\n'
        '<text x="54.18%" y="28" font-size="12" text-anchor="middle">20 Nov 2026</text>\n'
        '<line x1="54.18%" y1="32" x2="73.74%" y2="42" class="rsqm-picture__today"/>\n'
        '<text x="84.67%" y="12" font-size="12" text-anchor="middle">Assessment</text>\n'
        '<text x="84.67%" y="28" font-size="12" text-anchor="middle">15 Mar 2027</text>\n'
        '<line x1="84.67%" y1="32" x2="100%" y2="42" class="rsqm-picture__standard"/>\n'
        '<text x="0" y="55">AGR&#45;02 Sharing</text>\n'
        '<text x="0" y="72" font-size="12">½ in date until 28 Feb 2027&#44; before the</text>\n'
        '<text x="0" y="88" font-size="12">assessment</text>\n'
        '<line x1="0%" y1="103" x2="100%" y2="103"/>\n'
        '<g class="rsqm-mark--partly"><rect x="0%" y="97" width="96.58%" height="12"/></g>\n'
        '<line x1="73.74%" y1="93" x2="73.74%" y2="113" class="rsqm-picture__today"/>\n'
        '<line x1="100%" y1="93" x2="100%" y2="113" class="rsqm-picture__standard"/>\n'
        '<line x1="0%" y1="126" x2="100%" y2="126"/>\n'
        '<line x1="83.33%" y1="126" x2="83.33%" y2="131"/>\n'
        '<text x="83.33%" y="144" font-size="12" text-anchor="middle">2027</text>\n'
        "</svg>\n</div>"
    )


@pytest.mark.parametrize(
    ("start", "end", "rolling", "expected"),
    [
        ("2026-01-01", "2026-11-19", False, "✗ was in date until 19 Nov 2026"),
        ("2026-01-01", "2026-11-20", False, "½ in date until 20 Nov 2026, before the assessment"),
        ("2026-01-01", "2027-03-14", False, "½ in date until 14 Mar 2027, before the assessment"),
        ("2026-01-01", "2027-03-15", False, "✓ in date until 15 Mar 2027"),
        (None, "2027-03-15", False, "✓ in date until 15 Mar 2027"),
        ("2026-12-01", "2028-03-15", False, "– in date from 1 Dec 2026"),
        ("2026-01-01", None, True, "✓ rolling on since 1 Jan 2026"),
        (None, None, True, "✓ rolling on"),
        ("2026-01-01", None, False, "? from 1 Jan 2026, no end entered"),
        (None, None, False, "? no dates entered"),
    ],
)
def test_how_something_stands_against_the_assessment(
    start: str | None, end: str | None, rolling: bool, expected: str
) -> None:
    """The last day still counts, as in the checks."""
    first, last = (date.fromisoformat(d) if d else None for d in (start, end))
    lines = words(timeline.draw("v", "In date", [Span("POL-01", first, last, rolling)], AS_OF, ASSESSMENT))
    assert " ".join(lines[5:-1]).startswith(expected)


def test_without_an_assessment_nothing_ends_before_it() -> None:
    picture = timeline.draw("v", "In date", [Span("POL-01", date(2026, 1, 1), date(2026, 12, 1))], AS_OF, None)
    assert words(picture)[:4] == ["As on", "20 Nov 2026", "POL-01", "✓ in date until 1 Dec 2026"]
    assert told(picture) == ["1 in date. As on 20 Nov 2026."]


def test_what_lies_far_off_does_not_make_the_rest_small() -> None:
    spans = [Span("old", date(1990, 1, 1), date(1991, 1, 1)), Span("new", date(2026, 1, 1), date(2099, 1, 1))]
    picture = timeline.draw("v", "In date", spans, AS_OF, ASSESSMENT)
    assert [w for w in words(picture) if w.isdigit()] == ["2024", "2026", "2028"]  # three years either way


def test_quarters_in_parts() -> None:
    assert columns.stacked("refs", "Referrals", ["2026-Q1", "2026-Q2"], ["police", "self"], [[15, 5], [4, None]]) == (
        '<div class="rsqm-picture">\n'
        '<svg role="img" data-search-exclude="" '
        'aria-labelledby="refs-1-title refs-1-desc" width="100%" height="112" font-size="14">\n'
        '<title id="refs-1-title">Referrals</title>\n'
        '<desc id="refs-1-desc">2026&#45;Q1&#58; 20 &#40;police 15&#44; self 5&#41;&#46; 2026&#45;Q2&#58; 4 '
        "&#40;police 4&#41;&#46;</desc>\n"
        '<text x="0" y="13">2026&#45;Q1&#58; 20</text>\n'
        '<g class="rsqm-series--1"><rect x="0%" y="18" width="75%" height="26"/>'
        '<text x="37.5%" y="36" text-anchor="middle">A 15</text></g>\n'
        '<g class="rsqm-series--2"><rect x="75%" y="18" width="25%" height="26"/>'
        '<text x="87.5%" y="36" text-anchor="middle">B 5</text></g>\n'
        '<text x="0" y="69">2026&#45;Q2&#58; 4</text>\n'
        '<g class="rsqm-series--1"><rect x="0%" y="74" width="20%" height="26"/>'
        '<text x="10%" y="92" text-anchor="middle">A 4</text></g>\n'
        '</svg>\n<ul class="rsqm-key">\n'
        '<li><span class="rsqm-key__sign rsqm-series--1">A</span> police</li>\n'
        '<li><span class="rsqm-key__sign rsqm-series--2">B</span> self</li>\n</ul>\n</div>'
    )


def test_of_many_sources_the_smallest_stand_together() -> None:
    """Nine sources with 9, 8, ... 1 cases: the six largest are told, and the other three are 3 + 2 + 1 = 6 cases."""
    picture = columns.stacked("s", "Referrals", ["2026-Q1"], [f"source {n}" for n in range(9)], [range(9, 0, -1)])
    assert key(picture)[5:] == ["F source 5", "G 3 others, see the table"]
    assert "3 others, see the table 6" in told(picture)[0]


def test_a_funnel() -> None:
    assert funnel.draw("funnel", "From referral on", [("Referred", 40), ("Accepted", 30), ("Process", 0)]) == (
        '<div class="rsqm-picture">\n'
        '<svg role="img" data-search-exclude="" '
        'aria-labelledby="funnel-1-title funnel-1-desc" width="100%" height="150" font-size="14">\n'
        '<title id="funnel-1-title">From referral on</title>\n'
        '<desc id="funnel-1-desc">Referred&#58; 40&#59; Accepted&#58; 30 of 40 &#40;75 &#37;&#41;&#59; '
        "Process&#58; 0 of 40 &#40;0 &#37;&#41;&#46;</desc>\n"
        '<text x="0" y="13">Referred&#58; 40</text>\n'
        '<g class="rsqm-mark--track"><rect x="0%" y="18" width="100%" height="20"/></g>\n'
        '<g class="rsqm-mark--held"><rect x="0%" y="18" width="100%" height="20"/></g>\n'
        '<text x="0" y="63">Accepted&#58; 30 of 40 &#40;75 &#37;&#41;</text>\n'
        '<g class="rsqm-mark--track"><rect x="0%" y="68" width="100%" height="20"/></g>\n'
        '<g class="rsqm-mark--held"><rect x="0%" y="68" width="75%" height="20"/></g>\n'
        '<text x="0" y="113">Process&#58; 0 of 40 &#40;0 &#37;&#41;</text>\n'
        '<g class="rsqm-mark--track"><rect x="0%" y="118" width="100%" height="20"/></g>\n'
        "</svg>\n</div>"
    )


def test_a_funnel_of_few_has_no_percentages() -> None:
    assert words(funnel.draw("f", "Funnel", [("Referred", 9), ("Accepted", 8)])) == ["Referred: 9", "Accepted: 8 of 9"]


def test_waits_against_the_services_standard() -> None:
    """Waits of 4, 8 and 20 days: the axis runs to 20, so the median of 8 stands at 40 %, the standard of 10 at 50 %."""
    picture = waits.draw("w", "Waits", [Wait("2026-Q1", (4, 8, 20), 8.0, None)], 10)
    assert words(picture) == [
        "standard 10 days", "2026-Q1", "3 waits: half within 8 days; 2 of 3 within", "the standard",
        "0 days", "5", "10", "15", "20",
    ]  # fmt: skip
    assert '<line x1="40%" y1="78" x2="40%" y2="96" class="rsqm-picture__median"/>' in picture
    assert '<line x1="50%" y1="76" x2="50%" y2="98" class="rsqm-picture__standard"/>' in picture
    assert key(picture)[-1] == "╎ the service's standard, 10 days"


@pytest.mark.parametrize(
    ("wait", "expected"),
    [
        (Wait("Q", (7,), 7.0, None), "1 wait: 7 days"),
        (Wait("Q", (1, 2), 1.5, None), "2 waits: half within 1.5 days"),
        (Wait("Q", tuple(range(1, 21)), 10.5, 18.0), "20 waits: half within 10.5 days; nine in ten within 18 days"),
        (Wait("Q", (), None, None), "nobody waited"),
    ],
)
def test_a_group_of_waits_in_words(wait: Wait, expected: str) -> None:
    assert told(waits.draw("w", "Waits", [wait, Wait("All", (1,), 1.0, None)]))[0].startswith(f"Q: {expected}. All: ")


def test_few_replies_have_no_percentage_and_no_point() -> None:
    """9 of 12 are 75 %, with an interval from 46.7 to 91.1 %; 7 of 8 stay 7 of 8."""
    picture = intervals.draw("views", "Satisfied", [Share("Harmed", 9, 12, 0.467, 0.911), Share("Responsible", 7, 8)])
    assert words(picture) == [
        "Harmed", "9 of 12 (75 %, 95 % interval 47 to 91 %)", "Responsible", "7 of 8: too few for a percentage",
        "0 %", "25 %", "50 %", "75 %", "100 %",
    ]  # fmt: skip
    assert [e.get("cx") for e in parsed(picture).iter("circle")] == ["75%"]
    assert '<line x1="46.7%" y1="44" x2="91.1%" y2="44" class="rsqm-picture__interval"/>' in picture


def test_a_full_count_has_a_share_and_no_interval() -> None:
    picture = intervals.draw("offers", "Told", [Share("Q1", 30, 40), Share("Q2", 0, 0)])
    assert words(picture)[:4] == ["Q1", "30 of 40 (75 %)", "Q2", "nobody to count"]
    assert "interval" not in picture


def test_a_gap_in_supervision_is_hatched_and_says_its_days() -> None:
    """From the session on 1 February to 1 July are 150 days, of which ten away do not count."""
    away = ((date(2026, 3, 1), date(2026, 3, 10)),)
    strip = Strip("P-1", (date(2026, 2, 1),), since=date(2026, 1, 1), away=away)
    assert supervision.draw("sup", "Supervision", [strip], date(2026, 1, 1), date(2026, 7, 1), 84) == (
        '<div class="rsqm-picture">\n'
        '<svg role="img" data-search-exclude="" '
        'aria-labelledby="sup-1-title sup-1-desc" width="100%" height="94" font-size="14">\n'
        '<title id="sup-1-title">Supervision</title>\n'
        '<desc id="sup-1-desc">1 practitioner&#44; 1 Jan 2026 to 1 Jul 2026&#46; 1 went more than 84 days without a '
        "session&#58; P&#45;1&#44; 140 days&#46;</desc>\n"
        '<defs><pattern id="sup-1-hatch" width="7" height="7" patternUnits="userSpaceOnUse">'
        '<path class="rsqm-picture__hatch" d="M-1 8L8 -1M-1 1L1 -1M6 8L8 6"/></pattern></defs>\n'
        '<text x="0" y="13">P&#45;1&#58; 1 session</text>\n'
        '<text x="58.56%" y="30" font-size="12" text-anchor="middle">140 days</text>\n'
        '<line x1="58.56%" y1="34" x2="58.56%" y2="44"/>\n'
        '<g class="rsqm-mark--track"><rect x="0%" y="44" width="100%" height="16"/></g>\n'
        '<rect x="17.13%" y="44" width="82.87%" height="16" fill="url(#sup-1-hatch)" class="rsqm-picture__long"/>\n'
        '<g class="rsqm-mark--away"><rect x="32.6%" y="48" width="5.52%" height="8"/></g>\n'
        '<circle cx="17.13%" cy="52" r="4"/>\n'
        '<line x1="0%" y1="72" x2="100%" y2="72"/>\n'
        '<line x1="0%" y1="72" x2="0%" y2="77"/>\n<text x="0%" y="90" font-size="12">1 Jan 2026</text>\n'
        '<line x1="100%" y1="72" x2="100%" y2="77"/>\n'
        '<text x="100%" y="90" font-size="12" text-anchor="end">1 Jul 2026</text>\n'
        '</svg>\n<ul class="rsqm-key">\n'
        '<li><span class="rsqm-key__sign">●</span> a session</li>\n'
        '<li><span class="rsqm-key__sign">▨</span> more than 84 days without a session</li>\n'
        '<li><span class="rsqm-key__sign rsqm-mark--away">–</span> away&#58; these days are not counted</li>\n'
        "</ul>\n</div>"
    )


@pytest.mark.parametrize(
    ("strip", "gaps"),
    [
        (Strip("P", ()), []),  # nobody said from when it is owed: nothing can be counted
        (Strip("P", (), date(2026, 1, 1)), ["181 days"]),
        (Strip("P", (), date(2020, 1, 1)), ["181 days"]),  # what lies before the period is not counted
        (Strip("P", (), date(2026, 1, 1), until=date(2026, 3, 26)), []),  # 84 days are in time
        (Strip("P", (), date(2026, 1, 1), until=date(2026, 3, 27)), ["85 days"]),
        (Strip("P", (date(2026, 1, 10),)), ["172 days"]),
        (Strip("P", (date(2026, 1, 10), date(2026, 4, 30))), ["110 days"]),
        (Strip("P", (date(2026, 1, 10),), away=((date(2026, 2, 1), None),)), []),  # 22 days, and then away
    ],
)
def test_how_long_somebody_went_without(strip: Strip, gaps: list[str]) -> None:
    """Between 1 January and 1 July 2026 lie 181 days."""
    picture = supervision.draw("s", "Supervision", [strip], date(2026, 1, 1), date(2026, 7, 1), 84)
    assert [w for w in words(picture) if w.endswith(" days")] == gaps


def test_where_gaps_are_too_many_for_their_labels_the_longest_have_them() -> None:
    """Ten gaps of 100 to 109 days in three years: "109 days" needs 56 of 270 pixels, so four have room."""
    first, held = date(2023, 11, 20), [date(2023, 11, 20)]
    for days in range(100, 110):
        held.append(held[-1] + timedelta(days=days))
    picture = supervision.draw("s", "Supervision", [Strip("P-1", tuple(held), until=held[-1])], first, AS_OF, 84)
    assert [w for w in words(picture) if w.endswith(" days")] == [f"{n} days" for n in (106, 107, 108, 109)]
    assert picture.count("rsqm-picture__long") == 10
    assert faults(picture) == []


def test_sixty_practitioners_come_in_sheets_that_fit_a_page() -> None:
    first = AS_OF - timedelta(days=365)
    strips = [Strip(f"P-{n:03}", tuple(first + timedelta(days=d) for d in range(n, 366, 90))) for n in range(60)]
    picture = supervision.draw("s", "Supervision", strips, first, AS_OF, 84)
    assert [s.high < 986 for s in sheets(picture, 272)] == [True] * 5
    assert [w.partition(":")[0] for w in words(picture) if w.startswith("P-")] == [s.label for s in strips]
