"""Builds a published site once more, with Zensical, and compares its pages with those that MkDocs built.

    python -m tools.zensical build/assessor .venv-zensical/bin/zensical

The settings are the same but for the folder of the site, and so are the pages' sources: Zensical takes them only from
below the folder of its settings, so both are copied. It may warn. Another list of pages ends with 1: what Zensical does
not know it leaves out without a word.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tools.built import pages


def build(published: Path, program: Path) -> Path:
    """Builds what lies in `published` with `program`, in the folder `zensical` beside it; its site comes out."""
    folder = published.with_name("zensical")  # at the same depth: the settings lead to other files
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(published / "docs", folder / "docs")
    settings = json.loads((published / "mkdocs.yml").read_text(encoding="utf-8")) | {"site_dir": "site"}
    (folder / "mkdocs.yml").write_text(json.dumps(settings, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    command = [str(program.absolute()), "build", "--config-file", "mkdocs.yml"]
    run = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, check=False)
    if run.returncode:
        sys.exit(f"Zensical ended with {run.returncode}.")
    return folder / "site"


def compare(ours: set[str], theirs: set[str]) -> list[str]:
    """What differs, a line for each page. Nothing where both built the same pages."""
    return [
        *(f"MkDocs alone built {page}" for page in sorted(ours - theirs)),
        *(f"Zensical alone built {page}" for page in sorted(theirs - ours)),
    ]


def main() -> None:
    """The command."""
    if len(sys.argv) != 3:
        sys.exit(str(__doc__))
    published, program = Path(sys.argv[1]), Path(sys.argv[2])
    if not (published / "site" / "index.html").is_file():
        sys.exit(f"{published} holds no site. Publish first.")
    ours = set(pages(published / "site"))
    if differences := compare(ours, set(pages(build(published, program)))):
        sys.exit("\n".join(differences))
    print(f"Zensical built the same {len(ours)} pages as MkDocs.")


if __name__ == "__main__":
    main()
