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
from rsqm_tool.model import Absent, FileState, Location, Note, Problem
from rsqm_tool.model.documents import DocumentText
from rsqm_tool.model.tables import Table, Tables

_TOLD = 5  # rows of one table that are told one by one


@dataclass(frozen=True, slots=True)
class Contents:
    """What was found and read of the files that the register names."""

    found: Mapping[str, Found] = field(default_factory=dict)  # by the register's path, below evidence/
    texts: Mapping[str, DocumentText] = field(default_factory=dict)  # likewise; documents only


def read_contents(root: Path, registers: Sequence[YamlFile], folder: Folder, cache: Cache) -> Contents:
    """Look for every registered file and read the documents among them; nothing twice that `cache` holds."""
    named = {path for file in registers for _, path in file.walk("evidence/*/file")}
    found = {path: folder.find(path) for path in sorted(named)}
    documents = [p for p, f in found.items() if f.state is FileState.READABLE and suffix_of(p) in formats()]
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
    notes += [note for table in read.tables.values() for note in _left_out(table)]
    return Held(Tables(**read.tables), absent, read.problems, notes)


def _left_out(table: Table[Any]) -> Iterator[Note]:
    """The rows of a table that count for nothing, each with its place; of many the first, and how many more."""
    for row, column, sentence in table.left_out[:_TOLD]:
        where = Location(table.path, sheet=table.sheet, row=row, field=column or None)
        under = f" under {column}" if column else ""
        yield Note(f"A row of the table {table.name} is left out{under}: {sentence}", "Correct it in the file.", where)
    if (more := len(table.left_out) - _TOLD) > 0:
        where = Location(table.path, sheet=table.sheet)
        yield Note(f"{more} more rows of the table {table.name} are left out", "Correct those above first.", where)
