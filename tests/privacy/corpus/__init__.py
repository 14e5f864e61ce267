"""Texts with an identifier in them, and texts that only look as if they had one: what the guard is held to.

    for label in identifiers("phone"):
        print(label.value, "in", label.text)

The README beside this file says where the numbers come from, and how a hit is counted. The functions read this corpus,
or the one of another `folder`, such as `tests/privacy/heldout`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
RULES = (
    "email",
    "phone",
    "postcode",
    "national_insurance",
    "nhs_number",
    "bank",
    "date_of_birth",
    "police",
    "prison_number",
    "probation",
    "case_urn",
    "names",
)


@dataclass(frozen=True, slots=True)
class Label:
    """A text and what is in it: `value` is what `rule` should find, or both are None and nothing should be found."""

    id: str
    text: str
    rule: str | None
    value: str | None
    why: str

    @property
    def hard(self) -> bool:
        """Whether the value is written as few rules could read it: spelt out, broken over lines, mistyped."""
        return self.why.startswith("hard:")

    @property
    def span(self) -> tuple[int, int]:
        """Where the value begins and ends in the text. Only an identifier has one."""
        assert self.value is not None, f"{self.id} is a look-alike"
        begins = self.text.index(self.value)
        return begins, begins + len(self.value)


def identifiers(rule: str | None = None, folder: Path = HERE) -> tuple[Label, ...]:
    """The labels of one rule, or of all. Two labels share a text when it holds two values.

    A folder keeps them in one file for each rule, or all of them in `identifiers.jsonl`.
    """
    if (folder / "identifiers.jsonl").exists():
        return tuple(label for label in _labels("identifiers", folder) if rule in (None, label.rule))
    return tuple(label for name in ([rule] if rule else RULES) for label in _labels(name, folder))


def look_alikes(folder: Path = HERE) -> tuple[Label, ...]:
    """The texts in which no rule should find anything, once `declared` and `listed_names` are given to the guard."""
    return _labels("look_alikes", folder)


def declared(folder: Path = HERE) -> tuple[str, ...]:
    """The fictional service's own contacts, which are no hits."""
    return tuple(_lines("declared.txt", folder))


def listed_names(folder: Path = HERE) -> tuple[str, ...]:
    """The names that a service would keep in a file outside its workspace."""
    return tuple(_lines("names.txt", folder))


def prose(folder: Path = HERE) -> str:
    """Policies of a fictional service, without any identifier: for false hits in a thousand words."""
    return (folder / "prose.md").read_text(encoding="utf-8")


def _labels(name: str, folder: Path) -> tuple[Label, ...]:
    return tuple(Label(**json.loads(line)) for line in _lines(f"{name}.jsonl", folder))


def _lines(name: str, folder: Path) -> list[str]:
    return [line for line in (folder / name).read_text(encoding="utf-8").split("\n") if line]
