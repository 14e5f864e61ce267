"""One criterion, explained: what it asks, why, what would show it, what was found, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rsqm_tool.dates import in_words
from rsqm_tool.model import Assessment, Because, Criterion, CriterionResult, Finding, Framework, Half, Outcome
from rsqm_tool.model.forecast import Lapse
from rsqm_tool.reports import Options
from rsqm_tool.reports._forecast import entries
from rsqm_tool.reports._layout import Row, Segment, render
from rsqm_tool.reports._words import place, sentence, subjects, value

_BLANK = Row()
_HALVES = {
    Half.SAYS: "What documents say",
    Half.DOES: "What records show is done",
    Half.TOLD: "What people can tell",
    Half.FELT: "What participants felt",
    None: "The evidence as a whole",
}
_STYLES = {
    Outcome.MET: "good",
    Outcome.PARTLY_MET: "weak",
    Outcome.NOT_MET: "bad",
    Outcome.NOT_ASSESSED: "unknown",
    Outcome.NOT_APPLICABLE: "quiet",
}


def explain(
    framework: Framework,
    criterion: Criterion,
    assessment: Assessment | None,
    lapses: Sequence[Lapse],
    options: Options,
) -> str:
    """The explanation as text; `assessment` is None where there is no workspace to look into.

    `lapses` are those of the forecast that concern the criterion: who needs what by when, in order. Without
    `options.ids` nobody is named, and words that people typed, which may name somebody, are left out.
    """
    rows = [*_asked(framework, criterion), *_shown_by(criterion)]
    result = next((r for r in assessment.results if r.criterion.id == criterion.id), None) if assessment else None
    if assessment and result:
        due = _due(lapses, assessment.as_of, options.ids)
        rows += [*_own_view(result, assessment, options.ids), *_found(result, assessment, options), *due]
        rows += _next(result, options.ids)
    else:
        rows += [Row((("There is no workspace here, so nothing was looked for. Make one with: rsqm init FOLDER", ""),))]
    return render(rows, options.width, options.styled)


def _asked(framework: Framework, criterion: Criterion) -> Iterator[Row]:
    mark: Segment = (" [safeguarding]", "next") if criterion.safeguarding else ("", "")
    yield Row(((f"{value(criterion.id)}  {value(criterion.title)}", "strong"), mark))
    yield Row(((sentence(framework.title), "quiet"), (f" Edition {value(framework.edition)}.", "quiet")))
    yield _BLANK
    yield _heading("What it asks")
    yield Row(((value(criterion.asks), ""),), indent=2)
    if criterion.safeguarding:
        yield Row((("It concerns the safety of people harmed: partly met is already a gap.", ""),), indent=2)
    if not criterion.may_be_not_applicable:
        yield Row((("It applies to every service.", ""),), indent=2)
    whose = criterion.wording_source or "This project's own wording, not the Restorative Justice Council's."
    yield Row(((f"Wording: {value(whose)}", "quiet"),), indent=2)
    yield _BLANK
    yield _heading("What it rests on")
    for basis in criterion.basis:
        source = value(basis.address or "no address")
        yield _bullet((f"{sentence(basis.text)} ", ""), (f"({value(basis.sure)}: {source})", "quiet"))
    yield _BLANK


def _shown_by(criterion: Criterion) -> Iterator[Row]:
    yield _heading("What would show it")
    for text in criterion.guidance.good:
        yield _bullet((value(text), ""))
    yield _BLANK
    yield _heading("What is often found wanting")
    for text in criterion.guidance.weaknesses:
        yield _bullet((value(text), ""))
    yield _BLANK
    yield _heading("A small service's way")
    yield Row(((value(criterion.guidance.small), ""),), indent=2)
    yield _BLANK


def _own_view(result: CriterionResult, assessment: Assessment, ids: bool) -> Iterator[Row]:
    yield _heading("How it stands")
    text: list[Segment] = [("Outcome: ", ""), (result.outcome, _STYLES[result.outcome])]
    text.append((f". The evidence alone: {result.computed}. ", ""))
    own = result.rating.rating if result.rating and result.rating.rating else "not rated yet"
    text.append((f"The service's own rating: {own}.", ""))
    yield Row(tuple(text), indent=2)
    if ids and result.rating and (result.rating.how or result.rating.reason):
        yield Row(((f"In the service's words: {value(result.rating.how or result.rating.reason)}", ""),), indent=2)
    if result.decision:
        on = assessment.workspace.decided_on(result.decision, assessment.as_of)
        when = f", {in_words(on)}" if on else ""
        said = f"The assessor: {result.decision.outcome} ({value(result.decision.state)}{when})."
        yield Row(((said, "next"),), indent=2)
    for item in result.evidence:
        claim = next(s for s in item.supports if s.criterion == result.criterion.id)
        about = "; ".join(value(t) for t in (claim.where_in_item, claim.how) if t and ids)
        named = " ".join(filter(None, map(value, (item.id, item.title))))  # a log has no titles
        yield _bullet((f"{named} ({item.kind})", ""), (f": {about}" if about else "", "quiet"))
    yield _BLANK


def _found(result: CriterionResult, assessment: Assessment, options: Options) -> Iterator[Row]:
    for half, title in _HALVES.items():
        findings = [f for f in result.findings if f.half is half]
        if findings:
            yield _heading(title)
            told = (_finding(f, subjects(f, assessment, options)) for f in findings)
            yield from dict.fromkeys(told)  # several checks may wait for the same
            yield _BLANK


def _finding(finding: Finding, about: str) -> Row:
    word, style = str(finding.outcome), _STYLES[finding.outcome]
    if finding.because is Because.PERSON:
        word, style = "a person judges", "next"
    elif finding.lapses_on:
        word, style = "met, lapses", "weak"
    where = place(finding)
    who = f" Who or what: {about}." if about else ""
    told = (sentence(finding.message), ""), (who, "strong"), (f" ({where})" if where else "", "quiet")
    return _bullet((f"{word}: ", style), *told)


def _due(lapses: Sequence[Lapse], as_of: date, ids: bool) -> Iterator[Row]:
    """What people and documents need, and by when; actions stand among the next steps."""
    shown = [lapse for lapse in lapses if lapse.kind != "action"]
    if not shown:
        return
    yield _heading("Who needs what, and by when")
    for entry in entries(shown, ids):
        day, late = in_words(entry.lapse.day), entry.lapse.day < as_of
        who = f"{value(entry.who)}: " if entry.who else ""
        what = value(entry.what).removesuffix(" due").replace(" due for ", " for ")
        yield _bullet(
            (who, "strong"), (f"{what}, ", ""), (f"was due by {day}" if late else f"by {day}", "bad" if late else "")
        )
    yield _BLANK


def _next(result: CriterionResult, ids: bool) -> Iterator[Row]:
    steps = list(dict.fromkeys(sentence(f.next_step) for f in result.findings if f.next_step))
    waiting = [a for a in result.actions if not a.done]
    if steps or waiting:
        yield _heading("What to do next")
    for step in steps:
        yield _bullet((step, ""))
    for action in waiting:
        due = f", due {in_words(action.due)}" if action.due else ", no date"
        what = f": {value(action.action)}" if ids else ""
        yield _bullet((f"In the action plan: {value(action.id)}{due}{what}", ""))


def _heading(text: str) -> Row:
    return Row(((text, "strong"),))


def _bullet(*text: Segment) -> Row:
    return Row(text, (("  - ", ""),), 4)
