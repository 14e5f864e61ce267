import pytest

from rsqm_tool.checks._topics import is_same, mentions
from tests.bench import ROOT, approved, findings, gone, item, told

TOPICS = {
    "safeguarding": ["safeguarding", "child protection"],
    "risk": ["risk assessment", "risk policy"],
    "complaints": ["complaint", "complaints"],
}


def lines(*items: object) -> list[str]:
    return [message for _, message in told("core_policies", items, topics=TOPICS)]  # type: ignore[arg-type]


def test_each_topic_by_what_items_say_they_are_about() -> None:
    handbook = approved("POL-01", "Handbook", about=("safeguarding", "risk", "complaints"))
    assert told("core_policies", [handbook], topics=TOPICS) == [("met", "3 of 3 topics are covered")]


def test_a_title_decides_where_about_is_absent_and_that_is_said() -> None:
    both = approved("POL-01", "Child protection"), approved("POL-02", "Policy", about=("risk", "complaints"))
    assert lines(*both) == ["3 of 3 topics are covered; by their titles alone: POL-01"]


def test_a_topic_that_nothing_covers() -> None:
    held = [approved("POL-01", "Policy", about=("safeguarding", "risk"))]
    finding, summary = findings("core_policies", held, topics=TOPICS, at_worst="partly met")
    assert (str(finding.outcome), finding.message) == ("partly met", "Missing: no approved document covers complaints")
    assert finding.next_step == "Approve one that does: enter 'complaints' under `about:` and 1.1 under `supports:`."
    assert dict(finding.figures) == {"kept": 2, "broken": 1, "denominator": 3}
    assert (str(summary.outcome), summary.message) == ("met", "2 of 3 topics are covered")


def test_nothing_at_all() -> None:
    assert len(lines()) == 4
    assert lines()[-1] == "0 of 3 topics are covered"


def test_a_draft_covers_nothing_yet_and_is_named() -> None:
    held = [approved("POL-01", about=("safeguarding", "risk")), item("POL-02", "Complaints policy", line=6)]
    finding, _ = findings("core_policies", held, topics=TOPICS)
    assert finding.message == "Not approved yet: POL-02, the only document that covers it: complaints"
    assert finding.next_step.startswith("Have it approved, then enter `approved_by:`")
    assert (finding.evidence, str(finding.where)) == ("POL-02", "evidence/register.yaml:6:5")
    two = [*held, item("PRO-03", "Complaints procedure")]
    assert told("core_policies", two, topics=TOPICS)[0][1] == (
        "Not approved yet: POL-02 and PRO-03, the only documents that cover it: complaints"
    )


def test_approved_tomorrow_is_not_approved() -> None:
    later = approved("POL-02", "Complaints policy", on="2026-11-21")
    assert "Not approved yet: POL-02, the only document that covers it: complaints" in lines(later)


def test_whose_file_is_missing_covers_nothing_and_is_named() -> None:
    lost = gone(approved("POL-02", "Complaints policy"))
    finding = findings("core_policies", [lost], topics=TOPICS)[2]
    assert finding.message == (
        "Missing: no approved document covers complaints; POL-02 is registered, but its file cannot be read"
    )
    assert finding.next_step == findings("file_there", [lost])[0].next_step


def test_records_cover_no_topic_whatever_they_are_about() -> None:
    assert "Missing: no approved document covers complaints" in lines(approved("LOG-01", "Complaints"))


def test_a_form_named_after_a_topic_is_no_policy_unless_it_says_so() -> None:
    assert "Missing: no approved document covers complaints" in lines(approved("FRM-01", "Complaints form"))
    said = approved("LEA-01", "Leaflet", about=("complaints",))
    assert "Missing: no approved document covers complaints" not in lines(said)


def test_about_keeps_the_title_out_of_it() -> None:
    assert "Missing: no approved document covers complaints" in lines(
        approved("POL-01", "Complaints and safeguarding", about=("safeguarding",))
    )


def test_a_topics_own_name_in_a_title_is_not_enough_where_the_words_say_more() -> None:
    assert "Missing: no approved document covers risk" in lines(approved("POL-01", "Financial risk and reward"))
    assert "Missing: no approved document covers risk" not in lines(approved("POL-01", "Risk assessments in practice"))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Lone-working and online policy", "lone working"),
        ("LONE WORKING", "lone-working"),
        ("Lone - working", "lone working"),
        ("Risk policies", "risk policy"),
        ("Near misses: what to do", "near miss"),
        ("Complex case guidance", "complex cases"),
        ("Equality and diversity", "equalities"),
        ("Safeguarding adults' procedure", "safeguarding adult"),
        ("Whistle\u2011blowing", "whistle-blowing"),
    ],
)
def test_capitals_hyphens_and_plurals_do_not_matter(text: str, phrase: str) -> None:
    assert mentions(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("Complainants", "complaint"), ("Incidental costs", "incident"), ("Working alone", "lone working"), ("x", "-")],
)
def test_other_words_are_other_words(text: str, phrase: str) -> None:
    assert not mentions(text, phrase)


def test_the_same_topic() -> None:
    assert is_same("Lone-Working", "lone working")
    assert not is_same("financial risk", "risk")
    assert not is_same("", "")


def test_the_catalogues_own_topics_are_met_by_titles_as_services_write_them() -> None:
    from rsqm_tool.load import framework

    loaded, _ = framework.load(ROOT, "standards/rsqm-working-set.yaml")
    assert loaded
    (core,) = [e for e in loaded.criterion("2.2").expectations if e.check == "core_policies"]
    titles = [
        "Safeguarding Policy (Adults and Children)", "Risk-assessment procedure", "Consent and withdrawal guidance",
        "Confidentiality policy", "Handling complaints", "Equality, Diversity & Inclusion Policy",
        "Lone-working and home-visit policy", "Safer recruitment and vetting", "Supervision policy",
        "Sensitive & complex cases: procedure", "Raising concerns", "Incidents and near-misses", "Codes of conduct",
    ]  # fmt: skip
    held = [approved(f"POL-{n}", title) for n, title in enumerate(titles, 10)]
    ((outcome, message),) = told("core_policies", held, **core.parameters)
    assert (outcome, message.split(";")[0]) == ("met", "13 of 13 topics are covered")
