"""Services that have hardly begun, and one that has a great deal: their pages are as good as the others."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.browser.looking import Open, open_details, sticking_out
from tests.browser.services import with_items
from tests.browser.test_accessible import found_by_axe
from tools.built import kinds

PAGES = ("index", "evidence/index", "criteria one")


@pytest.mark.parametrize("number", [0, 1, 300], ids=["nothing yet", "one item", "300 items"])
def test_pages_of_a_service_with(
    opened: Open, once: Callable[[str, Callable[[Path], None]], Path], number: int
) -> None:
    site = once(f"items {number}", partial(with_items, number=number))
    window = opened(360)
    pages = kinds(site)
    broken: dict[str, Any] = {}
    for name in dict.fromkeys(pages[kind] for kind in PAGES):
        window.page.goto((site / name).as_uri())
        open_details(window.page)
        assert window.page.get_by_role("main").inner_text().strip()
        faults = [*sticking_out(window.page), *(b for found in found_by_axe(window.page) for b in found)]
        if faults or window.complaints:
            broken[name] = faults + window.complaints
    assert broken == {}
    window.page.goto((site / pages["evidence/index"]).as_uri())
    assert window.page.locator("#register tbody tr").count() == number
    if not number:
        assert "Nothing is registered yet" in window.page.get_by_role("main").inner_text()
