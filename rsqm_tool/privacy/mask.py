"""Hides values: what of one may be shown, and a hash by which it is known again."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from rsqm_tool.model.privacy import APART
from rsqm_tool.privacy.rules import Rule
from rsqm_tool.privacy.spelling import plainly, spelt

_SHORT = 8  # letters and digits: a value with fewer is masked whole
_LONG = 11
_WHOLE = ("names", "date_of_birth")  # rules of which a single letter would say too much


def masked(rule: str, value: str) -> str:
    """A value with stars for its letters and digits: 07*** ***123. The place has the rest."""
    marks = [index for index, character in enumerate(value) if character.isalnum()]
    first, last = (2, 3) if len(marks) >= _LONG else (1, 1)
    if len(marks) < _SHORT or rule in _WHOLE:
        first = last = 0
    hidden = set(marks[first : len(marks) - last])
    shown = value.replace(APART, "|")  # a name may stand in two cells
    return "".join("*" if index in hidden else character for index, character in enumerate(shown))


def digest(rule: str, normal: str) -> str:
    """The hash of a value in its one spelling. Without the rule's name the hashes of other people's lists would fit."""
    return sha256(f"{rule}\n{normal}".encode("utf-8", "replace")).hexdigest()


def covered(text: str, rules: Sequence[Rule]) -> str:
    """`text` with every value in it masked: for headings, headers and names of files that tell a place."""
    text = plainly(text)
    for rule in rules:
        ways = (text, spelt(text), text.replace("/", "\n"))
        for begin, end in {span for way in ways for span in rule.find(way)}:
            text = text[:begin] + masked(rule.name, text[begin:end]) + text[end:]
    return text
