"""Whether a title or a topic mentions a phrase, whatever its capitals, hyphens and plurals."""

from __future__ import annotations

import re


def mentions(text: str, phrase: str) -> bool:
    """Whether the words of `phrase` stand in `text`, whole and in this order."""
    there, wanted = _words(text), _words(phrase)
    return bool(wanted) and any(there[i : i + len(wanted)] == wanted for i in range(len(there)))


def is_same(topic: str, phrase: str) -> bool:
    """Whether a topic is that phrase and nothing more."""
    return bool(_words(phrase)) and _words(topic) == _words(phrase)


def _words(text: str) -> list[str]:
    return [_singular(w) for w in re.findall(r"[^\W_]+", text.casefold())]


def _singular(word: str) -> str:
    """Near enough: both sides go through it, so a clumsy singular still meets itself."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
