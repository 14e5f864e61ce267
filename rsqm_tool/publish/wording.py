"""What a rule's own description says, in words for an assessor.

The descriptions beside the rules are written for whoever keeps the files: they name keys, columns and parameters
between backticks. An assessor sees none of these files, so each is said in words here, and each limit as the number
that this framework or the service sets. That none is forgotten is tested over all rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rsqm_tool import checks
from rsqm_tool.checks._counting import declared
from rsqm_tool.dates import count
from rsqm_tool.model import Framework, Targets

# Whole turns of phrase, before single words. Each stands in some description as it is here.
_PHRASES = (
    ("by `about:` or by their title", "by the topics in the register or by their title"),
    ("the topics that its `about:` lists", "the topics that the register lists for it"),
    ("Without `about:` the title", "Where it lists none, the title"),
    (
        "Topics stand under `about:`; without it the words of the title decide",
        "Topics are those in the register; where it has none, the words of the title decide",
    ),
    ("what the service declares as `cpd_hours:` under `targets:`, a number", "what the service declares, a number"),
    ("(the service may declare `follow_up_weeks` under `targets:`)", "(a time that the service may set)"),
    ("the service declares in `advanced_training:` under `targets:`", "the service declares"),
    (
        "The service's own target is `first_contact_days` under `targets:`: up to it",
        "Where the service has set a target: up to it",
    ),
    ("lists its reasons as `unsuitable_reasons` under `targets:`, it", "lists its reasons, it"),
    (" (`agency:`)", ""),
    ("the same `signed_by:` or `agency:`", "the same parties or agency"),
    (
        "names a partner under `met_by:`: at least one usable item must have that `agency:`",
        "names a partner: at least one usable item must be that partner's",
    ),
    ("if `all_consented` says yes", "if the table says that all of them consented"),
    ("they need `approved_by` and `approved_on`", "they need an approver and a day of approval"),
    (
        "from its `approved_on`, or from `dated` where that is blank",
        "from the day of its approval, or from its own date where that is blank",
    ),
    (
        "is `dated`, else the end of `covers`, else `approved_on`, else `seen_on`",
        "is the one that it bears, else the end "
        "of the time that it covers, else the day of its approval, else the day on which it was seen",
    ),
    ("`evidence/self-assessment.yaml`: `assessed_on`, and", "the self-assessment: its day, and"),
    ("`evidence/actions.yaml`", "the action plan"),
    ("Fewer than `at_least` of them", "Fewer of them than are wanted"),
    ("Fewer than `at_least`", "Fewer than are wanted"),
    ("without `class:`", "without a class"),
    ("the catalogue forbids it with `closing_question: false`", "the framework forbids it"),
    ("where `countersigned_on` is the day", "where the day of the countersignature is the day"),
    ("when its `covers` includes", "when the time that it covers includes"),
    ("by `covers`", "by the time that they cover"),
    (
        "of those in `targets.review_months` the shortest that fits by topic or kind, else `default`",
        "of the service's own intervals the shortest that fits by topic or kind, else its usual one",
    ),
    ("the earlier of `review_by` and", "the earlier of the day of review in the register and"),
    ("With `each: true` every item", "Where the framework asks for each, every item"),
    ("it says nothing: `kinds` does", "it says nothing: the rule on the kind of evidence does"),
    (" (figure `levels_as_of`)", ""),
    ("In the piles and `subjects` are processes", "What is counted are processes"),
    ("holds under `states:`", "quotes from a document"),
    (
        "for its `period:` (a first and a last day with a stroke between, a quarter such as 2026-Q3, a month or a "
        "year; what the item `covers:` where no period is given)",
        "for the period that it names, or else for the time that the item covers",
    ),
    (
        "With `scope: register` every item is judged, with `scope: supports` those that support the criterion",
        "Every item is judged, or those that support the criterion, as the framework says",
    ),
    (
        ": those that support the criterion (`scope: supports`), or all in the register (`scope: register`)",
        ": those that support the criterion, or all in the register, as the framework says",
    ),
    (
        "`targets.complete_share` in rsqm.yaml, or `share`, is the per cent wanted",
        "The service or the framework may set the per cent wanted",
    ),
    ("the table says so under `domestic_or_sexual`, or", "the table says so, or"),
    ("up to `within_days` days before", "up to `within_days` before"),
    (" (3: the quarters; the months must divide 12)", ""),
    ("`risk_info_on` stands for both", "one day stands for both"),
    ("names under `where:` exist", "names exist"),
    ("names the topic under `where:` for", "names the topic for"),
    ("recorded in evidence/exceptions.yaml", "recorded among the exceptions"),
    ("a word with `*` stands for its family", "some words stand for their family"),
    ("the table `equality`", "the table of equality figures"),
    ("the catalogue", "the framework"),
    ("In a flat export", "Where the table has one row for each case,"),
    ("in a flat export", "where the table has one row for each case"),
    ("A flat export", "A table with one row for each case"),
)
_NAMED = re.compile(r"`([^`]+)`")
_TABLE = re.compile(r"the table `([a-z]+)`")
_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-Z`])")
_UNITS = {"days": "day", "months": "month", "weeks": "week", "hours": "hour"}


def plain(paragraph: str, values: Mapping[str, str], flat: bool = True) -> str:
    """A paragraph of a rule's description as plain text in plain words; `values` says each of its limits.

    Without `flat` it leaves out what is said of tables with one row for each case.
    """
    words = " ".join(paragraph.split())
    if not flat:
        kept = (s for s in _SENTENCE.split(words) if not s.startswith(("In a flat export", "A flat export")))
        words = " ".join(kept).replace(", as in a flat export,", ",")
    for said, instead in _PHRASES:
        words = words.replace(said, instead)
    words = _TABLE.sub(r"the table of \1", words)
    words = _NAMED.sub(lambda m: values.get(m[1]) or f"“{m[1].rstrip(':').replace('_', ' ')}”", words)
    return re.sub(r"\*(\w+)\*", r"\1", words)


def limits(framework: Framework, check: str, targets: Targets) -> dict[str, str]:
    """What this framework, or else the service in its `targets`, sets for a rule, in words: "84 days".

    Where the framework's criteria differ, all of them.
    """
    usual = checks.get(check).__kwdefaults__ or {}
    given = [{**usual, **e.parameters} for c in framework.criteria for e in c.expectations if e.check == check]
    own = checks.targets(check)
    found: dict[str, str] = {}
    for name in checks.parameters(check):
        numbers = {g[name] for g in given or [usual] if type(g.get(name)) is int}
        values = sorted({declared(targets, own[name], n) for n in numbers} if name in own else numbers)
        if values:
            found[name] = " or ".join(_amount(name, v) for v in values)
    return found


def _amount(name: str, value: int) -> str:
    """A limit with its unit, which is the last word of its name."""
    unit = name.rpartition("_")[2]
    if unit == "percent":
        return f"{value} %"
    return count(value, _UNITS[unit]) if unit in _UNITS else str(value)
