"""Whatever a file says is shown as it was typed: nothing runs, and no table loses a cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.hostile import HOSTILE, hostile
from tests.browser.looking import Open, open_details, sticking_out
from tests.process import ROOT
from tools.built import kinds

# What is in the page: the words as they are read, what would have run, and rows of a table that differ in their width.
HELD = """words => {
  const content = document.querySelector('.md-content'), text = content.textContent.replace(/\\s+/g, ' ')
  const uneven = []
  for (const table of document.querySelectorAll('table')) {
    let below = [] // cells that hang down into the next rows: for each, how many rows more
    const widths = [...table.rows].map(row => {
      const width = [...row.cells].reduce((sum, cell) => sum + cell.colSpan, below.length)
      below = below.map(n => n - 1).filter(n => n > 0)
      for (const cell of row.cells) {
        if (cell.rowSpan > 1) for (let n = 0; n < cell.colSpan; n++) below.push(cell.rowSpan - 1)
      }
      return width
    })
    if (new Set(widths).size > 1) uneven.push(table.id + ' ' + widths.join(' '))
  }
  return {
    times: text.split(words).length - 1, uneven,
    ran: [...document.querySelectorAll('img[src="x"], [href^="javascript:" i]')].map(e => e.outerHTML)
      .concat([...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames().filter(n => n.startsWith('on')))),
  }
}"""


@pytest.fixture(scope="module")
def hostile_site(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    return once("hostile", hostile)


def test_every_page_shows_what_was_typed_and_runs_nothing(opened: Open, hostile_site: Path) -> None:
    window = opened(360)
    of_ours = {p.relative_to(ROOT / "site" / "docs").with_suffix("").as_posix() for p in ROOT.glob("site/docs/**/*.md")}
    broken: dict[str, Any] = {}
    times = {}
    for kind, name in kinds(hostile_site).items():
        window.page.goto((hostile_site / name).as_uri())
        open_details(window.page)
        held = window.page.evaluate(HELD, HOSTILE)
        times[kind] = held["times"]
        faults = [*held["ran"], *held["uneven"], *sticking_out(window.page)]
        if held["times"] == 0 and (kind == "index" or kind not in of_ours):
            faults.append("the words are not there")
        if faults:
            broken[f"{kind}: {name}"] = faults
    assert broken == {}
    assert times["criteria one"] > 20
    assert times["evidence/index"] > 50
    assert window.dialogs == []
    assert window.complaints == []


def test_the_search_shows_hostile_titles_and_runs_nothing(opened: Open, hostile_site: Path) -> None:
    window = opened(search=True)
    window.page.goto((hostile_site / "index.html").as_uri())
    window.page.get_by_role("textbox", name="Search").focus()
    window.page.keyboard.type("onerror")
    result = window.page.locator(".md-search-result__link").first
    result.wait_for()
    assert "onerror=alert(1)" in result.inner_text()
    held = window.page.evaluate(HELD, HOSTILE)
    assert held["ran"] == []
    assert window.dialogs == []
