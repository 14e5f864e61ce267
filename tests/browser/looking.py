"""What a test sees of a page: where it went, what it complained of, and what sticks out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

from tests.browsers import need_chromium

need_chromium()  # asked here, so that modules without a browser are skipped whole, in one line of the summary

HEIGHT = 800  # pixels
# The theme reads the whole index for its search on every page. Where nothing is searched it finds an empty one.
_INDEX = "**/search/search_index.js*"
_NOTHING = """{"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}, "docs": []}"""


@dataclass(slots=True)
class Opened:
    """A window with one page, and what was heard from it."""

    context: BrowserContext
    page: Page
    requests: list[str] = field(default_factory=list)  # addresses
    complaints: list[str] = field(default_factory=list)  # errors of scripts, of the console and of the content policy
    dialogs: list[str] = field(default_factory=list)  # what an alert would have said

    def asked_outside(self, home: str) -> list[str]:
        """The requests that did not stay below the address `home`."""
        return [r for r in self.requests if not r.startswith((home, "data:", "blob:"))]


Open = Callable[..., Opened]  # what the fixture `opened` gives


def open_context(browser: Browser, width: int, search: bool = False, **others: Any) -> Opened:
    """A fresh window. Nothing in it moves unless `reduced_motion` says so: then no test has to wait.

    With `search` the site's search works; without, pages come sooner.
    """
    options: dict[str, Any] = {"viewport": {"width": width, "height": HEIGHT}, "reduced_motion": "reduce"} | others
    context = browser.new_context(**options)
    window = Opened(context, context.new_page())

    def complained(message: ConsoleMessage) -> None:
        if message.type == "error":
            window.complaints.append(message.text)

    def asked(dialog: Any) -> None:
        window.dialogs.append(dialog.message)
        dialog.dismiss()

    if not search:
        context.route(_INDEX, _give_nothing)
    context.on("request", lambda request: window.requests.append(request.url))
    window.page.on("console", complained)
    window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
    window.page.on("dialog", asked)
    return window


def open_details(page: Page) -> None:
    """Opens everything that opens."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


def _give_nothing(route: Route) -> None:
    if route.request.url.partition("?")[0].endswith(".json"):  # as a server gives it; from a folder it is a script
        route.fulfill(body=_NOTHING, content_type="application/json")
    else:
        route.fulfill(body=f"var __index = {_NOTHING}", content_type="application/javascript")


_STICKING_OUT = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))) // until a new width is in force
  const told = [], wide = document.documentElement.clientWidth
  const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + [...e.classList].map(c => '.' + c).join('')
  const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true})
  if (document.scrollingElement.scrollWidth > wide + 1) told.push('the page scrolls sideways')
  const boxes = new Set()
  for (const e of document.body.querySelectorAll('*')) {
    if (/auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1 && shown(e)) {
      boxes.add(e)
      if (e.tabIndex < 0 || !e.getAttribute('aria-label')) told.push(name(e) + ' scrolls, unnamed or out of reach')
    }
  }
  for (const e of document.body.querySelectorAll('*')) {
    const box = e.getBoundingClientRect()
    if (!box.width || !box.height || box.right <= wide + 1 && box.left >= -1 || !shown(e)) continue
    let inside = e.parentElement
    while (inside && !boxes.has(inside)) inside = inside.parentElement
    if (!inside) told.push(name(e) + ' ends at ' + Math.round(box.right) + ' of ' + wide)
  }
  return told
}"""


def sticking_out(page: Page) -> list[str]:
    """What is cut off, scrolls the page sideways, or scrolls itself without a name or a way in for the keyboard."""
    told: list[str] = page.evaluate(_STICKING_OUT)
    return told
