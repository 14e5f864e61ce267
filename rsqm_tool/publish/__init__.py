"""The site: pages from an assessment, written as plain Markdown, then built by the site builder as the last step.

`audience` takes out what may not be seen, `render` makes the pages, `files` writes them, `builder` runs the site
builder, `stamp` tells when it need not. Only this module and the last three touch the disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rsqm_tool.forecast import forecast
from rsqm_tool.model import Assessment, Workspace
from rsqm_tool.model.monitoring import Monitoring
from rsqm_tool.model.tables import ROWS
from rsqm_tool.monitoring import monitor_service
from rsqm_tool.publish.audience import Shown, for_audience
from rsqm_tool.publish.builder import build
from rsqm_tool.publish.config import settings
from rsqm_tool.publish.context import Site, site_of
from rsqm_tool.publish.errors import PublishError
from rsqm_tool.publish.files import PACK, Source, put, refuse_links, strangers, write
from rsqm_tool.publish.origin import origin_of
from rsqm_tool.publish.render import render
from rsqm_tool.publish.stamp import keep, made_from, stands
from rsqm_tool.resources import shipped

__all__ = ["PACK", "PublishError", "Published", "publish_site", "refuse_links", "write_pages"]

# Parts of site/docs that no site shows: for those who work on the toolkit, and for those who hand a site over.
_NOT_SHOWN = ("project/", "hosting.md", "hosting/")


@dataclass(frozen=True, slots=True)
class Published:
    """A site that is ready."""

    index: Path  # its first page
    built: bool  # now; otherwise nothing on any page changed, and the former site stays as it is


def publish_site(assessment: Assessment, root: Path, audience: str = "assessor") -> Published:
    """Writes the pages for an audience below `root`/build, and builds the site unless that would change nothing.

    The same assessment and files give the same bytes. PublishError says what is wrong; the former site is then as it
    was.
    """
    with _telling():
        folder, as_of = write_pages(assessment, root, audience), assessment.as_of
        source = made_from(folder, as_of)
        if stands(folder, source):
            return Published(folder / "site" / "index.html", built=False)
        index = build(folder, as_of) / "index.html"
        (folder / PACK).unlink(missing_ok=True)  # printed from the former site
        if source == made_from(folder, as_of):  # nobody wrote there meanwhile
            keep(folder, source)
        return Published(index, built=True)


def write_pages(assessment: Assessment, root: Path, audience: str = "assessor") -> Path:
    """Writes what the site builder needs: the pages, and its settings. The folder that holds them comes out.

    Only what differs is written, and what is gone is removed, nothing through a link. Raises PublishError and OSError.
    """
    site = _site(for_audience(assessment, audience), root)
    refuse_links(root, audience)
    folder = root / "build" / audience
    docs = folder / "docs"
    by_hand = _by_hand(root)
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
            f"The site's files could not be written: {why}{name}. The former site is as it was."
        ) from error


def _site(shown: Shown, root: Path) -> Site:
    """The context of all pages. Lapses and figures are made from what may be shown, and not for everybody."""
    if shown.audience == "public":
        return site_of(shown, origin=origin_of(shown.assessment, root))
    workspace, as_of = shown.assessment.workspace, shown.assessment.as_of
    return site_of(
        shown,
        forecast(workspace, shown.assessment.framework, as_of),
        _monitoring(workspace, as_of),
        origin_of(shown.assessment, root),
    )


def _monitoring(workspace: Workspace, as_of: date) -> Monitoring | None:
    """What the tables count, by the service's own targets; None where there are no tables."""
    return monitor_service(workspace, as_of) if any(workspace.tables.get(name) for name in ROWS) else None


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
