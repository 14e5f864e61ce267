"""The rules in words: what each is called, where it is defined, and what its figures mean besides those in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from rsqm_tool import checks
from rsqm_tool.dates import count, in_words
from rsqm_tool.model import Finding, Half, Outcome
from rsqm_tool.publish import wording

# Findings of the toolkit itself, which no framework names. {criteria} is what the framework calls them.
BUILT_IN = {
    "evidence": (
        "Something that can be opened is registered.",
        "Without a registered item that supports it and can be opened the outcome is not met. A web page and a "
        "testimony count. The other rules still run and are told.",
    ),
    "self_rating": (
        "The service's own rating counts.",
        "The outcome is never better than what the service says of itself. Without a rating it is not assessed. Not "
        "applicable needs a reason, and is for those {criteria} only that allow it.",
    ),
}
# Where a check's name alone does not say what it is about.
_NAMES = {
    "approved": "Approval",
    "classified": "Class of each item",
    "cpd_hours": "CPD hours",
    "dates_agree": "Dates in documents",
    "debriefed": "Debriefs",
    "every_period": "A report for every period",
    "evidence": "Evidence that can be opened",
    "feedback_views": "Participants' answers",
    "fields_complete": "Completeness of the tables",
    "file_there": "Files are there",
    "inducted": "Induction",
    "kinds": "Kind of evidence",
    "met_by": "Met by a partner",
    "needs_asked": "Interpreter and adjustments",
    "observed": "Observed practice",
    "person": "For a person to judge",
    "places_claimed": "Places in documents",
    "recent": "Recent evidence",
    "reviewed": "Review of documents",
    "self_assessed": "Self-assessment",
    "self_rating": "The service's own rating",
    "states_agree": "Figures in documents",
    "sufficient": "Shown in practice",
    "topics": "Topics in documents",
}
PILES = ("kept", "broken", "cannot_tell", "explained", "denominator")
_CASES = ("cases", "cases_complete")
OUT = "out: "  # before the reason for which somebody was not counted
# Rules of which the figures are told and lower nothing, whatever they are: nothing is met by them.
_ONLY_TOLD = (
    "both_routes", "caseload", "feedback_views", "offers_informed", "referrals_by_source", "registered_share",
    "trainer_registered", "withdrawals",
)  # fmt: skip
# Figures that the finding's own sentence gives, and the parts of others.
_SAID = {
    "adjustment_not_asked", "answers", "asked", "attempts", "broken_slightly", "counted", "difference", "direct",
    "document", "eligible", "felt_free_to_refuse", "felt_safe", "for_each", "found", "indirect", "informed",
    "interpreter_not_asked", "median_days", "most_for_one", "oldest_open_days", "only_stated", "open_cases", "p90_days",
    "percent", "phrase", "quotation", "referrals", "register", "registered", "replied", "replies", "satisfied",
    "self", "stated", "still_open", "topic", "wanted", "with_nobody", "withdrawals", "within_months", "would_recommend",
}  # fmt: skip


def _day(value: object) -> str:
    try:
        return in_words(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _many(noun: str, before: str = "", after: str = "") -> Callable[[object], str]:
    return lambda n: f"{before}{count(n, noun) if isinstance(n, int) else f'{n} {noun}s'}{after}"


_WORDS: Mapping[str, Callable[[object], str]] = {
    "after_as_of": lambda n: f"{n} dated after the as-of date and left out",
    "form_since": lambda day: f"oldest form of {_day(day)}",
    "grace_days": _many("day", "partly met up to "),
    "levels_as_of": lambda day: f"levels as on {_day(day)}",
    "limit_days": _many("day", "limit "),
    "limit_months": _many("month", "limit "),
    "months": _many("month", "the last "),
    "rows_left_out": _many("row", after=" with a mistake left out"),
    "share_wanted": lambda n: f"wanted: {n} %",
    "since": lambda day: f"since {_day(day)}",
    "weeks": _many("week", "due after "),
    "within_days": _many("day", "within "),
}


def name(check: str) -> str:
    """What a rule is called, as plain text."""
    words = check.replace("_", " ")
    return _NAMES.get(check) or words[:1].upper() + words[1:]


def says(check: str) -> str:
    """What a rule asks, as one plain sentence; empty for a name that nothing defines."""
    if check in BUILT_IN:
        return BUILT_IN[check][0]
    return wording.plain(checks.documentation(check).split("\n\n")[0], {}) if check in checks.names() else ""


def anchor(check: str) -> str:
    """The id of a rule's part of the page of definitions."""
    return f"rule-{check.replace('_', '-')}"


def only_told(finding: Finding) -> bool:
    """Whether a finding tells a figure that lowers nothing: then its "met" says only that nothing speaks against it."""
    told = finding.check in _ONLY_TOLD or "replied" in finding.figures  # how many replied: of a rule that else judges
    return told and finding.outcome is Outcome.MET


def only_stated(finding: Finding, findings: Iterable[Finding]) -> bool:
    """Whether a finding says that what is done is only stated, and none of `findings` on its criterion shows it."""
    return bool(_statements(finding)) and not any(_shows(f) for f in findings if f.criterion == finding.criterion)


def stated(findings: Sequence[Finding]) -> int:
    """How many statements are all that tells what is done about one criterion; 0 where something shows it."""
    return max((_statements(f) for f in findings if only_stated(f, findings)), default=0)


def _statements(finding: Finding) -> int:
    """How many statements are the only items of a kind that shows practice."""
    number = finding.figures.get("only_stated", 0)
    return number if finding.outcome is Outcome.MET and isinstance(number, int) else 0


def _shows(finding: Finding) -> bool:
    """Whether a finding on what is done rests on more than statements: it counted, or something else was enough."""
    if finding.half is not Half.DOES or _statements(finding):
        return False
    met = finding.counts and finding.outcome is Outcome.MET and not only_told(finding)
    return met or bool(finding.figures.get("denominator"))


def limits(finding: Finding) -> str:
    """The period and the limits of a rule and whatever else it counted, as plain text: what its sentence leaves out."""
    told = [_cases(finding)]
    for key, value in finding.figures.items():
        if key in _CASES:
            continue
        if key in _WORDS:
            told.append(_WORDS[key](value) if value else "")
        elif key not in PILES and key not in _SAID and "." not in key and ":" not in key and value:
            told.append(f"{key.replace('_', ' ')}: {value}")
    return ", ".join(filter(None, told))


def _cases(finding: Finding) -> str:
    """In how many cases those who were counted are; empty where the cases themselves were counted."""
    cases, complete = (finding.figures.get(key) for key in _CASES)
    if not isinstance(cases, int) or not cases or cases == finding.figures.get("denominator"):
        return ""
    return "in 1 case" if cases == 1 else f"in {cases} cases, {complete} of them wholly in order"


def outside(finding: Finding) -> str:
    """Who or what was not counted, and why, as plain text."""
    return ", ".join(f"{n} {key.removeprefix(OUT)}" for key, n in finding.figures.items() if key.startswith(OUT))
