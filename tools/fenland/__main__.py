"""`python -m tools.fenland [--out DIR] [--planted all|none]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.fenland import NAME, REPOSITORY
from tools.fenland.build import service


def main() -> None:
    """Writes the service's files, and takes away what only its other variant has."""
    parser = argparse.ArgumentParser(prog="python -m tools.fenland", description=f"Writes the fictional {NAME}.")
    parser.add_argument(
        "--out", type=Path, default=REPOSITORY, help="the folder to write to (default: this repository)"
    )
    parser.add_argument("--planted", choices=("all", "none"), default="all", help="with its faults (default), or sound")
    asked = parser.parse_args()
    planted = asked.planted == "all"
    files = service(planted)
    for path, data in files.items():
        target = asked.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    removed = _remove_other(asked.out, service(not planted), set(files))
    size = sum(map(len, files.values()))
    print(f"{NAME}: {len(files)} files, {size / 1e6:.1f} MB, in {asked.out}; {removed} of the other variant removed.")


def _remove_other(out: Path, other: dict[str, bytes], written: set[str]) -> int:
    """Removes files that only the other variant has, if they hold exactly what this program writes. How many."""
    removed = 0
    for path, data in other.items():
        target = out / path
        if path not in written and target.is_file() and target.read_bytes() == data:
            target.unlink()
            removed += 1
    return removed


if __name__ == "__main__":
    main()
