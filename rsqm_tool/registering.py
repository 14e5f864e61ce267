"""Tables that rsqm.yaml maps and no entry of the register has: what they would support, and their entries. Pure.

A criterion rests on registered evidence, so a table that is only mapped is counted and supports nothing. Nobody has to
list which criteria a table answers: the rules are asked twice, with it and without it, and no rows in either.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from textwrap import wrap
from typing import Any

from rsqm_tool import checks
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.model import (
    Criterion,
    Expectation,
    Finding,
    Framework,
    SelfAssessment,
    Service,
    Targets,
    Workspace,
)
from rsqm_tool.model.tables import ROWS, Table, Tables

_DAY = date(2000, 1, 1)  # any: there are no rows to hold against it
_NOBODY = Workspace(Service(""), (), None, None, Targets(), (), SelfAssessment(), (), (), {}, None, ())
_BELOW = "evidence/"
_WIDTH = 60  # letters of the criteria in one line: a narrow window breaks none
_MADE_FROM_CASES = ("participants", "processes", "participation", "facilitators")


@dataclass(frozen=True, slots=True)
class Loose:
    """A file that rsqm.yaml maps as one table or several, and that the register does not have."""

    file: str  # relative to the workspace
    tables: tuple[str, ...]
    titles: tuple[str, ...]  # of the tables, in the words of their schemas
    criteria: tuple[str, ...]  # that it would support with the tables that are mapped now, in the framework's order

    @property
    def step(self) -> str:
        """What to do about it. An entry has lines of its own, which a report would wrap: `suggest` prints them."""
        file = f'"{self.file}"' if " " in self.file else self.file
        return f"Run `rsqm tables suggest {file}`: it prints the entry for the register."

    def entry(self, id: str, indent: int = 2) -> list[str]:
        """Its entry of the register as lines of YAML, set in by so many spaces. Rows of people are private."""
        title, path = (
            json.dumps(t, ensure_ascii=False) for t in (", ".join(self.titles), self.file.removeprefix(_BELOW))
        )
        supports = wrap(", ".join(f'"{criterion}"' for criterion in self.criteria), _WIDTH)
        lines = [f"- id: {id}", f"  title: {title}", "  kind: data", f"  file: {path}", "  class: private",
                 f"  supports: [{supports[0]}", *(f"             {more}" for more in supports[1:])]  # fmt: skip
        return [" " * indent + line for line in lines[:-1]] + [f"{' ' * indent}{lines[-1]}]"]


def loose(framework: Framework, tables: Tables, items: Mapping[str, str | None]) -> tuple[Loose, ...]:
    """The mapped files that the register does not have and that would support some criterion, by their paths.

    `items`: the file of each entry of the register, by the entry's id; None for an entry without a file.
    """
    by_file: dict[str, list[str]] = {}
    for table in _own(tables):
        if table.path not in items.values():
            by_file.setdefault(table.path, []).append(table.name)
    mapped = {name for names in by_file.values() for name in names}
    answers = answered(framework, tables, mapped) if mapped else {}
    found = list[Loose]()
    for file, names in sorted(by_file.items()):
        criteria = tuple(c.id for c in framework.criteria if any(c.id in answers[name] for name in names))
        titles = tuple(tables.called[name].title if name in tables.called else name for name in names)
        if criteria:
            found.append(Loose(file, tuple(names), titles, criteria))
    return tuple(found)


def free_ids(files: Iterable[str], items: Mapping[str, str | None]) -> dict[str, str]:
    """An id for the entry of each mapped file that the register does not have: the first of its kind that are free.

    `files` are all mapped ones, in the order of rsqm.yaml. Each has its own id, pasted or not, and whatever it answers.
    """
    missing = [file for file in dict.fromkeys(files) if file not in items.values()]
    free = (id for number in count(1) if (id := f"DAT-{number:02}") not in items)
    return dict(zip(missing, free, strict=False))


def answered(framework: Framework, tables: Tables, names: Collection[str]) -> dict[str, list[str]]:
    """For each of some tables that are there, the criteria of which something can be judged with it and not without it.

    Only columns count, not rows: a table that is empty so far answers what it will answer.
    """
    bare = {t.name: replace(t, rows=(), left_out=()) for t in map(tables.get, ROWS) if t}
    found: dict[str, list[str]] = {name: [] for name in names}
    for criterion in framework.criteria:
        for expectation in criterion.expectations:
            with_all = _ask(criterion, expectation, bare.values())
            # What only says that a table or a column is not there has neither figures nor a place.
            if not any(f.figures or f.where for f in with_all) or with_all == _ask(criterion, expectation, ()):
                continue
            for name in names:
                place = (bare[name].path, bare[name].sheet)
                # What was made from a flat export goes with it.
                others = [t for t in bare.values() if t.name != name and (t.path, t.sheet) != place]
                if criterion.id not in found[name] and _ask(criterion, expectation, others) != with_all:
                    found[name].append(criterion.id)
    return found


def _ask(criterion: Criterion, expectation: Expectation, tables: Iterable[Table[Any]]) -> list[Finding]:
    here: dict[str, Any] = {t.name: t for t in tables}
    workspace = replace(_NOBODY, tables=Tables(**here))
    inquiry = Inquiry(criterion, expectation, workspace, (), None, _DAY)
    try:
        return list(checks.get(expectation.check)(inquiry, **expectation.parameters))
    except Exception:  # a check that crashes is told where it is run on the service's rows
        return []


def _own(tables: Tables) -> Iterator[Table[Any]]:
    """The tables that the service has, without those that were made from a flat export of cases."""
    cases = tables.cases
    for table in filter(None, map(tables.get, ROWS)):
        made = table.name in _MADE_FROM_CASES and cases and (table.path, table.sheet) == (cases.path, cases.sheet)
        if not made:
            yield table
