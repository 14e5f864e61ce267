"""How the tables that rsqm.yaml maps stand, without a whole run: no document is opened for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rsqm_tool import registering
from rsqm_tool.load import framework
from rsqm_tool.load.cache import Cache
from rsqm_tool.load.contents import tables_of
from rsqm_tool.load.places import YamlFile, read
from rsqm_tool.load.schema import validate
from rsqm_tool.model import Problem
from rsqm_tool.model.tables import Tables

_REGISTERS = ("evidence/register.yaml", "evidence/register/*.yaml")


@dataclass(frozen=True, slots=True)
class Standing:
    """The tables that rsqm.yaml maps, and what the register has of them."""

    problems: Sequence[Problem] = ()  # of the tables, or of rsqm.yaml
    known: bool = False  # whether the register could be read: what is wrong with it is for `rsqm check` to say
    loose: Sequence[registering.Loose] = ()  # files that it does not have, and that would support something
    ids: Mapping[str, str] = field(default_factory=dict)  # for their entries, by the file
    register: str = _REGISTERS[0]  # the file that takes new entries
    empty: bool = True  # whether that has no entry yet
    indent: int = 2  # of its entries, in spaces


def mapped(root: Path, path: str) -> Mapping[str | None, tuple[str, int]]:
    """What rsqm.yaml has of one file: by the sheet, None where it names none, the table and the line of its entry."""
    config = read(root, "rsqm.yaml")
    return {
        entry.get("sheet"): (str(at[-1]), config.where_key(at).line or 1)
        for at, entry in config.walk("tables/*")
        if isinstance(entry, dict) and entry.get("file") == path
    }


def standing(root: Path, cache: Path) -> Standing:
    """How the tables stand that rsqm.yaml maps."""
    config = read(root, "rsqm.yaml")
    problems = config.problems or validate(config, "workspace")
    if problems:
        return Standing(problems)
    held = tables_of(root, config, Cache(cache))
    if held.problems:
        return Standing(held.problems)
    paths = [path.relative_to(root).as_posix() for pattern in _REGISTERS for path in sorted(root.glob(pattern))]
    registers = [read(root, path) for path in paths]
    if any(f.problems or validate(f, "register") for f in registers):
        return Standing()
    return _of_registers(root, config, held.tables, registers)


def _of_registers(root: Path, config: YamlFile, tables: Tables, registers: Sequence[YamlFile]) -> Standing:
    id = config.data["framework"]
    available, id = framework.available(root), id if isinstance(id, str) else id[0]
    loaded = framework.load(*available[id])[0] if id in available else None
    if loaded is None:
        return Standing()
    entries: list[dict[str, Any]] = [entry for file in registers for _, entry in file.walk("evidence/*")]
    items = {entry["id"]: f"evidence/{entry['file']}" if "file" in entry else None for entry in entries}
    files = [entry["file"] for entry in (config.data.get("tables") or {}).values()]
    first = next((f for f in registers if f.data.get("evidence")), None)
    into = first or next(iter(registers), None)
    return Standing(
        known=True,
        loose=registering.loose(loaded, tables, items),
        ids=registering.free_ids(files, items),
        register=into.path if into else _REGISTERS[0],
        empty=first is None,
        indent=(first.where(("evidence",)).column or 3) - 1 if first else 2,
    )
