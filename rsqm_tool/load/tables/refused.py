"""Headers of columns that no table of people may have here, whether they are read or not. Pure.

A header is taken apart into plain words first: `ＮＡＭＥ`, `Prénom`, `LastName` and `Postcode1` are what they say.
Services in Wales write Welsh, and some sheets come from elsewhere: their commonest words are among the signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BETWEEN = re.compile(r"[\W_]+|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")
_LETTERS = re.compile(r"(?<=\b[^\W\d]) (?=[^\W\d]\b)")  # D.O.B.
_RUN_TOGETHER = re.compile(r"\b(\w+)(names?)\b")  # clientname, surname, filename

_NAME = re.compile(r"names?")
_ALWAYS_A_NAME = re.compile(
    r"\b(initials|alias(es)?|aka|known ?as|next ?of ?kin|nok|enw(au)?|cyfenw(au)?|llysenw|prenoms?|nom|nombres?|"
    r"apellidos?|nome|cognome|imie|nazwisko)\b|^given( \d+)?$"
)
# Things that have names, and are no people. A "partner" may be either, a partner agency is an agency.
_THINGS = frozenset(
    "course module training workshop event topic subject qualification programme scheme project policy process stage "
    "activity campaign offence category type status role job document file form sheet table column field report list "
    "template system product domain host provider supplier agency organisation organization company employer charity "
    "trust school college university council authority department directorate unit team group service force court "
    "prison establishment hospital venue site location place building room office area district region ward".split()
)
_PEOPLE = re.compile(
    r"\b(users?|clients?|customers?|persons?|people|individuals?|child|children|pupils?|students?|victims?|survivors?|"
    r"harmed|harmers?|offenders?|responsible|perpetrators?|suspects?|defendants?|witness(es)?|participants?|attendees?|"
    r"supporters?|referrers?|applicants?|residents?|prisoners?|inmates?|patients?|tenants?|members?|facilitators?|"
    r"practitioners?|workers?|staff|volunteers?|managers?|supervisors?|supervisees?|mentors?|trainers?|tutors?|"
    r"teachers?|officers?|leaders?|owners?|coordinators?|ordinators?|chairs?|assessors?|observers?|employees?|"
    r"colleagues?|contacts?|parents?|guardians?|carers?|mothers?|fathers?|mums?|dads?|sons?|daughters?|brothers?|"
    r"sisters?|siblings?|family|families|relatives?|spouses?|husbands?|wife|wives|friends?|kin)\b"
)

_NUMBER = r"(id|number|no|num|nr|ref|reference)"
_CHECK = "the number or result of a check"
_KINDS = (
    ("a date of birth", re.compile(
        r"\b(dob|\w*birth\w*|born|yob|geni|dyddiadgeni|geburts\w+|naissance|nacimiento)\b"), None),
    ("an address", re.compile(
        r"\b(\w*address(es|lines?)?|addr(lines?)?|street|post ?codes?|postal ?codes?|p ?codes?|zip( ?codes?)?|uprn|"
        r"(n?g|ch|c)yfeiriad(au)?|cod ?post|adresse|anschrift|strasse|direccion)\b"), None),
    ("a telephone number or an e-mail address", re.compile(
        r"\b((tele)?phones? ?(no|numbers?)?|mobile ?(no|numbers?|phones?)?|mob|tel ?(no)?|fax|e ?mails?|"
        r"contact (number|no|details)|ffon|symudol|e ?bost|telefon|telefono)\b"),
     re.compile(r"\b(calls?|sent|consent|consented|made|attempt|attempted|survey)\b")),
    ("a number that leads to a person", re.compile(
        rf"\b((nhs|ni|pnc|cro|noms|prison|prisoner|passport|hospital|custody) ?{_NUMBER}|"
        r"nino|national ?insurance|crn|nomis|driving ?licen[cs]e)\b"), None),
    (_CHECK, re.compile(rf"\b(dbs|pvg|accessni|disclosure) ?(certificate )?{_NUMBER}\b"), None),
)  # fmt: skip
_FREE_TEXT = re.compile(
    r"\b((case ?)?notes?|comments?|remarks?|narrative|free ?text|descriptions?|details?|summary|circumstances|"
    r"background|(further|additional|other) information|nodiadau|sylwadau|disgrifiad)\b"
)

# More that single tables may not have. The days on which somebody was away, or was checked, are asked for.
_DAYS = re.compile(
    r"\b(from|to|until|till|starts?|started|ends?|ended|begins?|began|first|last|days?|dates?|back|on|returns?|returned)\b"
)
_WHY_AWAY = "a reason for being away"
_OF_TABLE = {
    "away": (
        (_WHY_AWAY, re.compile(
            r"\b(reasons?|why|causes?|types?|kinds?|categor(y|ies)|sick\w*|ill|illness(es)?|diagnos[ie]s|medical|health|"
            r"injur(y|ies|ed)|pregnan\w+|maternity|paternity|parental|adoption|bereave\w+|compassionate|disciplinary|"
            r"suspen(ded|sion)|rheswm|salwch|mamolaeth)\b"), None),
        (_WHY_AWAY, re.compile(r"\b(absences?|leave)\b"), _DAYS),
    ),
    "vetting": (
        (_CHECK, re.compile(r"\b(certificates?|cert|disclosures?|results?|convictions?|cautions?)\b"), None),
        (_CHECK, re.compile(r"\boutcomes?\b"), _DAYS),
        (_CHECK, re.compile(r"\bcheck (number|no|num|nr)\b"), None),
    ),
    "practitioners": (
        (_CHECK, re.compile(rf"\b(certificate|cert|check|vetting) ({_NUMBER}|results?|outcomes?)\b"), None),
    ),
}  # fmt: skip


def refused(header: str, table: str, mapped: bool = False) -> str:
    """What a header looks like that may not be there, in a few words; nothing when it may.

    `mapped`: the service named it for a column whose texts are short. Then a word such as "summary" is no matter; a
    name still is.
    """
    spelt = tuple(_spelt(header))
    if any(map(_names_somebody, spelt)):
        return "a name"
    for what, sign, unless in (*_KINDS, *_OF_TABLE.get(table, ())):
        if any(sign.search(words) and not (unless and unless.search(words)) for words in spelt):
            return what
    return "free text" if not mapped and any(map(_FREE_TEXT.search, spelt)) else ""


def _spelt(header: str) -> Iterator[str]:
    """The words of a header in small letters without accents: as its capitals part them, and as if it had none."""
    letters = unicodedata.normalize("NFKD", header)
    bare = "".join(letter for letter in letters if unicodedata.category(letter) not in ("Mn", "Me", "Cf"))
    for text in dict.fromkeys((_CAPITALS.sub(" ", bare), bare)):
        words = " ".join(_BETWEEN.sub(" ", text).casefold().split())
        yield _RUN_TOGETHER.sub(r"\1 \2", _LETTERS.sub("", words))


def _names_somebody(words: str) -> bool:
    """Whether a header promises names of people. Only a thing that the word "name" stands with excuses it.

    What is named is the word in front: of "Service user name" it is the user. Behind "of" any thing will do. A word for
    people anywhere says no: nobody knows whose name it is then.
    """
    if _ALWAYS_A_NAME.search(words):
        return True
    held = words.split()
    named = [at for at, word in enumerate(held) if _NAME.fullmatch(word)]
    if named and _PEOPLE.search(words):
        return True
    return not all(
        _is_thing(held[at - 1]) if at and held[at + 1 : at + 2] != ["of"] else any(map(_is_thing, held[at + 2 :]))
        for at in named
    )


def _is_thing(word: str) -> bool:
    return bool({word, word.removesuffix("s"), f"{word.removesuffix('ies')}y"} & _THINGS)
