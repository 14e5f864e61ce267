"""The first rows of a file's sheets, for whoever proposes what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from rsqm_tool.load.tables.grid import Cell
from rsqm_tool.load.tables.suggest import known_headers

ROWS = 5_000


def sheets(path: Path) -> Iterator[tuple[str | None, list[Sequence[Cell]]]]:
    """Each sheet that people see, with its first rows; a CSV file is one sheet without a name.

    Unreadable where the file cannot be parsed; OSError as opening it gives.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        from rsqm_tool.load.tables.excel import Workbook

        book = Workbook(path)
        for name in book.sheets:
            if not book.hidden(name):
                yield name, list(islice(chain.from_iterable(book.grid(name).chunks), ROWS))
        book.close()
        return
    from rsqm_tool.load.tables.csv import open_csv

    yield None, list(islice(chain.from_iterable(open_csv(path, known_headers).chunks), ROWS))
