"""`rsqm init`: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from rsqm_tool.cli._exits import DONE


@click.command("init", short_help="Make a workspace that checks at once.")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--workflow", is_flag=True, help="Also a workflow file for GitHub that checks on every change.")
def command(folder: Path, workflow: bool) -> int:
    """Make a workspace in the folder DIR, its files explained in comments.

    Files that are there already are never touched: where one is in the way, nothing is written.
    """
    from rsqm_tool.starter import starter

    files = starter(workflow)
    in_the_way = [path for path in files if (folder / path).exists()]
    if in_the_way:
        named = ", ".join(in_the_way[:3]) + (f" and {len(in_the_way) - 3} more" if len(in_the_way) > 3 else "")
        raise click.UsageError(f"{folder} has {named} already. Choose an empty folder; nothing was written.")
    try:
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                target.mkdir()
            else:
                target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"Cannot write in {folder} ({error.strerror}).") from None
    click.echo(f"Your workspace is in {folder}. Nothing in it leaves this computer.")
    click.echo("1. Put the service's name and the assessment date into rsqm.yaml.")
    click.echo("2. Put documents into evidence/documents and name them in evidence/register.yaml.")
    named = f'"{folder}"' if " " in str(folder) else str(folder)
    click.echo(
        "3. Put lists (Excel or CSV; ids, no names) into evidence/people or evidence/monitoring, and for each run:"
    )
    click.echo(f"   rsqm tables suggest FILE --save -C {named}")
    click.echo("   `rsqm tables --help` tells more, and `rsqm list tables` which lists there are.")
    click.echo(f"4. See what is missing: rsqm check -C {named}")
    return DONE
