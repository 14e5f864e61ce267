"""Counts that stand in for tables: the same outcomes, nothing about anybody, and not for longer than they are fresh."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from rsqm_tool import checks, measures
from rsqm_tool.assess import assess
from rsqm_tool.model import Absent, Because, CriterionResult, FileState, Finding, Location, Note, Outcome, Workspace
from rsqm_tool.model.measures import LIMITS, PILES, Measures, seal
from rsqm_tool.model.tables import ROWS, Table, Tables
from tests import process
from tests.bench import AS_OF, criterion, expectation, framework, item, rating, workspace
from tests.process import ROOT, Done, rsqm
from tests.rows import flat, from_rows, lost, people, service, table

SCHEMA = json.loads((ROOT / "standards/schema/measures.schema.json").read_text(encoding="utf-8"))
RESULT = json.loads((ROOT / "standards/schema/result.schema.json").read_text(encoding="utf-8"))
FILE = "evidence/people/people.xlsx"

# By hand: 14 people, of whom 3 were never supervised and 11 every 84 days, so that 3 of 14 break the rule.
IDS = [f"P-{n:03}" for n in range(1, 15)]
NEVER = {"P-004", "P-009", "P-012"}
LOG = from_rows("supervision", [
    {"practitioner_id": id, "held_on": day, "kind": "case supervision", "supervisor_id": "P-099"}
    for id in IDS if id not in NEVER for day in ("2026-02-12", "2026-05-07", "2026-07-30", "2026-10-22")
])  # fmt: skip


def with_tables(*tables: Table[Any], at_worst: str = "not met", **others: Any) -> Workspace:
    """A service whose register names the file of its tables for criterion 4.4, which judges supervision."""
    asked = criterion("4.4", expectation("supervision_gap", at_worst=at_worst))
    held = workspace(
        [item("DAT-01", file=FILE, kind="register", supports=["4.4"])],
        ratings=[rating("4.4")],
        frameworks=[framework(asked)],
    )
    return replace(held, tables=Tables(**{t.name: t for t in tables}), **others)


def without(held: Workspace, taken: Measures | None, *names: str) -> Workspace:
    """The same where the files of some tables, or of all, are not there."""
    gone = names or tuple(n for n in ROWS if held.tables.get(n))
    note = Note("The table is not read", "Put it there.", Location("rsqm.yaml"))
    left = {n: t for n in ROWS if (t := held.tables.get(n)) and n not in gone}
    missing = tuple(replace(i, file_state=FileState.MISSING) if i.file == FILE else i for i in held.items)
    absent = tuple(Absent(n, FILE, note) for n in gone)
    return replace(held, tables=Tables(**left), items=missing, absent=absent, measures=taken)


def take(held: Workspace, as_of: str = AS_OF) -> Measures:
    taken, faults = measures.take(held, date.fromisoformat(as_of))
    assert not faults
    Draft202012Validator(SCHEMA).validate(taken.data())
    assert Measures.of(json.loads(json.dumps(taken.data()))) == taken
    return taken


def result(held: Workspace, as_of: str = AS_OF) -> CriterionResult:
    return assess(held, held.frameworks[0], date.fromisoformat(as_of)).results[0]


def finding(held: Workspace, as_of: str = AS_OF) -> Finding:
    (found,) = (f for f in result(held, as_of).findings if f.check == "supervision_gap")
    return found


def notes(held: Workspace, as_of: str = AS_OF) -> list[str]:
    return [n.message for n in assess(held, held.frameworks[0], date.fromisoformat(as_of)).notes]


# Taking, and judging from what was taken.


def test_the_piles_and_the_limits_are_kept_and_nothing_else() -> None:
    """14 people, 3 never supervised: kept 11, broken 3; 84 and 98 days. Nobody in between or unknown."""
    taken = take(with_tables(people(*IDS), LOG))
    (rule,) = taken.frameworks[0].rules
    (saved,) = rule.findings
    assert (taken.month, taken.tables) == ("2026-11", ("practitioners", "supervision"))
    assert (rule.criterion, rule.check, str(saved.outcome), saved.because, saved.lapses) == (
        "4.4", "supervision_gap", "not met", None, None,
    )  # fmt: skip
    piles = {"kept": 11, "broken": 3, "cannot_tell": 0, "explained": 0, "denominator": 14}
    assert saved.counts == {**piles, "limit_days": 84, "grace_days": 98}


def test_the_finding_is_made_again_and_says_from_what() -> None:
    held = with_tables(people(*IDS), LOG)
    there, made = finding(held), finding(without(held, replace(take(held), month="2026-10")))
    assert (made.outcome, made.half, made.source) == (there.outcome, there.half, there.source)
    assert made.message == (
        "Broken by 3 of 14: every active practitioner has case supervision at least every twelve weeks "
        "(from the counts saved in October 2026; the tables are not here)"
    )
    assert made.next_step.startswith("Run `rsqm check` where the tables are")
    assert (made.subjects, made.evidence, str(made.where)) == ((), "DAT-01", "evidence/measures.json")
    assert (made.figures["kept"], made.figures["broken"], made.figures["denominator"]) == (11, 3, 14)


def test_an_item_whose_tables_are_not_here_counts_as_there() -> None:
    held = with_tables(people(*IDS), LOG)
    gone = without(held, take(held))
    (kept,) = result(gone).evidence
    assert kept.usable
    assert kept.file_state is FileState.MISSING  # nobody copies a file that is not there
    assert kept.file_trouble == "Its tables are not here; the counts saved in November 2026 stand in for them"
    assert [f.check for f in result(gone).findings] == ["supervision_gap"]
    assert result(without(held, None)).outcome is Outcome.NOT_MET
    other = replace(gone, absent=tuple(replace(a, file="evidence/people/other.xlsx") for a in gone.absent))
    assert not result(other).evidence[0].usable


def test_the_outcome_before_the_clamp_is_kept() -> None:
    """Saved where the rule can pull to partly met only, and read where it can pull to not met."""
    mild, strict = (with_tables(people(*IDS), LOG, at_worst=word) for word in ("partly met", "not met"))
    taken = take(mild)
    assert str(taken.frameworks[0].rules[0].findings[0].outcome) == "not met"
    assert [str(finding(without(held, taken)).outcome) for held in (mild, strict)] == ["partly met", "not met"]


@pytest.mark.parametrize(
    ("tables", "outcome", "because", "said"),
    [
        ((people(*IDS), LOG), "not met", None, "Broken by 3 of 14: "),
        ((people("P-001"), LOG), "met", None, "Kept by 1 of 1: "),
        ((people("P-001", ended_on="2026-01-01"), LOG), "not assessed", Because.NOBODY, "Nobody to count: "),
        (
            (people("P-001"),),
            "not assessed",
            Because.UNREAD,
            "Not judged, because something was lacking in the tables: ",
        ),
        (
            (people("P-001", "P-002", cleared_for_cases_on="-", started_on="-"), LOG),
            "not assessed",
            Because.NOBODY,
            "Nobody",
        ),
    ],
)
def test_every_way_to_end_is_the_same_without_the_tables(
    tables: tuple[Table[Any], ...], outcome: str, because: Because | None, said: str
) -> None:
    held = with_tables(*tables)
    there, made = finding(held), finding(without(held, take(held)))
    assert (str(there.outcome), there.because) == (outcome, because)
    assert (made.outcome, made.because, made.counts) == (there.outcome, there.because, there.counts)
    assert made.message.startswith(said)


def test_nobody_left_to_count_is_saved_as_unread() -> None:
    """P-001 left, and of P-002 nothing could be read: nobody to count is not what the file says."""
    two = people("P-001", "P-002", ended_on="2026-01-01")
    assert take(with_tables(two, LOG)).frameworks[0].rules[0].findings[0].because is Because.NOBODY
    held = with_tables(lost(two, 3), LOG)
    taken = take(held)
    (saved,) = taken.frameworks[0].rules[0].findings
    assert (saved.because, saved.counts["rows_left_out"]) == (Because.UNREAD, 1)
    there, made = finding(held), finding(without(held, taken))
    assert (made.outcome, made.because, made.counts) == (there.outcome, there.because, there.counts)
    assert made.message.startswith("Not judged, because 1 row could not be read: every active practitioner has case ")


def test_rows_that_could_not_be_read_are_saved_with_the_piles() -> None:
    """Eleven of fourteen have supervision in time; a row that could not be read may be of one more who has not."""
    kept = people(*(id for id in IDS if id not in NEVER))
    held = with_tables(lost(kept, 2), LOG)
    there, made = finding(held), finding(without(held, take(held)))
    assert there.outcome is made.outcome is Outcome.PARTLY_MET
    assert made.message.startswith("Kept by 10 of 10 (1 row could not be read): every active practitioner has case")


def test_what_rows_that_could_not_be_read_may_decide_is_as_low_as_the_rule_may_pull() -> None:
    """Two of eleven rows: at worst not met, so not assessed; where the rule can pull to partly met only, that."""
    kept = people(*(id for id in IDS if id not in NEVER))
    for at_worst, outcome in (("not met", Outcome.NOT_ASSESSED), ("partly met", Outcome.PARTLY_MET)):
        held = with_tables(lost(kept, 2, 3), LOG, at_worst=at_worst)
        there, made = finding(held), finding(without(held, take(held)))
        assert (made.outcome, made.because) == (there.outcome, there.because)
        assert there.outcome is outcome


def test_cannot_tell_and_explained_are_told() -> None:
    from tests.rows import exception

    log = replace(LOG, rows=[r for r in LOG.rows if r.practitioner_id != "P-005"])
    held = with_tables(people(*IDS), log, exceptions=(exception("supervision_gap", "P-005"),))
    made = finding(without(held, take(held)))
    assert made.message.startswith("Broken by 3 of 14 (1 explained): ")


def test_what_lapses_is_kept_by_its_month() -> None:
    """Vetting is in date to 10 February 2027: told for February, from the 1st, which is before the assessment."""
    rule = criterion("4.1", expectation("vetting_in_date"))
    vetting = table(
        "vetting", "practitioner_id | kind | issued_on | recheck_by \n P-01 | police | 2024-02-10 | 2027-02-10"
    )
    held = replace(service(people("P-01"), vetting), frameworks=(framework(rule),))
    taken = take(held)
    assert taken.frameworks[0].rules[0].findings[0].lapses == "2027-02"
    assert "10 February" not in json.dumps(taken.data())
    (made,) = (f for f in result(without(held, taken)).findings if f.check == "vetting_in_date")
    assert (made.outcome, made.lapses_on) == (Outcome.MET, date(2027, 2, 1))
    assert "; the first lapses in February 2027 (" in made.message
    patient = replace(without(held, taken), targets=replace(held.targets, others={"measures_days": 200}))
    taken_then = {"2027-02-28": (Outcome.MET, None), "2027-03-01": (Outcome.NOT_ASSESSED, Because.UNREAD)}
    for day, expected in taken_then.items():  # who was in date then may not be any more
        (made,) = (f for f in result(patient, day).findings if f.check == "vetting_in_date")
        assert (made.outcome, made.because) == expected


def test_a_flat_export_stands_for_the_single_tables_too() -> None:
    rule = criterion("5.2", expectation("written_consent", at_worst="not met"))
    held = replace(service(flat({}, {"consent_harmed_on": "2026-09-16"})), frameworks=(framework(rule),))
    taken = take(held)
    gone = without(held, taken, "cases")
    there, made = ([f for f in result(h).findings if f.check == "written_consent"] for h in (held, gone))
    assert [f.outcome for f in there] == [f.outcome for f in made] == [Outcome.NOT_MET]
    assert made[0].message.startswith("Broken by 1 of 4: ")


def test_only_rules_that_read_what_is_not_here_are_made_again() -> None:
    """The log is not here, and the list of people is: what reads only people is judged from them."""
    rules = criterion("4.4", expectation("supervision_gap"), expectation("caseload"))
    held = replace(service(people("P-001"), LOG, flat({})), frameworks=(framework(rules),))
    gone = without(held, take(held), "supervision")
    made = {f.check: str(f.where) for f in result(gone).findings if f.where}
    assert made["supervision_gap"] == "evidence/measures.json"
    assert made["caseload"] == "evidence/people/cases.csv"


def test_a_table_that_nobody_reads_makes_no_rule() -> None:
    held = with_tables(people(*IDS), LOG)
    asked = replace(held, frameworks=(framework(criterion("4.4", expectation("kinds", wanted=["register"]))),))
    assert take(asked).frameworks[0].rules == ()


# How long, and for what.


@pytest.mark.parametrize(
    ("as_of", "days", "fresh"),
    [
        ("2026-11-20", None, True),
        ("2027-01-04", None, True),  # 35 days after 30 November
        ("2027-01-05", None, False),
        ("2026-12-10", 10, True),
        ("2026-12-11", 10, False),
        ("2026-10-31", None, False),  # before the month in which they were saved
    ],
)
def test_counts_stand_in_while_they_are_fresh(as_of: str, days: int | None, fresh: bool) -> None:
    held = with_tables(people(*IDS), LOG)
    others: Mapping[str, Any] = {"measures_days": days} if days else {}
    gone = replace(without(held, take(held)), targets=replace(held.targets, others=others))
    made = finding(gone, as_of)
    assert (made.because is Because.UNREAD) == (not fresh)
    assert result(gone, as_of).evidence[0].usable == fresh
    assert result(gone, as_of).outcome is Outcome.NOT_MET  # broken by 3 of 14, or nothing there to read


def test_stale_counts_are_told() -> None:
    held = with_tables(people(*IDS), LOG)
    gone = without(held, take(held))
    made = finding(gone, "2027-01-05")
    assert made.message == (
        "Not judged: the tables `practitioners`, `supervision` are not here, and the counts saved in November 2026 are "
        "too old, more than 35 days"
    )
    assert "rsqm measures save" in made.next_step
    assert notes(gone, "2027-01-05")[:3] == [
        "The table is not read", "The table is not read",
        "Of the tables that are not here, the counts saved in November 2026 are too old, more than 35 days",
    ]  # fmt: skip
    assert notes(gone)[0] == (
        "These tables are not here: practitioners, supervision. The counts saved in November 2026 stand in until "
        "4 January 2027"
    )
    assert notes(without(held, None)) == ["The table is not read"] * 2 + notes(without(held, None))[2:]


def test_where_the_tables_are_the_counts_are_not_looked_at() -> None:
    held = with_tables(people(*IDS), LOG)
    old = replace(held, measures=take(with_tables(people("P-001"), LOG), "2024-01-01"))
    assert finding(old) == finding(held)
    assert notes(old) == notes(held)


@pytest.mark.parametrize("change", ["parameters", "targets", "last assessment", "edition"])
def test_counts_of_something_else_are_no_answer(change: str) -> None:
    held = with_tables(people(*IDS), LOG)
    gone = without(held, take(held))
    if change == "parameters":
        other = framework(criterion("4.4", expectation("supervision_gap", at_worst="not met", limit_days=70)))
        gone = replace(gone, frameworks=(other,))
    elif change == "targets":
        gone = replace(gone, targets=replace(held.targets, others={"cpd_hours": 4}))
    elif change == "last assessment":
        gone = replace(gone, last_assessed_on=date(2025, 1, 1))
    else:
        gone = replace(gone, frameworks=(replace(gone.frameworks[0], edition="2"),))
    made = finding(gone)
    assert made.because is Because.UNREAD
    assert made.message.endswith("are not here, and no counts are saved of what is asked here today")


def test_a_figure_that_is_only_told_lowers_nothing_without_counts() -> None:
    rule = criterion("1.4", expectation("caseload"))
    held = replace(service(people("P-01"), flat({})), frameworks=(framework(rule),))
    (made,) = (f for f in result(without(held, None)).findings if f.check == "caseload")
    assert made.outcome is Outcome.MET


def test_a_check_that_crashes_is_told_and_crashes_still(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(inquiry: Any) -> Any:
        raise KeyError("P-001")

    monkeypatch.setattr(checks, "get", lambda name: crash)
    held = with_tables(people(*IDS), LOG)
    taken, faults = measures.take(held, date(2026, 11, 20))
    assert (taken.frameworks[0].rules, faults) == ((), ["criterion 4.4, check supervision_gap: KeyError"])
    assert assess(without(held, None), held.frameworks[0], date(2026, 11, 20)).faults  # it read no table


# The file.


def test_the_schema_knows_what_is_saved_and_no_more() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    counts = SCHEMA["$defs"]["finding"]["properties"]["counts"]
    assert tuple(counts["properties"]) == (*PILES, *LIMITS)
    assert counts["additionalProperties"] is False
    assert SCHEMA["properties"]["tables"]["items"]["enum"] == list(ROWS)


@pytest.fixture(scope="module")
def fenland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the fictional service whose catalogue asks every check that reads tables, with its documents read."""
    folder = tmp_path_factory.mktemp("fenland")
    shutil.copytree(ROOT / "evidence", folder / "evidence")
    (folder / "evidence/measures.json").unlink(missing_ok=True)
    shutil.copytree(ROOT / "standards", folder / "standards")
    shutil.copy(ROOT / "rsqm.yaml", folder)
    path = folder / "standards/rsqm-working-set.yaml"
    catalogue = yaml.safe_load(path.read_text(encoding="utf-8"))
    for asked in (c for s in catalogue["standards"] for c in s["criteria"]):
        had = {e["check"] for e in asked["expectations"]}
        asked["expectations"] += [_asked(name) for name in _COMPUTED.get(asked["id"], ()) if name not in had]
    path.write_text(yaml.safe_dump(catalogue, sort_keys=False), encoding="utf-8")
    return folder


_COMPUTED = {
    "1.4": ["caseload"], "2.6": ["equality_recorded"], "3.3": ["referrals_by_source"], "3.4": ["offers_informed"],
    "3.5": ["checked_before_contact"], "4.1": ["cleared_before_cases", "vetting_in_date"],
    "4.2": ["trained_to_level", "foundation_does_not_lead", "trainer_registered", "registered_share"],
    "4.3": ["inducted"], "4.4": ["supervision_gap", "observed", "facilitators_ready"], "4.5": ["cpd_hours"],
    "4.6": ["practice_review", "debriefed"], "5.1": ["risk_before_communication", "risk_reviewed_before_direct"],
    "5.2": ["written_consent", "consent_after_form", "parental_consent"], "5.3": ["first_attempt", "needs_asked"],
    "5.4": ["unsuitable_has_reason", "sensitive_led_by_advanced", "sensitive_marked"],
    "5.5": ["both_routes", "two_facilitators", "establishment_agreed"],
    "5.6": ["agreements_followed", "result_told", "follow_up_offered"], "6.1": ["fields_complete"],
    "6.2": ["feedback_asked", "feedback_views"], "6.3": ["states_agree"],
    "6.5": ["incidents_followed", "withdrawals", "contact_after_withdrawal"],
}  # fmt: skip


def _asked(name: str) -> dict[str, Any]:
    asked = {"check": name, "half": "does", "at_worst": "not met", "source": "expected practice"}
    fields = {"cases": ["referred_on", "outcome_reason"], "feedback": ["satisfied"]}
    return {**asked, "with": {"fields": fields, "share": 99}} if name == "fields_complete" else asked


@pytest.fixture(scope="module")
def bare(fenland: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as CI has it: without people's rows, with the counts of November."""
    assert save(fenland).code == 0
    folder = tmp_path_factory.mktemp("bare") / "fenland"
    shutil.copytree(fenland, folder)
    shutil.rmtree(folder / "evidence/people")
    shutil.rmtree(folder / "evidence/monitoring")
    return folder


def save(folder: Path, as_of: str = AS_OF) -> Done:
    return rsqm("measures", "save", "-C", folder, "--as-of", as_of)


def check(folder: Path, as_of: str = AS_OF) -> dict[str, Any]:
    done = rsqm("check", "-C", folder, "--as-of", as_of, "--format", "json")
    data: dict[str, Any] = json.loads(done.out)
    Draft202012Validator(RESULT).validate(data)
    assert done.code == 1, done.err
    return data


def outcomes(data: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """By criterion: its outcome, what the findings come to, and each finding's."""
    return {
        c["id"]: (c["outcome"], c["computed"], [(f["check"], f["outcome"], f["because"]) for f in c["findings"]])
        for s in data["standards"]
        for c in s["criteria"]
    }


@pytest.mark.parametrize("as_of", [AS_OF, "2027-02-20"])
def test_the_fictional_service_comes_to_the_same_without_its_tables(fenland: Path, bare: Path, as_of: str) -> None:
    """In November, and three months later with nothing entered since, when much is broken."""
    done = save(fenland, as_of)
    assert (done.code, done.err) == (0, "")
    text = (fenland / "evidence/measures.json").read_text(encoding="utf-8")
    before = (bare / "evidence/measures.json").read_text(encoding="utf-8")
    (bare / "evidence/measures.json").write_text(text, encoding="utf-8")
    there, made = check(fenland, as_of), check(bare, as_of)
    (bare / "evidence/measures.json").write_text(before, encoding="utf-8")
    assert outcomes(made) == outcomes(there)
    assert made["summary"] == there["summary"]
    broken = [f for s in there["standards"] for c in s["criteria"] for f in c["findings"] if f["subjects"]]
    assert as_of == AS_OF or broken  # otherwise it would prove little
    told = [f["message"] for s in made["standards"] for c in s["criteria"] for f in c["findings"]]
    assert sum("from the counts saved in" in message for message in told) >= 40
    assert "stand in until" in made["notes"][0]["message"]


def test_nothing_about_anybody_is_in_the_file(fenland: Path, bare: Path) -> None:
    from rsqm_tool.load import load_workspace

    text = (bare / "evidence/measures.json").read_text(encoding="utf-8")
    data = json.loads(text)
    Draft202012Validator(SCHEMA).validate(data)
    assert data["sha256"] == seal(data)
    held = load_workspace(fenland).workspace
    assert held is not None
    values = {
        str(v) for n in ROWS if (t := held.tables.get(n)) for row in t.rows for v in row[1:] if isinstance(v, str)
    }
    ids = {v for v in values if re.search(r"\d", v)}
    assert {"P-001", "P-014"} <= ids
    words = set(re.findall(r'"([^"]*)"', text))
    assert not ids & words
    assert not [id for id in ids if len(id) > 3 and id in text]
    assert not re.search(r"\b(19|20)\d\d-\d\d-\d\d|\d{1,2} [A-Z][a-z]+ 20\d\d|\d\d/\d\d/", text)
    free = {v for v in values if " " in v} | {"Police", "Probation", "Co-ordinator"}
    assert not [v for v in free if v in text]


def test_saving_twice_gives_the_same_bytes(fenland: Path, bare: Path) -> None:
    save(fenland)
    assert (fenland / "evidence/measures.json").read_bytes() == (bare / "evidence/measures.json").read_bytes()


def test_counts_are_saved_where_all_tables_are_and_nowhere_else(bare: Path, tmp_path: Path) -> None:
    before = (bare / "evidence/measures.json").read_bytes()
    done = save(bare)
    assert (done.code, done.out) == (2, "")
    assert "Not here: practitioners (evidence/people/people.xlsx), vetting (" in done.err
    assert "Nothing was saved." in done.err
    assert (bare / "evidence/measures.json").read_bytes() == before
    none = save(process.workspace(tmp_path))
    assert none.code == 2
    assert "There is nothing to count" in none.err
    assert not (tmp_path / "evidence/measures.json").exists()


def small(folder: Path, content: str) -> Path:
    """A small service with some content as its saved counts."""
    process.workspace(folder)
    (folder / "evidence/measures.json").write_text(content, encoding="utf-8")
    return folder


GOOD = json.dumps(Measures("0.1.0", "2026-11", ("cases",), ()).data(), indent=1)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (GOOD[: len(GOOD) // 2], "The saved counts are damaged: "),
        ("", "The saved counts are damaged: the file is empty."),
        (
            GOOD.replace("2026-11", "2026-10"),
            "The saved counts are not as they were saved: their SHA-256 is another one.",
        ),
        (GOOD.replace("2026-11", "2026-13"), "The saved counts are damaged: `month:` is '2026-13'."),
        (GOOD.replace("2026-11", "2026-11-20"), "The saved counts are damaged: `month:` is '2026-11-20'."),
        (GOOD.replace('"tool"', '"by": "P-001", "tool"'), "The saved counts are damaged: 'by' is no key here."),
        (
            GOOD.replace('"format": 1', '"format": 2'),
            "The counts were saved in format 2 by another version of the tool.",
        ),
        (f"<<<<<<< ours\n{GOOD}", "The saved counts are damaged: "),
    ],
)
def test_a_damaged_file_is_a_problem(content: str, told: str, tmp_path: Path) -> None:
    from rsqm_tool.load import load_workspace

    (problem,) = load_workspace(small(tmp_path, content)).problems
    assert str(problem).startswith("evidence/measures.json")
    assert told in str(problem)
    assert "Run `rsqm measures save` where the tables are, or delete the file." in str(problem)
    assert load_workspace(tmp_path, saved_counts=False).workspace


def test_a_damaged_file_is_2_and_is_saved_over(tmp_path: Path) -> None:
    assert rsqm("check", "-C", small(tmp_path, "{"), "--as-of", AS_OF).code == 2
    config = (tmp_path / "rsqm.yaml").read_text(encoding="utf-8")
    (tmp_path / "rsqm.yaml").write_text(
        f"{config}tables: {{practitioners: {{file: evidence/people/people.csv}}}}\n", encoding="utf-8"
    )
    (tmp_path / "evidence/people").mkdir()
    (tmp_path / "evidence/people/people.csv").write_text(
        "practitioner_id,started_on\nP-1,2026-01-01\n", encoding="utf-8"
    )
    done = save(tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("evidence/measures.json holds the counts of 0 rules for November 2026")
    assert rsqm("check", "-C", tmp_path, "--as-of", AS_OF).code == 0
