"""Small tables on disk, and what reading them gave, in a form that is easy to compare."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from rsqm_tool.load.cache import Cache
from rsqm_tool.load.tables import TablesRead, read_tables
from rsqm_tool.model.tables import Table

CSV = "evidence/people/table.csv"
XLSX = "evidence/people/table.xlsx"


def put(root: Path, content: str | bytes, path: str = CSV) -> str:
    """Write a file of the workspace; text as UTF-8, its line ends as they are."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(root: Path, name: str, path: str = CSV, cache: Cache | None = None, **entry: Any) -> TablesRead:
    """Read one table of the workspace, mapped as `entry` says."""
    return read_tables(root, {name: {"file": path, **entry}}, cache)


def text(root: Path, name: str, content: str | bytes, **entry: Any) -> TablesRead:
    """Read one table from the content of a CSV file."""
    return read(root, name, put(root, content), **entry)


def workbook(
    rows: Sequence[Sequence[Any]], title: str = "Sheet", change: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    """A workbook with one sheet; `change` may add to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def patched(archive: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with some markup replaced in one of its parts."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename == part:
                assert old.encode() in data, data[:2000]
                data = data.replace(old.encode(), new.encode())
            after.writestr(info.filename, data)
    return out.getvalue()


def excel(root: Path, name: str, content: bytes | Sequence[Sequence[Any]], **entry: Any) -> TablesRead:
    """Read one table from a workbook, or from rows that become one."""
    content = content if isinstance(content, bytes) else workbook(content)
    return read(root, name, put(root, content, XLSX), **entry)


def table(found: TablesRead, name: str) -> Table[Any]:
    """The table of that name, which was read without a problem."""
    assert not found.problems, [str(problem) for problem in found.problems]
    return found.tables[name]


def rows(found: TablesRead, name: str) -> list[Mapping[str, Any]]:
    """The rows of a table without what is blank in them."""
    return [{k: v for k, v in row._asdict().items() if v is not None} for row in table(found, name).rows]


def problems(found: TablesRead) -> list[str]:
    """The problems as a person reads them."""
    return [str(problem) for problem in found.problems]
