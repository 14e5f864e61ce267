"""What every benchmark here shares: measuring a command, holding figures against targets, writing README.md here.

What counts is the CPU time of the process and of all that it starts and waits for, user and system together: on a busy
machine it varies less than the clock. The commands of a comparison take turns, so that what disturbs one disturbs all;
the median is reported.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import rsqm_tool

README = Path(__file__).with_name("README.md")
AS_OF = "2026-11-20"


@dataclass(frozen=True)
class Taken:
    """What a command took."""

    cpu: float  # seconds
    memory: float  # MiB that its largest process held at most
    printed: str  # to standard error


@dataclass(frozen=True)
class Run:
    """A command that is measured."""

    label: str
    command: Sequence[str]
    folder: Path
    exit_codes: tuple[int, ...] = (0,)
    without: str = ""  # a file in the folder that is removed first, so that the run does all its work again

    def once(self) -> Taken:
        """Run it, throw its output away, and say what it took."""
        if self.without:
            (self.folder / self.without).unlink(missing_ok=True)
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                self.command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
            )
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            errors.seek(0)
            printed = errors.read().decode(errors="replace")
        if process.returncode not in self.exit_codes:
            raise SystemExit(f"{self.label} ended with {process.returncode}:\n{printed}")
        unit = 1024 * 1024 if sys.platform == "darwin" else 1024
        return Taken(used.ru_utime + used.ru_stime, used.ru_maxrss / unit, printed)


@dataclass(frozen=True)
class Verdict:
    """A target, and what was measured."""

    what: str
    measured: float
    at_most: float

    @property
    def kept(self) -> bool:
        """What was measured is within the target."""
        return self.measured <= self.at_most


def check(label: str, folder: Path, *options: str) -> Run:
    """A check of the workspace in `folder`, which may find gaps."""
    command = [sys.executable, "-m", "rsqm_tool", "check", "--as-of", AS_OF, *options]
    return Run(label, command, folder, (0, 1))


def medians(runs: Sequence[Run], rounds: int) -> dict[str, float]:
    """The median CPU seconds of each run by its label. A first round warms the disk and is thrown away."""
    taken: dict[str, list[float]] = {run.label: [] for run in runs}
    for number in range(rounds + 1):
        for run in runs:
            seconds = run.once().cpu
            if number:
                taken[run.label].append(seconds)
    return {label: statistics.median(times) for label, times in taken.items()}


def machine(rounds: int, beside: str = "") -> str:
    """What was measured, where and how often."""
    return (
        f"rsqm-tool {rsqm_tool.__version__}{beside}; Python {platform.python_version()} on {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores, medians of {rounds} rounds."
    )


def targets(verdicts: Sequence[Verdict]) -> list[str]:
    """The table of what was wanted and what came of it."""
    rows = [f"| {v.what} | {_number(v)} | {v.at_most:,g} | {'kept' if v.kept else '**missed**'} |" for v in verdicts]
    return ["| target | measured | at most | |", "|---|---:|---:|---|", *rows]


def _number(verdict: Verdict) -> str:
    return f"{verdict.measured:,.0f}" if verdict.at_most >= 100 or not verdict.at_most else f"{verdict.measured:.2f}"


def told(figures: Mapping[str, str], what: str) -> list[str]:
    """The table of single figures."""
    return [f"| | {what} |", "|---|---:|", *(f"| {label} | {figure} |" for label, figure in figures.items())]


def finish(name: str, lines: Sequence[str], verdicts: Sequence[Verdict], write: bool) -> int:
    """Print, write between the markers of that name in README.md, and give the exit code: 1 when a target is missed."""
    print("\n".join(lines))
    if write:
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        head, found, rest = README.read_text(encoding="utf-8").partition(begin)
        if not found or end not in rest:
            raise SystemExit(f"{README.name} has lost its markers {begin} and {end}")
        README.write_text("\n".join([head + begin, *lines, end + rest.partition(end)[2]]), encoding="utf-8")
    return 0 if all(v.kept for v in verdicts) else 1
