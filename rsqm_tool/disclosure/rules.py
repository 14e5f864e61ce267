"""What a policy says of a figure, and what every protected figure has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from rsqm_tool.disclosure import words
from rsqm_tool.model.disclosure import Policy, ProtectedFigure, Steps, Withheld, named
from rsqm_tool.model.monitoring import Counts, Figure

REASON = "Not shown: its numbers are small, or would give away small ones."
TOGETHER = (
    "Together with other tables, or with what was published before, its numbers would give away a hidden one. It is "
    "shown again once its numbers allow it; nothing is wrong."
)
F = TypeVar("F")


def is_exact(figure: Figure, policy: Policy) -> bool:
    """Whether the audience sees the numbers of a figure as they are."""
    return policy.audience == "assessor" and not is_sensitive(figure, policy)


def is_sensitive(figure: Figure, policy: Policy) -> bool:
    """Whether small numbers of a figure are hidden from everybody."""
    return (isinstance(figure, Counts) and figure.sensitive) or named(figure.id, policy.sensitive)


def steps_of(figure: Figure, policy: Policy) -> Steps:
    """How its categories may be put together."""
    return policy.steps.get(figure.id, policy.otherwise)


def about(figure: Figure, policy: Policy, rule: str, together: Sequence[str] = ()) -> dict[str, Any]:
    """The fields that every protected figure has."""
    exact = is_exact(figure, policy)
    left_out = figure.left_out if exact else words.left_out(figure.left_out, policy.threshold)
    return {
        "id": figure.id, "title": figure.title, "definition": figure.definition, "unit": figure.unit,
        "tables": figure.tables, "threshold": policy.threshold, "rule": "" if exact else rule, "exact": exact,
        "left_out": left_out, "together": tuple(filter(None, together)),
    }  # fmt: skip


def withheld(figure: Figure | ProtectedFigure, to_do: str) -> Withheld:
    """A figure that is not shown. Its page gives one reason for all: which one it is could tell something, too."""
    return Withheld(figure.id, figure.title, REASON, to_do)


def too_few(figure: Figure, policy: Policy) -> Withheld:
    """A figure of which nothing would be left."""
    enough = f"the numbers that would not be hidden do not come to {2 * policy.threshold}"
    return withheld(figure, f"Too few {figure.unit}: {enough}. It is shown once they do; nothing is wrong.")


def chosen(
    regular: Sequence[F],
    extra: Sequence[F],
    coarser: int,
    hidden: Callable[[F], tuple[int, int]],
    enough: Callable[[F], bool],
) -> F | None:
    """The first form of which nothing is hidden, or else that with the smallest part hidden; the first of equals. Where
    too little of it is left, it is looked for among those after it.

    `hidden` answers how many cells of a form would be hidden, and of how many. `coarser` leaves out so many of the
    first forms; after the regular ones come the extra ones, each by itself. None when there are no more.
    """
    if coarser >= len(regular):
        return extra[coarser - len(regular)] if coarser - len(regular) < len(extra) else None
    left = list(regular[coarser:])
    while True:
        place = _fewest_hidden([hidden(form) for form in left])
        if enough(left[place]) or place == len(left) - 1:
            return left[place]
        left = left[place + 1 :]


def _fewest_hidden(hidden: Sequence[tuple[int, int]]) -> int:
    parts = [number / of if of else 0.0 for number, of in hidden]
    return parts.index(min(parts))
