"""The guard: looks through a workspace, or what of it would be published, or a site that was built.

    guard, problems = guard_for(root, as_of, cache, names)
    guard.everything()          # `rsqm privacy`
    guard.before("public")      # what a site for that audience is made of, before it is made
    guard.after(folder)         # the built site, before it takes the place of the former one

Each gives `Findings`; `findings.stops` says whether nothing may be published. What is found in none of them proves
nothing: see site/docs/data-protection.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from os.path import isfile
from pathlib import Path, PurePosixPath

from rsqm_tool.load.cache import Cache
from rsqm_tool.load.places import YamlFile, read
from rsqm_tool.load.schema import validate
from rsqm_tool.model import Location, Problem
from rsqm_tool.model.privacy import Allowance, Findings
from rsqm_tool.privacy.allow import allowances
from rsqm_tool.privacy.entries import BUILT
from rsqm_tool.privacy.known import Known, known
from rsqm_tool.privacy.name_list import NoList, read_names
from rsqm_tool.privacy.rules import Rule, load
from rsqm_tool.privacy.scan import Allowed, scan
from rsqm_tool.privacy.sources import Folder, look
from rsqm_tool.privacy.workspace import Register, built_files, by_hand, files_of, mapped_tables

_REGISTERS = ("evidence/register.yaml", "evidence/register/*.yaml")


@dataclass(frozen=True, slots=True)
class Guard:
    """What is looked for in one workspace, and what may stand where it does."""

    root: Path
    as_of: date
    cache: Cache
    config: YamlFile
    register: Register
    rules: Sequence[Rule]
    known: Known
    allowances: Sequence[Allowance]
    names: int | None  # how many the list has

    def everything(self) -> Findings:
        """What all files of the workspace hold, and the sites that lie in build/."""
        files = files_of(self.root)
        seen = self.register.visible("assessor")
        copied = seen | by_hand(files)
        folder = Folder(self.root, files, self.cache, copied=copied, tables=mapped_tables(self.config))
        # Figures are made from mapped tables, whatever their class: what these hold stops a publication.
        apart = frozenset(self.register.private) - folder.tables.keys()
        found = self._scan(folder, anywhere=BUILT, apart=apart)
        return replace(found, absent=frozenset(e.file for e in found.unused if not self._has(e.file)))

    def before(self, audience: str) -> Findings:
        """What a site for that audience is made of: tables, pages, and documents and entries that it may see."""
        seen = self.register.visible(audience)
        tables = mapped_tables(self.config)
        files = files_of(self.root, audience)
        folder = Folder(
            self.root,
            [*files, *(path for path in sorted(seen | tables.keys()) if (self.root / path).is_file())],
            self.cache,
            copied=seen | by_hand(files),
            tables=tables,
            hidden=self.register.hidden(audience),
            comments=False,
        )
        return replace(self._scan(folder), unused=())  # what it does not look at may be used elsewhere

    def after(self, site: Path, copies: Mapping[str, str] | None = None) -> Findings:
        """What a built site holds, without the files of its theme. An allowance holds on every page.

        `copies` are the documents in it, by the paths of what they are copies of: there an allowance holds as in these.
        """
        folder = Folder(site, built_files(site), self.cache, built=True)
        return replace(self._scan(folder, anywhere="", copies=copies or {}), unused=())

    def _has(self, path: str) -> bool:
        """Whether a file is there, in the workspace. A name that no disk takes is none."""
        parts = PurePosixPath(path)
        inside = not parts.is_absolute() and ".." not in parts.parts
        return inside and isfile(self.root / path)  # noqa: PTH113  Path.is_file raises for names that are too long

    def _scan(
        self,
        folder: Folder,
        anywhere: str | None = None,
        apart: Collection[str] = (),
        copies: Mapping[str, str] | None = None,
    ) -> Findings:
        allowed = Allowed(self.allowances, self.known, anywhere, copies or {})
        return replace(scan(look(folder), self.rules, allowed, self.as_of, apart), names=self.names)


def guard_for(
    root: Path, as_of: date, cache: Cache, names: Path | None = None
) -> tuple[Guard | None, Sequence[Problem]]:
    """The guard of the workspace `root`, or what stands in its way: mistakes in its YAML, a list that cannot be used.

    `names` is the file of names, outside the workspace; without one no name is looked for.
    """
    config, problems = _checked(root, "rsqm.yaml", "workspace")
    registers = []
    for path in _there(root):
        file, troubles = _checked(root, path, "register")
        registers.append(file)
        problems += troubles
    entries, troubles = allowances(root, as_of)
    problems += troubles
    people: list[str] | None = None
    if names is not None:
        try:
            people = read_names(names, root)
        except NoList as error:
            for sentences in error.told:
                found, _, todo = sentences.partition(". ")
                problems.append(Problem(Location("--names"), found, "", todo))
    if problems:
        return None, problems
    rules = load(people)
    declared = [
        str(value) for at in ("service/contacts/*", "service/partners/*/contacts/*") for _, value in config.walk(at)
    ]
    declared += [str(value) for file in registers for _, value in file.walk("evidence/*/owner")]
    register = Register(root, registers)
    silent = known(declared, rules)
    return Guard(root, as_of, cache, config, register, rules, silent, entries, len(people) if people else None), []


def _there(root: Path) -> Iterator[str]:
    for pattern in _REGISTERS:
        yield from sorted(p.relative_to(root).as_posix() for p in root.glob(pattern) if not p.name.startswith("."))


def _checked(root: Path, path: str, schema: str) -> tuple[YamlFile, list[Problem]]:
    file = read(root, path)
    return file, file.problems or validate(file, schema)
