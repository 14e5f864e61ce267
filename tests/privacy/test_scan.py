"""Places, masks and hashes; what is known, what is allowed, and that no text takes long."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import date

import pytest

from rsqm_tool.model import Location
from rsqm_tool.model.privacy import APART, UNREAD, Allowance, Part, Piece, Unread
from rsqm_tool.privacy.mask import digest, masked
from rsqm_tool.privacy.rules import load
from rsqm_tool.privacy.scan import Allowed, scan
from tests.privacy.looking import AS_OF, PEOPLE, scanned, told

FILE = "evidence/documents/minutes.docx"


def piece(text: str, part: Part = Part.BODY, **place: object) -> Piece:
    return Piece(text, Location(FILE, **place), part)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "value", "shown"),
    [
        ("phone", "07700 900123", "07*** ***123"),
        ("email", "jane.doe@example.org", "ja**.***@*******.org"),
        ("nhs_number", "943 476 5919", "9** *** ***9"),  # ten digits: one at each end
        ("postcode", "PE30 1AB", "**** ***"),  # short: nothing
        ("bank", "12-34-56", "**-**-**"),
        ("names", "Jane Smith-Jones", "**** *****-*****"),
        ("date_of_birth", "12 September 1987", "** ********* ****"),
    ],
)
def test_a_mask_keeps_the_form_and_little_else(rule: str, value: str, shown: str) -> None:
    assert masked(rule, value) == shown


def test_a_hash_is_of_the_rule_and_the_one_spelling() -> None:
    """sha256 of "phone", a line end and 07700900123, which is how the number is compared."""
    assert digest("phone", "07700900123") == "b0110802db65bc86c1c0e7a6845d9ef4f6af91a3f1ab01adbd3cc9d7e2abe1c1"
    one, other = scanned(piece("07700 900123"), piece("+44 7700 900123", page=2)).hits
    assert one.digest == other.digest == digest("phone", "07700900123") != digest("email", "07700900123")


def test_the_value_is_nowhere_in_what_is_found() -> None:
    hits = scanned(piece("Jane Smith, 07700 900123", heading="Case of Jane Smith")).hits
    shown = " ".join(f"{hit.masked} {hit.digest} {hit.file} {hit.spot}" for hit in hits)
    assert len(hits) == 2 and "Jane" not in shown and "900" not in shown
    assert {hit.where.heading for hit in hits} == {"Case of **** *****"}


def test_lines_are_counted_from_where_a_piece_begins() -> None:
    found = scanned(piece("a\nb\n07700 900123\nJane Smith", line=10, column=3))
    assert told(found) == [("line 12", "phone"), ("line 13", "names")]


def test_a_row_tells_the_header_of_the_cell() -> None:
    row = Piece(
        APART.join(["C-1", "", "07700 900123"]), Location(FILE, sheet="Log", row=4), Part.CELL, ("Ref", "", "Tel")
    )
    assert told(scanned(row)) == [("sheet Log, row 4, Tel", "phone")]


def test_nothing_is_found_across_two_pieces_or_two_cells() -> None:
    assert not scanned(piece("07700"), piece("900123"), piece(f"Ring 07700{APART}900123")).hits


def test_text_that_only_looks_different_is_the_same() -> None:
    """No-break spaces, soft hyphens, marks of no width, full-width digits and typographic apostrophes."""
    odd = "07700\u00a0900\u00ad123, \uff10\uff17700 900456, jane\u200b@example.org, Kate O’Brien, AB–12–34–56–C"
    assert [rule for _, rule in told(scanned(piece(odd)))] == ["email", "names", "national_insurance", "phone", "phone"]


def test_one_value_is_told_once_as_what_it_is_in_whole() -> None:
    """The IBAN holds eight digits behind a space, and the address a name."""
    found = scanned(piece("account GB82 WEST 1234 5698 7654 32, Jane.Smith@example.org"))
    assert [(rule, hit.masked[:2]) for hit, (_, rule) in zip(found.hits, told(found), strict=True)] == [
        ("bank", "GB"),
        ("email", "Ja"),
    ]


def test_what_the_service_declares_is_silent_however_it_is_written() -> None:
    contacts = ["0800 555 0100", "Hub@fenland.example", "Jane Smith, Head of service"]
    found = scanned(piece("Ring +44 800 555 0100 or hub@fenland.example, ask for Jane Smith. Not 07700 900123."),
                    contacts=contacts)  # fmt: skip
    assert [rule for _, rule in told(found)] == ["phone"]
    assert found.known == 3


def allowance(file: str = FILE, rule: str = "phone", until: date = AS_OF, value: str = "07700900123") -> Allowance:
    return Allowance(rule, digest(rule, value), file, "It is on the poster in the street", "Head of service", until,
                     Location("evidence/privacy-allow.yaml", 2, 5))  # fmt: skip


def test_what_is_allowed_passes_in_its_file_until_its_day() -> None:
    """The day itself is still in time."""
    holds = allowance()
    found = scanned(piece("07700 900123"), entries=[holds])
    assert found.hits == () and [entry for _, entry in found.allowed] == [holds]
    elsewhere = scanned(piece("07700 900123"), entries=[allowance("evidence/documents/other.docx")])
    assert len(elsewhere.hits) == 1 and len(elsewhere.unused) == 1
    ended = scanned(piece("07700 900123"), entries=[allowance(until=date(2026, 11, 19))])
    assert len(ended.hits) == 1 and len(ended.expired) == 1 and ended.unused == ()


def test_on_a_built_page_it_passes_wherever_it_stands() -> None:
    """The page is made of the file that it was allowed in."""
    assert scanned(piece("07700 900123"), entries=[allowance("evidence/register.yaml")], anywhere="").hits == ()
    assert len(scanned(piece("07700 900123"), entries=[allowance("rsqm.yaml")], anywhere="build/").hits) == 1


def test_a_file_that_cannot_be_looked_through_is_allowed_by_its_hash() -> None:
    scan_of = Unread(Location(FILE), "It is a picture", "f" * 64, copied=True)
    rules = load()
    assert scan([scan_of], rules, Allowed(), AS_OF).stops
    entry = Allowance(UNREAD, "f" * 64, FILE, "Looked at by two people", "Data lead", AS_OF, Location("a"))
    assert not scan([scan_of], rules, Allowed([entry]), AS_OF).stops
    changed = Unread(Location(FILE), "It is a picture", "e" * 64, copied=True)
    assert scan([changed], rules, Allowed([entry]), AS_OF).stops


def test_what_is_private_is_told_apart_and_stops_nothing() -> None:
    found = scan([piece("07700 900123")], load(), Allowed(), AS_OF, apart=[FILE])
    assert found.hits == () and len(found.apart) == 1 and not found.stops


RUNS = [
    "0", "1", "a", "A", "@", "a@", "+", "(", "-", "07", "0 ", "1-", "/", "A1 ", "12/", "é", "\n", "<a", "[at]",
    "a.", "DOB ", "born ", "crime no ", "Jane ", "J ", "4111 ", "GB82", "account ", "1.2.", "20", "+44", "(0",
    "S/C ", "DOB 1", "born 1 1 1", "D O B", "O", "0O", "0\n", "07700\n", "01 ", "ab1", "A 1", "X1 2", "AB12 ",
    "GB82 ", "gb1\n", "sort code 1 ", "police ref ", "crime 1/", "35/12345/28 ", "cust. ", "PNC 1", "12/O",
    "NHS no 1 ", "CRN X1", "prisoner A1", "postcode A ", "E1\n", "tel 7700 ", "tel 0 ", "a@b.\n", "a@b-",
    "Jane-", "J_", "Jane|", "O'",
]  # fmt: skip


@pytest.mark.parametrize("run", RUNS)
def test_no_text_takes_long(run: str) -> None:
    """200 kB of one thing over and over, by all rules: quadratic work would take minutes."""
    text = (run * 200_000)[:200_000]
    rules = load(PEOPLE)
    begin = time.process_time()
    scan([piece(text)], rules, Allowed(), AS_OF)
    assert time.process_time() - begin < 3


def test_thousands_of_hits_in_one_text() -> None:
    begin = time.process_time()
    found = scanned(piece("".join(f"p{n}@example.org\n" for n in range(10_000)), line=1))
    assert len(found.hits) == 10_000 and found.hits[-1].where.line == 10_000
    assert time.process_time() - begin < 5


def test_findings_hold_no_value() -> None:
    row = Piece("07700 900123", Location(FILE, sheet="Jane Smith", row=2), Part.CELL, ("J. Smith",))
    found = str(asdict(scanned(row)))
    assert "phone" in found and "Jane" not in found and "J." not in found and "900123" not in found
