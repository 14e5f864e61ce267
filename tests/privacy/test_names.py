"""Names of a list: the ways in which one is written, and what is another word."""

from __future__ import annotations

import time

import pytest

from rsqm_tool.privacy.rules.names import Names, normal
from tests.privacy.looking import find


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Present: Jane Smith", ["Jane Smith"]),
        ("Smith, Jane; SMITH, Jane; JANE SMITH", ["Smith, Jane", "SMITH, Jane", "JANE SMITH"]),
        ("J. Smith and J Smith", ["J. Smith", "J Smith"]),
        ("Smith, J.", ["Smith, J"]),
        ("Mrs Smith rang", ["Mrs Smith"]),
        ("Jane A. Smith", ["Jane A. Smith"]),
        ("Jane Smith's letter, the Jane Smith-led review", ["Jane Smith", "Jane Smith"]),
        ("Jane\nSmith", ["Jane\nSmith"]),
        ("Smith\tJane", ["Smith\tJane"]),  # two cells of a row
        ("Kate O'Brien, O'BRIEN, KATE", ["Kate O'Brien", "O'BRIEN, KATE"]),
        ("jane smith, Janet Smith and Jane Smithson, Jane. The Smith", []),
        ("A Young person", []),  # Anna Young is on the list; "A" is a word
        ("A. Young, Young, A.", ["A. Young"]),
        ("Jane spoke. Mr Smithers", []),
        ("Ward J, Smith Road; Appendix J\nSmith Road; Jane, Smith and Young", []),  # two items of a list, two lines
        ("Smith Jane consent, SMITH Jane, seen by Smith. Jane left", ["Smith Jane", "SMITH Jane"]),
        ("consent_Jane_Smith_signed.pdf, J_Smith, Smith_J", ["Jane_Smith", "J_Smith", "Smith_J"]),
        ("JaneSmith.docx, SmithJane", ["JaneSmith", "SmithJane"]),
        ("JANESMITH and Janesmith", []),  # such as ROSEWOOD and Rosewood
        (
            "Jane,Smith and |Smith|Jane| and Jane%20Smith and Jane (Smith)",
            ["Jane,Smith", "Smith|Jane", "Jane%20Smith", "Jane (Smith"],
        ),
        ("Kate O’Brien, Kate OBrien, Kate O Brien", ["Kate O’Brien", "Kate OBrien", "Kate O Brien"]),
        ("Jane S. and Jane alone", []),  # nothing tells who it is
        ("Jane Mary Smith, Jane M. A. Smith", ["Jane Mary Smith", "Jane M. A. Smith"]),
        ("Jane. Mary Smith / Jane, Mary Smith / Jane\nMary\nSmith", []),  # sentences, items, lines
        ("Smith J. (Smith J) SMITH J was here", ["Smith J", "Smith J", "SMITH J"]),
        ("Smith J\nSmith J, Ashgrove; Smith J went", ["Smith J"]),  # "Ward P, Ashgrove" is a place
        ("YOUNG A\nYoung A\nYOUNG A WAS", ["YOUNG A"]),
        ("Jane      Smith, Smith \t\t\t Jane", ["Jane      Smith", "Smith \t\t\t Jane"]),
        ("Jane and Peter Smith, Jane & Peter J. Smith", ["Jane and Peter Smith", "Jane & Peter J. Smith"]),
        ("J and P Smith, J. and P. Smith", ["J and P Smith", "J. and P. Smith"]),
        ("Jane and Smith / Jane & Smith / Anna and Peter. Young people; options A and B. Young people", []),
        (
            "Mr and Mrs Smith, Cllr Smith, PC Smith, Lady Smith, Dr J Smith",
            ["Mrs Smith", "Cllr Smith", "PC Smith", "Lady Smith", "Dr J Smith"],
        ),
        ("Cllr\nSmith; the PS.\nYoung people", ["Cllr\nSmith"]),
        ("Jane Smi-\nth, JANE SMI-\nTH, Ja-\n  ne Smith", ["Jane Smi-\nth", "JANE SMI-\nTH", "Ja-\n  ne Smith"]),
        ("Jane\0Smith\0Jane", ["Jane\0Smith"]),  # neighbouring cells
        ("Smith\0J\0x\nSmith\0J.", ["Smith\0J", "Smith\0J"]),
        ("to Smith\0J\0x\nSmith\0J went", []),  # neither is a whole cell
        ("Jane\0\0Smith / Jane\n\0\nSmith", []),  # a cell between; two pieces of text
        ('["Jane","Smith"]', ['Jane","Smith']),
    ],
)
def test_ways_of_writing_a_name(text: str, found: list[str]) -> None:
    assert find("names", text) == found


def test_a_middle_name_is_gone_over_though_another_has_it() -> None:
    """Two people of one first name: the words of the one do not hide the other."""
    people = ["Jane Mary Walker", "Jane Smith"]
    assert find("names", "Jane Mary Smith and Jane Mary Walker", people) == ["Jane Mary Smith", "Jane Mary Walker"]


def test_a_title_may_be_a_surname() -> None:
    assert find("names", "Tom Lord, Mr Lord, Lord, T", ["Tom Lord"]) == ["Tom Lord", "Mr Lord", "Lord, T"]


def test_a_name_broken_at_the_end_of_a_line_is_the_same_name() -> None:
    assert normal("Jane Smi-\nth") == normal("Smith, Jane")


LONG = ["Jane ", "Jane and ", "Jane & ", "Jane\0", "Jane" + " " * 79, "Jane Mary ", "J. ", "J ", "Mr ", "Smith J",
        "SMITH J\0", "Smi-\n", "A-\n", 'Jane","']  # fmt: skip


@pytest.mark.parametrize("run", LONG)
def test_no_text_takes_long(run: str) -> None:
    """200 kB of one thing over and over: quadratic work would take minutes."""
    names = Names(["Jane Smith", "Jane Mary Ann Smithers", "J Young"])
    begin = time.process_time()
    assert len(list(names.find((run * 200_000)[:200_000]))) < 40_000
    assert time.process_time() - begin < 3


def test_a_line_with_a_comma_may_have_either_first() -> None:
    """Some lists are exported as Smith,Jane and some as Jane,Smith; nothing tells which."""
    assert find("names", "Smith, Jane and Jane Smith", ["Jane,Smith"]) == ["Smith, Jane", "Jane Smith"]


def test_small_words_belong_to_the_surname() -> None:
    assert find("names", "Anna van Dyke, A. van Dyke, van Dyke, Anna", ["Anna van Dyke"])[:2] == [
        "Anna van Dyke",
        "A. van Dyke",
    ]


def test_a_name_without_its_accents_and_its_hyphens() -> None:
    people = ["Zoë Ødegård", "Jean-Luc Marlowe-Tarn", "Wystan Ap Reedham"]
    found = [
        "Zoe Odegard",
        "ZOË ØDEGÅRD",
        "Jean Luc Marlowe Tarn",
        "J-L Marlowe-Tarn",
        "Marlowe-\nTarn, J",
        "W Ap Reedham",
    ]
    assert find("names", "; ".join(found), people) == found
    assert find("names", "Zoë Ødegård", ["Zoe Odegard"]) == ["Zoë Ødegård"]


def test_a_single_name_is_found_as_it_stands() -> None:
    assert find("names", "Tyrone said. TYRONE. tyrone.", ["Tyrone"]) == ["Tyrone"]


def test_five_thousand_names_take_no_longer_than_five() -> None:
    """They are looked for by their first words; not one after the other."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    many = [f"{a}{b}ra {c}{d}son".title() for a in letters[:10] for b in letters[:10] for c in letters[:10]
            for d in letters[:5]]  # fmt: skip
    assert len(set(many)) == 5_000
    text = "The Board met. Minutes of the Hub for Review by Anna Young. " * 5_000
    taken = []
    for people in (many[:5], many):
        names = Names(people)
        begin = time.perf_counter()
        assert list(names.find(text)) == []
        taken.append(time.perf_counter() - begin)
    assert taken[1] < 5 * taken[0] + 0.2
