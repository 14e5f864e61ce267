"""Measures `rsqm check` of a whole service, its documents, people and cases, and of one ten times as large.

    python benchmarks/whole.py [--rounds N] [--quick]

Beside it in the same run: what bare readers take for the same files. Exit 1 when a target is missed. `--quick` leaves
the larger service and the million cases out, and README.md alone.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from measuring import Run, Taken, Verdict, check, finish, machine, targets, told
from service import CASES, Size, kept

FLOORS = str(Path(__file__).with_name("floors.py"))
NOT_WHEN_UNCHANGED = ("pypdf", "openpyxl", "jsonschema", "pandas")
PDF = "evidence/documents/d0000.pdf"
# The table of cases as the check reads it: every cell typed, every row held.
TYPED = f"""
from pathlib import Path
from time import process_time
import sys
from rsqm_tool.load.tables import csv, read_tables, rows
begin = process_time()
read = read_tables(Path(), {{"cases": {{"file": "{CASES}"}}}})
assert not read.problems and not read.tables["cases"].left_out, read.problems
print(process_time() - begin, file=sys.stderr)
"""


class Figures:
    """What the runs took, by their labels."""

    def __init__(self) -> None:
        self._taken: dict[str, list[float]] = {}

    def add(self, label: str, taken: float) -> None:
        """One more round of something."""
        self._taken.setdefault(label, []).append(taken)

    def __getitem__(self, label: str) -> float:
        return statistics.median(self._taken[label])

    def told(self) -> Mapping[str, str]:
        """Each with its median."""
        return {label: f"{self[label]:.2f}" for label in self._taken}


def bare(folder: Path, *files: str) -> Taken:
    """The bare readers over some files; over all documents and tables, the longest first, where none is named."""
    found = [p for p in (folder / "evidence").glob("*/*") if p.is_file()]
    slow = sorted(found, key=lambda p: (p.suffix not in (".pdf", ".xlsx"), -p.stat().st_size))
    return Run("the bare readers", [sys.executable, FLOORS, "read", *(files or map(str, slow))], folder).once()


def first(folder: Path) -> Taken:
    """A check that finds nothing kept."""
    shutil.rmtree(folder / "build", ignore_errors=True)
    return check("the first run", folder).once()


@contextmanager
def changed(path: Path, number: int) -> Iterator[None]:
    """A document that is not what it was, for a while."""
    before = path.read_bytes()
    path.write_bytes(before + b"%%%d\n" % number)
    try:
        yield
    finally:
        path.write_bytes(before)


def service(folder: Path, rounds: int, figures: Figures) -> list[Verdict]:
    """The service as it is: its first run, the next ones, and the one after a document has changed."""
    for number in range(rounds):
        figures.add("bare readers", bare(folder).cpu)
        figures.add("first run", first(folder).cpu)
        for _ in range(3):
            figures.add("nothing changed", check("nothing changed", folder).once().cpu)
        with changed(folder / PDF, number):
            figures.add("one PDF changed", check("one PDF changed", folder).once().cpu)
            figures.add("bare reader of that PDF", bare(folder, PDF).cpu)
    imported = readers_imported(folder)
    alone, one = figures["nothing changed"] + figures["bare reader of that PDF"], figures["one PDF changed"]
    return [
        Verdict("first run, beside the bare readers", figures["first run"] / figures["bare readers"], 1.25),
        Verdict("nothing changed, in seconds", figures["nothing changed"], 0.6),
        Verdict(f"nothing changed: imported of {', '.join(NOT_WHEN_UNCHANGED)}", len(imported), 0),
        Verdict("one PDF changed, beside nothing changed and its bare reader", one / alone, 1.15),
    ]


def readers_imported(folder: Path) -> set[str]:
    """Which readers a check imports when nothing has changed, by the list that Python itself prints."""
    run = check("nothing changed", folder)
    check("settling", folder).once()
    run.once()
    listed = Run(run.label, [run.command[0], "-X", "importtime", *run.command[1:]], folder, run.exit_codes).once()
    return {line.rpartition("|")[2].strip() for line in listed.printed.splitlines()} & set(NOT_WHEN_UNCHANGED)


def cases(rounds: int, figures: Figures) -> list[Verdict]:
    """A hundred thousand cases, read, beside the bare read; and what a check of them takes, which has no target."""
    folder = kept("cases-100000", Size(0, 0, 0, 100_000))
    floor = Run("the bare read", [sys.executable, FLOORS, "group", CASES], folder)
    typed = Run("the typed read", [sys.executable, "-c", TYPED], folder)
    for _ in range(rounds + 2):
        figures.add("100,000 cases: bare csv read and pandas' grouping", float(floor.once().printed))
        figures.add("100,000 cases: read by the tool", float(typed.once().printed))
    for _ in range(rounds):
        figures.add("100,000 cases: first check, of nothing else", first(folder).cpu)
    read = figures["100,000 cases: read by the tool"]
    beside = figures["100,000 cases: bare csv read and pandas' grouping"]
    return [Verdict("100,000 cases read, beside a bare csv read and pandas' grouping", read / beside, 1.5)]


def tenfold(size: Size, figures: Figures) -> list[Verdict]:
    """Ten times the service, and a million cases."""
    folder = kept("ten-services", size.times(10))
    figures.add("ten times: first run", first(folder).cpu)
    for _ in range(3):
        figures.add("ten times: nothing changed", check("ten times", folder).once().cpu)
    memory = first(kept("cases-1000000", Size(0, 0, 0, 1_000_000))).memory
    pairs = {name: figures[f"ten times: {name}"] / figures[name] for name in ("first run", "nothing changed")}
    verdicts = [Verdict(f"ten times the input, beside once: {name}", ratio, 11) for name, ratio in pairs.items()]
    return [*verdicts, Verdict("1,000,000 cases, first check: MiB at most", memory, 1024)]


def main() -> int:
    """Measure, print, write; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each run has its turn (3)")
    parser.add_argument("--quick", action="store_true", help="without what is ten times as large; print only")
    chosen = parser.parse_args()
    size, figures = Size(), Figures()
    verdicts = service(kept("service", size), chosen.rounds, figures) + cases(chosen.rounds, figures)
    if not chosen.quick:
        verdicts += tenfold(size, figures)
    lines = [machine(chosen.rounds), "", *targets(verdicts), "", *told(figures.told(), "CPU seconds, median")]
    return finish("service", lines, verdicts, not chosen.quick)


if __name__ == "__main__":
    sys.exit(main())
