"""The cache writes and deletes its own alone, in its own folder alone, and takes nothing but what it wrote."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from rsqm_tool.load.cache import Cache
from tests.links import link
from tests.process import rsqm

TAG = "table 1 {}"
CONTENT = "1" * 64  # the hash of what was read


def files(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.iterdir())}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of somebody else's, with names that look a little like ours."""
    folder = tmp_path / "elsewhere"
    folder.mkdir(mode=0o755)
    for name in ("package.json", "a.tmp", "index.json", f"{'a' * 40}.json"):
        (folder / name).write_text("{}", encoding="utf-8")
    (folder / "cache").mkdir()
    return folder


@pytest.mark.parametrize(("linked", "to"), [("build/cache", "."), ("build", "."), ("build/cache", "cache")])
def test_nothing_is_read_written_or_deleted_through_a_link(
    tmp_path: Path, elsewhere: Path, linked: str, to: str
) -> None:
    rsqm("init", tmp_path / "service")
    link(tmp_path / "service" / linked, elsewhere / to)
    before = {p: (p.stat().st_mode, p.stat().st_mtime_ns) for p in (elsewhere, *elsewhere.rglob("*"))}
    done = rsqm("check", "-q", "-C", tmp_path / "service")
    assert done.code == 1  # the gaps of an empty workspace: the run goes on
    assert done.err == f"Nothing that is read is kept, because {linked} is a link to another place: delete the link.\n"
    forgot = rsqm("forget", "-C", tmp_path / "service")
    cache = tmp_path / "service" / "build" / "cache"
    assert forgot.code == 2
    assert forgot.err.endswith(
        f"Error: Cannot empty {cache} ({linked} is a link to another place: delete the link itself).\n"
    )
    assert {p: (p.stat().st_mode, p.stat().st_mtime_ns) for p in (elsewhere, *elsewhere.rglob("*"))} == before


def test_a_link_that_comes_later_is_refused_too(tmp_path: Path, elsewhere: Path) -> None:
    cache = Cache(tmp_path / "build" / "cache")
    link(tmp_path / "build", elsewhere)
    before = files(elsewhere / "cache")
    cache.drop_unused()
    assert cache.trouble == (
        "What is no longer needed stays in build/cache (build is a link to another place: delete the link itself)"
    )
    assert files(elsewhere / "cache") == before


def test_a_junction_is_a_link_though_windows_calls_it_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """IO_REPARSE_TAG_MOUNT_POINT; the tag of a folder that a cloud keeps is another, and says nothing of a link."""

    def tagged(tag: int) -> str:
        about = SimpleNamespace(st_mode=stat.S_IFDIR | 0o700, st_reparse_tag=tag)
        monkeypatch.setattr(Path, "lstat", lambda self: about)
        return Cache(Path("build") / "cache").trouble

    assert tagged(0xA0000003) == (
        "Nothing that is read is kept, because build is a link to another place: delete the link"
    )
    assert tagged(0x9000001A) == ""


def test_the_workspace_itself_may_be_reached_through_a_link(tmp_path: Path) -> None:
    rsqm("init", tmp_path / "service")
    link(tmp_path / "here", tmp_path / "service")
    assert rsqm("check", "-q", "-C", tmp_path / "here").err == ""
    assert (tmp_path / "service" / "build" / "cache").is_dir()


def test_without_a_cache_a_link_is_no_matter(tmp_path: Path, elsewhere: Path) -> None:
    rsqm("init", tmp_path / "service")
    link(tmp_path / "service" / "build" / "cache", elsewhere)
    assert rsqm("check", "-q", "--no-cache", "-C", tmp_path / "service").err == ""


def test_only_names_of_our_own_pattern_are_ever_removed(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "build" / "cache")
    cache.put(CONTENT, TAG, "one")
    ours = {f"{'b' * 40}.json", "index.json", "index.json.77.tmp", f"{'b' * 40}.json.123.tmp"}
    others = {"package.json", "a.tmp", "index.json.tmp", f"{'b' * 39}.json", f"{'B' * 40}.json", f"x{'b' * 40}.json"}
    for name in ours | others:
        (cache.folder / name).write_text("{}", encoding="utf-8")
    (cache.folder / f"{'c' * 40}.json").mkdir()
    assert cache.forget() == len(ours) + 1
    assert {p.name for p in cache.folder.iterdir()} == {*others, f"{'c' * 40}.json"}


def test_a_link_among_the_entries_is_neither_read_nor_followed(tmp_path: Path) -> None:
    """Somebody may hand on a workspace whose cache holds a link under the name of an entry, or of one being written."""
    cache = Cache(tmp_path / "build" / "cache")
    cache.put(CONTENT, TAG, "one")
    (entry,) = cache.folder.iterdir()
    precious = tmp_path / "precious.txt"
    precious.write_bytes(entry.read_bytes())
    before = precious.read_bytes()
    for name in (entry.name, f"{entry.name}.{os.getpid()}.tmp"):
        (cache.folder / name).unlink(missing_ok=True)
        link(cache.folder / name, precious)
    assert cache.get(CONTENT, TAG) is None
    cache.put(CONTENT, TAG, "two")
    assert (cache.trouble, cache.get(CONTENT, TAG), precious.read_bytes()) == ("", "two", before)
    assert not entry.is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_among_the_entries_does_not_hang(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "build" / "cache")
    cache.put(CONTENT, TAG, "one")
    (entry,) = cache.folder.iterdir()
    entry.unlink()
    os.mkfifo(entry)
    assert stat.S_ISFIFO(entry.stat().st_mode)
    assert cache.get(CONTENT, TAG) is None


def test_an_entry_says_what_it_is_the_hash_of(tmp_path: Path) -> None:
    """It stays JSON that anybody can look into."""
    cache = Cache(tmp_path / "build" / "cache")
    cache.put(CONTENT, TAG, {"a": [1, "é"]})
    (entry,) = cache.folder.iterdir()
    held = json.loads(entry.read_text(encoding="utf-8"))
    assert {k: v for k, v in held.items() if k != "sha256"} == {"format": 2, "value": {"a": [1, "é"]}}
    assert len(held["sha256"]) == 64


@pytest.mark.parametrize("change", [("[1,2]", "[1,3]"), ('"format":2', '"format": 2'), ("]", "] ")])
def test_an_edited_entry_counts_as_absent_although_it_is_still_json(tmp_path: Path, change: tuple[str, str]) -> None:
    cache = Cache(tmp_path / "build" / "cache")
    cache.put(CONTENT, TAG, [1, 2])
    (entry,) = cache.folder.iterdir()
    written = entry.read_text(encoding="utf-8")
    edited = written.replace(*change)
    assert edited != written
    json.loads(edited)
    entry.write_text(edited, encoding="utf-8")
    assert cache.get(CONTENT, TAG) is None
    entry.write_text(written, encoding="utf-8")
    assert cache.get(CONTENT, TAG) == [1, 2]


def test_each_bit_of_an_entry_counts(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "build" / "cache")
    cache.put(CONTENT, TAG, "Consent is written down")
    (entry,) = cache.folder.iterdir()
    whole = entry.read_bytes()
    for at in range(len(whole)):
        entry.write_bytes(bytes((*whole[:at], whole[at] ^ 1, *whole[at + 1 :])))
        assert cache.get(CONTENT, TAG) is None, at
    for end in range(len(whole)):
        entry.write_bytes(whole[:end])
        assert cache.get(CONTENT, TAG) is None, end


def test_an_entry_of_the_same_content_read_otherwise_is_another(tmp_path: Path) -> None:
    """The hash covers the name, and the name stands for content and tag: no entry can take another's place."""
    cache = Cache(tmp_path / "build" / "cache")
    cache.put(CONTENT, f"{TAG} 0", "the first rows")
    (first,) = cache.folder.iterdir()
    cache.put(CONTENT, f"{TAG} 1", "the next rows")
    (second,) = set(cache.folder.iterdir()) - {first}
    second.write_bytes(first.read_bytes())
    assert (cache.get(CONTENT, f"{TAG} 0"), cache.get(CONTENT, f"{TAG} 1")) == ("the first rows", None)


def test_an_edited_index_counts_as_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rsqm_tool.load.cache._SETTLED", -(10**18))
    path = tmp_path / "a.txt"
    path.write_text("Text", encoding="utf-8")
    cache = Cache(tmp_path / "build" / "cache")
    digest = cache.digest(path)
    cache.save()
    index = cache.folder / "index.json"
    index.write_text(index.read_text(encoding="utf-8").replace(digest, CONTENT), encoding="utf-8")
    again = Cache(cache.folder)
    assert again.known(path, path.stat()) is None
    assert again.digest(path) == digest
