"""People, by practitioner id: training, supervision, development, and which rules are not kept. For the assessor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from rsqm_tool import checks
from rsqm_tool.checks._staff import active, away_spells, days_away
from rsqm_tool.checks._tally import Tally
from rsqm_tool.dates import add_months, count, in_words
from rsqm_tool.escape import html as text
from rsqm_tool.model import Outcome
from rsqm_tool.model.tables import Practitioner, Supervision, Table
from rsqm_tool.publish import html, keeping, rules
from rsqm_tool.publish.context import Site, once
from rsqm_tool.publish.html import Column
from rsqm_tool.publish.pictures import matrix, supervision
from rsqm_tool.publish.pictures.figure import Figure, Value, block
from rsqm_tool.publish.pictures.matrix import Mark
from rsqm_tool.publish.pictures.supervision import Strip

_HERE = "people"
_CASE_SUPERVISION, _OBSERVED = "case supervision", "observed practice"
_DAY = timedelta(days=1)


# What the page shows of people, by the figure's name.
_FIGURES = {"training": "Training", "supervision": "Supervision", "development": "Professional development"}


def pages(site: Site) -> dict[str, str]:
    """The page about practitioners."""
    people, out = _active(site)
    inside = [f"<p>{_nobody(site)}</p>"] if not people else _inside(site, people, out)
    return {_HERE: html.page("People", *inside)}


def _inside(site: Site, people: Sequence[tuple[str, Practitioner]], out: dict[str, int]) -> Iterator[str]:
    told = ", ".join(f"{n} {why}" for why, n in sorted(out.items()))
    told = f" Not counted: {text(told)}." if told else ""
    many = count(len(people), "active practitioner")
    yield f"<p>As on {html.day(site.assessment.as_of)}: {many} with a casework role, by id.{told}</p>"
    yield "## Who needs what { #needs }"
    yield _needs(site)
    yield "## Rules that are not kept, by person { #rules }"
    yield _broken(site, {id for id, _ in people})
    made = figures(site)
    for f in made:
        yield f"## {text(f.title)} {{ #{f.name}-part }}"
        yield block(f, _HERE, headed=True)
    missing = [words for name, words in _FIGURES.items() if name not in {f.name for f in made}]
    if missing:
        yield "## What could not be shown { #missing }"
        yield html.items(f"{words} is entered in no table that could be read." for words in missing)


def _nobody(site: Site) -> str:
    """Why there is nothing to tell."""
    if site.assessment.workspace.tables.practitioners is None:
        return "There is no table of the people who work here yet."
    return "Nobody in the table of practitioners is active with a casework role on the as-of date."


@once
def figures(site: Site) -> tuple[Figure, ...]:
    """Training, supervision and development of those who are active."""
    people, _ = _active(site)
    made = (_training, _supervision, _development)
    return tuple(f for make in made for f in make(site, people)) if people else ()


def _active(site: Site) -> tuple[list[tuple[str, Practitioner]], dict[str, int]]:
    """Active practitioners by id, as the rules count them, and how many others there are, by why."""
    table = site.assessment.workspace.tables.practitioners
    if table is None:
        return [], {}
    tally = Tally()
    found = sorted(active(table, site.assessment.as_of, tally), key=lambda pair: pair[0])
    return found, dict(tally.out)


def _needs(site: Site) -> str:
    lapses = [p for p in site.forecast.lapses if p.person] if site.forecast else []
    if not lapses:
        return "<p>Nothing falls due for anybody before the assessment, as far as this could be told.</p>"
    late = site.assessment.as_of
    rows = [
        (
            text(p.who),
            text(p.what),
            html.day(p.day) + (" " + html.tag("Overdue", "not", "!") if p.day < late else ""),
            site.numbers(_HERE, p.criteria),
        )
        for p in lapses
    ]
    columns = [Column("Who", True), Column("What", long=True), Column("By", True), Column(site.word("criteria"), True)]
    until = site.forecast.assessment_on if site.forecast else None
    when = f"up to the assessment on {in_words(until)}" if until else "in the next 12 months"
    return html.table("needs-table", f"Who needs what, and by when, {when}", columns, rows)


def _broken(site: Site, ids: set[str]) -> str:
    """Each active practitioner who does not keep a rule, with the rules."""
    broken: dict[str, list[str]] = {}
    for r in site.assessment.results:
        for f in (f for f in r.findings if f.outcome is not Outcome.MET):
            number = site.link(_HERE, site.criteria[r.criterion.id], text(r.criterion.id))
            said = f'<br><span class="rsqm-quiet">{text(rules.says(f.check))}</span>'
            for id in ids.intersection(f.subjects):
                broken.setdefault(id, []).append(f"{site.rule(_HERE, f.check)} ({number}){said}")
    if not broken:
        return "<p>No rule finds an active practitioner who does not keep it.</p>"
    rows = [(text(id), "<br>".join(dict.fromkeys(broken[id]))) for id in sorted(broken)]
    columns = [Column("Who", True), Column("Rules that are not kept, and where", long=True)]
    return html.table("rules-table", "Rules that are not kept, by person", columns, rows)


def _training(site: Site, people: Sequence[tuple[str, Practitioner]]) -> Iterator[Figure]:
    table, as_of = site.assessment.workspace.tables.training, site.assessment.as_of
    if table is None:
        return
    latest: dict[tuple[str, str], tuple[date, date | None]] = {}
    for row in table.rows:
        if row.practitioner_id and row.subject and row.completed_on and row.completed_on <= as_of:
            key = row.practitioner_id, row.subject
            latest[key] = max(latest.get(key, (date.min, None)), (row.completed_on, row.expires_on), key=_newer)
    subjects = sorted({subject for _, subject in latest})
    if not subjects:
        return
    cells, marks = [], []
    for id, person in people:
        held = [latest.get((id, subject)) for subject in subjects]
        cells.append((id, person.level, person.employment, *(_held(h, as_of) for h in held)))
        marks.append([_mark(h, as_of) for h in held])
    title = "Training by practitioner"
    yield Figure(
        "training",
        title,
        ("Practitioner", "Level", "Employment", *(s.capitalize() for s in subjects)),
        tuple(cells),
        matrix.draw("training", title, [f"{id} {p.level or ''}".strip() for id, p in people], subjects, marks),
        "The latest course in each subject that was completed by the as-of date, and whether it has expired since. "
        "What each level needs is judged at the criterion on training.",
    )


def _newer(held: tuple[date, date | None]) -> tuple[date, date]:
    """Sorts courses: the later one, and of one day that which counts longer."""
    return held[0], held[1] or date.max


def _held(held: tuple[date, date | None] | None, as_of: date) -> Value:
    if held is None:
        return None
    day, expires = held
    return f"{day.isoformat()}, expired {expires.isoformat()}" if expires and expires < as_of else day


def _mark(held: tuple[date, date | None] | None, as_of: date) -> Mark | None:
    if held is None:
        return None
    if held[1] and held[1] < as_of:
        return Mark("!", "lapsed", "expired")
    return Mark("✓", "held", "completed, and not expired")


def _supervision(site: Site, people: Sequence[tuple[str, Practitioner]]) -> Iterator[Figure]:
    table, as_of = site.assessment.workspace.tables.supervision, site.assessment.as_of
    if table is None:
        return
    first, limit = add_months(as_of, -12), _limit_days(site)
    held = {id: [d for d in days if d >= first] for id, days in _sessions(table, _CASE_SUPERVISION, as_of).items()}
    observed = {id: days[-1] for id, days in _sessions(table, _OBSERVED, as_of).items()}
    kept = keeping.by_person(site, "supervision_gap", [id for id, _ in people])
    away = away_spells(site.assessment.workspace.tables.away)
    rows: list[tuple[Value, ...]] = []
    strips = []
    for id, person in people:
        days, spells = held.get(id, []), away.get(id, [])
        begin = min(max(first, person.cleared_for_cases_on or person.started_on or first), as_of)
        points = [begin, *(d for d in days if d > begin), as_of]
        longest = max((b - a).days - days_away(spells, a + _DAY, b) for a, b in pairwise(points))
        last = days[-1] if days else None
        out = days_away(spells, first + _DAY, as_of)
        rows.append((id, len(days), longest, out, last, observed.get(id), kept[id]))
        absent = tuple((s.first, None if s.last == date.max else s.last) for s in spells)
        strips.append(Strip(id, tuple(days), since=begin, away=absent))
    title = "Case supervision in the last 12 months"
    yield Figure(
        "supervision",
        title,
        (
            "Practitioner",
            "Sessions",
            "Longest gap, days",
            "Days away",
            "Last session",
            "Last observed practice",
            "Rule",
        ),
        tuple(rows),
        supervision.draw("supervision", title, strips, first, as_of, limit),
        "Sessions of case supervision with somebody else, by day. A gap runs from clearance, or from 12 months ago, to "
        "the first session, from session to session, and on to the as-of date, without days away. The rule also asks "
        "whether a case was open, and allows two weeks after an absence: the last column says who keeps it, and why "
        "somebody is not judged.",
    )


def _limit_days(site: Site) -> int:
    """The days between two sessions that the framework's rule allows: the fewest, where its criteria differ."""
    usual: int = (checks.get("supervision_gap").__kwdefaults__ or {})["limit_days"]
    return min((given["limit_days"] for given in keeping.given(site, "supervision_gap")), default=usual)


def _sessions(table: Table[Supervision], kind: str, as_of: date) -> dict[str, list[date]]:
    """The days of one kind of session by practitioner, in order. As for the rules, nobody supervises themselves."""
    found: dict[str, set[date]] = {}
    for row in table.rows:
        alone = row.supervisor_id is not None and row.supervisor_id == row.practitioner_id
        if row.kind == kind and row.practitioner_id and row.held_on and row.held_on <= as_of and not alone:
            found.setdefault(row.practitioner_id, set()).add(row.held_on)
    return {id: sorted(days) for id, days in found.items()}


def _development(site: Site, people: Sequence[tuple[str, Practitioner]]) -> Iterator[Figure]:
    table, as_of = site.assessment.workspace.tables.cpd, site.assessment.as_of
    if table is None:
        return
    first = max(add_months(as_of, -12), table.records_begin or date.min)
    hours: dict[str, float] = {}
    approved: dict[str, float] = {}
    for row in table.rows:
        if row.practitioner_id and row.hours and row.done_on and first <= row.done_on <= as_of:
            hours[row.practitioner_id] = hours.get(row.practitioner_id, 0) + row.hours
            if row.rjc_approved:
                approved[row.practitioner_id] = approved.get(row.practitioner_id, 0) + row.hours
    kept = keeping.by_person(site, "cpd_hours", [id for id, _ in people])
    begins = ", on which the records begin," if first == table.records_begin else ""
    yield Figure(
        "development",
        f"Professional development in the 12 months to {in_words(as_of)}",
        ("Practitioner", "Registered level", "Hours", "Of them RJC-approved", "Rule"),
        tuple((id, p.rjc_registered_level, hours.get(id, 0), approved.get(id, 0), kept[id]) for id, p in people),
        "",
        f"Hours logged from {in_words(first)}{begins} to {in_words(as_of)}. The rule asks for the hours of the "
        f"registered level, less for days away; {_unregistered(site)}. The last column says who keeps it, and why "
        "somebody is not judged."
        f"{_other_year(site)}",
    )


def _unregistered(site: Site) -> str:
    """What is asked of those without a registered level: a clause."""
    declared = site.assessment.workspace.targets.others.get("cpd_hours")
    if not declared:
        return "whoever has none owes none, as the service declares none for them"
    hours = f"{declared:g} hours" if isinstance(declared, int | float) else "hours by level"
    return f"whoever has none owes the {hours} that the service declares"


def _other_year(site: Site) -> str:
    """That the forecast counts hours in another year than the rule, where it counts them."""
    assessed = site.assessment.workspace.assessment_on
    if not site.forecast or assessed is None or assessed <= site.assessment.as_of:
        return ""
    return (
        f" What each person still needs is another count, at the top of this page: hours in the 12 months up to the "
        f"assessment, from {in_words(add_months(assessed, -12))}, of which only what is logged so far can count. So "
        "somebody can keep the rule today and still lack hours for that day."
    )
