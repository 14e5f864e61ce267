"""Tells what the guard found: as text for people, as JSON for programs. Neither holds a value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from rsqm_tool.dates import count, in_words
from rsqm_tool.escape import one_line
from rsqm_tool.model import Location, Problem
from rsqm_tool.model.privacy import COLUMN, THUMBNAIL, UNREAD, Allowance, Findings, Hit, Part, Unread
from rsqm_tool.privacy.entries import by_place, wanted
from rsqm_tool.privacy.sources.values import ALLOW

_FORMAT = 1
_WIDTH = 100
_MOST = 40  # hits of one file that are told one by one

_WHAT = {
    "bank": "bank details",
    "case_urn": "a court's or prosecutor's reference",
    COLUMN: "a header for names, addresses or other details of people",
    "date_of_birth": "a date of birth",
    "email": "an e-mail address",
    "names": "a name of your list",
    "national_insurance": "a National Insurance number",
    "nhs_number": "an NHS number",
    "phone": "a telephone number",
    "police": "a police reference",
    "postcode": "a postcode",
    "prison_number": "a prison number",
    "probation": "a probation reference",
    THUMBNAIL: "a small picture of the first page",
}
_TODO = {
    Part.BODY: "Take it out, or write the person's id or role instead",
    Part.HEADER: "Take it out of the header or footer",
    Part.COMMENT: "Delete the comment",
    Part.DELETED: "Accept the tracked changes and save the file again",
    Part.HIDDEN: "Delete what is hidden; hiding it keeps it in the file",
    Part.NOTE: "Take it out of the note",
    Part.METADATA: "Clear the file's properties, links and descriptions, in Word under File, Info, Inspect Document",
    Part.FILE_NAME: "Rename the file",
    Part.COLUMN: "Leave the column out of the export",
    Part.CELL: "Empty the cell, or write the person's id instead",
    Part.VALUE: "Write a role or an id instead",
    Part.PAGE: "Find where it comes from and take it out there",
    Part.INDEX: "Find where it comes from and take it out there",
}
_NO_THUMBNAIL = "Save the file again without its preview picture, under File, Properties"

PROVES_NOTHING = (
    "A clean scan proves nothing: a name that no list has, a story that only one person can have lived, a face in a "
    "photograph are found by people who read, not by this. Let somebody who knows the cases read what goes out."
)
_OR_ALLOW = (
    f"Take these out, or allow them: `rsqm privacy --save` adds entries to {ALLOW},",
    "for you to complete; `rsqm privacy --entries` only shows them.",
    "",
)


@dataclass(frozen=True, slots=True)
class Options:
    """How to tell it."""

    values: bool = True  # with masked values, headings and hashes; not in the logs of a CI
    entries: bool = False  # with entries for the list of what is allowed, to complete
    apart: bool = False  # file by file, also of files that are never published


def text(findings: Findings, options: Options) -> str:
    """What was found, file by file; then what was looked through, and what not."""
    lines = [*_found(findings.hits, options)]
    if findings.apart:
        lines += _apart(findings.apart, options)
    lines += _unread(findings.unread)
    if findings.stops:
        lines += _OR_ALLOW
    lines += _allowed(findings, options.values)
    lines += [*_looked(findings), "", *wrap(PROVES_NOTHING, _WIDTH)]
    if options.entries and options.values and findings.stops:
        lines += ["", *entries(findings)]
    return "".join(f"{line}\n" for line in lines)


def stopped(findings: Findings, options: Options) -> str:
    """Only what stops a publication, for the command that publishes."""
    lines = [*_found(findings.hits, options), *_unread([u for u in findings.unread if u.copied])]
    return "".join(f"{line}\n" for line in lines)


def allowed(findings: Findings, options: Options) -> list[str]:
    """What was found and may stand where it does, by whom and until when; and entries that have ended.

    It is told of a site's sources and of its built pages. The line of an entry is the same of both, and so is the
    heading, which therefore counts nothing: whoever tells both tells each line once.
    """
    entries = {entry.where: entry for _, entry in findings.allowed}
    lines = [f"Allowed in {ALLOW}:"] if entries else []
    lines += [_permit(entry, options.values) for entry in entries.values()]
    return [*lines, *filter(None, _idle(findings))]


def _found(hits: Sequence[Hit], options: Options) -> Iterator[str]:
    for path, of_file in _by_file(hits).items():
        yield path
        for hit in of_file[:_MOST]:
            yield f"  {one_line(_line(hit, options.values))}"
        if len(of_file) > _MOST:
            yield f"  and {len(of_file) - _MOST} more"
        yield ""


def _by_file(hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    """The hits of each file, by its name with every value in it masked."""
    found: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=by_place):
        found.setdefault(one_line(hit.file), []).append(hit)
    return found


def _line(hit: Hit, values: bool) -> str:
    spot = hit.spot if values else _number(hit)
    value = f" {hit.masked}" if values and hit.masked else ""
    todo = _NO_THUMBNAIL if hit.rule == THUMBNAIL else _TODO[hit.part]
    return f"{spot + ': ' if spot else ''}{_WHAT[hit.rule]}{value} [{hit.rule}]. {todo}."


def _number(hit: Hit) -> str:
    """A place in numbers alone: headings and headers may hold ids."""
    where = hit.where
    said = (("page", where.page), ("row", where.row), ("line", where.line))
    return ", ".join(f"{word} {number}" for word, number in said if number is not None)


def _apart(hits: Sequence[Hit], options: Options) -> Iterator[str]:
    files = _by_file(hits)
    yield f"In {count(len(files), 'file')} classed private, which no site holds: {count(len(hits), 'hit')}."
    if options.apart:
        yield from _found(hits, options)
    else:
        yield "  `rsqm privacy --private` tells them one by one."
    yield ""


def _unread(unread: Sequence[Unread]) -> Iterator[str]:
    if not unread:
        return
    yield f"Not looked through: {count(len(unread), 'file')}"
    for one in sorted(unread, key=lambda u: u.where.path):
        stop = " A site would hold it, so it stops `rsqm publish`." if one.copied else ""
        yield f"  {one_line(one.file)}: {one_line(one.why)}.{stop}"
    yield ""


def _allowed(findings: Findings, values: bool) -> Iterator[str]:
    """One line an entry, with how many copies of the value lie on built pages."""
    if findings.allowed:
        things: dict[Location, list[str]] = {}
        by_line = {entry.where: entry for _, entry in findings.allowed}
        for thing, entry in findings.allowed:
            things.setdefault(entry.where, []).append(thing.where.path)
        yield f"Allowed in {ALLOW}: {len(by_line)}"
        for where, entry in sorted(by_line.items(), key=lambda pair: pair[0].line or 0):
            copies = sum(path != entry.file for path in things[where])
            said = f", and {count(copies, 'copy', 'copies')} on built pages" if copies else ""
            yield _permit(entry, values, said)
        yield ""
    yield from _idle(findings)


def _permit(entry: Allowance, values: bool, copies: str = "") -> str:
    """What an entry allows. Who decided it and why are words that somebody typed: they are in no log."""
    line = f"  {one_line(entry.shown)}: {entry.rule}{copies}."
    until = f"until {in_words(entry.review_by)}."
    if not values:
        return f"{line} U{until[1:]}"
    return f"{line} {one_line(entry.reason).rstrip('.')}. {one_line(entry.approved_by)}, {until}"


def _idle(findings: Findings) -> Iterator[str]:
    """The entries that have ended, and those by which nothing is found."""
    for entries, why in ((findings.expired, _ended), (findings.unused, _unused)):
        for entry in entries:
            where = f"{entry.where.path}:{entry.where.line}"
            yield f"{where}: The entry of rule {entry.rule} {why(entry, findings)}."
        if entries:
            yield ""


def _ended(entry: Allowance, findings: Findings) -> str:
    return "has ended and holds no longer. Decide again, or delete it"


def _unused(entry: Allowance, findings: Findings) -> str:
    """Why nothing is found by an entry, and what to do."""
    if entry.file in findings.absent:
        return "holds for nothing: there is no such file. Correct the path of the file, or delete the entry"
    stopped = {(hit.rule, hit.where.path) for hit in findings.hits}
    stopped |= {(UNREAD, one.where.path) for one in findings.unread if one.copied}
    if (entry.rule, entry.file) in stopped:
        return "holds for nothing: its hash fits nothing in that file; take the one that `rsqm privacy --entries` gives"
    return "is not needed any more: nothing there is found by it. Delete it"


def _looked(findings: Findings) -> Iterator[str]:
    kinds = ", ".join(count(number, kind) for kind, number in sorted(findings.files.items()))
    whole = sum(findings.files.values())
    yield f"Looked through: {count(whole, 'file')}{f' ({kinds})' if whole else ''}, {findings.characters:,} characters."
    if findings.known:
        yield f"Known, and silent: {count(findings.known, 'place')} with the service's own contacts or an item's owner."
    if findings.names is None:
        yield "No name was looked for, because no list of names was given. Name one with --names FILE or RSQM_NAMES."
    else:
        yield f"Names were looked for: {count(findings.names, 'name')}."
    if findings.pictures:
        yield f"Pictures were not looked at: {count(findings.pictures, 'file')} may hold some."


def entries(findings: Findings) -> Iterator[str]:
    """Entries for the list of what is allowed, as YAML, with what a person has to fill in."""
    yield "# yaml-language-server: $schema=../standards/schema/privacy-allow.schema.json"
    yield f"# For {ALLOW}. Fill in why, who decided it and until when; leave out what you take out of the files."
    yield "allow:"
    for entry in wanted(findings):
        yield from entry.lines()


def as_json(findings: Findings, options: Options, problems: Sequence[Problem] = ()) -> str:
    """The same for programs, as its published schema describes it. Byte for byte the same for the same input.

    With problems nothing was looked through.
    """
    whole = {
        "format": _FORMAT,
        "stops": findings.stops,
        "hits": [_hit(h, options.values) for h in sorted(findings.hits, key=by_place)],
        "private": [_hit(h, options.values) for h in sorted(findings.apart, key=by_place)],
        "unread": [
            {"file": u.file, "why": u.why, "sha256": (options.values and u.digest) or None, "stops": u.copied}
            for u in sorted(findings.unread, key=lambda u: u.where.path)
        ],
        "allowed": [{"rule": e.rule, "line": e.where.line} for _, e in findings.allowed],
        "expired": [{"rule": e.rule, "line": e.where.line} for e in findings.expired],
        "unused": [{"rule": e.rule, "line": e.where.line} for e in findings.unused],
        "looked_through": {
            "files": dict(sorted(findings.files.items())),
            "characters": findings.characters,
            "names": findings.names,
            "known": findings.known,
        },
        "problems": [{"file": p.where.path, "line": p.where.line, "message": _said(p)} for p in problems],
    }
    return json.dumps(whole, ensure_ascii=True, indent=1) + "\n"


def _hit(hit: Hit, values: bool) -> dict[str, Any]:
    where = {"line": hit.where.line, "page": hit.where.page, "row": hit.where.row}
    return {
        "rule": hit.rule,
        "file": hit.file,
        "part": str(hit.part),
        "place": hit.spot if values else _number(hit),
        **{key: value for key, value in where.items() if value is not None},
        "masked": hit.masked if values else None,
        "sha256": hit.digest if values else None,
    }


def _said(problem: Problem) -> str:
    """A problem without its place."""
    return one_line(str(problem).removeprefix(f"{problem.where}: "))
