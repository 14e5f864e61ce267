"""The site builder's settings for one site: they inherit the workspace's and add its pages, its name and its notice.

The builder's templates take titles as HTML and escape nothing, so whatever comes from a file is escaped here.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import Any

from rsqm_tool.escape import html as text
from rsqm_tool.escape import one_line
from rsqm_tool.publish.context import Site

NEW_SITE = "site.new"  # where the builder writes; it becomes `site` when all is well
OLD_SITE = "site.old"  # the former one, until it is deleted

# The pages behind those of the standards, in the order in which an assessor needs them.
_MENU = {
    "evidence/index": "Evidence register",
    "gaps": "Gap analysis",
    "actions": "Action plan",
    "calendar": "Calendar",
    "monitoring": "Monitoring",
    "people": "People",
    "visit": "The visit",
    "pack": "Assessor's pack",
}
_ABOUT = {"about": "This assessment", "definitions": "Definitions"}
_FOOTER = (
    "The Restorative Justice Council decides; nothing here is its wording unless a page names it as the source. "
    "Made with RSQM toolkit, as on {as_of}."
)


def settings(
    site: Site,
    made: Container[str],
    by_hand: Sequence[str],
    strangers: Sequence[str],
    folder: Path,
    base: Path,
    overrides: Path,
) -> dict[str, Any]:
    """The settings as plain data.

    `made`: the pages that were rendered, without their ending; `by_hand`: paths of hand-written files; `strangers`:
    files in docs to leave out.
    """
    name = site.assessment.workspace.service.name
    return {
        "INHERIT": _seen_from(folder, base),
        "site_name": f"{_title(name)}: evidence portfolio",
        "docs_dir": "docs",
        "site_dir": NEW_SITE,
        "copyright": _FOOTER.format(as_of=site.assessment.as_of.isoformat()),
        "theme": {"custom_dir": _seen_from(folder, overrides)},
        "extra": {"notice": text(site.assessment.workspace.notice)},
        "nav": _nav(site, made, by_hand),
        "not_in_nav": "/evidence/*\n!/evidence/index.md\n",
        "exclude_docs": "".join(f"/{_as_pattern(s)}\n" for s in strangers),
    }


def _nav(site: Site, made: Container[str], by_hand: Iterable[str]) -> list[dict[str, Any]]:
    """The pages that the menu shows, in the order in which an assessor needs them."""
    own = [p for p in by_hand if p.endswith(".md") and p != "index.md"]
    standards = [
        {
            f"{_title(s.id)} {_title(s.title)}": [
                {"Overview": f"{site.standards[s.id]}.md"},
                *({f"{_title(c.id)} {_title(c.title)}": f"{site.criteria[c.id]}.md"} for c in s.criteria),
            ]
        }
        for s in site.assessment.framework.standards
    ]
    return [
        {"Dashboard": "index.md"},
        *standards,
        *({title: f"{name}.md"} for name, title in _MENU.items() if name in made),
        {"About": [*({title: f"{name}.md"} for name, title in _ABOUT.items() if name in made), *own]},
    ]


def _title(value: str) -> str:
    """A value as a title of the menu: HTML with no more entities than needed, since some templates escape it again."""
    return html.escape(one_line(value)).replace("{", "&#123;").replace("\ufffe", "").replace("\uffff", "")


def _as_pattern(path: str) -> str:
    """A path as a pattern that matches only itself, in the way of .gitignore files."""
    return re.sub(r"([\\*?\[\]!# ])", r"\\\1", path)


def _seen_from(folder: Path, path: Path) -> str:
    """`path` as seen from `folder`, so that no machine is named; whole where Windows has it on another drive."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return str(path)
