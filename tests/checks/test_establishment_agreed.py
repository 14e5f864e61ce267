"""Hand-worked: a process in prison on 15 September 2026."""

from __future__ import annotations

import pytest

from rsqm_tool.model import Because, Finding
from tests.rows import cases, exception, flat, judge, occasions, piles

CHECK = "establishment_agreed"


def found(agreed: str, setting: str = "prison", **process: str) -> Finding:
    return judge(CHECK, occasions({"setting": setting, "establishment_agreed_on": agreed, **process}), cases())


@pytest.mark.parametrize(
    ("agreed", "outcome"), [("2026-09-15", "met"), ("2026-09-16", "partly met"), ("", "partly met")]
)
def test_by_the_first_communication(agreed: str, outcome: str) -> None:
    """Agreed on 15 September, the day of the process: kept. On the 16th, a day late, or never: broken; 1 of 1 is one
    process, partly met."""
    finding = found(agreed)
    assert (str(finding.outcome), finding.subjects) == (outcome, () if outcome == "met" else ("PR-1",))


@pytest.mark.parametrize(
    ("setting", "pile"),
    [("HMP Fenmarsh", "broken"), ("Young Offender Institution", "broken"), ("secure home", "broken"),
     ("In custody", "broken"), ("community", None), ("school", None), ("", "cannot_tell")],
)  # fmt: skip
def test_what_a_prison_is(setting: str, pile: str | None) -> None:
    """1 process without an agreement: in prison it breaks the rule, elsewhere 0 are counted, and of a blank nobody can
    tell."""
    finding = found("", setting)
    if pile:
        assert finding.figures[pile] == 1
    else:
        assert (finding.because, finding.figures["out: not in prison"]) == (Because.NOBODY, 1)


def test_letters_too_and_two_of_three() -> None:
    """Three in prison, one of them letters without an agreement: 2 kept, 1 broken of 3 (33 %, but one): partly met."""
    rows = ({}, {}, {"kind": "letter", "establishment_agreed_on": ""})
    finding = judge(CHECK, occasions(*rows, setting="prison", establishment_agreed_on="2026-09-01"), cases())
    assert (piles(finding), str(finding.outcome)) == ("kept 2, broken 1, cannot tell 0, explained 0 of 3", "partly met")


def test_explained_and_joint() -> None:
    """Two without an agreement: one explained, the other's record kept by probation. 0 broken of 2."""
    rows = occasions({}, {}, setting="prison", establishment_agreed_on="")
    held = cases({}, {"record_held_by": "probation"})
    finding = judge(CHECK, rows, held, exceptions=[exception(CHECK, "PR-1")])
    assert piles(finding) == "kept 0, broken 0, cannot tell 1, explained 1 of 2"


def test_a_flat_export_leaves_it_to_a_person() -> None:
    assert judge(CHECK, flat()).because is Because.PERSON
