"""The published site: what it holds, what it must not hold, and that every value is shown as it was typed.

The fictional service is copied, given hostile words and secrets, and built once; most tests read what came out.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from rsqm_tool.assess import assess
from rsqm_tool.load import load_workspace
from rsqm_tool.model import Assessment, Sensitivity
from rsqm_tool.publish import PublishError, files, publish_site
from rsqm_tool.publish.audience import for_audience
from tests.builders import assessment as by_hand
from tests.builders import criterion, item

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 20)
HOSTILE = "<img src=x onerror=alert(1)> {{x}} [a](javascript:alert(1)) | --- *b* `c` &lt; $HOME"
SECRET = "canary7f3a"


def judged(root: Path) -> Assessment:
    loaded = load_workspace(root)
    assert loaded.workspace, [str(p) for p in loaded.problems]
    return assess(loaded.workspace, loaded.workspace.frameworks[0], AS_OF)


def service(root: Path) -> Path:
    """A copy of the fictional service, with hostile words in many fields and secrets in what is not published."""
    shutil.copytree(ROOT / "evidence", root / "evidence")
    config = (ROOT / "rsqm.yaml").read_text(encoding="utf-8")
    (root / "rsqm.yaml").write_text(re.sub(r"(?m)^notice:.*$", f"notice: '{HOSTILE}'", config), encoding="utf-8")
    register = root / "evidence" / "register.yaml"
    text = register.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^    title: Safeguarding policy.*$", f"    title: '{HOSTILE}'", text)
    text = text.replace("        where: sections 3 to 7\n", f"        where: '{HOSTILE}'\n", 1)
    for number, sensitivity in enumerate(("    class: private\n", "")):
        name = f"{SECRET}-file-{number}.md"
        (root / "evidence" / "documents" / name).write_text(f"{SECRET} inside\n", encoding="utf-8")
        text += (
            f"  - id: {SECRET}-{number}\n    title: {SECRET} title\n    kind: minutes\n    dated: 2026-10-01\n"
            f"    file: documents/{name}\n    owner: {SECRET} owner\n{sensitivity}"
            f'    supports: [{{criterion: "2.5", where: {SECRET} where, how: {SECRET} how}}, "6.5"]\n'
        )
    register.write_text(text, encoding="utf-8")
    own = root / "evidence" / "self-assessment.yaml"
    rating = own.read_text(encoding="utf-8")
    hostile = f"  \"2.5\":\n    rating: met\n    owner: '{HOSTILE}'\n    how: >-\n      {HOSTILE}\n"
    rating = re.sub(r'  "2.5":\n    rating: met\n    owner: .*\n    how: >-\n', lambda _: hostile, rating)
    assert hostile in rating and text.count(HOSTILE) == 2
    own.write_text(rating, encoding="utf-8")
    actions = root / "evidence" / "actions.yaml"
    actions.write_text(
        actions.read_text(encoding="utf-8")
        + f"  - {{id: A-90, criterion: '2.5', action: '{HOSTILE}', owner: '{HOSTILE}', due: 2026-12-01}}\n"
        + f"  - {{id: A-91, criterion: '2.5', action: 'Mend {SECRET}-0', owner: Co-ordinator, due: 2026-12-01}}\n",
        encoding="utf-8",
    )
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return service(tmp_path_factory.mktemp("service with a space"))


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    index = publish_site(judged(root), root).index
    assert index == root / "build" / "assessor" / "site" / "index.html"
    return index.parent


def pages(site: Path) -> dict[str, str]:
    return {p.relative_to(site).as_posix(): p.read_text(encoding="utf-8") for p in sorted(site.rglob("*.html"))}


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and every text outside script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: set[str] = set()
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.tags.append((tag, held))
        self.ids |= {held["id"]} if "id" in held else set()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_there_is_a_page_for_each_standard_criterion_and_shown_item(root: Path, site: Path) -> None:
    result = judged(root)
    names = set(pages(site))
    assert {f"standards/{s.id}.html" for s in result.framework.standards} <= names
    assert {f"criteria/{c.id.replace('.', '-')}.html" for c in result.framework.criteria} <= names
    shown = [i for i in result.workspace.items if i.sensitivity in ("public", "assessor")]
    assert {f"evidence/{i.id.lower()}.html" for i in shown} == {
        n for n in names if n.startswith("evidence/") and n != "evidence/index.html"
    }
    assert {"index.html", "gaps.html", "actions.html", "about.html", "how-to-read.html", "accessibility.html"} <= names


def test_nothing_private_or_unclassified_is_anywhere(root: Path, site: Path) -> None:
    result = judged(root)
    hidden = [i for i in result.workspace.items if i.sensitivity not in ("public", "assessor")]
    assert {"CST-01", "DAT-01", f"{SECRET}-0", f"{SECRET}-1"} <= {i.id for i in hidden}
    built = [p for folder in (site, site.parent / "docs") for p in folder.rglob("*") if p.is_file()]
    words = [SECRET, *(i.id for i in hidden), *(Path(i.file).name for i in hidden if i.file)]
    downloads = re.compile(rb"(data/|download=\"?)[a-z-]+\.csv")  # our own tables of figures, such as data/offers.csv
    for path in built:
        name = path.name if path.parent.name != "data" else ""
        content = name.encode() + downloads.sub(b"", path.read_bytes())
        found = [w for w in words if re.search(rb"(?<![\w-])" + re.escape(w).encode() + rb"(?![\w-])", content)]
        assert not found, f"{path} holds {found}"


def test_tables_of_people_and_cases_are_never_copied(site: Path) -> None:
    assert not list(site.rglob("*.xlsx"))
    assert {p.parent.name for p in site.rglob("*.csv")} == {"data"}  # figures to download
    held = b"\n".join(p.read_bytes() for p in site.rglob("*.csv"))
    assert not re.search(rb"\b[CI]-\d{3}|_on\b", held)  # no case, no incident, no column of a table


def test_documents_that_may_be_seen_are_there_as_they_are(root: Path, site: Path) -> None:
    copied = {p.name: p for p in (site / "evidence" / "files").rglob("*") if p.is_file()}
    for name in ("safeguarding-procedure.docx", "funding-agreement.pdf"):
        assert copied[name].read_bytes() == (root / "evidence" / "documents" / name).read_bytes()


def test_every_value_is_shown_as_it_was_typed(site: Path) -> None:
    seen = 0
    for name, text in pages(site).items():
        page = Tags(text)
        for tag, held in page.tags:
            assert not any(a.startswith("on") for a in held), f"{name}: {tag} {held}"
            assert not held.get("href", "").lower().startswith(("javascript:", "data:", "vbscript:")), name
            assert not (tag == "img" and held.get("src") == "x"), name
        seen += sum(HOSTILE in t for t in page.texts)
    assert seen > 10


def test_hostile_words_break_no_table(site: Path) -> None:
    for name, text in pages(site).items():
        for table in re.findall(r"<table.*?</table>", text, re.DOTALL):
            widths = [len(re.findall(r"<t[hd]\b", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
            assert len(set(widths)) <= 1, f"{name}: a row has another number of cells"


def test_every_link_inside_leads_somewhere(site: Path) -> None:
    parsed = {name: Tags(text) for name, text in pages(site).items() if name != "404.html"}
    for name, page in parsed.items():
        for tag, held in page.tags:
            target = held.get("href") or held.get("src") or ""
            parts = urlsplit(target)
            if not target or parts.scheme or target.startswith("//"):
                continue
            path = (site / name).parent / unquote(parts.path) if parts.path else site / name
            assert path.resolve().is_file(), f"{name}: <{tag}> leads to {target}"
            into = path.resolve().relative_to(site.resolve()).as_posix()
            if parts.fragment and into in parsed and not parts.fragment.startswith("__"):
                assert unquote(parts.fragment) in parsed[into].ids, f"{name}: no place {target}"


def test_nothing_is_loaded_from_elsewhere_and_no_robot_is_welcome(site: Path) -> None:
    for name, text in pages(site).items():
        page = Tags(text)
        for tag, held in page.tags:
            if tag != "a":
                assert not re.match(r"(https?:)?//", held.get("href") or held.get("src") or ""), f"{name}: {tag} {held}"
        robots = [h.get("content", "") for t, h in page.tags if t == "meta" and h.get("name") == "robots"]
        assert robots and "noindex" in robots[0], name


def test_links_run_both_ways(site: Path) -> None:
    text = pages(site)
    assert 'href="../evidence/ins-01.html"' in text["criteria/1-4.html"]
    assert 'href="../criteria/1-4.html' in text["evidence/ins-01.html"]
    assert 'href="../criteria/1-4.html"' in text["standards/1.html"]


def test_the_same_input_gives_the_same_bytes(root: Path, site: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("build"))
    again = publish_site(judged(other), other).index.parent
    names = {p.relative_to(site) for p in site.rglob("*") if p.is_file()}
    assert names == {p.relative_to(again) for p in again.rglob("*") if p.is_file()}
    assert [n for n in sorted(names) if (site / n).read_bytes() != (again / n).read_bytes()] == []


def test_only_what_differs_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    folder, manifest = tmp_path / "docs", tmp_path / "pages.json"
    files.write({"a.md": b"one", "b/c.md": b"two"}, folder, manifest)
    stranger = folder / "mine.md"
    stranger.write_text("by hand", encoding="utf-8")
    before = (folder / "a.md").stat().st_mtime_ns
    files.write({"a.md": b"one", "d.md": b"new"}, folder, manifest)
    assert (folder / "a.md").stat().st_mtime_ns == before
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*")) == ["a.md", "d.md", "mine.md"]
    assert files.strangers(folder, {"a.md", "d.md"}) == ["mine.md"]


def test_a_manifest_that_somebody_edited_removes_nothing_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("stays", encoding="utf-8")
    (tmp_path / "pages.json").write_text('["../outside.txt", "/etc/hostname"]', encoding="utf-8")
    files.write({}, tmp_path / "docs", tmp_path / "pages.json")
    assert outside.is_file()


def test_a_build_that_fails_leaves_the_former_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "build" / "assessor" / "site").mkdir(parents=True)
    former = tmp_path / "build" / "assessor" / "site" / "index.html"
    former.write_text("former", encoding="utf-8")
    monkeypatch.setattr(
        "rsqm_tool.publish.builder._COMMAND", ("-c", "print('WARNING - a link leads nowhere'); exit(1)")
    )
    with pytest.raises(PublishError, match="a link leads nowhere"):
        publish_site(by_hand({"One": [criterion("1.1")]}), tmp_path)
    assert former.read_text(encoding="utf-8") == "former"


def test_a_private_file_stays_private_under_every_name(tmp_path: Path) -> None:
    root = service(tmp_path)
    documents = root / "evidence" / "documents"
    (documents / "open-link.md").symlink_to(f"{SECRET}-file-0.md")
    (documents / "open-copy.md").hardlink_to(documents / f"{SECRET}-file-0.md")
    entries = "".join(
        f"  - {{id: OPEN-{n}, title: Open, kind: minutes, dated: 2026-10-01, file: documents/{name}, class: public}}\n"
        for n, name in enumerate(("open-link.md", "open-copy.md"))
    )
    register = root / "evidence" / "register.yaml"
    register.write_text(register.read_text(encoding="utf-8") + entries, encoding="utf-8")
    classes = {i.id: i.sensitivity for i in judged(root).workspace.items}
    assert (classes["OPEN-0"], classes["OPEN-1"]) == (Sensitivity.PRIVATE, Sensitivity.PRIVATE)


def test_names_of_what_is_hidden_are_found_however_they_are_written() -> None:
    diary = item("PRV-1", title="Diary of the hub", sensitivity=Sensitivity.PRIVATE)
    told = criterion("1.1", evidence=[diary])
    plain = replace(told.rating, how="See Diary of\nthe\u00a0hub and PRV\u20111", owner="Diary of the hub")  # type: ignore[type-var]
    shown = for_audience(by_hand({"One": [replace(told, rating=plain)]}), "assessor").assessment
    (result,) = shown.results
    assert result.rating
    assert not re.search("Diary|PRV", result.rating.how + result.rating.owner)


def test_everyday_words_and_numbers_of_what_is_hidden_take_nothing_away(tmp_path: Path) -> None:
    """Evidence is often numbered, and called what it is: a count of 12, a sentence on supervision name no item."""
    shutil.copytree(ROOT / "evidence", tmp_path / "evidence")
    shutil.copy(ROOT / "rsqm.yaml", tmp_path)
    register = tmp_path / "evidence" / "register.yaml"
    before = for_audience(judged(tmp_path), "assessor").assessment
    told = {f.message for r in before.results for f in r.findings if f.check in ("supervision_gap", "observed")}
    register.write_text(
        register.read_text(encoding="utf-8")
        + "".join(
            f"  - {{id: '{id}', title: {title}, kind: report, statement: A testimony that nobody repeats, "
            "dated: 2026-05-01, class: private, supports: ['6.3']}\n"
            for id, title in (("12", "Risk assessment"), ("14", "Case supervision"))
        ),
        encoding="utf-8",
    )
    after = for_audience(judged(tmp_path), "assessor").assessment
    assert told <= {f.message for r in after.results for f in r.findings}
    assert all(i.id not in ("12", "14") for i in after.workspace.items)


def test_there_are_two_audiences() -> None:
    result = by_hand({"One": [criterion("1.1")]})
    with pytest.raises(PublishError, match=r"There is no site for the audience 'board' yet. Choose: assessor, public."):
        for_audience(result, "board")
    assert [for_audience(result, audience).audience for audience in ("assessor", "public")] == ["assessor", "public"]


def test_what_rules_come_to_in_private_tables_is_shown_with_ids(root: Path, site: Path) -> None:
    """Figures computed from tables show ids to the assessor; the table, its path and its rows are not shown."""
    (finding,) = (
        f for r in judged(root).results for f in r.findings if (r.criterion.id, f.check) == ("4.4", "supervision_gap")
    )
    page = Tags(pages(site)["criteria/4-4.html"])
    text = " ".join(page.texts)
    assert finding.message in text
    assert all(id in text for id in finding.subjects)
    assert "people.xlsx" not in text
