from tests.bench import findings, gone, item, told


def test_any_one_of_the_wanted_kinds_is_enough() -> None:
    held = [item("STR-01"), item("MIN-01"), item("POL-01")]
    assert told("kinds", held, wanted=["strategy", "policy"]) == [
        ("met", "Of the wanted kind (strategy or policy): STR-01 and POL-01")
    ]


def test_none_is_missing_evidence() -> None:
    (finding,) = findings("kinds", [item("MIN-01")], wanted=["strategy", "policy", "plan"])
    assert (str(finding.outcome), finding.message) == (
        "partly met",
        "Missing: nothing of the kind strategy, policy or plan supports this criterion",
    )
    assert finding.next_step == (
        "Register one (strategy, policy or plan), or add 1.1 under `supports:` of one you have."
    )
    assert dict(finding.figures) == {"found": 0, "wanted": 1}


def test_a_plural_kind_reads_as_well() -> None:
    assert told("kinds", [], wanted=["terms of reference"]) == [
        ("partly met", "Missing: nothing of the kind terms of reference supports this criterion")
    ]


def test_as_many_as_wanted_and_one_too_few() -> None:
    two = [item("CST-01"), item("CST-02")]
    assert told("kinds", two, wanted=["case study"], at_least=2)[0][0] == "met"
    assert told("kinds", two, wanted=["case study"], at_least=3) == [
        ("partly met", "Missing: 3 wanted (case study), only 2 here: CST-01 and CST-02")
    ]


def test_a_registered_one_whose_file_is_missing_is_named_with_the_step_for_its_file() -> None:
    lost = gone(item("STR-01", line=5))
    (finding,) = findings("kinds", [lost], wanted=["strategy"])
    assert finding.message == (
        "Missing: nothing of the kind strategy is here to read; STR-01 is registered, but its file cannot be read"
    )
    assert (finding.evidence, str(finding.where)) == ("STR-01", "evidence/register.yaml:5:5")
    assert finding.next_step == findings("file_there", [lost])[0].next_step


def test_several_files_that_are_missing() -> None:
    held = [item("CST-01"), gone(item("CST-02")), gone(item("CST-03"))]
    assert told("kinds", held, wanted=["case study"], at_least=2)[0][1] == (
        "Missing: 2 wanted (case study), only 1 here: CST-01; "
        "CST-02 and CST-03 are registered, but their files cannot be read"
    )


def test_presence_only_dates_are_other_checks() -> None:
    old, undated, later = item("STR-01", dated="2001-01-01"), item("STR-02"), item("STR-03", dated="2030-01-01")
    for one in (old, undated, later):
        assert told("kinds", [one], wanted=["strategy"])[0][0] == "met"
