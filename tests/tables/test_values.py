"""What a cell means: dates, numbers, words, ids; and the sentence for each that means nothing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsqm_tool.load.tables.values import Bad, Dates, parse_date, parse_id
from tests.tables.making import rows, table, text

WRITE = "Write it as 2026-04-01"
ID = "Use an id such as P-004"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-04-01", date(2026, 4, 1)),
        ("2026-04-01 00:00:00", date(2026, 4, 1)),
        ("2026-04-01T09:30", date(2026, 4, 1)),
        ("01/04/2026", date(2026, 4, 1)),
        ("1/4/2026", date(2026, 4, 1)),
        ("1.4.2026", date(2026, 4, 1)),
        ("31-12-2026", date(2026, 12, 31)),
        ("31/12/2026 23:59", date(2026, 12, 31)),
        ("2026/04/01", date(2026, 4, 1)),
        ("1 April 2026", date(2026, 4, 1)),
        ("01-Apr-2026", date(2026, 4, 1)),
        ("1st Sept 2026", date(2026, 9, 1)),
        ("29/02/2024", date(2024, 2, 29)),
        ("2000-02-29", date(2000, 2, 29)),
    ],
)
def test_days_as_people_and_programs_write_them(written: str, day: date) -> None:
    assert parse_date(written, Dates()) == day


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("04/13/2025", "'04/13/2025': month 13? Dates here are day/month/year"),
        ("31/13/2025", "'31/13/2025': month 13? Dates here are day/month/year"),
        ("30/02/2026", "'30/02/2026' is a day that does not exist"),
        ("29/02/2025", "'29/02/2025' is a day that does not exist"),
        ("2025-02-29", "'2025-02-29' is a day that does not exist"),
        ("2025-13-01", "'2025-13-01' is a day that does not exist"),
        ("00/04/2026", "'00/04/2026' is a day that does not exist"),
        ("0000-04-01", "'0000-04-01' is a day that does not exist"),
        ("01/04/26", "'01/04/26' has a year of two digits. Write the year with four"),
        ("1.4.26", "'1.4.26' has a year of two digits. Write the year with four"),
        ("1-Apr-26", "'1-Apr-26' has a year of two digits. Write the year with four"),
        ("1 Apr '26", "'1 Apr '26' has a year of two digits. Write the year with four"),
        ("45012", "'45012' looks like a spreadsheet's day number. Format the column as dates and save it again"),
        ("45012.5", "'45012.5' looks like a spreadsheet's day number. Format the column as dates and save it again"),
        ("9999-12-31", "'9999-12-31' is not between 1950 and 2099. Leave the cell blank where there is no date"),
        ("0202-04-01", "'0202-04-01' is not between 1950 and 2099. Leave the cell blank where there is no date"),
        ("2026-04-01T23:30:00Z", f"'2026-04-01T23:30:00Z' has a time zone, so its day depends on the place. {WRITE}"),
        ("2026-04-01 23:30+0100", f"'2026-04-01 23:30+0100' has a time zone, so its day depends on the place. {WRITE}"),
        ("April 2026", f"'April 2026' is no date. {WRITE}"),
        ("1 Brumaire 2026", f"'1 Brumaire 2026' is no date. {WRITE}"),
        ("tomorrow", f"'tomorrow' is no date. {WRITE}"),
        ("when Mrs Smith is well again", f"This text is no date. {WRITE}"),
        ("2026", f"'2026' is no date. {WRITE}"),
        ("1/4", f"'1/4' is no date. {WRITE}"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_told(written: str, said: str) -> None:
    found = parse_date(written, Dates())
    assert isinstance(found, Bad)
    # Python quotes a text that holds an apostrophe with other marks.
    assert found.sentence.replace('"', "'") == said


def test_year_first_refuses_what_begins_with_the_day(tmp_path: Path) -> None:
    content = "practitioner_id,started_on\nP-001,01/04/2026\nP-002,2026/04/01\nP-003,2026-04-02\n"
    found = text(tmp_path, "practitioners", content, dates="year-first")
    assert [row["started_on"] for row in rows(found, "practitioners")] == [date(2026, 4, 1), date(2026, 4, 2)]
    assert table(found, "practitioners").left_out == (
        (2, "started_on", "'01/04/2026' begins with the day, but rsqm.yaml says that dates here begin with the year"),
    )


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_in_every_form(day: date) -> None:
    month = "January February March April May June July August September October November December".split()[
        day.month - 1
    ]
    for written in (
        day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.year}/{day.month}/{day.day}", f"{day.day} {month} {day.year}", f"{day.day:02}-{month[:3]}-{day.year}",
    ):  # fmt: skip
        assert parse_date(written, Dates()) == day, written


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_sentence(written: str) -> None:
    found = parse_date(" ".join(written.split()), Dates())
    assert isinstance(found, date | Bad)


NOTE = (
    "Dates were read as day/month. No day in them is after the 12th, so they could also be month/day: "
    "`dates: day-first` in rsqm.yaml says that they are not"
)


@pytest.mark.parametrize(
    ("days", "entry", "notes"),
    [
        (["01/04/2026", "12/11/2026"], {}, (NOTE,)),
        (["01/04/2026", "13/11/2026"], {}, ()),  # one tells for all
        (["05/05/2026", "2026-04-01"], {}, ()),  # the same either way
        (["01/04/2026"], {"dates": "day-first"}, ()),  # the service says so
        (["1 April 2026"], {}, ()),
    ],
)
def test_dates_that_could_be_either_are_told(
    tmp_path: Path, days: list[str], entry: dict[str, str], notes: tuple[str, ...]
) -> None:
    content = "practitioner_id,started_on\n" + "".join(f"P-{n},{day}\n" for n, day in enumerate(days))
    assert table(text(tmp_path, "practitioners", content, **entry), "practitioners").notes == notes


NO_DIGIT = f"An id without a digit may be a name or initials. {ID}"
NO_ID = "This is no id. Use letters and digits without spaces, such as P-004"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Smith", NO_DIGIT), ("J.S.", NO_DIGIT), ("Jane Smith", NO_DIGIT), ("O'Neil-Ng", NO_DIGIT), ("José", NO_DIGIT),
        ("Jane Smith 2", NO_ID), ("jane1@example.org", NO_ID), ("P-" + "0" * 50, NO_ID), ("P–004", NO_ID),
        ("A1234BC", "This looks like a prison number. Use the service's own id"),
        ("99/123456X", "This looks like a police or criminal-record number. Use the service's own id"),
        ("2019/0123456X", "This looks like a police or criminal-record number. Use the service's own id"),
        ("12345/91A", "This looks like a police or criminal-record number. Use the service's own id"),
        ("35/12345/26", "This looks like a crime reference. Use the service's own id"),
        ("20BE/12345A/26", "This looks like a crime reference. Use the service's own id"),
        ("1234567/26", "This looks like a crime reference. Use the service's own id"),
        ("CRI/012345/26", "This looks like a crime reference. Use the service's own id"),
        ("35NP1234526", "This looks like a court or prosecution reference. Use the service's own id"),
        ("X123456", "This looks like a probation reference. Use the service's own id"),
        ("AB 12 34 56 C", NO_ID), ("AB123456C", "This looks like an insurance number. Use the service's own id"),
        ("943 476 5919", "This looks like a health service number. Use the service's own id"),
    ],
)  # fmt: skip
def test_names_and_other_systems_references_are_no_ids(written: str, said: str) -> None:
    found = parse_id(written)
    assert isinstance(found, Bad)
    assert found.sentence == said
    assert written not in found.sentence


@pytest.mark.parametrize(
    "written", ["P-004", "C-0031", "12", "RJ/2026/001", "RJ 0123", "2026_14", "F.12b", "#7", "C-1-2", "rj2026-7a"]
)
def test_the_services_own_ids(written: str) -> None:
    assert parse_id(written) == written


@pytest.mark.parametrize(
    ("name", "column", "written", "value"),
    [
        ("training", "subject", "Sensitive & Complex", "sensitive and complex"),
        ("training", "subject", "data_protection", "data protection"),
        ("feedback", "stage", "FOLLOW UP", "follow-up"),
        ("practitioners", "level", "None", "none"),
        ("cases", "source", "Self", "self"),
        ("cases", "source", "Self help group", "Self help group"),
        ("practitioners", "casework", "Y", True),
        ("practitioners", "casework", "false", False),
        ("practitioners", "casework", "1", True),
        ("cpd", "hours", "1.50", 1.5),
        ("cpd", "hours", "007", 7.0),
        ("offers", "eligible", "2,150", 2150),
        ("offers", "eligible", "3.0", 3),
        ("feedback", "satisfied", "5", 5),
        ("practitioners", "role", "Co\u200bordinator,\u00a0 lead", "Coordinator, lead"),
        ("practitioners", "role", " N/A ", None),
        ("practitioners", "level", "-", None),
        ("practitioners", "casework", "n/a", None),
    ],
)
def test_words_and_numbers(tmp_path: Path, name: str, column: str, written: str, value: object) -> None:
    required = next(c for c in ("practitioner_id", "case_id", "period") if c in _columns(name))
    first = "2026" if required == "period" else "A-1"
    (row,) = table(text(tmp_path, name, f'{required},{column}\n{first},"{written}"\n'), name).rows
    assert getattr(row, column) == value
    assert type(getattr(row, column)) is type(value)


def _columns(name: str) -> set[str]:
    from rsqm_tool.load.tables.definitions import definition

    return set(definition(name).columns)


NAME = "Correct it, or name it under `values:`"


@pytest.mark.parametrize(
    ("name", "column", "written", "said"),
    [
        ("practitioners", "level", "expert", f"'expert' is none of foundation, intermediate, advanced, none. {NAME}"),
        (
            "practitioners", "level", "as Mrs Smith said",
            f"This text is none of foundation, intermediate, advanced, none. {NAME}",
        ),
        ("practitioners", "casework", "mostly", f"'mostly' is neither yes nor no. {NAME}"),
        (
            "practitioners", "role", 201 * "x",
            "The text has 201 characters; at most 200. Free text does not belong here",
        ),
        ("practitioners", "role", "#REF!", "The cell shows the error #REF!"),
        ("practitioners", "practitioner_id", "", "The cell is blank, and every row needs it"),
        ("cpd", "hours", "1,5", "'1,5' is no number. Write it as 1.5"),
        ("cpd", "hours", "1e3", "'1e3' is no number. Write it as 1.5"),
        ("cpd", "hours", "nan", "'nan' is no number. Write it as 1.5"),
        ("cpd", "hours", "-1", "'-1' is less than 0"),
        ("cpd", "hours", "501", "'501' is more than 500"),
        ("offers", "eligible", "2.5", "'2.5' is no whole number"),
        ("offers", "eligible", "many", "'many' is no number. Write it as 2"),
        ("feedback", "satisfied", "6", "'6' is more than 5"),
        ("feedback", "satisfied", "0", "'0' is less than 1"),
        ("offers", "period", "Q3", "'Q3' is no period. Write it as 2026-Q3, 2026-07 or 2026-07-01/2026-09-30"),
        (
            "offers", "period", "2026-09-30/2026-07-01",
            "'2026-09-30/2026-07-01' is no period. Write it as 2026-Q3, 2026-07 or 2026-07-01/2026-09-30",
        ),
        ("offers", "period", "2026-13", "'2026-13' is no period. Write it as 2026-Q3, 2026-07 or 2026-07-01/2026-09-30")
    ],
)  # fmt: skip
def test_a_bad_cell_leaves_its_row_out(tmp_path: Path, name: str, column: str, written: str, said: str) -> None:
    required = next(c for c in ("practitioner_id", "case_id", "period") if c in _columns(name))
    good = "2026" if required == "period" else "A-1"
    other = "duty_holder" if name == "offers" else "role" if name == "practitioners" else "topic"
    others = [c for c in (required, other) if c != column and c in _columns(name)]
    head, cells = ",".join([*others, column]), ",".join(good if c == required else "x" for c in others)
    content = f'{head}\n{cells},"{written}"\n'
    found = table(text(tmp_path, name, content), name)
    assert not found.rows
    assert found.left_out == ((2, column, said),)


def test_every_bad_cell_of_a_row_is_told_and_the_first_names_it(tmp_path: Path) -> None:
    content = "Level,Start,practitioner_id\nexpert,1/1/26,Smith\nnone,,P-002\n"
    found = text(tmp_path, "practitioners", content, columns={"started_on": "Start"})
    assert table(found, "practitioners").left_out == (
        (
            2,
            "Level",
            f"'expert' is none of foundation, intermediate, advanced, none. {NAME}. "
            f"Start: '1/1/26' has a year of two digits. Write the year with four. practitioner_id: {NO_DIGIT}",
        ),
    )
    assert len(table(found, "practitioners").rows) == 1


def test_a_row_whose_id_stood_before_is_left_out(tmp_path: Path) -> None:
    found = table(text(tmp_path, "cases", "Case,stage\nC-1,a\nC-2,b\nC-1,c\n", columns={"case_id": "Case"}), "cases")
    assert [row.stage for row in found.rows] == ["a", "b"]
    assert found.left_out == ((4, "Case", "The same Case stands in row 2"),)
    found = table(
        text(tmp_path, "participation", "process_id,participant_id\nX-1,Y-1\nX-1,Y-2\nX-1,Y-1\n"), "participation"
    )
    assert found.left_out == ((4, "process_id", "The same process_id with the same participant_id stands in row 2"),)


def test_the_same_id_far_below_is_still_seen(tmp_path: Path) -> None:
    content = "case_id\n" + "".join(f"C-{n}\n" for n in range(2_500)) + "C-7\n"
    assert table(text(tmp_path, "cases", content), "cases").left_out == (
        (2502, "case_id", "The same case_id stands in row 9"),
    )


def test_blank_rows_are_nothing(tmp_path: Path) -> None:
    content = "practitioner_id,level,Colour\n,,\n , ,red\nP-001,none,\n,,\n\n"
    found = table(text(tmp_path, "practitioners", content), "practitioners")
    assert (len(found.rows), found.left_out) == (1, ())
    found = table(text(tmp_path, "feedback", "case_id,stage,felt_safe\n,,\nC-1,follow-up,no\n,,no\n"), "feedback")
    assert [row.row for row in found.rows] == [3, 4]


def test_leap_years_of_a_century() -> None:
    first = date(1996, 2, 28)
    days = [first + timedelta(days=n) for n in range(0, 2_000)]
    assert [parse_date(f"{d.day}/{d.month}/{d.year}", Dates()) for d in days] == days
