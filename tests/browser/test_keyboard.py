"""Without a mouse: everything can be reached, is seen when it has the focus, and works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import Open
from tools.built import kinds

# What has the focus: its name, whether it is seen (of one of its lines, the middle of what is in the window lies under
# nothing), and whether it has a ring.
FOCUSED = """() => {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const style = getComputedStyle(e), count = [...document.querySelectorAll('*')].indexOf(e)
  const seen = [...e.getClientRects()].some(box => {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)]
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)]
    const over = left < right && top < bottom && document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    return over && (e.contains(over) || over.contains(e))
  })
  return {
    count, tag: e.tagName, words: (e.getAttribute('aria-label') || e.textContent).trim().replace(/\\s+/g, ' '),
    seen: seen && e.checkVisibility({visibilityProperty: true, opacityProperty: true}),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
    menu: !!e.closest('.md-sidebar--primary'),
  }
}"""
MOST = 40  # stops, from the top or from the end: what comes between is more of the same


def tabbed(page: Page, most: int = MOST, key: str = "Tab") -> list[dict[str, Any]]:
    """What Tab comes to from where the focus is, until it leaves the page or begins again."""
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(FOCUSED)
        if stop is None or (stops and stop["count"] == stops[0]["count"]):
            break
        stops.append(stop)
    return stops


def asked(page: Page, word: str) -> None:
    """Asks the search for a word: its last letter is a key, so that it searches once and its list stays."""
    page.keyboard.insert_text(word[:-1])
    page.keyboard.press(word[-1])


def words(stops: list[dict[str, Any]]) -> list[str]:
    return [s["words"] for s in stops]


@pytest.mark.parametrize("width", [1280, 360])
def test_whatever_has_the_focus_is_seen_with_a_ring_and_under_nothing(opened: Open, site: Path, width: int) -> None:
    window = opened(width)
    pages = kinds(site)
    broken: dict[str, Any] = {}
    for kind in ("index", "criteria one", "evidence/index", "evidence one"):
        window.page.goto((site / pages[kind]).as_uri())
        stops = tabbed(window.page)
        window.page.reload()
        stops += tabbed(window.page, 10, "Shift+Tab")
        assert len(stops) > 20
        if wrong := [s for s in stops if not (s["seen"] and s["ring"])]:
            broken[kind] = wrong
    assert broken == {}


def test_from_the_top_on_a_wide_screen(opened: Open, site: Path) -> None:
    """Skip link, the way home, search, and then the menu."""
    window = opened(1280)
    window.page.goto((site / "index.html").as_uri())
    stops = tabbed(window.page, 6)
    assert words(stops)[0] == "Skip to content"
    assert words(stops)[2:5] == ["Search", "Dashboard", "1 Leadership"]
    assert [s["menu"] for s in stops] == [False, False, False, True, True, True]


def test_from_the_top_on_a_small_screen_with_the_menu_closed(opened: Open, site: Path) -> None:
    window = opened(360)
    for name in ("index.html", kinds(site)["criteria one"]):
        window.page.goto((site / name).as_uri())
        stops = tabbed(window.page)
        assert words(stops)[:3] == ["Skip to content", "Menu", "Search"]
        assert not any(s["menu"] for s in stops), "the closed menu takes the focus"


def test_the_skip_link_leads_past_the_menu(opened: Open, site: Path) -> None:
    window = opened(1280)
    window.page.goto((site / kinds(site)["criteria one"]).as_uri())
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")
    window.page.keyboard.press("Tab")
    assert window.page.evaluate("!!document.activeElement.closest('.md-content')")


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_menu_opens_and_closes(opened: Open, site: Path, key: str) -> None:
    page = opened(360).page
    page.goto((site / "index.html").as_uri())
    menu = page.get_by_role("button", name="Menu")
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.focus()
    page.keyboard.press(key)
    expect(menu).to_have_attribute("aria-expanded", "true")
    assert page.evaluate(FOCUSED)["menu"], "the focus stays outside the menu"
    page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()


@pytest.mark.parametrize("kind", ["index", "criteria one"])
def test_everything_in_the_open_menu_is_seen_and_leaving_closes_it(opened: Open, site: Path, kind: str) -> None:
    """On a criterion's page the menu opens at its standard, which covers the menu's beginning."""
    page = opened(360).page
    page.goto((site / kinds(site)[kind]).as_uri())
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    stops = [page.evaluate(FOCUSED)]
    while (stop := (page.keyboard.press("Tab"), page.evaluate(FOCUSED))[1])["menu"]:
        stops.append(stop)
        assert len(stops) < MOST
    assert len(stops) > 5
    assert [s for s in stops if not (s["seen"] and s["ring"])] == []
    expect(page.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "false")


def test_the_menu_leads_from_a_criterion_back_to_its_beginning(opened: Open, site: Path) -> None:
    page = opened(360).page
    page.goto((site / kinds(site)["criteria one"]).as_uri())
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # the focus is on the way back
    assert page.evaluate(FOCUSED)["menu"]
    page.get_by_role("link", name="Evidence register").focus()
    assert page.evaluate(FOCUSED)["seen"]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Evidence register")


def in_the_search(opened: Open, site: Path, width: int) -> Page:
    """The dashboard with the field of the search in focus, reached as the width asks for."""
    page = opened(width, search=True).page
    page.goto((site / "index.html").as_uri())
    if width == 360:
        page.get_by_role("button", name="Search", exact=True).focus()
        page.keyboard.press("Enter")
    else:
        page.get_by_role("textbox", name="Search").focus()
    return page


@pytest.mark.parametrize("width", [1280, 360])
def test_the_search_finds_and_its_results_can_be_reached(opened: Open, site: Path, width: int) -> None:
    page = in_the_search(opened, site, width)
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    asked(page, "safeguarding")
    results = page.locator(".md-search-result__link")
    expect(results.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    stop = page.evaluate(FOCUSED)
    assert stop["seen"] and stop["ring"] and stop["tag"] == "A"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/index.html"))
    assert "afeguarding" in page.get_by_role("main").inner_text()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_search_closes_with_escape(opened: Open, site: Path, width: int) -> None:
    page = in_the_search(opened, site, width)
    asked(page, "policy")
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__output")).not_to_be_visible()
    (stop,) = tabbed(page, 1)
    assert stop["seen"] and stop["ring"]


def test_the_box_over_the_register_narrows_it_and_tells_how_far(opened: Open, site: Path) -> None:
    page = opened(1280).page
    page.goto((site / "evidence" / "index.html").as_uri())
    rows = page.locator("#register tbody tr")
    whole = rows.count()
    wanted = sum("procedure" in text.lower() for text in rows.all_text_contents())
    assert 0 < wanted < whole
    box = page.get_by_role("searchbox", name="Filter the items")
    box.focus()
    page.keyboard.type("Procedure")
    expect(page.get_by_role("status").filter(has_text="shown")).to_have_text(f"{wanted} of {whole} shown")
    assert page.locator("#register tbody tr:visible").count() == wanted
    page.keyboard.type(" nowheretobefound")
    expect(page.get_by_role("status").filter(has_text="shown")).to_have_text(f"0 of {whole} shown")
    box.fill("")
    assert page.locator("#register tbody tr:visible").count() == whole


def test_a_closed_part_opens_by_its_summary(opened: Open, site: Path) -> None:
    page = opened(360).page
    page.goto((site / kinds(site)["criteria one"]).as_uri())
    part = page.locator("details").first
    part.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(part).to_have_attribute("open", "")
