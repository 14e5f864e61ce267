"""Loading the workspace for commands that do not assess it as a whole."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from rsqm_tool.cli._common import CACHE, Asked

if TYPE_CHECKING:
    from rsqm_tool.load.workspace import Loaded


def load(asked: Asked, saved_counts: bool = True) -> Loaded:
    """The workspace that was asked for, or what stands in its way; without the saved counts where they are not wanted.

    That nothing can be kept in the cache is told.
    """
    from rsqm_tool.load import load_workspace
    from rsqm_tool.load.cache import Cache

    cache = Cache(asked.root / CACHE, enabled=asked.cached)
    loaded = load_workspace(asked.root, asked.framework, cache, saved_counts)
    if cache.trouble:
        click.echo(f"{cache.trouble}.", err=True)
    return loaded


def print_exactly(text: str) -> None:
    """Print a result whose bytes are part of its form: UTF-8 and its own line ends, whatever the console has."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
