"""What was read is kept by its content, read once, and gone when it is to be forgotten."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rsqm_tool.load.cache import Cache, digest_of
from rsqm_tool.load.documents import formats, read_documents
from rsqm_tool.model.documents import DocumentText
from tests.documents import hostile

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with one document of each kind, all of them a while old."""
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "a.pdf").write_bytes(hostile.pdf("Safeguarding", headings={1: "Scope"}))
    (evidence / "b.docx").write_bytes(hostile.docx(hostile.paragraph("Text")))
    (evidence / "c.odt").write_bytes(hostile.odt("<text:p>Text</text:p>"))
    (evidence / "d.md").write_text("# Heading\nText", encoding="utf-8")
    (evidence / "e.html").write_text("<h1>Heading</h1>Text", encoding="utf-8")
    (evidence / "f.txt").write_text("Text", encoding="utf-8")
    (evidence / "g.pdf").write_bytes(hostile.cycle())
    return tmp_path


def kept(root: Path, *, enabled: bool = True) -> Cache:
    return Cache(root / "build" / "cache", enabled=enabled)


def read(root: Path, cache: Cache | None = None) -> dict[str, DocumentText]:
    files = sorted(p.relative_to(root).as_posix() for p in (root / "evidence").iterdir())
    return read_documents(root, files, cache or kept(root))


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as old enough to be trusted by their times."""
    monkeypatch.setattr("rsqm_tool.load.cache._SETTLED", -(10**18))


def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, reading a document fails."""

    def fail(*args: object) -> None:
        raise AssertionError("it was read again")

    for found in formats().values():
        monkeypatch.setattr(found, "read", fail)
    monkeypatch.setattr("rsqm_tool.load.documents._run.read_one", fail)
    monkeypatch.setattr("rsqm_tool.load.documents.workers.Workers.__init__", fail)


def test_a_second_run_reads_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(root)
    assert [bool(t.trouble) for t in first.values()] == [False] * 6 + [True]
    no_reader(monkeypatch)
    assert read(root) == first


def test_a_second_run_opens_nothing(root: Path, settled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(root)
    no_reader(monkeypatch)
    monkeypatch.setattr("rsqm_tool.load.documents._run.read_file", None)
    assert read(root) == first


COSTLY = """
import sys
from pathlib import Path
import rsqm_tool.load.cache as cache
from rsqm_tool.load.documents import read_documents
cache._SETTLED = -10**18
root = Path(sys.argv[1])
files = sorted(p.relative_to(root).as_posix() for p in (root / "evidence").iterdir())
read_documents(root, files, cache.Cache(root / "build/cache"))
print(*sorted(m for m in sys.modules if m == "pypdf" or m.startswith("rsqm_tool.load.documents.")))
"""


def test_a_second_run_imports_and_starts_nothing(root: Path) -> None:
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", COSTLY, str(root)], cwd=ROOT, capture_output=True, check=True)
    prefix = "rsqm_tool.load.documents."
    assert done.stdout.decode().split() == [prefix + "_open", prefix + "_run", prefix + "_unreadable"]


def test_one_changed_document_alone_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(root)
    (root / "evidence" / "d.md").write_text("# Heading\nTexts", encoding="utf-8")
    asked: list[str] = []
    from rsqm_tool.load.documents import _run, read_one

    def watched(path: str, content: bytes) -> DocumentText:
        asked.append(path)
        return read_one(path, content)

    monkeypatch.setattr(_run, "read_one", watched)
    second = read(root)
    assert asked == ["evidence/d.md"]
    assert {n for n in first if first[n] != second[n]} == {"evidence/d.md"}


@pytest.mark.parametrize("same_size", [True, False])
def test_a_change_in_the_same_moment_is_seen(root: Path, same_size: bool) -> None:
    path = root / "evidence" / "f.txt"
    about = path.stat()
    read(root)
    path.write_text("Next" if same_size else "Another", encoding="utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert read(root)["evidence/f.txt"].passages[0].text in ("Next", "Another")


def test_a_change_that_keeps_size_and_date_is_seen(root: Path, settled: None) -> None:
    path = root / "evidence" / "f.txt"
    about = path.stat()
    read(root)
    path.write_text("Next", encoding="utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert read(root)["evidence/f.txt"].passages[0].text == "Next"


def test_the_same_content_is_read_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "evidence" / "d2.md").write_bytes((root / "evidence" / "d.md").read_bytes())
    (root / "evidence" / "a2.pdf").write_bytes((root / "evidence" / "a.pdf").read_bytes())
    texts = read(root)
    assert texts["evidence/a.pdf"] is texts["evidence/a2.pdf"]
    assert texts["evidence/d.md"] is texts["evidence/d2.md"]


def test_the_same_content_under_another_suffix_is_another_document(tmp_path: Path) -> None:
    for name in ("a.md", "a.txt"):
        (tmp_path / name).write_text("# Heading", encoding="utf-8")
    texts = read_documents(tmp_path, ["a.md", "a.txt"], kept(tmp_path))
    assert [t.headings for t in texts.values()] == [("Heading",), ()]


@pytest.mark.parametrize(
    "damage", ["", "{", "null", "[]", '{"format": 1}', '{"format": 1, "files": 3}', "[" * 100_000, "\ud800"],
)  # fmt: skip
def test_a_damaged_entry_counts_as_absent(root: Path, settled: None, damage: str) -> None:
    first = read(root)
    for path in (root / "build" / "cache").iterdir():
        path.write_bytes(damage.encode("utf-8", "surrogatepass"))
    assert read(root) == first


@pytest.mark.parametrize(
    "value",
    [
        None, 3, [], {"passages": 3}, {"passages": [["text"]]}, {"passages": [[1, None, None, "body"]]},
        {"passages": [["text", None, None, "neither"]]}, {"created": "tomorrow"}, {"notes": [1]}, {"trouble": 1},
        {"pages": "1"},
    ],
)  # fmt: skip
def test_an_entry_of_another_shape_counts_as_absent(root: Path, settled: None, value: object) -> None:
    first = read(root)
    cache = kept(root)
    for path in [p for p in cache.folder.iterdir() if p.name != "index.json"]:
        cache._write(path.name, {"format": 2, "value": value})  # with its hash: only the shape is wrong
    assert read(root) == first


def test_an_entry_under_the_name_of_another_counts_as_absent(tmp_path: Path) -> None:
    cache = kept(tmp_path)
    cache.put("1" * 64, "tag", "one")
    cache.put("2" * 64, "tag", "two")
    one, two = sorted(cache.folder.iterdir(), key=lambda p: p.read_text(encoding="utf-8"))
    one.replace(two)
    assert (cache.get("1" * 64, "tag"), cache.get("2" * 64, "tag"), cache.get("1" * 64, "other")) == (None, None, None)


@pytest.mark.skipif(os.name != "posix", reason="no modes here")
def test_only_the_owner_may_look(root: Path) -> None:
    folder = root / "build" / "cache"
    folder.mkdir(parents=True, mode=0o755)
    read(root)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()} == {0o600}
    assert {p.suffix for p in folder.iterdir()} == {".json"}


def test_forget_leaves_nothing(root: Path) -> None:
    cache = kept(root)
    read(root, cache)
    (cache.folder / "index.json.123.tmp").write_text("x", encoding="utf-8")
    assert cache.forget() == 7 + 1
    assert not cache.folder.exists()
    assert cache.forget() == 0
    read(root, cache)
    (cache.folder / "somebody else's.txt").write_text("x", encoding="utf-8")
    cache.forget()
    assert [p.name for p in cache.folder.iterdir()] == ["somebody else's.txt"]


def test_no_cache_keeps_nothing_and_finds_nothing(root: Path) -> None:
    first = read(root)
    cache = kept(root, enabled=False)
    before = sorted((p.name, p.stat().st_mtime_ns) for p in cache.folder.iterdir())
    assert read(root, cache) == first
    assert sorted((p.name, p.stat().st_mtime_ns) for p in cache.folder.iterdir()) == before
    assert not (cache.get("x", "y") or cache.known(root / "evidence/a.pdf", (root / "evidence/a.pdf").stat()))


def test_what_nothing_asked_for_is_dropped(root: Path, settled: None) -> None:
    read(root)
    (root / "evidence" / "f.txt").unlink()
    before = len(list((root / "build" / "cache").iterdir()))
    cache = kept(root)
    texts = read(root, cache)
    cache.drop_unused()
    cache.save()
    index = json.loads((cache.folder / "index.json").read_text(encoding="utf-8"))["files"]
    assert len(list(cache.folder.iterdir())) == before - 1
    assert sorted(Path(p).name for p in index) == sorted(Path(p).name for p in texts)


def test_where_nothing_can_be_kept_everything_works(root: Path) -> None:
    (root / "build").write_text("in the way", encoding="utf-8")
    cache = kept(root)
    assert not read(root, cache)["evidence/a.pdf"].trouble
    assert cache.trouble.startswith("What was read cannot be kept in build/cache (")
    assert cache.trouble.endswith("), so the next run reads it again")


def test_the_hash_of_a_file_is_taken_from_the_index(root: Path, settled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "evidence" / "f.txt"
    cache = kept(root)
    assert cache.digest(path) == digest_of(b"Text")
    cache.save()
    monkeypatch.setattr("rsqm_tool.load.cache.digest_of", None)
    assert kept(root).digest(path) == digest_of(b"Text")


def test_whatever_json_holds_can_be_kept(tmp_path: Path) -> None:
    cache = kept(tmp_path)
    value = {"rows": [[1, None, 2.5, "é\u2028\ud800", True]], "": []}
    cache.put("0" * 64, "table 1 {}", value)
    found = kept(tmp_path).get("0" * 64, "table 1 {}")
    assert found == {"rows": [[1, None, 2.5, "é\u2028?", True]], "": []}
