"""A document's text goes to JSON and back unchanged; readers raise nothing, whatever they are given."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.load.documents import formats, read_one
from rsqm_tool.load.documents.workers import Limits, Workers
from rsqm_tool.model.documents import DocumentText, Passage, PassageKind, from_json, to_json
from tests.documents import hostile

WORDS = st.text(max_size=20)
NAMES = st.text(min_size=1, max_size=20)
PASSAGES = st.builds(Passage, WORDS, st.none() | st.integers(1, 1000), st.none() | NAMES, st.sampled_from(PassageKind))
DAYS = st.none() | st.dates()
TEXTS = st.builds(
    DocumentText,
    passages=st.lists(PASSAGES, max_size=5).map(tuple),
    headings=st.lists(WORDS, max_size=5).map(tuple),
    pages=st.none() | st.integers(1, 1000),
    page_labels=st.lists(WORDS, max_size=5).map(tuple),
    title=st.none() | NAMES,
    author=st.none() | NAMES,
    created=DAYS,
    modified=DAYS,
    notes=st.lists(WORDS, max_size=3).map(tuple),
    trouble=WORDS,
)


@given(TEXTS)
def test_there_and_back(text: DocumentText) -> None:
    assert from_json(json.loads(json.dumps(to_json(text)))) == text


def test_what_is_empty_is_left_out() -> None:
    assert to_json(DocumentText()) == {}
    assert to_json(DocumentText(pages=1, created=date(2026, 4, 1))) == {"pages": 1, "created": "2026-04-01"}


@pytest.mark.parametrize(
    "data", [None, 1, "text", [], {"passages": 1}, {"passages": [1]}, {"created": "x"}, {"pages": "1"}]
)
def test_anything_else_is_refused(data: object) -> None:
    with pytest.raises(ValueError):
        from_json(data)


SAMPLES = {
    "a.docx": hostile.docx(hostile.paragraph("Text", "berschrift1") + hostile.paragraph("More")),
    "a.odt": hostile.odt("<text:h>Text</text:h><text:p>More</text:p>"),
    "a.md": b"---\ntitle: x\n---\n# A\n<!-- b -->\nc\n===\n",
    "a.html": b"<title>x</title><h1>A</h1><p hidden>b<table><tr><td>c</table><!-- d -->",
    "a.txt": "Café".encode("utf-16"),
}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.randoms(use_true_random=False))
def test_no_damage_makes_a_reader_fail(name: str, chance: random.Random) -> None:
    text = read_one(name, damaged(SAMPLES[name], chance))
    assert from_json(to_json(text)) == text


REASONS = ("damaged", "is empty", "needs a password", "no pages", "too large", "cannot open")


def test_no_damage_makes_the_reader_of_pdfs_fail() -> None:
    whole, chance = hostile.pdf("Text", "More", headings={2: "Heading"}), random.Random(20261120)
    with Workers(1, Limits(seconds=5)) as pool:
        for _ in range(150):
            text = pool.submit("a.pdf", damaged(whole, chance)).result()
            assert not text.trouble or any(word in text.trouble for word in REASONS)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Some bytes other than they were, or the end cut off."""
    whole = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    return bytes(whole[: chance.randrange(len(whole))]) if chance.random() < 0.3 else bytes(whole)


def test_every_format_says_what_it_is() -> None:
    assert sorted(formats()) == [".docm", ".docx", ".htm", ".html", ".markdown", ".md", ".odt", ".pdf", ".txt"]
    assert {f.LABEL for f in formats().values()} == {
        "a PDF", "a Word document", "an OpenDocument text", "Markdown", "a web page", "plain text",
    }  # fmt: skip
