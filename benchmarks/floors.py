"""The least that reading a service's files can cost: bare readers, to measure beside. They keep nothing.

`python benchmarks/floors.py read FILE...` reads every file, in two processes; `python benchmarks/floors.py group CASES`
reads one export of cases and has pandas group it.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path
from time import process_time


def read(files: Sequence[str]) -> None:
    """PDF with pypdf, Excel with openpyxl, CSV with csv, and the rest with the tool's own reader of the format."""
    if len(files) == 1:
        _read(files[0])
        return
    import pypdf  # noqa: F401  before the processes part, so that it is paid for once

    with Pool(2) as pool:
        for _ in pool.imap_unordered(_read, files):
            pass


def _read(name: str) -> None:
    path = Path(name)
    if path.suffix == ".pdf":
        import pypdf

        for page in pypdf.PdfReader(path).pages:
            page.extract_text()
    elif path.suffix == ".xlsx":
        from openpyxl import load_workbook

        for sheet in load_workbook(path, read_only=True, data_only=True):
            for _ in sheet.iter_rows(values_only=True):
                pass
    elif path.suffix == ".csv":
        with path.open(newline="", encoding="utf-8") as stream:
            for _ in csv.reader(stream):
                pass
    else:
        from rsqm_tool.load.documents import formats

        formats()[path.suffix].read(path.read_bytes())


def group(path: str) -> None:
    """Every row into memory, and a count of cases by quarter, source, outcome and process. Says how long it took."""
    import pandas

    begin = process_time()
    with Path(path).open(newline="", encoding="utf-8") as stream:
        header, *rows = csv.reader(stream)
    wanted = ("referred_on", "source", "outcome", "process")
    places = [header.index(name) for name in wanted]
    frame = pandas.DataFrame({name: [row[at] for row in rows] for name, at in zip(wanted, places, strict=True)})
    frame["quarter"] = pandas.to_datetime(frame["referred_on"], format="%Y-%m-%d").dt.to_period("Q")
    counted = frame.groupby(["quarter", "source", "outcome", "process"]).size().sum()
    if counted != len(rows):
        raise SystemExit(f"pandas counted {counted} of {len(rows)} cases")
    print(process_time() - begin, file=sys.stderr)  # CPU seconds, without the time that the import takes


if __name__ == "__main__":
    if sys.argv[1] == "read":
        read(sys.argv[2:])
    else:
        group(sys.argv[2])
