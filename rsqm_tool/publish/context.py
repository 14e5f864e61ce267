"""What every page needs to know: what may be shown, where each page lies, what this framework calls its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import PurePosixPath
from posixpath import dirname, relpath
from typing import Any, TypeVar
from urllib.parse import quote

from rsqm_tool.escape import html as text
from rsqm_tool.escape import one_line
from rsqm_tool.model import Assessment, Criterion, EvidenceItem, FileState
from rsqm_tool.model.disclosure import Protection
from rsqm_tool.model.forecast import Forecast
from rsqm_tool.model.monitoring import Monitoring
from rsqm_tool.publish import rules
from rsqm_tool.publish.audience import Shown

T = TypeVar("T")

# Only documents are copied: people's and participants' tables never are.
_COPIED_FROM = "evidence/documents/"
# What a browser opens or saves without running it. Anything else is shown as plain text: a web page could hold a
# script, and the site builder would take Markdown for a page of its own.
_SHOWN_AS_IT_IS = (
    ".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp",
    ".txt", ".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp", ".mp3", ".mp4",
)  # fmt: skip
# Names that Windows keeps for itself, and our own page.
_TAKEN = {"index", "files", "con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


@dataclass(frozen=True, slots=True)
class Origin:
    """What the site was made from and with, so that it can be made again and held against it."""

    commit: str = ""  # of the workspace's git repository; empty where there is none
    changed: bool = False  # whether the workspace differs from that commit
    versions: tuple[tuple[str, str], ...] = ()  # of the programs that made it: name, version
    digests: Mapping[str, str] = field(default_factory=dict)  # SHA-256 of each shown file, by its path


@dataclass(frozen=True, slots=True)
class Site:
    """The context of a page. Pages are named by their paths below docs, without an ending."""

    shown: Shown
    standards: Mapping[str, str]  # id -> page
    criteria: Mapping[str, str]
    items: Mapping[str, str]
    documents: Mapping[str, str]  # item id -> path of its copy below docs
    forecast: Forecast | None = None  # what lapses before the assessment; None where the audience may not see it
    monitoring: Monitoring | None = None  # what the tables count, exactly; None where there are none, or for everybody
    protected: Protection | None = None  # what they count, with small numbers hidden, where the audience needs that
    origin: Origin = field(default_factory=Origin)
    made: dict[Any, Any] = field(init=False, default_factory=dict, repr=False, compare=False)  # see `once`

    @property
    def public(self) -> bool:
        """Whether everybody may read it: then it holds outcomes and public items, and nobody's own sentences."""
        return self.shown.audience == "public"

    @property
    def assessment(self) -> Assessment:
        """What may be shown of the assessment."""
        return self.shown.assessment

    def plain(self, name: str) -> str:
        """What this framework calls it, as plain text inside a sentence."""
        return (self.assessment.framework.labels.get(name) or name).lower()

    def word(self, name: str) -> str:
        """What this framework calls a "standard", its "standards", a "criterion", its "criteria"; with a capital."""
        return text(self.assessment.framework.labels.get(name) or name.capitalize())

    def noun(self, name: str) -> str:
        """The same inside a sentence, as HTML."""
        return text(self.plain(name))

    def link(self, here: str, page: str, words: str, anchor: str = "") -> str:
        """A link from the page `here` to another; `words` is HTML."""
        return f'<a href="{href(here, page + ".html")}{"#" + anchor if anchor else ""}">{words}</a>'

    def criterion(self, here: str, criterion: Criterion) -> str:
        """A link to a criterion's page by number and title."""
        words = f"{text(criterion.id)} {text(criterion.title)}"
        return self.link(here, self.criteria[criterion.id], words)

    def numbers(self, here: str, ids: Iterable[str]) -> str:
        """Links to the pages of some criteria by their numbers, with commas between; unknown ones are left out."""
        return ", ".join(self.link(here, self.criteria[id], text(id)) for id in ids if id in self.criteria)

    def item(self, here: str, item: EvidenceItem) -> str:
        """A link to an item's page by id and title."""
        return self.link(here, self.items[item.id], f"{text(item.id)} {text(item.title)}")

    def rule(self, here: str, check: str) -> str:
        """A rule's name as a link to its definition."""
        return self.link(here, "definitions", text(rules.name(check)), rules.anchor(check))

    def item_of(self, id: str | None) -> EvidenceItem | None:
        """The visible item of that id."""
        return next((i for i in self.assessment.workspace.items if i.id == id), None)


def once(make: Callable[[Site], T]) -> Callable[[Site], T]:
    """The same function, which makes its answer once for each site: a page, the pack and the downloads ask for the same
    pictures."""

    @wraps(make)
    def kept(site: Site) -> T:
        if make not in site.made:
            site.made[make] = make(site)
        answer: T = site.made[make]
        return answer

    return kept


def site_of(
    shown: Shown,
    forecast: Forecast | None = None,
    monitoring: Monitoring | None = None,
    origin: Origin | None = None,
    protected: Protection | None = None,
) -> Site:
    """The context for what may be shown. `forecast` and `monitoring` are made from `shown`, never from more."""
    framework, workspace = shown.assessment.framework, shown.assessment.workspace
    items = _pages("evidence", (i.id for i in workspace.items))
    return Site(
        shown,
        _pages("standards", (s.id for s in framework.standards)),
        _pages("criteria", (c.id for c in framework.criteria)),
        items,
        {
            i.id: f"evidence/files/{PurePosixPath(items[i.id]).name}/{_file_name(i.file)}"
            for i in workspace.items
            if i.file and has_copy(i)
        },
        forecast,
        monitoring,
        protected,
        origin or Origin(),
    )


def has_copy(item: EvidenceItem) -> bool:
    """Whether the item's file is copied into the site: a readable document, and nothing from people's tables."""
    path = item.file or ""
    return item.file_state is FileState.READABLE and path.startswith(_COPIED_FROM) and ".." not in path.split("/")


def href(here: str, path: str) -> str:
    """The address of `path` as seen from the page `here`, both below docs. It is harmless in an attribute."""
    return quote(relpath(path, dirname(here) or "."))


def _pages(folder: str, ids: Iterable[str]) -> dict[str, str]:
    """A page for each id, by the id and never by a title; ids that would meet on one name get a number."""
    pages: dict[str, str] = {}
    used = set(_TAKEN)
    for id in ids:
        slug = name = re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-") or "x"
        number = 2
        while name in used:
            name = f"{slug}-{number}"
            number += 1
        used.add(name)
        pages[id] = f"{folder}/{name}"
    return pages


def _file_name(path: str) -> str:
    """The name of a document's copy. What a browser would run is shown as text; a leading dot would be left out."""
    name = one_line(PurePosixPath(path).name).lstrip(".") or "document"
    return name if name.lower().endswith(_SHOWN_AS_IT_IS) else name + ".txt"
