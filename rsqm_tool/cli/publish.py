"""`rsqm publish`: write the pages and build the site, print its pack, or show it while it is worked on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsqm_tool.cli._common import Asked, common_options, faults, judge, tell_problems
from rsqm_tool.cli._exits import DONE, FOUND, WRONG
from rsqm_tool.cli._gate import NAMES, Keeper, keeper
from rsqm_tool.cli._logs import ends_in_log, without_quotations
from rsqm_tool.escape import one_line_each
from rsqm_tool.model import Assessment, Problem

if TYPE_CHECKING:
    from rsqm_tool.publish import Published

_PORT = 8000
_READY = "The site is ready."
_STAYS = "Nothing on any page changed, so the site stays as it is."


@dataclass
class _Wanted:
    """What is to be published, for whom."""

    asked: Asked
    audience: str
    names: Path | None  # the file of names that the guard looks for
    agreed: bool  # whether somebody said yes beforehand to what everybody will be able to read
    listed: bool = False  # whether that was shown, and agreed to

    @property
    def root(self) -> Path:
        return self.asked.root.resolve()

    @property
    def folder(self) -> Path:
        return self.root / "build" / self.audience


@dataclass(frozen=True)
class _Done:
    """A site that was made."""

    assessment: Assessment
    site: Published
    keeper: Keeper


@click.command("publish", short_help="Write the assessment as a site.")
@common_options
@click.option(
    "--audience", type=click.Choice(["assessor", "public"]), default="assessor", help="For whom (default: assessor)."
)
@click.option("--yes", is_flag=True, help="Say yes beforehand to what everybody will be able to read.")
@click.option(
    "--names",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"Names that must not be published, outside the workspace, one a line (default: what {NAMES} names).",
)
@click.option("--pdf", is_flag=True, help="Also print the assessor's pack, with the browser that is installed.")
@click.option("--serve", is_flag=True, help="Show the site on this machine; build it again when a file changes.")
@click.option("--port", type=click.IntRange(0, 65535), metavar="NUMBER", help=f"Where to show it (default: {_PORT}).")
def command(
    asked: Asked, audience: str, yes: bool, names: Path | None, pdf: bool, serve: bool, port: int | None
) -> int:
    """Write the assessment as a site that opens without a network: build/<audience>/site/index.html.

    No private or unclassified item is in it, and no row of a table. It may show gaps: they do not stop it. Names,
    addresses, numbers and references of people do, as `rsqm privacy` finds them: then nothing is published. Small
    numbers are hidden from everybody; evidence/published-tables.json keeps what was shown. --audience public tells what
    everybody will be able to read and asks for a yes. --pdf also prints the assessor's pack to build/assessor/pack.pdf.

    The assessor's shows the ids of practitioners and cases that break a rule, as `rsqm check` does. Where few people
    work, the assessor can tell from an id who is meant: read the pages before you hand them on.

    Exit code 0, also with gaps; 1: something must not be published; 2: the input is wrong.
    """
    if serve and pdf:
        raise click.UsageError("Choose --serve or --pdf: the pack is printed once, when all is written.")
    if pdf and audience == "public":
        raise click.UsageError("--pdf prints the pack, and the pack is the assessor's.")
    if port is not None and not serve:
        raise click.UsageError("--port goes with --serve.")
    wanted = _Wanted(asked, audience, names, yes)
    return _serve(wanted, _PORT if port is None else port) if serve else _publish(wanted, pdf)


def _publish(wanted: _Wanted, pdf: bool) -> int:
    """Builds the site once, and prints its pack where that is wanted."""
    from rsqm_tool.disclosure.series import FILE
    from rsqm_tool.publish import PublishError, Stopped

    try:
        done = _made(wanted)
        if not isinstance(done, _Done):
            return tell_problems(done)
        for line in one_line_each((*done.keeper.told, *_changed(done.site.changed))):
            click.echo(line)
        click.echo(f"{_READY if done.site.built else _STAYS} Open {done.site.index.as_uri()}")
        if done.site.recorded:
            click.echo(f"{FILE} has the figures that this site shows. Keep it: the next ones are held against it.")
        if pdf:
            _print(done)
    except PublishError as error:
        click.echo(_why(error), err=True)
        return FOUND if isinstance(error, Stopped) else WRONG
    return faults(done.assessment)


def _why(error: Exception) -> str:
    """What an error says, for the terminal; without quotations where that ends in a log."""
    said = without_quotations(str(error)) if ends_in_log() else str(error)
    return "\n".join(one_line_each(said.split("\n")))


def _changed(sentences: Sequence[str]) -> list[str]:
    """What was published before and is otherwise now, with what that means."""
    why = "Figures that were published before are others now, as late entries and corrections make them:"
    end = "The new ones are right. Tell whoever uses the old ones; they are no longer held against the new."
    return [why, *(f"  {sentence}" for sentence in sentences), end] if sentences else []


def _made(wanted: _Wanted) -> _Done | Sequence[Problem]:
    """Judges, and builds the site where it would differ; or the problems that stand in the way. Raises PublishError."""
    from rsqm_tool.load.published import read_published
    from rsqm_tool.publish import publish_site, refuse_links

    refuse_links(wanted.root, wanted.audience)  # before anything is read: the cache would tell of the same link
    assessment, problems = judge(wanted.asked)
    if assessment is None:
        return problems
    gate, problems = keeper(wanted.asked, wanted.audience, wanted.names, wanted.agreed, wanted.listed)
    former, damage = read_published(wanted.root)
    if gate is None or damage:
        return [*problems, *damage]
    site = publish_site(assessment, wanted.root, wanted.audience, gate, former)
    wanted.listed = gate.listed
    return _Done(assessment, site, gate)


def _print(done: _Done) -> None:
    """Prints the pack, and puts it in its place when the guard has looked through it. Raises PublishError."""
    from rsqm_tool.publish import PACK
    from rsqm_tool.publish.pdf import print_pack

    index = done.site.index
    target = index.parent.with_name(PACK)
    print_pack(index.with_name("pack.html"), target, done.assessment.as_of, done.keeper.after)
    click.echo(f"The pack to print is ready. Open {target.as_uri()}")


def _serve(wanted: _Wanted, port: int) -> int:
    """Shows the site, and builds it again at every change, until Ctrl+C."""
    from rsqm_tool.publish.serving import Server
    from rsqm_tool.publish.watching import next_change, watched

    root = wanted.root
    try:
        server = Server(wanted.folder / "site", port)
    except OSError as error:
        hint = f"Choose another, such as --port {port + 1}." if port < 65535 else "Choose another."
        raise click.UsageError(f"Port {port} cannot be used ({error.strerror}). {hint}") from None
    try:
        with server:
            seen = watched(root)  # before it is judged, so that no change is missed meanwhile
            code = _publish(wanted, pdf=False)
            if code in (FOUND, WRONG):
                return code
            click.echo(f"Showing it at {server.address} and building it again when a file changes. Ctrl+C ends this.")
            while True:
                changed, seen = next_change(seen, lambda: watched(root))
                _rebuild(wanted, changed, server.renew)
    except KeyboardInterrupt:
        click.echo("Ended.")
        return DONE


def _rebuild(wanted: _Wanted, changed: tuple[str, ...], renew: Callable[[], None]) -> None:
    """Judges anew, builds the site again where it would differ, and tells in one line what that did.

    `renew` is called when there is another site. Where that could not be it is told why, and the former site stays.
    """
    from rsqm_tool.publish import PublishError
    from rsqm_tool.publish.watching import below, named, stays, told

    began, docs = time.monotonic(), wanted.folder / "docs"
    pages = below(docs)
    try:
        done = _made(wanted)
    except PublishError as error:
        click.echo(f"{_clock()} {named(changed)} changed: {_why(error)}", err=True)
        return
    if not isinstance(done, _Done):
        click.echo(f"{_clock()} {named(changed)} changed: the former site stays, until this is mended:", err=True)
        tell_problems(done)
        return
    faults(done.assessment)
    line = stays(changed)
    if done.site.built:
        renew()
        line = told(changed, pages, below(docs), time.monotonic() - began)
    click.echo(f"{_clock()} {line}")


def _clock() -> str:
    return time.strftime("%H:%M:%S")
