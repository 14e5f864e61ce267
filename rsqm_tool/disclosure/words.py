"""The sentences that stand with a protected figure: its rule, and what was left out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rsqm_tool.disclosure.numbers import enough, shown
from rsqm_tool.model.disclosure import BASE

_LEFT_OUT = re.compile(r"Not counted: (\d+) (.*)", re.DOTALL)
# What holds digits and is no count: quarters, months, years, days in words.
_TIMES = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b\d{4}(-Q[1-4]|-\d{2})?\b")
FEWER = "Not counted, too: fewer than {} for each of some reasons, which are not told here."
UNKNOWN = "Something else was left out, which is not told here."


def for_counts(threshold: int, zeros_hidden: bool, staged: bool, adds: bool) -> str:
    """The rule of a table, to be printed under it."""
    under = f"under {threshold}, 0 included," if zeros_hidden else f"under {threshold}"
    said = [f"Numbers {under} are hidden (*), others are rounded to {BASE}"]
    if adds or not staged:
        said[0] += "; totals are of the figures shown"
    if staged:
        said.append(f"“Nearly all” is all but fewer than {threshold} of the column before")
        said.append(_parts(threshold))
    return ". ".join(said) + "."


def for_shares(threshold: int) -> str:
    """The rule of shares."""
    return (
        f"Numbers under {threshold} are hidden (*), others are rounded to {BASE}; percentages are of the figures shown."
        f" “Nearly all” is all but fewer than {threshold}. {_parts(threshold)}."
    )


def for_waits(threshold: int, whole: bool) -> str:
    """The rule of waiting times."""
    totals = "; the number of the whole period is that of the figures shown" if whole else ""
    return (
        f"Numbers under {threshold} are hidden (*), others are rounded to {BASE}{totals}. A median is told where surely"
        f" {2 * threshold} waited, nine in ten where surely {10 * threshold} did, both in whole days."
    )


def for_funnel(threshold: int) -> str:
    """The rule of a funnel."""
    return (
        f"Numbers under {threshold} are hidden (*), others are rounded to {BASE}. “Nearly all” is all but fewer than "
        f"{threshold} of the last number shown. {_parts(threshold)}."
    )


def _parts(threshold: int) -> str:
    return f"Of a number shown as less than {enough(2 * threshold)}, or hidden, no part is told"


def left_out(sentences: Iterable[str], threshold: int) -> tuple[str, ...]:
    """What was left out, with its numbers rounded; below the threshold without number, reason or grammatical number."""
    return tuple(dict.fromkeys(_left_out(sentences, threshold)))


def _left_out(sentences: Iterable[str], threshold: int) -> Iterator[str]:
    few = unknown = False
    for sentence in sentences:
        found = _LEFT_OUT.fullmatch(sentence)
        if re.search(r"\d", _TIMES.sub("", found[2] if found else sentence)):
            unknown = True
        elif not found:
            yield sentence
        elif int(found[1]) < threshold:
            few = True
        else:
            yield f"Not counted: about {shown(int(found[1]), threshold)} {found[2]}"
    if few:
        yield FEWER.format(threshold)
    if unknown:
        yield UNKNOWN
