"""The site builder's settings for one site: they inherit the workspace's and add its pages, its name and its notice.

The builder's templates take titles as HTML and escape nothing, so whatever comes from a file is escaped here.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rsqm_tool.escape import html as text
from rsqm_tool.escape import one_line
from rsqm_tool.publish.context import Site

NEW_SITE = "site.new"  # where the builder writes; it becomes `site` when all is well

_FOOTER = (
    "The Restorative Justice Council decides; nothing here is its wording unless a page names it as the source. "
    "Made with RSQM toolkit, as on {as_of}."
)


def settings(
    site: Site, by_hand: Sequence[str], strangers: Sequence[str], folder: Path, base: Path, overrides: Path
) -> dict[str, Any]:
    """The settings as plain data. `by_hand`: paths of hand-written files; `strangers`: files in docs to leave out."""
    name = site.assessment.workspace.service.name
    return {
        "INHERIT": _seen_from(folder, base),
        "site_name": f"{_title(name)}: evidence portfolio",
        "docs_dir": "docs",
        "site_dir": NEW_SITE,
        "copyright": _FOOTER.format(as_of=site.assessment.as_of.isoformat()),
        "theme": {"custom_dir": _seen_from(folder, overrides)},
        "extra": {"notice": text(site.assessment.workspace.notice)},
        "nav": _nav(site, by_hand),
        "not_in_nav": "/evidence/*\n!/evidence/index.md\n",
        "exclude_docs": "".join(f"/{_as_pattern(s)}\n" for s in strangers),
    }


def _nav(site: Site, by_hand: Iterable[str]) -> list[dict[str, Any]]:
    """The pages that the menu shows, in the order in which an assessor needs them."""
    made = {"index.md"}
    own = [p for p in by_hand if p.endswith(".md") and p not in made]
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
        {"Evidence register": "evidence/index.md"},
        {"Gap analysis": "gaps.md"},
        {"Action plan": "actions.md"},
        {"About": [{"This assessment": "about.md"}, *own]},
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
