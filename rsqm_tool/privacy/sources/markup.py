"""Web pages and drawings: their text, and what their tags say that no reader sees.

Nothing is left out, not even what stands in scripts and comments: whoever is given the page can read it. Tags are taken
apart by one pattern, so that no page takes long.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from rsqm_tool.model import Location
from rsqm_tool.model.privacy import APART, Part, Piece

_TAG = re.compile(r"<(?=[A-Za-z/!?])[^<>]*+>")
_NAME = re.compile(r"</?([A-Za-z0-9]{1,20})")
# Within a word or a number these may stand; all others part what is before them from what is behind.
_INLINE = frozenset("a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup "
                    "time tspan u var wbr".split())  # fmt: skip
# What is not in quotation marks ends at the next value: in <p title=Jane Smith id=p1> "Smith id" may belong to a name.
_VALUE = re.compile(r"""=\s{0,4}+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>=][^"'<>=]*+))""")
_INDEX = re.compile(r"\s{0,10}var __index\s{0,4}=\s{0,4}")


def pieces(path: str, text: str) -> Iterator[Piece]:
    """The text of a page, and the values of its attributes, each with its line."""
    yield Piece(visible(text), Location(path, line=1), Part.PAGE)
    yield Piece(_said_in_tags(text), Location(path, line=1, field="in a tag"), Part.PAGE)


def visible(text: str) -> str:
    """The text of markup without its tags. As many lines as before."""
    return unescape(_TAG.sub(_gap, text))


def _gap(tag: re.Match[str]) -> str:
    name = _NAME.match(tag[0])
    inline = name is not None and name[1].lower() in _INLINE
    return "\n" * tag[0].count("\n") or ("" if inline else "\t")


def _said_in_tags(text: str) -> str:
    """The values of attributes, and comments, apart from each other and each on its line."""
    found, done = [], 0
    for tag in _TAG.finditer(text):
        found.append("\n" * text.count("\n", done, tag.start()))
        done = tag.start()
        if tag[0].startswith("<!"):
            found.append(f"{APART}{tag[0].strip('<>!-')}{APART}".replace("\n", " "))
            continue
        found.extend(f"{APART}{value}{APART}" for value in attributes(tag[0]))
    return "".join(found)


def attributes(tag: str) -> Iterator[str]:
    """The values in a tag, each on one line, in quotation marks or without."""
    for quoted, single, bare in _VALUE.findall(tag):
        plain = unquote(unescape(quoted or single or bare)).replace("\n", " ")
        yield plain.strip().removeprefix("mailto:").removeprefix("tel:")


def index(path: str, text: str) -> Iterator[Piece]:
    """A file of JSON, or of script that holds some, value by value: the site's search index is one."""
    begin = _INDEX.match(text)
    try:
        data = json.loads(text[begin.end() :].rstrip().rstrip(";") if begin else text)
    except (ValueError, RecursionError):
        yield Piece(visible(text), Location(path, line=1), Part.INDEX)
        return
    for field, values in _values(data):
        yield Piece(APART.join(map(visible, values)), Location(path, field=field), Part.INDEX)


def _values(data: Any) -> Iterator[tuple[str | None, list[str]]]:
    """The texts and numbers in JSON that stand side by side; those of an entry with a `location` by that."""
    stack: list[tuple[str | None, Any]] = [(None, [data])]
    while stack:
        field, value = stack.pop()
        if isinstance(value, dict):
            named = value.get("location")
            field = named if isinstance(named, str) and named else field
            yield field, list(value)
            value = list(value.values())
        stack.extend((field, v) for v in value if isinstance(v, (dict, list)))
        said = [str(v) for v in value if isinstance(v, (str, int, float)) and not isinstance(v, bool)]
        if said:
            yield field, said
