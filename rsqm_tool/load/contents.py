"""What the files of a workspace hold: which are there, what documents say, and the rows of tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rsqm_tool.load.cache import Cache
from rsqm_tool.load.documents import formats, read_documents, suffix_of
from rsqm_tool.load.files import Folder, Found
from rsqm_tool.load.places import YamlFile
from rsqm_tool.load.tables import read_tables
from rsqm_tool.load.tables.definitions import called
from rsqm_tool.model import Absent, Location, Note, Problem
from rsqm_tool.model.documents import DocumentText
from rsqm_tool.model.tables import Table, Tables

_TOLD = 5  # causes of one table for which rows are left out, and rows of one cause, that are told


@dataclass(frozen=True, slots=True)
class Contents:
    """What was found and read of the files that the register names."""

    found: Mapping[str, Found] = field(default_factory=dict)  # by the register's path, below evidence/
    texts: Mapping[str, DocumentText] = field(default_factory=dict)  # likewise; documents only


def read_contents(root: Path, registers: Sequence[YamlFile], folder: Folder, cache: Cache) -> Contents:
    """Look for every registered file and read the documents among them; nothing twice that `cache` holds."""
    named = {path for file in registers for _, path in file.walk("evidence/*/file")}
    found = {path: folder.find(path) for path in sorted(named)}
    documents = [p for p, f in found.items() if f.ordinary and suffix_of(p) in formats()]
    texts = read_documents(root, [f"evidence/{p}" for p in documents], cache)
    return Contents(found, {p: texts[f"evidence/{p}"] for p in documents})


@dataclass(frozen=True, slots=True)
class Held:
    """What reading the tables that rsqm.yaml maps gave."""

    tables: Tables = field(default_factory=Tables)
    absent: tuple[Absent, ...] = ()  # whose files are not there
    problems: Sequence[Problem] = ()
    notes: Sequence[Note] = ()  # what else is to be told


def tables_of(root: Path, config: YamlFile, cache: Cache) -> Held:
    """The tables that rsqm.yaml maps, what is wrong with them, and what is to be told besides."""
    mapped = config.data.get("tables") or {}
    read = read_tables(root, mapped, cache, config.where)
    files = {config.where(("tables", name, "file")): name for name in mapped}
    absent = tuple(Absent(files[n.where], mapped[files[n.where]]["file"], n) for n in read.notes if n.where in files)
    notes = [n for n in read.notes if n.where not in files]
    own = [table for name, table in read.tables.items() if name in mapped]  # not what a flat export stands for
    notes += [note for table in own for note in (*_of_file(table), *_left_out(table))]
    notes = list(dict.fromkeys(notes))
    return Held(Tables(**read.tables, called=called()), absent, read.problems, notes)


def _of_file(table: Table[Any]) -> Iterator[Note]:
    """What is to be told about a table as a whole: how it was read, and what of it was not."""
    for sentence in table.notes:
        yield Note(f"Table {table.name}: {sentence}", "", Location(table.path, sheet=table.sheet))


def _left_out(table: Table[Any]) -> Iterator[Note]:
    """The rows of a table that count for nothing, one cause told once at its first row; of many causes the first."""
    causes: dict[tuple[str, str], list[int]] = {}
    for row, column, sentence in table.left_out:
        causes.setdefault((column, sentence), []).append(row)
    for (column, sentence), rows in list(causes.items())[:_TOLD]:
        where = Location(table.path, sheet=table.sheet, row=rows[0], field=column or None)
        under = f" under {column}" if column else ""
        step = "" if "Correct it" in sentence else "Correct it in the file."
        yield Note(f"{_counted(rows, table.name)} left out{under}: {sentence}", step, where)
    if more := sum(map(len, list(causes.values())[_TOLD:])):
        where = Location(table.path, sheet=table.sheet)
        are = "row of the table {0} is" if more == 1 else "rows of the table {0} are"
        message = f"{more} more {are.format(table.name)} left out"
        yield Note(message, "Correct those above first.", where)


def _counted(rows: Sequence[int], table: str) -> str:
    """The subject of a sentence about some rows, the first of them by their numbers."""
    if len(rows) == 1:
        return f"A row of the table {table} is"
    numbers = ", ".join(map(str, rows[:_TOLD])) + (f" and {len(rows) - _TOLD} more" if len(rows) > _TOLD else "")
    return f"{len(rows)} rows of the table {table} (rows {numbers}) are"
