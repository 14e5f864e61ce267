"""The public site: outcomes and public items, and nothing else of what the service holds.

The fictional service is copied with a canary in every sentence and name that is not for everybody, and built once.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from rsqm_tool.assess import assess
from rsqm_tool.load import load_workspace
from rsqm_tool.model import Assessment
from rsqm_tool.publish import publish_site
from rsqm_tool.publish.audience import for_audience
from rsqm_tool.publish.context import site_of
from rsqm_tool.publish.render import render

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 20)
CANARY = "canary5b1d"
# What a file of YAML may hold in these keys is a closed word, a day, an id or a path: a canary would be wrong there.
CLOSED = {
    "id", "kind", "class", "criterion", "rating", "status", "file", "url", "met_by", "agency", "rule", "outcome",
    "state", "reason", "about", "statement",
}  # fmt: skip


def marked(value: Any, key: str = "") -> Any:
    """`value` with the canary in every sentence and name."""
    if isinstance(value, dict):
        return {k: marked(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [marked(v, key) for v in value]
    if isinstance(value, str) and key not in CLOSED and re.search("[A-Za-z]{3}", value):
        return f"{value} {CANARY}"
    return value


def entry(item: dict[str, Any]) -> dict[str, Any]:
    """A register's entry: of a public one only what everybody may see is left unmarked."""
    if item.get("class") != "public":
        return {**marked(item), "title": f"{CANARY} {item['title']}"}
    return {k: v if k in ("title", "covers") else marked(v, k) for k, v in item.items()}


def service(root: Path) -> Path:
    """A copy of the fictional service, marked."""
    shutil.copytree(ROOT / "evidence", root / "evidence")
    shutil.copy(ROOT / "rsqm.yaml", root)
    for name in ("self-assessment", "actions", "exceptions", "assessor"):
        path = root / "evidence" / f"{name}.yaml"
        if path.exists():
            rewrite(path, marked)
    rewrite(root / "evidence" / "register.yaml", lambda data: {"evidence": [entry(i) for i in data["evidence"]]})
    return root


def rewrite(path: Path, change: Any) -> None:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # days stay text
    path.write_text(yaml.safe_dump(change(data), allow_unicode=True, sort_keys=False), encoding="utf-8")


def judged(root: Path) -> Assessment:
    loaded = load_workspace(root)
    assert loaded.workspace, [str(p) for p in loaded.problems]
    return assess(loaded.workspace, loaded.workspace.frameworks[0], AS_OF)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return service(tmp_path_factory.mktemp("public"))


@pytest.fixture(scope="module")
def tree(root: Path) -> Path:
    return publish_site(judged(root), root, "public").index.parent


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def test_the_canary_is_where_it_should_be_looked_for(root: Path) -> None:
    """A test that cannot fail proves nothing: the assessor's site does hold the canary."""
    shown = for_audience(judged(root), "assessor")
    assert any(CANARY.encode() in page for page in render(site_of(shown)).values())


def test_nothing_that_is_not_public_is_anywhere_in_the_tree(root: Path, tree: Path) -> None:
    build = root / "build" / "public"
    for name, content in everything(build):
        if not name.endswith((".docx", ".pdf", ".odt", ".xlsx")):  # public documents are as the service wrote them
            assert CANARY.encode() not in content, name
        assert CANARY not in name


def test_no_item_but_public_ones_is_named(root: Path, tree: Path) -> None:
    items = judged(root).workspace.items
    public = {i.id for i in items if i.sensitivity == "public"}
    assert public
    for item in items:
        if item.id not in public:
            for name, content in everything(tree):
                assert not re.search(rf"(?<![\w-]){re.escape(item.id)}(?![\w-])".encode(), content), (item.id, name)
    assert {p.stem.upper() for p in (tree / "evidence").glob("*.html")} == {*public, "INDEX"}


def test_no_person_and_no_case_is_named(root: Path, tree: Path) -> None:
    tables = judged(root).workspace.tables
    people = {p.practitioner_id for p in tables.practitioners.rows} if tables.practitioners else set()
    cases = {c.case_id for c in tables.cases.rows} if tables.cases else set()
    assert people and cases
    words = re.compile(rb"[\w-]+")
    for name, content in everything(tree):
        if name.endswith((".html", ".js", ".json", ".csv", ".xml", ".txt")):
            assert not {w.decode("utf-8", "replace") for w in words.findall(content)} & (people | cases), name


def test_it_has_no_page_for_the_assessor_alone(tree: Path) -> None:
    names = {name for name, _ in everything(tree)}
    assert {"index.html", "definitions.html", "about.html", "evidence/index.html"} <= names
    assert not {n for n in names if re.match(r"(gaps|actions|calendar|people|visit|pack)\b", n)}


def test_outcomes_are_those_of_the_assessment(root: Path) -> None:
    result = judged(root)
    shown = for_audience(result, "public").assessment
    assert [(r.criterion.id, r.outcome) for r in shown.results] == [(r.criterion.id, r.outcome) for r in result.results]
    assert all(not r.findings and not r.actions and r.rating is None and r.decision is None for r in shown.results)


def test_wording_that_a_private_file_laid_over_is_not_for_everybody(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "evidence", tmp_path / "evidence")
    shutil.copy(ROOT / "rsqm.yaml", tmp_path)
    (tmp_path / "standards").mkdir()
    (tmp_path / "standards" / "own.yaml").write_text(
        "lays_over: rsqm-working-set\nsource: The awarding body's own handbook\n"
        f"criteria: {{'1.1': {{title: {CANARY} title, asks: {CANARY} asks}}}}\n",
        encoding="utf-8",
    )
    result = judged(tmp_path)
    assert result.framework.criterion("1.1").title == f"{CANARY} title"
    public = for_audience(result, "public")
    assert public.assessment.framework.criterion("1.1").title == "Vision and senior ownership"
    assert not any(CANARY.encode() in page for page in render(site_of(public)).values())
