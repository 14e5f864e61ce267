"""Publishing again: when the site stays as it is, when it is built, and that nothing is written through a link.

In place of the site builder a few lines run that copy the pages and count how often they ran; two tests have the real
one.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from rsqm_tool.publish import PublishError, publish_site, refuse_links, stamp
from rsqm_tool.resources import shipped
from tests.builders import assessment, criterion
from tests.links import link
from tests.process import AS_OF, NO_NAMES, rsqm, tree, workspace

RESULT = assessment({"One": [criterion("1.1")]})
BUILDER = """
import pathlib, shutil
shutil.copytree("docs", "site.new")
pathlib.Path("site.new/index.html").write_text("built")
with open("../runs", "a") as runs:
    runs.write("x")
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose site was just built."""
    monkeypatch.setattr("rsqm_tool.publish.builder._COMMAND", ("-c", BUILDER))
    assert publish_site(RESULT, tmp_path).built
    return tmp_path


def runs(root: Path) -> int:
    """How often the builder ran."""
    return (root / "build" / "runs").stat().st_size


# --- when nothing changed


def test_where_nothing_on_any_page_changed_the_site_stays_as_it_is(root: Path) -> None:
    home = root / "build" / "assessor"
    (home / "pack.pdf").write_bytes(b"printed from this site")
    before = {p: p.stat().st_mtime_ns for p in home.rglob("*")}
    again = publish_site(RESULT, root)
    assert (again.index, again.built) == (home / "site" / "index.html", False)
    assert {p: p.stat().st_mtime_ns for p in home.rglob("*")} == before
    assert runs(root) == 1


def test_each_audience_has_a_stamp_of_its_own(root: Path) -> None:
    assert publish_site(RESULT, root, "public").built
    assert not publish_site(RESULT, root, "public").built
    assert not publish_site(RESULT, root).built


def test_on_another_day_it_is_built(root: Path) -> None:
    """Built files hold the day, and no other date."""
    assert publish_site(replace(RESULT, as_of=RESULT.as_of + timedelta(days=1)), root).built


def test_a_pack_that_was_printed_from_another_site_goes(root: Path) -> None:
    pack = root / "build" / "assessor" / "pack.pdf"
    pack.write_bytes(b"printed from this site")
    publish_site(assessment({"Another": [criterion("1.1")]}), root)
    assert not pack.exists()


def swap_for_link(page: Path) -> None:
    """The same content, but from elsewhere."""
    page.rename(page.with_name("elsewhere"))
    link(page, page.with_name("elsewhere"))


TROUBLES: dict[str, Callable[[Path], object]] = {
    "a page of the site is gone": lambda home: (home / "site" / "criteria" / "1-1.md").unlink(),
    "a page of the site was edited": lambda home: (home / "site" / "index.html").write_text("bilut", encoding="utf-8"),
    "a page of the site was emptied": lambda home: (home / "site" / "index.html").write_bytes(b""),
    "a page of the site is a link": lambda home: swap_for_link(home / "site" / "index.html"),
    "a file was added to the site": lambda home: (home / "site" / "mine.html").write_text("mine", encoding="utf-8"),
    "the site is gone": lambda home: (home / "site").rename(home / "elsewhere"),
    "the stamp is gone": lambda home: (home / "site.json").unlink(),
    "the stamp is broken": lambda home: (home / "site.json").write_text('{"made from": ', encoding="utf-8"),
    "the stamp is no text": lambda home: (home / "site.json").write_bytes(b"\xff\xfe\x00"),
    "the stamp is another thing": lambda home: (home / "site.json").write_text('["made from"]', encoding="utf-8"),
    "the stamp is deeply nested": lambda home: (home / "site.json").write_text("[" * 100_000, encoding="utf-8"),
    "a file was added to the pages": lambda home: (home / "docs" / "mine.md").write_text("mine", encoding="utf-8"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_stamp_is_not_trusted_where(root: Path, trouble: str) -> None:
    """It is built, and the stamp is good again."""
    TROUBLES[trouble](root / "build" / "assessor")
    assert publish_site(RESULT, root).built
    assert (root / "build" / "assessor" / "site" / "index.html").read_text(encoding="utf-8") == "built"
    assert not publish_site(RESULT, root).built


def test_a_page_that_somebody_edited_is_put_right_and_needs_no_building(root: Path) -> None:
    """The page is written as it was when the site was built from it."""
    (root / "build" / "assessor" / "docs" / "index.md").write_text("edited", encoding="utf-8")
    assert not publish_site(RESULT, root).built
    assert runs(root) == 1


@pytest.mark.parametrize("name", ["mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "jinja2", "python"])
def test_with_another_version_of_what_builds_it_is_built(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert name in stamp._versions()
    versions = {**stamp._versions(), name: "0.0.1"}
    monkeypatch.setattr(stamp, "_versions", lambda: versions)
    assert publish_site(RESULT, root).built


def test_with_another_version_of_ours_or_another_way_to_build_it_is_built(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamp, "__version__", "0.0.1")
    assert publish_site(RESULT, root).built
    monkeypatch.setattr("rsqm_tool.publish.builder._COMMAND", ("-c", BUILDER, "--otherwise"))
    assert publish_site(RESULT, root).built


def test_with_other_templates_it_is_built(root: Path) -> None:
    template = root / "site" / "overrides" / "main.html"
    template.parent.mkdir(parents=True)
    template.write_text("one", encoding="utf-8")
    assert publish_site(RESULT, root).built
    template.write_text("two", encoding="utf-8")
    assert publish_site(RESULT, root).built
    assert not publish_site(RESULT, root).built


def test_with_settings_of_the_services_own_it_is_always_built(root: Path) -> None:
    """They may name plugins, which read whatever they like."""
    ours = shipped("mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(ours + "hooks: [hook.py]\n", encoding="utf-8")
    assert [publish_site(RESULT, root).built for _ in range(2)] == [True, True]
    (root / "mkdocs.yml").write_text(ours, encoding="utf-8")
    assert [publish_site(RESULT, root).built for _ in range(2)] == [True, False]


def test_pages_that_change_while_it_is_built_leave_no_stamp(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the builder read is then not known."""
    meddling = BUILDER + "\npathlib.Path('docs/index.md').write_text('meanwhile')"
    monkeypatch.setattr("rsqm_tool.publish.builder._COMMAND", ("-c", meddling))
    assert [publish_site(RESULT, root).built for _ in range(2)] == [True, True]


def test_after_a_build_that_failed_what_is_put_back_needs_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("rsqm_tool.publish.builder._COMMAND", ("-c", "exit(1)"))
        with pytest.raises(PublishError, match="The former site is as it was"):
            publish_site(assessment({"Another": [criterion("1.1")]}), root)
    assert not publish_site(RESULT, root).built
    assert runs(root) == 1


def test_the_command_says_that_the_site_stays(tmp_path: Path) -> None:
    """With the real builder, whose site is the same whether it was built once or twice."""
    root = workspace(tmp_path / "hub")
    address = (root.resolve() / "build" / "assessor" / "site" / "index.html").as_uri()
    first, second = (rsqm("publish", "-C", root, "--as-of", AS_OF) for _ in range(2))
    assert (first.code, first.out) == (0, f"{NO_NAMES}The site is ready. Open {address}\n")
    assert (second.code, second.out) == (
        0,
        f"{NO_NAMES}Nothing on any page changed, so the site stays as it is. Open {address}\n",
    )


# --- links


def moved(path: Path, elsewhere: Path) -> None:
    """Puts a link in the place of a file or folder, which lies elsewhere from now on, or never was."""
    elsewhere.parent.mkdir(exist_ok=True)
    if path.exists():
        path.rename(elsewhere)
    elif path.suffix in (".pdf", ".log"):
        elsewhere.write_text("somebody else's", encoding="utf-8")
    else:
        elsewhere.mkdir()
        (elsewhere / "letter.txt").write_text("somebody else's", encoding="utf-8")
    link(path, elsewhere)


FOLDERS = ("", "/assessor", *(f"/assessor/{n}" for n in ("docs", "site", "site.new", "site.old", "docs/criteria")))
FILES = tuple(
    f"/assessor/{n}" for n in ("pages.json", "mkdocs.yml", "mkdocs.log", "site.json", "pack.pdf", "docs/index.md")
)


@pytest.mark.parametrize(
    ("place", "kind"), [*((f, "folder") for f in FOLDERS), *((f, "file") for f in FILES)], ids=lambda v: f"build{v}"
)
def test_nothing_is_written_or_deleted_through_a_link(root: Path, tmp_path: Path, place: str, kind: str) -> None:
    """Not even where the pages would be others, or fewer."""
    moved(root / f"build{place}", tmp_path / "elsewhere" / "there")
    before = tree(tmp_path)
    with pytest.raises(PublishError) as told:
        publish_site(assessment({"Another": [criterion("2.1")]}), root)
    assert str(told.value) == (
        f"Nothing was written, because build{place} is a link to another place, where a {kind} of its own is "
        "expected: delete the link itself, then publish again."
    )
    assert tree(tmp_path) == before


def test_the_command_tells_of_a_link_in_one_line(tmp_path: Path) -> None:
    root = workspace(tmp_path / "hub")
    moved(root / "build", tmp_path / "elsewhere" / "there")
    before = tree(tmp_path)
    for options in ((), ("--audience", "public"), ("--serve", "--port", "0")):
        done = rsqm("publish", "-C", root, "--as-of", AS_OF, *options)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            "Nothing was written, because build is a link to another place, where a folder of its own is expected: "
            "delete the link itself, then publish again.\n"
        )
    assert tree(tmp_path) == before


def test_a_link_that_leads_nowhere_is_one(root: Path) -> None:
    pack = root / "build" / "assessor" / "pack.pdf"
    link(pack, root / "nowhere")
    with pytest.raises(PublishError, match=r"because build/assessor/pack\.pdf is a link to another place"):
        publish_site(RESULT, root)
    assert not (root / "nowhere").exists()


def test_a_junction_is_a_link_though_windows_calls_it_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    about = SimpleNamespace(st_mode=stat.S_IFDIR | 0o700, st_reparse_tag=0xA0000003)
    monkeypatch.setattr(Path, "lstat", lambda self: about)
    with pytest.raises(PublishError, match="because build is a link to another place, where a folder"):
        refuse_links(Path(), "assessor")


def test_a_link_under_the_name_of_a_draft_is_not_followed(root: Path) -> None:
    """Each file is written beside its place first, and then renamed."""
    letter = root / "letter.txt"
    letter.write_text("somebody else's", encoding="utf-8")
    link(root / "build" / "assessor" / ".mkdocs.yml.new", letter)
    assert publish_site(assessment({"Another": [criterion("1.1")]}), root).built
    assert letter.read_text(encoding="utf-8") == "somebody else's"


def test_the_workspace_itself_may_be_reached_through_a_link(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    here = tmp_path_factory.mktemp("links") / "here"
    link(here, root)
    assert not publish_site(RESULT, here).built


def test_a_site_that_another_run_put_there_is_not_taken_for_ours(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other run's site takes the place of ours before we note which one we built."""
    real = stamp.keep

    def late(folder: Path, source: str, site: str) -> None:
        (folder / "site" / "index.html").write_text("another run's", encoding="utf-8")
        real(folder, source, site)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("rsqm_tool.publish.keep", late)
        publish_site(assessment({"Another": [criterion("1.1")]}), root)
    assert publish_site(assessment({"Another": [criterion("1.1")]}), root).built


def test_the_builders_log_goes_through_no_link(tmp_path: Path) -> None:
    """A second name of a file is no link that could be refused; what lies there is left as it is."""
    folder = tmp_path / "build" / "assessor"
    folder.mkdir(parents=True)
    (tmp_path / "other.txt").write_text("mine", encoding="utf-8")
    os.link(tmp_path / "other.txt", folder / "mkdocs.log")
    assert publish_site(RESULT, tmp_path).built
    assert (tmp_path / "other.txt").read_text(encoding="utf-8") == "mine"
