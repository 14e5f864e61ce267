"""A copy of the fictional service with a word in every place that some audience may not see: one word a class.

The words are looked for in everything that is built. See `test_canaries.py`.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import yaml
from docx import Document
from openpyxl import load_workbook
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter

ROOT = Path(__file__).resolve().parents[2]
PRIVATE, UNCLASSIFIED, ASSESSOR = "kestrelprivate", "kestrelunclassified", "kestrelassessor"
WORDS = (PRIVATE, UNCLASSIFIED, ASSESSOR)
RARE = "kestrelrare"  # a source and an offence that one case has: figures are counted by such words
# Items without a class: FRM-03 never had one, and these lose theirs.
NO_CLASS = ("MIN-02", "AGR-02", "POL-02", "MIN-05", "STM-01", "FRM-03")
# What YAML may hold in these keys is a closed word, a day or an id: the word would be wrong there.
CLOSED = {"id", "kind", "class", "criterion", "rating", "status", "url", "met_by", "agency", "rule", "outcome", "state",
          "reason", "about", "file"}  # fmt: skip

# Columns of tables that hold words of somebody's own.
SENTENCES = frozenset(
    "Learning action, Definition, Setting, Record kept by, Owner, Duty holder, Provider, Topic".split(", ")
)
# And columns by whose words figures are counted.
COUNTED = ("Referral source", "Offence")


def marked(value: Any, word: str, key: str = "") -> Any:
    """`value` with the word in every sentence and name."""
    if isinstance(value, dict):
        return {k: marked(v, word, k) for k, v in value.items()}
    if isinstance(value, list):
        return [marked(v, word, key) for v in value]
    if isinstance(value, str) and key not in CLOSED and re.search("[A-Za-z]{3}", value):
        return f"{value} {word}"
    return value


def service(root: Path) -> Path:
    """The copy. Files bear their word in their names, too."""
    shutil.copytree(ROOT / "evidence", root / "evidence")
    shutil.copy(ROOT / "rsqm.yaml", root)
    for name in ("self-assessment", "actions", "exceptions", "assessor"):
        _rewrite(root / "evidence" / f"{name}.yaml", lambda data: marked(data, ASSESSOR))
    renamed: dict[str, str] = {}
    register = _read(root / "evidence" / "register.yaml")
    items = [_entry(root / "evidence", item, renamed) for item in register["evidence"]]
    _write(root / "evidence" / "register.yaml", {"evidence": items})
    _tables(root, renamed)
    notes = root / "evidence" / "documents" / f"{UNCLASSIFIED}-notes.md"
    notes.write_text(f"Nobody registered this. {UNCLASSIFIED}\n", encoding="utf-8")
    return root


def _entry(evidence: Path, item: dict[str, Any], renamed: dict[str, str]) -> dict[str, Any]:
    """An entry of the register and its file with the word of their class; a public one with that of what it says
    to the assessor alone."""
    if item["id"] in NO_CLASS:
        item = {k: v for k, v in item.items() if k != "class"}
    kind = item.get("class")
    if kind == "public":
        return {k: v if k in ("title", "covers", "statement") else marked(v, ASSESSOR, k) for k, v in item.items()}
    word = {"private": PRIVATE, "assessor": ASSESSOR}.get(str(kind), UNCLASSIFIED)
    item = {**marked(item, word), "title": f"{word} {item['title']}"}
    if "file" in item:
        item["file"] = renamed.setdefault(item["file"], _file(evidence, item["file"], word))
    return item


def _file(evidence: Path, name: str, word: str) -> str:
    """The file with the word in its name, its text, comments and properties; its new name comes out."""
    old = evidence / name
    new = old.with_name(f"{word}-{old.name}")
    old.rename(new)
    if kind := _KINDS.get(new.suffix):
        kind(new, word)
    return new.relative_to(evidence).as_posix()


def _docx(path: Path, word: str) -> None:
    held = Document(str(path))
    run = held.add_paragraph("The last word of this file: ").add_run(word)
    held.add_comment(run, text=f"{word} in a comment", author=word, initials="k")
    held.core_properties.author = held.core_properties.title = held.core_properties.keywords = word
    held.sections[0].header.paragraphs[0].add_run(word)
    held.save(str(path))


def _pdf(path: Path, word: str) -> None:
    writer = PdfWriter(clone_from=str(path))
    writer.add_metadata({"/Author": word, "/Title": word, "/Keywords": word})
    writer.add_attachment(f"{word}.txt", word.encode())
    writer.write(str(path))


def _text(path: Path, word: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\n{word}\n", encoding="utf-8")


def _csv(path: Path, word: str) -> None:
    """The word in every sentence that is mapped, and in a column that nothing maps, with its header."""
    rows = list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))))
    held = [[*(_said(cell, head, word) for head, cell in zip(rows[0], row, strict=True)), word] for row in rows[1:]]
    for name in (n for n, head in enumerate(rows[0]) if head in COUNTED):
        held[-1][name] = RARE
    out = StringIO()
    csv.writer(out).writerows([[*rows[0], word], *held])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def _xlsx(path: Path, word: str) -> None:
    """The same on every sheet; comments, properties, and sheets that nobody sees."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        heads = {}
        for row in sheet.iter_rows():
            heads = heads or {c.column: str(c.value) for c in row if len([d for d in row if d.value]) > 2}
            for cell in row:
                cell.value = _said(cell.value, heads.get(cell.column, ""), word)
        sheet.cell(1, sheet.max_column + 1, word)
        sheet.cell(1, 1).comment = Comment(word, word)
    for state in ("hidden", "veryHidden"):
        extra = book.create_sheet(f"{word} {state}")
        extra.append([word])
        extra.sheet_state = state
    book.properties.creator = book.properties.title = book.properties.description = word
    book.save(path)


def _said(cell: Any, head: str, word: str) -> Any:
    """A cell of free text with the word in it."""
    return f"{cell} {word}" if head in SENTENCES and cell and cell != head else cell


_KINDS: dict[str, Callable[[Path, str], None]] = {
    ".docx": _docx, ".pdf": _pdf, ".md": _text, ".txt": _text, ".csv": _csv, ".xlsx": _xlsx,
}  # fmt: skip


def _tables(root: Path, renamed: dict[str, str]) -> None:
    """rsqm.yaml with the new names, and the word in sentences of free text that it maps."""
    path = root / "rsqm.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in renamed.items():
        text = text.replace(f"evidence/{old}", f"evidence/{new}")
    path.write_text(f"# {PRIVATE}\n{text}", encoding="utf-8")


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # days stay text


def _write(path: Path, data: Any) -> None:
    path.write_text(f"# {PRIVATE}\n{yaml.safe_dump(data, allow_unicode=True, sort_keys=False)}", encoding="utf-8")


def _rewrite(path: Path, change: Callable[[Any], Any]) -> None:
    _write(path, change(_read(path)))


def found_below(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Where any of the words stands in the files of a folder and in their names; archives and PDF are opened."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        texts = [name, *_contents(path)]
        found += [f"{name}: {word}" for word in words if any(word in text.casefold() for text in texts)]
    return found


def _contents(path: Path) -> Iterator[str]:
    """The content as text; what archives hold, and what a PDF says, too."""
    held = path.read_bytes()
    yield held.decode("utf-8", "ignore")
    yield held.decode("utf-16-le", "ignore")
    if path.suffix == ".pdf":
        reader = PdfReader(BytesIO(held))
        yield "\n".join(page.extract_text() for page in reader.pages)
        yield str(reader.metadata)
        yield str(list(reader.attachments))
    try:
        with ZipFile(BytesIO(held)) as archive:
            yield from (archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    except BadZipFile:
        pass
