"""What a manager meets in her first hour: what `init` tells, where lists go, which columns there are, a wrong path."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsqm_tool.load import load_workspace
from rsqm_tool.load.tables.definitions import definition
from rsqm_tool.model.tables import ROWS
from tests.process import rsqm, workspace


def test_init_names_the_step_for_lists(tmp_path: Path) -> None:
    assert rsqm("init", "our hub", cwd=tmp_path).out == (
        "Your workspace is in our hub. Nothing in it leaves this computer.\n"
        "1. Put the service's name and the assessment date into rsqm.yaml.\n"
        "2. Put documents into evidence/documents and name them in evidence/register.yaml.\n"
        "3. Put lists (Excel or CSV; ids, no names) into evidence/people or evidence/monitoring, and for each run:\n"
        '   rsqm tables suggest FILE --save -C "our hub"\n'
        "   `rsqm tables --help` tells more, and `rsqm list tables` which lists there are.\n"
        '4. See what is missing: rsqm check -C "our hub"\n'
    )


def test_the_new_workspace_says_where_lists_are_named(tmp_path: Path) -> None:
    rsqm("init", tmp_path)
    assert "`rsqm tables suggest FILE --save`" in (tmp_path / "rsqm.yaml").read_text(encoding="utf-8")
    register = (tmp_path / "evidence" / "register.yaml").read_text(encoding="utf-8")
    assert "`rsqm tables suggest FILE` prints the entry" in register


def test_lists_are_explained_where_there_is_no_repository() -> None:
    """The page on tables is not installed: what it comes to is."""
    text = " ".join(rsqm("tables", "--help").out.split())
    for said in (
        "lists of people into evidence/people, lists of cases into evidence/monitoring",
        "Run: rsqm tables suggest evidence/people/FILE.xlsx --save",
        "Paste the entry that it prints into evidence/register.yaml",
        "`rsqm list tables` shows which lists there are, and `rsqm list tables cases` the columns of one",
    ):
        assert said in text


@pytest.mark.parametrize("command", ["tables", "publish"])
def test_that_the_assessor_sees_ids_is_said_beforehand(command: str) -> None:
    text = " ".join(rsqm(command, "--help").out.split())
    assert "ids of practitioners" in text
    assert "tell" in text
    assert "who is meant" in text


def test_the_columns_of_a_table() -> None:
    done = rsqm("list", "tables", "cpd")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "cpd: One row per event. Hours count in the 12 months before the as-of date.\n"
        "\n"
        "practitioner_id\n"
        "  Practitioner: an id; every row needs it\n"
        "  The person's id, as in the practitioners table; never a name.\n"
        "\n"
        "done_on\n"
        "  Done: a day\n"
        "  Day of the event.\n"
        "\n"
        "hours\n"
        "  Hours: a number\n"
        "  Hours; 1.5 is an hour and a half.\n"
        "\n"
        "topic\n"
        "  Topic: a few words\n"
        "  What it was about.\n"
        "\n"
        "rjc_approved\n"
        "  Approved: yes or no\n"
        "  Whether the Restorative Justice Council approved the event.\n"
    )


def test_a_closed_list_is_told_with_its_words() -> None:
    told = "initiated_by\n  Initiated by: one of: harmed, responsible, agency\n"
    assert told in rsqm("list", "tables", "cases").out


@pytest.mark.parametrize("name", ROWS)
def test_every_column_of_every_table_is_told(name: str) -> None:
    lines = rsqm("list", "tables", name).out.splitlines()
    assert max(map(len, lines)) <= 120
    assert [line for line in lines if line in definition(name).columns] == list(definition(name).columns)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["tables", "case"], "There is no table 'case'. Did you mean 'cases'?"),
        (["tables", "xyzzy"], "There is no table 'xyzzy'. `rsqm list tables` shows them."),
        (["kinds", "cases"], "`rsqm list kinds` takes nothing behind it."),
    ],
)
def test_what_cannot_be_listed(arguments: list[str], told: str) -> None:
    done = rsqm("list", *arguments)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


REGISTER = """\
evidence:
  - {id: POL-01, title: Policy, kind: polcy, file: evidence/documents/policy.md, supports: [H.1]}
"""


def test_a_path_that_begins_with_evidence_is_told_with_every_other_mistake(tmp_path: Path) -> None:
    """Not in a second run, once the rest is corrected."""
    found = load_workspace(workspace(tmp_path, register=REGISTER)).problems
    assert [str(p) for p in found] == [
        "evidence/register.yaml:2:39: `kind:` is 'polcy'. Did you mean 'policy'?",
        "evidence/register.yaml:2:52: The path 'evidence/documents/policy.md' begins with evidence/, below which paths "
        "begin already. Expected a path such as documents/policy.docx. Take 'evidence/' away from the beginning.",
    ]


def test_where_there_is_such_a_folder_the_path_is_right(tmp_path: Path) -> None:
    workspace(tmp_path, register=REGISTER.replace("polcy", "policy"))
    (tmp_path / "evidence" / "evidence" / "documents").mkdir(parents=True)
    (tmp_path / "evidence" / "documents" / "policy.md").rename(tmp_path / "evidence/evidence/documents/policy.md")
    assert load_workspace(tmp_path).problems == ()
