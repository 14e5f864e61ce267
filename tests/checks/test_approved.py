import pytest

from tests.bench import approved, findings, item, outcomes, told, workspace


def test_approved_by_somebody_on_a_day() -> None:
    assert told("approved", [approved("POL-01"), approved("PRO-01")]) == [("met", "Approved: POL-01 and PRO-01")]


def test_nothing_that_binds_people_is_nothing_to_say() -> None:
    assert told("approved", [item("MIN-01"), item("LEA-01"), item("BUD-01")]) == []


def test_kinds_narrow_what_must_be_approved() -> None:
    assert told("approved", [item("POL-01"), item("PLN-01")], kinds=["plan"]) == [
        ("partly met", "PLN-01 (Plan) is not approved")
    ]


@pytest.mark.parametrize(
    ("given", "words", "step"),
    [
        ({}, "is not approved", "Have it approved, then enter `approved_by:` (a role or a group) and `approved_on:`"),
        ({"approved_by": "Chair"}, "has no date of approval", "Enter the day of approval as `approved_on:`"),
        (
            {"approved_on": "2026-04-01"},
            "is approved, but the register does not say by whom",
            "Enter who approved it (a role or a group) as `approved_by:`",
        ),
    ],
)
def test_what_is_lacking_is_said_with_its_own_step(given: dict[str, str], words: str, step: str) -> None:
    (finding,) = findings("approved", [item("POL-01", "Equality policy", line=7, **given)])
    assert (str(finding.outcome), finding.message) == ("partly met", f"POL-01 (Equality policy) {words}")
    assert finding.next_step == f"{step} in the register."
    assert (finding.evidence, str(finding.where)) == ("POL-01", "evidence/register.yaml:7:5")


def test_an_approval_today_counts_and_one_of_tomorrow_does_not() -> None:
    today, tomorrow = approved("POL-01", on="2026-11-20"), approved("POL-02", on="2026-11-21")
    assert told("approved", [today, tomorrow]) == [
        ("partly met", "POL-02 (Policy) is approved only on 21 November 2026, after the as-of date"),
        ("met", "Approved: POL-01"),
    ]


def test_a_strategy_or_plan_needs_both_like_a_policy() -> None:
    """An approval without a day cannot be held against a day, and one without a role cannot be asked about."""
    assert told("approved", [item("STR-01", approved_by="Chair"), item("PLN-01", approved_on="2026-04-01")]) == [
        ("partly met", "STR-01 (Strategy) has no date of approval"),
        ("partly met", "PLN-01 (Plan) is approved, but the register does not say by whom"),
    ]


def test_an_agreement_may_be_signed_by_two_instead() -> None:
    assert told("approved", [item("AGR-01", signed_by=("Constabulary", "Probation"))]) == [("met", "Approved: AGR-01")]


@pytest.mark.parametrize("parties", [(), ("Constabulary",), ("Constabulary", "Constabulary")])
def test_one_party_alone_is_no_agreement(parties: tuple[str, ...]) -> None:
    (finding,) = findings("approved", [item("AGR-01", "Sharing agreement", signed_by=parties)])
    assert finding.message == "AGR-01 (Sharing agreement) is not signed by two parties, nor approved"
    assert finding.next_step == ("Have the parties sign it, then enter `signed_by:` with each of them in the register.")


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2027-02-12", None),  # 31 days before
        ("2027-02-13", "30 days before the assessment"),
        ("2027-03-14", "1 day before the assessment"),
        ("2027-03-15", "on the day of the assessment"),
    ],
)
def test_an_approval_shortly_before_the_assessment_is_told_and_lowers_nothing(on: str, words: str | None) -> None:
    fresh = told("approved", [approved("POL-01", on=on)], as_of="2027-03-15")
    assert fresh[:-1] == (
        [("met", f"POL-01 (Policy) was approved {words}: practice cannot yet show it")] if words else []
    )
    assert fresh[-1] == ("met", "Approved: POL-01")


def test_freshness_ends_with_the_assessment_and_needs_a_date_for_it() -> None:
    late = approved("POL-01", on="2027-03-10")
    assert len(told("approved", [late], as_of="2027-03-16")) == 1
    assert len(told("approved", [late], as_of="2027-03-16", within=workspace(assessment_on=None))) == 1


def test_the_register_is_judged_whether_the_file_is_there_or_not() -> None:
    from tests.bench import gone

    assert outcomes("approved", [gone(item("POL-01"))]) == outcomes("approved", [item("POL-01")]) == ["partly met"]


def test_figures() -> None:
    found = findings("approved", [approved("POL-01"), item("POL-02")])
    assert [dict(f.figures) for f in found] == [{"kept": 1, "broken": 1, "denominator": 2}] * 2
