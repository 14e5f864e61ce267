"""What several commands share: options, finding and loading the workspace, writing results."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from rsqm_tool.cli._exits import DONE, FAULT, WRONG
from rsqm_tool.model import Assessment, Framework, Problem

CACHE = Path("build/cache")  # of a workspace: what was read of its documents and tables
# Between these years every rule can count years back and forth.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Asked:
    """What the common options ask for."""

    root: Path  # of the workspace
    as_of: date
    framework: str | None
    cached: bool  # whether build/cache may be used


class Day(click.ParamType[date]):
    """A day as an argument."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            day = date.min
        if len(value) == 10 and _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return day
        self.fail(f"{value!r} is no date. Write it year-month-day, such as 2026-11-20.", param, ctx)


def common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`-C`, `--as-of`, `--framework` and `--no-cache`, given to the command as one `asked`."""
    from functools import wraps

    @click.option(
        "-C",
        "folder",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="The workspace; this folder or the nearest above it unless given.",
    )
    @click.option(
        "--as-of", metavar="DATE", type=Day(), help="Judge every date as of this day (default: today in London)."
    )
    @click.option("--framework", metavar="ID", help="Judge by this framework; the first in rsqm.yaml unless given.")
    @click.option("--no-cache", is_flag=True, help="Read every document and table anew, and keep nothing of them.")
    @wraps(command)
    def with_common(folder: Path | None, as_of: date | None, framework: str | None, no_cache: bool, **rest: Any) -> Any:
        return command(asked=Asked(find_root(folder), as_of or _today(), framework, not no_cache), **rest)

    return with_common


def find_root(folder: Path | None) -> Path:
    """The workspace's folder: the one named, else the nearest that holds rsqm.yaml, from here upwards, else here."""
    context = click.get_current_context(silent=True)
    folder = folder or (context.find_object(Path) if context else None)
    if folder is not None:
        return folder
    try:
        here = Path.cwd()
    except OSError:
        raise click.UsageError("The folder that you are in is gone. Change to another, or use -C DIR.") from None
    return next((f for f in (here, *here.parents) if (f / "rsqm.yaml").is_file()), here)


def _today() -> date:
    from rsqm_tool.dates import today_in_london

    return today_in_london()


def judge(asked: Asked) -> tuple[Assessment | None, Sequence[Problem]]:
    """The assessment of the workspace that was asked for, or the problems that stand in its way."""
    from rsqm_tool.assess import assess
    from rsqm_tool.load import load_workspace
    from rsqm_tool.load.cache import Cache

    cache = Cache(asked.root / CACHE, enabled=asked.cached)
    with _uncollected():
        loaded = load_workspace(asked.root, asked.framework, cache)
        if cache.trouble:
            click.echo(f"{cache.trouble}.", err=True)
        if loaded.workspace is None:
            return None, loaded.problems
        return assess(loaded.workspace, loaded.workspace.frameworks[0], asked.as_of), ()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of garbage: what is loaded and judged stays, and looking through it again takes a third of
    the time that judging a hundred thousand cases does.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # it stays until the end: the collector need never look at it
        if was:
            gc.enable()


def faults(assessment: Assessment) -> int:
    """Tell which checks crashed; answers with the exit code: done, or a fault of the program."""
    for fault in assessment.faults:
        click.echo(f"A check failed, through a fault of the program: {fault}", err=True)
    return FAULT if assessment.faults else DONE


def chosen(framework: Framework, words: Sequence[str]) -> list[str]:
    """The ids of criteria or standards that a person named. A word that is neither ends the command, with a hint."""
    from rsqm_tool.load.schema import nearest

    known = [s.id for s in framework.standards] + [c.id for c in framework.criteria]
    for word in words:
        if word not in known:
            hint = nearest(word, known) or "`rsqm list criteria` shows them."
            raise click.UsageError(f"There is no criterion {word!r} in {framework.id}. {hint}")
    return list(words)


def tell_problems(problems: Sequence[Problem]) -> int:
    """Print problems to standard error, one line each; answers with the exit code."""
    from rsqm_tool.cli._logs import ends_in_log, problems_for_a_log
    from rsqm_tool.dates import count
    from rsqm_tool.escape import one_line

    told = problems_for_a_log(problems) if ends_in_log() else problems
    for problem in told:
        click.echo(one_line(problem), err=True)
    click.echo(f"{count(len(problems), 'problem')}. Nothing was done.", err=True)
    return WRONG


def styled_width(no_color: bool) -> tuple[bool, int]:
    """Whether standard output shows colours, and how many columns there are for text."""
    styled = sys.stdout.isatty() and not no_color and not os.environ.get("NO_COLOR")
    return styled, min(shutil.get_terminal_size((100, 24)).columns, 110) if styled else 100


def write(text: str, output: Path | None, machine: bool = False) -> None:
    """Write a result: to a file whole or not at all, else to standard output. For machines it is UTF-8 everywhere."""
    if output is not None:
        _write_file(text, output)
        return
    try:
        if machine and hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8"))
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # `rsqm check | head`: the reader has seen enough, and the exit code still says it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.UsageError(f"Cannot write the result ({error.strerror}).") from None


def _write_file(text: str, output: Path) -> None:
    beside = None
    try:
        target = Path(os.path.realpath(output))  # a link stays a link
        if target.exists() and not target.is_file():  # a device or a pipe is written to, never replaced
            target.write_bytes(text.encode("utf-8"))
            return
        beside = target.with_name(f".rsqm-{os.getpid()}.tmp")
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(target)
    except OSError as error:
        if beside and beside.exists():
            beside.unlink()
        raise click.UsageError(f"Cannot write {output} ({error.strerror}).") from None
