"""The page on tables for a manager: its example works as it stands, and its list of tables is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from rsqm_tool.cli import _questions
from rsqm_tool.cli import tables as command
from rsqm_tool.load import framework, load_workspace
from rsqm_tool.load.tables.definitions import called, definition
from rsqm_tool.load.tables.flat import FLAT, unfold
from rsqm_tool.load.tables.refused import refused
from rsqm_tool.model.tables import ROWS, Table, Tables
from rsqm_tool.registering import answered
from tests.tables.making import put, workbook

PAGE = Path(__file__).resolve().parent.parent / "site" / "docs" / "project" / "tables.md"
TEXT = PAGE.read_text(encoding="utf-8")
YAML = "service: {name: Hub}\nframework: rsqm-working-set\n\n"
HEAD = ["| list | what it is | its columns | answers |", "|---|---|---|---|"]


def grids() -> list[list[list[str]]]:
    """The tables of the page, as cells."""
    found = re.findall(r"(?:^\|.*\n)+", TEXT, re.MULTILINE)
    return [[[c.strip() for c in line.strip("|").split("|")] for line in part.splitlines()] for part in found]


def test_the_example_is_what_the_tool_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sheet after the copy, in Excel; every question answered yes, what Clinical means, and yes to saving it."""
    header, _, *rows = grids()[1]
    file = "evidence/people/supervision.xlsx"
    put(tmp_path, workbook([["Our service"], header, *rows], "Sheet1"), file)
    (tmp_path / "rsqm.yaml").write_text(YAML, encoding="utf-8")
    monkeypatch.setattr(_questions, "asking", lambda: True)
    options = [str(tmp_path / file), "-C", str(tmp_path), "--save"]
    done = CliRunner().invoke(
        command.suggest, options, input="y\ny\ny\ncase supervision\ny\ny\n", standalone_mode=False
    )
    assert done.return_value == 0
    example, entry = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert entry == f"evidence:\n{done.stdout}"
    assert (tmp_path / "rsqm.yaml").read_text(encoding="utf-8") == YAML + example
    loaded = load_workspace(tmp_path)
    assert loaded.workspace
    log = loaded.workspace.tables.supervision
    assert log
    assert [row.kind for row in log.rows] == ["case supervision", "observed practice", "case supervision"]


def test_the_columns_that_the_example_deletes_are_refused_and_no_other() -> None:
    before, after = grids()[0][0], grids()[1][0]
    assert [h for h in before if refused(h, "supervision")] == ["Name", "Comments"]
    assert [h for h in before if h not in after] == ["Name", "Comments"]


@pytest.mark.parametrize(
    ("words", "header"),
    [
        ("**name**", "Full name"),
        ("**address** or postcode", "Postcode"),
        ("**date of birth**", "DOB"),
        ("**telephone number\nor e-mail address**", "Mobile"),
        ("**notes** and other free text", "Notes"),
    ],
)
def test_what_the_page_calls_refused_is(words: str, header: str) -> None:
    assert words in TEXT
    assert refused(header, "cases")


def bare(name: str, *columns: str) -> Table[object]:
    return Table(name, f"evidence/{name}.csv", None, frozenset(columns), ())


def answers() -> dict[str, list[str]]:
    """The criteria that each table answers, beside all others; `cases` also those of a flat export."""
    loaded, _ = framework.load(*framework.available(None)[framework.DEFAULT])
    assert loaded
    instead = {"cases": FLAT, "practitioners": ("vetted_on", "vetting_recheck_by")}  # columns instead of other tables
    columns = {name: set(definition(name).columns) - set(instead.get(name, ())) for name in ROWS}
    single = {name: bare(name, *names) for name, names in columns.items()}
    found = answered(loaded, Tables(**single), list(ROWS))  # type: ignore[arg-type]
    flat = {"cases": bare("cases", *definition("cases").columns)}
    flat |= {name: single[name] for name in ("practitioners", "supervision", "training")} | unfold(flat["cases"], ())  # type: ignore[arg-type]
    of_flat = answered(loaded, Tables(**flat), ["cases"])["cases"]  # type: ignore[arg-type]
    both = {*found["cases"], *of_flat}
    return {**found, "cases": [c.id for c in loaded.criteria if c.id in both]}


def listed() -> Iterator[str]:
    """The list of tables as it must stand on the page."""
    yield from HEAD
    criteria = answers()
    for name in ROWS:
        columns = ", ".join(f"`{column}`" for column in definition(name).columns)
        yield f"| `{name}` | {called()[name].asked_for} | {columns} | {', '.join(criteria[name]) or 'none alone'} |"


def test_the_list_of_tables_is_whole() -> None:
    assert TEXT.partition(HEAD[0])[0].endswith("-->\n\n")
    assert TEXT[TEXT.index(HEAD[0]) :].splitlines() == list(listed())


def test_the_page_is_short_without_that_list() -> None:
    """Two screens: what a manager reads before she begins."""
    assert len(TEXT.partition(HEAD[0])[0].splitlines()) < 125
