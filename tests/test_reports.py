from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from rsqm_tool import reports
from rsqm_tool.model import Assessment, Because, Decision, Location, Note, Outcome, OverallDecision, Problem
from rsqm_tool.reports import Options, github
from tests.builders import AS_OF, action, assessment, criterion, finding, item, person

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = Path(__file__).parents[1] / "standards" / "schema" / "result.schema.json"
HOSTILE = "Bad\x1b[31m\n::error::title \u202egnp ##[add-mask]x <b>&|`*"


def service() -> Assessment:
    """A small service with one of everything that a report tells."""
    safeguarding = item("POL-05", 12, title="Safeguarding procedure")
    log = item("SUP-01", 40, title="Supervision log")
    sheet = Location("evidence/people/supervision.xlsx", sheet="Log", row=41)
    supervision = finding(
        "3 of 14 active practitioners went more than 12 weeks without case supervision",
        check="supervision_gap",
        next_step="Book supervision, or enter the dates away in the Away sheet. Give no reason.",
        subjects=("P-004", "P-009", "P-012"),
        evidence="SUP-01",
        where=sheet,
        figures={"kept": 11, "broken": 3, "denominator": 14},
    )
    late = finding(
        "POL-05 (Safeguarding procedure) is past its review by 12 days",
        "partly met",
        check="reviewed",
        next_step="Review it, and enter the new dates.",
        evidence="POL-05",
        where=safeguarding.where,
    )
    lapses = finding(
        "POL-07 (Equality policy) is in date today; its review is due 2027-02-20",
        "met",
        check="reviewed",
        next_step="Review it before then.",
        evidence="POL-07",
        lapses_on=date(2027, 2, 20),
    )
    unclassified = finding(
        "SUP-01 (Supervision log) has no class",
        "met",
        check="classified",
        next_step="Enter `class:`.",
        evidence="SUP-01",
    )
    decided = Decision(
        "2.1", Outcome.PARTLY_MET, Location("evidence/assessor.yaml", 2), condition="Ask P-012", state="final"
    )
    unread = finding(
        "Check `recent` failed", "not assessed", check="recent", because=Because.UNREAD, next_step="Report it."
    )
    return assessment(
        {
            "Leadership": [
                criterion("1.1", finding("There is strategy: STR-01", "met", next_step=""), lapses, person("Staff.")),
                criterion("1.2", rating="not applicable", reason="Reserved to the commissioner by contract"),
                criterion("1.3", late, actions=[action("A-01", "1.3", date(2027, 1, 31))]),
                criterion("1.4", late, rating="partly met"),
            ],
            "People, training and support": [
                criterion(
                    "2.1", late, supervision, unclassified, person("The manager."), title="Case supervision",
                    safeguarding=True, evidence=[safeguarding, log], decision=decided,
                ),
                criterion("2.2", late, unclassified, safeguarding=True, evidence=[safeguarding]),
                criterion("2.3", unread),
                criterion("2.4", finding("Nothing in the register supports this criterion"), rating=None),
            ],
        },
        notes=[Note("Nothing registers the file notes.txt", "Register it.", Location("evidence/notes.txt"))],
        faults=["criterion 2.3, check recent: KeyError"],
        notice="This service is fictional",
        decision=OverallDecision("Restorative Justice Council", date(2027, 5, 1), "accepted"),
    )  # fmt: skip


PROBLEMS = (
    Problem(
        Location("rsqm.yaml", 3, 5), "Unknown key 'servise'", "one of: service, framework", "Did you mean 'service'?"
    ),
    Problem(Location("evidence/people/people.xlsx", sheet="Staff", row=1), "A header looks like a name"),
)


def golden(name: str, text: str) -> None:
    """Compare with a whole file; RSQM_REFRESH_GOLDEN=1 writes it anew."""
    path = GOLDEN / name
    if os.environ.get("RSQM_REFRESH_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def render(name: str, of: Assessment | None = None, problems: Iterable[Problem] = (), **options: object) -> str:
    return reports.load(name).render(of, tuple(problems), Options(**options))  # type: ignore[arg-type]


def plain(styled: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", styled)


# --- the folder ---


def test_the_folder_is_the_list_and_each_report_has_its_help() -> None:
    assert reports.names() == ("github", "json", "junit", "text")
    assert all(reports.help_for(name).endswith(".") for name in reports.names())
    with pytest.raises(KeyError):
        reports.load("_words")


def test_a_plain_text_report_loads_nothing_heavy() -> None:
    code = (
        "import sys; from rsqm_tool import reports; reports.load('text').render(None, (), reports.Options());"
        "print([m for m in ('rich', 'json', 'xml', 'click', 'yaml', 'jsonschema') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", reports.names())
def test_every_report_is_the_same_twice_and_ends_its_last_line(name: str) -> None:
    first, second = (render(name, service()) for _ in range(2))
    assert first == second
    assert first.endswith("\n")
    assert not first.endswith("\n\n")


# --- whole outputs ---


@pytest.mark.parametrize(
    ("file", "name", "options"),
    [
        ("report.txt", "text", {}),
        ("report-verbose.txt", "text", {"verbose": True}),
        ("report-quiet-narrow.txt", "text", {"quiet": True, "width": 60, "ids": False}),
        ("report.ansi", "text", {"styled": True}),
        ("report.json", "json", {}),
        ("report.xml", "junit", {"ids": False}),
        ("report.github", "github", {"ids": False}),
    ],
)
def test_a_whole_report(file: str, name: str, options: dict[str, object]) -> None:
    golden(file, reports.load(name).render(service(), (), Options(**options)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("file", "name"),
    [("problems.txt", "text"), ("problems.json", "json"), ("problems.xml", "junit"), ("problems.github", "github")],
)
def test_problems_instead_of_a_report(file: str, name: str) -> None:
    golden(file, render(name, None, PROBLEMS, service="Fenland Restorative Hub", as_of=AS_OF))


def test_the_job_summary() -> None:
    golden("summary.md", github.summary(service(), (), Options(ids=False)))
    golden("summary-problems.md", github.summary(None, PROBLEMS, Options(ids=False)))


# --- text ---


def test_colour_changes_no_word() -> None:
    assert plain(render("text", service(), styled=True)) == render("text", service())


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
@pytest.mark.parametrize("verbose", [False, True])
def test_plain_text_is_windows_1252_and_keeps_to_the_width(width: int, verbose: bool) -> None:
    text = render("text", service(), width=width, verbose=verbose)
    text.encode("cp1252")
    *body, _totals = text.splitlines()
    if width > 60:
        assert [line for line in body if len(line) > width] == []


@pytest.mark.parametrize(
    ("results", "line"),
    [
        (
            [criterion("1.1")],
            "1 criterion: 1 met, 0 partly met, 0 not met, 0 not applicable, 0 not assessed. 0 gaps. Ready.",
        ),
        (
            [criterion("1.1", finding(), safeguarding=True), criterion("1.2")],
            "2 criteria: 1 met, 0 partly met, 1 not met, 0 not applicable, 0 not assessed. "
            "1 gap, 1 of them safeguarding. Not ready.",
        ),
        (
            [criterion("1.1", finding()), criterion("1.2", rating=None), criterion("1.3", rating="partly met")],
            "3 criteria: 0 met, 1 partly met, 1 not met, 0 not applicable, 1 not assessed. 2 gaps. Not ready.",
        ),
    ],
)
def test_the_line_of_totals(results: list[object], line: str) -> None:
    made = assessment({"Leadership": results})  # type: ignore[dict-item]
    assert render("text", made).splitlines()[-1] == line
    assert render("github", made).splitlines()[-1] == line


def test_totals_over_some_criteria_say_nothing_about_readiness() -> None:
    from dataclasses import replace

    whole = service()
    some = replace(whole, standards=(replace(whole.standards[0], results=whole.standards[0].results[:1]),))
    assert render("text", some).splitlines()[-1].startswith("1 of 8 criteria: 1 met, ")
    assert "eady." not in render("text", some).splitlines()[-1]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 3, 15), "Assessment on 15 March 2027, in 115 days."),
        (date(2026, 11, 21), "Assessment on 21 November 2026, in 1 day."),
        (AS_OF, "Assessment on 20 November 2026, today."),
        (date(2026, 11, 18), "The assessment was on 18 November 2026, 2 days ago."),
        (None, "No assessment date is set in rsqm.yaml."),
    ],
)
def test_how_long_it_is_to_the_assessment(day: date | None, words: str) -> None:
    assert words in render("text", assessment({"Leadership": [criterion("1.1")]}, assessment_on=day))


def test_one_cause_is_one_step_and_safeguarding_comes_first() -> None:
    cause = finding("POL-01 has no file", next_step="Put it back.", evidence="POL-01")
    made = assessment(
        {
            "Leadership": [
                criterion("1.1", finding(next_step="Write it.")),
                criterion("1.2", cause),
                criterion("1.3", cause),
                criterion("1.4", finding(next_step="Ask the lead."), safeguarding=True, title="Safety"),
            ]
        }
    )
    lines = render("text", made).splitlines()
    assert lines[lines.index("Do these first") + 1 :][:6] == [
        "  1. 1.4 Safety [safeguarding]",
        "     Something is missing. Ask the lead.",
        "  2. 1.2, 1.3",
        "     POL-01 has no file. Put it back.",
        "  3. 1.1 Title of 1.1",
        "     Something is missing. Write it.",
    ]


def test_without_a_gap_what_is_partly_met_waits_for_an_action() -> None:
    made = assessment({"Leadership": [criterion("1.1", rating="partly met"), criterion("1.2")]})
    assert "due before the assessment: 1.1.\n" in render("text", made)
    assert "Do these first" not in render("text", assessment({"Leadership": [criterion("1.1")]}))


def test_problems_are_one_line_each_and_never_wrapped() -> None:
    long = Problem(Location("rsqm.yaml", 1), "x " * 100)
    lines = render("text", None, [long, *PROBLEMS], width=40).splitlines()
    assert len(lines) == 5
    assert lines[-1] == "3 problems. Nothing was assessed. Correct the above and run the check again."
    assert "1 problem. Nothing" in render("text", None, [long])


# --- JSON ---


def schema() -> jsonschema.Draft202012Validator:
    content = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(content)
    return jsonschema.Draft202012Validator(content, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize(
    "text",
    [
        render("json", service()),
        render("json", None, PROBLEMS),
        render("json", None, PROBLEMS, framework=service().framework, service="Hub", as_of=AS_OF),
    ],
)
def test_json_is_as_its_schema_says(text: str) -> None:
    schema().validate(json.loads(text))


def test_the_schema_is_strict_and_describes_every_key() -> None:
    def objects(node: object) -> Iterable[dict[str, object]]:
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for child in node.values():
                yield from objects(child)
        elif isinstance(node, list):
            for child in node:
                yield from objects(child)

    for node in objects(json.loads(SCHEMA.read_text(encoding="utf-8"))):
        assert "additionalProperties" in node or "properties" not in node or len(node) == 1, node
        for name, child in dict(node.get("properties", {})).items():  # type: ignore[call-overload]
            assert "description" in child or "$ref" in child, name
    wrong = json.loads(render("json", service())) | {"more": 1}
    assert not schema().is_valid(wrong)


def test_json_always_names_subjects() -> None:
    assert '"P-004"' in render("json", service(), ids=False)


def test_json_holds_nothing_that_a_terminal_obeys_and_still_says_it() -> None:
    name = "Canolfan Tŷ \x9b31m \u202e \ud800 \x1b[0m"
    text = render("json", assessment({"L": [criterion("1.1")]}, name=name))
    assert "Tŷ" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", text)
    assert json.loads(text)["service"]["name"] == name.replace("\ud800", "\ufffd")


# --- JUnit ---


def test_junit_counts_agree_with_its_cases() -> None:
    root = ElementTree.fromstring(render("junit", service()))
    counts = [root.get(k) for k in ("tests", "failures", "errors", "skipped")]
    assert counts == ["8", "3", "1", "1"]
    assert [s.get("tests") for s in root.findall("testsuite")] == ["4", "4"]


def test_junit_takes_characters_that_xml_cannot_hold() -> None:
    made = assessment({"L": [criterion("1.1", finding("Odd \x00\ufffe\ud800 text é"), title=HOSTILE)]})
    text = render("junit", made)
    text.encode("ascii")
    assert "Odd" in ElementTree.fromstring(text).find(".//failure").get("message")  # type: ignore[union-attr,operator]


# --- GitHub ---


def test_github_paths_are_the_repositorys() -> None:
    text = render("github", service(), folder="services/north/")
    assert (
        "::error file=services/north/evidence/register.yaml,line=12,col=5,title=2.2 Title of 2.2%3A partly met" in text
    )


def test_a_gap_without_a_place_points_at_the_rating_or_the_file() -> None:
    made = assessment({"L": [criterion("1.1", finding()), criterion("1.2", rating=None)]})
    first, second, _ = render("github", made).splitlines()
    assert first.startswith("::error file=evidence/self-assessment.yaml,line=7,col=3,title=1.1")
    assert second == (
        "::error file=evidence/self-assessment.yaml,title=1.2 Title of 1.2%3A not assessed::Run: rsqm explain 1.2"
    )


# --- what files say is harmless, and people are not named ---


@pytest.mark.parametrize("name", ["text", "github", "junit"])
@pytest.mark.parametrize("width", [30, 50, 100])
def test_values_from_files_are_harmless(name: str, width: int) -> None:
    odd = finding(HOSTILE, next_step=HOSTILE, subjects=(HOSTILE,), evidence=HOSTILE, where=Location(HOSTILE, 3))
    told = finding(HOSTILE, "met", next_step=HOSTILE)
    made = assessment(
        {
            HOSTILE: [
                criterion("1.1", odd, told, person(HOSTILE), title=HOSTILE),
                criterion("1.2", told, rating="partly met", actions=[action(HOSTILE, "1.2")]),
                criterion("1.3", rating="not applicable", reason=HOSTILE),
            ]
        },
        name=HOSTILE, notice=HOSTILE, faults=[HOSTILE], notes=[Note(HOSTILE, HOSTILE, Location(HOSTILE))],
    )  # fmt: skip
    for text in (
        render(name, made, width=width, verbose=True),
        render(name, made, width=width),
        problem_in(name, width),
    ):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
        for line in text.splitlines():
            assert name == "github" or not re.search(r"^\s*::|##\[", line)
            assert not line.lstrip().startswith("::") or re.match(
                r"::(error|warning|notice) file=[^:]*,title=[^:]*::", line
            )
    if name == "text":
        styled = render("text", made, width=width, styled=True)
        assert set(re.findall("\x1b\\[[0-9;]*(.)", styled)) == {"m"}
        assert plain(styled) == render("text", made, width=width)


def problem_in(name: str, width: int) -> str:
    return render(name, None, [Problem(Location(HOSTILE, 1), HOSTILE, HOSTILE, HOSTILE)], width=width)


def test_the_job_summary_has_no_markup_from_files() -> None:
    made = assessment({HOSTILE: [criterion("1.1", finding(HOSTILE), title=HOSTILE)]}, name=HOSTILE)
    text = github.summary(made, (), Options())
    assert "<b>" not in text
    assert "`" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {row.count("|") for row in rows} == {8}


@pytest.mark.parametrize("name", ["text", "junit", "github"])
def test_people_are_not_named_in_logs(name: str) -> None:
    text = render(name, service(), ids=False, verbose=True)
    assert not re.search(r"\bP-0", text)
    assert "3 not named here; use --ids" in text
    assert "P-004, P-009, P-012" in render(name, service(), verbose=True)


def test_items_are_named_in_logs() -> None:
    about = finding("One item is unsigned", subjects=("POL-05", "P-001"))
    made = assessment({"L": [criterion("1.1", about, evidence=[item("POL-05")])]})
    told = "One item is unsigned. Who or what: POL-05, and 1 not named here; use --ids."
    assert told in render("text", made, ids=False)
