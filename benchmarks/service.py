"""Writes the workspace of a made-up service, of any size: documents, people and cases, all of them by id.

The same size gives the same service each time. `kept` keeps it in build/bench, because writing it takes a while.
"""

from __future__ import annotations

import csv
import random
import shutil
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import workloads

KEPT = Path(__file__).resolve().parent.parent / "build" / "bench"
AS_OF = date(2026, 11, 20)
PAGES, LINES = 20, 45  # of each document, and on each page
DAYS = 1_400  # over which cases came
_SEED = 20261120


@dataclass(frozen=True)
class Size:
    """How much of everything a service has. Nothing of a kind: it has no such files."""

    documents: int = 150
    practitioners: int = 60
    records: int = 2_500  # of training, CPD and supervision together
    cases: int = 10_000

    def times(self, number: int) -> Size:
        """So many times as much of everything."""
        return Size(*(number * count for count in asdict(self).values()))


def kept(name: str, size: Size) -> Path:
    """The folder of a service of that size, written unless this program wrote it before."""
    folder = KEPT / name
    program = b"".join(Path(file).read_bytes() for file in (__file__, workloads.__file__))
    mark, stamp = folder / "written-by.txt", f"{size} {sha256(program).hexdigest()}\n"
    if not mark.is_file() or mark.read_text(encoding="utf-8") != stamp:
        shutil.rmtree(folder, ignore_errors=True)
        write(folder, size)
        mark.write_text(stamp, encoding="utf-8")
        time.sleep(4)  # the tool trusts no file by its times alone that is younger than three seconds
    return folder


def write(folder: Path, size: Size) -> None:
    """Write a service of that size: every file registered, every criterion rated, every table mapped."""
    chance = random.Random(_SEED)  # noqa: S311
    mapped = [*_people(folder, size, chance), *_cases(folder, size, chance)]
    files = [f"documents/{name}" for name in _documents(folder, size.documents, chance)]
    files += [path.removeprefix("evidence/") for path in (PEOPLE, CASES) if (folder / path).is_file()]
    workloads.workspace(folder, len(files), files, "".join(["tables:\n", *mapped]) if mapped else "")


# Documents: of fifteen, six are PDF, eight Word and one Markdown.

_WORDS = (
    "the service offers restorative justice to each person harmed and person responsible who agrees to take part; "
    "a practitioner meets each of them to prepare, records consent in writing, judges risk with a colleague and says "
    "how to withdraw at any time without a reason board supervision training review policy safeguarding data complaint"
).split()


def _documents(folder: Path, count: int, chance: random.Random) -> Iterator[str]:
    """Write documents below evidence/documents, and give their names."""
    for number in range(count):
        suffix, content = _PDF if number % 15 < 6 else _WORD if number % 15 < 14 else _MARKDOWN
        path = folder / "evidence" / "documents" / f"d{number:04}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        content(path, list(_pages(chance)))
        yield path.name


def _pages(chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """The pages of one document: a heading and lines."""
    for number in range(1, PAGES + 1):
        lines = [" ".join(chance.choices(_WORDS, k=13)).capitalize() + "." for _ in range(LINES)]
        yield f"{number} {' '.join(chance.sample(_WORDS, 3)).capitalize()}", lines


_Pages = Sequence[tuple[str, list[str]]]


def _write_markdown(path: Path, pages: _Pages) -> None:
    sections = (f"## {title}\n\n" + "\n".join(lines) for title, lines in pages)
    path.write_text("# Document\n\n" + "\n\n".join(sections), encoding="utf-8")


def _write_pdf(path: Path, pages: _Pages) -> None:
    """Write a PDF as word processors do: packed pages of lines, each placed by itself, and an outline."""
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 3 0 R >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    for n, (heading, lines) in enumerate(pages):
        page, content, entry = 5 + 3 * n, 6 + 3 * n, 7 + 3 * n
        rows = (f"BT /F1 10 Tf 1 0 0 1 72 {780 - 15 * i} Tm ({row}) Tj ET" for i, row in enumerate([heading, *lines]))
        packed = zlib.compress("\n".join(rows).encode())
        objects[content] = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)
        objects[page] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 4 0 R >> >> >>" % content
        )
        following = b"/Next %d 0 R" % (entry + 3) if n < PAGES - 1 else b""
        objects[entry] = b"<< /Title (%b) /Parent 3 0 R /Dest [%d 0 R /Fit] %b >>" % (heading.encode(), page, following)
    kids = b" ".join(b"%d 0 R" % (5 + 3 * n) for n in range(PAGES))
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (PAGES, kids)
    objects[3] = b"<< /Type /Outlines /First 7 0 R /Last %d 0 R /Count %d >>" % (4 + 3 * PAGES, PAGES)
    path.write_bytes(_pdf(objects))


def _pdf(objects: dict[int, bytes]) -> bytes:
    whole, places = bytearray(b"%PDF-1.7\n"), []
    for number in sorted(objects):
        places.append(len(whole))
        whole += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(whole) + end % (size, table, size, len(whole))


_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>'
)
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_OFFICE}.styles+xml"/></Types>'
)


def _write_word(path: Path, pages: _Pages) -> None:
    """Write a Word document as Word does: runs with properties, headings by style."""
    body = []
    for heading, lines in pages:
        body.append(f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{heading}</w:t></w:r></w:p>')
        for line in lines:
            halves = line[: len(line) // 2], line[len(line) // 2 :]
            run = '<w:r><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
            body.append(
                '<w:p w:rsidR="00A1"><w:pPr><w:spacing w:after="0"/></w:pPr>' + "".join(map(run.format, halves))
            )
            body.append("</w:p>")
    styles = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _RELATIONS.format("styles", "styles.xml"),
        "word/document.xml": f'<w:document xmlns:w="{_MAIN}"><w:body>{"".join(body)}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{_MAIN}">{styles}</w:styles>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # an entry without the clock


_PDF, _WORD, _MARKDOWN = ("pdf", _write_pdf), ("docx", _write_word), ("md", _write_markdown)

# People, in one workbook.

PEOPLE = "evidence/people/people.xlsx"
_SHEETS = {
    "practitioners": "practitioner_id employment role level casework started_on cleared_for_cases_on induction_on "
    "rjc_registered_level vetted_on vetting_recheck_by",
    "training": "practitioner_id subject provider provider_registered completed_on days hours",
    "cpd": "practitioner_id done_on hours topic rjc_approved",
    "supervision": "practitioner_id held_on kind mode supervisor_id",
}
_LEVELS = ("intermediate", "advanced", "foundation")
_SUBJECTS = ("facilitation", "sensitive and complex", "safeguarding", "domestic abuse")
_Row = list[object]


def _person(number: int, size: Size) -> str:
    return f"P-{number % size.practitioners + 1:04}"


def _people(folder: Path, size: Size, chance: random.Random) -> Iterator[str]:
    """Write the workbook of practitioners and what they did, and give what rsqm.yaml says of it."""
    if not size.practitioners:
        return
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheets = {name: book.create_sheet(name) for name in _SHEETS}
    for name, columns in _SHEETS.items():
        sheets[name].append(columns.split())
        yield f"  {name}: {{file: {PEOPLE}, sheet: {name}}}\n"
    for number in range(size.practitioners):
        sheets["practitioners"].append(_practitioner(number, size))
    for number in range(size.records):
        name, row = _record(number, size, chance)
        sheets[name].append(row)
    (folder / PEOPLE).parent.mkdir(parents=True)
    book.save(folder / PEOPLE)


def _practitioner(number: int, size: Size) -> _Row:
    level, start = _LEVELS[number % 3], date(2022, 1, 10) + timedelta(days=number % 365)
    return [
        _person(number, size), ("volunteer", "paid")[number % 2], "practitioner", level, "yes", start,
        start + timedelta(days=60), start + timedelta(days=30), level, date(2025, 3, 1), date(2028, 3, 1),
    ]  # fmt: skip


def _record(number: int, size: Size, chance: random.Random) -> tuple[str, _Row]:
    """A table's name and a row of it. Each person in turn: courses first, then twelve of CPD, then supervision."""
    person, turn = _person(number, size), number // size.practitioners
    if turn < len(_SUBJECTS):
        day = date(2022, 3, 1) + timedelta(days=turn * 200 + chance.randrange(60))
        return "training", [person, _SUBJECTS[turn], "County college", "yes", day, 3, 18]
    turn -= len(_SUBJECTS)
    if turn < 12:
        return "cpd", [person, AS_OF - timedelta(days=turn * 60 + chance.randrange(50)), 4, "practice", "yes"]
    turn -= 12
    kind = {0: "observed practice", 3: "review"}.get(turn % 8, "case supervision")
    day = AS_OF - timedelta(days=turn * 35 + chance.randrange(1, 30))
    return "supervision", [person, day, kind, "individual", _person(number + 1, size)]


# Cases, in one flat export.

CASES = "evidence/monitoring/cases.csv"
_SOURCES = ("police", "probation", "self", "victim care", "youth justice", "prison")
_OUTCOMES = ("declined", "withdrawn", "unreachable", "unsuitable", "redirected", "transferred")
_STAGES = ("community resolution", "before sentence", "after sentence")
_OFFENCES = ("burglary", "violence", "theft", "damage", "robbery", "harassment", "domestic abuse")
_COLUMNS = (
    "case_id referred_on accepted_on source initiated_by stage offence_group domestic_or_sexual sensitive suitability "
    "outcome outcome_reason closed_on harmed_count responsible_count first_attempt_on first_contact_on risk_info_on "
    "risk_assessed_on lead_practitioner_id risk_reviewed_on consent_harmed_on consent_responsible_on all_consented "
    "process process_kind process_on co_practitioner_id agreement agreement_result follow_up_offered_on followed_up_on"
).split()


def _cases(folder: Path, size: Size, chance: random.Random) -> Iterator[str]:
    """Write the export of cases, and give what rsqm.yaml says of it."""
    if not size.cases:
        return
    days = [(AS_OF + timedelta(days=n - DAYS)).isoformat() for n in range(DAYS + 1)] + [""] * 200  # none to come
    (folder / CASES).parent.mkdir(parents=True)
    with (folder / CASES).open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(_COLUMNS)
        for number in range(size.cases):
            row = _case(number, size, days, chance)
            writer.writerow(row + [""] * (len(_COLUMNS) - len(row)))
    yield f"  cases: {{file: {CASES}}}\n"


def _case(number: int, size: Size, days: Sequence[str], chance: random.Random) -> _Row:
    """One case, as proportions in a real service are: three in ten come to a process, one in fifty lacks a date."""
    begin, there, pick = number * DAYS // size.cases, number % 10 < 3, chance.choice
    on = days[begin:]
    harm, sensitive, people = number % 17 == 0, number % 5 == 0, size.practitioners or 60
    lead = chance.randrange(people // 3) * 3 + (1 if harm or sensitive else 0)  # who is advanced, for the sensitive
    opening = [
        f"C-{number:07}", on[0], on[chance.randrange(5)], pick(_SOURCES), pick(("harmed", "responsible", "agency")),
        pick(_STAGES), pick(_OFFENCES), "yes" if harm else "no", "yes" if harm or sensitive else "no",
        "suitable" if there else "undecided", "accepted" if there else pick(_OUTCOMES), "" if there else "their wish",
        on[120], pick((1, 1, 1, 2)), 1, on[7] if number % 50 else "", on[9], on[6], on[20], f"P-{lead + 1:04}",
    ]  # fmt: skip
    if not there:
        return opening
    route = pick(("direct", "indirect"))
    return [
        *opening, on[50], on[30], on[31] if number % 51 else "", "yes", route,
        "conference" if route == "direct" else "shuttle", on[60], f"P-{(lead + 3) % people + 1:04}",
        "made", "done", on[90], on[100],
    ]  # fmt: skip
