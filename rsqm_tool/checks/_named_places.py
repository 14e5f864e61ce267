"""Whether a place that somebody names in words ("section 4, page 6") exists in a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rsqm_tool.checks._phrases import best, has_words
from rsqm_tool.model.documents import DocumentText, PassageKind

_NUMBER = r"\d{1,3}(?:\.\d{1,2})*"
_LIST = rf"({_NUMBER}(?:\s*(?:,|;|and|&|to|-|–)\s*{_NUMBER})*)\b"
_PAGES = re.compile(rf"\b(?:pages?|pp?\.)\s*{_LIST}", re.IGNORECASE)
_SECTIONS = re.compile(
    rf"(?:\b(?:sections?|sect?\.|clauses?|paragraphs?|paras?\.?|chapters?|parts?|articles?|points?)|§+)\s*{_LIST}",
    re.IGNORECASE,
)
_HEADED = re.compile(rf"^\W*(?:(?:section|part|chapter|clause|article)\s+)?({_NUMBER})\b", re.IGNORECASE)
_LINE = re.compile(
    rf"^[^\w\n]{{0,20}}(?:(?:section|clause|paragraph|article|part)\s)?({_NUMBER})(?![\d/])",
    re.IGNORECASE | re.MULTILINE,
)
_HIGHEST = 99  # what begins with a larger number than this is a year or a sum, and no numbered heading
_SHORT = 4  # letters: words with fewer say nothing about a place
# Words that say how to find a place, and not what stands there.
_PLAIN = frozenset(
    "page pages section sections clause clauses paragraph paragraphs chapter table tables figure heading line lines "
    "column columns box bullet first second third last whole throughout document introduction cover front back top "
    "bottom under above below from with that this about list item items both each every form annex appendix "
    "schedule also see where start beginning middle sheet".split()
)


class Missing(NamedTuple):
    """What a claim names and the document does not have."""

    what: str  # "page 6"
    instead: str  # "it has 4 pages", as a clause
    certain: bool  # False where only words were looked for


def missing(text: DocumentText, claim: str) -> Iterator[Missing]:
    """What of a claim does not exist in a document; nothing where all does, or where nobody can tell."""
    for page in _numbers(_PAGES, claim):
        if text.pages is not None and not 1 <= int(page) <= text.pages and page not in text.page_labels:
            pages = f"it has {text.pages} pages" if text.pages != 1 else "it has one page"
            yield Missing(f"page {page}", pages, True)
    if not has_words(text):
        return
    for section in _numbers(_SECTIONS, claim):
        if instead := _no_section(text, section):
            yield Missing(f"section {section}", instead, True)
    rest = _SECTIONS.sub(" ", _PAGES.sub(" ", claim))
    unknown = [w for w in _words(rest) if best(text, [w]) is None]
    if unknown:
        yield Missing(f"the words {', '.join(repr(w) for w in unknown)}", "they are not in it", False)


def _numbers(pattern: re.Pattern[str], claim: str) -> Iterator[str]:
    """The numbers that a claim names, ranges spelled out: "sections 1 to 3 and 5" gives 1, 2, 3, 5."""
    for found in pattern.finditer(claim):
        parts, last = re.split(rf"({_NUMBER})", found[1]), ""
        for before, number in zip(parts[::2], parts[1::2], strict=False):
            if before.strip() in ("to", "-", "–") and number.isdigit() and last.isdigit():
                yield from map(str, range(int(last) + 1, int(number)))
            yield number
            last = number


def _no_section(text: DocumentText, number: str) -> str:
    """Why a document has no section of that number; nothing where it has, or where nobody can tell."""
    numbered = [m[1] for h in text.headings if (m := _HEADED.match(h)) and int(m[1].split(".")[0]) <= _HIGHEST]
    if any(n == number or n.startswith(f"{number}.") for n in numbered) or number in _first_on_lines(text):
        return ""
    if numbered:
        return f"its sections are {', '.join(dict.fromkeys(numbered))}"
    top = number.split(".")[0]
    if not text.headings or int(top) <= len(text.headings):
        return ""
    headings = len(text.headings)
    return f"it has {headings} headings" if headings != 1 else "it has one heading"


@lru_cache(maxsize=512)
def _first_on_lines(text: DocumentText) -> frozenset[str]:
    """The numbers that lines of the text begin with, as those of numbered clauses do."""
    bodies = (p.text for p in text.passages if p.kind is PassageKind.BODY)
    return frozenset(number for body in bodies for number in _LINE.findall(body))


def _words(rest: str) -> Iterator[str]:
    for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", rest):
        if len(word) >= _SHORT and word.casefold() not in _PLAIN:
            yield word
