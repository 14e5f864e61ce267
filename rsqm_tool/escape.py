"""Makes values from files harmless, in one place, for every kind of output. Every value from a file is untrusted."""

from __future__ import annotations

import re
from collections.abc import Iterable

# C0 and C1 controls, and the marks that turn the direction of text or hide it: none has a place in a title or a path.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+"
)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# A cell that begins with one of these may be taken for a formula; the full-width forms, too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def one_line(value: object) -> str:
    """`value` as one line of visible text, for a terminal or a log: controls and direction marks become one space."""
    return _UNSEEN.sub(" ", str(value)).strip()


def html(value: object) -> str:
    """`value` for HTML text and quoted attributes inside Markdown.

    Every ASCII punctuation mark becomes a numeric entity, so neither HTML, Markdown nor any of its extensions
    finds anything to act on; a reader sees the text as it was typed. Line ends become spaces.
    """
    return _PUNCTUATION.sub(lambda m: f"&#{ord(m.group())};", one_line(value))


def github_message(value: object) -> str:
    """`value` for the message of a GitHub workflow command, where line ends and % would end or change it."""
    return one_line(value).replace("%", "%25")


def github_property(value: object) -> str:
    """`value` for a property of a GitHub workflow command, where `:` and `,` separate as well."""
    return github_message(value).replace(":", "%3A").replace(",", "%2C")


def one_line_each(lines: Iterable[str]) -> list[str]:
    """Lines for the terminal: their indents stay, controls go."""
    return [line[: len(line) - len(line.lstrip())] + one_line(line) for line in lines]


def csv_cell(value: object) -> str:
    """`value` as a cell of CSV that no spreadsheet takes for a formula, on one line; in quotation marks where needed.

    A number stays one, also below zero.
    """
    text, line = str(value), one_line(value)
    if not isinstance(value, (int, float)) and (text.startswith(_FORMULA) or line.startswith(_FORMULA)):
        line = f"'{line}"
    doubled = line.replace('"', '""')
    return f'"{doubled}"' if '"' in line or "," in line else line


def xml_text(value: object) -> str:
    """`value` without the characters that XML 1.0 cannot hold; the XML library escapes the rest."""
    return _NOT_IN_XML.sub("\ufffd", str(value))
