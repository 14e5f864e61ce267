"""A service that writes what a browser, a template or Markdown would act on, wherever it may write words of its own.

Every text of every file is replaced, save those that have to be one of a few words, an id or a path. So a field that is
new is hostile without a word here; one with closed words has to be named among `_CLOSED`, and the build says so.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree
from typing import Any, ClassVar

import docx
import yaml
from openpyxl import load_workbook

from rsqm_tool.load.tables.definitions import definition
from tests.browser.services import fenland
from tests.process import ROOT

HOSTILE = "<img src=x onerror=alert(1)> {{x}} [a](javascript:alert(1)) | ---"
ADDRESS = 'https://example.org/"><img/src=x/onerror=alert(1)>{{x}}[a](javascript:alert(1))'
SHEET = "<img src=x onerror=alert(1)>"  # Excel allows no more than 31 characters, and no brackets

_CLOSED = {
    # ids, paths and the words of closed lists
    *"id agency criterion kind file class sectors jurisdiction framework met_by rating status rule outcome".split(),
    *"state check half at_worst except sure kinds wanted shown_by fields scope period".split(),
    # what says where tables are, and what numbers are wanted
    *"tables targets publish".split(),
}
_CLOSED_THERE = {("exceptions", "reason"), ("expectations", "source"), ("every_criterion", "source")}
_ADDRESSES = {"url", "address"}


class _Yaml(yaml.SafeLoader):
    """Leaves `on`, `yes` and `no` the words that they are in our files."""

    yaml_implicit_resolvers: ClassVar = {
        k: v for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items() if k not in "oOyYnN"
    }


def hostile(root: Path) -> None:
    """The fictional service with such words in every field, cell, heading and name of a file."""
    fenland(root)
    copytree(ROOT / "standards", root / "standards", ignore=lambda *_: ["ci", "schema", "tables"])
    for path in sorted([*root.glob("*.yaml"), *root.glob("*/*.yaml")]):
        content = _read(path)
        if path.name == "assessor.yaml":
            content = _decided()
        if path.name == "rsqm.yaml":
            _tables(root, content["tables"])
        content = _replaced(content, "")
        if path.name == "register.yaml":
            _set_apart(content["evidence"])
        _write(path, content)
    _documents(root / "evidence")


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), _Yaml)


def _write(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _replaced(value: Any, name: str) -> Any:
    """A value of a YAML file with its words replaced. `name` is the key that it has, or the list that it is in."""
    if isinstance(value, Mapping):
        if name == "topics":
            return {f"{HOSTILE} {key}": phrases for key, phrases in value.items()}
        return {k: v if _closed(k, name) else _replaced(v, k) for k, v in value.items()}
    if name == "contacts":
        return [*value, HOSTILE]  # documents have the others, and the guard lets pass only what is declared
    if isinstance(value, list):
        return [_replaced(v, name) for v in value]
    if not isinstance(value, str) or name == "supports":  # where a text is the id of a criterion
        return value
    return ADDRESS if name in _ADDRESSES else HOSTILE


def _closed(key: str, inside: str) -> bool:
    """Whether the value of `key` in the list or mapping `inside` has to be what it is."""
    return key in _CLOSED or (inside, key) in _CLOSED_THERE


def _set_apart(items: list[dict[str, Any]]) -> None:
    """Gives items that are not shown titles of their own: wherever their titles stand, they are taken out."""
    for item in items:
        if item.get("class") not in ("public", "assessor"):
            item["title"] = f"{HOSTILE} hidden {item['id']}"


def _decided() -> dict[str, Any]:
    """What an assessor may have recorded, with every field."""
    condition = {"text": "x", "evidence_wanted": "x"}
    decisions = [
        {"criterion": c, "outcome": "met", "seen": ["x", "x"], "condition": condition, "recommendation": "x",
         "state": "draft"}
        for c in ("1.1", "2.5", "4.4")
    ]  # fmt: skip
    return {"decisions": decisions}


def _tables(root: Path, tables: Mapping[str, Any]) -> None:
    """Every column of free words: its header and its cells. The workbook's sheets change their names too."""
    books: dict[str, Any] = {}
    for name, table in tables.items():
        words = [c for c in table["columns"] if definition(name).columns[c].kind == "text"]
        headers = {table["columns"][c]: f"{HOSTILE} {c}" for c in words}
        table["columns"] |= {c: headers[table["columns"][c]] for c in words}
        path = root / table["file"]
        if path.suffix == ".csv":
            _csv(path, headers)
        else:
            book = books.setdefault(table["file"], load_workbook(path))
            _sheet(book[table["sheet"]], headers)
            book[table["sheet"]].title = table["sheet"] = f"{SHEET}{len(books)}{list(tables).index(name):02}"
    for file, book in books.items():
        book.save(root / file)


def _csv(path: Path, headers: Mapping[str, str]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first, *rows = csv.reader(file)
    rows = [[_cell(c, h in headers) for h, c in zip(first, row, strict=True)] for row in rows]
    text = io.StringIO()
    csv.writer(text).writerows([[headers.get(h, h) for h in first], *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def _sheet(sheet: Any, headers: Mapping[str, str]) -> None:
    first = next(r for r in sheet.iter_rows() if {c.value for c in r} >= set(headers))
    for head in first:
        if head.value in headers:
            for (cell,) in sheet.iter_rows(head.row + 1, min_col=head.column, max_col=head.column):
                cell.value = _cell(cell.value, True)
            head.value = headers[head.value]


def _cell(value: Any, words: bool) -> Any:
    """A cell of a column of words replaced, unless it is blank or names a route that the rules know."""
    return HOSTILE if words and value and value != "Self-referral" else value


def _documents(evidence: Path) -> None:
    """Headings, since findings name them, and the name of a file."""
    for path in sorted((evidence / "documents").glob("*.md")):
        lines = path.read_text(encoding="utf-8").splitlines()
        lines = [f"{line} {HOSTILE}" if line.startswith("#") else line for line in lines]
        path.write_text("\n".join(lines), encoding="utf-8")
    for path in sorted((evidence / "documents").glob("*.docx")):
        document = docx.Document(str(path))
        for paragraph in document.paragraphs:
            if paragraph.style is not None and str(paragraph.style.name).startswith("Heading"):
                paragraph.add_run(f" {HOSTILE}")
        document.save(str(path))
    if os.name != "nt":  # where no file can have such a name
        register = evidence / "register.yaml"
        (evidence / "documents" / "feedback-form.md").rename(evidence / "documents" / f"{HOSTILE}.md")
        content = _read(register)
        for item in content["evidence"]:
            if item.get("file") == "documents/feedback-form.md":
                item["file"] = f"documents/{HOSTILE}.md"
        _write(register, content)
