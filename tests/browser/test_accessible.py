"""Everyone can read every page: what axe finds, what sticks out, what is asked from elsewhere, and what moves.

axe finds perhaps half of what keeps people out. The keyboard has a file of its own; screen readers need people.
"""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.browser.looking import HEIGHT, Open, open_details, sticking_out
from tools.built import kinds

# axe-core 4.12, as axe-playwright-python brings it. Its rules for WCAG 2.2 are asked for by name: it leaves them out.
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
ADVICE = "best-practice"
COLOURS = ["color-contrast", "link-in-text-block"]
ALL_BUT_COLOURS = {"runOnly": [*WCAG, ADVICE], "rules": {rule: {"enabled": False} for rule in COLOURS}}
ONLY_COLOURS = {"runOnly": {"type": "rule", "values": COLOURS}}
QUICK = {"resultTypes": ["violations"], "preload": False}
# Colours take axe longer than all the rest: they are asked of one piece of text of each sort, by the names, classes
# and styles of all that it stands in. What has the same of these has the same colours.
ONE_OF_EACH = """options => {
  const sorts = new Map(), of = new Map([[document.documentElement, '']])
  for (const e of document.documentElement.querySelectorAll('*')) {
    of.set(e, of.get(e.parentElement) + ' ' + e.tagName + '.' + (e.getAttribute('class') || '')
      + (e.getAttribute('style') || ''))
    const said = [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim())
    if (said && e.checkVisibility() && !sorts.has(of.get(e))) sorts.set(of.get(e), e)
  }
  return axe.run({include: [...sorts.values()]}, options)
}"""
# Advice of axe's that is no rule of WCAG, and that the site does not follow: each with its reason. None so far.
NOT_FOLLOWED: dict[str, str] = {}


def found_by_axe(page: Any) -> tuple[list[str], list[str]]:
    """What axe finds on a page: breaches of WCAG, and of its own advice; each with the first place of them."""
    page.evaluate(AXE)
    results = [
        page.evaluate("options => axe.run(document, options)", ALL_BUT_COLOURS | QUICK),
        page.evaluate(ONE_OF_EACH, ONLY_COLOURS | QUICK),
    ]
    breaches: list[str] = []
    advice: list[str] = []
    for found in (violation for result in results for violation in result["violations"]):
        told = f"{found['id']} {len(found['nodes'])} times, such as {found['nodes'][0]['target']}"
        if found["id"] not in NOT_FOLLOWED:
            (breaches if set(found["tags"]) & set(WCAG) else advice).append(told)
    return breaches, advice


def test_axe_is_asked_for_wcag_2_2_and_for_colours(opened: Open, site: Path) -> None:
    """A guard of the tests: axe leaves out the size of targets unless it is asked, and we ask for colours apart."""
    window = opened()
    window.page.goto((site / "index.html").as_uri())
    links = "<a href='#a' style='display: inline-block; width: 4px; height: 4px; overflow: hidden'>i</a>" * 20
    window.page.set_content(
        f"<html lang='en'><title>x</title><main><h1>x</h1>{links}<p style='color: #bbb; background: #fff'>pale"
    )
    breaches = " ".join(found_by_axe(window.page)[0])
    assert "target-size" in breaches
    assert "color-contrast 1 times" in breaches


def test_one_of_each_kind_of_page_is_looked_at(site: Path) -> None:
    """A guard of this folder's tests, which look at whatever `kinds` gives."""
    found = kinds(site)
    assert {"index", "standards one", "criteria one", "criteria not", "evidence/index", "evidence one"} <= set(found)
    assert {p.stem for p in site.glob("*.html")} - {"404"} <= set(found)


# How a page is looked at: its width in pixels, and the width that is left of it when it is enlarged. 1280 at 200 % are
# 640; the 320 that WCAG 1.4.10 asks for are 1280 at 400 %, or a small telephone.
WIDTHS = {"from a server": (1280, 640), "from a folder": (360, 320)}


@pytest.mark.parametrize("where", WIDTHS)
def test_one_of_each_kind_of_page(opened: Open, site: Path, address: str, where: str) -> None:
    """Axe finds nothing with everything open; only named parts scroll sideways; nothing comes from elsewhere.

    Opening a page takes longer than most questions to it: so each is opened once in each place, and asked all of them.
    Complaints are errors of scripts and of the console: what is missing, and what the content policy refused.
    """
    home = f"{address}/" if where == "from a server" else f"{site.as_uri()}/"
    width, enlarged = WIDTHS[where]
    window = opened(width)
    broken: dict[str, Any] = {}
    for kind, name in kinds(site).items():
        window.requests.clear()
        window.complaints.clear()
        window.page.set_viewport_size({"width": width, "height": HEIGHT})
        window.page.goto(home + name)
        open_details(window.page)
        breaches, advice = found_by_axe(window.page)
        window.page.set_viewport_size({"width": enlarged, "height": HEIGHT})
        faults = {
            "against WCAG": breaches,
            "against axe's advice": advice,
            "sticks out": sticking_out(window.page),
            "asked elsewhere": window.asked_outside(home),
            "complained": list(window.complaints),
        }
        if any(faults.values()):
            broken[f"{kind}: {name}"] = {what: found for what, found in faults.items() if found}
    assert broken == {}


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_for_those_who_asked_for_rest(opened: Open, site: Path, width: int) -> None:
    window = opened(width, reduced_motion="reduce")
    for name in ("index.html", kinds(site)["criteria one"]):
        window.page.goto((site / name).as_uri())
        moving = window.page.evaluate("""() => [...document.querySelectorAll('*')].filter(element => {
            const style = getComputedStyle(element), times = value => value.split(',').some(t => parseFloat(t) > 0)
            return times(style.transitionDuration) && style.transitionProperty !== 'none'
                || style.animationName !== 'none' && times(style.animationDuration)
                || style.scrollBehavior === 'smooth'
        }).map(element => element.tagName + '.' + element.className)""")
        assert moving == []


class Layout(HTMLParser):
    """The language, the titles and the headings of a page, in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language = ""
        self.titles: list[str] = []
        self.levels: list[int] = []
        self._depth = 0  # of pictures, whose titles are theirs
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held: Mapping[str, str | None] = dict(attrs)
        if tag == "html":
            self.language = held.get("lang") or ""
        self._depth += tag == "svg"
        self._in_title = tag == "title" and not self._depth
        if self._in_title:
            self.titles.append("")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.levels.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "svg"
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.titles[-1] += data


def test_every_page_has_a_language_a_title_and_headings_in_order(site: Path) -> None:
    titles: dict[str, str] = {}
    for path in sorted(site.rglob("*.html")):
        name, page = path.relative_to(site).as_posix(), Layout(path.read_text(encoding="utf-8"))
        if name == "404.html":
            continue
        assert page.language == "en", name
        assert len(page.titles) == 1, name
        assert page.titles[0] not in titles, f"{name} has the title of {titles.get(page.titles[0])}"
        titles[page.titles[0]] = name
        assert page.levels.count(1) == 1 and page.levels[0] == 1, f"{name}: {page.levels}"
        skipped = [(a, b) for a, b in zip(page.levels, page.levels[1:], strict=False) if b > a + 1]
        assert skipped == [], f"{name}: a heading skips a level"
