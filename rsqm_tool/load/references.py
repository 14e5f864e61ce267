"""Holds the files of a workspace against each other: ids that stand twice, and ids that nothing has.

Works on data as it was read, whether its schema is content or not, so that one run tells all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rsqm_tool.load.files import misplaced
from rsqm_tool.load.framework import unknown_criterion
from rsqm_tool.load.places import At, YamlFile
from rsqm_tool.load.schema import is_date, nearest, shown
from rsqm_tool.load.tables import ids
from rsqm_tool.model import ExplainedException, Framework, Location, Problem
from rsqm_tool.model.tables import Tables

_Files = Mapping[str, Sequence[YamlFile]]

# Where an id of a criterion stands, by the schema of the file.
_CRITERIA = {
    "register": ("evidence/*/supports/*/criterion", "evidence/*/supports/*"),
    "actions": ("actions/*/criterion",),
    "assessor": ("decisions/*/criterion",),
}
_PARTNERS = {"register": "evidence/*/agency", "self-assessment": "criteria/*/met_by"}
_UNIQUE = {
    "register": ("evidence/*/id", "evidence item"),
    "actions": ("actions/*/id", "action"),
    "workspace": ("service/partners/*/id", "partner"),
    "assessor": ("decisions/*/criterion", "decision"),
}

# What begins and ends, by the schema of the file: where it stands, and its two keys.
_PERIODS = {"register": ("evidence/*/covers", "from", "to"), "exceptions": ("exceptions/*", "on", "until")}


def check(files: _Files, frameworks: Sequence[Framework], partners_known: bool = True) -> list[Problem]:
    """Every id that stands twice or that nothing has, every path that may not be used, every period turned round.

    Where the list of partners is broken (`partners_known` is false) or a framework is, ids of theirs are not judged:
    one mistake would be told many times.
    """
    problems = [*_twice(files), *_misplaced(files), *_turned_round(files), *_low_threshold(files)]
    if partners_known:
        problems += _unknown_partners(files)
    if frameworks:  # without one there is nothing to hold criteria against, and that is told already
        problems += _unknown_criteria(files, [c.id for f in frameworks for c in f.criteria])
    return problems


def as_in_tables(exceptions: Sequence[ExplainedException], tables: Tables) -> tuple[ExplainedException, ...]:
    """The exceptions, with their ids spelt as the tables do: capitals do not make another person or case of one."""
    spelt = ids.spellings([e.id for e in exceptions], tables)
    return tuple(replace(e, id=spelt.get(e.id, e.id)) for e in exceptions)


def _texts(files: _Files, schema: str, pattern: str) -> Iterator[tuple[YamlFile, At, str]]:
    for file in files.get(schema, ()):
        for at, value in file.walk(pattern):
            if isinstance(value, str):
                yield file, at, value


def _twice(files: _Files) -> Iterator[Problem]:
    for schema, (pattern, noun) in _UNIQUE.items():
        first: dict[str, Location] = {}
        for file, at, id in _texts(files, schema, pattern):
            where = file.where(at)
            before = first.setdefault(id, where)
            if before is not where:
                place = f"{before.path} line {before.line}"
                yield Problem(
                    where, f"The {noun} {shown(id)} stands twice, first in {place}", "", "Renumber or delete one"
                )


def _unknown_criteria(files: _Files, known: list[str]) -> Iterator[Problem]:
    for schema, patterns in _CRITERIA.items():
        for pattern in patterns:
            for file, at, id in _texts(files, schema, pattern):
                short = pattern.endswith("*")  # an entry of a list that is nothing but the id
                if id not in known and not (short and isinstance(at[-1], str)):
                    yield unknown_criterion(file.where(at), id, known)
    for file in files.get("self-assessment", ()):
        for at, _ in file.walk("criteria/*"):
            if at[-1] not in known:
                yield unknown_criterion(file.where_key(at), str(at[-1]), known)


def _unknown_partners(files: _Files) -> Iterator[Problem]:
    known = [id for _, _, id in _texts(files, "workspace", "service/partners/*/id")]
    for schema, pattern in _PARTNERS.items():
        for file, at, id in _texts(files, schema, pattern):
            if id not in known:
                hint = nearest(id, known) or "Enter it under `partners:` in rsqm.yaml, or correct it"
                yield Problem(file.where(at), f"There is no partner {shown(id)}", _choice(known), hint)


def _choice(known: Iterable[str]) -> str:
    words = list(known)
    return f"one of {', '.join(words)}" if len(words) > 1 else ""


def _misplaced(files: _Files) -> Iterator[Problem]:
    expected = "a path below evidence/, such as documents/policy.docx"
    for file, at, path in _texts(files, "register", "evidence/*/file"):
        if trouble := misplaced(path):
            yield Problem(file.where(at), f"The path {shown(path)} {trouble}", expected, "Correct it")


def _turned_round(files: _Files) -> Iterator[Problem]:
    for schema, (pattern, begin, end) in _PERIODS.items():
        for file in files.get(schema, ()):
            for at, value in file.walk(pattern):
                days = [str(value.get(key)) for key in (begin, end)] if isinstance(value, dict) else []
                if all(map(is_date, days)) and days != sorted(days):
                    found = f"`{end}:` {days[1]} is before `{begin}:` {days[0]}"
                    yield Problem(file.where((*at, end)), found, "", "Correct one of them")


def _low_threshold(files: _Files) -> Iterator[Problem]:
    for file in files.get("workspace", ()):
        for at, value in file.walk("publish/suppress_below"):
            if isinstance(value, int) and 5 <= value < 10 and not any(file.walk("publish/suppress_reason")):
                todo = "Add `suppress_reason:`, or leave the threshold at 10"
                yield Problem(
                    file.where(at), f"`suppress_below:` is {value} without a reason", "a reason below 10", todo
                )
