"""`rsqm list`: what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from rsqm_tool.cli._common import find_root, tell_problems
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
@click.option("-C", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The workspace.")
def command(what: str, folder: Path | None) -> int:
    """Show what there is: frameworks, criteria, checks, kinds of evidence, formats of results, or tables."""
    rows = list(_LISTS[what](find_root(folder)))
    width = max(len(name) for name, _ in rows)
    for name, about in rows:
        click.echo(f"{name:<{width}}  {about}")
    return DONE
