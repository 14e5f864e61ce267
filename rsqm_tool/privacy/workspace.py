"""Which files of a workspace there are to look through, and which of them an audience would see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from filecmp import cmp
from functools import cache
from pathlib import Path

from rsqm_tool.load.files import Folder as Evidence
from rsqm_tool.load.places import At, YamlFile
from rsqm_tool.load.tables.definitions import plain
from rsqm_tool.model import Sensitivity
from rsqm_tool.privacy.sources.tables import Mapped
from rsqm_tool.resources import shipped

# The classes that each audience sees; an item without a class is in none of them.
_SEES = {
    "assessor": frozenset((Sensitivity.PUBLIC, Sensitivity.ASSESSOR)),
    "public": frozenset((Sensitivity.PUBLIC,)),
}
_FOR_ALL = ("rsqm.yaml", "evidence/register.yaml", "evidence/register/*.yaml", "standards/*.yaml", "site/docs/**/*",
            "site/overrides/**/*", "mkdocs.yml")  # fmt: skip
_FOR_ASSESSOR = ("evidence/self-assessment.yaml", "evidence/actions.yaml", "evidence/exceptions.yaml",
                 "evidence/assessor.yaml")  # fmt: skip
_BUILT = ("build/*/site/**/*", "build/*/*.pdf", "build/*/*.zip")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the register."""

    register: str  # the file it stands in
    at: At
    file: str | None  # relative to the workspace, as the disk spells it
    sensitivity: str | None


@dataclass(slots=True)
class Register:
    """Which files are registered, and who may see them. Of a file registered twice the stricter class holds."""

    root: Path
    files: Sequence[YamlFile]
    _entries: list[_Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        evidence = Evidence(self.root / "evidence")
        for register in self.files:
            for at, value in register.walk("evidence/*"):
                file = value.get("file")
                path = f"evidence/{evidence.find(file).path}" if file else None
                self._entries.append(_Entry(register.path, at, path, value.get("class")))

    def visible(self, audience: str) -> frozenset[str]:
        """The files that a site for that audience may hold."""
        seen, hidden = self._files(_SEES[audience])
        return seen - hidden

    @property
    def private(self) -> frozenset[str]:
        """The files that no site may ever hold: classed private. What is not classed yet may be any day."""
        return frozenset(e.file for e in self._entries if e.file and e.sensitivity == Sensitivity.PRIVATE)

    def hidden(self, audience: str) -> Mapping[str, Collection[At]]:
        """The entries that the audience does not see, by the file of the register that they stand in."""
        _, files = self._files(_SEES[audience])
        found: dict[str, set[At]] = {}
        for entry in self._entries:
            if entry.file in files or entry.sensitivity not in _SEES[audience]:
                found.setdefault(entry.register, set()).add(entry.at)
        return found

    def _files(self, classes: frozenset[Sensitivity]) -> tuple[frozenset[str], frozenset[str]]:
        """The files of entries that have one of these classes, and of those that have not."""
        seen = frozenset(e.file for e in self._entries if e.file and e.sensitivity in classes)
        return seen, frozenset(e.file for e in self._entries if e.file and e.sensitivity not in classes)


def mapped_tables(config: YamlFile) -> dict[str, tuple[Mapped, ...]]:
    """What rsqm.yaml says about tables, by the path of their file."""
    found: dict[str, tuple[Mapped, ...]] = {}
    for at, entry in config.walk("tables/*"):
        headers = frozenset(plain(str(header)) for header in entry.get("columns", {}).values())
        path = str(entry["file"])
        found[path] = (*found.get(path, ()), Mapped(str(at[-1]), entry.get("sheet"), headers))
    return found


def files_of(root: Path, audience: str | None = None) -> list[str]:
    """The files of a workspace that somebody wrote, sorted; for an audience, those that its pages are made of.

    What ships with the program and is unchanged is left out, and so are the pages for those who work on it.
    """
    if audience is None:
        patterns: Sequence[str] = (*_FOR_ALL, *_BUILT)
        found = {f"evidence/{path}" for path in Evidence(root / "evidence").everything()}
    else:
        patterns = (*_FOR_ALL, *(_FOR_ASSESSOR if audience == "assessor" else ()))
        found = set()
    found |= {path for pattern in patterns for path in _matching(root, pattern)}
    return sorted(path for path in found if not _is_shipped(root, path))


def by_hand(files: Iterable[str]) -> frozenset[str]:
    """Which of some files are pages that people wrote and what belongs to these: a site holds them as they are."""
    return frozenset(path for path in files if path.startswith("site/docs/"))


def _matching(root: Path, pattern: str) -> Iterator[str]:
    for path in root.glob(pattern):
        parts = path.relative_to(root).parts
        if not path.is_dir() and not any(part.startswith((".", "~$")) for part in parts):
            yield "/".join(parts)


def _is_shipped(root: Path, path: str) -> bool:
    """Whether a file is the program's own: of its source, unchanged, or of the theme of a site that was built."""
    first, _, rest = path.partition("/")
    if first == "build":
        _, site, below = rest.partition("/site/")
        return bool(site) and _is_of_theme(root / path, below)
    if first in ("site", "standards") or path == "mkdocs.yml":
        return path.startswith("site/docs/project/") or _same(root / path, shipped(first) / rest)
    return False


def built_files(site: Path) -> list[str]:
    """The files of a built site but those of its theme, which are the same in every site."""
    paths = (p.relative_to(site).as_posix() for p in site.rglob("*") if not p.is_dir())
    return sorted(path for path in paths if not _is_of_theme(site / path, path))


def _is_of_theme(file: Path, below: str) -> bool:
    theme = _theme()
    own = theme is not None and _same(file, theme / below)
    return own or (below.startswith("assets/") and _same(file, shipped("site") / "docs" / below))


@cache
def _theme() -> Path | None:
    """Where the theme lies from which the site builder copies."""
    from importlib.util import find_spec

    found = find_spec("material")
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0]) / "templates" if places else None


def _same(one: Path, other: Path) -> bool:
    try:
        return other.is_file() and cmp(one, other, shallow=False)
    except OSError:
        return False
