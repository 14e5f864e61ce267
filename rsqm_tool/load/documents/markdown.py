"""Markdown: headings of both forms, front matter, and comments that no page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsqm_tool.load.documents._characters import decode
from rsqm_tool.load.documents._draft import Draft, day
from rsqm_tool.model.documents import DocumentText, PassageKind

SUFFIXES = (".md", ".markdown")
LABEL = "Markdown"
_QUICK = 400_000

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+(.*))?$")
_CLOSING = re.compile(r"(?:^|[ \t])#+$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r" {0,3}(?:[#>|+*-]|\d{1,9}[.)] )|\t| {4}")
_FIELD = re.compile(r"([A-Za-z][\w -]{0,40}):[ \t]+(.*)")


def quick(content: bytes) -> bool:
    """Whether it is read in well under a second."""
    return len(content) < _QUICK


def read(content: bytes) -> DocumentText:
    """The text of a Markdown file, with its marks. Unreadable when it is no text."""
    text, notes = decode(content)
    lines = text.splitlines()
    draft = Draft(notes=notes)
    body = _front_matter(draft, lines)
    for line, is_heading, shown in _lines(body):
        if is_heading:
            draft.heading(line, shown)
        else:
            draft.add(line, PassageKind.HIDDEN if shown == "" else PassageKind.BODY)
    return draft.text()


def _front_matter(draft: Draft, lines: list[str]) -> list[str]:
    """Take the front matter, if there is some, and return the lines after it.

    It is not parsed as YAML, which can hide a bomb: a field is a line with a colon.
    """
    if not lines or lines[0].rstrip() != "---":
        return lines
    end = next((n for n, line in enumerate(lines[1:200], 1) if line.rstrip() in ("---", "...")), 0)
    fields = {}
    for line in lines[1:end]:
        found = _FIELD.fullmatch(line.rstrip())
        if found:
            fields[found[1].lower()] = found[2].strip().strip("\"'")
    draft.add("\n".join(lines[1:end]), PassageKind.HEADER)
    draft.title, draft.author = fields.get("title"), fields.get("author")
    draft.created = day(fields.get("created") or fields.get("date"))
    draft.modified = day(fields.get("modified") or fields.get("updated"))
    return lines[end + 1 :] if end else lines


def _lines(lines: list[str]) -> Iterator[tuple[str, bool, str | None]]:
    """Each line, whether it is a heading, and how it is shown: None as it is, nothing when it is in a comment."""
    fence = ""
    before = ""  # a line that a line of === or --- below it would make a heading
    for line in _without_comments(lines):
        if isinstance(line, tuple):
            yield line[0], False, ""
            continue
        mark = _FENCE.match(line)
        found = None if fence else _HEADING.match(line)
        heading = _CLOSING.sub("", (found[1] or "").rstrip()).strip() if found else ""
        if not fence and before and _UNDERLINE.match(line):
            yield before, True, None
            before = ""
            continue
        if before:
            yield before, False, None
        before = ""
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif heading:
            yield heading, True, None
        elif fence or not line.strip() or _NO_PARAGRAPH.match(line):
            yield line, False, None
        else:
            before = line
    if before:
        yield before, False, None


def _without_comments(lines: list[str]) -> Iterator[str | tuple[str]]:
    """The lines as a page shows them; what stands in comments comes by itself, as a tuple."""
    inside = False
    for line in lines:
        shown, rest = "", line
        while rest:
            text, mark, rest = rest.partition("-->" if inside else "<!--")
            if inside and text.strip():
                yield (text,)
            elif not inside:
                shown += text
            inside = inside != bool(mark)
        if shown or not line:
            yield shown
