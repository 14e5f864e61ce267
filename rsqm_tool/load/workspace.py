"""Loads a workspace: reads its files, holds them against their schemas and against each other, builds the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rsqm_tool.load import build, framework, references
from rsqm_tool.load.files import Folder
from rsqm_tool.load.places import YamlFile, read
from rsqm_tool.load.schema import nearest, shown, validate
from rsqm_tool.model import Framework, Location, Problem, Workspace

# The YAML files of a workspace besides rsqm.yaml, each with the name of its schema. None of them is required.
_OPTIONAL = {
    "evidence/self-assessment.yaml": "self-assessment",
    "evidence/actions.yaml": "actions",
    "evidence/exceptions.yaml": "exceptions",
    "evidence/assessor.yaml": "assessor",
}
_REGISTER = "evidence/register.yaml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A workspace, or the problems that stand in its way: exactly one of the two."""

    workspace: Workspace | None
    problems: tuple[Problem, ...]


def load_workspace(root: Path, framework_id: str | None = None) -> Loaded:
    """Load the workspace in the folder `root`.

    `framework_id` names the framework to judge by, where it is not the first of rsqm.yaml. Raises nothing for bad
    input: whatever is wrong is in the answer, in the order of files and lines.
    """
    files = _read_all(root)
    if "workspace" not in files:
        todo = "Make a workspace with `rsqm init DIR`, or name one with -C DIR"
        return Loaded(None, (Problem(Location("rsqm.yaml"), "There is no rsqm.yaml in this folder", "", todo),))
    problems = [p for schema, group in files.items() for f in group for p in f.problems or validate(f, schema)]
    frameworks, troubles = _frameworks(root, files["workspace"][0], framework_id)
    problems += troubles
    problems += references.check(files, frameworks)
    if problems:
        return Loaded(None, tuple(dict.fromkeys(problems)))
    return Loaded(build.workspace(files, tuple(frameworks), Folder(root / "evidence")), ())


def _read_all(root: Path) -> dict[str, list[YamlFile]]:
    """Every YAML file of the workspace that is there, by the name of its schema."""
    found: dict[str, list[YamlFile]] = {}
    for path, schema in {"rsqm.yaml": "workspace", **_OPTIONAL}.items():
        if (root / path).exists():
            found[schema] = [read(root, path)]
    registers = [_REGISTER] if (root / _REGISTER).exists() else []
    registers += [f"evidence/register/{p.name}" for p in sorted((root / "evidence" / "register").glob("*.yaml"))]
    found["register"] = [read(root, path) for path in registers]
    return found


def _frameworks(root: Path, config: YamlFile, wanted: str | None) -> tuple[list[Framework], list[Problem]]:
    """The frameworks that rsqm.yaml names, the wanted one first, with other wording laid over where a file has some."""
    available = framework.available(root)
    problems: list[Problem] = []
    frameworks: list[Framework] = []
    wording = _wording(root, available)
    for where, id in _named(config, wanted):
        if id not in available or id in wording:
            hint = nearest(id, available) or "`rsqm list frameworks` shows them"
            problems.append(Problem(where, f"There is no framework {shown(id)}", "the id of a framework", hint))
            continue
        loaded, troubles = framework.load(*available[id])
        problems += troubles
        if loaded:
            frameworks.append(loaded)
    for file in wording.values():
        troubles = file.problems or validate(file, "wording")
        for i, one in enumerate(frameworks):
            if not troubles and file.data["lays_over"] == one.id:
                frameworks[i], troubles = framework.lay_over(one, file)
        problems += troubles
    return frameworks, problems


def _named(config: YamlFile, wanted: str | None) -> Iterator[tuple[Location, str]]:
    """The ids of the frameworks to load, the wanted one first, each with the place that names it."""
    named = config.data.get("framework") if isinstance(config.data, dict) else None
    ids: list[Any] = named if isinstance(named, list) else [named]
    where = config.where(("framework",))
    ordered = dict.fromkeys(([wanted] if wanted else []) + [id for id in ids if isinstance(id, str)])
    for id in ordered:
        yield (where if id in ids else Location("--framework")), id


def _wording(root: Path, available: dict[str, tuple[Path, str]]) -> dict[str, YamlFile]:
    """The workspace's files that lay words over a framework, by their names."""
    found = {}
    for name, (base, path) in available.items():
        if base == root and b"\nlays_over:" in b"\n" + (base / path).read_bytes()[:20_000]:
            found[name] = read(base, path)
    return found
