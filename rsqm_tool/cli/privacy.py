"""`rsqm privacy`: what must not be published, and where it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsqm_tool.cli._common import CACHE, Day, find_root, tell_problems, write
from rsqm_tool.cli._exits import DONE, FOUND, WRONG
from rsqm_tool.cli._gate import NAMES, names_file
from rsqm_tool.cli._logs import ends_in_log

if TYPE_CHECKING:
    from rsqm_tool.model.privacy import Findings

_TO_COMPLETE = (
    "In each fill in reason (why it may stand there, in at least 15 characters), approved_by (the role that decided",
    "it) and review_by (until when, such as 2027-04-01; at most two years ahead). Delete the entries of what you take",
    "out of the files. The next run tells every line that is still empty; until then nothing is published.",
)


@click.command("privacy", short_help="Find what must not be published.")
@click.option("-C", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The workspace.")
@click.option(
    "--names",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"A text file outside the workspace, one name a line (default: the one that {NAMES} names).",
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="Text (default) or JSON.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the result to a file."
)
@click.option("--entries", is_flag=True, help="Also show entries for evidence/privacy-allow.yaml, to complete.")
@click.option("--save", is_flag=True, help="Add the entries to evidence/privacy-allow.yaml, for you to complete.")
@click.option("--private", is_flag=True, help="Also tell one by one what stands in files classed private.")
@click.option("--ids", is_flag=True, help="Show headings and masked values where the result ends in a log.")
@click.option("--as-of", metavar="DATE", type=Day(), help="Judge on this day what is still allowed (default: today).")
@click.option("--no-cache", is_flag=True, help="Read every document anew, and keep nothing of them.")
def command(
    folder: Path | None, names: Path | None, form: str, output: Path | None, entries: bool, save: bool, private: bool,
    ids: bool, as_of: date | None, no_cache: bool,
) -> int:  # fmt: skip
    """Look through all files of the workspace and through built sites for what must not be published.

    Documents with their comments, deletions and properties, tables, YAML, pages; also file names. Found are e-mail
    addresses, telephone numbers, postcodes, National Insurance and NHS numbers, bank details, dates of birth, police,
    prison, probation and court references, and names of a list that you keep outside the workspace.

    What may stay where it is needs an entry in evidence/privacy-allow.yaml. --save adds the entries that are missing;
    fill in why, who decided it and until when.

    No value is shown whole. A clean scan proves nothing. Exit code 0: nothing found; 1: something found, or a file to
    be published cannot be looked through; 2: the input is wrong.
    """
    from rsqm_tool.dates import today_in_london
    from rsqm_tool.load.cache import Cache
    from rsqm_tool.model.privacy import Findings
    from rsqm_tool.privacy.guard import guard_for
    from rsqm_tool.privacy.told import Options, as_json, text

    root = find_root(folder)
    cache = Cache(root / CACHE, enabled=not no_cache)
    guard, problems = guard_for(root, as_of or today_in_london(), cache, names_file(names))
    options = Options(values=ids or not ends_in_log(), entries=entries, apart=private)
    if guard is None:
        if form == "json":
            write(as_json(Findings(), options, problems), output, machine=True)
            return WRONG
        return tell_problems(problems)
    findings = guard.everything()
    write(as_json(findings, options) if form == "json" else text(findings, options), output, machine=form == "json")
    if save and not _save(root, findings):
        return WRONG
    return FOUND if findings.stops else DONE


def _save(root: Path, findings: Findings) -> bool:
    """Add the entries that are missing, and tell it; False where they could not be added."""
    from rsqm_tool.dates import count
    from rsqm_tool.escape import one_line
    from rsqm_tool.privacy.entries import wanted
    from rsqm_tool.privacy.saving import NotSaved, save
    from rsqm_tool.privacy.sources.values import ALLOW

    entries = wanted(findings)
    if not entries:
        why = "What stops has one that has ended, or can have none" if findings.stops else "Nothing needs one"
        click.echo(f"No entry was added. {why}.", err=True)
        return True
    try:
        line = save(root, entries)
    except NotSaved as error:
        click.echo(f"No entry was added. {one_line(error)}.", err=True)
        return False
    click.echo(f"{ALLOW}: {count(len(entries), 'entry', 'entries')} added, from line {line} on.", err=True)
    for sentence in _TO_COMPLETE:
        click.echo(sentence, err=True)
    return True
