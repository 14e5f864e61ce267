"""`rsqm privacy` as people and scripts use it."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from rsqm_tool.model.privacy import COLUMN, THUMBNAIL, UNREAD
from rsqm_tool.privacy import rules
from tests.documents.hostile import docx, paragraph
from tests.privacy.test_guard import ALLOW, hub
from tests.process import AS_OF, Done, python, rsqm, tree, workspace

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "standards" / "schema"


def privacy(root: Path, *arguments: str | Path, **changes: str) -> Done:
    return rsqm("privacy", "-C", root, "--as-of", AS_OF, *arguments, **changes)


TOLD = """\
evidence/documents/minutes.docx
  a name of your list **** ***** [names]. Take it out, or write the person's id or role instead.
  comment: a name of your list **** ***** [names]. Delete the comment.

evidence/monitoring/cases.csv
  row 2, Other: a name of your list **** ***** [names]. Empty the cell, or write the person's id instead.

In 1 file classed private, which no site holds: 2 hits.
  `rsqm privacy --private` tells them one by one.

Not looked through: 1 file
  evidence/documents/minutes.docx: It holds comments. Whoever gets the file can read them: take them out of the \
copy that you share. Look through it yourself, then take it out or allow it. A site would hold it, so it stops \
`rsqm publish`.

Take these out, or allow them: `rsqm privacy --save` adds entries to evidence/privacy-allow.yaml,
for you to complete; `rsqm privacy --entries` only shows them.

Looked through: 8 files (4 YAML files, 1 document, 1 table, 2 text files), 2,127 characters.
Known, and silent: 4 places with the service's own contacts or an item's owner.
Names were looked for: 2 names.

A clean scan proves nothing: a name that no list has, a story that only one person can have lived, a
face in a photograph are found by people who read, not by this. Let somebody who knows the cases
read what goes out.
"""


def test_three_places_of_one_name_file_by_file(tmp_path: Path) -> None:
    done = privacy(hub(tmp_path), "--names", tmp_path / "names.txt")
    assert (done.code, done.err) == (1, "")
    assert done.out == TOLD


def test_a_list_may_be_named_by_the_environment(tmp_path: Path) -> None:
    assert privacy(hub(tmp_path), RSQM_NAMES=str(tmp_path / "names.txt")).out == TOLD


def test_nothing_found_is_0_and_proves_nothing(tmp_path: Path) -> None:
    done = privacy(workspace(tmp_path / "hub"))
    assert done.code == 0
    assert "No name was looked for, because no list of names was given." in done.out
    assert "A clean scan proves nothing" in done.out


def test_mistakes_are_2_and_told_line_by_line(tmp_path: Path) -> None:
    done = privacy(hub(tmp_path, **{ALLOW: "allow: 3\n"}))
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"{ALLOW}:1:8: `allow:` is the number 3. Expected a list. Put [square brackets] around it.\n"
        "1 problem. Nothing was done.\n"
    )


def test_a_list_in_the_workspace_is_refused(tmp_path: Path) -> None:
    root = hub(tmp_path)
    (root / "names.txt").write_text("Jane Smith\n", encoding="utf-8")
    done = privacy(root, "--names", root / "names.txt")
    assert done.code == 2 and "Keep it outside: it must never travel with it." in done.err


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_log_of_ci_holds_no_value_no_id_and_no_hash(tmp_path: Path, form: str) -> None:
    root = hub(tmp_path, **{"evidence/documents/minutes.docx": docx(
        paragraph("Case C-0405", "berschrift1") + paragraph("Ring 07700 900123"))})  # fmt: skip
    done = privacy(root, "--format", form, CI="true")
    assert done.code == 1 and "minutes.docx" in done.out and "phone" in done.out
    digest = privacy(root, "--format", "json").out.partition('"sha256": "')[2][:64]
    for hidden in ("07*", "C-0405", digest):
        assert hidden not in done.out
    assert "07*** ***123" in privacy(root, "--format", form, "--ids", CI="true").out


def result(root: Path, *arguments: str | Path, **changes: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(privacy(root, "--format", "json", *arguments, **changes).out)
    schema = json.loads((SCHEMAS / "privacy.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(found)
    return found


def test_the_result_for_programs_fits_its_published_schema(tmp_path: Path) -> None:
    root = hub(tmp_path)
    found = result(root, "--names", tmp_path / "names.txt")
    assert found["stops"] is True
    assert found["hits"][0] == {  # type: ignore[index]
        "rule": "names", "file": "evidence/documents/minutes.docx", "part": "body", "place": "",
        "masked": "**** *****", "sha256": found["hits"][1]["sha256"],  # type: ignore[index]
    }  # fmt: skip
    assert result(root, CI="1")["private"][0]["masked"] is None  # type: ignore[index]
    (root / ALLOW).write_text("allow: 3\n", encoding="utf-8")
    wrong = result(root)
    assert wrong["hits"] == [] and wrong["problems"][0]["line"] == 1  # type: ignore[index]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    root = hub(tmp_path)
    assert privacy(root, "--format", "json").out == privacy(root, "--format", "json", "--no-cache").out


def test_entries_completed_by_a_person_let_it_pass(tmp_path: Path) -> None:
    root, names = hub(tmp_path), tmp_path / "names.txt"
    entries = privacy(root, "--names", names, "--entries").out.partition("# yaml-language-server")[2]
    entries = "# yaml-language-server" + entries
    assert entries.count("- rule: names") == 2  # one for each file
    for key, value in (("reason", "Agreed to be named"), ("approved_by", "Board"), ("review_by", "2027-04-01")):
        entries = entries.replace(f'{key}: ""', f'{key}: "{value}"')
    (root / ALLOW).write_text(entries, encoding="utf-8")
    done = privacy(root, "--names", names)
    assert done.code == 0
    assert "  evidence/documents/minutes.docx: names. Agreed to be named. Board, until 1 April 2027.\n" in done.out


PLAIN = {"evidence/documents/minutes.docx": docx(paragraph("Minutes of Jane Smith"))}


def test_entries_are_added_completed_and_then_hold(tmp_path: Path) -> None:
    """The way of a manager: save, be told what is empty, fill it in, run again."""
    root, names = hub(tmp_path, **PLAIN), tmp_path / "names.txt"
    first = privacy(root, "--names", names, "--save")
    assert first.code == 1 and "\n\nTake these out, or allow them: `rsqm privacy --save` adds" in first.out
    assert first.err == (
        "evidence/privacy-allow.yaml: 2 entries added, from line 5 on.\n"
        "In each fill in reason (why it may stand there, in at least 15 characters), approved_by (the role that "
        "decided\nit) and review_by (until when, such as 2027-04-01; at most two years ahead). Delete the entries of "
        "what you take\nout of the files. The next run tells every line that is still empty; until then nothing is "
        "published.\n"
    )
    empty = privacy(root, "--names", names, "--save")
    assert (empty.code, empty.out) == (2, "")
    assert empty.err.splitlines()[:3] == [
        f"{ALLOW}:9:13: `reason:` is empty. Expected why it may stand there, in at least 15 characters. Fill it in.",
        f"{ALLOW}:10:18: `approved_by:` is empty. Expected the role that decided it. Fill it in.",
        f"{ALLOW}:11:16: `review_by:` is empty. Expected a date at most two years ahead, year-month-day, such as "
        "2027-04-01. Fill it in.",
    ]
    text = (root / ALLOW).read_text(encoding="utf-8")
    for key, value in (("reason", "Agreed to be named"), ("approved_by", "Board"), ("review_by", "2027-04-01")):
        text = text.replace(f'{key}: ""', f'{key}: "{value}"')
    (root / ALLOW).write_text(text, encoding="utf-8")
    done = privacy(root, "--names", names, "--save")
    assert (done.code, done.err) == (0, "No entry was added. Nothing needs one.\n")
    assert "Allowed in evidence/privacy-allow.yaml: 2\n" in done.out
    assert "Take these out" not in done.out


def test_what_cannot_be_saved_is_2_and_the_result_is_told_all_the_same(tmp_path: Path) -> None:
    root = hub(tmp_path, **PLAIN)
    inside = root / "evidence/list.yaml"
    inside.write_text("allow: []\n", encoding="utf-8")
    (root / ALLOW).symlink_to(inside)
    done = privacy(root, "--names", tmp_path / "names.txt", "--save")
    assert done.code == 2 and "row 2, Other: a name of your list" in done.out
    assert done.err == (
        "No entry was added. evidence/privacy-allow.yaml is a link to another place, and nothing is written through "
        "a link. Copy what `rsqm privacy --entries` gives into evidence/privacy-allow.yaml by hand.\n"
    )
    assert inside.read_text(encoding="utf-8") == "allow: []\n"


def test_a_list_of_names_that_is_a_table_is_told_line_by_line(tmp_path: Path) -> None:
    names = tmp_path / "table.txt"
    names.write_text("# Name;Tel\nKate O'Brien\nSmith;Jane\nYoung\tAnna\t07700 900123\njane@example.org\n", "utf-8")
    done = privacy(hub(tmp_path), "--names", names)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "--names: Line 3 of the list of names has a semicolon. Write one name a line: Smith, Jane.\n"
        "--names: Line 4 of the list of names has a tab and a digit. Write one name a line: Smith, Jane.\n"
        "--names: Line 5 of the list of names has an @. Write one name a line: Smith, Jane.\n"
        "3 problems. Nothing was done.\n"
    )


def test_private_files_one_by_one(tmp_path: Path) -> None:
    out = privacy(hub(tmp_path), "--private").out
    assert "evidence/documents/log.md\n  line 3: a telephone number 07*** ***123 [phone]. " in out


def test_it_writes_nothing_but_the_cache(tmp_path: Path) -> None:
    root = hub(tmp_path)
    before = tree(root)
    privacy(root)
    assert tree(root) == before


def test_the_list_of_what_is_allowed_knows_every_rule() -> None:
    schema = json.loads((SCHEMAS / "privacy-allow.schema.json").read_text(encoding="utf-8"))
    named = schema["properties"]["allow"]["items"]["properties"]["rule"]["enum"]
    assert sorted(named) == sorted({*rules.rule_names(), COLUMN, THUMBNAIL, UNREAD})


HEAVY = "import sys; from rsqm_tool.cli import rsqm; rsqm(sys.argv[1:], standalone_mode=False); " \
        "assert not {'phonenumbers', 'rsqm_tool.privacy'} & set(sys.modules), sorted(sys.modules)"  # fmt: skip


@pytest.mark.parametrize("arguments", [["--help"], ["list", "checks"], ["check", "-C", ""]])
def test_other_commands_do_not_pay_for_it(tmp_path: Path, arguments: list[str]) -> None:
    root = str(workspace(tmp_path / "hub"))
    done = python("-c", HEAVY, *(a or root for a in arguments))
    assert "AssertionError" not in done.err, done.err


PURE = ["entries.py", "mask.py", "known.py", "scan.py", "spelling.py", "told.py", *(f"rules/{p.name}" for p in
        (ROOT / "rsqm_tool" / "privacy" / "rules").glob("*.py"))]  # fmt: skip


@pytest.mark.parametrize("name", PURE)
def test_what_looks_and_what_tells_reads_no_disk_and_no_clock(name: str) -> None:
    source = ast.parse((ROOT / "rsqm_tool" / "privacy" / name).read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(source) if isinstance(node, ast.Name)}
    assert not names & {"open", "print", "Path", "os", "sys", "time", "random"}
    assert "today" not in ast.dump(source)
