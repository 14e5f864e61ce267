"""What holds for every picture: well formed, readable from 320 to 1280 pixels, harmless, and the same on every run.

Places are reckoned, not looked at: see boxes.py. Widths of letters are held against those of Helvetica.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.escape import one_line
from rsqm_tool.model import Outcome
from rsqm_tool.model.monitoring import Share, Wait
from rsqm_tool.publish.pictures import columns, funnel, intervals, matrix, status, supervision, timeline, waits
from rsqm_tool.publish.pictures.canvas import spread
from rsqm_tool.publish.pictures.lettering import LABEL, NARROW, lines, percent, width
from rsqm_tool.publish.pictures.matrix import Mark
from rsqm_tool.publish.pictures.supervision import Strip
from rsqm_tool.publish.pictures.timeline import Span
from tests.publish.boxes import faults, parsed

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "site" / "docs" / "assets"
AS_OF, ASSESSMENT = date(2026, 11, 20), date(2027, 3, 15)
FIRST = date(2025, 11, 20)
HOSTILE = "<img src=x onerror=alert(1)> {{x}} [a](javascript:alert(1)) | --- *b* `c` &lt; ]]> \"'"
LONG = "Procedure for the safeguarding of adults and children across all partner agencies and all their premises"
OUTCOMES = [*Outcome]

Draw = Callable[[list[str], list[int]], str]


def _marks(n: int) -> Mark | None:
    kinds = (Mark("✓", "held", "in date"), Mark("!", "lapsed", "expired"), Mark("12", "met", "12 items"), None)
    return kinds[n % 4]


def _wait(label: str, n: int) -> Wait:
    return Wait(label, tuple(range(n % 9, n % 9 + n % 50 + 1, 3)), n % 40, 41.0 if n % 2 else None)


def _days(label: str, n: int) -> Strip:
    sessions = tuple(FIRST + timedelta(days=d) for d in range(n % 100, 366, n % 140 + 7))
    away = ((date(2026, 5, 1), None if n % 3 else date(2026, 6, 1)),) if n % 2 else ()
    return Strip(label, sessions, FIRST if n % 5 else None, AS_OF if n % 7 else date(2026, 6, 1), away)


def _span(label: str, n: int) -> Span:
    start = None if n % 5 == 0 else AS_OF + timedelta(days=(n * 37) % 4000 - 2000)
    return Span(label, start, None if n % 3 == 0 else AS_OF + timedelta(days=(n * 53) % 3000 - 1500), n % 2 == 0)


# Each kind of picture from any labels and as many whole numbers.
DRAWN: dict[str, Draw] = {
    "bar": lambda labels, ns: status.bar("p", labels[0], dict(zip(OUTCOMES, ns, strict=False))) if labels else "",
    "by_part": lambda labels, ns: status.by_part(
        "p", "Title", [(a, {o: n // k for k, o in enumerate(OUTCOMES, 1)}) for a, n in zip(labels, ns, strict=True)]
    ),
    "matrix": lambda labels, ns: matrix.draw(
        "p", "Title", labels, labels[:23], [[_marks(n + k + 1) for k in range(len(labels[:23]))] for n in ns]
    ),
    "timeline": lambda labels, ns: timeline.draw(
        "p", "Title", [_span(a, n) for a, n in zip(labels, ns, strict=True)], AS_OF, ASSESSMENT
    ),
    "stacked": lambda labels, ns: columns.stacked(
        "p", "Title", labels, labels, [[(n + k) % 97 if k % 4 < 3 else None for k in range(len(ns))] for n in ns]
    ),
    "funnel": lambda labels, ns: funnel.draw(
        "p", "Title", list(zip(labels, sorted(ns, reverse=True), strict=True))
    ),
    "waits": lambda labels, ns: waits.draw(
        "p", "Title", [_wait(a, n) for a, n in zip(labels, ns, strict=True)], 14
    ),
    "intervals": lambda labels, ns: intervals.draw(
        "p", "Title", [Share(a, n // 2, n, 0.3 if n % 2 else None, 0.7) for a, n in zip(labels, ns, strict=True)]
    ),
    "supervision": lambda labels, ns: supervision.draw(
        "p", "Title", [_days(a, n) for a, n in zip(labels, ns, strict=True)], FIRST, AS_OF, 84
    ),
}  # fmt: skip

SAMPLES: dict[str, tuple[list[str], list[int]]] = {
    "one": (["POL-01"], [11]),
    "hostile": ([HOSTILE, f"{HOSTILE} again", "\u202e\x00 \ufeff", ""], [14, 7, 3, 1]),
    "long": ([LONG, "SAFEGUARDING AND RISK " * 5, "ünbrechbar" * 30, "保護手順" * 30], [1, 400, 2, 1]),
    "large numbers": ([f"2026-Q{n}" for n in range(1, 5)], [98_765, 1, 100_000, 12_345]),
    "36": ([f"{n // 6 + 1}.{n % 6 + 1} Vision and senior ownership" for n in range(36)], [n * 7 for n in range(36)]),
    "60": ([f"P-{n:03}" for n in range(60)], [n * n for n in range(60)]),
}


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("kind", DRAWN)
def test_every_picture_can_be_read_on_every_screen(kind: str, sample: str) -> None:
    """Well-formed XML, ids once, nothing outside, no label over another, no line through one, letters of 12 pixels."""
    picture = DRAWN[kind](*SAMPLES[sample])
    assert picture
    assert faults(picture) == []


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(DRAWN)),
    # HTML holds every character, XML all but two
    st.lists(
        st.tuples(st.text(st.characters(exclude_characters="\ufffe\uffff"), max_size=60), st.integers(0, 2000)),
        min_size=1,
        max_size=8,
    ),
)
def test_whatever_the_values_are(kind: str, rows: list[tuple[str, int]]) -> None:
    picture = DRAWN[kind]([label for label, _ in rows], [number for _, number in rows])
    assert picture == "" or faults(picture) == []


@pytest.mark.parametrize("kind", DRAWN)
def test_nothing_to_draw_is_no_picture(kind: str) -> None:
    assert DRAWN[kind]([], []) == ""


@pytest.mark.parametrize(
    "picture",
    [
        status.bar("p", "criteria", {Outcome.MET: 0}),
        status.by_part("p", "Title", [("1 Leadership", {Outcome.MET: 0}), ("2 Policies", {})]),
        matrix.draw("p", "Title", ["1.1"], ["policy"], [[None]]),
        matrix.draw("p", "Title", ["1.1"], [], [[]]),
        columns.stacked("p", "Title", ["2026-Q1"], ["police"], [[0]]),
        columns.stacked("p", "Title", ["2026-Q1"], ["police"], [[None]]),
        funnel.draw("p", "Title", [("Referred", 0), ("Accepted", 0)]),
        waits.draw("p", "Title", [Wait("2026-Q1", (), None, None)], 10),
        intervals.draw("p", "Title", [Share("Harmed", 0, 0)]),
        supervision.draw("p", "Title", [Strip("P-1", (AS_OF,))], AS_OF, AS_OF, 84),
    ],
)
def test_rows_that_hold_nothing_are_no_picture(picture: str) -> None:
    assert picture == ""


@pytest.mark.parametrize("kind", DRAWN)
def test_twice_the_same_bytes(kind: str) -> None:
    for sample in SAMPLES.values():
        assert DRAWN[kind](*sample) == DRAWN[kind](*sample)


@pytest.mark.parametrize("kind", sorted(set(DRAWN) - {"bar", "matrix"}))
def test_a_hostile_title_is_shown_as_typed(kind: str) -> None:
    """On one line, or on two that break at a space. No mark of punctuation stands in the page as itself."""
    title = "<b>*x*</b> {{y}} | --- &lt;"
    picture = DRAWN[kind]([title], [50])
    assert title in " ".join(e.text or "" for e in parsed(picture).iter("text"))
    assert "<b>" not in picture and "{{" not in picture and "*x*" not in picture and "&lt;" not in picture


@pytest.mark.parametrize("kind", DRAWN)
def test_a_picture_has_a_name_and_a_sentence_and_asks_for_nothing(kind: str) -> None:
    picture = DRAWN[kind](*SAMPLES["36"])
    for svg in parsed(picture).iter("svg"):
        title, desc = (svg.find(name) for name in ("title", "desc"))
        assert title is not None and desc is not None and title.text and desc.text
        assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", f"{title.get('id')} {desc.get('id')}")
        assert desc.text.endswith(".") and re.search(r"\d", desc.text)
    for e in parsed(picture).iter():
        assert not {"style", "href", "src", "onclick", "onload"} & set(e.keys())
        assert "url(" not in (e.get("fill") or "") or (e.get("fill") or "").startswith("url(#p-")


# Letters


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("P-012", ["P-012"]),
        ("", []),
        ("1.2 Leaders answer for the safety of people", ["1.2 Leaders answer for the safety of", "people"]),
        (LONG, ["Procedure for the safeguarding of", "adults and children across all…"]),
        ("x" * 99, ["x" * 32, "x" * 31 + "…"]),
    ],
)  # fmt: skip
def test_a_long_label_takes_two_lines(label: str, expected: list[str]) -> None:
    assert lines(label) == expected


@given(st.text(max_size=300), st.integers(1, 3))
def test_lines_fit_and_lose_nothing_but_behind_an_ellipsis(label: str, at_most: int) -> None:
    found = lines(label, at_most=at_most)
    assert len(found) <= at_most
    assert all(width(line) <= NARROW for line in found)
    typed, shown = ("".join(text.split()) for text in (one_line(label), "".join(found)))
    assert shown == typed or (shown.endswith("…") and typed.startswith(shown[:-1]))


def test_letters_are_reckoned_no_narrower_than_helvetica() -> None:
    """The titles of all criteria, in the letters that most machines show them in."""
    pdf = FPDF(unit="pt")
    pdf.set_font("Helvetica", size=LABEL)
    catalogue = yaml.safe_load((ROOT / "standards" / "rsqm-working-set.yaml").read_text(encoding="utf-8"))
    titles = [f"{c['id']} {c['title']}" for s in catalogue["standards"] for c in s["criteria"]]
    assert len(titles) == 36
    titles += ["SAFEGUARDING", "Reviewed 12 of 14 mm", "P-012", "was in date until 20 Nov 2026"]
    assert [t for t in titles if pdf.get_string_width(t) > width(t)] == []


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 0.3)), max_size=6))
def test_labels_are_spread_in_order_and_never_over_each_other(labels: list[tuple[float, float]]) -> None:
    labels.sort()
    widths = [w for _, w in labels]
    if sum(widths) > 1:
        return
    places = spread([p for p, _ in labels], widths)
    edges = [(p - w / 2, p + w / 2) for p, w in zip(places, widths, strict=True)]
    assert all(a >= -1e-9 and b <= 1 + 1e-9 for a, b in edges)
    assert all(a[1] <= b[0] + 1e-9 for a, b in pairwise(edges))


def test_labels_with_room_stay_where_they_belong() -> None:
    """The second would stand over the first, and the third outside."""
    assert spread([0.2, 0.25, 0.99], [0.1, 0.1, 0.1]) == pytest.approx([0.2, 0.3, 0.95])


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(1, 3, "33 %"), (1, 8, "13 %"), (125, 1000, "13 %"), (0, 7, "0 %"), (7, 7, "100 %"), (9, 7, "100 %")],
)
def test_shares_are_whole_and_halves_go_up(part: int, whole: int, expected: str) -> None:
    """One of eight is 12.5 %."""
    assert percent(part, whole) == expected


# Colours


def _css(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (ASSETS / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def _variables(css: str) -> dict[str, str]:
    """Colours of the theme by name, and the fill of each class."""
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{3,6})\b", css))


def _luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * d for d in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Between two colours: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def fills(prefix: str) -> dict[str, str]:
    """The fill of each class that begins so, as a colour."""
    named = _variables(_css("rsqm.css"))
    found: dict[str, str] = {}
    for selectors, value in re.findall(r"([^{}]+)\{\s*--rsqm-fill:\s*([^;}]+);", _css("rsqm-pictures.css")):
        for selector in selectors.split(","):
            name = selector.strip().lstrip(".")
            if name.startswith(prefix):
                found[name] = named[value[4:-1]] if value.startswith("var(") else value.strip()
    return found


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


def test_signs_stand_out_from_their_marks_and_marks_from_the_page() -> None:
    marks = fills("rsqm-mark--")
    assert {f"rsqm-mark--{c}" for c in matrix.COLOURS}.issubset(marks)
    assert {n: c for n, c in marks.items() if contrast(c, "#fff") < 4.5} == {
        "rsqm-mark--track": "#eef1f4",  # the ground of a bar, which has an edge and no letters
        "rsqm-mark--away": "#fff",
    }


def test_parts_of_a_sum_have_dark_letters_and_a_dark_edge() -> None:
    series = fills("rsqm-series--")
    assert sorted(series) == [f"rsqm-series--{n + 1}" for n in range(columns.SERIES)]
    assert [c for c in series.values() if contrast(c, "#14181d") < 4.5 or contrast(c, "#3a4148") < 3] == []


def test_every_line_stands_out_from_the_page() -> None:
    css, named = _css("rsqm-pictures.css"), _variables(_css("rsqm.css"))
    strokes = [named[v[4:-1]] if v.startswith("var(") else v for v in re.findall(r"[{;]\s*stroke:\s*([^;]+);", css)]
    assert len(strokes) > 8
    assert [c for c in strokes if c not in ("#fff", "CanvasText") and contrast(c, "#fff") < 3] == []


def test_the_style_sheet_knows_every_class_and_no_other() -> None:
    drawn = "".join(draw(*SAMPLES[s]) for draw in DRAWN.values() for s in ("36", "one", "60"))
    used = {n for names in re.findall(r'class="([^"]*)"', drawn) for n in names.split()} - {"rsqm-scroll"}
    used |= {f"rsqm-mark--{c}" for c in matrix.COLOURS}
    known = set(re.findall(r"\.(rsqm-(?:picture|key|mark|series)[\w-]*)", _css("rsqm-pictures.css")))
    assert used == known


def test_the_site_loads_the_style_sheet() -> None:
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.search(r"(?m)^extra_css:.*assets/rsqm-pictures\.css", config)
