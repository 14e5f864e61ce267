"""Loads a workspace: reads its files, holds them against their schemas and against each other, builds the model."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rsqm_tool.load import build, framework, references
from rsqm_tool.load.cache import Cache
from rsqm_tool.load.contents import Held, read_contents, tables_of
from rsqm_tool.load.files import Folder, is_there
from rsqm_tool.load.measures import read_measures
from rsqm_tool.load.places import YamlFile, read
from rsqm_tool.load.schema import shown, validate, validate_once
from rsqm_tool.model import Framework, Location, Problem, Workspace

# The YAML files of a workspace besides rsqm.yaml, each with the name of its schema. None of them is required.
_OPTIONAL = {
    "evidence/self-assessment.yaml": "self-assessment",
    "evidence/actions.yaml": "actions",
    "evidence/exceptions.yaml": "exceptions",
    "evidence/assessor.yaml": "assessor",
}
_REGISTER = "evidence/register.yaml"
_REGISTERS = "evidence/register"  # or several files in this folder


@dataclass(frozen=True, slots=True)
class Loaded:
    """A workspace, or the problems that stand in its way: exactly one of the two."""

    workspace: Workspace | None
    problems: tuple[Problem, ...]


def load_workspace(
    root: Path, framework_id: str | None = None, cache: Cache | None = None, saved_counts: bool = True
) -> Loaded:
    """Load the workspace in the folder `root`, its documents and tables too.

    `framework_id` names the framework to judge by, where it is not the first of rsqm.yaml. `cache` keeps what is read
    of documents and tables; without one everything is read anew. Without `saved_counts` evidence/measures.json, which
    is about to be written anew, is not looked at. Raises nothing for bad input: whatever is wrong is in the answer, in
    the order of files and lines.
    """
    cache = cache or Cache(root / "build" / "cache", enabled=False)
    if not root.is_dir():
        return Loaded(None, (_no_folder(root),))
    if closed := list(_closed(root)):
        return Loaded(None, tuple(closed))
    files = _read_all(root)
    misnamed = list(_misnamed(root))
    if "workspace" not in files:
        todo = "Make a workspace with `rsqm init DIR`, or name one with -C DIR"
        missing = Problem(Location("rsqm.yaml"), "There is no rsqm.yaml in this folder", "", todo)
        return Loaded(None, tuple(misnamed) or (missing,))
    told = {f.path: f.problems or validate_once(f, schema, cache) for schema, group in files.items() for f in group}
    frameworks, troubles = _frameworks(root, files["workspace"][0], framework_id)
    problems = [*misnamed, *(p for those in told.values() for p in those), *troubles]
    problems += references.check(files, frameworks, partners_known=not told["rsqm.yaml"])
    held = tables_of(root, files["workspace"][0], cache) if not told["rsqm.yaml"] else Held()
    problems += _begun_twice(root, files.get("register", ()))
    measures, troubles = read_measures(root) if saved_counts else (None, [])
    problems += [*held.problems, *troubles]
    if problems:
        return Loaded(None, _in_order(problems, list(told)))
    folder = Folder(root / "evidence")
    contents = read_contents(root, files.get("register", ()), folder, cache)
    cache.drop_unused()
    cache.save()
    built = build.workspace(files, tuple(frameworks), folder, contents, held, measures)
    return Loaded(replace(built, exceptions=references.as_in_tables(built.exceptions, held.tables)), ())


def _in_order(problems: Iterable[Problem], paths: Sequence[str]) -> tuple[Problem, ...]:
    """Problems, each once, in the order of files and lines; those of other files last."""

    def place(problem: Problem) -> tuple[int, str, int, int]:
        where = problem.where
        rank = paths.index(where.path) if where.path in paths else len(paths)
        return rank, where.path, where.line or 0, where.column or 0

    return tuple(sorted(dict.fromkeys(problems), key=place))


def _no_folder(root: Path) -> Problem:
    """The problem of a workspace that is not a folder."""
    if root.is_file():
        return Problem(Location(root.name), "This is a file", "the folder of a workspace", "Name the folder it lies in")
    todo = "Correct its name, or make it with `rsqm init DIR`"
    return Problem(Location(root.name), "There is no such folder", "", todo)


def _closed(root: Path) -> Iterator[Problem]:
    """Folders that the system does not let us look into: what lies in them would seem not to be there."""
    for name in (".", "standards", "evidence", _REGISTERS):
        if (root / name).is_dir() and not os.access(root / name, os.R_OK | os.X_OK):
            where = Location(name if name != "." else root.name)
            yield Problem(where, "The folder cannot be read (permission denied)", "", "Ask for access to it")
            return


def _read_all(root: Path) -> dict[str, list[YamlFile]]:
    """Every YAML file of the workspace that is there, by the name of its schema."""
    several = sorted(p.name for p in (root / _REGISTERS).glob("*.yaml") if not p.name.startswith("."))
    paths = {
        "workspace": ["rsqm.yaml"],
        "register": [_REGISTER, *(f"{_REGISTERS}/{name}" for name in several)],
        **{schema: [path] for path, schema in _OPTIONAL.items()},
    }
    found = {schema: [read(root, p) for p in group if is_there(root / p)] for schema, group in paths.items()}
    return {schema: files for schema, files in found.items() if files}


def _misnamed(root: Path) -> Iterator[Problem]:
    """Files that are never read because their names are only nearly right: `Register.yml`, `rsqm.yaml.txt`."""
    if is_there(root / "evidence") and not (root / "evidence").is_dir():
        yield Problem(Location("evidence"), "This is not a folder", "the folder of the evidence", "Rename or delete it")
    own = {path.rpartition("/")[2] for path in (*_OPTIONAL, _REGISTER)}
    for folder, wanted in (("", {"rsqm.yaml"}), ("evidence/", own), (f"{_REGISTERS}/", None)):
        for name in sorted(p.name for p in (root / folder).glob("[!.]*") if p.is_file()):
            if not name.casefold().endswith((".yaml", ".yml", ".yaml.txt", ".yml.txt")):
                continue
            stem = name[: name.casefold().rindex(".y")]
            right = (stem if wanted is None else stem.casefold().replace("_", "-").replace(" ", "-")) + ".yaml"
            if name != right and (wanted is None or right in wanted):
                todo = f"Rename it {right!r}"
                yield Problem(Location(folder + name), "A file of this name is never read", "", todo)


def _begun_twice(root: Path, registers: Iterable[YamlFile]) -> Iterator[Problem]:
    """Paths in the register that begin with evidence/, below which they begin already.

    They are told with all other mistakes, and not only once a run comes to look for the files.
    """
    if is_there(root / "evidence" / "evidence"):
        return
    for file in registers:
        for at, path in file.walk("evidence/*/file"):
            if isinstance(path, str) and path.startswith("evidence/"):
                found = f"The path {shown(path)} begins with evidence/, below which paths begin already"
                todo = "Take 'evidence/' away from the beginning"
                yield Problem(file.where(at), found, "a path such as documents/policy.docx", todo)


def _frameworks(root: Path, config: YamlFile, wanted: str | None) -> tuple[list[Framework], list[Problem]]:
    """The frameworks that rsqm.yaml names, the wanted one first, with other wording laid over where a file has some.

    None of them where one cannot be used: then nobody knows which criteria there are.
    """
    available, wording = framework.available(root), framework.wording(root)
    problems: list[Problem] = []
    frameworks: dict[str, Framework | None] = {}
    for where, id in _named(config, wanted):
        frameworks[id] = None
        if id not in available:
            problems.append(framework.unknown(where, id, available, wording))
            continue
        frameworks[id], troubles = framework.load(*available[id], trusted=available[id][0] != root)
        problems += troubles
    for file in wording.values():
        troubles = file.problems or validate(file, "wording")
        if not troubles and file.data["lays_over"] not in available:
            troubles = [framework.unknown(file.where(("lays_over",)), file.data["lays_over"], available, wording)]
        if not troubles and (under := frameworks.get(file.data["lays_over"])):
            frameworks[under.id], troubles = framework.lay_over(under, file)
        problems += troubles
    usable = [f for f in frameworks.values() if f]
    return usable if len(usable) == len(frameworks) else [], problems


def _named(config: YamlFile, wanted: str | None) -> Iterator[tuple[Location, str]]:
    """The ids of the frameworks to load, the wanted one first, each with the place that names it."""
    named: dict[str, Location] = {}
    for pattern in ("framework", "framework/*"):
        for at, id in config.walk(pattern):
            if isinstance(id, str):
                named.setdefault(id, config.where(at))
    if wanted:
        yield named.pop(wanted, Location("--framework")), wanted
    for id, where in named.items():
        yield where, id
