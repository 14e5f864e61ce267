"""Small pieces of HTML. Whatever comes from a file goes through `text`, and nowhere else.

Pages are Markdown whose blocks are HTML: headings are Markdown, so that the builder lists them, and everything else is
HTML, so that tables have captions and no value can end a cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from rsqm_tool.dates import in_words
from rsqm_tool.escape import html as text  # the one way in for values
from rsqm_tool.model import EvidenceItem, Location, Outcome, Period
from rsqm_tool.model.tables import ROWS

# The word, the sign and the name of the colour: together, so that none has to be seen or known alone.
SIGNS = {
    Outcome.MET: ("✓", "met"),
    Outcome.PARTLY_MET: ("½", "partly"),
    Outcome.NOT_MET: ("✗", "not"),
    Outcome.NOT_APPLICABLE: ("–", "na"),
    Outcome.NOT_ASSESSED: ("?", "unknown"),
}
# What our own sentences name between backticks: `covers:`, `agency: probation`, `rsqm tables suggest FILE`, a table or
# a column. Other words between backticks were typed so by somebody.
_KEY = re.compile(rf"`(rsqm [^`]+|[a-z_]+:(?: [^`]*)?|[a-z]+(?:[_.][a-z_]+)+|{'|'.join((*ROWS, 'none', 'no'))})`")
# The register, the ratings, the plan: the pages show what is in them.
_LISTS = (".yaml", ".json")
# A place in one of these within a sentence. Whoever has the files reads it from `rsqm check`.
_IN_A_LIST = re.compile(r" \([^()]*\.(?:yaml|json):\d+(?::\d+)?\)")
# What YAML refuses and `text` lets through.
_NOT_IN_YAML = re.compile("[\ufffe\uffff]")
_NUMBERS = ("figure", "many", "counts")  # kinds of tables that hold hardly anything else


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and whether it holds short things that are not to be broken, or sentences."""

    head: str
    short: bool = False
    long: bool = False


def page(title: str, *blocks: str, hide: Sequence[str] = (), searchable: bool = True) -> str:
    """A whole page. `title` and `blocks` are HTML; empty blocks are left out; `hide` names parts of the theme."""
    front = f"title: {quoted(title)}\n" + (f"hide: {json.dumps(list(hide))}\n" if hide else "")
    front += "" if searchable else "search: {exclude: true}\n"
    return "\n\n".join([f"---\n{front}---", f"# {title} {{ #top }}", *filter(None, blocks)]) + "\n"


def quoted(value: str) -> str:
    """`value` as a quoted text that YAML and JSON read alike."""
    return _NOT_IN_YAML.sub("\ufffd", json.dumps(value, ensure_ascii=False))


def status(outcome: Outcome | None, absent: str = "None") -> str:
    """An outcome as a tag: word, sign and colour. `absent` where there is none."""
    if outcome is None:
        return f'<span class="rsqm-absent">{absent}</span>'
    sign, colour = SIGNS[outcome]
    return tag(outcome.value.capitalize(), colour, sign)


def tag(word: str, colour: str, sign: str = "") -> str:
    """A short word in a box. The sign is for the eye: a screen reader hears the word."""
    mark = f'<span aria-hidden="true">{sign}</span> ' if sign else ""
    return f'<strong class="rsqm-tag rsqm-tag--{colour}">{mark}{word}</strong>'


def day(value: date | None, absent: str = "") -> str:
    """A date as people write it, and for machines."""
    return f'<time datetime="{value.isoformat()}">{in_words(value)}</time>' if value else absent


def period(value: Period | None) -> str:
    """A span of days; empty where there is none."""
    if value is None:
        return ""
    return f"{day(value.start)} to {day(value.to)}" if value.to else f"from {day(value.start)}, rolling on"


def dated(item: EvidenceItem) -> str:
    """The period that an item covers, or else when it dates from; of a record that has both, both."""
    if item.covers and (item.says or not item.dated):
        return period(item.covers)
    covered = f"<br>covers {period(item.covers)}" if item.covers else ""
    return (day(item.dated) or day(item.approved_on or item.seen_on)) + covered


def paragraphs(value: str) -> str:
    """Text from a file as paragraphs: a blank line begins the next."""
    return "\n".join(f"<p>{text(part)}</p>" for part in re.split(r"\n[ \t]*\n", value) if part.strip())


def sentence(value: str) -> str:
    """Text from a file with a full stop, unless it ends with a mark of its own."""
    line = value.strip()
    return text(line if not line or line.endswith((".", "!", "?")) else line + ".")


def step(value: str) -> str:
    """A sentence of a rule, with a full stop, in words for whoever has none of the service's files.

    What it names between backticks stands in quotation marks, a command as code; places in the service's lists go.
    """
    parts = _KEY.split(_IN_A_LIST.sub("", value.strip()))
    if len(parts) == 1:
        return sentence(parts[0])
    whole = "".join(_key(p) if n % 2 else inside(p) for n, p in enumerate(parts))
    return whole if parts[-1].rstrip().endswith((".", "!", "?")) else whole + "."


def _key(words: str) -> str:
    """What stood between backticks: `signed_by:` as “signed by”, a command as code."""
    if words.startswith("rsqm "):
        return f"<code>{text(words)}</code>"
    key, colon, rest = words.partition(":")
    return text(f"“{key.replace('_', ' ')}{colon if rest else ''}{rest}”")


def inside(value: str) -> str:
    """A part of a sentence, with the space at its ends, which `text` takes away."""
    return (" " if value[:1].isspace() else "") + text(value) + (" " if value.strip() and value[-1].isspace() else "")


def items(entries: Iterable[str], kind: str = "", tag_name: str = "ul") -> str:
    """A list of HTML entries; empty where there is none."""
    lines = "\n".join(f"<li>{e}</li>" for e in entries)
    css = f' class="rsqm-{kind}"' if kind else ""
    return f"<{tag_name}{css}>\n{lines}\n</{tag_name}>" if lines else ""


def facts(pairs: Iterable[tuple[str, str]], kind: str = "facts") -> str:
    """A list of names and HTML values; pairs without a value are left out."""
    lines = "\n".join(f"<div><dt>{name}</dt>\n<dd>{value}</dd></div>" for name, value in pairs if value)
    return f'<dl class="rsqm-{kind}">\n{lines}\n</dl>' if lines else ""


def details(summary: str, body: str) -> str:
    """A part that opens on demand, and for printing."""
    return f'<details class="rsqm-details">\n<summary>{summary}</summary>\n{body}\n</details>'


def table(
    name: str, caption: str, columns: Sequence[Column | str], rows: Iterable[Sequence[str]], kind: str = ""
) -> str:
    """A table of HTML cells with a caption; the first cell of each row is its head. `name` is its id on the page."""
    heads = [c if isinstance(c, Column) else Column(c) for c in columns]
    head = "".join(f'<th scope="col">{c.head}</th>\n' for c in heads)
    body = "\n".join(f"<tr>\n{_cells(heads, row)}</tr>" for row in rows)
    css = f"rsqm-table rsqm-table--{kind}" if kind else "rsqm-table"
    # The search would run the numbers of a row together: nobody looks for that, and the guard takes it for a telephone.
    apart = ' data-search-exclude=""' if kind in _NUMBERS else ""
    return (
        f'<div class="rsqm-scroll" data-label="{caption}">\n<table class="{css}" id="{name}"{apart}>\n'
        f"<caption>{caption}</caption>\n<thead>\n<tr>\n{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _cells(columns: Sequence[Column], row: Sequence[str]) -> str:
    lines = []
    for number, (column, cell) in enumerate(zip(columns, row, strict=True)):
        css = ' class="rsqm-short"' if column.short else ' class="rsqm-long"' if column.long else ""
        lines.append(f"<td{css}>{cell}</td>\n" if number else f'<th scope="row"{css}>{cell}</th>\n')
    return "".join(lines)


def address(value: str | None, words: str = "") -> str:
    """A link to a page of the web, or the text as it stands when it is no web address."""
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    return f'<a href="{text(value)}" rel="noreferrer">{words or text(value)}</a>' if usable else text(value)


def place(where: Location | None) -> str:
    """Where something stands, in words; empty where that is one of the service's own lists, which no reader has."""
    if where is None or where.path.endswith(_LISTS):
        return ""
    parts = [
        where.path,
        where.page and f"page {where.page}",
        where.heading and f"heading “{where.heading}”",
        where.sheet and f"sheet {where.sheet}",
        where.row and f"row {where.row}",
        where.line and f"line {where.line}",
    ]
    return ", ".join(text(p) for p in parts if p)


def size(number: int | None) -> str:
    """A file's size as people say it; empty where it is not known."""
    if number is None:
        return ""
    if number < 1000:
        return f"{number} bytes"
    return f"{number / 1000:.0f} kB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"
