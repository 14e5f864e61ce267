"""Tells of a fault of the program: a short message, and a log that holds no value from any file."""

from __future__ import annotations

import platform
import tempfile
import traceback
from pathlib import Path

import click

from rsqm_tool import __version__
from rsqm_tool.cli._exits import FAULT


def tell(error: Exception) -> int:
    """Write the log, say where it is, and answer with the exit code."""
    # The error's own words are left out: they often quote the value that caused it.
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f"rsqm {__version__}, Python {platform.python_version()}, {platform.system()}",
        type(error).__name__,
        *(f"  {Path(f.filename).name}, line {f.lineno}, in {f.name}" for f in frames),
    ]
    with tempfile.NamedTemporaryFile("w", prefix="rsqm-", suffix=".log", delete=False, encoding="utf-8") as log:
        log.write("\n".join(lines) + "\n")
    click.echo(f"rsqm failed ({type(error).__name__}). This is a fault of the program, not of your files.", err=True)
    click.echo(f"Please report it with this log, which holds nothing from your files: {log.name}", err=True)
    return FAULT
