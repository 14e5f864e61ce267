"""Writes an entry of `tables:` as YAML, and puts it into rsqm.yaml without touching anything else there."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rsqm_tool.load.places import YamlFile, read
from rsqm_tool.load.schema import validate

CONFIG = "rsqm.yaml"
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _./()+-]*[A-Za-z0-9_./()+-])?")
TO_FILL_IN = "..."  # stands where somebody has to put a word: it is none of any list
_ASSUMED = "  # assumed: no day is after the 12th, so nothing tells. Is 03/04/2026 the 3rd of April here?"
_MEANINGFUL = frozenset("true false null yes no on off y n".split())


@dataclass(slots=True)
class Entry:
    """One entry of `tables:`, to be written. What nobody confirmed is written as comments, and waits."""

    table: str
    file: str
    sheet: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    doubtful: dict[str, str] = field(default_factory=dict)  # columns that wait
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    guesses: dict[str, dict[str, str]] = field(default_factory=dict)  # meanings that wait
    unknown: dict[str, Unknown] = field(default_factory=dict)  # words whose meanings wait
    dates: str | None = None
    assumed: bool = False  # nobody said how dates are written, and the file does not tell
    hindered: str = ""  # why it cannot be saved; empty where it can

    @property
    def data(self) -> dict[str, Any]:
        """What the entry comes to when it is read."""
        found: dict[str, Any] = {"file": self.file}
        if self.sheet is not None:
            found["sheet"] = self.sheet
        if self.columns:
            found["columns"] = self.columns
        if self.words:
            found["values"] = self.words
        if self.dates:
            found["dates"] = self.dates
        return found

    @property
    def waiting(self) -> int:
        """How many columns and words wait for somebody to confirm or to complete them."""
        guessed = sum(map(len, self.guesses.values()))
        return len(self.doubtful) + guessed + sum(len(unknown.words) for unknown in self.unknown.values())

    def lines(self, indent: int = 2) -> list[str]:
        """The entry as YAML, without line ends. A waiting line is right once its `# ` is taken away."""
        lines = [f"{self.table}:", f"  file: {scalar(self.file)}"]
        if self.sheet is not None:
            lines.append(f"  sheet: {scalar(self.sheet)}")
        columns = [f"{name}: {scalar(header)}" for name, header in self.columns.items()]
        waiting = [f"{name}: {scalar(header)}  # is this right?" for name, header in self.doubtful.items()]
        lines += _part("columns", columns, waiting)
        lines += _part("values", *self._values())
        if self.dates:
            lines.append(f"  dates: {self.dates}{_ASSUMED if self.assumed else ''}")
        return [" " * indent + line for line in lines]

    def _values(self) -> tuple[list[str], list[str]]:
        """The lines below `values:`, and those that wait."""
        live: list[str] = []
        waiting: list[str] = []
        for name in dict.fromkeys((*self.words, *self.guesses, *self.unknown)):
            known, unsure = self.words.get(name, {}), [*self._unsure(name)]
            if not unsure:
                live.append(f"{name}: {{{_flow(known)}}}")
            elif known:
                live += [f"{name}:", *(f"  {line}" for line in _pairs(known)), *(f"  # {line}" for line in unsure)]
            else:
                waiting += [f"{name}:", *(f"  {line}" for line in unsure)]
        return live, waiting

    def _unsure(self, name: str) -> Iterator[str]:
        for line in _pairs(self.guesses.get(name, {})):
            yield f"{line}  # a guess: is this right?"
        if unknown := self.unknown.get(name):
            *most, last = unknown.choices
            for word in unknown.words:
                yield f"{scalar(word)}: {TO_FILL_IN}  # {', '.join(most)} or {last}?"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words of one column that nothing is known of, and the tool's words, of which each must be one."""

    words: tuple[str, ...]
    choices: tuple[str, ...]


def _part(name: str, live: Sequence[str], waiting: Sequence[str]) -> list[str]:
    """One part of an entry, its waiting lines behind the others. It waits as a whole where nothing else is in it."""
    if live:
        return [f"  {name}:", *(f"    {line}" for line in live), *(f"    # {line}" for line in waiting)]
    return [f"  # {name}:", *(f"  #   {line}" for line in waiting)] if waiting else []


def _pairs(words: Mapping[str, str]) -> list[str]:
    return [f"{scalar(word)}: {scalar(meaning)}" for word, meaning in words.items()]


def scalar(text: str) -> str:
    """A text as YAML takes it, in quotes where it needs them."""
    plainly = _PLAIN.fullmatch(text) and text.casefold() not in _MEANINGFUL
    return text if plainly else json.dumps(text, ensure_ascii=False)


def _flow(words: Mapping[str, str]) -> str:
    return ", ".join(_pairs(words))


class NotSaved(Exception):  # noqa: N818 - what is told is why rsqm.yaml stays as it is
    """The entry was not saved, and nothing was written. Its words say why and what to do."""


def save(root: Path, entry: Entry) -> None:
    """Put an entry into rsqm.yaml, whole or not at all; its other lines and comments stay as they are.

    Raises NotSaved where something hinders the entry, where the table has one already, or where rsqm.yaml is not as it
    should be.
    """
    if entry.hindered:
        raise NotSaved(entry.hindered)
    path = root / CONFIG
    before = read(root, CONFIG)
    if before.problems:
        raise NotSaved(f"{before.problems[0]} Correct {CONFIG} first")
    if not isinstance(before.data, dict):
        raise NotSaved(f"{CONFIG} is empty. Make a workspace with `rsqm init DIR`")
    if not isinstance(before.data.get("tables") or {}, dict):
        raise NotSaved(f"`tables:` in {CONFIG} is no list of tables by their names. Correct it first")
    if entry.table in (before.data.get("tables") or {}):
        line = before.where_key(("tables", entry.table)).line
        raise NotSaved(f"{CONFIG} has an entry for {entry.table} already, on line {line}. Change it there")
    beside = path.with_name(f".{CONFIG}.{os.getpid()}.tmp")
    try:
        beside.unlink(missing_ok=True)
        beside.touch(0o600, exist_ok=False)
        beside.write_bytes(_inserted(path.read_bytes(), before, entry))
        beside.chmod(stat.S_IMODE(path.stat().st_mode))  # who may read rsqm.yaml stays as it was
        _compare(before, read(root, beside.name), entry)
        beside.replace(path)
    except OSError as error:
        raise NotSaved(f"{CONFIG} cannot be written ({(error.strerror or 'no reason given').lower()})") from error
    finally:
        beside.unlink(missing_ok=True)


def _inserted(content: bytes, before: YamlFile, entry: Entry) -> bytes:
    """The content with the entry in it. Each line keeps its own end; new ones have what most lines have."""
    text = content.decode("utf-8")
    end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    lines = text.splitlines(keepends=True)
    while lines and not lines[-1].strip():
        lines.pop()
    if lines and lines[-1] == lines[-1].splitlines()[0]:
        lines[-1] += end
    if "tables" not in before.data:
        return "".join([*lines, end, f"tables:{end}", *(line + end for line in entry.lines())]).encode()
    at = before.where_key(("tables",)).line or 1
    if lines[at - 1].partition(":")[2].partition("#")[0].strip():
        raise NotSaved(
            f"`tables:` on line {at} of {CONFIG} is written on one line. Write each table on lines of its own"
        )
    tables = before.data["tables"] or {}
    columns = [before.where_key(("tables", name)).column or 3 for name in tables]
    indent = columns[0] - 1 if columns else 2
    last = at
    for number in range(at, len(lines)):
        line = lines[number]
        if line.strip() and not line.startswith((" ", "#")):
            break
        if line.strip() and line.startswith(" "):
            last = number + 1
    return "".join([*lines[:last], *(line + end for line in entry.lines(indent)), *lines[last:]]).encode()


def _compare(before: YamlFile, after: YamlFile, entry: Entry) -> None:
    """The file must now say what it said, and the entry, and nothing else."""
    wanted = {**before.data, "tables": {**(before.data.get("tables") or {}), entry.table: entry.data}}
    sound = not after.problems and after.data == wanted
    if not sound or len(validate(after, "workspace")) > len(validate(before, "workspace")):
        raise NotSaved(f"The entry does not fit into {CONFIG} as that is written. Copy it there by hand")
