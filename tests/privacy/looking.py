"""Looks through small files made by hand, and gives what was found in a form that is easy to compare."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from rsqm_tool.load.cache import Cache
from rsqm_tool.model.privacy import Findings, Hit, Piece
from rsqm_tool.privacy.known import known
from rsqm_tool.privacy.rules import load
from rsqm_tool.privacy.scan import Allowed, scan
from rsqm_tool.privacy.sources import Folder, look
from rsqm_tool.privacy.sources.tables import Mapped

AS_OF = date(2026, 11, 20)
PEOPLE = ("Jane Smith", "O'Brien, Kate", "Anna Young")


def find(rule: str, text: str, people: Iterable[str] = PEOPLE) -> list[str]:
    """The values that one rule finds in a text, in the order of their places."""
    wanted = next(r for r in load(people) if r.name == rule)
    return [text[begin:end] for begin, end in sorted(set(wanted.find(text)))]


def scanned(*pieces: Piece, contacts: Iterable[str] = (), **allowed: object) -> Findings:
    """What a scan of some pieces of text came to."""
    rules = load(PEOPLE)
    return scan(pieces, rules, Allowed(known=known(contacts, rules), **allowed), AS_OF)  # type: ignore[arg-type]


def through(root: Path, path: str, content: str | bytes, *mapped: Mapped, built: bool = False) -> Findings:
    """What one file holds, written at `path` below `root`."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
    folder = Folder(root, [path], Cache(root / "cache", enabled=False), [path], {path: mapped}, built=built)
    return scan(look(folder), load(PEOPLE), Allowed(), AS_OF)


def told(findings: Findings) -> list[tuple[str, str]]:
    """Each hit by its place within the file and its rule, sorted."""
    return sorted((hit.spot, hit.rule) for hit in findings.hits if isinstance(hit, Hit))
