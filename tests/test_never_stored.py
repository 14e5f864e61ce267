"""No table, schema or starter file has a place for what must never be kept of people.

Whoever adds a column of free words argues for it here: what it holds, and that nobody's story has room in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rsqm_tool.starter import starter

ROOT = Path(__file__).resolve().parents[1]
TABLES = sorted(p for p in (ROOT / "standards" / "tables").glob("*.json") if p.name != "datapackage.json")
SCHEMAS = sorted((ROOT / "standards" / "schema").glob("*.json"))
NEVER = re.compile(
    r"(^|_)(names?|forename|surname|initials?|dob|birth|born|age|address|postcode|phone|mobile|email|nhs|ni|"
    r"prison(er)?|pnc|crn|urn|health|medical|diagnosis|illness|sick(ness)?|certificate|notes?|narrative|story|comments?|remarks?|summary|"
    r"refus(al|ed)|why)(_|$)"
)
# Columns of words that no list closes: codes, roles, names of bodies. Anything else is an id, a day or a listed word.
WORDS = {
    "agency", "characteristic", "definition", "duty_holder", "group", "learning_action", "offence_group",
    "outcome_reason", "owner", "period", "provider", "record_held_by", "role", "setting", "source", "stage", "topic",
}  # fmt: skip
# Keys of YAML that hold names of bodies and of things, and never of a participant.
BODIES = {
    "workspace": {"name"},  # of the service and its partners
    "framework": {"address"},  # of a page that a criterion rests on
    "result": {"name", "summary", "notes"},  # the service; how many have which outcome; the reader
    "privacy": {"names", "why"},  # how many names the guard looks for; why a file could not be looked through
}


def keys(schema: Any) -> Iterator[str]:
    """Every key that a schema knows."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, dict) else ()
        for value in schema.values():
            yield from keys(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from keys(value)


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.stem)
def test_no_column_is_for_it(path: Path) -> None:
    fields = json.loads(path.read_text(encoding="utf-8"))["fields"]
    assert [f["name"] for f in fields if NEVER.search(f["name"])] == []
    free = {f["name"] for f in fields if f["type"] == "string" and "enum" not in f.get("constraints", {})}
    assert {name for name in free - WORDS if not name.endswith("_id")} == set()


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: p.name.partition(".")[0])
def test_no_key_is_for_it(path: Path) -> None:
    schema = path.name.partition(".")[0]
    found = {key for key in keys(json.loads(path.read_text(encoding="utf-8"))) if NEVER.search(key)}
    assert found <= BODIES.get(schema, set()), found


def test_what_init_writes_asks_for_none_of_it() -> None:
    """Its comments name what does not belong there; no key and no example does."""
    for path, text in starter(workflow=True).items():
        if text and path.endswith(".yaml") and "schema" not in path:
            asked = re.findall(r"^[#\s-]*([a-z_]+):", text, re.MULTILINE)
            assert {key for key in asked if NEVER.search(key)} <= {"name"}, path
