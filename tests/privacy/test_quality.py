"""The guard finds what it says it finds: at least 95 % of the labels, and under one false hit in 1,000 words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.privacy.quality import FIRST, HELD_OUT, Quality, measure

PAGE = Path(__file__).resolve().parents[2] / "site" / "docs" / "project" / "quality.md"
QUALITY = {"first": measure(FIRST), "held out": measure(HELD_OUT)}


@pytest.mark.parametrize("quality", QUALITY.values(), ids=QUALITY)
def test_nearly_all_is_found_and_hardly_anything_else(quality: Quality) -> None:
    assert quality.recall >= 0.95
    assert quality.words > 2_500
    assert 1_000 * quality.false_in_prose / quality.words < 1


def test_the_page_says_what_is_measured() -> None:
    """A line a rule: first corpus, held-out corpus. Whoever changes a rule writes the new figures there."""
    text = PAGE.read_text(encoding="utf-8")
    first, held = (list(quality.rows()) for quality in QUALITY.values())
    wanted = [f"| {one} | {other.partition(' | ')[2]} |" for one, other in zip(first, held, strict=True)]
    assert re.findall(r"^\| (?:\w+) \| \d.*\|$", text, re.MULTILINE) == wanted
    for quality in QUALITY.values():
        assert f"{quality.false_hits} in {quality.look_alikes} look-alikes" in text
        assert f"{quality.false_in_prose} in {quality.words:,} words" in text
