"""Entries for the list of what is allowed, as YAML: for what was found, with what a person has to fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rsqm_tool.dates import count
from rsqm_tool.escape import one_line
from rsqm_tool.model.privacy import UNREAD, Findings, Hit, Unread

BUILT = "build/"  # what lies below was made of other files
TO_FILL_IN = ("reason", "approved_by", "review_by")
_LONGEST = 120  # characters of a note: a heading may be a paragraph
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_NOT_TEXT = re.compile("[\ud800-\udfff]")  # of a file whose name the disk does not store as text


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that nobody has completed."""

    rule: str
    digest: str
    file: str  # relative to the workspace
    note: str = ""  # where in the file it is and its mask, by which people tell the entries of one file apart

    @property
    def data(self) -> dict[str, Any]:
        """What the entry comes to when it is read."""
        return {"rule": self.rule, "sha256": self.digest, "file": self.file, **dict.fromkeys(TO_FILL_IN, "")}

    def lines(self, indent: int = 2) -> Iterator[str]:
        """The entry as YAML, with its note as a comment above, without line ends."""
        file = _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(self.file, ensure_ascii=False))
        whole = [f"- rule: {self.rule}", f"  sha256: {self.digest}", f"  file: {file}"]
        whole += [f'  {key}: ""' for key in TO_FILL_IN]
        if self.note:
            whole.insert(0, f"# {self.note}")
        for line in whole:
            yield " " * indent + line


def wanted(findings: Findings) -> list[Entry]:
    """An entry for each value in each file that stops a publication and has none yet, in the order of their places.

    One holds for the copies on built pages, too. So pages have entries only for what no file of the workspace holds,
    and then one for all pages.
    """
    things: dict[tuple[str, str, str], list[str]] = {}
    for hit in sorted(findings.hits, key=by_place):
        things.setdefault((hit.rule, hit.digest, hit.where.path), []).append(_place(hit))
    for one in findings.unread:
        if one.copied and one.digest:
            things.setdefault((UNREAD, one.digest, one.where.path), []).append(_why(one))
    ended = {(entry.rule, entry.digest, entry.file) for entry in findings.expired}  # a second one would be a mistake
    held = {(rule, digest) for rule, digest, path in things if not path.startswith(BUILT)}
    found = []
    for (rule, digest, path), places in things.items():
        if path.startswith(BUILT):
            if (rule, digest) in held:
                continue
            held.add((rule, digest))
        if (rule, digest, path) not in ended and not _NOT_TEXT.search(path):
            found.append(Entry(rule, digest, path, _note(places)))
    return found


def by_place(hit: Hit) -> tuple[Any, ...]:
    """The order of hits: by their files, and in each from its beginning to its end."""
    where = hit.where
    place = (where.row or 0, where.page or 0, where.line or 0, where.column or 0)
    return (where.path, where.sheet or "", *place, hit.rule)


def _place(hit: Hit) -> str:
    return ", ".join(filter(None, (hit.spot, hit.masked)))


def _why(one: Unread) -> str:
    return one.why.partition(". ")[0]


def _note(places: Iterable[str]) -> str:
    first, *others = places
    note = _NOT_IN_YAML.sub(" ", one_line(first))
    if len(note) > _LONGEST:
        note = f"{note[: _LONGEST - 3]}..."
    return note + (f", and in {count(len(others), 'more place')}" if others else "")
