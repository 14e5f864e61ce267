"""The checks: one file each, named as the catalogue names it. The folder is the list.

A check's file holds a docstring (its first line is its help, the whole its documentation) and one function:

    def check(inquiry: Inquiry, *, kinds: Kinds, within_months: int) -> Iterator[Finding]

Its keyword-only parameters are what a catalogue may write under `with:`; their annotations are what is allowed there.
Where the service's own `targets:` go before a parameter, `TARGETS` in the check's file says which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from rsqm_tool.model import SAYS, SHOWS, Finding

Kinds = list[str]  # of evidence, each one of SAYS or SHOWS
Scope = Literal["supports", "register"]  # what supports the criterion, or the whole register
Topics = dict[str, list[str]]  # what a policy may be about, and the words in titles that tell

YearPart = int  # of months: 1, 2, 3, 4, 6 or 12

_MOST = 1200  # of anything that a catalogue counts: days, months, items

Check = Callable[..., Iterator[Finding]]


@cache
def names() -> tuple[str, ...]:
    """The names of all checks, sorted."""
    return tuple(sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_")))


@cache
def get(name: str) -> Check:
    """The function of one check. ModuleNotFoundError where there is no such file."""
    check: Check = import_module(f"{__name__}.{name}").check
    return check


def documentation(name: str) -> str:
    """A check's docstring."""
    return (import_module(f"{__name__}.{name}").__doc__ or "").strip()


@cache
def definition(name: str) -> str:
    """What the figures of a check count: its docstring behind the first line, as paragraphs. Empty for another name."""
    if name not in names():
        return ""
    _, _, text = documentation(name).partition("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def parameters(name: str) -> dict[str, str]:
    """The parameters that a catalogue may set, each with the name of its type."""
    check = get(name)
    return {k: str(t) for k, t in check.__annotations__.items() if k not in ("inquiry", "return")}


def targets(name: str) -> Mapping[str, str]:
    """The parameters of a check for which the service may set a number of its own, each with its name there."""
    found: Mapping[str, str] = getattr(import_module(f"{__name__}.{name}"), "TARGETS", {})
    return found


def signature(name: str) -> str:
    """What a check takes, in words: "`recent` has kinds, within_months and at_least (1 unless set)"."""
    defaults = get(name).__kwdefaults__ or {}
    words = [f"{p} ({_word(defaults[p])} unless set)" if p in defaults else p for p in parameters(name)]
    return f"`{name}` with {', '.join(words)}" if words else f"`{name}` without parameters"


def misfits(name: str, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the parameters given to a check: pairs of a parameter and a sentence about it."""
    known = parameters(name)
    defaults = get(name).__kwdefaults__ or {}
    for parameter, value in given.items():
        if parameter not in known:
            yield parameter, f"Check `{name}` has no parameter {parameter!r}"
        elif not _FITS[known[parameter]](value):
            yield parameter, f"Parameter {parameter!r} of check `{name}` is not {_TYPES[known[parameter]]}"
    for parameter in known:
        if parameter not in given and parameter not in defaults:
            yield parameter, f"Check `{name}` needs the parameter {parameter!r}"


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


_FITS: dict[str, Callable[[Any], bool]] = {
    "int": lambda v: isinstance(v, int) and not isinstance(v, bool) and 0 < v <= _MOST,
    "YearPart": lambda v: not isinstance(v, bool) and v in (1, 2, 3, 4, 6, 12),
    "str": lambda v: isinstance(v, str),
    "bool": lambda v: isinstance(v, bool),
    "Kinds": lambda v: _texts(v) and all(k in SAYS or k in SHOWS for k in v),
    "Scope": lambda v: v in ("supports", "register"),
    "Topics": lambda v: isinstance(v, dict) and bool(v) and all(map(_texts, v.values())),
}
_TYPES = {
    "int": f"a whole number from 1 to {_MOST}",
    "YearPart": "1, 2, 3, 4, 6 or 12",
    "str": "text",
    "bool": "true or false",
    "Kinds": "a list of kinds of evidence (`rsqm list kinds`)",
    "Scope": "supports or register",
    "Topics": "a name with a list of words, for each",
}


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
