"""YAML: every value and key with its line, and its comments, which nobody publishes and which stay in the folder."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from rsqm_tool.load.places import At, YamlFile
from rsqm_tool.model import Location
from rsqm_tool.model.privacy import Part, Piece

ALLOW = "evidence/privacy-allow.yaml"
_COMMENT = re.compile(r"(?:^|(?<=\s))#(.*)")


def pieces(file: YamlFile, hidden: Collection[At] = ()) -> Iterator[Piece]:
    """Every value of a file but those below the ways `hidden`."""
    stack: list[tuple[At, Any]] = [((), file.data)]
    while stack:
        at, value = stack.pop()
        if at in hidden:
            continue
        if isinstance(value, dict):
            stack.extend(((*at, key), v) for key, v in value.items())
            for key in value:
                yield Piece(str(key), file.where_key((*at, key)), Part.VALUE)
        elif isinstance(value, list):
            stack.extend(((*at, number), v) for number, v in enumerate(value))
        elif isinstance(value, (str, int)) and not isinstance(value, bool) and not _is_allowed_value(file, at):
            where = file.where(at)
            yield Piece(str(value), Location(file.path, where.line, where.column, field=_key(at)), Part.VALUE)


def comments(path: str, text: str) -> Iterator[Piece]:
    """The comments of a file, line by line."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := _COMMENT.search(line):
            yield Piece(found[1], Location(path, line=number), Part.COMMENT)


def _is_allowed_value(file: YamlFile, at: At) -> bool:
    """The list of what is allowed may hold the values themselves."""
    return file.path == ALLOW and bool(at) and at[-1] == "value"


def _key(at: At) -> str | None:
    return next((step for step in reversed(at) if isinstance(step, str)), None)
