"""Whole numbers of which only bounds and sums are known: whether they fit together, and what each of them may be.

What it says is proved either way. That a number may have a value is shown by an example: numbers for everything that
keep every bound and every sum. That nothing fits is shown by bounds that cross. Where neither is found, it says so,
and whoever asks must take it for the worse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

NO_LIMIT = 10**9
Bound = tuple[int, int, int]  # a number, from, to


class Term(NamedTuple):
    """A number in a sum: added or taken away."""

    sign: int  # 1 or -1
    number: int


class System:
    """Numbers from `low` to `high`, and sums of some of them that are 0."""

    def __init__(self) -> None:
        self.low: list[int] = []
        self.high: list[int] = []
        self.start: list[int] = []  # where the search for an example begins
        self.sums: list[list[Term]] = []
        self.within: list[list[tuple[int, int]]] = []  # for each number the sums that it is in, with its sign
        self._before: list[Bound] = []  # bounds as they were, newest last

    def number(self, low: int = 0, high: int = NO_LIMIT, start: int = 0) -> int:
        """A new number."""
        self.low.append(low)
        self.high.append(high)
        self.start.append(start)
        self.within.append([])
        return len(self.low) - 1

    def is_zero(self, terms: Sequence[Term]) -> None:
        """Say that a sum is 0."""
        for sign, number in terms:
            self.within[number].append((len(self.sums), sign))
        self.sums.append(list(terms))

    def narrow(self, bounds: Iterable[Bound]) -> bool:
        """Take in that some numbers lie between two others, and what follows for the rest by the sums.

        False, and nothing is taken in, when that contradicts what is known.
        """
        mark = len(self._before)
        waiting: dict[int, None] = {}
        fits = self._cut(bounds, waiting)
        while fits and waiting:
            equation = next(iter(waiting))
            del waiting[equation]
            fits = self._cut(self._implied(equation), waiting)
        if not fits:
            self.widen(mark)
        return fits

    def tighten(self) -> bool:
        """Take in what all sums say of the bounds; False when they contradict each other."""
        return self.narrow(bound for equation in range(len(self.sums)) for bound in self._implied(equation))

    @property
    def mark(self) -> int:
        """What to `widen` to, to take back what is taken in from here on."""
        return len(self._before)

    def widen(self, mark: int) -> None:
        """The bounds as they were at that mark."""
        while len(self._before) > mark:
            number, self.low[number], self.high[number] = self._before.pop()

    def parts(self, wanted: Iterable[int]) -> Iterator[tuple[System, dict[int, int]]]:
        """The system in parts that have nothing but fixed numbers in common: those with a wanted number that is not
        fixed. With each part, which of its numbers each number is."""
        group = list(range(len(self.low)))

        def root(number: int) -> int:
            while group[number] != number:
                group[number] = group[group[number]]
                number = group[number]
            return number

        firsts: list[int | None] = []  # of each sum
        for terms in self.sums:
            loose = [n for _, n in terms if self.low[n] < self.high[n]]
            for n in loose[1:]:
                group[root(n)] = root(loose[0])
            firsts.append(loose[0] if loose else None)
        for each in dict.fromkeys(root(n) for n in wanted if self.low[n] < self.high[n]):
            part, names = System(), dict[int, int]()
            sums = (t for t, n in zip(self.sums, firsts, strict=True) if n is not None and root(n) == each)
            for terms in sums:
                names |= {n: part.number(self.low[n], self.high[n], self.start[n]) for _, n in terms if n not in names}
                part.is_zero([Term(sign, names[n]) for sign, n in terms])
            yield part, names

    def _cut(self, bounds: Iterable[Bound], waiting: dict[int, None]) -> bool:
        for number, low, high in bounds:
            low, high = max(low, self.low[number]), min(high, self.high[number])
            if low > high:
                return False
            if low > self.low[number] or high < self.high[number]:
                self._before.append((number, self.low[number], self.high[number]))
                self.low[number], self.high[number] = low, high
                for equation, _ in self.within[number]:
                    waiting[equation] = None
        return True

    def _implied(self, equation: int) -> list[Bound]:
        """What a sum of 0 says of the bounds of each number in it: it is as large as the others together."""
        terms, low, high = self.sums[equation], self.low, self.high
        least = sum(low[n] if sign > 0 else -high[n] for sign, n in terms)
        most = sum(high[n] if sign > 0 else -low[n] for sign, n in terms)
        return [
            (n, high[n] - most, low[n] - least) if sign > 0 else (n, least + high[n], most + low[n])
            for sign, n in terms
        ]
