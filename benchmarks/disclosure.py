"""Measures how long it takes to make all figures of the fictional service fit to be shown, the audit and all.

    python benchmarks/disclosure.py [--rounds N]

By itself, after one former publication, and after four and eight, each a quarter later, for everybody and for the
assessor. The median of CPU time counts; exit 1 when the target is missed. The figures are counted before.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import get_args

from rsqm_tool.disclosure.publication import protect_all
from rsqm_tool.load import load_workspace
from rsqm_tool.load.cache import Cache
from rsqm_tool.model import Workspace
from rsqm_tool.model.disclosure import Audience, Policy, Protection, Publication
from rsqm_tool.model.monitoring import Monitoring
from rsqm_tool.monitoring import monitor_service

ROOT = Path(__file__).parents[1]
AS_OF = date(2026, 11, 20)
QUARTERS = [f"{year}-Q{n}" for year in (2024, 2025, 2026) for n in (1, 2, 3, 4)][2:11]  # up to the last whole one
FORMER = (0, 1, 4, 8)
SECONDS = 0.5  # of CPU, at most


def service() -> Workspace:
    """The fictional service."""
    loaded = load_workspace(ROOT, None, Cache(ROOT / "build" / "cache", enabled=False))
    if loaded.workspace is None:
        raise SystemExit("the service in evidence/ cannot be read")
    return loaded.workspace


def protected(counted: Monitoring, audience: Audience, former: Sequence[Publication]) -> Protection:
    """The figures of one publication."""
    return protect_all(counted.figures, Policy(audience=audience), counted.last, counted.quarters, former)


def main() -> int:
    """Measure and print; 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9, help="how often each has its turn (9)")
    rounds = range(parser.parse_args().rounds)
    workspace = service()
    *before, last = [monitor_service(workspace, AS_OF, until=quarter) for quarter in QUARTERS]
    print(f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} cores")
    worst = 0.0
    for audience in get_args(Audience):
        for number in FORMER:
            held: list[Publication] = []
            for counted in before[len(before) - number :]:
                held.append(protected(counted, audience, held).publication)
            times = []
            for _ in rounds:
                begin = time.process_time()
                made = protected(last, audience, held)
                times.append(time.process_time() - begin)
            taken = statistics.median(times)
            worst = max(worst, taken)
            cells = sum(len(line) for grid in made.publication.grids for line in grid.cells)
            print(
                f"{audience:8} {number} before: {taken:5.3f} s CPU, {len(made.figures)} figures with {cells} cells, "
                f"{len(made.withheld)} not shown"
            )
    print(f"at most {SECONDS} s each")
    return 0 if worst < SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
