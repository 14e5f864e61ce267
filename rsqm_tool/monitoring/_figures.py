"""From frames to the nouns of monitoring: what several figures are made with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rsqm_tool.checks._statistics import median, percentile, wilson
from rsqm_tool.checks._window import FEW
from rsqm_tool.checks.first_attempt import ENOUGH
from rsqm_tool.model.monitoring import Share, Wait
from rsqm_tool.monitoring._frames import Frame
from rsqm_tool.monitoring._scope import NOT_ENTERED, Noun, Plan, Scope

QUARTER = "Quarter"
WHOLE = "Whole period"


def about(
    scope: Scope, plan: Plan, noun: Noun, definition: str, names: Sequence[str], *left_out: Iterable[str]
) -> dict[str, Any]:
    """The fields that every figure has. `names`: the tables, as a service without a flat export keeps them."""
    told = [sentence for sentences in left_out for sentence in sentences]
    return {
        "id": plan.id, "title": plan.title, "definition": definition, "unit": noun.unit or noun.many,
        "tables": scope.homes(*names), "left_out": (*told, *scope.faulty(*names)),
    }  # fmt: skip


def by_quarter(frame: Frame, column: str, labels: Sequence[str] = ()) -> dict[str, Any]:
    """The cells of a table of counts by quarter and by a column of the frame.

    Its columns are `labels`, or, without any, what there is, the most frequent first.
    """
    rows, columns = frame.scope.quarters, in_order(frame.numbers(column), labels)
    cells = frame.cross("quarter", column, rows, columns)
    return {"row_name": QUARTER, "rows": rows, "columns": columns, "cells": cells}


def in_order(found: Iterable[str], labels: Sequence[str] = ()) -> tuple[str, ...]:
    """The labels, or else what was found, in order; what is blank stands last, and only where there is some."""
    held = tuple(found)
    named = labels or [word for word in held if word != NOT_ENTERED]
    return (*named, NOT_ENTERED) if NOT_ENTERED in held else tuple(named)


def waits(frame: Frame) -> tuple[Wait, ...]:
    """Waits by quarter, and all together; `days` holds numbers of days, and for what has none, why, in words."""
    grouped = frame.grouped("quarter", "days")
    days = {q: sorted(d for d in grouped.get(q, ()) if isinstance(d, int)) for q in frame.scope.quarters}
    quarters = [_wait(q, held) if frame.knows(q) else Wait(q, None, None, None) for q, held in days.items()]
    return (*quarters, _wait(WHOLE, sorted(d for held in days.values() for d in held)))


def _wait(label: str, days: Sequence[int]) -> Wait:
    ninetieth = float(percentile(days, 90)) if len(days) >= ENOUGH else None
    return Wait(label, tuple(days), float(median(days)) if days else None, ninetieth)


def by_answer(frame: Frame) -> tuple[Share, ...]:
    """For each quarter, of those for whom `yes` is true or false, how many it is true for. Full counts: no interval."""
    grouped = frame.grouped("quarter", "yes")
    answers = {q: [a for a in grouped.get(q, ()) if isinstance(a, bool)] for q in frame.scope.quarters}
    return tuple(Share(q, sum(yes), len(yes)) if frame.knows(q) else Share(q, None, None) for q, yes in answers.items())


def estimate(label: str, answers: Sequence[bool]) -> Share:
    """A share of answers, from ten on with its interval."""
    yes, of = sum(answers), len(answers)
    return Share(label, yes, of, *(wilson(yes, of) if of >= FEW else (None, None)))


def labelled(word: str | None, labels: Mapping[Any, str]) -> str:
    """What a word of a closed list is called; a blank is not entered."""
    return labels[word] if word else NOT_ENTERED
