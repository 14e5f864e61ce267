"""YAML into data with the place of every value: what stays text, what is refused, and that no file can harm."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rsqm_tool.load import places
from rsqm_tool.load.places import At, YamlFile


def read(folder: Path, content: str | bytes) -> YamlFile:
    (folder / "x.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    return places.read(folder, "x.yaml")


def data(folder: Path, text: str) -> Any:
    file = read(folder, text)
    assert file.problems == []
    return file.data


def problems(folder: Path, content: str | bytes) -> list[str]:
    return [str(p) for p in read(folder, content).problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.10", "1.10"),  # the tenth criterion, not the first
        ("1.1", "1.1"),
        ("NO", "NO"),  # Norway, and a word of its own; not false
        ("yes", "yes"),
        ("on", "on"),
        ("TRUE", "TRUE"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2026-02-30", "2026-02-30"),  # for the schema to judge
        ("2026-04-01", "2026-04-01"),
        (".inf", ".inf"),
        ("1e3", "1e3"),
        ("08005550100", "08005550100"),
        ("5" * 5000, "5" * 5000),
        ("=", "="),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ('"true"', "true"),
        ('""', ""),
        ("|\n  two\n  lines", "two\nlines"),
        (">-\n  one\n  line", "one line"),
    ],
)
def test_a_value_means_what_it_says(written: str, meant: object, tmp_path: Path) -> None:
    value = data(tmp_path, f"key: {written}")["key"]
    assert (type(value), value) == (type(meant), meant)


@pytest.mark.parametrize("written", ["1.10", "NO", "12", "true", "null", "~", "2026-04-01", '"4.4"', "''"])
def test_a_key_is_always_text(written: str, tmp_path: Path) -> None:
    assert data(tmp_path, f"{written}: x") == {written.strip("\"'"): "x"}


def test_values_and_keys_have_places(tmp_path: Path) -> None:
    file = read(tmp_path, 'evidence:\n  - id: POL-05\n    supports: ["1.2", {criterion: "2.5"}]\n')
    assert file.places == {
        (): (1, 1),
        ("evidence",): (2, 3),
        ("evidence", 0): (2, 5),
        ("evidence", 0, "id"): (2, 9),
        ("evidence", 0, "supports"): (3, 15),
        ("evidence", 0, "supports", 0): (3, 16),
        ("evidence", 0, "supports", 1): (3, 23),
        ("evidence", 0, "supports", 1, "criterion"): (3, 35),
    }
    assert file.keys[("evidence", 0, "supports", 1, "criterion")] == (3, 24)
    assert str(file.where(("evidence", 0, "review_by"))) == "x.yaml:2:5"  # where it is not, the place of what is
    assert str(file.where_key(("evidence", 0, "review_by"))) == "x.yaml:2:5"


@pytest.mark.parametrize(
    ("before", "place"),
    [(b"\xef\xbb\xbf", (1, 6)), (b"# one\r\n", (2, 6)), (b"# one\n\n", (3, 6)), ("'ü': 1\n".encode(), (2, 6))],
    ids=["byte order mark", "Windows line end", "empty line", "umlaut"],
)
def test_places_are_those_of_an_editor(before: bytes, place: tuple[int, int], tmp_path: Path) -> None:
    assert read(tmp_path, before + b"key: value").places[("key",)] == place


def test_walking_stands_on_what_is_not_there(tmp_path: Path) -> None:
    file = read(tmp_path, "a: [{b: 1}, {c: 2}, text, 3, {b: {d: 4}}]")
    assert list(file.walk("a/*/b")) == [(("a", 0, "b"), 1), (("a", 4, "b"), {"d": 4})]
    assert list(file.walk("a/*/b/*")) == [(("a", 4, "b", "d"), 4)]
    assert list(file.walk("nothing/*/here")) == []
    assert list(read(tmp_path, "").walk("a/*")) == []


# What is refused, and where.

REFUSED = {
    "a: 1\na: 2": "x.yaml:2:1: The key 'a' stands twice, first on line 1.",
    "1: a\n'1': b": "x.yaml:2:1: The key '1' stands twice, first on line 1.",
    "a: &x 1": "x.yaml:1:4: An anchor (&x) stands here.",
    "a: *x": "x.yaml:1:4: An alias (*x) stands here.",
    "a: !!binary x": "x.yaml:1:4: A tag (!!binary) stands here.",
    "!!map {a: 1}": "x.yaml:1:1: A tag (!!map) stands here.",
    "a: !<tag:example,2026:%1B%5B31m> x": "x.yaml:1:4: A tag (tag:example,2026:",
    "<<: {a: 1}": "x.yaml:1:1: A merge key (<<) stands here.",
    "[a, b]: c": "x.yaml:1:1: A key is a list or a mapping.",
    "a: 1\n---\nb: 2": "x.yaml:2:1: A second document (---) begins here.",
    "%YAML 1.2\n---\na: 1": "x.yaml:1:1: A line cannot begin with %.",
    "a:\n\t- b": "x.yaml:2:1: A tab stands before the text, here or in the line above.",
    "a: \x07": "x.yaml:1:4: An unseen control character (U+0007) stands here.",
    "a: \x85": "x.yaml:1:4: An unseen control character (U+0085) stands here.",
    "a: b\ufeff": "x.yaml:1:5: An unseen control character (U+FEFF) stands here.",
    "a: [": "x.yaml:1:4: The brackets round this do not come out even.",
    "a: {b: 1": "x.yaml:1:4: The brackets round this do not come out even.",
    "}": "x.yaml:1:1: ",
    "a: 'b": "x.yaml:1:4: A quotation mark is opened here and never closed.",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_could_surprise_is_refused(text: str, tmp_path: Path) -> None:
    (told,) = problems(tmp_path, text)
    assert told.startswith(REFUSED[text])


def test_a_quoted_merge_key_is_an_ordinary_one(tmp_path: Path) -> None:
    assert data(tmp_path, "'<<': 1") == {"<<": 1}


def test_all_that_is_refused_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    file = read(tmp_path, "a: &x 1\nb: *x\na: 2\nc: !t 3\nd: 4")
    assert [p.where.line for p in file.problems] == [1, 2, 3, 4]
    assert file.data == {"a": 1, "b": None, "c": 3, "d": 4}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"ab: caf\xe9", "x.yaml:1:8: A character here is not stored as UTF-8."),
        (b"a: 1\r\nb: \xc3\xbc\xfc", "x.yaml:2:5: A character here is not stored as UTF-8."),
        ("a: 1".encode("utf-16"), "x.yaml:1:1: A character here is not stored as UTF-8."),
        (b"PK\x03\x04" + bytes(50), "x.yaml: The file is a Word, Excel or zip file."),
        (b"%PDF-1.7\n", "x.yaml: The file is a PDF."),
        (b"a: \x00", "x.yaml:1:4: An unseen control character (U+0000) stands here."),
    ],
)
def test_what_is_no_text_is_told_with_its_place(content: bytes, told: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, content)
    assert problem.startswith(told)


# Files that would like to harm.


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_at_once(bracket: str, tmp_path: Path) -> None:
    """PyYAML's own loaders end with signal 11 or a traceback here."""
    begun = time.perf_counter()
    told = problems(tmp_path, bracket * 60_000)
    assert "Values are nested more than 60 deep" in told[-1]
    assert time.perf_counter() - begun < 1


def test_sixty_levels_are_allowed(tmp_path: Path) -> None:
    assert problems(tmp_path, "[" * 60 + "]" * 60) == []
    assert len(problems(tmp_path, "[" * 61 + "]" * 61)) == 1


def test_aliases_explode_nothing(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
    )
    file = read(tmp_path, bomb)
    assert len(file.problems) == 8 + 14
    assert file.data["h"] == [None, None]


def test_a_file_has_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems(tmp_path, "a: " + "b" * places.MAX_BYTES) == [
        "x.yaml: The file has 2,000,003 bytes. Expected at most 2,000,000. Split the file."
    ]
    monkeypatch.setattr(places, "MAX_EVENTS", 100)
    (told,) = problems(tmp_path, "- a\n" * 200)
    assert told.startswith("x.yaml:99:3: The file holds more than 100 values.")


@pytest.mark.skipif(not hasattr(__import__("os"), "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_wait_for_anybody(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "x.yaml")
    (problem,) = places.read(tmp_path, "x.yaml").problems
    assert str(problem) == "x.yaml: This is not an ordinary file. Expected a file. Put the file itself there."


def test_a_link_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    home = tmp_path / "service"
    (home / "evidence").mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text("password: hunter2", encoding="utf-8")
    (home / "rsqm.yaml").symlink_to(tmp_path / "secret.yaml")
    (home / "evidence" / "register.yaml").symlink_to("../../secret.yaml")
    (home / "evidence" / "actions.yaml").symlink_to("actions.yaml")
    (home / "evidence" / "exceptions.yaml").symlink_to("nowhere.yaml")
    told = [
        str(places.read(home, path).problems[0])
        for path in ("rsqm.yaml", *(f"evidence/{n}.yaml" for n in ("register", "actions", "exceptions")))
    ]
    assert told == [
        "rsqm.yaml: This is a link that leads out of the folder. Expected a file. Put the file itself there.",
        "evidence/register.yaml: This is a link that leads out of the folder. Expected a file. "
        "Put the file itself there.",
        "evidence/actions.yaml: The file cannot be read (it is a link to itself). "
        "Close it in other programs, or ask for access to it.",
        "evidence/exceptions.yaml: The file cannot be read (it is a link to nothing). "
        "Close it in other programs, or ask for access to it.",
    ]


def test_the_folder_of_the_evidence_may_be_a_link(tmp_path: Path) -> None:
    """To a folder that the office shares, say. What lies in it may not lead further."""
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "register.yaml").write_text("evidence: []", encoding="utf-8")
    home = tmp_path / "service"
    home.mkdir()
    (home / "evidence").symlink_to(tmp_path / "shared")
    assert places.read(home, "evidence/register.yaml").data == {"evidence": []}


def test_what_may_not_be_opened_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.yaml").write_text("a: 1", encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", denied)
    (problem,) = places.read(tmp_path, "x.yaml").problems
    assert str(problem).startswith("x.yaml: The file cannot be read (permission denied).")


# Whatever data there is: written as YAML and read again it is the same, and each place points at its value.

# The same on every run, and on a busy machine.
REPEATABLE = settings(derandomize=True, deadline=None)

# Not surrogates, which no file holds, and not the control characters that are refused.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x7f\ufeff\ufffe\uffff\u2028\u2029", min_codepoint=32))
TEXT = TEXT.filter(lambda text: not any("\x80" <= c <= "\x9f" for c in text))
WHOLE = st.integers(min_value=-(10**17), max_value=10**17)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def every(value: Any, at: At = ()) -> list[tuple[At, Any]]:
    """Every value in some data, with the way to it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(at, value), *(pair for step, v in inner for pair in every(v, (*at, step)))]


@REPEATABLE
@given(VALUES)
def test_data_written_as_yaml_is_read_as_it_was(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    file = YamlFile("x.yaml")
    places._Builder(file).build(text)
    assert file.problems == []
    assert file.data == value
    lines = text.split("\n")
    for at, inner in every(value):
        line, column = file.places[at]
        start = json.dumps(inner, ensure_ascii=False)
        assert lines[line - 1][column - 1 :].startswith(start[:1] if isinstance(inner, dict | list) else start)
        if at and isinstance(at[-1], str):
            line, column = file.keys[at]
            assert lines[line - 1][column - 1 :].startswith(json.dumps(at[-1], ensure_ascii=False))


class Plainly(yaml.SafeDumper):
    """Writes YAML as programs do, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@REPEATABLE
@given(VALUES)
def test_and_so_is_what_another_program_writes(value: Any) -> None:
    text = yaml.dump(value, Dumper=Plainly, allow_unicode=True)
    assume("? " not in text)  # a key too long for a line is refused
    file = YamlFile("x.yaml")
    places._Builder(file).build(text)
    assert (file.problems, file.data) == ([], value)


@REPEATABLE
@given(st.text(st.sampled_from("ab:-?[]{},#&*!|>%@`'\"\\ \n\t1~<."), max_size=60))
def test_any_text_is_data_or_a_clear_problem(text: str) -> None:
    file = YamlFile("x.yaml")
    places._Builder(file).build(text)
    for problem in file.problems:
        told = str(problem)
        assert "\n" not in told
        assert problem.where.line is not None
        assert problem.where.line <= text.count("\n") + 1
        assert told.endswith((".", "?"))
