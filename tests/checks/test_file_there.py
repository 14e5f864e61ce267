from dataclasses import replace

from rsqm_tool.model import FileState
from tests.bench import findings, gone, item, told


def test_a_file_that_is_there_needs_no_word() -> None:
    assert told("file_there", [item("POL-01")]) == []


def test_a_web_page_or_a_testimony_has_no_file_to_miss() -> None:
    page = item("WEB-01", file=None, url="https://fenland.example/rj", seen_on="2026-10-01")
    words = item("STM-01", file=None, statement="The chair can tell how incidents reach the board")
    assert told("file_there", [page, words]) == []


def test_a_missing_file_is_named_with_what_to_do() -> None:
    (finding,) = findings("file_there", [gone(item("POL-01", "Safeguarding policy", line=12))], at_worst="partly met")
    assert finding.message == "POL-01 (Safeguarding policy) has no file: evidence/documents/POL-01.pdf is missing"
    assert finding.next_step == (
        "There is no 'POL-01.pdf' in evidence/documents. Put the file there, or correct the register."
    )
    assert (str(finding.where), finding.evidence) == ("evidence/register.yaml:12:5", "POL-01")


def test_a_question_keeps_its_mark() -> None:
    unsure = replace(gone(item("POL-01")), file_trouble="There is no 'a.pdf' in evidence/. Did you mean 'A1.pdf'?")
    assert findings("file_there", [unsure])[0].next_step.endswith("Did you mean 'A1.pdf'?")


def test_each_state_has_its_own_words() -> None:
    empty = replace(gone(item("MIN-01")), file_state=FileState.EMPTY)
    damaged = replace(gone(item("MIN-02")), file_state=FileState.UNREADABLE)
    assert told("file_there", [empty, item("MIN-03"), damaged]) == [
        ("partly met", "MIN-01 (Minutes) has an empty file: evidence/documents/MIN-01.pdf"),
        ("partly met", "MIN-02 (Minutes) has a file that cannot be read: evidence/documents/MIN-02.pdf"),
    ]
