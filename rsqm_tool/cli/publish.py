"""`rsqm publish`: write the pages and build the site, print its pack, or show it while it is worked on."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import click

from rsqm_tool.cli._common import Asked, common_options, faults, judge, tell_problems
from rsqm_tool.cli._exits import DONE, WRONG

_PORT = 8000
_READY = "The site is ready."
_STAYS = "Nothing on any page changed, so the site stays as it is."


@click.command("publish", short_help="Write the assessment as a site.")
@common_options
@click.option(
    "--audience", type=click.Choice(["assessor", "public"]), default="assessor", help="For whom (default: assessor)."
)
@click.option("--pdf", is_flag=True, help="Also print the assessor's pack, with the browser that is installed.")
@click.option("--serve", is_flag=True, help="Show the site on this machine; build it again when a file changes.")
@click.option("--port", type=click.IntRange(0, 65535), metavar="NUMBER", help=f"Where to show it (default: {_PORT}).")
def command(asked: Asked, audience: str, pdf: bool, serve: bool, port: int | None) -> int:
    """Write the assessment as a site that opens without a network: build/<audience>/site/index.html.

    No private or unclassified item is in it, and no row of a table. It may show gaps: they do not stop it. --pdf also
    prints the assessor's pack to build/assessor/pack.pdf.

    The assessor's shows the ids of practitioners and cases that break a rule, as `rsqm check` does. Where few people
    work, the assessor can tell from an id who is meant: read the pages before you hand them on.
    """
    if serve and pdf:
        raise click.UsageError("Choose --serve or --pdf: the pack is printed once, when all is written.")
    if port is not None and not serve:
        raise click.UsageError("--port goes with --serve.")
    return _serve(asked, audience, _PORT if port is None else port) if serve else _publish(asked, audience, pdf)


def _publish(asked: Asked, audience: str, pdf: bool) -> int:
    """Builds the site once, and prints its pack where that is wanted."""
    from rsqm_tool.publish import PACK, PublishError, publish_site, refuse_links

    root = asked.root.resolve()
    try:
        refuse_links(root, audience)  # before anything is read: the cache would tell of the same link
        assessment, problems = judge(asked)
        if assessment is None:
            return tell_problems(problems)
        site = publish_site(assessment, root, audience)
        index, said = site.index, _READY if site.built else _STAYS
        click.echo(f"{said} Open {index.as_uri()}")
        if pdf:
            from rsqm_tool.publish.pdf import print_pack

            target = index.parent.with_name(PACK)
            print_pack(index.with_name("pack.html"), target, assessment.as_of)
            click.echo(f"The pack to print is ready. Open {target.as_uri()}")
    except PublishError as error:
        click.echo(str(error), err=True)
        return WRONG
    return faults(assessment)


def _serve(asked: Asked, audience: str, port: int) -> int:
    """Shows the site, and builds it again at every change, until Ctrl+C."""
    from rsqm_tool.publish.serving import Server
    from rsqm_tool.publish.watching import next_change, watched

    root = asked.root.resolve()
    try:
        server = Server(_built(root, audience) / "site", port)
    except OSError as error:
        hint = f"Choose another, such as --port {port + 1}." if port < 65535 else "Choose another."
        raise click.UsageError(f"Port {port} cannot be used ({error.strerror}). {hint}") from None
    try:
        with server:
            seen = watched(root)  # before it is judged, so that no change is missed meanwhile
            code = _publish(asked, audience, pdf=False)
            if code == WRONG:
                return code
            click.echo(f"Showing it at {server.address} and building it again when a file changes. Ctrl+C ends this.")
            while True:
                changed, seen = next_change(seen, lambda: watched(root))
                _rebuild(asked, audience, changed, server.renew)
    except KeyboardInterrupt:
        click.echo("Ended.")
        return DONE


def _built(root: Path, audience: str) -> Path:
    return root / "build" / audience


def _rebuild(asked: Asked, audience: str, changed: tuple[str, ...], renew: Callable[[], None]) -> None:
    """Judges anew, builds the site again where it would differ, and tells in one line what that did.

    `renew` is called when there is another site. Where that could not be it is told why, and the former site stays.
    """
    from rsqm_tool.publish import PublishError, publish_site, refuse_links
    from rsqm_tool.publish.watching import below, named, stays, told

    began, root = time.monotonic(), asked.root.resolve()
    pages = below(_built(root, audience) / "docs")
    try:
        refuse_links(root, audience)
        assessment, problems = judge(asked)
        if assessment is None:
            click.echo(f"{_clock()} {named(changed)} changed: the former site stays, until this is mended:", err=True)
            tell_problems(problems)
            return
        built = publish_site(assessment, root, audience).built
    except PublishError as error:
        click.echo(f"{_clock()} {named(changed)} changed: {error}", err=True)
        return
    faults(assessment)
    line = stays(changed)
    if built:
        renew()
        line = told(changed, pages, below(_built(root, audience) / "docs"), time.monotonic() - began)
    click.echo(f"{_clock()} {line}")


def _clock() -> str:
    return time.strftime("%H:%M:%S")
