from tests.bench import findings, gone, item, told


def test_something_shows_what_is_done() -> None:
    assert told("sufficient", [item("POL-01"), item("LOG-01"), item("RPT-01")]) == [
        ("met", "Practice is shown by LOG-01 and RPT-01")
    ]


def test_a_policy_alone_says_and_does_not_show() -> None:
    (finding,) = findings("sufficient", [item("POL-01")], shown_by=["minutes", "log"])
    assert (str(finding.outcome), finding.message) == (
        "partly met",
        "Insufficient: POL-01 says what should happen, but nothing shows that it is done",
    )
    assert finding.next_step == "Register what shows it: minutes or log."
    assert dict(finding.figures) == {"found": 0, "wanted": 1}


def test_a_statement_counts_and_is_told_for_what_it_is() -> None:
    """Somebody can tell of it. A record beside it shows it."""
    (finding,) = findings("sufficient", [item("POL-01"), item("STM-01", kind="statement")])
    assert (str(finding.outcome), finding.message) == (
        "met",
        "STM-01 tells what is done, and no registered item shows it",
    )
    assert finding.figures["only_stated"] == 1
    two = [item("STM-01", kind="statement"), item("STM-02", kind="statement")]
    assert told("sufficient", two)[0][1] == "STM-01 and STM-02 tell what is done, and no registered item shows it"
    assert told("sufficient", [*two, item("LOG-01")])[0][1] == "Practice is shown by STM-01, STM-02 and LOG-01"


def test_several_say() -> None:
    assert told("sufficient", [item("POL-01"), item("PRO-01")])[0][1].startswith("Insufficient: POL-01 and PRO-01 say ")


def test_nothing_at_all() -> None:
    assert told("sufficient") == [("partly met", "Insufficient: nothing shows what is done")]


def test_the_catalogue_may_want_some_kinds_of_showing_only() -> None:
    assert told("sufficient", [item("MIN-01")], shown_by=["audit"])[0][0] == "partly met"


def test_today_counts_and_tomorrow_does_not() -> None:
    assert told("sufficient", [item("LOG-01", dated="2026-11-20")])[0][0] == "met"
    (finding,) = findings("sufficient", [item("POL-01"), item("LOG-01", dated="2026-11-21")], shown_by=["log"])
    assert finding.message == (
        "Insufficient: POL-01 says what should happen, but nothing shows that it is done "
        "(LOG-01 is dated after the as-of date)"
    )
    assert finding.next_step == "Register what shows it: log. Or correct the date, if it is wrong."
    two = [item("LOG-01", dated="2026-11-21"), item("LOG-02", covers="2026-10-01/2026-12-31")]
    assert told("sufficient", two)[0][1].endswith("(LOG-01 and LOG-02 are dated after the as-of date)")


def test_without_a_date_it_shows_all_the_same() -> None:
    assert told("sufficient", [item("LOG-01")])[0][0] == "met"


def test_what_would_show_it_has_no_file() -> None:
    (finding,) = findings("sufficient", [item("POL-01"), gone(item("LOG-01", line=4))])
    assert finding.message == (
        "Insufficient: POL-01 says what should happen, but nothing shows that it is done; "
        "LOG-01 is registered, but its file cannot be read"
    )
    assert (finding.evidence, str(finding.where)) == ("LOG-01", "evidence/register.yaml:4:5")
