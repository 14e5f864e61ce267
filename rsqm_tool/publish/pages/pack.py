"""The assessor's pack: every other page on one, to print or to read in one go.

It is put together from the pages as they are, so that it cannot tell anything else. That is safe to do in their text:
values from files stand there with every mark of punctuation as an entity, so nothing of theirs looks like our HTML.

What they say twice it says once: each criterion has its steps beside its findings, each figure its definition, each
action its day, each rule the criteria that name it. How to meet a criterion and what that rests on is no evidence, and
stays on the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath

from rsqm_tool.escape import html as text
from rsqm_tool.publish import html
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.pages import calendar, gaps

NAME = "pack"

_SUMMARY = "Summary"  # the dashboard's own title is the service's name, which the pack bears already
_BEFORE = ("index", "gaps")  # what an assessor reads first; then the standards
_BEHIND = ("evidence/index", "actions", "calendar", "monitoring", "people", "visit", "definitions", "about")

# Parts of pages that the pack leaves out, by the page (or the folder) and the id of their heading.
_LEFT_OUT = {
    "index": ("next",),
    "criteria/": ("gap", "guidance", "basis"),
    "actions": ("owners",),
    "definitions": ("figures",),
}

_FRONT = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
_HEADING = re.compile(r"^(#{1,4}) (.*?) \{ #([\w-]+) \}$", re.MULTILINE)
_PART = re.compile(r"^## .*? \{ #([\w-]+) \}\n(?:(?!## ).*\n?)*", re.MULTILINE)
# The same of every criterion: who rated it and when stands in the part about the assessment.
_RATED = re.compile(r"<div><dt>Rated (?:on|by)</dt>\n<dd>.*?</dd></div>\n?")
_NO_FACTS = re.compile(r'<dl class="rsqm-facts">\s*</dl>\n*')
# What a picture shows with its numbers, and a site unfolds on demand: of the one that is left, a table beside it tells
# the same. What a site offers to download is no use on paper.
_FOLDED = re.compile(
    r"<details class=\"rsqm-details\">\n<summary>The numbers as a table</summary>.*?</details>\n", re.DOTALL
)
_CSV = re.compile(r'<p class="rsqm-figure__csv">.*?</p>\n?')
_USES = re.compile(r'<dl class="rsqm-small">.*?</dl>\n*', re.DOTALL)
_TO_A_PART = re.compile(r'(<dt><a href="#[\w-]+">[^<]*)(</a></dt>)')
_ON_SCREEN_ONLY = re.compile(r'<(div class="rsqm-filter"|nav class="rsqm-around").*?</(?:div|nav)>\n*', re.DOTALL)
_IDS = re.compile(r'\b(id|aria-labelledby|aria-describedby)="([^"]*)"')
_FILL = re.compile(r"url\(#([\w-]+)\)")
_COLON = text(":")  # as an address of the web has it
_REFERENCE = re.compile(r'\bhref="([^":]*)"')


def pack(site: Site, made: Mapping[str, str]) -> str:
    """The pack as a page. `made` holds the other pages, by name."""
    brief = {"gaps": gaps.brief, "calendar": calendar.brief}
    made = {**made, **{name: write(site) for name, write in brief.items() if name in made}}
    parts = list(_parts(site, made))
    numbers = {site.criteria[c.id]: text(c.id) for c in site.assessment.framework.criteria}
    service = site.assessment.workspace.service
    return html.page(
        "Assessor's pack",
        f"<p>{text(service.name)}. What this site tells an assessor, on one page, to print. As on "
        f"{html.day(site.assessment.as_of)}; assessment: "
        f"{html.day(site.assessment.workspace.assessment_on, 'no date set')}.</p>",
        "<p>Only on the site: the page of each item of evidence, guidance on how to meet each "
        f"{site.noun('criterion')} and the sources that it rests on, the actions by owner, and the pictures' numbers "
        "as files.</p>",
        "## Contents { #contents }",
        _contents(made, parts),
        *(_body(made, name, level, numbers.get(name, "")) for name, level in parts),
        hide=("navigation", "toc"),
        searchable=False,
    )


def _parts(site: Site, made: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """The pages in their order, and by how many levels their headings go down."""
    yield from ((name, 1) for name in _BEFORE if name in made)
    for s in site.assessment.standards:
        yield site.standards[s.standard.id], 1
        yield from ((site.criteria[r.criterion.id], 2) for r in s.results)
    yield from ((name, 1) for name in _BEHIND if name in made)


def _contents(made: Mapping[str, str], parts: list[tuple[str, int]]) -> str:
    """A list of links, with room for the page numbers that printing finds out."""
    lines = []
    for name, level in parts:
        title = _title(name, made[name])
        number = f'<span class="rsqm-pack__page" data-for="{_anchor(name)}"></span>'
        lines.append(f'<li class="rsqm-pack__{level}"><a href="#{_anchor(name)}">{title}</a> {number}</li>')
    return '<ul class="rsqm-pack">\n' + "\n".join(lines) + "\n</ul>"


def _body(made: Mapping[str, str], name: str, level: int, number: str) -> str:
    """One page, with its headings lower, its ids its own, and its links leading inside the pack where they can.

    `number` is the criterion's. What each criterion has alike, its headings and the links to them, says it to whoever
    hears them one by one; it is not seen.
    """
    body = _ON_SCREEN_ONLY.sub("", _FRONT.sub("", made[name]))
    left_out = next(
        (ids for page, ids in _LEFT_OUT.items() if name == page or (page.endswith("/") and name.startswith(page))), ()
    )
    body = _PART.sub(lambda m: "" if m[1] in left_out else m[0], body)
    body = _NO_FACTS.sub("", _CSV.sub("", _FOLDED.sub("", _RATED.sub("", body))))
    body = _USES.sub("", body) if name == "definitions" else body
    heard = f'<span class="rsqm-heard">, {number}</span>' if number else ""
    body = _TO_A_PART.sub(lambda m: f"{m[1]}{heard}{m[2]}", body)
    body = _IDS.sub(lambda m: f'{m[1]}="{" ".join(_anchor(name, id) for id in m[2].split())}"', body)
    body = _FILL.sub(lambda m: f"url(#{_anchor(name, m[1])})", body)
    body = _REFERENCE.sub(lambda m: f'href="{_inside(made, name, m[1])}"', body)
    return _HEADING.sub(lambda m: _heading(name, level, heard, m), body).strip()


def _heading(name: str, level: int, heard: str, found: re.Match[str]) -> str:
    marks, words, id = found.groups()
    title = _SUMMARY if name == "index" and len(marks) == 1 else words
    title += heard if len(marks) > 1 else ""
    return f"{'#' * level}{marks} {title} {{ #{_anchor(name, '' if len(marks) == 1 else id)} }}"


def _title(name: str, page: str) -> str:
    found = _HEADING.search(page)
    return _SUMMARY if name == "index" or found is None else found[2]


def _inside(made: Mapping[str, str], name: str, reference: str) -> str:
    """Where a link of the page `name` leads from the pack."""
    if _COLON in reference:
        return reference  # to the web
    path, _, id = reference.partition("#")
    if not path:
        return f"#{_anchor(name, id)}"
    target = normpath(join(dirname(name), path))
    page = target.removesuffix(".html")
    if page.startswith("evidence/") and page != "evidence/index" and page in made:
        return f"#{_anchor('evidence/index', 'e-' + page.rpartition('/')[2])}"  # its row in the register
    if page in made and target.endswith(".html"):
        return f"#{_anchor(page, id if id != 'top' else '')}"
    return target + (f"#{id}" if id else "")


def _anchor(name: str, id: str = "") -> str:
    """The id in the pack of a page, or of a part of it."""
    return "p-" + name.replace("/", "-") + (f"--{id}" if id else "")
