"""How the tables that rsqm.yaml maps stand, without a whole run: no document is opened for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rsqm_tool import registering
from rsqm_tool.load import framework
from rsqm_tool.load.cache import Cache
from rsqm_tool.load.contents import tables_of
from rsqm_tool.load.places import read
from rsqm_tool.load.schema import validate
from rsqm_tool.model import Problem

_REGISTERS = ("evidence/register.yaml", "evidence/register/*.yaml")


def mapped(root: Path, cache: Path) -> tuple[Sequence[Problem], Sequence[registering.Loose]]:
    """The problems of the tables, and those of their files that the register does not have.

    What is wrong with other files is for `rsqm check` to say: then nothing is known of what is registered.
    """
    config = read(root, "rsqm.yaml")
    problems = config.problems or validate(config, "workspace")
    if problems:
        return problems, ()
    held = tables_of(root, config, Cache(cache))
    paths = [path.relative_to(root).as_posix() for pattern in _REGISTERS for path in sorted(root.glob(pattern))]
    registers = [read(root, path) for path in paths]
    id = config.data["framework"]
    available, id = framework.available(root), id if isinstance(id, str) else id[0]
    loaded = framework.load(*available[id])[0] if id in available else None
    if held.problems or loaded is None or any(f.problems or validate(f, "register") for f in registers):
        return held.problems, ()
    entries = [entry for file in registers for _, entry in file.walk("evidence/*")]
    items = {entry["id"]: f"evidence/{entry['file']}" if "file" in entry else None for entry in entries}
    return (), registering.loose(loaded, held.tables, items)
