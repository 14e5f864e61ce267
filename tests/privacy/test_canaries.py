"""Nothing private or unclassified reaches any audience, and nothing of the assessor's reaches everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rsqm_tool.assess import assess
from rsqm_tool.load import load_workspace
from rsqm_tool.model import Assessment
from rsqm_tool.publish import publish_site
from rsqm_tool.publish.pdf import print_pack
from tests.browsers import need_chromium
from tests.privacy.canaries import ASSESSOR, NO_CLASS, PRIVATE, RARE, UNCLASSIFIED, WORDS, found_below, service

AS_OF = date(2026, 11, 20)


def judged(root: Path) -> Assessment:
    loaded = load_workspace(root)
    assert loaded.workspace, [str(p) for p in loaded.problems]
    return assess(loaded.workspace, loaded.workspace.frameworks[0], AS_OF)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The copy, published for both audiences."""
    folder = service(tmp_path_factory.mktemp("canaries"))
    for audience in ("assessor", "public"):
        publish_site(judged(folder), folder, audience)
    yield folder


def test_the_words_are_where_they_could_be_published_from(root: Path) -> None:
    """A test that cannot fail proves nothing: every class is there, and the assessor's word reaches the assessor."""
    items = judged(root).workspace.items
    assert {i.id for i in items if i.sensitivity is None} == set(NO_CLASS)
    for word in WORDS:
        named = [i for i in items if word in i.title]
        assert any(word in (i.file or "") for i in named), word
        assert len(found_below(root / "evidence", (word,))) > 5, word
    assert any("pages" not in place for place in found_below(root / "build" / "assessor" / "site", (ASSESSOR,)))


def test_nothing_private_or_unclassified_is_in_the_assessors_tree(root: Path) -> None:
    assert found_below(root / "build" / "assessor", (PRIVATE, UNCLASSIFIED)) == []


def test_nothing_but_what_is_public_is_in_the_public_tree(root: Path) -> None:
    """Nor a word by which one person alone was counted."""
    assert found_below(root / "build" / "public", (*WORDS, RARE)) == []


def test_the_rare_word_is_counted(root: Path) -> None:
    """The test above could fail: the assessor sees it among the sources, and not among offences."""
    found = found_below(root / "build" / "assessor" / "site" / "data", (RARE,))
    assert found == ["referrals-by-source.csv: kestrelrare"]


@pytest.mark.browser
def test_nothing_private_or_unclassified_is_in_the_printed_pack(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text, its properties and what is attached to it; the assessor's word is there."""
    monkeypatch.setenv("RSQM_BROWSER", str(need_chromium()))
    folder = root / "build" / "assessor" / "printed"
    folder.mkdir()
    print_pack(root / "build" / "assessor" / "site" / "pack.html", folder / "pack.pdf", AS_OF)
    assert found_below(folder, (PRIVATE, UNCLASSIFIED)) == []
    assert found_below(folder, (ASSESSOR,)) == [f"pack.pdf: {ASSESSOR}"]
