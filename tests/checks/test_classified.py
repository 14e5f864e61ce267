from rsqm_tool.model import Sensitivity
from tests.bench import findings, item, told


def test_an_item_with_a_class_needs_no_word() -> None:
    assert told("classified", [item("POL-01", sensitivity=s) for s in Sensitivity]) == []


def test_an_item_without_one_is_told_and_lowers_nothing() -> None:
    (finding,) = findings("classified", [item("POL-01", "Equality policy", sensitivity=None, line=3)])
    assert (str(finding.outcome), finding.message) == (
        "met",
        "POL-01 (Equality policy) has no class, so nobody outside sees it",
    )
    assert finding.next_step == "Enter `class:` in the register: public, assessor or private."
    assert (finding.evidence, str(finding.where)) == ("POL-01", "evidence/register.yaml:3:5")


def test_each_is_told() -> None:
    held = [item("POL-01", sensitivity=None), item("POL-02"), item("POL-03", sensitivity=None)]
    assert [f.evidence for f in findings("classified", held)] == ["POL-01", "POL-03"]
