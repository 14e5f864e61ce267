"""A figure: picture, table and download of the same rows; and what a spreadsheet must never take for a formula."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsqm_tool.escape import csv_cell, one_line
from rsqm_tool.publish.pictures import figure
from rsqm_tool.publish.pictures.figure import Figure, Value
from tests.publish.boxes import parsed

FEW = Figure(
    "waits-by-quarter",
    "Waits & more",
    ("Quarter", "Cases", "Median, days", "Last"),
    (("2026-Q1", 12, 8.5, date(2026, 3, 31)), ("2026-Q2", 0, None, None)),
    note="Cases by day of acceptance",
)
FORMULAE = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u200b=", "\ufeff@"]


def rows(content: str) -> list[list[str]]:
    """A CSV as a program reads it."""
    assert content.startswith("\ufeff") and content.endswith("\r\n")
    return list(csv.reader(StringIO(content[1:], newline=""), strict=True))


def test_the_download() -> None:
    assert figure.path(FEW) == "data/waits-by-quarter.csv"
    assert figure.csv(FEW) == (
        '\ufeffQuarter,Cases,"Median, days",Last\r\n2026-Q1,12,8.5,2026-03-31\r\n2026-Q2,0,,\r\n'
    )


def test_on_the_page_without_a_picture_the_table_bears_the_title() -> None:
    assert figure.block(FEW, "people") == (
        '<figure class="rsqm-figure" id="waits-by-quarter">\n'
        '<p class="rsqm-figure__note">Cases by day of acceptance&#46;</p>\n'
        '<div class="rsqm-scroll" data-label="Waits &#38; more">\n'
        '<table class="rsqm-table rsqm-table--figure" id="waits-by-quarter-numbers" data-search-exclude="">\n'
        "<caption>Waits &#38; more</caption>\n<thead>\n<tr>\n"
        '<th scope="col">Quarter</th>\n<th scope="col">Cases</th>\n<th scope="col">Median&#44; days</th>\n'
        '<th scope="col">Last</th>\n</tr>\n</thead>\n<tbody>\n'
        '<tr>\n<th scope="row">2026&#45;Q1</th>\n<td class="rsqm-short">12</td>\n<td class="rsqm-short">8&#46;5</td>\n'
        '<td class="rsqm-short"><time datetime="2026-03-31">31 March 2026</time></td>\n</tr>\n'
        '<tr>\n<th scope="row">2026&#45;Q2</th>\n<td class="rsqm-short">0</td>\n'
        '<td class="rsqm-short"><span class="rsqm-absent">–</span></td>\n'
        '<td class="rsqm-short"><span class="rsqm-absent">–</span></td>\n</tr>\n</tbody>\n</table>\n</div>\n'
        '<p class="rsqm-figure__csv"><a href="data/waits-by-quarter.csv" download="waits-by-quarter.csv">'
        'Download as CSV<span class="rsqm-heard">: Waits &#38; more</span></a></p>\n</figure>'
    )


def test_with_a_picture_the_table_can_be_folded_away() -> None:
    drawn = Figure("f", "Title", ("A",), (("x",),), "<svg></svg>")
    open_, folded = (parsed(figure.block(drawn, "criteria/1-1", folded=f)) for f in (False, True))
    assert [e.tag for e in open_] == ["figcaption", "svg", "div", "p"]
    assert [e.tag for e in folded] == ["figcaption", "svg", "details", "p"]
    assert [e.text for e in folded.iter("caption")] == ["Title: the numbers"]
    assert [e.get("href") for e in folded.iter("a")] == ["../data/f.csv"]


def test_without_a_picture_nothing_is_folded_away() -> None:
    assert "<details" not in figure.block(FEW, "index", folded=True)


def test_page_and_download_hold_the_same_rows() -> None:
    shown = parsed(figure.block(FEW, "index"))
    cells = [["".join(c.itertext()) for c in tr] for tr in shown.iter("tr")]
    assert [[c.replace("–", "") for c in row] for row in cells] == [
        [c.replace("2026-03-31", "31 March 2026") for c in row] for row in rows(figure.csv(FEW))
    ]


def test_what_is_typed_is_shown_and_runs_nothing() -> None:
    typed = "<img src=x onerror=alert(1)> {{x}} [a](javascript:alert(1)) | ---"
    page = figure.block(Figure("f", typed, (typed, "B"), ((typed, typed),), note=typed), "index")
    assert "".join(parsed(page).itertext()).count(typed) == 6  # note, caption, head, two cells, link
    assert "<img" not in page and "{{" not in page and "](" not in page and "|" not in page
    assert rows(figure.csv(Figure("f", "Title", ("A", "B"), ((typed, typed),))))[1] == [typed, typed]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.1 + 0.2, "0.3"), (2.0, "2"), (1 / 3, "0.3333"), (-3, "-3"), (-0.5, "-0.5"), (None, ""), ("-3", "'-3")],
)
def test_numbers_stay_numbers(value: Value, expected: str) -> None:
    """Four decimals at most, so that every machine writes the same."""
    assert figure.csv(Figure("f", "Title", ("A",), ((value,),))).split("\r\n")[1] == expected


@pytest.mark.parametrize("start", FORMULAE)
def test_no_cell_is_a_formula(start: str) -> None:
    """Also in a head, and where marks that nobody sees stand before it."""
    made = rows(figure.csv(Figure("f", "Title", (f"{start}A1", "B"), ((f'{start}HYPERLINK("x")', "b"),))))
    assert [row[0][0] for row in made] == ["'", "'"]


@given(st.text())
def test_a_cell_is_one_cell_on_one_line(value: str) -> None:
    """Read back it is what was typed, without what nobody sees, and at most a `'` more."""
    (row,) = csv.reader([csv_cell(value) + ",end"], strict=True)
    assert row[1] == "end"
    assert row[0] in (one_line(value), f"'{one_line(value)}")


@pytest.mark.parametrize("name", ["", "Waits", "a b", "../x", "a--b", "-a", "a-", "1a", "é", "a/b", "a\n"])
def test_a_name_serves_as_id_and_as_file(name: str) -> None:
    with pytest.raises(ValueError, match="small letters, digits and single hyphens"):
        Figure(name, "Title", ("A",), ())


@pytest.mark.parametrize(("columns", "row"), [(("A", "B"), ("x",)), (("A",), ("x", "y")), ((), ())])
def test_each_row_has_a_value_for_each_column(columns: tuple[str, ...], row: tuple[Value, ...]) -> None:
    with pytest.raises(ValueError, match="a value in each row for each of its"):
        Figure("f", "Title", columns, (row,))
