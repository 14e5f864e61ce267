"""What the labels of the corpus must keep, by checksums of their own: a wrong label would blame the guard."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest

from tests.privacy.corpus import HERE, RULES, Label, declared, identifiers, listed_names, look_alikes, prose

CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY "
    "G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX "
    "PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF "
    "WN WR WS WV YO ZE"
).split()
DRAMA = (  # Ofcom's numbers for drama, and those of other countries for fiction, without spaces
    r"0(?:113|114|115|116|117|118|121|131|141|151|161)4960\d{3}|01914980\d{3}|02079460\d{3}|02896496\d{3}"
    r"|02920180\d{3}|01632960\d{3}|07700900\d{3}|08081570\d{3}|03069990\d{3}"
    r"|\+35320915\d{4}|\+3319900\d{4}|\+61491570\d{3}|\+120255501\d{2}"
)


def mod_11(ten: str) -> bool:
    """NHS number 999 012 3454: 9x10 + 9x9 + 9x8 + 0 + 1x6 + 2x5 + 3x4 + 4x3 + 5x2 = 293, 293 mod 11 = 7, 11 - 7 = 4."""
    check = 11 - sum(int(figure) * (10 - place) for place, figure in enumerate(ten[:9])) % 11
    return check % 11 == int(ten[9]) and check != 10


def luhn(card: str) -> bool:
    doubled = [int(figure) * (1 + place % 2) for place, figure in enumerate(reversed(card))]
    return sum(figure // 10 + figure % 10 for figure in doubled) % 10 == 0


def mod_97(iban: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


def is_bank_detail(value: str) -> bool:
    """An IBAN or a card by its check digits; a sort code or an account by its length."""
    if value[:2].isalpha():
        return mod_97(value)
    return luhn(value) if len(value) >= 13 else len(value) in (6, 8)


def check_letter(year: str, serial: str) -> str:
    """PNC 28/12345: the year in two figures and the serial in seven, 280012345, mod 23 = 18: U, with Z as 0."""
    return CHECK_LETTERS[int(year[-2:] + serial) % 23]


def bare(value: str) -> str:
    """Without spaces and marks, in capitals, with the letter O that somebody typed for nought put right."""
    plain = re.sub(r"[\s./()-]", "", value.upper())
    return re.sub(r"O(?=\d)|(?<=\d)O", "0", plain)


def ids(labels: tuple[Label, ...]) -> list[str]:
    return [label.id for label in labels]


def of(rule: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("label", identifiers(rule), ids=ids(identifiers(rule)))


def test_there_are_enough_of_each() -> None:
    """At least 250 of either kind, 15 of each rule, and not more than one identifier in six that is called hard."""
    counts = Counter(label.rule for label in identifiers())
    assert set(counts) == set(RULES)
    assert min(counts.values()) >= 15
    assert len(identifiers()) >= 250
    assert len(look_alikes()) >= 250
    assert sum(label.hard for label in identifiers()) * 6 < len(identifiers())
    assert 2_500 < len(prose().split()) < 4_000


def test_the_readme_counts_them() -> None:
    text = (HERE / "README.md").read_text(encoding="utf-8")
    for rule in RULES:
        labels = identifiers(rule)
        assert f"| `{rule}.jsonl` | {len(labels)} | {sum(label.hard for label in labels)} |" in text
    assert f"| **identifiers** | **{len(identifiers())}** | **{sum(label.hard for label in identifiers())}** |" in text
    assert f"| `look_alikes.jsonl` | **{len(look_alikes())}** | |" in text


def test_every_label_is_told_apart() -> None:
    everything = identifiers() + look_alikes()
    assert len({label.id for label in everything}) == len(everything)
    assert len({(label.text, label.value) for label in everything}) == len(everything)
    assert all(label.why for label in everything)


@pytest.mark.parametrize("label", identifiers(), ids=ids(identifiers()))
def test_a_value_is_in_its_text_once(label: Label) -> None:
    assert label.value
    assert label.value == label.value.strip()
    assert label.text.count(label.value) == 1


def test_a_look_alike_has_nothing_to_find() -> None:
    assert {(label.rule, label.value) for label in look_alikes()} == {(None, None)}
    assert not {label.text for label in look_alikes()} & {label.text for label in identifiers()}


@of("email")
def test_addresses_are_at_reserved_domains(label: Label) -> None:
    if label.hard:
        return
    assert label.value is not None
    domain = label.value.rpartition("@")[2].lower()
    assert domain.endswith((".example", ".test")) or re.search(r"(^|\.)example\.(org|com|net)$", domain)
    assert label.value.lower() not in declared()


@of("phone")
def test_numbers_are_those_for_drama(label: Label) -> None:
    assert label.value is not None
    figures = re.sub(r"^(\+44|0044)0?", "0", bare(label.value))
    figures = figures if figures.startswith(("0", "+")) else "0" + figures
    assert re.fullmatch(DRAMA, figures) or label.value == "0800 555 0199"
    assert label.value not in declared()


@of("postcode")
def test_postcodes_have_the_form_and_an_area_that_exists(label: Label) -> None:
    assert label.value is not None
    found = re.fullmatch(r"([A-Z]{1,2})\d[A-HJKMNPR-Y\d]?\d[ABD-HJLNP-UW-Z]{2}", bare(label.value))
    assert found
    assert found[1] in AREAS


@of("national_insurance")
def test_national_insurance_numbers_have_a_prefix_that_is_allowed(label: Label) -> None:
    assert label.value is not None
    value = bare(label.value)
    assert re.fullmatch(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]?", value)
    assert len(value) == 9 or label.hard
    assert value[:2] not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")


@of("nhs_number")
def test_nhs_numbers_are_of_the_test_range_and_pass(label: Label) -> None:
    assert label.value is not None
    value = bare(label.value)
    assert re.fullmatch(r"999\d{7}", value)
    assert mod_11(value)


@of("bank")
def test_bank_details_have_a_form_and_pass(label: Label) -> None:
    assert label.value is not None
    assert is_bank_detail(bare(label.value))


@of("police")
def test_check_letters_of_pnc_and_cro_are_right(label: Label) -> None:
    """Only references of crimes and of custody, which each force numbers as it likes, have no check letter."""
    assert label.value is not None
    value = label.value.upper()
    if pnc := re.fullmatch(r"((?:19|20)?\d\d)[/-]?(\d{1,7})([A-Z])", value):
        assert "PNC" in label.text.upper() or len(pnc[2]) == 7
        assert check_letter(pnc[1], pnc[2].zfill(7)) == pnc[3]
    elif cro := re.fullmatch(r"(\d{1,6})/(\d\d)([A-Z])", value):
        assert check_letter(cro[2], cro[1].zfill(6)) == cro[3]
    elif no_prints := re.fullmatch(r"SF(\d\d)/(\d{5})([A-Z])", value):
        assert check_letter(no_prints[1], no_prints[2]) == no_prints[3]
    else:
        assert re.search(r"crime|police|occurrence|cust", label.text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("rule", "form"),
    [
        ("prison_number", r"[AG]\d{4}[Q-Z][A-Z]"),
        ("probation", r"[XD]0\d{5}"),
        ("case_urn", r"[34]\d[QXZ]{2}\d{5}2[89]"),
    ],
)
def test_numbers_of_people_and_cases_have_their_form(rule: str, form: str) -> None:
    """No form has a check: the letters and years are those that are not given out (see the README)."""
    assert [label.id for label in identifiers(rule) if not re.fullmatch(form, bare(str(label.value)))] == []


@of("names")
def test_names_are_of_the_list(label: Label) -> None:
    """In full, or as one initial and the surname, which is every word of the name after the first one or two."""

    def plain(text: str) -> str:
        letters = unicodedata.normalize("NFKD", text.replace("’", "'"))
        return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).replace("_", " ").split())

    forms = set()
    for name in listed_names():
        words = plain(name).split()
        forms |= {" ".join(words), f"{words[-1]}, {' '.join(words[:-1])}"}
        for first in (1, 2):
            surname = " ".join(words[first:])
            forms |= {f"{words[0][0]}{dot}{surname}" for dot in (" ", ". ", ".")}
    assert plain(str(label.value)) in forms


def test_dates_of_birth_are_dates() -> None:
    """A year in two or four figures, and the word that says what the date is."""
    for label in identifiers("date_of_birth"):
        assert re.search(r"\d", str(label.value))
        assert re.search(r"d\W?o\W?b|birth|born", label.text.lower()), label.id


@pytest.mark.parametrize("label", look_alikes(), ids=ids(look_alikes()))
def test_a_look_alike_passes_no_check(label: Label) -> None:
    """Numbers that would pass by chance are left out: no rule could tell them from what they look like.

    A book number of ten figures has the check of an NHS number, and passes always. The word before it tells them apart.
    """
    numbers = [bare(run) for run in re.findall(r"\d[\d -]*\d", label.text)]
    assert "isbn" in label.text.lower() or [ten for ten in numbers if len(ten) == 10 and mod_11(ten)] == []
    assert [card for card in numbers if 13 <= len(card) <= 19 and luhn(card)] == []
    ibans = [bare(run) for run in re.findall(r"\b[A-Z]{2}\d\d[A-Z\d ]{11,30}", label.text)]
    assert [iban for iban in ibans if mod_97(iban)] == []
    for year, serial, letter in re.findall(r"\b((?:19|20)?\d\d)/(\d{1,7})([A-Z])\b", label.text.upper()):
        assert check_letter(year, serial.zfill(7)) != letter
    for serial, year, letter in re.findall(r"\b(\d{1,6})/(\d\d)([A-Z])\b", label.text.upper()):
        assert check_letter(year, serial.zfill(6)) != letter
