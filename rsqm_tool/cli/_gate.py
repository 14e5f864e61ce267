"""What stands between an assessment and a published site: the privacy guard, and a person's plain yes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsqm_tool.cli._common import CACHE, Asked
from rsqm_tool.cli._logs import ends_in_log
from rsqm_tool.escape import one_line
from rsqm_tool.model import Problem
from rsqm_tool.model.privacy import Findings

if TYPE_CHECKING:
    from rsqm_tool.privacy.guard import Guard
    from rsqm_tool.publish.context import Site

NAMES = "RSQM_NAMES"  # of the environment: the file of names
_NO_NAMES = f"No name was looked for, because no list of names was given: --names FILE, or {NAMES}."


def names_file(named: Path | None) -> Path | None:
    """The file of names that was named, or that the environment names."""
    return named or (Path(os.environ[NAMES]) if os.environ.get(NAMES) else None)


@dataclass
class Keeper:
    """Lets a site be published when the guard finds nothing and, where everybody may read it, a person says yes."""

    guard: Guard
    audience: str
    agreed: bool  # somebody said yes beforehand
    listed: bool = False  # what everybody will be able to read was shown, and agreed to
    copies: dict[str, str] = field(default_factory=dict)  # documents in the site, by what they are copies of
    told: dict[str, None] = field(default_factory=dict)  # lines about what is allowed, each once

    def before(self, site: Site, pages: Sequence[str]) -> None:
        """Look through what the site is made of, list it, ask. Raises Stopped, click.Abort, click.UsageError."""
        self._judge(self.guard.before(self.audience))
        items = site.assessment.workspace.items
        self.copies = {site.documents[i.id]: i.file for i in items if i.file and i.id in site.documents}
        if self.guard.names is None:
            self.told[_NO_NAMES] = None
        if self.audience == "public" and not self.listed:
            self._list(site, pages)
            self.listed = True  # a site that is served is not asked about at every change

    def after(self, folder: Path) -> None:
        """Look through the files as they were built. Raises Stopped."""
        self._judge(self.guard.after(folder, self.copies), built=True)

    def _judge(self, findings: Findings, built: bool = False) -> None:
        from rsqm_tool.privacy.told import Options, allowed, entries, stopped
        from rsqm_tool.publish import Stopped

        options = Options(values=not ends_in_log())
        if not findings.stops:
            self.told.update(dict.fromkeys(allowed(findings, options)))
            return
        todo = "Take these out, or have them allowed: `rsqm privacy --save` adds the entries, to be completed."
        if built and options.values:  # it is on no page that is there to be looked through again
            todo = "\n".join(("Find where these come from, or allow them:", "", *entries(findings)))
        raise Stopped(f"{stopped(findings, options)}Nothing was published. {self._former()}{todo}")

    def _former(self) -> str:
        """What becomes of the site that is there already."""
        folder = f"build/{self.audience}"
        if not (self.guard.root / folder / "site").exists():
            return ""
        return f"The former site is as it was, and may hold the same: delete {folder} if it must not be seen. "

    def _list(self, site: Site, pages: Sequence[str]) -> None:
        """Shows what everybody will be able to read, and waits for a plain yes unless that was said beforehand."""
        from rsqm_tool.publish.listing import listing

        if self.agreed and ends_in_log():
            return  # titles do not belong in a log
        click.echo("Everybody will be able to read:")
        for line in [*listing(site, pages), *self.told]:
            click.echo(f"  {one_line(line)}")
        self.told.clear()  # it is told once
        if self.agreed:
            return
        if not sys.stdin.isatty():
            raise click.UsageError("Nobody is here to say yes. Read the list, then run the command again with --yes.")
        if click.prompt("Publish this? Type yes", default="no").strip().casefold() != "yes":
            raise click.Abort


def keeper(
    asked: Asked, audience: str, names: Path | None, agreed: bool, listed: bool = False
) -> tuple[Keeper | None, Sequence[Problem]]:
    """The keeper for a workspace, or what stands in its way."""
    from rsqm_tool.load.cache import Cache
    from rsqm_tool.privacy.guard import guard_for

    cache = Cache(asked.root / CACHE, enabled=asked.cached)
    guard, problems = guard_for(asked.root.resolve(), asked.as_of, cache, names_file(names))
    return (Keeper(guard, audience, agreed, listed) if guard else None), problems
