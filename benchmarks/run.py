"""Measures the tool beside its peers in one run, and writes the figures into README.md here: `make bench`.

What counts is the CPU time of the process and what it starts, user and system together: on a busy machine it varies
less than the clock. The commands of a comparison take turns, so that what disturbs one disturbs all; the median is
reported. Exit 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import workloads

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
AS_OF = "2026-11-20"


@dataclass(frozen=True)
class Run:
    """A command that is measured."""

    label: str
    command: Sequence[str]
    folder: Path
    exit_codes: tuple[int, ...] = (0,)

    def cpu_seconds(self) -> float:
        """Run it once, throw its output away, and give the CPU time that it took."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(self.command, cwd=self.folder, capture_output=True, stdin=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in self.exit_codes:
            raise SystemExit(f"{self.label} ended with {done.returncode}:\n{done.stderr.decode(errors='replace')}")
        return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


@dataclass(frozen=True)
class Verdict:
    """A target, and what was measured."""

    what: str
    ratio: float
    at_most: float

    @property
    def kept(self) -> bool:
        """The ratio is within the target."""
        return self.ratio <= self.at_most


def medians(runs: Sequence[Run], rounds: int) -> dict[str, float]:
    """The median CPU seconds of each run by its label. A first round warms the disk and is thrown away."""
    taken: dict[str, list[float]] = {run.label: [] for run in runs}
    for number in range(rounds + 1):
        for run in runs:
            seconds = run.cpu_seconds()
            if number:
                taken[run.label].append(seconds)
    return {label: statistics.median(times) for label, times in taken.items()}


def tool(name: str) -> str:
    """The path of a command of this environment."""
    return str(Path(sys.executable).with_name(name))


def start_up(folder: Path, rounds: int) -> tuple[list[str], list[Verdict]]:
    """`--version`, ours beside three peers'."""
    names = ("rsqm", "sphinx-build", "doorstop", "reuse")
    figures = medians([Run(f"{n} --version", [tool(n), "--version"], folder) for n in names], rounds)
    ours, *peers = figures.values()
    verdict = Verdict("`rsqm --version` beside the fastest peer", ours / min(peers), 0.4)
    return _table(figures, ours), [verdict]


def checking(folder: Path, rounds: int) -> tuple[list[str], list[Verdict]]:
    """A check of 200 items beside doorstop's, and of ten times as many."""
    for size in (200, 2000):
        workloads.workspace(folder / f"ours-{size}", size)
    workloads.doorstop_tree(folder / "theirs-200", 200, tool("doorstop"))
    check = [tool("rsqm"), "check", "--as-of", AS_OF]
    runs = [
        Run("rsqm check, 200 items", check, folder / "ours-200", (0, 1)),
        Run("doorstop, 200 items", [tool("doorstop")], folder / "theirs-200"),
    ]
    figures = medians(runs, rounds)
    # Ten times the items takes long enough that a few rounds will do.
    figures |= medians([Run("rsqm check, 2,000 items", check, folder / "ours-2000", (0, 1))], max(1, rounds // 3))
    ours, theirs, tenfold = figures.values()
    verdicts = [
        Verdict("`rsqm check` of 200 items beside doorstop's", ours / theirs, 0.25),
        Verdict("`rsqm check` of 2,000 items beside 200", tenfold / ours, 11),
    ]
    return _table(figures, ours), verdicts


def _table(figures: dict[str, float], ours: float) -> list[str]:
    head = ["| command | CPU seconds, median | ours is |", "|---|---:|---:|"]
    return head + [f"| `{label}` | {seconds:.3f} | {ours / seconds:.2f} |" for label, seconds in figures.items()]


def _machine(rounds: int) -> str:
    peers = ", ".join(f"{name} {version(name)}" for name in ("sphinx", "doorstop", "reuse"))
    return (
        f"rsqm-tool {version('rsqm-tool')} beside {peers}; Python {platform.python_version()} on {platform.system()}, "
        f"{os.cpu_count()} cores, medians of {rounds} rounds."
    )


def _write(lines: Sequence[str]) -> None:
    head, found, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    if not found or END not in rest:
        raise SystemExit(f"{README.name} has lost its markers {BEGIN} and {END}")
    tail = rest.partition(END)[2]
    README.write_text("\n".join([head + BEGIN, *lines, END + tail]), encoding="utf-8")


def main() -> int:
    """Measure, print, write; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9, help="how often each command runs (9)")
    parser.add_argument("--no-write", action="store_true", help="print only, leave README.md alone")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        first, start_verdicts = start_up(Path(name), chosen.rounds)
        second, check_verdicts = checking(Path(name), chosen.rounds)
    verdicts = [*start_verdicts, *check_verdicts]
    rows = [f"| {v.what} | {v.ratio:.2f} | {v.at_most:g} | {'kept' if v.kept else '**missed**'} |" for v in verdicts]
    targets = ["| target | ratio | at most | |", "|---|---:|---:|---|", *rows]
    lines = [_machine(chosen.rounds), "", *targets, "", *first, "", *second]
    print("\n".join(lines))
    if not chosen.no_write:
        _write(lines)
    return 0 if all(v.kept for v in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
