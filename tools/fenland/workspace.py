"""rsqm.yaml and the five YAML files of `evidence/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from tools.fenland import HERE, NAME, NOTICE, OPENED
from tools.fenland.blocks import Block
from tools.fenland.faults import FAULTS
from tools.fenland.items import GROUPS, Item
from tools.fenland.tables import MAPPINGS
from tools.fenland.yamls import flow, line, quoted, scalar

ASSESSED_ON = date(2026, 10, 15)
_KEYS = (
    "title",
    "kind",
    "about",
    "file",
    "statement",
    "owner",
    "agency",
    "approved_by",
    "approved_on",
    "review_by",
    "dated",
    "covers",
    "signed_by",
    "states",
    "class",
)
_EXCEPTION = ("id", "reason", "decided_by", "on", "until")


def _top(schema: str, up: str, *about: str) -> list[str]:
    """The first lines of a YAML file: its schema, what it is, and that it is fictional."""
    first = f"# yaml-language-server: $schema={up}standards/schema/{schema}.schema.json"
    made = "# Written by `python -m tools.fenland`: change it there."
    return [first, f"# {NOTICE}", *(f"# {text}" for text in about), made, ""]


def settings() -> bytes:
    """rsqm.yaml."""
    partners = {
        "probation": "Fenland Probation",
        "yjs": "Youth Justice Service",
        "victimcare": "Fenland Victim Care",
        "prison": "HMP Fenmarsh",
    }
    lines = [
        *_top("workspace", "", "The service, when it is assessed, and where its tables are."),
        f"notice: {quoted(NOTICE)}",
        "service:",
        f"  name: {NAME}",
        "  provider: Fenland Constabulary",
        "  commissioner: Police and Crime Commissioner for Fenland",
        "  sectors: [criminal justice, youth justice, prison, probation]",
        "  jurisdiction: England",
        "  partners:",
        *(f"    - {flow({'id': id, 'name': name})}" for id, name in partners.items()),
        '  contacts: ["0800 555 0100", hub@fenland.example]',
        "framework: rsqm-working-set",
        "assessment: {date: 2027-03-15, last: 2024-03-10}",
        "targets:",
        "  review_months: {default: 24, safeguarding: 12, risk: 12}",
        "  first_contact_days: 10",
        "  follow_up_weeks: 6",
        "  advanced_training: [sensitive and complex, domestic abuse, sexual harm, supervision]",
        "tables:",
    ]
    for name, table in MAPPINGS.items():
        lines.append(f"  {name}:")
        lines.append(line(4, "file", table.file))
        lines += [line(4, "sheet", table.sheet)] if table.sheet else []
        lines.append("    columns:")
        lines += [f"      {key}: {scalar(column)}" for key, column in table.columns.items()]
        if table.values:
            lines.append("    values:")
            lines += [f"      {key}: {_values(words)}" for key, words in table.values.items()]
        lines += ["    dates: day-first", f"    records_begin: {OPENED}"]
    return _bytes([*lines, "publish: {suppress_below: 10}"])


def _values(words: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{quoted(key)}: {scalar(word)}" for key, word in words.items()) + "}"


def register(items: list[Item], pages: Mapping[str, Mapping[str, int]], planted: bool) -> bytes:
    """evidence/register.yaml. `pages`: by item, on which page of a PDF each section begins."""
    by_id = {item.id: item for item in items}
    for fault in FAULTS if planted else ():
        for id, changes in fault.registered.items():
            by_id[id].entry.update(changes)
        for (id, criterion), where in fault.claimed.items():
            next(s for s in by_id[id].entry["supports"] if s["criterion"] == criterion)["where"] = where
    lines = [*_top("register", "../", "Every piece of evidence, where its file is, and what it supports."), "evidence:"]
    for group, ids in GROUPS.items():
        lines += ["", f"  # {group}", ""]
        for item in (by_id[id] for id in ids.split() if id in by_id):
            lines.append(f"  - id: {item.id}")
            lines += [line(4, key, item.entry[key]) for key in _KEYS if key in item.entry]
            lines += _supports(item, pages.get(item.id, {}))
    return _bytes(lines)


def _supports(item: Item, pages: Mapping[str, int]) -> list[str]:
    claims = item.entry["supports"]
    if not claims:
        return ["    supports: []"]
    lines = ["    supports:"]
    for claim in claims:
        where = _where(claim["where"], item.blocks, pages) if "where" in claim else ""
        lines.append(f'      - criterion: "{claim["criterion"]}"')
        lines += [line(8, "where", where)] if where else []
        lines.append(line(8, "how", claim["how"]))
    return lines


def _where(where: str | list[int], blocks: list[Block], pages: Mapping[str, int]) -> str:
    """Section numbers in words: with pages in a PDF, with the heading where there is one section and no pages."""
    if isinstance(where, str):
        return where
    headings = {block.number: block.text for block in blocks if block.kind == "heading"}
    numbers = [str(number) for number in where]
    assert set(numbers) <= set(headings), f"no section {numbers} among {headings}"
    if pages:
        return f"{_listed('section', numbers)}, {_listed('page', sorted({str(pages[n]) for n in numbers}, key=int))}"
    if len(numbers) == 1:
        return f"section {numbers[0]}, {headings[numbers[0]]}"
    return _listed("section", numbers)


def _listed(word: str, numbers: list[str]) -> str:
    """sections 1, 2 and 5; sections 3 to 6; page 2."""
    if len(numbers) == 1:
        return f"{word} {numbers[0]}"
    if len(numbers) > 2 and int(numbers[-1]) - int(numbers[0]) == len(numbers) - 1:
        return f"{word}s {numbers[0]} to {numbers[-1]}"
    return f"{word}s {', '.join(numbers[:-1])} and {numbers[-1]}"


def ratings(planted: bool) -> bytes:
    """evidence/self-assessment.yaml."""
    accounts = tomllib.loads((HERE / "ratings.toml").read_text(encoding="utf-8"))
    for fault in FAULTS if planted else ():
        if fault.criterion:
            accounts[fault.criterion].update(fault.rating)
    lines = [
        *_top(
            "self-assessment",
            "../",
            "The service's own ratings, and how it meets each criterion.",
            "Leave `rating` out until a criterion has been rated.",
        ),
        f"assessed_on: {ASSESSED_ON}",
        "assessed_by: Head of Victim Services",
        "criteria:",
    ]
    for id, account in accounts.items():
        lines.append(f'  "{id}":')
        order = ("rating", "met_by", "owner", "reason", "how")
        lines += [line(4, key, account[key]) for key in order if account.get(key) is not None]
    return _bytes(lines)


def read_actions(planted: bool) -> dict[str, dict[str, Any]]:
    """The action plan by id."""
    plan: dict[str, dict[str, Any]] = tomllib.loads((HERE / "actions.toml").read_text(encoding="utf-8"))
    for fault in FAULTS if planted else ():
        for id, changes in fault.actions.items():
            plan[id] = {**plan.get(id, {}), **changes}
    return plan


def actions_table(plan: Mapping[str, Mapping[str, Any]]) -> str:
    """The action plan as rows of a table, for the improvement plan."""
    rows = ["| No. | Criterion | Action | Owner | Due | State |"]
    for id, a in plan.items():
        cells = (id, a["criterion"], a["action"], a["owner"], a["due"].strftime("%d/%m/%Y"), a["status"])
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def actions(plan: Mapping[str, Mapping[str, Any]]) -> bytes:
    """evidence/actions.yaml."""
    lines = [*_top("actions", "../", "The action plan. Every action has an owner and a date."), "actions:"]
    for id, action in plan.items():
        lines += [f"  - id: {id}", f'    criterion: "{action["criterion"]}"']
        lines += [line(4, key, action[key]) for key in ("action", "owner", "due", "status")]
    return _bytes(lines)


def exceptions(planted: bool) -> bytes:
    """evidence/exceptions.yaml: none of a sound service."""
    held = [e for fault in FAULTS if planted for e in fault.explained]
    about = "Broken rules that somebody decided to accept, and why."
    lines = _top("exceptions", "../", about if held else f"{about} There are none at present.")
    for e in held:
        lines += ["  - " + f"rule: {e.rule}", *(line(4, key, getattr(e, key)) for key in _EXCEPTION)]
    at = len(_top("exceptions", "../", about))
    lines.insert(at, "exceptions:" if held else "exceptions: []")
    return _bytes(lines)


def assessor(planted: bool) -> bytes:
    """evidence/assessor.yaml: what was decided after the last assessment. Of this one there is nothing yet."""
    made: dict[str, Any] = tomllib.loads((HERE / "assessor.toml").read_text(encoding="utf-8"))
    decisions = made["decisions"]
    for criterion in (c for fault in FAULTS if planted for c in fault.undischarged):
        del decisions[criterion]["condition"]["discharged_on"]
    lines = [
        *_top(
            "assessor",
            "../",
            "The assessor's decisions, copied from what the assessor signed. They are those of the last assessment,",
            "on 10 March 2024: they change no outcome of today. The next visit is on 15 March 2027.",
            "A condition without `discharged_on:` is still open.",
        ),
        "decisions:",
    ]
    for criterion, decided in decisions.items():
        lines.append(f'  - criterion: "{criterion}"')
        lines += [line(4, key, decided[key]) for key in ("outcome", "seen")]
        if condition := decided.get("condition"):
            lines.append("    condition:")
            order = ("text", "evidence_wanted", "due", "discharged_on")
            lines += [line(6, key, condition[key]) for key in order if key in condition]
        lines += [line(4, key, decided[key]) for key in ("recommendation",) if key in decided]
        lines.append("    state: final")
    lines += ["decision:", *(line(2, key, value) for key, value in made["decision"].items())]
    return _bytes(lines)


def _bytes(lines: list[str]) -> bytes:
    text = "\n".join(lines) + "\n"
    return re.sub(r"\n{3,}", "\n\n", text).encode()
