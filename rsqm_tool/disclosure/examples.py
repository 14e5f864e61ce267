"""Examples of numbers that fit all that is known, and through them, how many values each number may have."""

from __future__ import annotations

from rsqm_tool.disclosure.system import System

_TRIES = 300  # how many numbers may be moved in the search for the next example
_NEAR = 4  # how far from the least value that a number can have an example is looked for
_PATIENCE = 30  # how many moves for each sum, in the search for one from anywhere


class Examples:
    """The values that numbers of a system are proved to have."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._gaps: list[int] = []  # what each sum comes to; all 0 in an example
        self._tries = 0
        self.value: list[int] = []
        self._seen: list[tuple[int, int]] = []  # a number had the first, the second, and every value between them

    def begin(self) -> bool:
        """Find a first example; False when none was found."""
        bounds = list(zip(self._system.low, self._system.high, strict=True))
        middles = [(low + min(high, low + 2 * _NEAR)) // 2 for low, high in bounds]
        for start in (self._system.start, middles, self._system.low, [low + _NEAR for low, _ in bounds]):
            self.value = list(start)
            if self._descend():
                self._seen = [(v, v) for v in self.value]
                return self.holds()
        return False

    def holds(self) -> bool:
        """Whether every bound and every sum is kept."""
        bounds = zip(self.value, self._system.low, self._system.high, strict=True)
        return all(low <= v <= high for v, low, high in bounds) and not any(
            sum(sign * self.value[n] for sign, n in terms) for terms in self._system.sums
        )

    def values(self, number: int, wanted: int) -> int:
        """How many values a number is proved to have, up to `wanted`, each by an example."""
        for step in (1, -1):
            while self._found(number) < wanted and self._shift(number, step):
                pass
        for step in (1, -1):
            while self._found(number) < wanted and self._jump(number, step):
                pass
        return self._found(number)

    def values_within(self, number: int, low: int, high: int, wanted: int) -> int | None:
        """How many values from `low` to `high` a number is proved to have, up to `wanted`; None where that none is."""
        least, most = self._seen[number]
        found = min(most, high) - max(least, low) + 1
        if found >= wanted:
            return found
        before, mark = list(self.value), self._system.mark
        if not self._system.narrow([(number, low, high)]):
            return None
        found = 0
        if self._descend():
            self._seen[number] = self.value[number], self.value[number]
            found = self.values(number, wanted)
        else:
            self.value, self._gaps = before, [0] * len(self._gaps)
        self._system.widen(mark)
        return found

    def _found(self, number: int) -> int:
        least, most = self._seen[number]
        return most - least + 1

    # From one example to the next.

    def _shift(self, number: int, step: int) -> bool:
        """An example in which a number is one more or one less; False, and all as before, when none was found.

        No other number moves by more than one either, so that each has every value between its least and its greatest.
        """
        if not self._system.low[number] <= self.value[number] + step <= self._system.high[number]:
            return False
        trail = [(number, step)]
        self._move(number, step)
        self._tries = _TRIES
        if not self._settle([equation for equation, _ in self._system.within[number]], trail, {number}):
            self._move(number, -step)
            return False
        for moved, _ in trail:
            self._note(moved)
        return True

    def _note(self, number: int) -> None:
        """Take in that a number has a value; where others lie between it and those before, these are forgotten."""
        value, (least, most) = self.value[number], self._seen[number]
        if least - 1 <= value <= most + 1:
            self._seen[number] = min(least, value), max(most, value)
        else:
            self._seen[number] = value, value

    def _settle(self, equations: list[int], trail: list[tuple[int, int]], used: set[int]) -> bool:
        """Bring all sums to 0 by moving numbers by one, each once at most; those first that put the most in order."""
        opened = [equation for equation in equations if self._gaps[equation]]
        if not opened:
            return True
        low, high, value = self._system.low, self._system.high, self.value
        tries = []
        for sign, n in self._system.sums[opened[-1]]:
            step = -sign if self._gaps[opened[-1]] > 0 else sign
            if n not in used and low[n] <= value[n] + step <= high[n]:
                tries.append((self._worse(n, step), n, step))
        tries.sort()
        for _, n, step in tries:
            self._tries -= 1
            if self._tries < 0:
                return False
            self._move(n, step)
            trail.append((n, step))
            used.add(n)
            if self._settle([*opened, *(equation for equation, _ in self._system.within[n])], trail, used):
                return True
            used.discard(n)
            trail.pop()
            self._move(n, -step)
        return False

    def _worse(self, number: int, step: int) -> int:
        """By how much more all sums together are off, once a number is moved; less than 0: by how much less."""
        gaps = self._gaps
        return sum(abs(gaps[e] + sign * step) - abs(gaps[e]) for e, sign in self._system.within[number])

    def _move(self, number: int, step: int) -> None:
        self.value[number] += step
        for equation, sign in self._system.within[number]:
            self._gaps[equation] += sign * step

    # Examples from anywhere.

    def _descend(self) -> bool:
        """Move numbers, from where they are, until all sums are 0; False when that takes too long.

        Each time the number whose move is worth most. Where no move is worth anything, the sums that are off count for
        more from then on, so that the search leaves the place where it is stuck.
        """
        bounds = zip(self.value, self._system.low, self._system.high, strict=True)
        self.value = [min(max(v, low), high) for v, low, high in bounds]
        self._gaps = [sum(sign * self.value[n] for sign, n in terms) for terms in self._system.sums]
        patience = _PATIENCE * len(self._gaps)
        weight = [1] * len(self._gaps)
        opened = {equation: None for equation, gap in enumerate(self._gaps) if gap}
        while opened and patience:
            patience -= 1
            equation = next(iter(opened))
            tries = (self._step(n, sign, self._gaps[equation], weight) for sign, n in self._system.sums[equation])
            worse, number, step = min(tries)
            if worse >= 0:
                for each in opened:
                    weight[each] += 1
                opened[equation] = opened.pop(equation)  # another one's turn
            else:
                self._move(number, step)
                for touched, _ in self._system.within[number]:
                    if self._gaps[touched]:
                        opened[touched] = None
                    else:
                        opened.pop(touched, None)
        return not opened

    def _step(self, number: int, sign: int, gap: int, weight: list[int]) -> tuple[int, int, int]:
        """How far a number can go to close a gap, and what that is worth."""
        wanted = self.value[number] - sign * gap
        step = min(max(wanted, self._system.low[number]), self._system.high[number]) - self.value[number]
        gaps, within = self._gaps, self._system.within[number]
        return sum(weight[e] * (abs(gaps[e] + s * step) - abs(gaps[e])) for e, s in within), number, step

    def _jump(self, number: int, step: int) -> bool:
        """An example with one value more of a number, looked for anew; False when none was found."""
        wanted = self._seen[number][1] + 1 if step > 0 else self._seen[number][0] - 1
        before, mark = list(self.value), self._system.mark
        if not self._system.narrow([(number, wanted, wanted)]):
            return False
        found = self._descend()
        self._system.widen(mark)
        if found:
            self._note(number)
        else:
            self.value, self._gaps = before, [0] * len(self._gaps)
        return found
