"""Writes YAML as a person would: blocks, short lists in one line, long sentences folded, ids in quotation marks."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from datetime import date

WIDTH = 118
_PLAIN = re.compile(r"[A-Za-z][\w /.,;'()&+-]*")  # no colon, hash or quotation mark that YAML could read otherwise
_NOT_TEXT = {"yes", "no", "on", "off", "y", "n", "true", "false", "null", "none"}


def scalar(value: object) -> str:
    """A value in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | int):
        return str(value)
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT and text == text.strip()
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """Text in quotation marks, whatever it holds."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def flow(value: object) -> str:
    """A list or mapping in one line; a comma ends a value there, so what holds one is quoted."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    text = scalar(value)
    return quoted(str(value)) if isinstance(value, str) and "," in text and not text.startswith('"') else text


def line(indent: int, key: str, value: object) -> str:
    """`key: value`, folded over several lines where the sentence is long."""
    start = " " * indent + f"{key}: "
    whole = start + (flow(value) if isinstance(value, Mapping | list | tuple) else scalar(value))
    if len(whole) <= WIDTH or not isinstance(value, str):
        return whole
    inner = " " * (indent + 2)
    folded = textwrap.wrap(value, WIDTH - len(inner), break_long_words=False, break_on_hyphens=False)
    return start + ">-\n" + "\n".join(inner + part for part in folded)
