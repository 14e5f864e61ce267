"""`rsqm list`: what there is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import wrap

import click

from rsqm_tool.cli._common import find_root, styled_width, tell_problems
from rsqm_tool.cli._exits import DONE


def _frameworks(root: Path) -> Iterator[tuple[str, str]]:
    from rsqm_tool.load import framework

    for id, (base, path) in framework.available(root).items():
        loaded, problems = framework.load(base, path)
        yield id, f"{loaded.title}, edition {loaded.edition}" if loaded else f"cannot be used: {len(problems)} problems"


def _criteria(root: Path) -> Iterator[tuple[str, str]]:
    from rsqm_tool.load import framework

    base, path = framework.available(root)[framework.DEFAULT]
    loaded, problems = framework.load(base, path)
    if loaded is None:
        raise SystemExit(tell_problems(problems))
    for criterion in loaded.criteria:
        yield criterion.id, criterion.title + (" (safeguarding)" if criterion.safeguarding else "")


def _checks(root: Path) -> Iterator[tuple[str, str]]:
    from rsqm_tool import checks

    for name in checks.names():
        yield name, checks.documentation(name).partition("\n")[0]


def _kinds(root: Path) -> Iterator[tuple[str, str]]:
    from rsqm_tool.model import SAYS, SHOWS

    yield from ((kind, "says what should happen") for kind in SAYS)
    yield from ((kind, "shows what is done") for kind in SHOWS)


def _formats(root: Path) -> Iterator[tuple[str, str]]:
    from rsqm_tool import reports

    yield from ((name, reports.help_for(name)) for name in reports.names())


def _tables(root: Path) -> Iterator[tuple[str, str]]:
    from rsqm_tool.load.schema import tables

    yield from tables().items()


_LISTS: dict[str, Callable[[Path], Iterator[tuple[str, str]]]] = {
    "frameworks": _frameworks,
    "criteria": _criteria,
    "checks": _checks,
    "kinds": _kinds,
    "formats": _formats,
    "tables": _tables,
}


@click.command("list", short_help="Show what there is.")
@click.argument("what", type=click.Choice(list(_LISTS)))
@click.argument("name", metavar="[TABLE]", required=False)
@click.option("-C", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The workspace.")
def command(what: str, name: str | None, folder: Path | None) -> int:
    """Show what there is: frameworks, criteria, checks, kinds of evidence, formats of results, or tables.

    With the name of a table behind `tables`, such as `rsqm list tables cases`, show its columns and what each holds.
    """
    if name is not None:
        if what != "tables":
            raise click.UsageError(f"`rsqm list {what}` takes nothing behind it.")
        for line in _columns(name):
            click.echo(line)
        return DONE
    rows = list(_LISTS[what](find_root(folder)))
    width = max(len(name) for name, _ in rows)
    for name, about in rows:
        click.echo(f"{name:<{width}}  {about}")
    if what == "tables" and sys.stdout.isatty():
        click.echo("\nThe columns of one, and what each holds: rsqm list tables cases")
    return DONE


_HOLDS = {
    "id": "an id",
    "text": "a few words",
    "date": "a day",
    "yes or no": "yes or no",
    "number": "a number",
    "count": "a whole number",
    "period": "a year, quarter or month",
}


def _columns(name: str) -> Iterator[str]:
    """The columns of a table, each with its title, what it holds and its definition, as lines for the screen."""
    from rsqm_tool.load.schema import nearest
    from rsqm_tool.load.tables.definitions import definition
    from rsqm_tool.model.tables import ROWS

    if name not in ROWS:
        raise click.UsageError(f"There is no table {name!r}. {nearest(name, ROWS) or '`rsqm list tables` shows them.'}")
    table, (_, width) = definition(name), styled_width(no_color=False)
    yield from wrap(f"{table.name}: {table.about}", width)
    for column in table.columns.values():
        holds = f"one of: {', '.join(column.choices)}" if column.choices else _HOLDS[column.kind]
        needed = "; every row needs it" if column.required else ""
        yield from ("", column.name)
        yield from wrap(f"{column.title}: {holds}{needed}", width, initial_indent="  ", subsequent_indent="    ")
        yield from wrap(column.about, width, initial_indent="  ", subsequent_indent="  ")
