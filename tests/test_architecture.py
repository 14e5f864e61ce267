"""The house keeps its plan: see "The plan" in site/docs/project/architecture.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = "rsqm_tool"
SOURCES = sorted([*(ROOT / PACKAGE).rglob("*.py"), *(ROOT / "tools").rglob("*.py")])

# What each part may import of ours, besides itself. Parts are modules or folders directly below the package.
MAY_IMPORT = {
    "model": set(),
    "dates": set(),
    "escape": set(),
    "links": set(),
    "resources": set(),
    "checks": {"model", "dates"},
    "assess": {"model", "dates", "checks", "measures", "registering"},
    "registering": {"model", "checks"},
    "measures": {"model", "dates", "checks"},
    "forecast": {"model", "dates", "checks"},
    # What the rules count, too, is counted by their helpers, so that no page says one thing and a finding another.
    "monitoring": {"model", "dates", "checks"},
    # Which monitoring figures may be shown to whom, and a second pair of eyes on it.
    "disclosure": {"model", "checks"},
    # What files hold that may not be published. Its readers are the loader's, so that both read the same.
    "privacy": {"model", "dates", "escape", "links", "resources", "load"},
    # A framework names checks and their parameters; the loader holds them against what there is.
    "load": {"model", "escape", "links", "resources", "checks", "disclosure"},
    "baseline": {"model", "dates", "escape"},
    "reports": {"model", "dates", "escape"},
    # The pages tell what is judged, foreseen and counted, and name the rules that did it.
    "publish": {
        "model",
        "dates",
        "escape",
        "links",
        "resources",
        "reports",
        "checks",
        "forecast",
        "monitoring",
        "disclosure",
    },
    "starter": {"model", "resources", "load"},
}
ON_TOP = {"cli", "__main__"}

# By what a module reaches the disk, the clock, the environment or another program: names, and methods.
NAMES = {
    "open", "print", "input", "Path", "PosixPath", "io", "os", "sys", "shutil", "tempfile", "subprocess", "socket",
    "urllib", "time", "random", "tomllib", "yaml",
}  # fmt: skip
METHODS = set("now today utcnow read_text write_text read_bytes write_bytes exists environ getenv".split())
PURE = (
    "model", "dates", "escape", "checks", "assess", "baseline", "reports", "measures", "registering", "forecast",
    "monitoring", "disclosure",
)  # fmt: skip
# Of the site only these reach outside: what renders pages gets everything as nouns and gives text.
OUTSIDE = {f"publish/{name}.py" for name in (
    "__init__", "browser", "builder", "config", "files", "gate", "origin", "pdf", "serving", "stamp", "watching",
)}  # fmt: skip
EXCEPTIONS = {
    ("checks/__init__.py", "Path"): "the folder of checks is the list of checks",
    ("reports/__init__.py", "Path"): "the folder of reports is the list of formats",
    ("reports/_layout.py", "io"): "rich prints into memory",
    ("reports/_layout.py", "print"): "rich prints into memory",
    ("publish/context.py", "urllib"): "writes addresses, and asks for none",
    ("publish/html.py", "urllib"): "takes addresses apart, and asks for none",
    ("dates.py", "now"): "the one place that knows what day it is; only the command line calls it",
}


def module(path: Path) -> str:
    """The dotted name of a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


OURS = {module(p): p for p in SOURCES}


def imported(path: Path, *, at_the_top_only: bool = False) -> Iterator[str]:
    """The modules of ours that a file imports, each by its dotted name."""
    for node in ast.walk(tree(path)) if not at_the_top_only else _at_the_top(tree(path)):
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            # `from a import b` may mean the module a.b
            names = [
                f"{node.module}.{a.name}" if f"{node.module}.{a.name}" in OURS else node.module or ""
                for a in node.names
            ]
        else:
            continue
        yield from (n for n in names if n in OURS)


def _at_the_top(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is imported: neither the inside of functions nor what only a type checker sees."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.Lambda)):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        yield child
        yield from _at_the_top(child)


def part(name: str) -> str:
    """The part of the house that a module belongs to."""
    return name.split(".")[1] if "." in name else name


def test_no_import_cycle() -> None:
    graph = {name: set(imported(path, at_the_top_only=True)) for name, path in OURS.items()}
    for name, targets in graph.items():  # a submodule of a package imports the package first
        targets |= {t for t in graph if any(n.startswith(f"{t}.") for n in targets) and not name.startswith(t)}
        targets.discard(name)
    done: set[str] = set()
    while len(done) < len(graph):
        free = {n for n, targets in graph.items() if n not in done and targets <= done}
        assert free, f"a knot of imports: {sorted(set(graph) - done)}"
        done |= free


@pytest.mark.parametrize("name", sorted(n for n in OURS if n.startswith(f"{PACKAGE}.")))
def test_imports_run_one_way(name: str) -> None:
    own = part(name)
    allowed = MAY_IMPORT.get(own)
    if own in ON_TOP:
        return
    assert allowed is not None, f"{own} is a new part of the house: say in MAY_IMPORT what it stands on"
    found = {part(target) for target in imported(OURS[name]) if target != PACKAGE} - {own}
    assert found <= allowed, f"{name} imports {sorted(found - allowed)}"


def test_nothing_imports_the_command_line() -> None:
    below = {n: p for n, p in OURS.items() if n.startswith(f"{PACKAGE}.") and part(n) not in ON_TOP}
    assert [n for n, p in below.items() if ON_TOP & {part(t) for t in imported(p)}] == []


def pure_sources() -> list[str]:
    paths = [p.relative_to(ROOT / PACKAGE).as_posix() for p in SOURCES if p.is_relative_to(ROOT / PACKAGE)]
    return [p for p in paths if p.removesuffix(".py").split("/")[0] in (*PURE, "publish") and p not in OUTSIDE]


@pytest.mark.parametrize("path", pure_sources())
def test_what_judges_and_what_reports_reads_no_disk_and_no_clock(path: str) -> None:
    found = {name for name in _reaching(tree(ROOT / PACKAGE / path)) if (path, name) not in EXCEPTIONS}
    assert not found, f"{path} uses {sorted(found)}"


def _reaching(source: ast.Module) -> Iterator[str]:
    """The names and methods of a module that reach outside."""
    for node in ast.walk(source):
        if isinstance(node, ast.Name) and node.id in NAMES:
            yield node.id
        elif isinstance(node, ast.Attribute) and node.attr in METHODS | {"print"}:
            yield node.attr
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = {getattr(node, "module", None) or "", *(a.name for a in node.names)}
            yield from NAMES & {m.split(".")[0] for m in modules}


def test_pandas_is_known_to_one_file_and_imported_when_it_counts() -> None:
    """Importing it takes longer than most commands do."""
    found = {}
    for name, path in OURS.items():
        imports = [n for n in ast.walk(tree(path)) if isinstance(n, (ast.Import, ast.ImportFrom))]
        of_pandas = [n for n in imports if "pandas" in ast.dump(n) or "numpy" in ast.dump(n)]
        if of_pandas:
            found[name] = any(n in of_pandas for n in _at_the_top(tree(path)))
    assert found == {f"{PACKAGE}.monitoring._frames": False}


def test_every_exception_is_still_needed() -> None:
    for path in OUTSIDE:
        assert set(_reaching(tree(ROOT / PACKAGE / path))), f"{path} reaches nothing outside"
    for path, name in EXCEPTIONS:
        assert name in (ROOT / PACKAGE / path).read_text(encoding="utf-8"), f"{path} no longer uses {name}"


@pytest.mark.parametrize("name", sorted(OURS))
def test_functions_fit_a_screen_and_modules_stay_small(name: str) -> None:
    path = OURS[name]
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400, f"{name} has {lines} lines"
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            long = (node.end_lineno or node.lineno) - node.lineno + 1
            assert long <= 50, f"{name}.{node.name} has {long} lines"
