"""The catalogue that ships, its schemas, and the checks that it names: what must hold whatever is written into them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rsqm_tool import checks
from rsqm_tool.checks._phrases import is_in
from rsqm_tool.load import framework, places, schema
from rsqm_tool.model import SAYS, SHOWS, Criterion, Expectation, Framework, Half, Outcome

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = sorted((ROOT / "standards" / "schema").glob("*.schema.json"))

STANDARDS = {
    "1": "Leadership",
    "2": "Strategy, policies and plans",
    "3": "Working together",
    "4": "People, training and support",
    "5": "Service delivery and users",
    "6": "Monitoring, evaluation and performance improvement",
}
CRITERIA = {
    "1.1": "Vision and senior ownership",
    "1.2": "Leaders answer for the safety of people harmed",
    "1.3": "Governance and impartiality",
    "1.4": "Resources",
    "1.5": "Promotion and awareness",
    "1.6": "Decisions on what is learned",
    "2.1": "Strategy and delivery plan",
    "2.2": "Policies for safe practice",
    "2.3": "Review and compliance",
    "2.4": "Information governance",
    "2.5": "Safeguarding procedure",
    "2.6": "Equality and access",
    "3.1": "Partnership agreements",
    "3.2": "Information sharing",
    "3.3": "Referral pathways",
    "3.4": "The offer to people harmed",
    "3.5": "One point of contact, joint risk work",
    "3.6": "Partners and community in review",
    "4.1": "Safe recruitment",
    "4.2": "Training to the level of the role",
    "4.3": "Induction",
    "4.4": "Case supervision and observed practice",
    "4.5": "Continuing professional development",
    "4.6": "Support and management",
    "5.1": "Safety and risk for everyone",
    "5.2": "Free, informed, written consent",
    "5.3": "Information and first contact",
    "5.4": "Suitability and sensitive cases",
    "5.5": "Preparation and facilitation",
    "5.6": "Outcomes and follow-up",
    "6.1": "Data with definitions",
    "6.2": "Participants' views",
    "6.3": "Reporting",
    "6.4": "Evaluating impact",
    "6.5": "Watching over people's safety",
    "6.6": "Self-assessment and improvement",
}
SAFEGUARDING = {"1.2", "2.5", "5.1", "6.5"}  # the four numbers that are public
ALWAYS_APPLICABLE = SAFEGUARDING | {"2.2", "2.4", "3.2", "4.1", "4.2", "5.2", "5.3", "5.4", "6.1", "6.2"}
TOPICS = (
    "safeguarding",
    "risk",
    "consent and withdrawal",
    "confidentiality and its limits",
    "complaints",
    "equality",
    "lone and online working",
    "safe recruitment",
    "supervision",
    "sensitive and complex cases",
    "allegations and whistleblowing",
    "incidents",
    "boundaries",
)


def shipped() -> Framework:
    loaded, problems = framework.load(*framework.available(None)[framework.DEFAULT])
    assert loaded is not None, problems
    return loaded


WORKING_SET = shipped()


def every_expectation() -> list[tuple[Criterion, Expectation]]:
    return [(c, e) for c in WORKING_SET.criteria for e in c.expectations]


# What it asks.


def test_six_standards_and_thirty_six_criteria() -> None:
    assert {s.id: s.title for s in WORKING_SET.standards} == STANDARDS
    assert [(c.id, c.title) for c in WORKING_SET.criteria] == list(CRITERIA.items())
    assert all(c.id.startswith(f"{s.id}.") for s in WORKING_SET.standards for c in s.criteria)


def test_four_criteria_are_safeguarding() -> None:
    assert {c.id for c in WORKING_SET.criteria if c.safeguarding} == SAFEGUARDING


def test_these_can_never_be_set_aside() -> None:
    assert {c.id for c in WORKING_SET.criteria if not c.may_be_not_applicable} == ALWAYS_APPLICABLE


def test_it_says_what_it_is_and_what_it_is_not() -> None:
    assert WORKING_SET.title == "Working set on the six RSQM themes, in the project's own wording, 2026"
    for words in ("closed in 2020", "Nothing here is RJC text", "the Restorative Justice Council (RJC) decides"):
        assert words in " ".join(WORKING_SET.provenance.split())


@pytest.mark.parametrize("criterion", WORKING_SET.criteria, ids=lambda c: c.id)
def test_a_criterion_can_be_acted_on(criterion: Criterion) -> None:
    """Guidance of two to four points each way and a small service's way, whole sentences, no markup."""
    guidance = criterion.guidance
    assert 2 <= len(guidance.good) <= 4
    assert 2 <= len(guidance.weaknesses) <= 4
    for text in (criterion.asks, *guidance.good, *guidance.weaknesses, guidance.small):
        assert re.fullmatch(r"['\"A-Z0-9].*[.?]", text), text
        assert not re.search(r"[<>*_|\[\]]|  |\n", text), text
        assert "ready for RSQM" not in text


@pytest.mark.parametrize("criterion", WORKING_SET.criteria, ids=lambda c: c.id)
def test_a_criterion_says_what_it_rests_on(criterion: Criterion) -> None:
    assert criterion.basis
    for basis in criterion.basis:
        assert basis.text.endswith(".")
        if basis.sure == "expected practice":
            assert basis.address is None
        else:
            assert basis.sure in ("public", "adapted")
            assert basis.address is not None
            assert re.fullmatch(r"https?://[\w.-]+\.[a-z]+(/\S*)?", basis.address)


def test_only_the_four_public_numbers_rest_on_what_is_public() -> None:
    """Of 6.6 it is public that services looked at themselves first (the health check), not which number that had."""
    public = {c.id for c in WORKING_SET.criteria if any(b.sure == "public" for b in c.basis)}
    assert public == SAFEGUARDING | {"6.6"}


# How it is judged.


@pytest.mark.parametrize(
    ("criterion", "expectation"), every_expectation(), ids=lambda x: getattr(x, "id", None) or x.check
)
def test_an_expectation_names_a_real_check_with_real_parameters(criterion: Criterion, expectation: Expectation) -> None:
    assert expectation.check in checks.names()
    assert list(checks.misfits(expectation.check, expectation.parameters)) == []
    assert expectation.at_worst in (Outcome.PARTLY_MET, Outcome.NOT_MET)
    assert expectation.source == "expected practice" or re.match(r"https?://\w", expectation.source)
    assert expectation.where.path == "standards/rsqm-working-set.yaml"
    assert expectation.where.line is not None


@pytest.mark.parametrize("criterion", WORKING_SET.criteria, ids=lambda c: c.id)
def test_a_criterion_has_a_question_that_only_a_person_can_judge(criterion: Criterion) -> None:
    """And it says to whom it is put, as what people can tell or as what participants felt."""
    questions = [e for e in criterion.expectations if e.check == "person"]
    assert questions
    for expectation in questions:
        assert expectation.half in (Half.TOLD, Half.FELT)
        assert expectation.parameters["who"].strip()
        assert expectation.parameters["question"].strip().endswith(("?", "."))


@pytest.mark.parametrize("criterion", WORKING_SET.criteria, ids=lambda c: c.id)
def test_a_criterion_wants_documents_or_records(criterion: Criterion) -> None:
    assert {e.half for e in criterion.expectations} & {Half.SAYS, Half.DOES}


def test_every_criterion_is_judged_by_the_rules_of_the_whole() -> None:
    """Of files, dates, approval and class; 2.2 looks at approval and 2.3 at dates in a way of their own."""
    of_the_whole = {
        check: {c.id for c, e in every_expectation() if e.check == check and e.half is None}
        for check in ("file_there", "met_by", "approved", "reviewed", "classified")
    }
    all_ids = set(CRITERIA)
    assert of_the_whole == {
        "file_there": all_ids,
        "met_by": all_ids,
        "approved": all_ids - {"2.2"},
        "reviewed": all_ids - {"2.2", "2.3"},
        "classified": all_ids,
    }


def test_2_2_wants_the_thirteen_topics() -> None:
    (topics,) = (e.parameters["topics"] for _, e in every_expectation() if e.check == "core_policies")
    assert tuple(topics) == TOPICS
    assert all(word == word.casefold() for words in topics.values() for word in words)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The deputy is the Chair.", True),
        ("The lead's deputy is Head of Victim Services.", True),
        ("A named deputy acts when the lead is away.", True),
        ("The Service manager is deputy to the safeguarding lead.", True),
        ("The Deputy Chief Constable chairs the board.", False),
        ("Where the chair is away, the deputy is in the chair.", False),
        ("The Commissioner and their deputy sign the grant.", False),
    ],
)
def test_a_deputy_of_the_safeguarding_lead_is_found_and_no_other_deputy(words: str, found: bool) -> None:
    """In 1.2 terms of reference are read, too, where most deputies are of somebody else."""
    wanted = [e.parameters["topics"] for _, e in every_expectation() if "deputy" in e.parameters.get("topics", {})]
    assert len(wanted) == 2
    assert {any(is_in(phrase, words) for phrase in topics["deputy"]) for topics in wanted} == {found}


def test_2_3_looks_at_the_whole_register() -> None:
    scopes = {(c.id, e.parameters["scope"]) for c, e in every_expectation() if e.check == "reviewed"}
    assert {id for id, scope in scopes if scope == "register"} == {"2.3"}
    assert {scope for _, scope in scopes} == {"register", "supports"}


def test_every_check_is_used() -> None:
    assert {e.check for _, e in every_expectation()} == set(checks.names())


# The checks.


@pytest.mark.parametrize("name", checks.names())
def test_a_check_is_documented(name: str) -> None:
    """Its first line is one sentence for `rsqm list checks`; the rest says what it counts."""
    first, _, rest = checks.documentation(name).partition("\n")
    assert re.fullmatch(r"[A-Z].{10,98}\.", first)
    assert rest.strip() == "" or rest.startswith("\n")
    assert rest.strip().endswith(".")


@pytest.mark.parametrize("name", checks.names())
def test_a_parameter_has_a_type_that_a_catalogue_can_write(name: str) -> None:
    for parameter, kind in checks.parameters(name).items():
        assert kind in checks._FITS, f"{name} {parameter}"
        assert kind in checks._TYPES
        assert parameter in checks.signature(name)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("int", [1, 24], [0, -1, True, "12", None, 1.5]),
        ("str", ["", "text"], [1, None, True, ["text"]]),
        ("bool", [True, False], ["yes", 1, 0, None]),
        ("Kinds", [["policy"], ["minutes", "log"]], [[], "policy", ["polcy"], [1], None]),
        ("Topics", [{"risk": ["risk"]}], [{}, {"risk": []}, {"risk": "risk"}, ["risk"], None]),
    ],
)
def test_a_type_takes_only_what_it_says(kind: str, right: list[Any], wrong: list[Any]) -> None:
    assert [v for v in right if not checks._FITS[kind](v)] == []
    assert [v for v in wrong if checks._FITS[kind](v)] == []


# The schemas.


def contents(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: p.name.removesuffix(".schema.json"))
def test_a_schema_is_one(path: Path) -> None:
    schema = contents(path)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    assert schema["title"]
    assert schema["description"]


def described(schema: Any, way: str = "") -> list[str]:
    """The keys of a schema that say nothing about themselves."""
    missing = []
    for name, inner in schema.get("properties", {}).items():
        here = f"{way}/{name}"
        missing += [here] if "description" not in inner and "$ref" not in inner else []
        missing += described(inner, here)
    others = (schema.get("items"), schema.get("additionalProperties"), *schema.get("$defs", {}).values())
    for inner in (*others, *schema.get("anyOf", ())):
        missing += described(inner, f"{way}/*") if isinstance(inner, dict) else []
    return missing


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: p.name.removesuffix(".schema.json"))
def test_every_key_says_what_it_is_for(path: Path) -> None:
    """Editors show it, and so do messages."""
    assert described(contents(path)) == []


def closed(schema: Any, way: str = "") -> list[str]:
    """The objects of a schema that let a misspelt key pass."""
    here = [way] if schema.get("type") == "object" and "additionalProperties" not in schema else []
    inner = [*schema.get("properties", {}).items(), *schema.get("$defs", {}).items()]
    inner += [("*", s) for s in (schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ()))]
    return here + [w for name, s in inner if isinstance(s, dict) for w in closed(s, f"{way}/{name}")]


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: p.name.removesuffix(".schema.json"))
def test_no_misspelt_key_passes(path: Path) -> None:
    """A check's parameters are held against the check itself, table columns against the table."""
    assert [way for way in closed(contents(path)) if not way.endswith("/with")] == []


def test_the_kinds_of_evidence_are_the_same_in_schema_and_program() -> None:
    item = contents(ROOT / "standards/schema/register.schema.json")["properties"]["evidence"]["items"]
    assert tuple(item["properties"]["kind"]["enum"]) == (*SAYS, *SHOWS)


def test_the_outcomes_are_the_same_in_schema_and_program() -> None:
    decision = contents(ROOT / "standards/schema/assessor.schema.json")["properties"]["decisions"]["items"]
    rating = contents(ROOT / "standards/schema/self-assessment.schema.json")["properties"]["criteria"]
    outcomes = {str(o) for o in Outcome}
    assert set(decision["properties"]["outcome"]["enum"]) == outcomes
    assert set(rating["additionalProperties"]["properties"]["rating"]["enum"]) == outcomes - {"not assessed"}


# Every YAML file of the repository.

# A new workspace's files stand below the starter, and name schemas as they will lie in it.
HOMES = {ROOT: ("rsqm.yaml", "standards/*.yaml", "evidence/*.yaml", "evidence/register/*.yaml")} | {
    ROOT / "rsqm_tool" / "starter" / "files": ("**/*.yaml",)
}
YAML_FILES = [(home, path) for home, patterns in HOMES.items() for pattern in patterns for path in home.glob(pattern)]


@pytest.mark.parametrize(("home", "path"), YAML_FILES, ids=[str(p.relative_to(ROOT)) for _, p in YAML_FILES])
def test_the_first_line_names_a_schema_that_the_file_fits(home: Path, path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named, first
    resolved = Path(*(path.parent / named[1]).relative_to(home).parts)
    folders: list[str] = []
    for part in resolved.parts:
        folders = folders[:-1] if part == ".." else [*folders, part]
    assert (ROOT / Path(*folders)).is_file(), named[1]
    assert folders[:2] == ["standards", "schema"]
    file = places.read(home, path.relative_to(home).as_posix())
    assert file.problems == []
    assert schema.validate(file, folders[2].removesuffix(".schema.json")) == []


def test_there_are_yaml_files_to_look_at() -> None:
    assert {p.name for _, p in YAML_FILES} >= {"rsqm-working-set.yaml", "rsqm.yaml", "register.yaml", "actions.yaml"}
