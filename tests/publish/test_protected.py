"""Figures with hidden numbers on a page: the marks, the totals, and which words are shown at all."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.disclosure.protect import protect
from rsqm_tool.model.disclosure import Policy, ProtectedCounts, Withheld
from rsqm_tool.model.monitoring import Counts
from rsqm_tool.publish.protected import figure_of, title_of


def protected(policy: Policy | None = None, **figure: Any) -> ProtectedCounts:
    held = {
        "id": "agreements", "title": "Agreements", "definition": "Processes that began", "unit": "processes",
        "row_name": "Process", "column_name": "Agreement", "rows": ("Direct", "Indirect"), "columns": ("Made", "None"),
        "cells": ((32, 4), (18, 21)), "tables": ("processes",),
    }  # fmt: skip
    found = protect(Counts(**{**held, **figure}), policy or Policy())
    assert isinstance(found, ProtectedCounts)
    return found


def test_a_small_number_is_a_star_and_totals_are_of_what_is_shown() -> None:
    """4 is hidden, 32 becomes 30, 18 and 21 become 20: the rows come to 30 and 40, and not to 36 and 39."""
    found = figure_of(protected())
    assert found.columns == ("Process", "Made", "None", "Total of the figures shown")
    assert found.rows == (
        ("Direct", 30, "*", 30),
        ("Indirect", 20, 20, 40),
        ("Total of the figures shown", 50, 20, 70),
    )
    assert "Numbers under 10 are hidden (*), others are rounded to 5" in found.note
    assert "Direct&#58; 30" in found.svg and "Indirect&#58; 40" in found.svg


def equality(*rows: tuple[str, int | None, int | None]) -> ProtectedCounts:
    """People harmed by a characteristic: referred, and of these those who took part."""
    return protected(
        id="equality-ethnic-group", title="Equality: Ethnic group", sensitive=True, row_name="Ethnic group",
        columns=("People harmed, Referred", "People harmed, Took part"),
        rows=tuple(label for label, *_ in rows), cells=tuple(numbers for _, *numbers in rows),
    )  # fmt: skip


def test_a_group_that_somebody_typed_is_named_only_with_a_number() -> None:
    """ "Black" is a usual word; "Kestrel clan of Mill Lane" says of whom it is."""
    found = figure_of(equality(("White", 60, 30), ("Black", 4, 1), ("Kestrel clan of Mill Lane", 1, 1)))
    assert [row[0] for row in found.rows] == ["White", "Black", "Not named", "Total of the figures shown"]
    assert found.svg == "", "stages are not added up in a bar"


def test_a_blank_beside_numbers_says_nothing() -> None:
    """Nobody of the group was referred, or nobody counted it: where zeros are hidden, a blank must not tell which."""
    found = figure_of(equality(("White", 60, 30), ("Jewish", 12, None)))
    assert found.rows[1] == ("Jewish", 10, "not told")


@pytest.mark.parametrize(
    ("id", "title", "shown"),
    [
        ("incidents", "Incidents", "Incidents"),
        ("equality-age", "Equality: Age", "Equality: Age"),
        ("equality-kestrelfaith", "Equality: Kestrelfaith", "Equality: another characteristic"),
    ],
)
def test_the_title_of_what_is_not_shown(id: str, title: str, shown: str) -> None:
    assert title_of(Withheld(id, title, "Not shown.", "Wait.")) == shown
