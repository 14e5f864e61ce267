"""The command line as a process: what it prints where, what it leaves, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.process import AS_OF, HOUSE, ROOT, Done, environment, python, register, rsqm, tree, workspace

SCHEMA = json.loads((ROOT / "standards/schema/result.schema.json").read_text(encoding="utf-8"))
HOSTILE = "Bad\\e[31m\\n::error::title \\u202Egnp ##[add-mask]x"  # as YAML writes it between double quotation marks


def check(folder: Path, *arguments: str | Path, **changes: str) -> Done:
    """Check a workspace as of the usual day."""
    return rsqm("check", "-C", folder, "--as-of", AS_OF, *arguments, **changes)


def result(done: Done) -> Any:
    """The JSON that a check printed, held against its schema."""
    data = json.loads(done.out)
    Draft202012Validator(SCHEMA).validate(data)
    return data


def outcomes(done: Done) -> dict[str, str]:
    return {c["id"]: c["outcome"] for s in result(done)["standards"] for c in s["criteria"]}


def findings(done: Done) -> list[tuple[str, str, str]]:
    """The findings that lower something, flattened."""
    found = ((c["id"], f) for s in result(done)["standards"] for c in s["criteria"] for f in c["findings"])
    return [(id, f["check"], f["outcome"]) for id, f in found if f["outcome"] != "met"]


# Exit codes 0 and 1.


def test_no_gap_is_0(tmp_path: Path) -> None:
    done = check(workspace(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1].startswith("2 points: 2 met,")  # the framework's own word for criteria
    assert done.out.splitlines()[-1].endswith("Ready.")


def test_a_gap_is_1_and_the_last_line_gives_the_totals(tmp_path: Path) -> None:
    done = check(workspace(tmp_path, register="evidence: []\n"))
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines()[-1] == (
        "2 points: 0 met, 0 partly met, 2 not met, 0 not applicable, 0 not assessed. "
        "2 gaps, 1 of them safeguarding. Not ready."
    )


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, {"gap": 0, "partly": 0, "expiring": 0}),
        ({"approved_by: Board": "owner: Board"}, {"gap": 0, "partly": 1, "expiring": 1}),
        ({"review_by: 2028-04-01": "review_by: 2027-01-01"}, {"gap": 0, "partly": 0, "expiring": 1}),
        ({"kind: minutes": "kind: log"}, {"gap": 1, "partly": 1, "expiring": 1}),  # partly met, and safeguarding
    ],
)
def test_what_is_failed_on_can_be_chosen(changes: dict[str, str], codes: dict[str, int], tmp_path: Path) -> None:
    workspace(tmp_path, register=register(**changes))
    assert {level: check(tmp_path, "--fail-on", level).code for level in codes} == codes
    assert check(tmp_path).code == codes["gap"]


def test_only_what_is_worse_than_before_fails(tmp_path: Path) -> None:
    before = workspace(tmp_path / "service", register=register(**{"kind: minutes": "kind: log"})) / "before.json"
    assert check(tmp_path / "service", "--format", "json", "--output", before).code == 1
    assert check(tmp_path / "service", "--baseline", before).code == 0
    (tmp_path / "service" / "evidence" / "documents" / "policy.md").unlink()
    worse = check(tmp_path / "service", "--baseline", before)
    assert (worse.code, worse.err) == (1, "Worse than before: H.1 Policy was met and is not met now.\n")


@pytest.mark.parametrize(("content", "why"), [("{", "is not JSON"), ("{}", "has no `format`"), ("[]", "no `format`")])
def test_what_is_no_baseline_is_2(content: str, why: str, tmp_path: Path) -> None:
    (workspace(tmp_path) / "before.json").write_text(content, encoding="utf-8")
    done = check(tmp_path, "--baseline", tmp_path / "before.json")
    assert (done.code, done.out) == (2, "")
    assert why in done.err


def test_criteria_can_be_named(tmp_path: Path) -> None:
    workspace(tmp_path, register=register(**{"kind: minutes": "kind: log"}))
    assert outcomes(check(tmp_path, "H.1", "--format", "json")) == {"H.1": "met"}
    assert outcomes(check(tmp_path, "H", "--format", "json")) == {"H.1": "met", "H.2": "partly met"}
    assert check(tmp_path, "H.1").code == 0
    assert check(tmp_path, "H.2").code == 1


def test_a_missing_file_is_a_finding_at_the_registers_line(tmp_path: Path) -> None:
    (workspace(tmp_path) / "evidence" / "documents" / "policy.md").unlink()
    done = check(tmp_path, "--format", "json")
    assert done.code == 1
    assert findings(done) == [
        ("H.1", "evidence", "not met"),
        ("H.1", "file_there", "partly met"),
        ("H.1", "kinds", "partly met"),
    ]
    assert "evidence/register.yaml:5" in check(tmp_path).out
    assert "evidence/documents/policy.md" in check(tmp_path).out


@pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b"<html>sign in", "web page")])
def test_so_is_one_that_is_empty_or_cannot_be_read(content: bytes, words: str, tmp_path: Path) -> None:
    workspace(tmp_path, register=register(**{"policy.md": "policy.pdf"}))
    (tmp_path / "evidence" / "documents" / "policy.pdf").write_bytes(content)
    done = check(tmp_path)
    assert done.code == 1
    assert words in done.out


# Exit code 2: the input is wrong, or the command.

BROKEN = {
    "register": """\
evidence:
  - id: POL-01
    titel: Policy
    kind: [policy]
    file: documents/policy.md
    approved_on: 2026-02-30
    supports: [H.1, H.9]
  - id: POL-01
    title: Policy
    kind: polcy
    file: ../policy.md
""",
    "self_assessment": "criteria: {H.1: {rating: met}, H.1: {rating: not met}}\n",
    "rsqm": "service: {name: A small hub}\nframework: house\nassessment: {date: soon}\n",
}
TOLD = """\
rsqm.yaml:3:20: `date:` is 'soon'. Expected a date, year-month-day, such as 2026-04-01. Correct the date.
evidence/register.yaml:3:5: 'titel' is no key here. Did you mean 'title'?
evidence/register.yaml:4:11: `kind:` is a list. Did you mean 'policy'?
evidence/register.yaml:6:18: `approved_on:` is '2026-02-30', a day that does not exist. \
Expected a date, year-month-day, such as 2026-04-01. Correct the date.
evidence/register.yaml:7:21: There is no criterion 'H.9'. Expected the id of a criterion. \
`rsqm list criteria` shows their ids.
evidence/register.yaml:8:9: The evidence item 'POL-01' stands twice, first in evidence/register.yaml line 2. \
Renumber or delete one.
evidence/register.yaml:10:11: `kind:` is 'polcy'. Did you mean 'policy'?
evidence/register.yaml:11:11: The path '../policy.md' leads out of evidence/ or stands still. \
Expected a path below evidence/, such as documents/policy.docx. Correct it.
evidence/self-assessment.yaml:1:32: The key 'H.1' stands twice, first on line 1. Keep one of them.
"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_every_mistake_is_told_in_one_run(encoding: str, tmp_path: Path) -> None:
    workspace(tmp_path, **BROKEN)
    before = tree(tmp_path)
    done = check(tmp_path, PYTHONIOENCODING=encoding)
    assert (done.code, done.err) == (2, "")
    assert done.out == TOLD + "\n9 problems. Nothing was assessed. Correct the above and run the check again.\n"
    assert tree(tmp_path) == before


def test_and_by_the_other_commands(tmp_path: Path) -> None:
    workspace(tmp_path, **BROKEN)
    before = tree(tmp_path)
    for arguments in (["explain", "H.1"], ["publish"]):
        done = rsqm(*arguments, "-C", tmp_path, "--as-of", AS_OF)
        assert (done.code, done.out) == (2, "")
        assert done.err == TOLD + "9 problems. Nothing was done.\n"
    assert tree(tmp_path) == before


@pytest.mark.parametrize("form", ["json", "junit", "github"])
def test_and_in_every_format(form: str, tmp_path: Path) -> None:
    done = check(workspace(tmp_path, **BROKEN), "--format", form)
    assert (done.code, done.err) == (2, "The input is wrong: 9 problems, told in the result.\n")
    assert "is no key here. Did you mean 'title'?" in done.out.replace("&#39;", "'").replace("&apos;", "'")
    assert ("'titel'" in done.out) == (form == "json")  # what stands in a file is in no log
    if form == "json":
        data = result(done)
        assert (data["standards"], len(data["problems"])) == ([], 9)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "--as-of", "tomorrow"], "'tomorrow' is no date. Write it year-month-day, such as 2026-11-20."),
        (["check", "--as-of", "2026-02-30"], "'2026-02-30' is no date."),
        (["check", "--as-of", "20/11/2026"], "'20/11/2026' is no date."),
        (["check", "--as-of", "0001-01-01"], "'0001-01-01' is no date."),
        (["check", "--as-of", "20261120"], "'20261120' is no date."),
        (["check", "H.3"], "There is no criterion 'H.3' in house. `rsqm list criteria` shows them."),
        (["check", "h.2"], "There is no criterion 'h.2' in house. Did you mean 'H.2'?"),
        (["check", "H.2", "H..1"], "There is no criterion 'H..1' in house. Did you mean 'H.1'?"),
        (["explain", "H.22"], "There is no criterion 'H.22' in house. Did you mean 'H.2'?"),
        (["explain", "H"], "H is a standard. Name one of its criteria, such as H.1."),
        (["check", "--format", "yaml"], "'yaml' is not one of 'github', 'json', 'junit', 'text'."),
        (["check", "--fail-on", "everything"], "'everything' is not one of 'gap', 'partly', 'expiring'."),
        (["check", "--colour"], "No such option '--colour'."),
        (["check", "--baseline", "gone.json"], "File 'gone.json' does not exist."),
        (["check", "--output", "no/such/folder/result.txt"], "Cannot write"),
        (["check", "--output", "evidence"], "is a directory."),
        (["list", "everything"], "'everything' is not one of 'frameworks', 'criteria', 'checks', 'kinds',"),
        (["chek"], "There is no command 'chek'. Did you mean 'check'?"),
        (["explain"], "Missing argument 'CRITERION'."),
        (["init"], "Missing argument 'DIR'."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_is_2_and_says_what_is_right(arguments: list[str], told: str, tmp_path: Path) -> None:
    before = tree(workspace(tmp_path))
    done = rsqm(*arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert tree(tmp_path) == before


def test_an_unknown_framework_has_the_place_where_it_is_named(tmp_path: Path) -> None:
    done = check(workspace(tmp_path), "--framework", "hose")
    assert done.code == 2
    assert done.out.startswith("--framework: There is no framework 'hose'. Expected the id of a framework.")
    assert "Did you mean 'house'?" in done.out


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("empty", "rsqm.yaml: There is no rsqm.yaml in this folder. Make a workspace with `rsqm init DIR`, or name"),
        ("gone", "gone: There is no such folder. Correct its name, or make it with `rsqm init DIR`."),
        ("rsqm.yaml", "rsqm.yaml: This is a file. Expected the folder of a workspace. Name the folder it lies in."),
    ],
)
def test_a_folder_that_is_no_workspace(folder: str, told: str, tmp_path: Path) -> None:
    (workspace(tmp_path) / "empty").mkdir()
    done = check(tmp_path / folder)
    assert done.code == 2
    assert done.out.startswith(told)
    assert done.out.splitlines()[-1].startswith("1 problem. Nothing was assessed.")


def test_from_below_a_workspace_it_is_found(tmp_path: Path) -> None:
    workspace(tmp_path)
    assert rsqm("check", "--as-of", AS_OF, cwd=tmp_path / "evidence" / "documents").code == 0


# Exit code 3: a fault of the program.

CRASHING_CHECK = """
from rsqm_tool.checks import kinds
from rsqm_tool.cli import main

def fail(*_):
    raise ValueError("P-004 lives in Elm Road")

kinds.either = fail
main()
"""


@pytest.mark.parametrize("form", ["text", "json", "junit", "github"])
def test_a_check_that_crashes_is_told_and_the_rest_runs(form: str, tmp_path: Path) -> None:
    workspace(tmp_path)
    (tmp_path / "driver.py").write_text(CRASHING_CHECK, encoding="utf-8")
    done = python(tmp_path / "driver.py", "check", "-C", tmp_path, "--as-of", AS_OF, "--format", form)
    assert done.code == 3
    told = [f"criterion {id}, check kinds: ValueError in driver.py, line 6\n" for id in ("H.1", "H.2")]
    assert done.err == "".join(f"A check failed, through a fault of the program: {line}" for line in told)
    assert "Elm Road" not in done.out + done.err
    if form == "json":
        assert outcomes(done) == {"H.1": "not assessed", "H.2": "not assessed"}
        criteria = result(done)["standards"][0]["criteria"]
        of_kinds = [(f["outcome"], f["because"]) for f in criteria[0]["findings"] if f["check"] == "kinds"]
        assert of_kinds == [("not assessed", "unread")]
        assert [f["message"] for f in criteria[0]["findings"] if f["check"] == "reviewed"] != []


CRASH = """
import rsqm_tool.assess
from rsqm_tool.cli import main

def fail(*_):
    secret = "P-004 lives in Elm Road"
    raise KeyError(secret)

rsqm_tool.assess.assess = fail
main()
"""


@pytest.mark.parametrize("command", ["check", "explain", "publish"])
def test_any_other_fault_leaves_a_log_without_a_value(command: str, tmp_path: Path) -> None:
    workspace(tmp_path / "service")
    (tmp_path / "driver.py").write_text(CRASH, encoding="utf-8")
    (tmp_path / "logs").mkdir()
    arguments = [command, *(["H.1"] if command == "explain" else []), "-C", tmp_path / "service"]
    done = python(tmp_path / "driver.py", *arguments, TMPDIR=str(tmp_path / "logs"), TEMP=str(tmp_path / "logs"))
    assert (done.code, done.out) == (3, "")
    first, second = done.err.splitlines()
    assert first == "rsqm failed (KeyError). This is a fault of the program, not of your files."
    (log,) = (tmp_path / "logs").iterdir()
    assert second.endswith(f"which holds nothing from your files: {log}")
    text = log.read_text(encoding="utf-8")
    assert "driver.py, line 7, in fail" in text
    for value in ("P-004", "Elm Road", "small hub", str(tmp_path)):
        assert value not in text + done.err.replace(str(log), "")


# Standard output, --output, and what is left behind.


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    before = tree(workspace(tmp_path))
    for form in ("text", "json", "junit", "github"):
        check(tmp_path, "--format", form, cwd=tmp_path)
    rsqm("explain", "H.1", cwd=tmp_path)
    rsqm("list", "frameworks", cwd=tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("form", ["text", "json", "junit", "github"])
def test_the_same_bytes_every_time(form: str, tmp_path: Path) -> None:
    workspace(tmp_path, register=register(**{"kind: minutes": "kind: log"}))
    once, again = (check(tmp_path, "--format", form, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert once == again
    written = tmp_path / "result"
    assert check(tmp_path, "--format", form, "--output", written) == Done(once.code, "", "")
    assert written.read_bytes() == once.out.encode()


def test_json_is_what_its_schema_says(tmp_path: Path) -> None:
    done = check(workspace(tmp_path), "--format", "json")
    data = result(done)
    assert (data["framework"]["id"], data["service"]["name"], data["as_of"]) == ("house", "A small hub", AS_OF)
    assert data["ready"] is True


FULL_DISK = """
import errno, pathlib, sys
from rsqm_tool.cli import main

write = pathlib.Path.write_text

def half(path, text, **more):
    write(path, text[: len(text) // 2], **more)
    raise OSError(errno.ENOSPC, "No space left on device")

pathlib.Path.write_text = half
main()
"""


def test_an_output_is_whole_or_not_there(tmp_path: Path) -> None:
    workspace(tmp_path / "service")
    (tmp_path / "driver.py").write_text(FULL_DISK, encoding="utf-8")
    (tmp_path / "out").mkdir()
    output = tmp_path / "out" / "result.json"
    arguments = ["check", "-C", tmp_path / "service", "--format", "json", "--output", output]
    done = python(tmp_path / "driver.py", *arguments)
    assert done.code == 2
    assert f"Cannot write {output} (No space left on device)." in done.err
    assert tree(tmp_path / "out") == {}
    output.write_text("the one before", encoding="utf-8")
    assert python(tmp_path / "driver.py", *arguments).code == 2
    assert output.read_text(encoding="utf-8") == "the one before"
    assert len(tree(tmp_path / "out")) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows closes pipes in another way")
def test_a_reader_who_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rsqm_tool", "list", "criteria"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(PYTHONUNBUFFERED="1")
    ) as run:
        assert run.stdout
        assert run.stderr
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode in (0, 1)  # click says 1; it is told nobody, since the reader is gone


def test_what_is_for_machines_is_utf_8_on_any_console(tmp_path: Path) -> None:
    workspace(tmp_path, rsqm='service: {name: "T\u0177 Gobaith \u00e9"}\nframework: house\n')
    command = [sys.executable, "-m", "rsqm_tool", "check", "--format", "json", "--as-of", "2026-11-20"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment(PYTHONIOENCODING="cp1252"))
    assert "T\u0177 Gobaith \u00e9" in run.stdout.decode("utf-8")


def test_a_result_goes_through_a_link_and_replaces_no_device(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old", encoding="utf-8")
    (tmp_path / "link.json").symlink_to("real.json")
    check(workspace(tmp_path), "--format", "json", "--output", str(tmp_path / "link.json"))
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text(encoding="utf-8").startswith("{")
    assert check(tmp_path, "--output", os.devnull).code == 0
    assert not Path(os.devnull).is_file()


def test_a_log_names_nothing_that_is_private(tmp_path: Path) -> None:
    secret = {"kind: policy": "kind: policy\n    class: private", "Policy": "Diary of somebody"}
    workspace(tmp_path, register=register(**secret))
    (tmp_path / "evidence" / "documents" / "policy.md").unlink()
    for form in ("github", "junit"):
        done = check(tmp_path, "--format", form)
        assert "Diary" not in done.out
        assert "POL-01" not in done.out
    assert "Diary" in check(tmp_path, "--format", "github", "--ids").out
    assert "file=evidence/register.yaml,line=" in check(tmp_path, "--format", "github").out


# What comes from files is shown, and does nothing.


@pytest.mark.parametrize("form", ["text", "json", "junit", "github"])
@pytest.mark.parametrize("broken", [False, True], ids=["findings", "problems"])
def test_no_value_of_a_file_reaches_the_screen_raw(form: str, broken: bool, tmp_path: Path) -> None:
    workspace(
        tmp_path,
        rsqm=f'service: {{name: "{HOSTILE}"}}\nframework: house\n',
        register=register(
            Policy=f'"{HOSTILE}"',
            **{"POL-01": f'"{HOSTILE}"' if broken else "POL-01", "kind: policy": "kind: policy\n    class: assessor"},
        ),
    )
    (tmp_path / "evidence" / "documents" / "policy.md").unlink()
    done = check(tmp_path, "--format", form)
    assert done.code == (2 if broken else 1)
    assert "Bad" in done.out or form in ("github", "junit")  # hardly a value is in a log
    shown = done.out + done.err
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", shown) == []
    commands = [line for line in shown.splitlines() if line.lstrip().startswith("::")]
    assert all(re.match(r"::(error|warning|notice) (file|title)=", line) for line in commands), commands
    if form == "text":
        assert "##[" not in shown  # GitHub obeys it anywhere in a line that is no command itself


def test_a_console_that_speaks_only_windows_1252_shows_a_question_mark(tmp_path: Path) -> None:
    workspace(tmp_path, rsqm="service: {name: Zażółć Ośrodek – Café}\nframework: house\n", register="evidence: []\n")
    for form in ("text", "json", "junit", "github"):
        done = check(tmp_path, "--format", form, PYTHONIOENCODING="cp1252")
        assert (done.code, done.err) == (1, "")
    assert "Za?ó?? O?rodek – Café" in check(tmp_path, PYTHONIOENCODING="cp1252").out
    explained = rsqm("explain", "H.1", "-C", tmp_path, PYTHONIOENCODING="cp1252")
    assert (explained.code, explained.err) == (0, "")


def test_umlauts_and_spaces_in_names_of_files_and_folders(tmp_path: Path) -> None:
    folder = tmp_path / "Täter-Opfer-Ausgleich (neu)"
    workspace(folder, register=register(**{"policy.md": "Grundsätze für alle.md"}))
    (folder / "evidence" / "documents" / "Grundsätze für alle.md").write_text("text", encoding="utf-8")
    done = check(folder)
    assert done.code == 0
    assert "Nothing registers the file evidence/documents/policy.md" in done.out


# Nothing outside is read, nothing is sent, no other program is run.

WATCHED = """
import sys
seen = []
OPENED = {"open", "os.listdir", "os.scandir", "os.walk", "glob.glob"}
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.system", "os.spawn", "os.posix_spawn", "os.fork", "urllib.")

def watch(event, arguments):
    if event in OPENED and isinstance(arguments[0], (str, bytes)):
        seen.append((event, arguments[0], arguments[1] if event == "open" else ""))
    elif event.startswith(FORBIDDEN):
        seen.append((event, "", ""))

from rsqm_tool.cli import main
sys.addaudithook(watch)
try:
    main()
finally:
    for event, path, mode in seen:
        print(event, path, mode, sep="|", file=sys.__stderr__)
"""


def test_nothing_outside_the_workspace_is_read_and_nothing_is_written(tmp_path: Path) -> None:
    service = workspace(tmp_path / "service")
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "minutes.md").write_text("secret", encoding="utf-8")
    (service / "evidence" / "documents" / "minutes.md").unlink()
    (service / "evidence" / "documents" / "minutes.md").symlink_to(secret / "minutes.md")
    (service / "evidence" / "linked").symlink_to(secret)
    (tmp_path / "driver.py").write_text(WATCHED, encoding="utf-8")
    done = python(tmp_path / "driver.py", "check", "-C", service, "--as-of", AS_OF, "--format", "json")
    assert done.code == 1
    events = [line.split("|") for line in done.err.splitlines()]
    assert {event for event, _, _ in events} <= {"open", "os.listdir", "os.scandir"}
    assert {mode for event, _, mode in events if event == "open"} <= {"r", "rb", "None"}
    mine = (service, ROOT / "rsqm_tool", ROOT / "standards")
    pythons = (sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix))
    paths = {Path(path) for _, path, _ in events}
    others = {p for p in paths if not any(p.is_relative_to(folder) for folder in (*mine, *pythons))}
    assert others <= {tmp_path, ROOT, *Path(ROOT).glob("*.egg-info"), Path("/dev/null")}, others
    assert any(p.name == "policy.md" for p in paths)  # what is registered is looked at


# The commands that only tell.


def test_the_version_costs_little(tmp_path: Path) -> None:
    """No library that a version number does not need, and next to nothing of ours."""
    done = python("-X", "importtime", "-m", "rsqm_tool", "--version", cwd=tmp_path)
    assert re.fullmatch(r"rsqm \d+\.\d+\.\d+\n", done.out)
    imported = {line.rpartition("|")[2].strip() for line in done.err.splitlines() if "|" in line}
    heavy = "yaml jsonschema rich mkdocs pandas numpy json importlib.metadata concurrent.futures"
    assert not imported & set(heavy.split())
    assert {m for m in imported if m.startswith("rsqm_tool")} == {"rsqm_tool", "rsqm_tool.cli", "rsqm_tool.cli._exits"}


@pytest.mark.parametrize("command", ["", "init", "check", "explain", "list", "publish"])
def test_help_is_help(command: str) -> None:
    done = rsqm(*command.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: rsqm {command}".rstrip())
    assert max(map(len, done.out.splitlines())) <= 80


def test_without_a_command_there_is_help(tmp_path: Path) -> None:
    done = rsqm(cwd=tmp_path)
    assert "Begin with `rsqm init FOLDER`" in done.out + done.err


@pytest.mark.parametrize(
    ("what", "some"),
    [
        ("frameworks", ["rsqm-working-set  Working set on the six RSQM", "house             Two questions of our"]),
        ("criteria", ["1.1  Vision and senior ownership", "2.5  Safeguarding procedure (safeguarding)"]),
        ("checks", ["file_there                   Every registered file is there", "person  "]),
        ("kinds", ["policy              says what should happen", "minutes             shows what is done"]),
        ("formats", ["json  ", "junit  "]),
        ("tables", ["practitioners  Who works here", "cases  "]),
    ],
)
def test_there_is_a_list_of_everything(what: str, some: list[str], tmp_path: Path) -> None:
    done = rsqm("list", what, "-C", workspace(tmp_path))
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    for beginning in some:
        assert any(line.startswith(beginning) for line in lines), done.out
    assert all(re.match(r"\S+( \S+)*  +\S", line) for line in lines)
    assert len(set(lines)) == len(lines)


def test_thirty_six_criteria_are_listed(tmp_path: Path) -> None:
    assert len(rsqm("list", "criteria", cwd=tmp_path).out.splitlines()) == 36


def test_a_criterion_is_explained_without_a_workspace(tmp_path: Path) -> None:
    done = rsqm("explain", "4.4", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("4.4 Case supervision and observed practice\n")
    for heading in ("What it asks", "What it rests on", "What would show it", "A small service's way"):
        assert heading in done.out.splitlines()
    assert "There is no workspace here" in done.out


def test_a_criterion_is_explained_with_what_was_found(tmp_path: Path) -> None:
    workspace(tmp_path, register=register(**{"kind: minutes": "kind: log"}))
    done = rsqm("explain", "H.2", "-C", tmp_path, "--as-of", AS_OF)
    assert (done.code, done.err) == (0, "")
    for words in ("How it stands", "Outcome: partly met", "MIN-01", "Missing: no", "minutes", "What to do next"):
        assert words in done.out


def test_wording_laid_over_a_framework_is_shown_with_its_source(tmp_path: Path) -> None:
    workspace(tmp_path)
    wording = "lays_over: house\nsource: Handbook, page 3\ncriteria: {H.1: {title: House rules, asks: Rules exist.}}\n"
    (tmp_path / "standards" / "private.yaml").write_text(wording, encoding="utf-8")
    done = rsqm("explain", "H.1", "-C", tmp_path, "--as-of", AS_OF)
    assert done.code == 0
    for words in ("H.1 House rules", "Rules exist.", "Wording: Handbook, page 3"):
        assert words in done.out
    assert check(tmp_path).code == 0


def test_of_two_frameworks_the_first_decides(tmp_path: Path) -> None:
    config = "service: {name: A small hub}\nframework: [{}]\nassessment: {date: 2027-03-15}\n"
    workspace(tmp_path, rsqm=config.replace("{}", "house, rsqm-working-set"))
    assert check(tmp_path).code == 0
    assert check(tmp_path, "--framework", "rsqm-working-set").code == 1
    workspace(tmp_path, rsqm=config.replace("{}", "rsqm-working-set, house"))
    assert check(tmp_path).code == 1
    assert check(tmp_path, "--framework", "house").code == 0


def test_the_house_framework_of_these_tests_is_one(tmp_path: Path) -> None:
    assert HOUSE.startswith("id: house\n")
    done = rsqm("list", "frameworks", "-C", workspace(tmp_path))
    assert "cannot be used" not in done.out
