"""Reads the figures that were published before: evidence/published-tables.json."""

from __future__ import annotations

from pathlib import Path

from rsqm_tool.disclosure.series import COPY, FILE, publications
from rsqm_tool.load.files import is_there
from rsqm_tool.load.places import read
from rsqm_tool.load.schema import validate
from rsqm_tool.model import Location, Problem
from rsqm_tool.model.disclosure import Publication

_TODO = "Restore it from a copy. Without it nobody can tell whether new figures give old ones away"


def read_published(root: Path) -> tuple[tuple[Publication, ...], list[Problem]]:
    """Every publication that the file holds; none where nothing was published yet.

    A file that is damaged is told, and one that is gone although something was published from this folder. Raises
    nothing for bad input. JSON is YAML, too, so that mistakes have their line as in the other files.
    """
    if not is_there(root / FILE):
        return (), [_lost()] if is_there(root / COPY) else []
    file = read(root, FILE)
    wrong = file.problems or validate(file, "published-tables")
    if wrong:
        return (), [_damaged(wrong[0].where, f"{wrong[0].found[:1].lower()}{wrong[0].found[1:]}", wrong[0].expected)]
    try:
        return publications(file.data), []
    except ValueError as error:
        return (), [_damaged(Location(FILE), str(error))]


def _damaged(where: Location, found: str, expected: str = "") -> Problem:
    return Problem(where, f"The record of published figures is damaged: {found}", expected, _TODO)


def _lost() -> Problem:
    found = "The record of published figures is gone"
    todo = f"Put it back: {COPY} is the last one of this folder. If nobody was ever shown its figures, delete that copy"
    return Problem(Location(FILE), found, "", todo)
