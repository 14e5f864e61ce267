"""About this assessment: by what, when, with which tool, how an outcome comes about, and what the tool does not see."""

from __future__ import annotations

from collections.abc import Iterable

from rsqm_tool.dates import count
from rsqm_tool.escape import html as text
from rsqm_tool.publish import html
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.html import Column

_HERE = "about"

_METHOD = (
    "For each {criterion} the checks look for what the framework expects, and each gives a finding.",
    "The outcome is the lowest of the service's own rating and every finding that counts.",
    "What only a person can judge is listed with who can judge it and what to ask. It lowers nothing.",
    "Without registered evidence that can be opened, the outcome is not met. Without a rating it is not assessed.",
    "Not applicable is allowed for some {criteria} only, and only with a reason. Then no check runs.",
    "Dates are judged on the day named above. What is in date then and lapses before the assessment is named with its "
    "day.",
    "Each {standard} without a gap is ready when its partly met {criteria} all have an action due in time.",
)
_LIMITS = (
    "They read registers and dates, look for topics in the documents' words, and count in the service's own tables.",
    "A topic that was not found is a question, not proof: the words may be others. Scanned pages cannot be read.",
    "A table shows what was entered. Whether it was entered rightly is for a person to see in the records.",
    "They do not know whether people do as the documents say, or what people harmed and people responsible felt.",
    "Evidence that {hidden} is judged, and is not shown here.",
)


def pages(site: Site) -> dict[str, str]:
    """The page about this assessment."""
    return {
        _HERE: html.page(
            "About this assessment",
            "## This assessment { #assessment }",
            _assessment(site),
            *_origin(site),
            "## The framework { #framework }",
            _framework(site),
            "## How an outcome comes about { #method }",
            html.items(_in_words(site, _METHOD)),
            "## What the checks cannot see { #limits }",
            html.items(_in_words(site, _LIMITS)),
            *_faults(site),
            "## Licence { #licence }",
            "<p>The evidence and the service's words belong to the service and its partners. The toolkit is free "
            "software under the MIT licence. Its own wording of a framework is under CC BY 4.0.</p>",
        )
    }


def _assessment(site: Site) -> str:
    assessment, workspace = site.assessment, site.assessment.workspace
    service, mine = workspace.service, workspace.self_assessment
    return html.facts(
        [
            ("Service", text(service.name)),
            ("Run by", text(service.provider)),
            ("Commissioned by", text(service.commissioner)),
            ("Sectors", text(", ".join(service.sectors))),
            ("Jurisdiction", text(service.jurisdiction)),
            ("Partners", text(", ".join(p.name for p in service.partners))),
            ("Contact", text(", ".join(service.contacts))),
            ("Judged as on", html.day(assessment.as_of)),
            ("Assessment", html.day(workspace.assessment_on, "no date set")),
            ("Last assessed", html.day(workspace.last_assessed_on)),
            ("Self-assessed", ", ".join(filter(None, (html.day(mine.assessed_on), text(mine.assessed_by))))),
            ("Made for", "everybody" if site.public else "the assessor"),
        ]
    )


def _origin(site: Site) -> Iterable[str]:
    """With what it was made, and from what, so that it can be made again, with its heading."""
    made, docs = site.origin, site.assessment.workspace.items
    commit = f"{text(made.commit)}{', with changes since' if made.changed else ''}" if made.commit else ""
    facts = html.facts(
        [
            ("Made with", text(", ".join(f"{name} {number}" for name, number in made.versions))),
            ("From the commit", f"<code>{commit}</code>" if commit else ""),
        ]
    )
    rows: list[tuple[str, ...]] = [
        (site.item(_HERE, i), text(i.file), f'<code class="rsqm-hash">{made.digests[i.file]}</code>')
        for i in docs
        if i.file and i.file in made.digests
    ]
    if facts or rows:
        yield "## What it was made from { #origin }"
    yield facts
    if rows:
        yield _hashes(rows)


def _hashes(rows: list[tuple[str, ...]]) -> str:
    """The table of files, and how to hold a file against it."""
    told = (
        "<p>The SHA-256 of each file, as it was when this was made. A file with another one has been changed since: "
        "<code>Get-FileHash FILE</code> on Windows and <code>sha256sum FILE</code> elsewhere tell it.</p>"
    )
    columns = [Column("Item"), Column("File"), Column("SHA-256")]
    table = html.table("files-table", "Files and their hashes", columns, rows, "hashes")
    return html.details("Files and their hashes", told + "\n" + table)


def _framework(site: Site) -> str:
    framework = site.assessment.framework
    numbers = (
        f"{count(len(framework.standards), site.noun('standard'), site.noun('standards'))}, "
        f"{count(len(framework.criteria), site.noun('criterion'), site.noun('criteria'))}"
    )
    facts = html.facts(
        [
            ("Title", text(framework.title)),
            ("Edition", text(framework.edition)),
            ("Id", text(framework.id)),
            ("Holds", numbers),
            ("Source", html.address(framework.source)),
            ("Copyright", text(framework.copyright)),
        ]
    )
    return f"{facts}\n{html.paragraphs(framework.provenance)}"


def _in_words(site: Site, sentences: Iterable[str]) -> Iterable[str]:
    """Our own sentences with this framework's words."""
    words = {name: site.noun(name) for name in ("standard", "standards", "criterion", "criteria")}
    words["hidden"] = "is not public" if site.public else "the service keeps private or has not classified"
    return [s.format_map(words) for s in sentences]


def _faults(site: Site) -> Iterable[str]:
    """Checks that crashed, with their heading."""
    if site.assessment.faults:
        yield "## Checks that failed { #faults }"
        yield "<p>These checks stopped with a fault of the program. What they judge is not assessed.</p>"
        yield html.items(map(text, site.assessment.faults))
