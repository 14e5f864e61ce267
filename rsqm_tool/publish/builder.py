"""Runs the site builder, and puts its site in the place of the former one only when it is whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from rsqm_tool.publish.config import NEW_SITE, OLD_SITE
from rsqm_tool.publish.errors import PublishError
from rsqm_tool.publish.files import put

_COMMAND = ("-m", "mkdocs", "build", "--strict", "--config-file", "mkdocs.yml")
_TRIES, _PAUSE_S = 10, 0.1
_TOLD = 3  # of the builder's complaints; the log has them all


def build(folder: Path, as_of: date, approve: Callable[[Path], None] = lambda _: None) -> Path:
    """Builds `folder`/docs by `folder`/mkdocs.yml into `folder`/site, whose path comes out.

    `as_of` is the only date that the built files hold. `approve` is given the new site before it takes the place of
    the former one. PublishError gives its objection, or the builder's complaints, which `mkdocs.log` has whole; the
    former site is then as it was. Raises OSError.
    """
    new, log = folder / NEW_SITE, folder / "mkdocs.log"
    _clear(new)
    run = subprocess.run(
        [sys.executable, *_COMMAND],
        cwd=folder,
        env={**os.environ, **_surroundings(as_of)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    put(log, run.stdout.encode())  # whole, and through no link
    if run.returncode or not (new / "index.html").is_file():
        _clear(new)
        raise PublishError(_complaint(run.stdout, log))
    try:
        approve(new)
    except BaseException:  # nobody should find there what nobody approved
        _clear(new)
        raise
    return _swap(new, folder / "site")


def manner(as_of: date) -> list[object]:
    """How the builder is run, as plain data: a site that was built in another manner may differ."""
    return [*_COMMAND, _surroundings(as_of)]


def _surroundings(as_of: date) -> dict[str, str]:
    """What the builder finds in its environment: the day instead of the clock, UTF-8, and no advertisement."""
    epoch = int(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp())
    return {"SOURCE_DATE_EPOCH": str(max(epoch, 0)), "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}


def _swap(new: Path, site: Path) -> Path:
    """Puts the new site in its place. Where that fails the former one is put back: PublishError."""
    old = site.with_name(OLD_SITE)
    _clear(old)
    try:
        if site.exists():
            _rename(site, old)
        _rename(new, site)
    except OSError as error:
        if old.exists() and not site.exists():
            old.rename(site)
        raise PublishError(
            f"The folder {site.name} is in use and could not be replaced. Close the programs that have it open, "
            "then publish again. The former site is as it was."
        ) from error
    shutil.rmtree(old, ignore_errors=True)
    return site


def _rename(folder: Path, name: Path) -> None:
    """Renames a folder. Windows refuses while a search, a virus guard or our own server reads a file: not for long."""
    for _ in range(_TRIES):
        with suppress(PermissionError):
            folder.rename(name)
            return
        time.sleep(_PAUSE_S)
    folder.rename(name)


def _clear(folder: Path) -> None:
    """Removes a folder that a broken run left behind."""
    if folder.exists():
        shutil.rmtree(folder)


def _complaint(output: str, log: Path) -> str:
    """The builder's own complaints, shortened to a few sentences."""
    lines = [line.strip() for line in output.splitlines()]
    said = [_plain(line) for line in lines if line.startswith(("WARNING", "ERROR", "Error", "Config value"))]
    told = said[:_TOLD] or [line for line in lines if line][-1:] or ["it said nothing"]
    more = f" And {len(said) - _TOLD} more." if len(said) > _TOLD else ""
    where = "/".join(log.parts[-3:])
    return (
        f"The site builder stopped: {' '.join(told)}{more} The whole log is {where}. Mend what it names in your pages "
        "below site/; where it names none, the fault is the program's. The former site is as it was."
    )


def _plain(line: str) -> str:
    """A line of the builder's log without its level, with a full stop."""
    words = line.removeprefix("WARNING").removeprefix("ERROR").lstrip(" -:")
    return words if words.endswith(".") else words + "."
