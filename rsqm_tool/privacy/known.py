"""What the service publishes on purpose, and what the guard is therefore silent about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rsqm_tool.privacy.rules import Rule

Known = frozenset[tuple[str, str]]  # rules and values in their one spelling


def known(declared: Iterable[str], rules: Sequence[Rule]) -> Known:
    """Everything that `declared` holds, in every spelling of it: contacts of rsqm.yaml, owners of the register."""
    found = set()
    for text in declared:
        for rule in rules:
            found.add((rule.name, rule.normal(text)))
            found.update((rule.name, rule.normal(text[begin:end])) for begin, end in rule.find(text))
    return frozenset(found)
