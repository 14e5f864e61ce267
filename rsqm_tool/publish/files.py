"""Writes the pages: only what differs, each file whole or not at all, and removes what it wrote before and is gone."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from rsqm_tool.escape import one_line
from rsqm_tool.links import linked
from rsqm_tool.publish.config import NEW_SITE, OLD_SITE
from rsqm_tool.publish.errors import PublishError

Source = bytes | Path  # what a file holds, or the file to copy

PACK = "pack.pdf"  # beside the site, when it is printed
STAMP = "site.json"  # what the site was built from
# What is made, replaced or deleted in build/<audience>.
_FOLDERS = ("docs", "site", NEW_SITE, OLD_SITE)
_FILES = ("pages.json", "mkdocs.yml", "mkdocs.log", STAMP, PACK)


def refuse_links(root: Path, audience: str) -> None:
    """PublishError where anything that a site is written to in `root`/build, or deleted from, is a link.

    A link could lead anywhere, and the builder would publish all that lies there.
    """
    for name, kind in _written(root, audience):
        if link := linked(root / name, one_line(name)):
            raise PublishError(
                f"Nothing was written, because {link}, where a {kind} of its own is expected: delete the link itself, "
                "then publish again."
            )


def _written(root: Path, audience: str) -> Iterator[tuple[str, str]]:
    """The places that a site is written to, by path below `root`, each with what it should be. Outer ones first."""
    home = f"build/{audience}"
    yield from ((name, "folder") for name in ("build", home, *(f"{home}/{name}" for name in _FOLDERS)))
    yield from ((f"{home}/{name}", "file") for name in _FILES)
    for here, folders, names in os.walk(root / home / "docs"):
        below = Path(here).relative_to(root).as_posix()
        yield from ((f"{below}/{name}", "folder") for name in folders)
        yield from ((f"{below}/{name}", "file") for name in names)


def write(files: Mapping[str, Source], folder: Path, manifest: Path) -> None:
    """Makes `folder` hold `files`, by path with `/`.

    `manifest` lists what was written, so that later runs remove orphans and touch nothing that others put there.
    It lies outside `folder`, and names a file before that file is written. Raises OSError.
    """
    before = _listed(manifest)
    _list(manifest, before | set(files))
    for name in sorted(before - set(files)):
        _remove(folder, name)
    for name, source in sorted(files.items()):
        put(folder / name, source)
    _list(manifest, files)


def strangers(folder: Path, files: Iterable[str]) -> list[str]:
    """The files in `folder` that are not among `files`, sorted: somebody else's, and not to be published."""
    known = set(files)
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())
    return sorted(p for p in found if p not in known)


def _listed(manifest: Path) -> set[str]:
    """What earlier runs wrote. A damaged manifest counts as none: what is left is a stranger, and not published."""
    try:
        names = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {n for n in names if isinstance(n, str)} if isinstance(names, list) else set()


def _list(manifest: Path, names: Iterable[str]) -> None:
    manifest.parent.mkdir(parents=True, exist_ok=True)
    put(manifest, (json.dumps(sorted(names), ensure_ascii=False, indent=0) + "\n").encode())


def clear(folder: Path) -> None:
    """Removes the pages that were written below a folder, and what was noted of them; the site stays."""
    shutil.rmtree(folder / "docs", ignore_errors=True)
    for name in ("pages.json", "mkdocs.yml", "mkdocs.log"):
        (folder / name).unlink(missing_ok=True)


def put(path: Path, source: Source) -> None:
    """Writes one file, whole or not at all, unless it is already so. Raises OSError."""
    if path.is_file() and _same(path, source):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new"[:200])
    try:
        fresh.unlink(missing_ok=True)  # a link of that name would be followed
        if isinstance(source, Path):
            shutil.copyfile(source, fresh)
        else:
            fresh.write_bytes(source)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _same(path: Path, source: Source) -> bool:
    if isinstance(source, Path):
        return filecmp.cmp(path, source, shallow=False)
    return path.stat().st_size == len(source) and path.read_bytes() == source


def _remove(folder: Path, name: str) -> None:
    """Removes a file that an earlier run wrote, and the folders that this leaves empty."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute() or Path(name).is_absolute():
        return  # not a name that we wrote: somebody edited the manifest
    path = folder / name
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            break
        parent.rmdir()
