"""Puts entries to complete into evidence/privacy-allow.yaml, without touching anything else there."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path

from rsqm_tool.escape import one_line
from rsqm_tool.links import linked
from rsqm_tool.load.places import YamlFile, read
from rsqm_tool.load.schema import validate
from rsqm_tool.privacy.entries import Entry
from rsqm_tool.privacy.sources.values import ALLOW

_HEAD = (
    "# yaml-language-server: $schema=../standards/schema/privacy-allow.schema.json",
    "# What the privacy guard lets pass. Fill in why, who decided it and until when, in words that name nobody.",
    "# Delete the entries of what you take out of the files.",
    "allow:",
)
_BY_HAND = f"Copy what `rsqm privacy --entries` gives into {ALLOW} by hand"
_EMPTY_LIST = re.compile(r"(:)\s*\[\s*\]")
_DASH = re.compile(r" *(?=-\s)")


class NotSaved(Exception):  # noqa: N818 - what is told is why the list stays as it is
    """No entry was saved, and nothing was written. Its words say why and what to do."""


def save(root: Path, entries: Sequence[Entry]) -> int:
    """Add entries to the list of the workspace `root`, whole or not at all. Gives the line on which the first begins.

    What stands there stays as it is; where there is no list it is made. Raises NotSaved.
    """
    path = root / ALLOW
    for place, name in ((path.parent, "evidence"), (path, ALLOW)):
        if link := linked(place, name):
            raise NotSaved(f"{link}, and nothing is written through a link. {_BY_HAND}")
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(exist_ok=True)
        there = path.exists()
        before = _before(root) if there else YamlFile(ALLOW, {"allow": []})
        content, line = _added(path.read_bytes(), before, entries) if there else _made(entries)
        beside.unlink(missing_ok=True)
        # It must be new, or a link of that name would be followed.
        beside.touch(0o600 if there else 0o666, exist_ok=False)
        beside.write_bytes(content)
        if there:
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        _compare(before, read(root, f"evidence/{beside.name}"), entries)
        beside.replace(path)
    except OSError as error:
        raise NotSaved(
            f"{ALLOW} cannot be written ({(error.strerror or 'no reason given').lower()}). Close it in other programs, "
            "or ask for access to it"
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return line


def _before(root: Path) -> YamlFile:
    """The list as it is. Its entries were found right before; somebody may have changed it since."""
    file = read(root, ALLOW)
    for problem in file.problems or validate(file, "privacy-allow"):
        raise NotSaved(f"{one_line(problem).rstrip('.')}. Correct it first")
    return file


def _made(entries: Sequence[Entry]) -> tuple[bytes, int]:
    lines = [*_HEAD, *(line for entry in entries for line in entry.lines())]
    return "".join(f"{line}\n" for line in lines).encode(), len(_HEAD) + 1


def _added(content: bytes, before: YamlFile, entries: Sequence[Entry]) -> tuple[bytes, int]:
    """The content with the entries at its end, and the line of the first. New lines end as most lines do."""
    text = content.decode("utf-8")
    end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    lines = (text if text.endswith("\n") else text + end).splitlines(keepends=True)
    at = before.where_key(("allow",)).line or 1
    if not before.data["allow"]:
        lines[at - 1] = _EMPTY_LIST.sub(r"\1", lines[at - 1], count=1)
    first = next((line for line in lines[at:] if line.strip() and not line.lstrip().startswith("#")), "")
    dash = _DASH.match(first)
    new = [line + end for entry in entries for line in entry.lines(len(dash[0]) if dash else 2)]
    return "".join([*lines, *new]).encode(), len(lines) + 1


def _compare(before: YamlFile, after: YamlFile, entries: Sequence[Entry]) -> None:
    """The list must now say what it said, and the entries, and nothing else."""
    wanted = {"allow": [*before.data["allow"], *(entry.data for entry in entries)]}
    if after.problems or after.data != wanted:
        raise NotSaved(f"The entries do not fit into {ALLOW} as that is written. {_BY_HAND}")
