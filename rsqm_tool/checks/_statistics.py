"""Median, percentile and interval, in plain Python: the few formulae that figures need, each written out."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

_Z = 1.959963984540054  # of the normal distribution: 2.5 % lie above it, so 95 % lie between -z and z


def median(values: Sequence[float]) -> float:
    """The middle of some values, in order; of an even number, half the sum of the two in the middle.

    ValueError when there are none.
    """
    if not values:
        raise ValueError("no values have no median")
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile: the smallest of the values such that at least `percent` % are not above it.

    Of n values in order it is the one of rank ceil(percent * n / 100), the first for 0 %. It is always one of the
    values. ValueError when there are none, or when `percent` is not between 0 and 100.
    """
    if not values or not 0 <= percent <= 100:
        raise ValueError("a percentile needs values, and a share between 0 and 100 %")
    rank = max(1, -(-percent * len(values) // 100))
    return sorted(values)[rank - 1]


def wilson(number: int, of: int) -> tuple[float, float]:
    """The Wilson interval of a share, 95 %: its lower and upper end, between 0 and 1.

    With p = number / of and z = 1.96: (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n). It stays between 0 and 1 and
    is of use for small numbers and for shares near the ends. ValueError when nothing, or less than nothing, is counted.
    """
    if of <= 0 or not 0 <= number <= of:
        raise ValueError("an interval needs a part of a whole")
    share, spread = number / of, _Z * _Z / of
    middle = share + spread / 2
    reach = _Z * sqrt(share * (1 - share) / of + spread / (4 * of))
    low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
    return (0.0 if number == 0 else low), (1.0 if number == of else high)
