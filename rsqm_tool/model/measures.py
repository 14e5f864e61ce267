"""Counts that were saved from the service's tables, to stand in for them where they are not.

Nothing in them is about one person: per rule, how many kept it, broke it and so on, and within which limits. The file
that holds them is `evidence/measures.json`; `standards/schema/measures.schema.json` is its shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from rsqm_tool.model.words import Because, Outcome

FORMAT = 1  # one more whenever a key is renamed, removed or given another meaning
# All figures that are saved. Others may say more than a count should: how many days ago one thing was is a date.
PILES = ("kept", "broken", "broken_slightly", "cannot_tell", "explained", "denominator", "rows_left_out")
LIMITS = ("limit_days", "grace_days", "limit_months", "months", "share_wanted", "percent", "wanted")


class SavedFinding(NamedTuple):
    """One finding of a rule, without its words, its subjects and its place."""

    outcome: Outcome  # before the catalogue's `at_worst`
    because: Because | None
    lapses: str | None  # the month in which something in date lapses first, as 2027-02
    counts: Mapping[str, int]  # of PILES and LIMITS those that the rule has


class SavedRule(NamedTuple):
    """One expectation of one criterion that is judged from tables."""

    criterion: str
    check: str
    asked: str  # a SHA-256 of what decides about the counts besides the tables: see `asked` in `rsqm_tool.measures`
    findings: tuple[SavedFinding, ...]


class SavedFramework(NamedTuple):
    """What was counted for one framework."""

    id: str
    edition: str
    rules: tuple[SavedRule, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """The counts of one month."""

    tool: str  # the version of the program that counted
    month: str  # as 2026-10
    tables: tuple[str, ...]  # that were there
    frameworks: tuple[SavedFramework, ...]

    def data(self) -> dict[str, Any]:
        """What the file holds, with its own SHA-256: whoever changes a count by hand, or damages it, is found out."""
        held = {
            "format": FORMAT,
            "tool": self.tool,
            "month": self.month,
            "tables": list(self.tables),
            "frameworks": [_framework(f) for f in self.frameworks],
        }
        return {**held, "sha256": seal(held)}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Measures:
        """The counts that a file holds; the file fits its schema, anything else is a KeyError or ValueError."""
        frameworks = tuple(
            SavedFramework(f["id"], f["edition"], tuple(_read(rule) for rule in f["rules"])) for f in data["frameworks"]
        )
        return cls(data["tool"], data["month"], tuple(data["tables"]), frameworks)


def seal(data: Mapping[str, Any]) -> str:
    """The SHA-256 of what a file holds, but for `sha256` itself."""
    import json  # both cost start-up time
    from hashlib import sha256

    held = {key: value for key, value in data.items() if key != "sha256"}
    return sha256(json.dumps(held, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _framework(framework: SavedFramework) -> dict[str, Any]:
    return {"id": framework.id, "edition": framework.edition, "rules": [_rule(rule) for rule in framework.rules]}


def _rule(rule: SavedRule) -> dict[str, Any]:
    findings = [
        {
            "outcome": str(f.outcome),
            "because": str(f.because) if f.because else None,
            "lapses": f.lapses,
            "counts": dict(f.counts),
        }
        for f in rule.findings
    ]
    return {"criterion": rule.criterion, "check": rule.check, "asked": rule.asked, "findings": findings}


def _read(rule: Mapping[str, Any]) -> SavedRule:
    findings = tuple(
        SavedFinding(
            Outcome(f["outcome"]),
            Because(f["because"]) if f["because"] else None,
            f["lapses"],
            f["counts"],
        )
        for f in rule["findings"]
    )
    return SavedRule(rule["criterion"], rule["check"], rule["asked"], findings)
