"""Measures the tool beside its peers in one run, and writes the figures into README.md here: `make bench`.

Exit 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import workloads
from measuring import Run, Verdict, check, finish, machine, medians, targets


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
    runs = [
        check("rsqm check, 200 items", folder / "ours-200"),
        Run("doorstop, 200 items", [tool("doorstop")], folder / "theirs-200"),
    ]
    figures = medians(runs, rounds)
    # Ten times the items takes long enough that a few rounds will do.
    figures |= medians([check("rsqm check, 2,000 items", folder / "ours-2000")], max(1, rounds // 3))
    ours, theirs, tenfold = figures.values()
    verdicts = [
        Verdict("`rsqm check` of 200 items beside doorstop's", ours / theirs, 0.25),
        Verdict("`rsqm check` of 2,000 items beside 200", tenfold / ours, 11),
    ]
    return _table(figures, ours), verdicts


def _table(figures: dict[str, float], ours: float) -> list[str]:
    head = ["| command | CPU seconds, median | ours is |", "|---|---:|---:|"]
    return head + [f"| `{label}` | {seconds:.3f} | {ours / seconds:.2f} |" for label, seconds in figures.items()]


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
    peers = ", ".join(f"{name} {version(name)}" for name in ("sphinx", "doorstop", "reuse"))
    lines = [machine(chosen.rounds, f" beside {peers}"), "", *targets(verdicts), "", *first, "", *second]
    return finish("peers", lines, verdicts, not chosen.no_write)


if __name__ == "__main__":
    sys.exit(main())
