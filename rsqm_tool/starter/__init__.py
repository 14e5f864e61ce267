"""What `rsqm init` writes: a workspace that checks at once, its files explained in comments."""

from __future__ import annotations

from pathlib import Path

from rsqm_tool.load import framework
from rsqm_tool.model import Framework
from rsqm_tool.resources import shipped

_HERE = Path(__file__).parent
_FOLDERS = ("evidence/documents", "evidence/people", "evidence/monitoring")


def starter(workflow: bool) -> dict[str, str | None]:
    """The files of a new workspace, by their paths; None is an empty folder. With `workflow` also one for CI."""
    files: dict[str, str | None] = {
        path.relative_to(_HERE / "files").as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((_HERE / "files").rglob("*.yaml"))
    }
    # A name that begins with a dot would be lost on the way into some archives.
    files[".gitignore"] = (_HERE / "files" / "gitignore").read_text(encoding="utf-8")
    files["evidence/self-assessment.yaml"] = _self_assessment()
    for schema in sorted((shipped("standards") / "schema").glob("*.schema.json")):
        # Editors complete and check with these; the program itself always uses its own.
        files[f"standards/schema/{schema.name}"] = schema.read_text(encoding="utf-8")
    if workflow:
        text = (shipped("standards") / "ci" / "rsqm-check.yml").read_text(encoding="utf-8")
        files[".github/workflows/rsqm-check.yml"] = text
    return {**files, **dict.fromkeys(_FOLDERS)}


def _self_assessment() -> str:
    """The ratings' file, with every criterion of the default framework waiting to be rated."""
    loaded, problems = framework.load(*framework.available(None)[framework.DEFAULT])
    if loaded is None:
        raise ValueError(str(problems[0]))
    head = (_HERE / "files" / "self-assessment-head.txt").read_text(encoding="utf-8")
    return head + "\n".join(_lines(loaded)) + "\n"


def _lines(loaded: Framework) -> list[str]:
    lines = ["criteria:"]
    for standard in loaded.standards:
        lines.append(f"  # {standard.id} {standard.title}")
        for criterion in standard.criteria:
            mark = " (safeguarding)" if criterion.safeguarding else ""
            lines.append(f'  "{criterion.id}": {{}}  # {criterion.title}{mark}')
    return lines
