from rsqm_tool.model import Because
from tests.bench import findings, item, told

ASKED = {"who": "The chair; a practitioner", "question": "What did you decide last?"}


def test_it_says_whom_to_ask_and_what() -> None:
    assert told("person", [item("POL-01")], **ASKED) == [
        ("not assessed", "Only a person can judge this. Ask the chair; a practitioner: What did you decide last?")
    ]


def test_it_counts_for_nothing_whatever_there_is() -> None:
    for held in ([], [item("POL-01")]):
        (finding,) = findings("person", held, **ASKED)
        assert finding.because is Because.PERSON
        assert not finding.counts
        assert finding.next_step == ""


def test_an_abbreviation_keeps_its_capitals() -> None:
    assert "Ask CEO or deputy: " in told("person", who="CEO or deputy", question="Who?")[0][1]


def test_a_full_stop_is_left_to_the_report() -> None:
    assert told("person", who="Staff", question="Tell us.")[0][1].endswith("Ask staff: Tell us")
