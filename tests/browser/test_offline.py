"""From a server and from a folder alike, with script and without, the site has all that it shows.

That no kind of page asks for anything from elsewhere is tried in test_accessible.py, where each is opened anyway.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Open
from tools.built import kinds

PLACES = ["from a server", "from a folder"]


def place(site: Path, address: str, where: str) -> str:
    """The beginning of each page's address; with a slash at its end."""
    return f"{address}/" if where == "from a server" else f"{site.as_uri()}/"


@pytest.mark.parametrize("where", PLACES)
def test_the_search_works(opened: Open, site: Path, address: str, where: str) -> None:
    """And loads what it needs from the site itself."""
    home = place(site, address, where)
    window = opened(search=True)
    window.page.goto(f"{home}index.html")
    window.page.get_by_role("textbox", name="Search").focus()
    window.page.keyboard.type("safeguarding")
    expect(window.page.locator(".md-search-result__meta")).to_contain_text("matching documents")
    addresses = window.page.locator(".md-search-result__link").evaluate_all("links => links.map(link => link.href)")
    assert any("/criteria/2-5.html" in a for a in addresses)
    assert [a for a in addresses if not a.startswith(home)] == []
    assert window.asked_outside(home) == []
    assert window.complaints == []


def test_a_page_that_calls_out_would_be_noticed(opened: Open, site: Path, tmp_path: Path) -> None:
    """A guard of that test: what a careless page would do is seen, and the content policy stops it."""
    page = (site / "index.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(
        page.replace("</article>", '<img src="https://example.invalid/a.png"></article>', 1), encoding="utf-8"
    )
    window = opened()
    window.page.goto((tmp_path / "index.html").as_uri())
    assert any("Content Security Policy" in c and "example.invalid" in c for c in window.complaints)


def test_everything_is_there_without_script(opened: Open, site: Path) -> None:
    page = opened(java_script_enabled=False).page
    page.goto((site / "evidence" / "index.html").as_uri())
    written = (site / "evidence" / "index.html").read_text(encoding="utf-8").count('<th scope="row"')
    assert written > 30
    assert page.locator("#register tbody tr:visible").count() == written
    expect(page.locator("#register-filter")).not_to_be_visible()
    page.goto((site / kinds(site)["criteria one"]).as_uri())
    part = page.locator("details").last
    expect(part.locator("ul").first).not_to_be_visible()
    part.locator("summary").click()
    expect(part.locator("ul").first).to_be_visible()
