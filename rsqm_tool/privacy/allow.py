"""Reads evidence/privacy-allow.yaml: what the guard finds and lets pass, with a reason and a day on which it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rsqm_tool.dates import add_months
from rsqm_tool.load.places import YamlFile, read
from rsqm_tool.load.schema import is_date, shown, validate
from rsqm_tool.model import Problem
from rsqm_tool.model.privacy import Allowance
from rsqm_tool.privacy.mask import digest
from rsqm_tool.privacy.rules import normal
from rsqm_tool.privacy.sources.values import ALLOW

_AHEAD = 24  # months that a decision holds at most: then somebody looks at it again
_EXPECTED = {
    "reason": "why it may stand there, in at least 15 characters",
    "approved_by": "the role that decided it",
    "review_by": "a date at most two years ahead, year-month-day, such as 2027-04-01",
}


def allowances(root: Path, as_of: date) -> tuple[list[Allowance], list[Problem]]:
    """The entries of the workspace `root`, or every mistake in them. No file is no entry.

    `as_of`: the day from which it is counted how far ahead an entry may end.
    """
    if not (root / ALLOW).exists():
        return [], []
    file = read(root, ALLOW)
    problems = file.problems or _mistakes(file, as_of)
    if problems:
        return [], problems
    return [_allowance(file, number, entry) for number, entry in enumerate(file.data["allow"])], []


def _allowance(file: YamlFile, number: int, entry: Mapping[str, Any]) -> Allowance:
    rule = entry["rule"]
    hashed = entry.get("sha256") or digest(rule, normal(rule, str(entry["value"])))
    return Allowance(
        rule,
        hashed,
        entry["file"],
        entry["reason"],
        entry["approved_by"],
        date.fromisoformat(entry["review_by"]),
        file.where(("allow", number)),
    )


def _mistakes(file: YamlFile, as_of: date) -> list[Problem]:
    """What is wrong in the list, line by line. What is only empty is told as that, whatever its schema says of it."""
    empty = list(_empty(file))
    places = {problem.where for problem in empty}
    broken = [problem for problem in validate(file, "privacy-allow") if problem.where not in places]
    found = [*empty, *broken, *_far(file, as_of), *_twice(file)]
    return sorted(found, key=lambda problem: (problem.where.line or 0, problem.where.column or 0))


def _empty(file: YamlFile) -> Iterator[Problem]:
    """What a person has still to fill in."""
    for key, expected in _EXPECTED.items():
        for at, value in file.walk(f"allow/*/{key}"):
            if value is None or (isinstance(value, str) and not value.strip()):
                yield Problem(file.where(at), f"`{key}:` is empty", expected, "Fill it in")


def _far(file: YamlFile, as_of: date) -> Iterator[Problem]:
    """Days so far ahead that nobody would look at the entry again."""
    last = add_months(as_of, _AHEAD)
    for at, value in file.walk("allow/*/review_by"):
        if isinstance(value, str) and is_date(value) and date.fromisoformat(value) > last:
            expected = f"a day at most two years ahead, {last} or before"
            yield Problem(file.where(at), f"`review_by:` is {shown(value)}", expected, "Correct the date")


def _twice(file: YamlFile) -> list[Problem]:
    """Entries that stand twice: of two with different days nobody knows which holds."""
    first: dict[tuple[Any, ...], int] = {}
    problems = []
    for at, entry in file.walk("allow/*"):
        if not isinstance(entry, dict):
            continue
        key = tuple(str(entry.get(name)) for name in ("rule", "sha256", "value", "file"))
        where = file.where(at)
        before = first.setdefault(key, where.line or 0)
        if before != where.line:
            problems.append(Problem(where, f"The entry stands twice, first on line {before}", "", "Delete one of them"))
    return problems
