"""evidence/published-tables.json: what was published, written and read again, and what of it an audience has seen."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rsqm_tool.disclosure.series import added, data, publications, seen_by, told
from rsqm_tool.model.disclosure import Breach, End, Hidden
from rsqm_tool.resources import shipped
from tests.disclosure.tables import AS_OF, QUARTERS, counts, equality, funnel, grid, publish, published, shares, waits

SCHEMA = Draft202012Validator(
    json.loads((shipped("standards") / "schema" / "published-tables.schema.json").read_text(encoding="utf-8"))
)
BEFORE = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
# Every kind of figure and mark, and categories that were put together.
EVERYTHING = publish(
    counts([(30, 12, 3), (None, None, None), (20, 0, 9)]),
    equality((206, 200, 30), (245, 74, 31)),
    shares((3, 97), (94, 97), (7, 9)),
    waits(9, 22, 23, 120),
    funnel(479, 472, 358, 4),
).publication


def file() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(added((), EVERYTHING))
    return held


def test_what_is_written_is_read_again() -> None:
    marks = {cell for g in EVERYTHING.grids for line in g.cells for cell in line if isinstance(cell, Hidden)}
    assert marks == set(Hidden)
    assert publications(file()) == (EVERYTHING,)


def test_it_is_as_the_schema_says() -> None:
    assert list(SCHEMA.iter_errors(file())) == []


def test_it_holds_nothing_that_was_hidden() -> None:
    """Every number of a table is 0 or a multiple of 5 from the threshold on."""
    cells = [cell for table in file()["publications"][0]["tables"] for line in table["cells"] for cell in line]
    assert all(cell == 0 or (cell >= 5 and cell % 5 == 0) for cell in cells if isinstance(cell, int))


def test_a_table_is_a_line() -> None:
    text = added((), published(grid("10 *")))
    assert text == (
        '{"format": 1, "publications": [\n'
        '{"as_of": "2026-12-31",\n'
        ' "audience": "public",\n'
        ' "quarters": ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"],\n'
        ' "tables": [\n'
        '  {"id": "referrals", "threshold": 5, "exact": false, "zeros_hidden": false, "rows": ["2026-Q1"], "columns": '
        '["A", "B"], "chains": [], "cells": [[10, "small"]]}\n'
        " ],\n"
        ' "same": [],\n'
        ' "limits": []}\n'
        "]}\n"
    )


def test_what_shows_nothing_new_is_not_added() -> None:
    """The same tables on a later day. Of a quarter that was not over, another day is another number."""
    first, later = published(grid("10 *")), published(grid("10 *"), as_of=date(2027, 2, 1))
    assert added([first], later) == ""
    running = published(grid("10 *"), as_of=date(2026, 11, 20))
    assert len(json.loads(added([first], running))["publications"]) == 2


def test_the_oldest_is_the_first() -> None:
    days = [AS_OF, date(2026, 6, 30)]
    assert [p["as_of"] for p in data(published(grid("10 *"), as_of=day) for day in days)["publications"]] == [
        "2026-06-30", "2026-12-31"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), 2),
        (("publications", 0, "audience"), "board"),
        (("publications", 0, "as_of"), "31/12/2026"),
        (("publications", 0, "quarters", 0), "2026-13"),
        (("publications", 0, "tables", 0, "threshold"), 4),
        (("publications", 0, "tables", 0, "exact"), "no"),
        (("publications", 0, "tables", 0, "cells", 0, 0), "hidden"),
        (("publications", 0, "tables", 0, "cells", 0, 0), -5),
        (("publications", 0, "tables", 0, "cells", 0, 0), 3.5),
        (("publications", 0, "tables", 0, "rows", 0), {"label": "2026", "of": []}),
        (("publications", 0, "tables", 0, "note"), "by hand"),
        (("publications", 0, "same"), [[{"table": "referrals"}]]),
    ],
)
def test_the_schema_refuses_what_was_changed_by_hand(path: tuple[Any, ...], value: object) -> None:
    held = inner = file()
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert list(SCHEMA.iter_errors(held))


def test_the_schema_refuses_what_lacks_a_key() -> None:
    for key in file()["publications"][0]["tables"][0]:
        held = deepcopy(file())
        del held["publications"][0]["tables"][0][key]
        assert list(SCHEMA.iter_errors(held)), key


def test_parts_that_do_not_fit_each_other_are_refused() -> None:
    held = file()
    held["publications"][0]["tables"][0]["cells"].pop()
    with pytest.raises(ValueError, match="referrals has other numbers of cells than of rows and columns"):
        publications(held)
    held = file()
    held["publications"][0]["tables"][0]["chains"] = [[1, 3]]
    with pytest.raises(ValueError, match="referrals has fewer columns than its chains name"):
        publications(held)
    held = file()
    held["publications"][0]["as_of"] = "2026-02-31"
    with pytest.raises(ValueError, match="day is out of range"):
        publications(held)


def test_the_public_has_seen_what_is_public_and_the_assessor_everything() -> None:
    public, other = published(grid("10 *")), published(grid("12 3", exact=True), audience="assessor")
    assert seen_by([public, other], "public", QUARTERS) == (public,)
    assert seen_by([public, other], "assessor", QUARTERS) == (public, other)


def test_what_has_nothing_to_do_with_the_quarters_is_left_aside() -> None:
    old = published(grid("10", rows=BEFORE[:1]), quarters=BEFORE, as_of=date(2025, 12, 31))
    assert seen_by([old], "public", QUARTERS) == ()


def test_a_table_that_joins_quarters_brings_in_older_ones() -> None:
    """The year to March 2026 was published, and its first part before: what is left of it is the first of 2026."""
    parts = published(grid("10", rows=BEFORE[1:2]), quarters=BEFORE, as_of=date(2025, 12, 31))
    year = (*BEFORE[1:], "2026-Q1")
    joined = published(grid("15", rows=(f"Year = {' '.join(year)}",)), quarters=year, as_of=date(2026, 3, 31))
    assert seen_by([parts, joined], "public", QUARTERS) == (parts, joined)
    assert seen_by([parts], "public", QUARTERS) == ()


def test_a_breach_is_told_in_words_and_without_a_number() -> None:
    breach = Breach("referrals", "2026-Q1", "Police", AS_OF, "it can be worked out from what was shown before")
    assert told(breach) == (
        "referrals ('2026-Q1', 'Police'), as on 2026-12-31: it can be worked out from what was shown before. "
        "Publish again "
        "when the next quarter is counted. If nobody was ever shown the figures of that day, as in a trial, take them "
        "out of evidence/published-tables.json first."
    )


def test_an_end_without_a_row_is_the_whole_column() -> None:
    same = ((End("referrals"), End("stages", None, "A")),)
    held = data([published(grid("10"), grid("10", id="stages"), same=same)])
    assert held["publications"][0]["same"] == [[{"table": "referrals"}, {"table": "stages", "column": "A"}]]
