"""Measures the reading of tables: a flat export of cases, beside a bare read of the same file and pandas' grouping.

`python benchmarks/tables.py` prints the figures; `floor`, `reading`, `again` and `peak` are for others to call.
Each measure runs in a process of its own, and what counts is that process's CPU time without its imports.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from time import process_time

FILE = "evidence/monitoring/cases.csv"
CONFIG = {"cases": {"file": FILE}}
FIRST = date(2023, 1, 2)
DAYS = 1_400
SOURCES = ("police", "probation", "self", "victim care", "youth justice", "prison")
OUTCOMES = ("accepted", "declined", "withdrawn", "unreachable", "unsuitable", "redirected", "transferred")
STAGES = ("community resolution", "before sentence", "after sentence")
OFFENCES = ("burglary", "violence", "theft", "damage", "robbery", "harassment", "domestic abuse")
COLUMNS = (
    "case_id referred_on accepted_on source initiated_by stage offence_group domestic_or_sexual sensitive suitability "
    "outcome closed_on harmed_count responsible_count first_attempt_on first_contact_on risk_info_on risk_assessed_on "
    "risk_reviewed_on consent_harmed_on consent_responsible_on all_consented process process_kind process_on "
    "lead_practitioner_id co_practitioner_id agreement agreement_result follow_up_offered_on followed_up_on"
).split()


def write_cases(path: Path, count: int, seed: int = 1) -> None:
    """A flat export of so many cases, as proportions in a real service are: three in ten come to a process."""
    dice = random.Random(seed)  # noqa: S311
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(DAYS + 200)]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(_case(dice, days, number, count) for number in range(count))


def _case(dice: random.Random, days: Sequence[str], number: int, count: int) -> list[object]:
    at = number * DAYS // count
    there = number % 10 < 3
    opening = [
        f"C-{number:07}", days[at], days[at + dice.randrange(5)], dice.choice(SOURCES),
        dice.choice(("harmed", "responsible", "agency")), dice.choice(STAGES), dice.choice(OFFENCES),
        dice.choice(("yes", "no", "no", "no")), dice.choice(("yes", "no", "no")), "suitable" if there else "undecided",
        "accepted" if there else dice.choice(OUTCOMES), days[at + 120], dice.choice((1, 1, 1, 2)), 1,
        days[at + 7], days[at + 9], days[at + 6], days[at + 20],
    ]  # fmt: skip
    if not there:
        return opening + [""] * 7 + [f"P-{dice.randrange(60):03}"] + [""] * 5
    process = [days[at + 50], days[at + 30], days[at + 31], "yes", dice.choice(("direct", "indirect")), "shuttle",
               days[at + 60]]  # fmt: skip
    people = [f"P-{dice.randrange(60):03}", f"P-{dice.randrange(60):03}"]
    return opening + process + people + ["made", "done", days[at + 90], days[at + 100]]


def floor(root: Path) -> float:
    """CPU seconds of a bare csv read and of pandas grouping what it gave."""
    import pandas

    begin = process_time()
    with (root / FILE).open(newline="", encoding="utf-8") as stream:
        header, *rows = csv.reader(stream)
    wanted = ("referred_on", "source", "outcome", "process")
    places = [header.index(name) for name in wanted]
    frame = pandas.DataFrame({name: [row[at] for row in rows] for name, at in zip(wanted, places, strict=True)})
    frame["quarter"] = pandas.to_datetime(frame["referred_on"], format="%Y-%m-%d").dt.to_period("Q")
    assert frame.groupby(["quarter", "source", "outcome", "process"]).size().sum() == len(rows)
    return process_time() - begin


def reading(root: Path) -> float:
    """CPU seconds of reading the same file into typed rows, nothing kept."""
    from rsqm_tool.load.tables import csv as _csv  # noqa: F401  imports are not what is measured
    from rsqm_tool.load.tables import read_tables, rows  # noqa: F401

    begin = process_time()
    read = read_tables(root, CONFIG)
    assert not read.problems and not read.tables["cases"].left_out, read.problems
    return process_time() - begin


def again(root: Path) -> float:
    """CPU seconds of reading it once more when nothing changed: the rows come from the cache."""
    from rsqm_tool.load.cache import Cache
    from rsqm_tool.load.tables import read_tables

    read_tables(root, CONFIG, Cache(root / "build" / "cache"))
    begin = process_time()
    read_tables(root, CONFIG, Cache(root / "build" / "cache"))
    return process_time() - begin


def peak(root: Path) -> float:
    """The most memory, in MiB, of a process that reads it, keeps it, and goes through every row of every table."""
    from rsqm_tool.load.cache import Cache
    from rsqm_tool.load.tables import read_tables

    tables = read_tables(root, CONFIG, Cache(root / "build" / "cache")).tables
    assert all(sum(1 for _ in table.rows) == len(table.rows) for table in tables.values())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


MEASURES: dict[str, Callable[[Path], float]] = {m.__name__: m for m in (floor, reading, again, peak)}


def measured(asked: Sequence[tuple[str, Path]], rounds: int = 1) -> list[float]:
    """The median of each measure of a folder. They take turns, so that what disturbs one disturbs all."""
    taken: list[list[float]] = [[] for _ in asked]
    for _ in range(rounds):
        for (name, root), times in zip(asked, taken, strict=True):
            times.append(_once(name, root))
    return [statistics.median(times) for times in taken]


def _once(name: str, root: Path) -> float:
    """One measure, in a process of its own."""
    repository = Path(__file__).resolve().parent.parent
    command = [sys.executable, __file__, "--one", name, str(root)]
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    done = subprocess.run(command, cwd=repository, env=environment, check=True, capture_output=True)
    return float(done.stdout)


def figures(root: Path, rounds: int = 7) -> list[tuple[str, float, float | None]]:
    """Each target: what it is, what was measured, and the most that it may be."""
    sizes = {count: root / str(count) for count in (10_000, 100_000, 1_000_000)}
    for count, folder in sizes.items():
        write_cases(folder / FILE, count)
    small, large, huge = sizes.values()
    asked = [("floor", large), ("reading", large), ("reading", small), ("again", large), ("again", small)]
    bare, read, tenth, unchanged_large, unchanged = measured(asked, rounds)
    return [
        ("100,000 cases, a bare csv read and pandas' grouping: CPU seconds", bare, None),
        ("100,000 cases read: CPU seconds", read, None),
        ("100,000 cases read, beside the bare read", read / bare, 1.5),
        ("100,000 cases read, beside 10,000", read / tenth, 11),
        ("10,000 cases unchanged: CPU seconds", unchanged, None),
        ("100,000 cases unchanged, beside 10,000", unchanged_large / unchanged, 11),
        ("1,000,000 cases: MiB at most", measured([("peak", huge)])[0], 1024),
    ]


def main() -> int:
    """Measure and print; 1 when a target is missed."""
    if sys.argv[1:2] == ["--one"]:
        print(MEASURES[sys.argv[2]](Path(sys.argv[3])))
        return 0
    missed = False
    with tempfile.TemporaryDirectory() as name:
        for what, figure, most in figures(Path(name)):
            kept = most is None or figure <= most
            missed |= not kept
            print(
                f"{what}: {figure:.3f}"
                + ("" if most is None else f" (at most {most:g}: {'kept' if kept else 'missed'})")
            )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
