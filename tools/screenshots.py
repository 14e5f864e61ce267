"""Pictures of a built site: one of each kind of page to look at, and those that the README shows.

    python -m tools.screenshots build/pictures            every kind of page, on two widths of screen and on paper
    python -m tools.screenshots --readme                  the README's, written to site/docs/project/assets

They are taken with the browser that prints the pack, which RSQM_BROWSER can name. The README's lie beside the project's
own pages and not in site/docs/assets: whatever is there travels with every service's site.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from rsqm_tool.publish import browser
from tools.built import kinds

REPOSITORY = Path(__file__).resolve().parent.parent
WIDTHS = {"1280": 1280, "360": 360, "paper": 718}  # pixels; paper: A4 without its margins, at 96 to the inch
TALLEST = 6000  # pixels of a page that are shown; nobody looks further
WIDE = 1280  # pixels: the README's pictures
README = {  # the page and how much of it is shown, in pixels
    "dashboard": ("index.html", 1200),
    "criterion": ("criteria/4-4.html", 1500),
    "monitoring": ("monitoring.html", 1200),
}


def opened(window: Browser, width: int, height: int, paper: bool = False) -> Page:
    """A page of a new window, in which nothing moves."""
    page = window.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce").new_page()
    if paper:
        page.emulate_media(media="print")
    return page


def every_kind(window: Browser, site: Path, target: Path) -> list[Path]:
    """A picture of each kind of page at each width, with everything open on paper, as it is printed."""
    made: list[Path] = []
    for name, width in WIDTHS.items():
        page = opened(window, width, 900, paper=name == "paper")
        for kind, address in kinds(site).items():
            page.goto((site / address).as_uri())
            if name == "paper":
                page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
            height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            path = target / name / f"{kind.replace('/', ' ')}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
            made.append(path)
        page.context.close()
    return made


def for_the_readme(window: Browser, site: Path, target: Path) -> list[Path]:
    """The README's pictures: what a window shows of a few pages."""
    made: list[Path] = []
    target.mkdir(parents=True, exist_ok=True)
    for name, (address, height) in README.items():
        if (site / address).is_file():
            page = opened(window, WIDE, height)
            page.goto((site / address).as_uri())
            page.screenshot(path=target / f"{name}.png")
            page.context.close()
            made.append(target / f"{name}.png")
    return made


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=str(__doc__).splitlines()[0])
    parser.add_argument("target", type=Path, nargs="?", help="the folder to write to")
    parser.add_argument("--site", type=Path, default=REPOSITORY / "build" / "assessor" / "site", help="the built site")
    parser.add_argument("--readme", action="store_true", help="the README's pictures")
    asked = parser.parse_args()
    site = asked.site.resolve()
    if not (site / "index.html").is_file():
        parser.error(f"{site} holds no site. Publish first.")
    if not (asked.target or asked.readme):
        parser.error("name a folder to write to")
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=browser.find(site / "index.html"))
        if asked.readme:
            assets = REPOSITORY / "site" / "docs" / "project" / "assets"
            made = for_the_readme(window, site, asked.target or assets)
        else:
            made = every_kind(window, site, asked.target)
        window.close()
    print(f"{len(made)} pictures in {made[0].parent if asked.readme else asked.target}.")


if __name__ == "__main__":
    main()
