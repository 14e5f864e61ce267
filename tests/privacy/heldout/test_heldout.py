"""What the labels of the second corpus must keep, by the same checksums as those of the first."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.privacy import corpus
from tests.privacy.corpus import RULES, Label, declared, identifiers, listed_names, look_alikes, prose
from tests.privacy.corpus.test_corpus import AREAS, DRAMA, bare, check_letter, is_bank_detail, luhn, mod_11, mod_97

HELD = Path(__file__).resolve().parent
IDENTIFIERS = identifiers(folder=HELD)
LOOK_ALIKES = look_alikes(HELD)
NEVER_GIVEN = ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")
FORMS = {  # numbers without a check: letters and years that are not given out, see the README of the first corpus
    "prison_number": r"[AG]\d{4}[Q-Z][A-Z]",
    "probation": r"[XD]0\d{5}",
    "case_urn": r"[34]\d[QXZ]{2}\d{5}2[89]",
}


def every(labels: tuple[Label, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("label", labels, ids=[label.id for label in labels])


def of(rule: str) -> pytest.MarkDecorator:
    return every(identifiers(rule, HELD))


def test_there_are_enough_of_each() -> None:
    """At least 130 of either kind, 10 of each rule, and about one identifier in ten that is called hard."""
    counts = Counter(label.rule for label in IDENTIFIERS)
    assert set(counts) == set(RULES)
    assert min(counts.values()) >= 10
    assert len(IDENTIFIERS) >= 130
    assert len(LOOK_ALIKES) >= 130
    assert 8 * sum(label.hard for label in IDENTIFIERS) < len(IDENTIFIERS)
    assert len(prose(HELD).split()) >= 2_500
    assert len(listed_names(HELD)) == 8


def test_the_readme_counts_them() -> None:
    text = (HELD / "README.md").read_text(encoding="utf-8")
    hard = sum(label.hard for label in IDENTIFIERS)
    assert f"| `identifiers.jsonl` | {len(IDENTIFIERS)} identifiers, {hard} of them hard |" in text
    assert f"| `look_alikes.jsonl` | {len(LOOK_ALIKES)} look-alikes |" in text


def test_every_label_is_told_apart() -> None:
    everything = IDENTIFIERS + LOOK_ALIKES
    assert len({label.id for label in everything}) == len(everything)
    assert len({(label.text, label.value) for label in everything}) == len(everything)
    assert all(label.why and label.id.startswith("held-") for label in everything)


def test_nothing_is_taken_over_from_the_first_corpus() -> None:
    """No text, no listed name, and no value but the test values of banks, of which there are few to choose from."""
    ours, first = IDENTIFIERS + LOOK_ALIKES, identifiers() + look_alikes()
    assert sorted({label.text for label in ours} & {label.text for label in first}) == []
    assert set(listed_names(HELD)) & set(listed_names()) == set()
    theirs = {bare(str(label.value)) for label in first if label.value}
    assert sorted(label.id for label in IDENTIFIERS if label.rule != "bank" and bare(str(label.value)) in theirs) == []


def test_the_first_corpus_is_read_when_no_folder_is_named() -> None:
    assert identifiers() == identifiers(folder=corpus.HERE) != IDENTIFIERS
    assert (declared(), prose()) == (declared(corpus.HERE), prose(corpus.HERE))


@every(IDENTIFIERS)
def test_a_value_is_in_its_text_once(label: Label) -> None:
    assert label.value
    assert label.value == label.value.strip()
    assert label.text.count(label.value) == 1


def test_a_look_alike_has_nothing_to_find() -> None:
    assert {(label.rule, label.value) for label in LOOK_ALIKES} == {(None, None)}
    assert not {label.text for label in LOOK_ALIKES} & {label.text for label in IDENTIFIERS}


def test_own_contacts_are_no_identifiers() -> None:
    """Numbers for drama and a reserved ending, in the prose as well, and none of them labelled."""
    for contact in declared(HELD):
        assert contact.endswith("@calderbeck.example") or re.fullmatch(DRAMA, bare(contact))
        assert contact in prose(HELD)
        assert contact not in {label.value for label in IDENTIFIERS}


@of("email")
def test_addresses_are_at_reserved_domains(label: Label) -> None:
    domain = re.split(r"@| at ", re.sub(r"\s*\bdot\b\s*", ".", str(label.value)))[1].strip().lower()
    assert domain.endswith((".example", ".test")) or re.search(r"(^|\.)example\.(org|com|net)$", domain)


@of("phone")
def test_numbers_are_those_for_drama(label: Label) -> None:
    figures = re.sub(r"^(\+44|0044)", "0", bare(str(label.value)))
    assert re.fullmatch(DRAMA, figures if figures.startswith("0") else "0" + figures)


@of("postcode")
def test_postcodes_have_the_form_and_an_area_that_exists(label: Label) -> None:
    found = re.fullmatch(r"([A-Z]{1,2})\d[A-HJKMNPR-Y\d]?\d[ABD-HJLNP-UW-Z]{2}", bare(str(label.value)))
    assert found
    assert found[1] in AREAS


@of("national_insurance")
def test_national_insurance_numbers_have_a_prefix_that_is_allowed(label: Label) -> None:
    value = bare(str(label.value))
    assert re.fullmatch(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]?", value)
    assert len(value) == 9 or label.hard
    assert value[:2] not in NEVER_GIVEN


@of("nhs_number")
def test_nhs_numbers_are_of_the_test_range_and_pass(label: Label) -> None:
    value = bare(str(label.value))
    assert re.fullmatch(r"999\d{7}", value)
    assert mod_11(value)


@of("bank")
def test_bank_details_have_a_form_and_pass(label: Label) -> None:
    assert is_bank_detail(bare(str(label.value)))


@of("date_of_birth")
def test_a_date_of_birth_has_the_word_that_says_so(label: Label) -> None:
    assert re.search(r"\d", str(label.value))
    assert re.search(r"d\W?o\W?b|birth|born", label.text.lower())


@of("police")
def test_police_references_are_of_years_to_come(label: Label) -> None:
    """With the right check letter for PNC and CRO; references of crimes and of custody have none."""
    value = bare(str(label.value)) if label.hard else str(label.value)
    if pnc := re.fullmatch(r"(?:20)?(2[89])/(\d{1,7})([A-Z])", value):
        assert check_letter(pnc[1], pnc[2].zfill(7)) == pnc[3]
    elif cro := re.fullmatch(r"(\d{1,6})/(2[89])([A-Z])", value):
        assert check_letter(cro[2], cro[1].zfill(6)) == cro[3]
    elif no_prints := re.fullmatch(r"SF(2[89])/(\d{5})([A-Z])", value):
        assert check_letter(no_prints[1], no_prints[2]) == no_prints[3]
    else:
        assert re.search(r"crime|occurrence|custody", label.text, re.IGNORECASE)


@pytest.mark.parametrize("rule", FORMS)
def test_numbers_of_people_and_cases_have_their_form(rule: str) -> None:
    assert [
        label.id for label in identifiers(rule, HELD) if not re.fullmatch(FORMS[rule], bare(str(label.value)))
    ] == []


@of("names")
def test_names_are_of_the_list(label: Label) -> None:
    """In full, as surname and forename, or as an initial and the surname. Accents are left out of account."""

    def plain(text: str) -> str:
        return re.sub(r"[^a-z]", "", text.lower().replace("è", "e"))

    forms = set()
    for name in listed_names(HELD):
        forename, surname = name.split(" ", 1)
        forms |= {plain(form) for form in (name, f"{surname} {forename}", f"{forename[0]} {surname}")}
    assert plain(str(label.value)) in forms


def passing(text: str) -> list[str]:
    """The numbers of a text that pass the check of a rule."""
    numbers = [bare(run) for run in re.findall(r"\d[\d -]*\d", text)]
    found = [ten for ten in numbers if len(ten) == 10 and mod_11(ten)]
    found += [card for card in numbers if 13 <= len(card) <= 19 and luhn(card)]
    found += [run for run in re.findall(r"\b[A-Z]{2}\d\d[A-Z\d ]{11,30}", text) if mod_97(bare(run))]
    for year, serial, letter in re.findall(r"\b((?:19|20)?\d\d)/(\d{1,7})([A-Z])\b", text.upper()):
        found += [f"{year}/{serial}"] if check_letter(year, serial.zfill(7)) == letter else []
    for serial, year, letter in re.findall(r"\b(\d{1,6})/(\d\d)([A-Z])\b", text.upper()):
        found += [f"{serial}/{year}"] if check_letter(year, serial.zfill(6)) == letter else []
    prefixes = re.findall(r"\b([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])(?: ?\d\d){3} ?[A-D]\b", text)
    return found + [prefix for prefix in prefixes if prefix not in NEVER_GIVEN]


def test_an_identifier_would_pass() -> None:
    """The check of the checks: it notices each of these."""
    assert passing("NHS 999 012 3454") == ["9990123454"]
    assert passing("card 4111 1111 1111 1111") == ["4111111111111111"]
    assert passing("PNC 28/12345U") == ["28/12345"]
    assert passing("NI AC 12 40 77 B") == ["AC"]


@every(LOOK_ALIKES)
def test_a_look_alike_passes_no_check(label: Label) -> None:
    """Numbers that would pass by chance are left out: no rule could tell them from what they look like."""
    assert passing(label.text) == []


def test_the_prose_has_no_identifier() -> None:
    """Line by line no number that passes a check, no address but the service's own, no listed name."""
    assert [line for line in prose(HELD).split("\n") if passing(line)] == []
    assert set(re.findall(r"[\w.]+@[\w.]+\w", prose(HELD))) <= set(declared(HELD))
    assert [name for name in listed_names(HELD) if name.split(" ", 1)[1].lower() in prose(HELD).lower()] == []


@every(LOOK_ALIKES)
def test_a_look_alike_has_no_listed_name(label: Label) -> None:
    words = set(re.findall(r"\w+", label.text.lower()))
    assert not [name for name in listed_names(HELD) if set(re.findall(r"\w+", name.lower())) <= words]


def test_the_isbn_are_right() -> None:
    """978-0-00-000000-2: figures in turn times 1 and 3, 9 + 21 + 8 = 38, and 2 makes it forty."""
    found = [label for label in LOOK_ALIKES if re.search(r"isbn", label.text, re.IGNORECASE)]
    for label in found:
        book = re.search(r"978[\d -]+\d", label.text)
        assert book
        figures = bare(book[0])
        assert len(figures) == 13
        assert sum(int(figure) * (1 + 2 * (place % 2)) for place, figure in enumerate(figures)) % 10 == 0
    assert len(found) == 3
