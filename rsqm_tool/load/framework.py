"""Frameworks: finds them, reads them, and holds every expectation against the check that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rsqm_tool import checks
from rsqm_tool.load.files import unfit
from rsqm_tool.load.places import At, YamlFile, read
from rsqm_tool.load.schema import nearest, shown, validate
from rsqm_tool.model import (
    Basis,
    Criterion,
    Expectation,
    Framework,
    Guidance,
    Half,
    Location,
    Outcome,
    Problem,
    Standard,
)
from rsqm_tool.resources import shipped

DEFAULT = "rsqm-working-set"  # where nothing else is named
# Misspelt ones are let in: their schema then says what is wrong.
_LAYS_OVER = re.compile(rb"(?:^|[{,])\s*[\"']?lays?[_ -]?over[\"']?\s*:", re.MULTILINE)
_BEGINNING = 20_000  # bytes in which a file says what it is


def available(root: Path | None) -> dict[str, tuple[Path, str]]:
    """Every framework's id, with the folder and the path below it: shipped ones, and those of a workspace.

    A workspace's own file stands in for a shipped one of the same name.
    """
    homes = [shipped("standards").parent, *([root] if root else [])]
    return {stem: (home, path) for home in homes for stem, path in _catalogues(home) if not _lays_over(home, path)}


def wording(root: Path) -> dict[str, YamlFile]:
    """The files of a workspace that lay words over a framework, by their names."""
    return {stem: read(root, path) for stem, path in _catalogues(root) if _lays_over(root, path)}


def _catalogues(home: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((home / "standards").glob("*.yaml")):
        if not path.name.startswith("."):
            yield path.stem, f"standards/{path.name}"


def _lays_over(home: Path, path: str) -> bool:
    """Whether a file lays words over a framework rather than being one; told from its text, which may be broken."""
    try:
        return not unfit(home, path) and bool(_LAYS_OVER.search((home / path).read_bytes()[:_BEGINNING]))
    except OSError:
        return False  # `read` tells why


def load(base: Path, path: str, trusted: bool = False) -> tuple[Framework | None, list[Problem]]:
    """Read one framework from the folder `base`. None where it has problems.

    `trusted` takes a shipped one as it is: the project's tests hold it against its schema and against the checks.
    """
    file = read(base, path)
    problems = file.problems
    if not problems and not (trusted and base == shipped("standards").parent):
        problems = [*validate(file, "framework"), *_inconsistencies(file)]
    if problems:
        return None, problems
    return _framework(file), []


def lay_over(framework: Framework, file: YamlFile) -> tuple[Framework, list[Problem]]:
    """`framework` with the words of a wording file in place of its own; problems where a criterion is unknown."""
    from dataclasses import replace

    known = [c.id for c in framework.criteria]
    words = file.data["criteria"]
    problems = [unknown_criterion(file.where_key(("criteria", id)), id, known) for id in words if id not in known]

    def laid(criterion: Criterion) -> Criterion:
        new = words.get(criterion.id)
        if not new:
            return criterion
        return replace(criterion, **new, wording_source=file.data["source"], own=criterion.own or criterion)

    standards = tuple(replace(s, criteria=tuple(map(laid, s.criteria))) for s in framework.standards)
    return replace(framework, standards=standards), problems


def unknown(where: Location, id: str, known: Iterable[str], wording: Iterable[str] = ()) -> Problem:
    """The problem of an id that no framework has."""
    if id in wording:
        found = f"{shown(id)} lays words over a framework and is none itself"
        return Problem(where, found, "the id of a framework", "Name the one it lays words over")
    todo = nearest(id, known) or "`rsqm list frameworks` shows them"
    return Problem(where, f"There is no framework {shown(id)}", "the id of a framework", todo)


def unknown_criterion(where: Location, id: str, known: list[str]) -> Problem:
    """The problem of an id that no criterion has."""
    todo = nearest(id, known) or "`rsqm list criteria` shows their ids"
    return Problem(where, f"There is no criterion {shown(id)}", "the id of a criterion", todo)


def _inconsistencies(file: YamlFile) -> Iterator[Problem]:
    """What a schema cannot see: the id and the file's name, ids that stand twice, checks and their parameters."""
    data = file.data
    stem = Path(file.path).stem
    if isinstance(data, dict) and isinstance(data.get("id"), str) and data["id"] != stem:
        yield Problem(
            file.where(("id",)), f"`id:` is {shown(data['id'])}", f"{stem!r}, as the file is called", "Make them alike"
        )
    for pattern in ("standards/*/id", "standards/*/criteria/*/id"):
        seen: dict[Any, At] = {}
        for at, id in file.walk(pattern):
            first = seen.setdefault(id, at)
            if first != at:
                line = file.where(first).line
                yield Problem(
                    file.where(at), f"The id {shown(id)} stands twice, first on line {line}", "", "Renumber one of them"
                )
    criteria = [id for _, id in file.walk("standards/*/criteria/*/id")]
    for at, id in file.walk("every_criterion/*/except/*"):
        if id not in criteria:
            yield unknown_criterion(file.where(at), str(id), [c for c in criteria if isinstance(c, str)])
    for pattern in ("every_criterion/*", "standards/*/criteria/*/expectations/*"):
        for at, expectation in file.walk(pattern):
            if isinstance(expectation, dict):
                yield from _wrong_expectation(file, at, expectation)


def _wrong_expectation(file: YamlFile, at: At, expectation: dict[str, Any]) -> Iterator[Problem]:
    name, given = expectation.get("check"), expectation.get("with") or {}
    if not isinstance(name, str) or not isinstance(given, dict):
        return  # the schema has told it
    if name not in checks.names():
        hint = nearest(name, checks.names()) or "`rsqm list checks` shows them"
        yield Problem(file.where((*at, "check")), f"There is no check {shown(name)}", "the name of a check", hint)
        return
    misfits = list(checks.misfits(name, given))
    missing = [parameter for parameter, _ in misfits if parameter not in given]
    meant = {parameter: nearest(parameter, missing) for parameter, _ in misfits if parameter in given}
    for parameter, trouble in misfits:
        if parameter in given:
            todo = meant[parameter] or "Correct it, or take it out"
            yield Problem(file.where_key((*at, "with", parameter)), trouble, checks.signature(name), todo)
        elif not any(repr(parameter) in hint for hint in meant.values()):  # a misspelt one is told where it stands
            yield Problem(file.where(at), trouble, checks.signature(name), "Add it")


def _framework(file: YamlFile) -> Framework:
    data = file.data
    shared = [
        (_expectation(file, at, e), tuple(e.get("except", ())))
        for at, e in file.walk("every_criterion/*")
    ]  # fmt: skip
    standards = tuple(_standard(file, at, s, shared) for at, s in file.walk("standards/*"))
    keys = ("id", "title", "edition", "labels", "provenance", "source", "copyright")
    return Framework(**{k: data[k] for k in keys}, standards=standards)


_Shared = list[tuple[Expectation, tuple[str, ...]]]


def _standard(file: YamlFile, at: At, data: dict[str, Any], shared: _Shared) -> Standard:
    criteria = tuple(_criterion(file, (*at, "criteria", i), c, shared) for i, c in enumerate(data["criteria"]))
    return Standard(data["id"], data["title"], data["about"], criteria)


def _criterion(file: YamlFile, at: At, data: dict[str, Any], shared: _Shared) -> Criterion:
    own = [_expectation(file, (*at, "expectations", i), e) for i, e in enumerate(data["expectations"])]
    guidance = data["guidance"]
    return Criterion(
        id=data["id"],
        title=data["title"],
        asks=data["asks"].strip(),
        safeguarding=data["safeguarding"],
        may_be_not_applicable=data["may_be_not_applicable"],
        guidance=Guidance(tuple(guidance["good"]), tuple(guidance["weaknesses"]), guidance["small"].strip()),
        basis=tuple(Basis(**b) for b in data["basis"]),
        expectations=(*[e for e, excepted in shared if data["id"] not in excepted], *own),
    )


def _expectation(file: YamlFile, at: At, data: dict[str, Any]) -> Expectation:
    return Expectation(
        check=data["check"],
        parameters=data.get("with") or {},
        half=Half(data["half"]) if "half" in data else None,
        at_worst=Outcome(data["at_worst"]),
        source=data["source"],
        where=file.where(at),
    )
