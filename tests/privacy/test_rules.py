"""What each rule finds, and what only looks like it. All values are invented, or kept free for examples."""

from __future__ import annotations

import pytest

from rsqm_tool.privacy import rules
from tests.privacy.looking import find

FOUND = [
    ("email", "Write to jane.doe@example.org.", "jane.doe@example.org"),
    ("email", "<j-d+rj@mail.example.co.uk>", "j-d+rj@mail.example.co.uk"),
    ("email", "jane.doe (at) example.org", "jane.doe (at) example.org"),
    ("email", "zoë@exämple.org", "zoë@exämple.org"),
    ("phone", "Ring 07700 900123 today", "07700 900123"),
    ("phone", "07700900123", "07700900123"),
    ("phone", "(01632) 960123", "(01632) 960123"),
    ("phone", "T 020 7946 0958, 2024", "020 7946 0958"),
    ("phone", "0300 123 4567 2026", "0300 123 4567"),
    ("phone", "+44 (0)7700 900123", "+44 (0)7700 900123"),
    ("phone", "0044 7700 900123", "0044 7700 900123"),
    ("phone", "447700900123", "447700900123"),
    ("phone", "+33 1 23 45 67 89", "+33 1 23 45 67 89"),
    ("phone", "call 01999 999999", "01999 999999"),  # not given out, but said to be one
    ("postcode", "14 Mill Lane, PE30 1AB", "PE30 1AB"),
    ("postcode", "pe30 1ab", "pe30 1ab"),
    ("postcode", "SW1A1AA", "SW1A1AA"),
    ("postcode", "W1A 0AX", "W1A 0AX"),
    ("national_insurance", "AB 12 34 56 C", "AB 12 34 56 C"),
    ("national_insurance", "AB123456D", "AB123456D"),
    ("national_insurance", "NI number: AB123456", "AB123456"),
    ("nhs_number", "943 476 5919", "943 476 5919"),
    ("nhs_number", "9434765919", "9434765919"),
    ("bank", "Sort code 12-34-56", "12-34-56"),
    ("bank", "12-34-56 12345678", "12-34-56 12345678"),
    ("bank", "account number: 12345678", "12345678"),
    ("bank", "4111 1111 1111 1111", "4111 1111 1111 1111"),
    ("bank", "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32"),
    ("date_of_birth", "DOB 12/03/1987", "12/03/1987"),
    ("date_of_birth", "Date of birth: 3rd March 1990", "3rd March 1990"),
    ("date_of_birth", "born on 4 May 2001", "4 May 2001"),
    ("date_of_birth", "12.3.87 (DOB)", "12.3.87"),
    ("date_of_birth", "born in Wisbech on 4 May 2001", "4 May 2001"),
    ("police", "2012/0052494Q", "2012/0052494Q"),
    ("police", "12/52494Q", "12/52494Q"),
    ("police", "PNC ID 12/52494A", "12/52494A"),  # a wrong letter, but said to be one
    ("police", "CRO 123456/12A", "123456/12A"),
    ("police", "crime reference 42/12345/25", "42/12345/25"),
    ("police", "Crime number: 10240123456", "10240123456"),
    ("police", "custody record YE/12345/24", "YE/12345/24"),
    ("prison_number", "A1234BC", "A1234BC"),
    ("prison_number", "prison number a1234bc", "a1234bc"),
    ("probation", "CRN X123456", "X123456"),
    ("probation", "X123456 (Delius)", "X123456"),
    ("case_urn", "01AB1234525", "01AB1234525"),
    ("case_urn", "URN 01 12 34567 25", "01 12 34567 25"),
    ("case_urn", "T20267001", "T20267001"),
]

# As people type them: joined to their label or to a slash, with gaps in other places, in the names of files, broken by
# the end of a line, with a letter for a figure.
WRITTEN_OTHERWISE = [
    ("email", "consent jane.doe@example.org.docx", "jane.doe@example.org"),
    ("email", "mail_jane@example.org_notes.pdf", "mail_jane@example.org"),
    ("email", "jane.doe@example.\norg and so on", "jane.doe@example.\norg"),
    ("email", "jane {at} example {dot} org", "jane {at} example {dot} org"),
    ("phone", "Tel07700900123", "07700900123"),
    ("phone", "mob/07700 900123", "07700 900123"),
    ("phone", "ring_07700900123.docx", "07700900123"),
    ("phone", "07 700 900 123", "07 700 900 123"),
    ("phone", "07700\n900123", "07700\n900123"),
    ("phone", "Ring 01632\n960123", "01632\n960123"),
    ("phone", "O7700 90O l23", "O7700 90O l23"),
    ("phone", "WhatsApp: 7700 900 123", "7700 900 123"),
    ("phone", "Tel 0 7 7 0 0 9 0 0 1 2 3", "0 7 7 0 0 9 0 0 1 2 3"),
    ("phone", "+353 20 915 1234", "+353 20 915 1234"),  # as long as one, if not given out
    ("postcode", "Pe47 1Xb", "Pe47 1Xb"),
    ("postcode", "consent_PE47_1XB.pdf", "PE47_1XB"),
    ("postcode", "9 Mill Lane PE47\n1XB", "PE47\n1XB"),
    ("postcode", "PE47 OXB", "PE47 OXB"),
    ("postcode", "PE4O 1XB", "PE4O 1XB"),
    ("postcode", "Address: 9 Mill Lane, E1 OXB", "E1 OXB"),
    ("postcode", "p/code PE4 7 1XB", "PE4 7 1XB"),
    ("postcode", "Postcode P E 4 7 1 X B", "P E 4 7 1 X B"),
    ("national_insurance", "Aj 12 34 56 c", "Aj 12 34 56 c"),
    ("national_insurance", "NINOAJ123456C", "AJ123456C"),
    ("national_insurance", "claim_AJ123456C.pdf", "AJ123456C"),
    ("national_insurance", "Nat. Ins. A J 1 2 3 4 5 6 C", "A J 1 2 3 4 5 6 C"),
    ("national_insurance", "AJ 12\n34 56 C", "AJ 12\n34 56 C"),
    ("national_insurance", "AJ 12 3O 5l C", "AJ 12 3O 5l C"),
    ("national_insurance", "AJ 12 34 56 is his NI number", "AJ 12 34 56"),
    ("nhs_number", "NHS no9990123454", "9990123454"),
    ("nhs_number", "N.H.S. No. 9990 123 454", "9990 123 454"),
    ("nhs_number", "letter_9990123454.pdf", "9990123454"),
    ("nhs_number", "999/012/3454", "999/012/3454"),
    ("nhs_number", "the patient's, 999 012\n3454,", "999 012\n3454"),
    ("nhs_number", "NHS number: 9 9 9 0 1 2 3 4 5 4", "9 9 9 0 1 2 3 4 5 4"),
    ("nhs_number", "patient 999 O12 3454", "999 O12 3454"),
    ("bank", "sc 20.00.00", "20.00.00"),
    ("bank", "sort code20-00-00", "20-00-00"),
    ("bank", "Sort code 1 2 3 4 5 6", "1 2 3 4 5 6"),
    ("bank", "ac 12345678", "12345678"),
    ("bank", "account number is: 1 2 3 4 5 6 7 8", "1 2 3 4 5 6 7 8"),
    ("bank", "receipt_4111111111111111.pdf", "4111111111111111"),
    ("bank", "Card4111 1111 1111 1111/declined", "4111 1111 1111 1111"),
    ("bank", "Visa 4111 1111\n1111 1111", "4111 1111\n1111 1111"),
    ("bank", "4111.1111.1111.1111", "4111.1111.1111.1111"),
    ("bank", "gb82 west 1234 5698 7654 32 and no more", "gb82 west 1234 5698 7654 32"),
    ("bank", "GB82WEST12345698765432 BIC ABCDGB2L", "GB82WEST12345698765432"),
    ("bank", "IBANGB82WEST12345698765432", "GB82WEST12345698765432"),
    ("date_of_birth", "D/O/B 12/03/87", "12/03/87"),
    ("date_of_birth", "D O B 12 / 03 / 1987", "12 / 03 / 1987"),
    ("date_of_birth", "(dob12/03/1987)", "12/03/1987"),
    ("date_of_birth", "DOB = 19870312", "19870312"),
    ("date_of_birth", "dateOfBirth: 1987-03-12T00:00:00", "1987-03-12"),
    ("date_of_birth", "dob_12_03_1987.docx", "12_03_1987"),
    ("date_of_birth", "DOB 12 March\n1987", "12 March\n1987"),
    ("date_of_birth", "DOB 12Mar1987", "12Mar1987"),
    ("date_of_birth", "DOB 1 2 / 0 3 / 1 9 8 7", "1 2 / 0 3 / 1 9 8 7"),
    ("date_of_birth", "DOB O4/11/1979", "O4/11/1979"),
    ("date_of_birth", "12/03/1987 is her date of birth", "12/03/1987"),
    ("police", "PNC2012/9900524W", "2012/9900524W"),
    ("police", "antecedents 12-9900524W.pdf", "12-9900524W"),
    ("police", "PNC number:12/9900524W/no", "12/9900524W"),
    ("police", "P.N.C. 12 / 9900524 W", "12 / 9900524 W"),
    ("police", "CRO/123456/28Y", "123456/28Y"),
    ("police", "(cro: sf28/99001q)", "sf28/99001q"),
    ("police", "crime ref: 35 / 61200 / 28", "35 / 61200 / 28"),
    ("police", "Crime no. 35 61200 28", "35 61200 28"),
    ("police", "crime number 3 5 / 6 1 2 0 0 / 2 8", "3 5 / 6 1 2 0 0 / 2 8"),
    ("police", "the crime that the officer gave as 35/61200/28", "35/61200/28"),
    ("police", "custody ref FN 4402/28", "FN 4402/28"),
    ("police", "Cust. rec. 35ed/0912/28", "35ed/0912/28"),
    ("prison_number", "a prisoner: A-1234-QX", "A-1234-QX"),
    ("prison_number", "visit_A1234QX_signed.pdf", "A1234QX"),
    ("prison_number", "visits/A1234QX/A1235QX", "A1234QX A1235QX"),
    ("prison_number", "NOMISA1234QX", "A1234QX"),
    ("prison_number", "prison number A 1 2 3 4 Q X", "A 1 2 3 4 Q X"),
    ("prison_number", "prison no A12O4QX", "A12O4QX"),
    ("probation", "CRNX012345", "X012345"),
    ("probation", "C.R.N. X012345", "X012345"),
    ("probation", "CRN X 012 345", "X 012 345"),
    ("probation", "crn_X012345.pdf", "X012345"),
    ("probation", "CRN X01\n2345", "X01\n2345"),
    ("probation", "the probation number, as the officer read it out on the telephone, is X012345", "X012345"),
    ("case_urn", "URN35QX1234528", "35QX1234528"),
    ("case_urn", "URN: 35QX 12345 28", "35QX 12345 28"),
    ("case_urn", "urn 35-qx-12345-28", "35-qx-12345-28"),
    ("case_urn", "35QX1234528/35QX1234628", "35QX1234528 35QX1234628"),
    ("case_urn", "report_35QX1234528.docx", "35QX1234528"),
    ("case_urn", "CPS URN 35QX12345\n28", "35QX12345\n28"),
    ("case_urn", "3 5 Q X 1 2 3 4 5 2 8", "3 5 Q X 1 2 3 4 5 2 8"),
]

LOOK_ALIKES = [
    ("phone", "07319501616d56d6317ff146fa292f854dd7b8b3c69afc47775c8c5dc247ed5c"),  # the SHA-256 of a file
    ("phone", "From the commit 07319501616d56d6317ff146fa292f854dd7b8b3"),
    ("email", "icon@2x.png and actions/checkout@v6, a @ b, 5@10"),
    ("phone", "01/04/2026 - 31/03/2027"),
    ("phone", "£01632960123, 0.1632960123, C-0405-1, 2026-27"),
    ("phone", "0 12 34 56 78 90"),  # a row of figures
    ("phone", "ISBN 0 306 40615 2"),
    ("postcode", "on the M25 and the A14, part B1 2nd draft, form F1 1AA"),
    ("postcode", "P-012, C-0405-1, POL-05, colour #ba12ab, e174ab"),
    ("national_insurance", "QQ 12 34 56 C"),  # what forms print as an example
    ("national_insurance", "AB123456"),  # without its letter, and nothing says what it is
    ("nhs_number", "943 476 5918"),  # its check digit is wrong
    ("nhs_number", "ISBN 0306406152"),
    ("nhs_number", "£1,943,476,591 and 1234567890"),
    ("bank", "12-05-24, 01-04-2026, page 12345678"),
    ("bank", "accounts for 20260401"),
    ("bank", "4111 1111 1111 1112"),
    ("date_of_birth", "born after 1 April 2008"),
    ("date_of_birth", "newborn. 12/03/1987"),
    ("date_of_birth", "Date of birth: ______ Reviewed 1 April 2026"),
    ("police", "SI 2015/1234, 2025/26, paragraph 12/3"),
    ("police", "police record 2024/25, crime report 01/04/2024"),
    ("police", "custody ref C-0405-1"),
    ("prison_number", "A1234, B12345, commit a1234bc"),
    ("probation", "X123456"),
    ("case_urn", "2026-1234, 12345678901"),
    # What the other ways of writing must not take in.
    ("email", "actions/checkout@v6.\nThen run it, icon@2x.min.png, look at fenland dot example"),
    ("phone", "call 2026 to 2027, text 2000 words, 1500 words, ring binder 1234567890"),
    ("phone", "Order number 2015550123, grant no. 1520123456, + 14285714.286 and +12 345 678"),
    ("phone", "tel. extension 204, 0930 to 1630; 0 1 2 3 4 5 6 7 8 9 10"),
    ("postcode", "room B12 2hr slot, unit M10 5ft wide, Level B1 2Nd Floor, hall E1 - 2 pm"),
    ("postcode", "Postcode areas B 1, 2 and 3"),
    ("postcode", "LEVEL B1 OLD WING; line B1\n2ND FLOOR"),
    ("national_insurance", "National Insurance is due by 05/04/26 and rates are as 12/04/26"),
    ("national_insurance", "Reply by 12-04-26 a copy is kept, or by 12.04.26 a second"),
    ("national_insurance", "NIST SP 800-131A"),
    ("nhs_number", "patient hours 12 345 678 90, NHS trusts 12 34 56 78 90, NHS number of beds 2026"),
    ("nhs_number", "4 4 5 5 3 4 5 5 4 5 5 3 4 5 5 4"),
    ("bank", "Account 2025-2026, bank account 12-05-2026, account 12 05 2026, receipt 00012345, 01-04-26"),
    ("bank", "card sort 4 5 6 7 8 9 10; mean 4512.8830441255; 20-30-40 minutes"),
    ("bank", "Company no. SC123456 and SC 123456; dt64tz astype deprecated and gone"),
    ("date_of_birth", 'Column "dob" removed 03/02/2025; a "date of birth" was added 03/02/2025'),
    ("date_of_birth", "what to do B 12/03/2026; the stillborn unit, 12/03/2026"),
    ("police", "Item 12/2026A, minute 26/104B, ss 16-33A, pp. 112-118, SF12/1A, police plan 12/2025/26"),
    ("police", "File 2012/9900524A"),  # a wrong letter, and nothing says what it is
    ("police", "crime report no 12 of 2026, police report, pp 12-34A, PNC checks 12-34, 2025/26"),
    ("prison_number", "from 5 Nov 2026 to 5 May 2027"),
    ("bank", "commit ac12345678"),
    ("prison_number", "HMP Fenmarsh, room C 1400 on Friday; prisoner day, hall B 1030 to 1200"),
    ("probation", "Probation officer, room B 12/04/26; CRN form, version E 12 04 26"),
    ("case_urn", "case number 12 of 40000 26; CPS 2026 12 345 67; s.12(3)(b), section 66ZA(1)"),
]


@pytest.mark.parametrize(("rule", "text", "value"), FOUND)
def test_found(rule: str, text: str, value: str) -> None:
    assert find(rule, text) == [value]


@pytest.mark.parametrize(("rule", "text", "value"), WRITTEN_OTHERWISE)
def test_found_however_it_is_written(rule: str, text: str, value: str) -> None:
    assert " ".join(find(rule, text)) == value


NOT_FOUND = [
    ("email", "jane dot doe at example dot org"),  # "look at fenland dot example" is written so, too
    ("prison_number", "his number is A 12 34 QX"),  # nothing says of what; "T 12 30 PM" has the form
    ("probation", "X012345 alone in a cell"),  # products and parts are numbered so
    ("bank", "the roll number 12345678"),  # every office has numbers of eight figures
]


@pytest.mark.parametrize(("rule", "text"), NOT_FOUND)
def test_what_the_rules_do_not_find(rule: str, text: str) -> None:
    """Whoever reads these knows what a person has to look for."""
    assert find(rule, text) == []


def test_a_form_whose_check_letter_fits_by_chance_is_found() -> None:
    """One in 23 does. Paper 26/1042C of a committee: 260001042 mod 23 is 3, and Z A B C has C there."""
    assert find("police", "Minute 26/1042C") == ["26/1042C"]
    assert find("police", "Minute 26/1042D") == []


@pytest.mark.parametrize(("rule", "text"), LOOK_ALIKES)
def test_only_looks_like_it(rule: str, text: str) -> None:
    assert find(rule, text) == []


# What the fictional service and its catalogue are full of. No rule may find anything in it.
ORDINARY = """
Data Protection Act 2018, section 15; UK GDPR article 6(1)(e); Victims' Code 2020; SI 2015/1234; [2019] EWCA Civ 12.
POL-05 version 2.1.10, approved 2026-04-01, review by 01/04/2027, pages 12-14, section 4.4.2, criterion "2.5".
C-0405-1, C-0405, P-012, I-001, A-07, MIN-05, R1, H2; budget £1,250,000 (2026/27), 12.5 %, 1,234,567; 84 days, 12 weeks.
09:30 to 16:45, 2026-11-20T09:30:00Z, +3.5 points, 14 of 16, 1st to 3rd quarter, 2026-Q3, Room B12, M11, A10, 20-21.
sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 and rsqm-tool==0.1.0
"""


@pytest.mark.parametrize("rule", rules.rule_names())
def test_nothing_is_found_in_ordinary_words_and_figures(rule: str) -> None:
    assert find(rule, ORDINARY) == []


SPELLINGS = [
    (
        "phone",
        "07700 900123",
        "+44 (0)7700 900123",
        "00447700900123",
        "447700900123",
        "O77OO 900l23",
        "7700 900123",
        "07700\n900123",
    ),
    (
        "email",
        "Jane.Doe@example.org",
        "jane.doe (at) example.org",
        "jane.doe@example.\norg",
        "jane.doe {at} example.org",
    ),
    ("postcode", "pe30 1ab", "PE301AB", "Pe30_1Ab", "P E 3 0 1 A B", "PE3O 1AB"),
    ("postcode", "SW1A 0AX", "SW1A OAX", "sw1a0ax"),
    ("national_insurance", "ab 12 34 56 c", "AB123456C", "A B 1 2 3 4 5 6 C", "AB 12 34 56\nC"),
    ("national_insurance", "OL 10 20 30 A", "ol lO 2O 3O a"),  # the first two are letters
    ("nhs_number", "999 012 3454", "9990123454", "999.O12.3454", "9 9 9 0 1 2 3 4 5 4"),
    ("bank", "GB82 WEST 1234 5698 7654 32", "gb82west12345698765432", "GB82-WEST-1234-5698-7654-32"),
    ("bank", "4111 1111 1111 1111", "4111111111111111", "4111-1111\n1111-1111", "41ll 1111 1111 1111"),
    ("bank", "20-00-00 12345678", "20 00 00, acc no 12345678", "20.00.00\nA/C 12345678"),
    (
        "date_of_birth",
        "12/03/1987",
        "12 March 1987",
        "1987-03-12",
        "12.3.1987",
        "12/3/87",
        "19870312",
        "12031987",
        "120387",
        "March 12th, 1987",
        "12 Mar\n1987",
        "1 2 / 0 3 / 1 9 8 7",
        "12/O3/1987",
    ),
    ("police", "2012/0052494Q", "12/52494q", "12-0052494Q", "20120052494Q", "12 / 52494 Q"),
    ("police", "123456/28Y", "123456-28y", "123456 / 28 Y"),
    ("police", "4071/29N", "004071/29N"),
    ("police", "35/61200/28", "35 / 61200 / 28", "3 5 / 6 1 2 0 0 / 2 8"),
    ("prison_number", "A1204QX", "a 1204 qx", "A-12O4-QX"),
    ("probation", "X012345", "x 012 345", "XO12345"),
    ("case_urn", "35QX1034528", "35 qx 10345 28", "35QX1O34528"),
    ("names", "Jane  Smith", "JANE\nSmith", "jane-smith", "Smith, Jane", "JaneSmith", "Jane_Smith"),
    ("names", "Zoë O’Brien", "ZOE O'BRIEN", "Zoe OBrien"),
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda s: s[0])
def test_one_value_has_one_spelling(spellings: tuple[str, ...]) -> None:
    """By it the guard knows what is allowed, and what the service declares."""
    rule, *ways = spellings
    assert len({rules.normal(rule, way) for way in ways}) == 1


def test_every_rule_says_what_it_is() -> None:
    for name in rules.rule_names():
        first = rules.documentation(name).partition("\n")[0]
        assert len(first) > 12 and not first.startswith(name)
