"""On paper: closed parts are printed, with script and without, and the PDF is tagged."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.browser.looking import Open
from tools.built import kinds


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_closed_parts_are_printed(opened: Open, site: Path, script: bool) -> None:
    page = opened(java_script_enabled=script).page
    page.goto((site / kinds(site)["criteria one"]).as_uri())
    hidden = page.locator("details:not([open]) li").all_text_contents()
    assert len(hidden) > 3
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, tagged=True)))
    words = "".join("".join(p.extract_text().split()) for p in printed.pages)
    assert [h for h in hidden if "".join(h.split()) not in words] == []
    assert printed.root_object["/MarkInfo"]["/Marked"]
    width, height = (float(v) / 72 * 25.4 for v in printed.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    assert page.locator("details[open]").count() == 0, "what was opened for the printer stays open"


def test_paper_leaves_out_what_only_a_screen_can_use(opened: Open, site: Path) -> None:
    page = opened().page
    page.goto((site / "evidence" / "index.html").as_uri())
    page.emulate_media(media="print")
    for part in (".md-header", ".md-sidebar--primary", ".rsqm-filter", ".headerlink"):
        assert page.locator(f"{part}:visible").count() == 0, part
    assert page.locator("#register tbody tr:visible").count() == page.locator("#register tbody tr").count()
