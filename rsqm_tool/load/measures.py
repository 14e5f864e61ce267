"""Reads the counts that were saved to stand in for tables, and refuses what is not as it was saved."""

from __future__ import annotations

from pathlib import Path

from rsqm_tool.load.files import is_there
from rsqm_tool.load.places import YamlFile, read
from rsqm_tool.load.schema import shown, validate
from rsqm_tool.model import Location, Problem
from rsqm_tool.model.measures import FORMAT, Measures, seal

PATH = "evidence/measures.json"
_TODO = "Run `rsqm measures save` where the tables are, or delete the file"


def read_measures(root: Path) -> tuple[Measures | None, list[Problem]]:
    """The saved counts of the workspace `root`; None where there are none, or where the file is damaged, which is told.

    Raises nothing for bad input. JSON is YAML, too, so that mistakes have their line as in the other files.
    """
    if not is_there(root / PATH):
        return None, []
    file = read(root, PATH)
    problem = _problem(file)
    return (None, [problem]) if problem else (Measures.of(file.data), [])


def _problem(file: YamlFile) -> Problem | None:
    """The first thing that is wrong with the file; nothing needs more than one, because nobody writes it by hand."""
    number = file.data.get("format") if isinstance(file.data, dict) else None
    if not file.problems and isinstance(number, int) and number != FORMAT:
        found = f"The counts were saved in format {shown(number)} by another version of the tool"
        return Problem(file.where(("format",)), found, f"format {FORMAT}", _TODO)
    wrong = file.problems or validate(file, "measures")
    if wrong:
        first = wrong[0]
        found = f"The saved counts are damaged: {first.found[:1].lower()}{first.found[1:]}"
        return Problem(first.where, found, first.expected, _TODO)
    if seal(file.data) != file.data["sha256"]:
        found = "The saved counts are not as they were saved: their SHA-256 is another one"
        return Problem(Location(PATH), found, "", _TODO)
    return None
