"""What each table holds, from the published schemas in `standards/tables/`: the one place for words and limits."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from rsqm_tool.model.tables import ROWS, Called
from rsqm_tool.resources import shipped

_KINDS = {"date": "date", "boolean": "yes or no", "number": "number", "integer": "count"}
_SPACING = re.compile(r"[\s_-]+")
_CLAUSE = re.compile(r"[.:;(](?=\s|$)|\s\(")  # where the first clause of a definition ends


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column."""

    name: str  # canonical: `started_on`
    field: str  # of the row's class: the same, with a `_` behind it where Python keeps the name for itself
    kind: str  # id, text, choice, date, yes or no, number, count, period
    title: str
    about: str  # the definition
    required: bool  # the id, without which a row says nothing
    choices: tuple[str, ...]  # of a choice: the only words
    least: float | None
    most: float | None
    longest: int | None  # characters
    also: tuple[str, ...]  # what services call it
    choices_also: Mapping[str, tuple[str, ...]]  # what services call its words


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose ids stand in another table."""

    column: str
    table: str
    target: str  # column of that table


@dataclass(frozen=True, slots=True)
class Definition:
    """One table."""

    name: str
    title: str
    about: str
    columns: Mapping[str, Column]  # in the schema's order
    key: tuple[str, ...]  # columns that together stand once only; empty where anything may repeat
    references: tuple[Reference, ...]
    blanks: frozenset[str]  # texts that mean nothing, in small letters
    digest: str  # of the schema: what was read by another is read again
    also: tuple[str, ...]  # what services call it
    asked_for: str  # in which words a person is asked for it
    asked_for_fields: tuple[str, ...]  # the columns that these words mean

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns that the file must have."""
        return tuple(c for c in self.columns.values() if c.required)


@cache
def definition(name: str) -> Definition:
    """The table of that name; KeyError for a name that the contract does not know."""
    fields = ROWS[name]._fields
    content = (shipped("standards") / "tables" / f"{name}.json").read_bytes()
    schema = json.loads(content)
    columns = {data["name"]: _column(data, fields) for data in schema["fields"]}
    references = (
        Reference(key["fields"][0], key["reference"]["resource"], key["reference"]["fields"][0])
        for key in schema.get("foreignKeys", ())
    )
    return Definition(
        name=name,
        title=schema["title"],
        about=schema["description"],
        columns=columns,
        key=tuple(schema.get("primaryKey", ())),
        references=tuple(references),
        blanks=frozenset(text.casefold() for text in schema["missingValues"]),
        digest=sha256(content).hexdigest(),
        also=tuple(schema.get("alsoCalled", ())),
        asked_for=schema["askedFor"],
        asked_for_fields=tuple(schema["askedForFields"]),
    )


@cache
def called() -> Mapping[str, Called]:
    """The words in which a person is asked for each table and its columns."""
    return {
        name: Called(
            d.title,
            d.asked_for,
            d.asked_for_fields,
            {c.name: _asked(c) for c in d.columns.values()},
            {c.name: c.title for c in d.columns.values()},
        )
        for name, d in ((name, definition(name)) for name in ROWS)
    }


def _asked(column: Column) -> str:
    """A column as a person is asked for it: its title, and its words or the first clause of its definition."""
    if column.choices:
        *most, last = column.choices
        return f"{column.title}, one of {', '.join(most)} or {last}"
    if column.kind == "period":
        return f"{column.title}, a year, quarter or month"
    clause = _CLAUSE.split(column.about, maxsplit=1)[0]
    return f"{column.title}, {clause[:1].lower()}{clause[1:]}"


def _column(data: Mapping[str, Any], fields: tuple[str, ...]) -> Column:
    name, limits = data["name"], data.get("constraints", {})
    numbers = data["type"] in ("number", "integer")
    return Column(
        name=name,
        field=name if name in fields else f"{name}_",
        kind=_kind(name, data["type"], limits),
        title=data["title"],
        about=data["description"],
        required=limits.get("required", False),
        choices=tuple(limits.get("enum", ())),
        least=limits.get("minimum") if numbers else None,
        most=limits.get("maximum") if numbers else None,
        longest=limits.get("maxLength"),
        also=tuple(data.get("alsoCalled", ())),
        choices_also={word: tuple(others) for word, others in data.get("valuesAlsoCalled", {}).items()},
    )


def _kind(name: str, type_: str, limits: Mapping[str, Any]) -> str:
    if type_ in _KINDS:
        return _KINDS[type_]
    if name.endswith("_id"):
        return "id"
    if name == "period":
        return "period"
    return "choice" if "enum" in limits else "text"


def plain(text: str) -> str:
    """A header or a word as it is compared: without case, spaces, underscores and hyphens."""
    return _SPACING.sub("", text.replace("&", "and")).casefold()
