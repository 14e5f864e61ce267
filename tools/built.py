"""What a built site holds: its pages, and one of each kind to look at."""

from __future__ import annotations

import re
from pathlib import Path

# Criteria whose pages have other parts than the rest: not met, and not applicable.
_APART = re.compile(r"rsqm-standing--(not|na)\b")


def pages(site: Path) -> list[str]:
    """The addresses of a site's pages below its folder, sorted."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def kinds(site: Path) -> dict[str, str]:
    """One page of each kind: its address below the site's folder, by its kind.

    A page of its own, such as the dashboard, is a kind. Of many that are alike, such as those of criteria, the longest
    stands for all; of criteria also the longest that is not met, and that is not applicable. A new page is a new kind
    without a word here.
    """
    found: dict[str, str] = {}
    for name in pages(site):
        folder, _, page = name.rpartition("/")
        if not folder or page == "index.html":
            found[name.removesuffix(".html")] = name
            continue
        text = (site / name).read_text(encoding="utf-8")
        apart = _APART.search(text)
        for kind in [f"{folder} one", *([f"{folder} {apart[1]}"] if apart else [])]:
            if kind not in found or len(text) > len((site / found[kind]).read_text(encoding="utf-8")):
                found[kind] = name
    found.pop("404", None)  # its addresses begin at a server's top: it is for servers alone
    return found
