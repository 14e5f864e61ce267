"""`rsqm forget`: empty the cache."""

from __future__ import annotations

from pathlib import Path

import click

from rsqm_tool.cli._common import CACHE, find_root
from rsqm_tool.cli._exits import DONE
from rsqm_tool.dates import count


@click.command("forget", short_help="Delete what was kept of documents and tables.")
@click.option("-C", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The workspace.")
def command(folder: Path | None) -> int:
    """Delete what was kept in build/cache of the service's documents and tables.

    The next check reads them anew. The documents and tables themselves are not touched.
    """
    from rsqm_tool.load.cache import Cache

    cache = Cache(find_root(folder) / CACHE)
    try:
        gone = cache.forget()
    except OSError as error:
        raise click.UsageError(f"Cannot empty {cache.folder} ({error.strerror}).") from None
    click.echo(f"{count(gone, 'file')} deleted from {cache.folder}. The next check reads everything anew.")
    return DONE
