from rsqm_tool.model import Rating
from tests.bench import findings, gone, item, rating, told


def theirs(word: str = "met") -> Rating:
    return rating("1.1", word, met_by="probation")


def test_what_the_service_does_itself_is_nothing_to_say() -> None:
    assert told("met_by", [item("POL-01")]) == []
    assert told("met_by", [item("POL-01")], own=rating("1.1")) == []


def test_the_partners_own_evidence_is_here() -> None:
    assert told("met_by", [item("POL-01"), item("LOG-01", agency="probation")], own=theirs()) == [
        ("met", "Fenland Probation meets this criterion, and its evidence is here: LOG-01")
    ]


def test_the_services_own_evidence_is_not_the_partners() -> None:
    (finding,) = findings("met_by", [item("POL-01"), item("LOG-01", agency="yjs")], own=theirs())
    assert (str(finding.outcome), finding.message) == (
        "partly met",
        "Fenland Probation is said to meet this criterion, but no evidence of theirs is here to read",
    )
    assert finding.next_step == "Ask Fenland Probation for it, and register it with `agency: probation`."
    assert str(finding.where) == "evidence/self-assessment.yaml:4:3"


def test_theirs_is_registered_and_its_file_is_missing() -> None:
    (finding,) = findings("met_by", [gone(item("LOG-01", agency="probation", line=8))], own=theirs())
    assert finding.message.endswith("; LOG-01 is registered, but its file cannot be read")
    assert (finding.evidence, str(finding.where)) == ("LOG-01", "evidence/register.yaml:8:5")


def test_a_partner_that_the_workspace_does_not_name_is_called_by_its_id() -> None:
    own = rating("1.1", met_by="council")
    assert told("met_by", [item("LOG-01", agency="council")], own=own)[0][1].startswith("council meets")
