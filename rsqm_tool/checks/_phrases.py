"""Finds phrases in a document's words: whatever its capitals, hyphens and apostrophes, whole words, and in linear time.

Each document is split into words once, and kept. A phrase is words that stand together in one sentence; a word that
ends with `*` stands for its family (`withdraw*`: withdraw, withdrawal, withdrawn). Comments, tracked deletions,
hidden text and what repeats on every page are not looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from rsqm_tool.model.documents import DocumentText, Passage, PassageKind

LONGEST = 160  # characters of a quotation
_KINDS = (PassageKind.BODY, PassageKind.NOTE)
_PART = r"[^\W_]+(?:['’\u00ad][^\W_]+)*"
# A word, several with hyphens between (also at a line's end), or the end of a sentence.
_TOKEN = re.compile(rf"{_PART}(?:[-\u2010\u2011]\s?{_PART})*|[.!?](?=\s)")
# What changed between versions says what a document once lacked, and is no section on it.
_HISTORY = re.compile(
    r"\W{0,9}(?:\d+\W{0,9})?(?:version|revision|change|amendment|document)s? (?:history|control|log|record)", re.I
)
_HYPHENS = re.compile(r"[-\u2010\u2011]\s?")
_INSIDE = str.maketrans("", "", "'’\u00ad")  # what stands inside words and is left out
_GAP = 2  # free places between sentences and passages, so that no phrase reaches across


class Hit(NamedTuple):
    """Where a phrase stands."""

    phrase: str
    passage: Passage
    in_heading: bool
    first: int  # number of its first word in the passage, 0 is the first
    last: int

    @property
    def quotation(self) -> str:
        """The words around it, at most `LONGEST` characters, cut at words."""
        text = self.passage.text
        spans = list(islice(_spans(text), self.last + 1))
        return _excerpt(text, spans[self.first][0], spans[-1][1]) if len(spans) > self.last else ""


@dataclass(frozen=True, slots=True)
class _Index:
    """The words of a document, and where each stands. Places are numbered through the whole document."""

    passages: Sequence[Passage]
    begins: Sequence[int]  # the place of each passage's first word
    places: Mapping[str, Sequence[int]]  # of single words
    compounds: Mapping[str, Mapping[int, int]]  # of hyphenated words written as one: first and last place
    vocabulary: Sequence[str]  # sorted


def has_words(text: DocumentText | None) -> bool:
    """Whether there is anything to look at."""
    return text is not None and any(p.kind in _KINDS and p.text.strip() for p in text.passages)


def best(text: DocumentText, phrases: Iterable[str]) -> Hit | None:
    """Where one of the phrases stands: in a heading rather than elsewhere; else of the first phrase that is there."""
    index = _index(text)
    found = [hit for phrase in phrases for hit in _hits(index, phrase)]
    return min(found, key=lambda hit: not hit.in_heading, default=None)


def is_in(phrase: str, words: str) -> bool:
    """Whether a phrase stands in a few words, such as those of a register."""
    return next(_hits(_build([Passage(words)]), phrase), None) is not None


def _hits(index: _Index, phrase: str) -> Iterator[Hit]:
    """Where a phrase stands: its first place, and the first in a heading if that is another."""
    for number, (first, last) in enumerate(sorted(_runs(index, phrase))):
        at = bisect_right(index.begins, first) - 1
        passage, begin = index.passages[at], index.begins[at]
        in_heading = last - begin < _heading_words(passage)
        if number == 0 or in_heading:
            yield Hit(phrase, passage, in_heading, first - begin, last - begin)
        if in_heading:
            return


def _runs(index: _Index, phrase: str) -> set[tuple[int, int]]:
    """All places of a phrase: of its first and last word. A hyphen in it may be a space, or nothing, in the text."""
    plain = phrase.casefold().translate(_INSIDE)
    found: set[tuple[int, int]] = set()
    for written in {_HYPHENS.sub(" ", plain), _HYPHENS.sub("", plain)}:
        families = [_family(index, word) for word in re.findall(r"[^\W_]+\*?", written)]
        if not all(families):  # a word of it stands nowhere: no need to look where the others do
            continue
        runs: set[tuple[int, int]] | None = None
        for family in families:
            here = _places(index, family)
            runs = set(here) if runs is None else {(a, d) for a, b in runs for c, d in _starting(here, b + 1)}
        found |= runs or set()
    return found


def _starting(places: Mapping[tuple[int, int], None], at: int) -> Iterator[tuple[int, int]]:
    """Those of some places that begin at one: a word, or a hyphenated one of up to four parts."""
    return ((at, end) for end in range(at, at + 4) if (at, end) in places)


def _family(index: _Index, word: str) -> list[str]:
    """The words of the document that a word stands for: itself, or its family."""
    if not word.endswith("*"):
        return [word] if word in index.places or word in index.compounds else []
    begin = bisect_left(index.vocabulary, word[:-1])
    return list(takewhile(lambda known: known.startswith(word[:-1]), islice(index.vocabulary, begin, None)))


def _places(index: _Index, family: Iterable[str]) -> dict[tuple[int, int], None]:
    """Where any of some words stands."""
    found: dict[tuple[int, int], None] = {}
    for known in family:
        found |= dict.fromkeys((at, at) for at in index.places.get(known, ()))
        found |= dict.fromkeys(index.compounds.get(known, {}).items())
    return found


@lru_cache(maxsize=512)
def _index(text: DocumentText) -> _Index:
    return _build([p for p in text.passages if p.kind in _KINDS and not _HISTORY.match(p.heading or "")])


def _build(passages: Sequence[Passage]) -> _Index:
    places: defaultdict[str, list[int]] = defaultdict(list)
    compounds: dict[str, dict[int, int]] = {}
    begins = []
    at = 0
    for passage in passages:
        begins.append(at)
        for written in _TOKEN.findall(passage.text.casefold()):
            if written.isalnum():  # nearly all of them: nothing to take out, nothing to split
                places[written].append(at)
                at += 1
                continue
            if written in ".!?":
                at += _GAP
                continue
            parts = _HYPHENS.split(written.translate(_INSIDE))
            if len(parts) > 1:
                compounds.setdefault("".join(parts), {})[at] = at + len(parts) - 1
            for part in parts:
                places[part].append(at)
                at += 1
        at += _GAP
    return _Index(passages, begins, places, compounds, sorted({*places, *compounds}))


def _heading_words(passage: Passage) -> int:
    """How many places the heading takes at the beginning of a passage; 0 where it does not begin with one."""
    if not passage.heading or not passage.text.startswith(passage.heading):
        return 0
    return _length(passage.heading)


@lru_cache(maxsize=4096)
def _length(heading: str) -> int:
    return max((number for number, _ in _numbered(heading)), default=-1) + 1


def _numbered(text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """The places of a passage's words, as `_build` counts them, each with where it begins and ends in the text."""
    at = 0
    for match in _TOKEN.finditer(text):
        if match[0] in ".!?":
            at += _GAP
            continue
        for _ in _HYPHENS.split(match[0]):
            yield at, match.span()
            at += 1


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the word at each place begins and ends in the text; free places have the end before them."""
    expected, end = 0, 0
    for at, span in _numbered(text):
        for _ in range(expected, at):
            yield end, end
        yield span
        expected, end = at + 1, span[1]


def _excerpt(text: str, first: int, last: int) -> str:
    """A stretch of the text with what stands around it, on one line."""
    room = max(0, LONGEST - 2 - (last - first)) // 2
    begin, end = max(0, first - room), min(len(text), last + room)
    if begin:
        begin = min(first, _next_space(text, begin))
    if end < len(text):
        end = max(last, text.rfind(" ", 0, end))
    inner = " ".join(text[begin:end].split())
    whole = f"{'…' if begin else ''}{inner}{'…' if end < len(text) else ''}"
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"


def _next_space(text: str, at: int) -> int:
    found = re.compile(r"\s").search(text, at)
    return found.end() if found else at
