"""The register's entries with their documents: read from `texts/`, then changed by the faults."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tools.fenland import HERE, long_date
from tools.fenland.blocks import Block, read_blocks
from tools.fenland.fault import Fault
from tools.fenland.faults import FAULTS, ONLY_PLANTED

# The order of the register, and its headings there.
GROUPS = {
    "Leadership": "STR-01 ROL-01 TOR-01 MIN-01 MIN-02 MIN-03 MIN-04 AGR-02 BUD-01 INS-01 STM-01",
    "Policies and procedures": (
        "PRO-01 PRO-02 PRO-03 POL-02 PRO-04 POL-03 POL-04 PRO-05 POL-05 PRO-06 POL-06 POL-07 SCH-01 AUD-01"
    ),
    "Working together": "AGR-01 AGR-03 MIN-05 ISA-01 PRO-07 PRO-08 LEA-01 LEA-02 DAT-04 FBK-02",
    "People": "DAT-01 PLN-01",
    "Delivery": "FRM-01 GUI-01 PRO-09 FRM-02 DAT-07 DAT-08 DAT-09 DAT-10 AUD-02 AUD-03 CST-01 CST-02 CST-03",
    "Monitoring and improvement": (
        "GUI-02 DAT-02 DAT-03 DAT-05 DAT-06 FRM-03 FBK-01 RPT-01 RPT-02 RPT-03 RPT-04 EVA-01 PLN-02 NEW-01"
    ),
}

Figures = Mapping[str, str]


@dataclass
class Item:
    """One registered item. `blocks` is empty for tables, whose files are made elsewhere."""

    entry: dict[str, Any]  # as in the register, and `versions`, `period`, which the register does not hold
    body: str  # the words as they stand in texts/
    blocks: list[Block] = field(default_factory=list)
    file_written: bool = True

    @property
    def id(self) -> str:
        return str(self.entry["id"])

    @property
    def path(self) -> str:
        """Where its file is, below `evidence/`."""
        return str(self.entry["file"])

    @property
    def dated(self) -> date:
        """The date on the document: of the minutes, of the approval, or of the end of what it covers."""
        covers = self.entry.get("covers", {})
        last = self.entry.get("dated") or self.entry.get("approved_on") or self.versions[-1][1]
        assert isinstance(last, date), f"{self.id} has no date: {covers}"
        return last

    @property
    def versions(self) -> list[tuple[str, date, str]]:
        """The version history up to the approval; only drafts where nothing is approved."""
        rows = [(str(v[0]), v[1], str(v[2])) for v in self.entry.get("versions", [])]
        approved = self.entry.get("approved_on")
        if approved is None:
            drafts = [row for row in rows if row[0].startswith("0.")]
            return drafts or rows
        return [row for row in rows if row[1] <= approved]


def read_items(planted: bool, figures: Callable[[str], Figures], actions: str) -> list[Item]:
    """Every item of the register, in its order.

    `figures`: by period, what the texts may quote. `actions`: the action plan as rows of a table.
    KeyError where a text quotes a figure that there is not, or a fault changes an item that there is not.
    """
    faults = FAULTS if planted else ()
    left_out = {id for fault in faults for id in fault.left_out} | (set() if planted else set(ONLY_PLANTED))
    items = [_read(id) for ids in GROUPS.values() for id in ids.split() if id not in left_out]
    by_id = {item.id: item for item in items}
    for fault in faults:
        _worsen(fault, by_id)
    words = {key: pair[0 if planted else 1] for fault in FAULTS for key, pair in fault.words.items()}
    words |= {"schedule_table": _schedule(items), "actions_table": actions}
    off = {id: changes for fault in faults for id, changes in fault.stated.items()}
    for item in items:
        counted = dict(figures(item.entry["period"])) if "period" in item.entry else {}
        counted |= {name: f"{int(counted[name]) + by}" for name, by in off.get(item.id, {}).items()}
        _fill(item, words | counted)
    return items


def _worsen(fault: Fault, by_id: Mapping[str, Item]) -> None:
    """Applies what a fault says about the register."""
    for id, changes in fault.register.items():
        entry = by_id[id].entry
        entry.update(changes)
        for key in [key for key, value in changes.items() if value is None]:
            del entry[key]
    for id, criteria in fault.supports_dropped.items():
        entry = by_id[id].entry
        entry["supports"] = [s for s in entry["supports"] if s["criterion"] not in criteria]
    for id in fault.without_file:
        by_id[id].file_written = False


def _read(id: str) -> Item:
    """One text file: TOML between two lines of +++, then the words."""
    source = (HERE / "texts" / f"{id}.md").read_text(encoding="utf-8")
    _, front, body = source.split("+++\n", 2)
    entry = tomllib.loads(front)
    assert entry["id"] == id, f"texts/{id}.md calls itself {entry['id']}"
    return Item(entry, body)


def _fill(item: Item, known: Mapping[str, str]) -> None:
    """Puts the figures and words of this variant where the text asks for them."""
    if "states" in item.entry:
        counted = {name: int(known[name]) for name in item.entry["states"]}
        item.entry["states"] = {**counted, "period": item.entry["period"]}

    def word(match: re.Match[str]) -> str:
        return known[match[1]]

    item.blocks = read_blocks(re.sub(r"\{\{([a-z0-9_]+)\}\}", word, item.body))


def _schedule(items: list[Item]) -> str:
    """Every item that is reviewed, as rows of a table; those that were due when the schedule was made say so."""
    made = next(item for item in items if item.id == "SCH-01").dated
    rows = ["| Reference | Title | Owner | Approved | Due |"]
    for item in items:
        entry = item.entry
        if "review_by" in entry:
            late = " **(overdue)**" if entry["review_by"] < made else ""
            approved, due = entry["approved_on"].strftime("%d/%m/%Y"), entry["review_by"].strftime("%d/%m/%Y")
            rows.append(f"| {item.id} | {entry['title']} | {entry['owner']} | {approved} | {due}{late} |")
    return "\n".join(rows)


def control_rows(item: Item) -> list[tuple[str, str]]:
    """What stands in the box at the top of a document: the same facts as in the register."""
    entry = item.entry
    names = {
        "owner": "Owner",
        "approved_by": "Approved by",
        "approved_on": "Approved on",
        "review_by": "Review by",
        "dated": "Date",
        "covers": "Period",
        "signed_by": "Signed by",
    }
    rows = [("Reference", item.id)]
    rows += [("Version", item.versions[-1][0])] if item.versions else []
    for key, label in names.items():
        if key in entry:
            rows.append((label, _shown(entry[key])))
    if entry["kind"] == "agreement" and "signed_by" not in entry:
        rows.append(("Signed by", "Not yet signed"))
    return rows


def _shown(value: object) -> str:
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, dict):
        end = f" to {long_date(value['to'])}" if "to" in value else ", until ended by notice"
        return long_date(value["from"]) + end
    if isinstance(value, list):
        return "; ".join(value)
    return str(value)
