"""What the guard looks for: each file here whose name begins with a letter is a rule of that name.

Its docstring is its help; `find(text)` gives where each value begins and ends, in linear time whatever the text is;
`normal(value)` gives the one spelling by which values are compared. `names` has these only for a list of names. To add
a rule is to add a file, and its name to the schema of the list of what is allowed.

Rules are careful in both directions. A value that shows by itself what it is (an e-mail address, a number with a check
digit) is found wherever it stands; one that looks like many other things (six digits) only beside words that say what
it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from rsqm_tool.privacy.rules._shapes import plain

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    name: str
    find: Callable[[str], Iterator[Span]]
    normal: Callable[[str], str]


@cache
def rule_names() -> tuple[str, ...]:
    """The names of all rules, sorted."""
    return tuple(sorted(found.name for found in iter_modules(__path__) if not found.name.startswith("_")))


def documentation(name: str) -> str:
    """The docstring of a rule."""
    return (import_module(f"{__name__}.{name}").__doc__ or "").strip()


def load(people: Iterable[str] | None = None) -> tuple[Rule, ...]:
    """All rules; that of names only with a list of people, as `name_list` reads it."""
    found = [_rule(name) for name in rule_names() if name != "names"]
    if people is not None:
        from rsqm_tool.privacy.rules.names import Names
        from rsqm_tool.privacy.rules.names import normal as spelt

        found.append(Rule("names", Names(people).find, spelt))
    return tuple(found)


def normal(rule: str, value: str) -> str:
    """A value in the one spelling of a rule; as it is where the rule is none of text."""
    if rule == "names":
        from rsqm_tool.privacy.rules.names import normal as spelt

        return spelt(value)
    return _rule(rule).normal(value) if rule in rule_names() else plain(value)


def _rule(name: str) -> Rule:
    module = import_module(f"{__name__}.{name}")
    return Rule(name, module.find, module.normal)
