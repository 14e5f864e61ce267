"""What a sheet may be: proposed from headers and values, asked where unsure, put into rsqm.yaml without harm to it."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from rsqm_tool.cli import _questions
from rsqm_tool.cli import tables as command
from rsqm_tool.load import load_workspace
from rsqm_tool.load.places import read
from rsqm_tool.load.tables import read_tables
from rsqm_tool.load.tables.definitions import plain
from rsqm_tool.load.tables.preview import sheets
from rsqm_tool.load.tables.saving import Entry, NotSaved, save, scalar
from rsqm_tool.load.tables.suggest import Proposal, propose
from rsqm_tool.registering import loose
from tests.tables.making import CSV, XLSX, put, workbook

ROOT = Path(__file__).parents[2]
FENLAND: dict[str, dict[str, Any]] = read(ROOT, "rsqm.yaml").data["tables"]
YAML = """\
# The service.
service: {name: Hub}   # its name

framework: rsqm-working-set
"""


def best(text: str, sheet: str | None = None, file: str = "") -> Proposal:
    return propose([line.split("|") for line in text.strip().splitlines()], sheet, file)[0]


def mapped(proposal: Proposal) -> dict[str, str]:
    return {match.column.name: match.header for match in proposal.matches}


# What the service calls in its own way: these columns are left to the manager, or are asked about.
NOT_FOUND = {"facilitators": {"ended_on"}, "participation": {"verbal_consent_on"}}


@pytest.mark.parametrize("name", FENLAND)
def test_the_fictional_services_tables_are_recognised(name: str) -> None:
    entry = FENLAND[name]
    found = dict(sheets(ROOT / entry["file"]))[entry.get("sheet")]
    proposal = propose(found, entry.get("sheet"), entry["file"])[0]
    assert proposal.table.name == name
    assert mapped(proposal) == {c: h for c, h in entry["columns"].items() if c not in NOT_FOUND.get(name, ())}
    assert all(match.sure for match in proposal.matches)
    # Words such as Y and N, or another case, need no entry.
    wanted = {
        c: {w: m for w, m in words.items() if plain(w) not in "yn"} for c, words in entry.get("values", {}).items()
    }
    assert {c: {**m.known, **m.guessed} for c, m in proposal.meanings.items()} == {c: w for c, w in wanted.items() if w}
    assert not any(m.unknown for m in proposal.meanings.values())


def test_the_fictional_services_proposals_read_its_tables_alike(tmp_path: Path) -> None:
    """What is proposed and confirmed, saved into an rsqm.yaml without tables, gives the rows of its own entries."""
    (tmp_path / "evidence").symlink_to(ROOT / "evidence")
    (tmp_path / "rsqm.yaml").write_text(YAML, encoding="utf-8")
    for file in dict.fromkeys(entry["file"] for entry in FENLAND.values()):
        assert run(tmp_path, ROOT / file, "--save", root=tmp_path, answers="y\n" * 20).exit_code == 0
    proposed = read_tables(ROOT, read(tmp_path, "rsqm.yaml").data["tables"])
    own = read_tables(ROOT, FENLAND)
    assert not proposed.problems
    alike = [name for name in own.tables if name not in NOT_FOUND]
    assert len(alike) > 10
    assert [n for n in alike if list(proposed.tables[n].rows) != list(own.tables[n].rows)] == []


def test_a_header_below_titles_with_other_names_for_columns() -> None:
    proposal = best(
        "Our team|||\nStaff ref|Paid or volunteer|Grade|Date joined\nP-1|Vol|Adv|2026-01-02\nP-2|Staff|F|2026-01-03"
    )
    assert proposal.table.name == "practitioners"
    assert mapped(proposal) == {
        "practitioner_id": "Staff ref", "employment": "Paid or volunteer", "level": "Grade", "started_on": "Date joined"
    }  # fmt: skip
    assert proposal.meanings["employment"].known == {"Staff": "paid", "Vol": "volunteer"}
    assert proposal.meanings["level"].known == {"Adv": "advanced"}
    assert proposal.meanings["level"].guessed == {"F": "foundation"}


def test_values_decide_where_headers_could_mean_several_things() -> None:
    """`Type` may be the part of a participant or the route of a process: the words below tell."""
    assert best("Process ref|Case ref|Type\nX-1|C-1|Direct\nX-2|C-2|Indirect", "Conferences").table.name == "processes"
    assert best("Case ref|Person ref|Type\nC-1|Y-1|Victim\nC-2|Y-2|Offender", "People").table.name == "participants"


def test_a_column_whose_values_do_not_fit_is_not_taken() -> None:
    proposal = best("Ref|Start|Hours\nP-1|soon|many\nP-2|later|few")
    assert mapped(proposal) == {"practitioner_id": "Ref"}
    assert proposal.unread == ("Start", "Hours")


def test_a_closed_list_of_which_no_word_is_known_is_proposed_and_not_sure() -> None:
    proposal = best("Ref|Start|Level\nP-1|2026-01-02|Expert\nP-2|2026-01-03|Guru")
    assert [(m.column.name, m.sure) for m in proposal.matches] == [
        ("practitioner_id", True), ("started_on", True), ("level", False)
    ]  # fmt: skip
    assert proposal.meanings["level"].unknown == ("Expert", "Guru")
    assert proposal.meanings["level"].choices == ("foundation", "intermediate", "advanced", "none")


def test_what_is_like_a_name_for_a_column_is_proposed_and_not_sure() -> None:
    proposal = best("Ref|Paid/Vol|Started in post\nP-1|P|2026-01-02")
    assert [(m.column.name, m.sure) for m in proposal.matches] == [
        ("practitioner_id", True), ("employment", True), ("started_on", False)
    ]  # fmt: skip


def test_words_that_nothing_is_known_of_are_named() -> None:
    proposal = best("Ref|Paid/Vol|RJC level\nP-1|P|None\nP-2|Zero hours|None")
    found = proposal.meanings["employment"]
    assert (found.known, found.guessed, found.unknown) == ({}, {"P": "paid"}, ("Zero hours",))


@pytest.mark.parametrize(
    ("days", "slashed", "day_first"),
    [
        (("01/04/2026", "13/04/2026"), True, True),
        (("01/04/2026", "02/04/2026"), True, False),
        (("2026-04-01", "2026-04-13"), False, False),
    ],
)
def test_the_order_of_dates(days: tuple[str, str], slashed: bool, day_first: bool) -> None:
    proposal = best("Ref|Start\nP-1|{}\nP-2|{}".format(*days))
    assert (proposal.slashed, proposal.day_first) == (slashed, day_first)


def test_headers_that_are_refused_are_named_and_never_proposed() -> None:
    proposal = best("Ref|Full name|Reason|RJC level\nP-1|x|y|None", "Staff")
    assert proposal.refused == {"Full name": "a name"}
    assert "Full name" not in mapped(proposal).values()


def test_what_is_no_table_of_ours() -> None:
    assert propose([["Colour", "Size"], ["red", "1"]]) == []
    assert propose([]) == []


def run(root_of_file: Path, file: Path, *options: str, root: Path | None = None, answers: str | None = None) -> Result:
    """The command on a file; with `answers` as if at a terminal."""
    where = ["-C", str(root or root_of_file)]
    file = (root / "evidence" / file.relative_to(ROOT / "evidence")) if root else file
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_questions, "asking", lambda: answers is not None)
        if root:  # the evidence is linked
            patch.setattr(command, "_below", lambda _, f: f"evidence/{f.relative_to(root / 'evidence').as_posix()}")
        return CliRunner().invoke(command.suggest, [str(file), *where, *options], input=answers, standalone_mode=False)


def _workspace(root: Path, content: str | bytes, path: str = CSV, yaml: str = YAML) -> Path:
    (root / "rsqm.yaml").write_bytes(yaml.encode())
    put(root, content, path)
    return root / path


STAFF = "evidence/people/staff.csv"


def _staff(days: tuple[str, ...]) -> str:
    """Eleven people, one of them of a kind that no list has."""
    lines = [f"P-{n},P,{day},x" for n, day in enumerate(days * 5)]
    return "\n".join(["Ref,Paid/Vol,Started in post,Hue", *lines, f"P-99,Zero,{days[0]},x\n"])


def test_the_lines_for_rsqm_yaml(tmp_path: Path) -> None:
    """Where nobody can be asked, what is unsure waits as a comment, and is told."""
    done = run(tmp_path, _workspace(tmp_path, _staff(("13/04/2026", "14/04/2026")), STAFF))
    assert done.exit_code == 0
    assert done.stdout == (
        "tables:\n"
        "  practitioners:\n"
        "    file: evidence/people/staff.csv\n"
        "    columns:\n"
        "      practitioner_id: Ref\n"
        "      employment: Paid/Vol\n"
        "      # started_on: Started in post  # is this right?\n"
        "    # values:\n"
        "    #   employment:\n"
        "    #     P: paid  # a guess: is this right?\n"
        "    #     Zero: ...  # paid, volunteer, seconded or sessional?\n"
        "    dates: day-first\n"
    )
    assert done.stderr == (
        "staff.csv: guessed under 'Paid/Vol': 'P' means paid. It waits for a yes.\n"
        "staff.csv: unknown under 'Paid/Vol': 'Zero'. Each must be one of paid, volunteer, seconded, sessional.\n"
        "staff.csv: nothing is proposed for 'Hue'. `rsqm list tables practitioners` lists the columns and what each "
        "holds: where one fits, write it under `columns:` in rsqm.yaml. The others may stay, and are not read.\n"
    )
    assert (tmp_path / "rsqm.yaml").read_text(encoding="utf-8") == YAML


def test_dates_of_which_nothing_tells_the_order_are_assumed_aloud(tmp_path: Path) -> None:
    """1 and 2 April, or 4 January and 4 February: no day is after the 12th."""
    done = run(tmp_path, _workspace(tmp_path, _staff(("01/04/2026", "02/04/2026")), STAFF), "--save")
    line = (
        "    dates: day-first  # assumed: no day is after the 12th, so nothing tells. "
        "Is 03/04/2026 the 3rd of April here?\n"
    )
    assert line in done.stdout
    assert line in (tmp_path / "rsqm.yaml").read_text(encoding="utf-8")
    assert (
        "staff.csv: dates are taken to begin with the day, as 03/04/2026 for the 3rd of April. No day in them is "
        "after the 12th, so nothing tells.\n"
    ) in done.stderr


def test_dates_with_the_month_in_front_are_told(tmp_path: Path) -> None:
    done = run(tmp_path, _workspace(tmp_path, "Ref,Start,Left\nP-1,04/13/2026,\nP-2,04/14/2026,01/02/2026\n", STAFF))
    assert (
        "staff.csv: some dates under 'Start' begin with the month. The tool reads them with the day in front; "
        "format the columns as dates in Excel.\n"
    ) in done.stderr


def test_questions_at_a_terminal(tmp_path: Path) -> None:
    file = _workspace(tmp_path, _staff(("01/04/2026", "02/04/2026")), STAFF)
    done = run(tmp_path, file, "--save", answers="y\nwell\ny\nsomething\ns\nsess\n\ny\ny\n")
    asked = "What does 'Zero' under 'Paid/Vol' mean: paid, volunteer, seconded, sessional? Enter alone leaves it open: "
    dates = (
        "No day in the dates is after the 12th, so nothing tells day from month. Is 03/04/2026 the 3rd of April here?"
    )
    assert done.stderr == (
        "staff.csv is taken for the table practitioners.\n"
        "Is 'Started in post' what the tool calls 'Started'? First day in the service. [y/N]: y\n"
        "Under 'Paid/Vol', 'P' means paid. Is that right? [y/N]: well\n"
        "Error: 'well' is neither yes nor no. Write y or n.\n"
        "Under 'Paid/Vol', 'P' means paid. Is that right? [y/N]: y\n"
        f"{asked}something\n"
        "Error: 'something' is none of paid, volunteer, seconded, sessional. Write one of these.\n"
        f"{asked}s\n"
        "Error: 's' may be seconded or sessional. Write more of it.\n"
        f"{asked}sess\n"
        f"{dates} [y/n]: \n"
        "Error: Enter alone says nothing here. Write y or n.\n"
        f"{dates} [y/n]: y\n"
        "staff.csv: nothing is proposed for 'Hue'. `rsqm list tables practitioners` lists the columns and what each "
        "holds: where one fits, write it under `columns:` in rsqm.yaml. The others may stay, and are not read.\n"
        "\n"
        "This is what will be saved:\n"
        "  staff.csv, as the table practitioners\n"
        "    Ref: Practitioner\n"
        "    Paid/Vol: Employment (P means paid, Zero means sessional)\n"
        "    Started in post: Started\n"
        "Save this in rsqm.yaml? [y/n]: y\n"
        "practitioners is in rsqm.yaml.\n"
        "\n"
        "Nothing in the register has evidence/people/staff.csv yet, so it supports nothing. Paste the lines below into "
        "evidence/register.yaml, under `evidence:`. Take away the [] that stands behind it. The title and the criteria "
        "are yours to correct: these are the criteria that the tables mapped so far answer.\n"
        "\n"
    )
    assert read(tmp_path, "rsqm.yaml").data["tables"]["practitioners"] == {
        "file": STAFF,
        "columns": {"practitioner_id": "Ref", "employment": "Paid/Vol", "started_on": "Started in post"},
        "values": {"employment": {"P": "paid", "Zero": "sessional"}},
        "dates": "day-first",
    }


def test_answers_of_no(tmp_path: Path) -> None:
    """A column that is not it is left out; a word that is not meant so is asked for, and what stays open waits."""
    file = _workspace(tmp_path, _staff(("13/04/2026", "14/04/2026")), STAFF)
    done = run(tmp_path, file, "--save", answers="n\nn\nvolunteer\n\ny\n")
    assert "staff.csv: nothing is proposed for 'Started in post', 'Hue'. " in done.stderr
    assert "    Paid/Vol: Employment (P means volunteer, Zero is open)\n" in done.stderr
    assert (tmp_path / "rsqm.yaml").read_text(encoding="utf-8").partition("columns:\n")[2] == (
        "      practitioner_id: Ref\n"
        "      employment: Paid/Vol\n"
        "    values:\n"
        "      employment:\n"
        "        P: volunteer\n"
        "        # Zero: ...  # paid, volunteer, seconded or sessional?\n"
        "    dates: day-first\n"
    )


def test_dates_that_begin_with_the_month_are_not_saved(tmp_path: Path) -> None:
    """The tool would read every one of them wrong."""
    file = _workspace(tmp_path, "Ref,Start\nP-1,01/04/2026\n", STAFF)
    done = run(tmp_path, file, "--save", answers="n\n")
    assert done.return_value == 2
    assert (
        "practitioners was not saved. Its dates begin with the month, and the tool reads them with the day in front. "
        "Format these columns as dates in Excel, or write the days as 2026-04-03, and run this again.\n"
    ) in done.stderr
    assert (tmp_path / "rsqm.yaml").read_text(encoding="utf-8") == YAML


def test_one_of_two_sheets_alike_is_the_table(tmp_path: Path) -> None:
    def add(book: Any) -> None:
        book.create_sheet("Leavers").append(["Ref", "Role", "Level", "Left"])

    rows = [["Ref", "Role", "Level", "Start", "Left"], ["P-1", "Worker", "advanced", "2024-01-02", None]]
    done = run(tmp_path, _workspace(tmp_path, workbook(rows, "Staff", add), XLSX), "--save")
    assert done.stdout.count("practitioners:") == 1
    assert (
        "Leavers: looks like practitioners, and Staff looks more so. A table is one sheet; if this is another table, "
        "name it with --sheet and --table.\n"
    ) in done.stderr


MESSY = [
    ["Harbour service"],
    ["Supervision log, 5 November 2026"],
    [],
    ["Staff ref", "Sup. date", "F/I/A", "Type of session", "Sup by"],
    ["RJ 01", "03/04/2026", "A", "CS", "RJ 03"],
    ["RJ 02", "05/06/2026", "I", "Obs", "RJ 03"],
    ["RJ 02", "09/10/2026", "F", "Clinical", "RJ 03"],
]


def test_a_log_as_services_keep_it(tmp_path: Path) -> None:
    """Titles above the header name the table; of the headers only the first is one that the tool knows for certain."""
    done = run(tmp_path, _workspace(tmp_path, workbook(MESSY, "Sheet1"), XLSX))
    assert done.stdout == (
        "tables:\n"
        "  supervision:\n"
        "    file: evidence/people/table.xlsx\n"
        "    sheet: Sheet1\n"
        "    columns:\n"
        "      practitioner_id: Staff ref\n"
        "      kind: Type of session\n"
        "      # held_on: Sup. date  # is this right?\n"
        "      # supervisor_id: Sup by  # is this right?\n"
        "    # values:\n"
        "    #   kind:\n"
        "    #     CS: case supervision  # a guess: is this right?\n"
        "    #     Obs: observed practice  # a guess: is this right?\n"
        "    #     Clinical: ...  # case supervision, observed practice, review or debrief?\n"
        "    dates: day-first  # assumed: no day is after the 12th, so nothing tells. "
        "Is 03/04/2026 the 3rd of April here?\n"
    )


def test_a_header_that_names_the_words_below_it() -> None:
    proposal = best("Ref|F/I/A|Start\nP-1|A|2026-01-02\nP-2|F|2026-01-02", "Staff")
    assert mapped(proposal) == {"practitioner_id": "Ref", "level": "F/I/A", "started_on": "Start"}
    assert [m.column.name for m in proposal.matches if not m.sure] == ["level"]


def confirmed(root: Path, word: str) -> dict[str, Any]:
    """The tables of rsqm.yaml once every sign of a waiting line is taken away, and a word put in place of `...`."""
    path = root / "rsqm.yaml"
    head, mark, tables = path.read_text(encoding="utf-8").partition("tables:\n")
    path.write_text(head + mark + re.sub(r"(?m)^( *)# ", r"\1", tables).replace("...", word), encoding="utf-8")
    found: dict[str, Any] = read(root, "rsqm.yaml").data["tables"]
    return found


def test_what_waits_becomes_right_by_taking_its_sign_away(tmp_path: Path) -> None:
    """All that waits in the messy log confirmed, and the word that nobody knows filled in: the table is read."""
    file = _workspace(tmp_path, workbook(MESSY, "Sheet1"), XLSX)
    run(tmp_path, file, "--save")
    entry = confirmed(tmp_path, "review")["supervision"]
    assert entry["columns"] == {
        "practitioner_id": "Staff ref", "kind": "Type of session", "held_on": "Sup. date", "supervisor_id": "Sup by"
    }  # fmt: skip
    assert entry["values"] == {"kind": {"CS": "case supervision", "Obs": "observed practice", "Clinical": "review"}}
    found = read_tables(tmp_path, {"supervision": entry})
    assert [row.kind for row in found.tables["supervision"].rows] == ["case supervision", "observed practice", "review"]


def test_a_word_that_nobody_filled_in_is_one_clear_problem(tmp_path: Path) -> None:
    run(tmp_path, _workspace(tmp_path, workbook(MESSY, "Sheet1"), XLSX), "--save")
    assert [str(problem) for problem in read_tables(tmp_path, confirmed(tmp_path, "...")).problems] == [
        "rsqm.yaml: '...' is none of case supervision, observed practice, review, debrief. Correct the value."
    ]


def entry(printed: str) -> list[dict[str, Any]]:
    """The entry of the register at the end of what was printed, as it is read once it is pasted below `evidence:`."""
    found: list[dict[str, Any]] = yaml.safe_load("evidence:\n" + printed[printed.index("  - id:") :])["evidence"]
    return found


def test_what_comes_next_is_told_after_saving(tmp_path: Path) -> None:
    """The entry of the register. A list of people answers little alone; a log beside it answers what both do. The two
    files have ids of their own, although nothing was pasted yet."""
    file = _workspace(tmp_path, "practitioner_id,started_on,level\nP-1,2026-01-02,advanced\n", STAFF)
    (first,) = entry(run(tmp_path, file, "--save").stdout)
    assert (first["id"], first["supports"]) == ("DAT-01", ["6.1"])
    put(tmp_path, "practitioner_id,held_on,kind\nP-1,2026-05-02,review\n", CSV)
    done = run(tmp_path, tmp_path / CSV, "--save", "--table", "supervision")
    assert done.stderr == (
        "supervision is in rsqm.yaml.\n"
        "\n"
        "Nothing in the register has evidence/people/table.csv yet, so it supports nothing. Paste the lines below into "
        "evidence/register.yaml, under `evidence:`. Take away the [] that stands behind it. The title and the criteria "
        "are yours to correct: these are the criteria that the tables mapped so far answer.\n"
        "\n"
    )
    assert done.stdout.endswith(
        "  - id: DAT-02\n"
        '    title: "Supervision"\n'
        "    kind: data\n"
        '    file: "people/table.csv"\n'
        "    class: private\n"
        '    supports: ["4.4", "4.6", "6.1"]\n'
    )


def test_what_is_mapped_is_not_asked_again_and_its_entry_is_printed(tmp_path: Path) -> None:
    """What `rsqm check` tells a manager to run: the same entry as after saving, with what the lists answer by now."""
    file = _workspace(tmp_path, "practitioner_id,started_on,level\nP-1,2026-01-02,advanced\n", STAFF)
    run(tmp_path, file, "--save")
    put(tmp_path, "practitioner_id,held_on,kind\nP-1,2026-05-02,review\n", CSV)
    run(tmp_path, tmp_path / CSV, "--save", "--table", "supervision")
    register = tmp_path / "evidence" / "register.yaml"
    register.write_text("evidence:\n- {id: X-1, title: Other, kind: log, statement: It is.}\n", encoding="utf-8")
    before = (tmp_path / "rsqm.yaml").read_bytes()
    for options in ((), ("--save",)):
        done = run(tmp_path, file, *options, answers="")
        assert done.return_value == 0
        assert done.stderr == (
            "evidence/people/staff.csv: rsqm.yaml has it already, as practitioners on line 7. Change it there.\n"
            "\n"
            "Nothing in the register has evidence/people/staff.csv yet, so it supports nothing. Paste the lines below "
            "into evidence/register.yaml, under `evidence:`. The title and the criteria are yours to correct: these "
            "are the criteria that the tables mapped so far answer.\n"
            "\n"
        )
        assert done.stdout == (
            "- id: DAT-01\n"
            '  title: "Practitioners"\n'
            "  kind: data\n"
            '  file: "people/staff.csv"\n'
            "  class: private\n"
            '  supports: ["4.4", "4.6", "6.1"]\n'
        )
    assert (tmp_path / "rsqm.yaml").read_bytes() == before
    register.write_text(register.read_text(encoding="utf-8") + done.stdout, encoding="utf-8")
    assert run(tmp_path, file).stderr.endswith("The register has evidence/people/staff.csv. Run `rsqm check`.\n")


def test_the_entry_promises_what_a_check_does(tmp_path: Path) -> None:
    """One rule for both: the note of `rsqm check` names the criteria of the entry that `suggest` prints."""
    file = _workspace(tmp_path, "practitioner_id,started_on,level\nP-1,2026-01-02,advanced\n", STAFF)
    (printed,) = entry(run(tmp_path, file, "--save").stdout)
    loaded = load_workspace(tmp_path).workspace
    assert loaded
    (found,) = loose(loaded.frameworks[0], loaded.tables, {})
    assert list(found.criteria) == printed["supports"]


def test_what_answers_nothing_yet_needs_no_entry(tmp_path: Path) -> None:
    file = _workspace(tmp_path, "practitioner_id,from,to\nP-1,2026-01-02,2026-02-02\n", STAFF)
    assert run(tmp_path, file, "--save", "--table", "away").stderr.endswith(
        "With the tables mapped so far no criterion rests on evidence/people/staff.csv: it needs no entry yet.\n"
    )


def test_what_still_stops_a_check_is_told_after_saving(tmp_path: Path) -> None:
    file = _workspace(tmp_path, "practitioner_id,started_on,Notes\nP-1,2026-01-02,\n", STAFF)
    done = run(tmp_path, file, "--save")
    assert done.return_value == 0
    assert done.stderr.endswith(
        "`rsqm check` will stop at this:\n"
        "  evidence/people/staff.csv, row 1: The header 'Notes' looks like free text. Expected ids, dates and words "
        "from a list. Leave the column out of the export, or delete it from a copy and name the copy here.\n"
        "Correct it, and run this again: then it prints the entry for the register.\n"
    )


def test_two_likely_tables_are_a_question(tmp_path: Path) -> None:
    file = _workspace(tmp_path, "Ref,Date,Hours\nP-1,2026-01-02,2\n")
    done = run(tmp_path, file, answers="\nneither\ncpd\n")
    assert "  cpd:\n" in done.stdout
    assert done.stderr.startswith(
        "Which table is evidence/people/table.csv: cpd, training? \n"
        "Which table is evidence/people/table.csv: cpd, training? neither\n"
        "Error: 'neither' is none of cpd, training. Write one of these.\n"
    )
    assert "  training:\n" in run(tmp_path, file, answers="training\n").stdout


def test_the_table_and_the_sheet_may_be_named(tmp_path: Path) -> None:
    def add(book: Any) -> None:
        book.create_sheet("More").append(["Ref", "Date"])

    file = _workspace(tmp_path, workbook([["Ref", "Date"], ["P-1", "2026-01-02"]], "First", add), XLSX)
    done = run(tmp_path, file, "--sheet", "More", "--table", "supervision")
    assert "  supervision:\n" in done.stdout
    assert "    sheet: More\n" in done.stdout
    assert "First" not in done.stdout


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("a,b\n1,2\n", (), "No table was found there. Name it with --table, or map it by hand under `tables:`."),
        ('Ref,Role\nP-1,"x\n', (), f"{CSV}, line 2: The quotation mark opened on line 2 is never closed."),
        ("Ref\n", ("--table", "practitionrs"), "There is no table 'practitionrs'. Did you mean 'practitioners'?"),
    ],
)
def test_what_stands_in_the_way_is_said(tmp_path: Path, content: str, options: tuple[str, ...], said: str) -> None:
    done = run(tmp_path, _workspace(tmp_path, content), *options)
    assert said in str(done.exception)


def test_a_file_outside_the_workspace(tmp_path: Path) -> None:
    _workspace(tmp_path, "")
    outside = tmp_path / "outside.csv"
    outside.write_text("Ref\n", encoding="utf-8")
    assert "is not below" in str(run(tmp_path, outside).exception)


ENTRY = Entry(
    "cpd",
    "evidence/x.csv",
    None,
    {"practitioner_id": "Ref", "hours": "Hrs: all"},
    {"topic": "Topics"},
    {"rjc_approved": {"Y": "yes"}},
)
LINES = """\
  cpd:
    file: evidence/x.csv
    columns:
      practitioner_id: Ref
      hours: "Hrs: all"
      # topic: Topics  # is this right?
    values:
      rjc_approved: {"Y": "yes"}
"""
AWAY = "  away:   # who is not here\n    file: evidence/y.csv\n    # a remark of ours\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (YAML, f"{YAML}\ntables:\n{LINES}"),
        (YAML.rstrip("\n"), f"{YAML}\ntables:\n{LINES}"),
        (f"{YAML}tables:\n", f"{YAML}tables:\n{LINES}"),
        (f"{YAML}tables:   # ours\n", f"{YAML}tables:   # ours\n{LINES}"),
        (f"{YAML}tables:\n{AWAY}", f"{YAML}tables:\n{AWAY}{LINES}"),
        (
            f"tables:\n\n{AWAY}\n# Of the site:\npublish: {{suppress_below: 10}}\n{YAML}",
            f"tables:\n\n{AWAY}{LINES}\n# Of the site:\npublish: {{suppress_below: 10}}\n{YAML}",
        ),
        (
            f"{YAML}tables:\n    away:\n        file: evidence/y.csv\n",
            f"{YAML}tables:\n    away:\n        file: evidence/y.csv\n"
            + "".join(f"  {line}\n" for line in LINES.splitlines()),
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_an_entry_is_put_in_and_nothing_else_changes(
    tmp_path: Path, before: str, after: str, end: str, mark: bytes
) -> None:
    path = tmp_path / "rsqm.yaml"
    path.write_bytes(mark + before.replace("\n", end).encode())
    save(tmp_path, ENTRY)
    assert path.read_bytes() == mark + after.replace("\n", end).encode()
    assert read(tmp_path, "rsqm.yaml").data["tables"]["cpd"] == ENTRY.data
    assert [p.name for p in tmp_path.iterdir()] == ["rsqm.yaml"]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (
            f"{YAML}tables:\n  cpd: {{file: evidence/x.csv}}\n",
            "rsqm.yaml has an entry for cpd already, on line 6. Change it there",
        ),
        (
            f"{YAML}tables: {{}}\n",
            "`tables:` on line 5 of rsqm.yaml is written on one line. Write each table on lines of its own",
        ),
        (f"{YAML}tables:\n  - x\n", "`tables:` in rsqm.yaml is no list of tables by their names. Correct it first"),
        (f"{YAML}tables: [\n", "Correct rsqm.yaml first"),
        ("", "rsqm.yaml is empty. Make a workspace with `rsqm init DIR`"),
    ],
)  # fmt: skip
def test_whole_or_not_at_all(tmp_path: Path, before: str, said: str) -> None:
    path = tmp_path / "rsqm.yaml"
    path.write_text(before, encoding="utf-8")
    with pytest.raises(NotSaved) as caught:
        save(tmp_path, ENTRY)
    assert str(caught.value).endswith(said)
    assert path.read_text(encoding="utf-8") == before
    assert [p.name for p in tmp_path.iterdir()] == ["rsqm.yaml"]


def test_what_cannot_be_written_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rsqm.yaml").write_text(YAML, encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(NotSaved, match=r"cannot be written \(no space left on device\)"):
        save(tmp_path, ENTRY)
    assert (tmp_path / "rsqm.yaml").read_text(encoding="utf-8") == YAML
    assert [p.name for p in tmp_path.iterdir()] == ["rsqm.yaml"]


def test_an_entry_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    """Whoever names the table wants its lines, to compare; rsqm.yaml stays as it is."""
    file = _workspace(tmp_path, "Ref,Paid/Vol\nP-1,P\n")
    assert run(tmp_path, file, "--save").exit_code == 0
    before = (tmp_path / "rsqm.yaml").read_bytes()
    done = run(tmp_path, file, "--save", "--table", "practitioners")
    assert done.return_value == 2
    assert "practitioners was not saved. rsqm.yaml has an entry for practitioners already, on line 7." in done.stderr
    assert (tmp_path / "rsqm.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "text", ["Ref", "Paid/Vol", "a: b", "# x", "no", "Y", "12", "x #y", "'q'", '"', "[a", "é", "a\tb", "- x", ""]
)
def test_texts_mean_themselves_in_yaml(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yaml").write_text(f"a: {scalar(text)}\nb: {{{scalar(text)}: c}}\n", encoding="utf-8")
    found = read(tmp_path, "x.yaml")
    assert not found.problems
    assert found.data == {"a": text, "b": {text: "c"}}


def test_sheets_that_people_see(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book.create_sheet("Old").sheet_state = "hidden"

    put(tmp_path, workbook([["Ref"], ["P-1"]], "Staff", hide), XLSX)
    assert [(name, list(chain.from_iterable(rows))[:1]) for name, rows in sheets(tmp_path / XLSX)] == [
        ("Staff", ["Ref"])
    ]
