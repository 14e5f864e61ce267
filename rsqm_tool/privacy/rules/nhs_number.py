"""NHS numbers: ten digits of which the last is a check digit.

Also the numbers of Scotland and Northern Ireland, which are reckoned alike. Beside "ISBN" it is a book's. Groups other
than 999 012 3454, a line that ends within, and the letter O for nought count beside words such as "patient" only; one
figure in each box of a form, or a wrong check digit, behind "NHS number" only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsqm_tool.privacy.rules._shapes import ENDS, FIGURE, GAP, before, figures, glued, is_modulus_11, slips

_SHAPE = re.compile(rf"[0-9](?<![0-9£$€+].)(?<![0-9][.,-].)(?:{GAP}{FIGURE}){{9}}{ENDS}(?!%|[.,-][0-9])")
_GROUP = re.compile(f"{FIGURE}+")
_USUAL = ([10], [3, 3, 4])
_LABEL = r"\b(?:n\.?h\.?s|chi|h&c)\b"
_WORDS = re.compile(
    rf"{_LABEL}|\b(?:hsc|health|patient|hospital|ward|surgery|gp|doctor|clinic)(?![^\W_])", re.IGNORECASE
)
# Then a slip of the pen is no matter.
_SAID = re.compile(r"(?<![^\W_])(?:n\.?h\.?s\.?|chi|h&c)[ _]?(?:number|no|num|id)(?![a-z])", re.IGNORECASE)
_GLUED = re.compile(r"(?<![^\W_])(?:(?:nhs|chi|h&c) ?(?:number|num|no|id)?|number|no)$", re.IGNORECASE)
_BOOK = re.compile(r"\b(?:isbn|issn)\b", re.IGNORECASE)
_FIRST = "34679"  # what numbers begin with that nothing stands beside; others are too often something else


def find(text: str) -> Iterator[tuple[int, int]]:
    for found in _SHAPE.finditer(text):
        begin, value = found.start(), found[0]
        if glued(text, begin) and not before(text, begin, _GLUED, 15):
            continue
        if before(text, begin, _SAID, 30) or _is_sure(text, begin, value):
            yield found.span()


def _is_sure(text: str, begin: int, value: str) -> bool:
    """Whether the check digit says that it is one, and what stands near does not say otherwise."""
    digits, groups = figures(value), [len(group) for group in _GROUP.findall(value)]
    if not is_modulus_11(digits) or len(set(digits)) == 1 or before(text, begin, _BOOK, 12):
        return False
    alike = len(set(_GROUP.split(value)[1:-1])) < 2 and "\n" not in value  # what stands between the groups
    if groups in _USUAL and alike and not slips(value) and (len(groups) > 1 or digits[0] in _FIRST):
        return True
    return min(groups) > 2 and slips(value) < 3 and before(text, begin, _WORDS)


def normal(value: str) -> str:
    return figures(value)
