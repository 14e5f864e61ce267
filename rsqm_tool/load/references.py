"""Holds the files of a workspace against each other: ids that stand twice, and ids that nothing has.

Works on data as it was read, whether its schema is content or not, so that one run tells all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rsqm_tool.load.files import misplaced
from rsqm_tool.load.framework import unknown_criterion
from rsqm_tool.load.places import At, YamlFile
from rsqm_tool.load.schema import nearest, shown
from rsqm_tool.model import Framework, Location, Problem

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


def check(files: _Files, frameworks: Sequence[Framework]) -> list[Problem]:
    """Every id that stands twice or that nothing has, and every path that may not be used."""
    problems = [*_twice(files), *_unknown_partners(files), *_misplaced(files), *_low_threshold(files)]
    if frameworks:  # without one there is nothing to hold criteria against, and that is told already
        problems += _unknown_criteria(files, [c.id for f in frameworks for c in f.criteria])
    return problems


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
                if id not in known:
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
    words = ", ".join(known)
    return f"one of {words}" if words else ""


def _misplaced(files: _Files) -> Iterator[Problem]:
    expected = "a path below evidence/, such as documents/policy.docx"
    for file, at, path in _texts(files, "register", "evidence/*/file"):
        if trouble := misplaced(path):
            yield Problem(file.where(at), f"The path {shown(path)} {trouble}", expected, "Correct it")


def _low_threshold(files: _Files) -> Iterator[Problem]:
    for file in files.get("workspace", ()):
        for at, value in file.walk("publish/suppress_below"):
            if isinstance(value, int) and 5 <= value < 10 and not any(file.walk("publish/suppress_reason")):
                todo = "Add `suppress_reason:`, or leave the threshold at 10"
                yield Problem(
                    file.where(at), f"`suppress_below:` is {value} without a reason", "a reason below 10", todo
                )
