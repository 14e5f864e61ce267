"""How much of a labelled corpus the guard finds, and what it finds that is none: the figures of quality.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rsqm_tool.model import Location
from rsqm_tool.model.privacy import Hit, Part, Piece
from rsqm_tool.privacy.known import known
from rsqm_tool.privacy.rules import load
from rsqm_tool.privacy.scan import Allowed, scan
from rsqm_tool.privacy.spelling import plainly
from tests.privacy import corpus

FIRST = corpus.HERE
HELD_OUT = FIRST.parent / "heldout"


@dataclass(frozen=True)
class Quality:
    """What was measured."""

    labels: Counter[str]  # by rule
    found: Counter[str]
    look_alikes: int
    false_hits: int  # in them
    words: int  # of prose
    false_in_prose: int

    @property
    def recall(self) -> float:
        return self.found.total() / self.labels.total()

    def rows(self) -> Iterator[str]:
        """The lines of the page's table."""
        for rule in sorted(self.labels):
            yield f"{rule} | {self.found[rule]} of {self.labels[rule]}"
        yield f"all | {self.found.total()} of {self.labels.total()}, {100 * self.recall:.1f} %"


def measure(folder: Path) -> Quality:
    """A label is found when a hit of its rule overlaps its value. See the corpus's README."""
    rules = load(corpus.listed_names(folder))
    by_name = {rule.name: rule for rule in rules}
    labels: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for label in corpus.identifiers(folder=folder):
        begin, end = label.span
        assert label.rule
        labels[label.rule] += 1
        begin, end = len(plainly(label.text[:begin])), len(plainly(label.text[:end]))
        hits = by_name[label.rule].find(plainly(label.text))
        found[label.rule] += any(first < end and last > begin for first, last in hits)
    silent = known(corpus.declared(folder), rules)

    def hits_of(text: str) -> tuple[Hit, ...]:
        piece = Piece(text, Location("corpus.md", line=1), Part.BODY)
        return scan([piece], rules, Allowed(known=silent), date(2026, 11, 20)).hits

    alike, prose = corpus.look_alikes(folder), corpus.prose(folder)
    false = sum(len(hits_of(label.text)) for label in alike)
    return Quality(labels, found, len(alike), false, len(prose.split()), len(hits_of(prose)))
