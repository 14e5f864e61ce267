"""The forms in which an assessment is told. Each file of this folder is one; `--format` offers their names.

A report is pure: it reads no disk and no clock, and prints nothing. To add one, write `<name>.py` here with a docstring
whose first line is its help, and with

    def render(assessment: Assessment | None, problems: Sequence[Problem], options: Options) -> str

With problems there is no assessment, and the report lists the problems instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from rsqm_tool.model import Assessment, Framework, Problem


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader may choose about a report, and what a report cannot know where there is no assessment."""

    ids: bool = True  # show the ids of people and cases; False where the output ends in a log
    width: int = 100  # columns of the text report
    styled: bool = False  # colours, for a terminal; text report only
    quiet: bool = False  # only the gaps and the totals; text report only
    verbose: bool = False  # also what is met, what only a person can judge, and the evidence; text report only
    folder: str = ""  # of the workspace below the repository's root, for annotations: "" or "services/north"
    framework: Framework | None = None  # the three below are told with problems, as far as they are known
    service: str | None = None
    as_of: date | None = None


class Report(Protocol):
    """A module of this folder."""

    def render(self, assessment: Assessment | None, problems: Sequence[Problem], options: Options) -> str:
        """The whole report as text that ends with a line end."""


@cache
def names() -> tuple[str, ...]:
    """The names of all reports, sorted."""
    return tuple(sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_")))


def load(name: str) -> Report:
    """The report of that name. KeyError where there is none."""
    if name not in names():
        raise KeyError(name)
    return cast(Report, import_module(f"{__name__}.{name}"))


def help_for(name: str) -> str:
    """The first line of a report's docstring. KeyError where there is no such report."""
    return (load(name).__doc__ or "").partition("\n")[0]
