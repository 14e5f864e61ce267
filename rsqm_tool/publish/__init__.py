"""The site: pages from an assessment, written as plain Markdown, then built by the site builder as the last step.

`audience` takes out what may not be seen, `render` makes the pages, `files` writes them, `builder` runs the site
builder, `stamp` tells when it need not. What makes pages touches no disk: see `OUTSIDE` in tests/test_architecture.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rsqm_tool.disclosure import series
from rsqm_tool.model import Assessment
from rsqm_tool.model.disclosure import Protection, Publication
from rsqm_tool.publish.assembly import assemble
from rsqm_tool.publish.audience import for_audience
from rsqm_tool.publish.builder import build
from rsqm_tool.publish.config import settings
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.errors import PublishError, Stopped
from rsqm_tool.publish.files import PACK, Source, clear, put, refuse_links, strangers, write
from rsqm_tool.publish.gate import Gate, Open
from rsqm_tool.publish.origin import origin_of
from rsqm_tool.publish.render import render
from rsqm_tool.publish.stamp import hash_of, keep, made_from, stands
from rsqm_tool.resources import shipped

__all__ = ["PACK", "Gate", "PublishError", "Published", "Stopped", "publish_site", "refuse_links", "write_pages"]

_OPEN = Open()

# Parts of site/docs that no site shows: for those who work on the toolkit, and for those who hand a site over.
_NOT_SHOWN = ("project/", "hosting.md", "hosting/", "data-protection.md", "small-numbers.md")


@dataclass(frozen=True, slots=True)
class Published:
    """A site that is ready."""

    index: Path  # its first page
    built: bool  # now; otherwise nothing on any page changed, and the former site stays as it is
    changed: tuple[str, ...] = ()  # sentences: which of its figures contradict what was published before
    recorded: bool = False  # whether its figures were added to those that were published before


def publish_site(
    assessment: Assessment,
    root: Path,
    audience: str = "assessor",
    gate: Gate = _OPEN,
    former: Sequence[Publication] = (),
) -> Published:
    """Writes the pages for an audience below `root`/build, and builds the site unless that would change nothing.

    `gate` is asked before anything is written, and before the site takes its place. `former` are the figures that were
    published before. The same assessment and files give the same bytes. PublishError says what is wrong, or its kind
    Stopped what must not be published; the former site is then as it was.
    """
    with _telling():
        site, as_of = _site(assessment, root, audience, former), assessment.as_of
        refuse_links(root, audience)
        by_hand = _by_hand(root)
        gate.before(site, [name for name, source in by_hand.items() if _is_own(source, root)])
        folder = _write(site, root, by_hand)
        source = made_from(folder, as_of)
        built, made, recorded = not stands(folder, source), "", False

        def approve(new: Path) -> None:
            nonlocal made, recorded
            gate.after(new)
            made = hash_of(new) if built else ""  # before it is in its place, where another run may put its own
            recorded = _record(root, former, site.protected)  # nobody sees figures that are not recorded

        try:
            build(folder, as_of, approve) if built else approve(folder / "site")
        except Stopped:
            clear(folder)  # what must not be published should lie nowhere
            raise
        if built:
            (folder / PACK).unlink(missing_ok=True)  # printed from the former site
            if source == made_from(folder, as_of):  # nobody wrote there meanwhile
                keep(folder, source, made)
        changed = site.protected.changed if site.protected else ()
        return Published(folder / "site" / "index.html", built, changed, recorded)


def _record(root: Path, former: Sequence[Publication], told: Protection | None) -> bool:
    """Adds the figures that a site shows to those that were published before; whether that was new. Raises OSError."""
    text = series.added(former, told.publication) if told else ""
    for name in (series.FILE, series.COPY) if text else ():
        put(root / name, text.encode())
    return bool(text)


def write_pages(assessment: Assessment, root: Path, audience: str = "assessor") -> Path:
    """Writes what the site builder needs: the pages, and its settings. The folder that holds them comes out.

    Only what differs is written, and what is gone is removed, nothing through a link. Raises PublishError and OSError.
    """
    site = _site(assessment, root, audience)
    refuse_links(root, audience)
    return _write(site, root, _by_hand(root))


def _site(assessment: Assessment, root: Path, audience: str, former: Sequence[Publication] = ()) -> Site:
    shown = for_audience(assessment, audience)
    return assemble(assessment, shown, origin_of(shown.assessment, root), former)


def _write(site: Site, root: Path, by_hand: Mapping[str, Source]) -> Path:
    folder = root / "build" / site.shown.audience
    docs = folder / "docs"
    made = render(site)
    files: dict[str, Source] = {**by_hand, **_documents(site, root), **made}
    write(files, docs, folder / "pages.json")
    config = settings(
        site, {name.removesuffix(".md") for name in made}, sorted(by_hand), strangers(docs, files),
        folder, _own(root, "mkdocs.yml"), _overrides(root),
    )  # fmt: skip
    text = json.dumps(config, ensure_ascii=False, indent=2) + "\n"
    put(folder / "mkdocs.yml", text.encode())
    return folder


@contextmanager
def _telling() -> Iterator[None]:
    """Tells in words what the disk refuses."""
    try:
        yield
    except OSError as error:
        name = f" ({Path(error.filename).name})" if isinstance(error.filename, str) else ""
        why = error.strerror or type(error).__name__
        raise PublishError(
            f"A file of the site could not be read or written: {why}{name}. Close the programs that have it open, see "
            "that there is room on the disk, then publish again. The former site is as it was."
        ) from error


def _own(root: Path, name: str) -> Path:
    """The workspace's own file or folder of that name, or else the one that ships with the program."""
    return root / name if (root / name).exists() else shipped(name)


def _overrides(root: Path) -> Path:
    return _own(root, "site/overrides")


def _by_hand(root: Path) -> dict[str, Source]:
    """The hand-written pages and their assets, by path below docs. What a workspace lacks is the shipped one."""
    mine, ours = _own(root, "site/docs"), shipped("site/docs")
    found = {f"assets/{p}": ours / "assets" / p for p in _files_below(ours / "assets")}
    found.update({p: mine / p for p in _files_below(mine) if not p.startswith(_NOT_SHOWN)})
    return dict(found)


def _is_own(source: Source, root: Path) -> bool:
    return isinstance(source, Path) and source.is_relative_to(root / "site")


def _files_below(folder: Path) -> list[str]:
    """All files below a folder by their paths with `/`, without hidden ones, sorted."""
    paths = (p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    return sorted(p.as_posix() for p in paths if not any(part.startswith(".") for part in p.parts))


def _documents(site: Site, root: Path) -> dict[str, Source]:
    """The documents to copy, by the path of the copy. PublishError where one is a link that leads out of its folder."""
    home = (root / "evidence" / "documents").resolve()
    found: dict[str, Source] = {}
    for item in site.assessment.workspace.items:
        if item.id in site.documents and item.file:
            path = (root / item.file).resolve()
            if not path.is_relative_to(home):
                raise PublishError(
                    f"{item.file} leads to a file outside evidence/documents. Put the file itself there."
                )
            found[site.documents[item.id]] = path
    return found
