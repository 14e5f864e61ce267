"""Measures how fast the privacy guard looks through text: 9 MB of a service's words and figures, with 5,000 names.

    python benchmarks/privacy.py [--rounds N]

The floor is one pass of one simple pattern, every word, over the same text in the same process. Each round takes turns,
the median of CPU time counts; exit 1 when a target is missed. Then texts made to take long, 200 kB of each.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date

from rsqm_tool.model import Location
from rsqm_tool.model.privacy import Part, Piece
from rsqm_tool.privacy.rules import load
from rsqm_tool.privacy.scan import Allowed, scan

CHARACTERS = 9_000_000
NAMES = 5_000
SECONDS = 3.0  # of CPU, at most
TIMES = 14.0  # the floor, at most
HARD_SECONDS = 1.0  # of CPU for each text that is made to take long
_WORDS = (
    "the service offers restorative justice to each person harmed and person responsible who agrees to take part; a "
    "practitioner meets each of them to prepare, records consent in writing, judges risk with a colleague and says how "
    "to withdraw at any time without a reason Board Supervision Training Review Policy Safeguarding Data Complaint"
).split()
_HARD = ("0", "1", "a", "A", "@", "a@", "+", "(", "-", "07", "0 ", "1-", "A1 ", "12/", "\n", "<a", "a.", "DOB ",
         "born ", "crime no ", "Aaaa ", "J ", "4111 ", "GB82", "account ", "1.2.", "(0", "[at]", "é")  # fmt: skip


def pieces() -> Iterator[Piece]:
    """Paragraphs and rows of figures, as documents and tables hold them; here and there something to find."""
    chance, size, page = random.Random(20261120), 0, 0  # noqa: S311
    while size < CHARACTERS:
        page += 1
        lines = [" ".join(chance.choices(_WORDS, k=14)).capitalize() + "." for _ in range(30)]
        for _ in range(15):
            number = chance.randrange(1, 2_000)
            lines.append(
                f"C-{number:04}, P-{number % 90:03}, {number % 28 + 1:02}/{number % 12 + 1:02}/2026, £{number:,}.50"
            )
        if page % 50 == 0:
            lines.append(f"Ring 07700 900{page % 1000:03} or write to p{page}@example.org")
        text = "\n".join(lines)
        size += len(text)
        yield Piece(text, Location("report.pdf", page=page), Part.BODY)


def people() -> list[str]:
    """So many invented names."""
    parts = ["".join(part).title() for part in itertools.product("bdflmnrst", "aeiou", "dlmnrst", "aeo")]
    return [f"{one} {two}son" for one in parts[:50] for two in parts[50:]][:NAMES]


def taken(action: Callable[[], object]) -> float:
    """Seconds of CPU."""
    begin = time.process_time()
    action()
    return time.process_time() - begin


def main() -> int:
    """Measure and print; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each has its turn (5)")
    rounds = range(parser.parse_args().rounds)
    text, rules = list(pieces()), load(people())
    found = scan(text, rules, Allowed(), date(2026, 11, 20))
    words = re.compile(r"\w+")
    floors, ours = [], []
    for _ in rounds:
        floors.append(taken(lambda: sum(1 for piece in text for _ in words.finditer(piece.text))))
        ours.append(taken(lambda: scan(text, rules, Allowed(), date(2026, 11, 20))))
    floor, guard = statistics.median(floors), statistics.median(ours)
    print(f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} cores")
    print(f"{found.characters:,} characters, {NAMES:,} names, {len(found.hits)} hits")
    print(f"one pass of one pattern {floor:6.2f} s CPU")
    print(
        f"the guard               {guard:6.2f} s CPU, {guard / floor:.1f} times; at most {SECONDS} s, {TIMES:g} times"
    )
    hard = {run: taken(lambda run=run: _hard(run)) for run in _HARD}  # type: ignore[misc]
    worst = max(hard, key=lambda run: hard[run])
    print(f"200 kB made to take long {hard[worst]:5.2f} s CPU for the worst, {worst!r}; at most {HARD_SECONDS} s")
    return 0 if guard < SECONDS and guard < TIMES * floor and hard[worst] < HARD_SECONDS else 1


def _hard(run: str) -> None:
    text = (run * 200_000)[:200_000]
    scan([Piece(text, Location("a"), Part.BODY)], load(["Aaaa Bbbb", "J Smith"]), Allowed(), date(2026, 11, 20))


if __name__ == "__main__":
    sys.exit(main())
