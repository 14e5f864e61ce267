"""Remembers what a site was built from, so that the site builder runs only when its site would differ.

The stamp lies beside the site and holds two hashes: of all that the builder reads, and of the site that came of it.
Where either is not as it was, or anything stands in the way of finding out, the site is built. The hashes guard
against accidents, such as a page that somebody deleted, and not against whoever may write here.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from rsqm_tool import __version__
from rsqm_tool.links import linked
from rsqm_tool.publish.builder import manner
from rsqm_tool.publish.files import STAMP, put
from rsqm_tool.resources import shipped

_FORMAT = 1  # one more whenever the hashes are made otherwise
_ENGINE = ("mkdocs", "mkdocs-material")
_NAME = re.compile(r"[A-Za-z0-9._-]+")  # of a package, where a requirement begins


def made_from(folder: Path, as_of: date) -> str:
    """The hash of all that the site builder reads for `folder`/site: pages, settings, templates, day and versions.

    Empty where that is not known: the service's own mkdocs.yml may name plugins, which read whatever they like; a file
    cannot be read; a link leads elsewhere.
    """
    try:
        written = (folder / "mkdocs.yml").read_bytes()
        settings = json.loads(written)
        base = (folder / settings["INHERIT"]).read_bytes()
        if base != shipped("mkdocs.yml").read_bytes():
            return ""
        return _hash(
            [_FORMAT, written.decode(), base.decode(), manner(as_of), _versions()],
            _held(folder / "docs"),
            _held(folder / settings["theme"]["custom_dir"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def stands(folder: Path, source: str) -> bool:
    """Whether `folder`/site is whole, and was built from what `made_from` now says."""
    try:
        kept = json.loads((folder / STAMP).read_bytes())
        return bool(source) and kept == _kept(source, hash_of(folder / "site"))
    except (OSError, ValueError, RecursionError):
        return False


def hash_of(site: Path) -> str:
    """The hash of every file of a site; empty where it cannot be had."""
    try:
        return _hash(_held(site))
    except (OSError, ValueError):
        return ""


def keep(folder: Path, source: str, site: str) -> None:
    """Remembers that a site with the hash `site` was built from `source`, and put at `folder`/site. Where that fails,
    the next run builds it again."""
    with suppress(OSError):
        put(folder / STAMP, (json.dumps(_kept(source, site), indent=0) + "\n").encode())


def _kept(source: str, site: str) -> dict[str, str]:
    return {"made from": source, "site": site or "unknown"}


def _hash(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _held(folder: Path) -> list[tuple[str, str]]:
    """Every file below a folder: its path with `/`, and the hash of what it holds. ValueError where one is a link."""
    found = []
    for path in _below(folder):
        name = path.relative_to(folder).as_posix()
        if told := linked(path, name):
            raise ValueError(told)
        if not path.is_dir():
            with path.open("rb") as file:
                found.append((name, hashlib.file_digest(file, "sha256").hexdigest()))
    return sorted(found)


def _below(folder: Path) -> Iterator[Path]:
    """Everything below a folder, links too, without following them. OSError where one cannot be looked into."""

    def refuse(error: OSError) -> None:
        raise error

    for here, folders, names in os.walk(folder, onerror=refuse):
        yield from (Path(here, name) for name in (*folders, *names))


def _versions() -> dict[str, str]:
    """The versions of ours, of Python's, of the site builder's and of all that it stands on."""
    found = {"": __version__, "python": platform.python_version()}
    wanted = list(_ENGINE)
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        with suppress(PackageNotFoundError):
            package = distribution(name)
            found[name] = package.version
            needs = (need for need in package.requires or () if "extra ==" not in need)
            wanted += [begin[0].lower() for need in needs if (begin := _NAME.match(need))]
    return dict(sorted(found.items()))
