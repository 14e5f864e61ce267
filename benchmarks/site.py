"""Measures `rsqm publish`: what generating the pages costs beside the site builder, and what each page costs.

    python benchmarks/site.py [--rounds N]

Beside it in the same run: the site builder alone, over the same Markdown by the same settings. Exit 1 when a target is
missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from measuring import AS_OF, Run, Verdict, finish, machine, medians, targets, told
from workloads import workspace

SIZES = (500, 2_000)  # items of evidence
# The pages from an assessment that is judged already, as `rsqm publish` makes and writes them.
PAGES = f"""
import sys
from datetime import date
from pathlib import Path
from time import process_time
from rsqm_tool.assess import assess
from rsqm_tool.load import load_workspace
from rsqm_tool.publish import write_pages
workspace = load_workspace(Path()).workspace
assessment = assess(workspace, workspace.frameworks[0], date.fromisoformat("{AS_OF}"))
begin = process_time()
write_pages(assessment, Path(), "assessor")
print(process_time() - begin, file=sys.stderr)
"""
# The same with the site built, as `rsqm publish` does it but for the guard.
WHOLE = f"""
from datetime import date
from pathlib import Path
from rsqm_tool.assess import assess
from rsqm_tool.load import load_workspace
from rsqm_tool.load.cache import Cache
from rsqm_tool.publish import publish_site
root = Path().resolve()
workspace = load_workspace(root, None, Cache(root / "build" / "cache")).workspace
publish_site(assess(workspace, workspace.frameworks[0], date.fromisoformat("{AS_OF}")), root)
"""
_STAMP = "build/assessor/site.json"  # without it the site is built again


def publish(folder: Path, items: int) -> Run:
    """The whole without the guard: judge, generate, build."""
    return Run(f"judge and publish, {items:,} items", [sys.executable, "-c", WHOLE], folder, without=_STAMP)


def guarded(folder: Path, items: int) -> Run:
    """The command, with the guard."""
    command = [sys.executable, "-m", "rsqm_tool", "publish", "--as-of", AS_OF]
    return Run(f"rsqm publish, with the guard, {items:,} items", command, folder, without=_STAMP)


def builder(folder: Path, items: int) -> Run:
    """The site builder alone."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", "build/assessor/mkdocs.yml"]
    return Run(f"the site builder alone, {items:,} items", [*command, "-d", "../bare"], folder)


def generating(folder: Path, rounds: int) -> float:
    """CPU seconds of making and writing the pages, the median."""
    run = Run("generating", [sys.executable, "-c", PAGES], folder)
    return sorted(float(run.once().printed) for _ in range(rounds))[rounds // 2]


def measure(folder: Path, rounds: int) -> tuple[list[str], list[Verdict]]:
    """The lines of README.md, and the targets."""
    places = {items: folder / str(items) for items in SIZES}
    for items, place in places.items():
        workspace(place, items)
        publish(place, items).once()
    runs = [run(place, items) for items, place in places.items() for run in (publish, builder, guarded)]
    took = medians(runs, rounds)
    pages = {items: len(list((place / "build/assessor/site").rglob("*.html"))) for items, place in places.items()}
    whole = {items: took[publish(place, items).label] for items, place in places.items()}
    bare = {items: took[builder(place, items).label] for items, place in places.items()}
    made = {items: generating(place, rounds) for items, place in places.items()}
    few, many = SIZES
    verdicts = [
        *(Verdict(f"generating {pages[n]:,} pages beside the site builder", made[n] / bare[n], 0.1) for n in SIZES),
        *(Verdict(f"the whole of {pages[n]:,} pages beside the site builder", whole[n] / bare[n], 1.15) for n in SIZES),
        Verdict(
            f"a page of {pages[many]:,} beside a page of {pages[few]:,}",
            (whole[many] / pages[many]) / (whole[few] / pages[few]),
            1.2,
        ),
    ]
    figures = {**{label: f"{s:.2f}" for label, s in took.items()}}
    figures |= {f"generating the pages, {n:,} items": f"{made[n]:.2f}" for n in SIZES}
    return [machine(rounds), "", *targets(verdicts), "", *told(figures, "CPU seconds, median")], verdicts


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-write", action="store_true", help="leave README.md alone")
    asked = parser.parse_args()
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        lines, verdicts = measure(Path(folder), asked.rounds)
    return finish("site", lines, verdicts, not asked.no_write)


if __name__ == "__main__":
    raise SystemExit(main())
