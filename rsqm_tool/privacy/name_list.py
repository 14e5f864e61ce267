"""Reads the list of names, which the service keeps outside the workspace so that it never travels with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rsqm_tool.dates import count
from rsqm_tool.load.documents._characters import decode
from rsqm_tool.load.documents._unreadable import Unreadable

MOST = 50_000  # names
_BYTES = 5_000_000
_TOLD = 40  # lines that are told one by one


class NoList(Exception):  # noqa: N818 - what is told is why the list is not used
    """A list of names cannot be used. `told` has the sentences to tell, one or two a fault; no name is in them."""

    def __init__(self, *told: str) -> None:
        super().__init__(*told)
        self.told = told


def read_names(path: Path, root: Path) -> list[str]:
    """The names in a file, one a line; lines that begin with # are comments. NoList with what to tell.

    `root` is the workspace, in which the list may not lie.
    """
    _refuse_inside(path, root)
    try:
        if path.stat().st_size > _BYTES:
            raise NoList(
                f"The list of names is larger than {_BYTES // 1_000_000} MB. Name a text file, one name a line"
            )
        content = path.read_bytes()
    except OSError as error:
        why = (error.strerror or "no reason given").lower()
        raise NoList(f"The list of names cannot be read ({why}). Correct its path, or ask for access to it") from error
    try:
        text = decode(content)[0] if not content.startswith(b"PK") else ""
    except Unreadable:
        text = ""
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    names = [" ".join(line.split()) for line in lines if line and not line.startswith("#")]
    if not names:
        raise NoList("The list of names holds no names. Save it as a text file, one name a line")
    if len(names) > MOST:
        raise NoList(
            f"The list of names has more than {MOST:,} lines. Name only people of this service's cases and staff"
        )
    _refuse_odd(lines)
    return names


def _refuse_odd(lines: Sequence[str]) -> None:
    """Lines that are no name, such as rows of a table: none of what stands there would be found."""
    odd = [(n, why) for n, line in enumerate(lines, 1) if not line.startswith("#") and (why := _odd(line))]
    told = [f"Line {n} of the list of names has {why}. Write one name a line: Smith, Jane" for n, why in odd[:_TOLD]]
    if len(odd) > _TOLD:
        told.append(f"{count(len(odd) - _TOLD, 'more line')} of the list of names cannot be a name. Correct these, too")
    if told:
        raise NoList(*told)


def _odd(line: str) -> str:
    """What a line has that no name has, without the line itself."""
    said = [
        ";" in line and "a semicolon",
        "\t" in line and "a tab",
        any(character.isdigit() for character in line) and "a digit",
        "@" in line and "an @",
        line.count(",") > 1 and "more than one comma",
    ]
    return " and ".join(word for word in said if word)


def _refuse_inside(path: Path, root: Path) -> None:
    """A list in the workspace would be packed, copied and kept with it."""
    home = root.resolve()
    for place in (path.parent.resolve() / path.name, path.resolve()):  # a link in the workspace is not outside, either
        if place.is_relative_to(home):
            raise NoList("The list of names lies in the workspace. Keep it outside: it must never travel with it")
