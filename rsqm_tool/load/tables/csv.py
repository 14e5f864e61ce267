"""Reads CSV strictly: whatever a lenient reader would swallow is told with its line.

The encoding is what the file says by its byte-order mark, else UTF-8, else Windows-1252 with a note. The separator is
the one by which a line of the first ten becomes headers of the table. Files are read as a stream, in chunks.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from rsqm_tool.load.tables.grid import CHUNK, HEADER_WITHIN, Cell, Grid, Unreadable, refuse_large

SEPARATORS = ",;\t|"
_BLOCK = 1 << 20
_SAMPLE = 100_000  # characters in which the header stands
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NO_TEXT = (
    (b"PK\x03\x04", "an Excel workbook or another archive"),
    (b"\xd0\xcf\x11\xe0", "an older Excel workbook"),
    (b"%PDF-", "a PDF"),
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|\?xml)\b", re.IGNORECASE)
_SAVE = "Save the table again as CSV UTF-8"


def open_csv(path: Path, knows: Callable[[Sequence[Cell]], int]) -> Grid:
    """The table in a file. `knows` says how many headers of the table a row holds.

    Unreadable for a file that is no text; a fault further down is raised where the chunks come to it. OSError as
    opening the file gives.
    """
    refuse_large(path, excel=False)
    encoding, note = _encoding(path)
    separator = _separator(path, encoding, knows)
    return Grid(_Chunks(path, encoding, separator).read(), notes=(note,) if note else ())


def _encoding(path: Path) -> tuple[str, str]:
    """How the text is stored, and a note where that is a guess."""
    with path.open("rb") as stream:
        start = stream.read(1024)
    for sign, what in _NO_TEXT:
        if start.startswith(sign):
            raise Unreadable(f"The file is {what}, not CSV", "Open it and save the table as CSV UTF-8, or as .xlsx")
    if _PAGE.match(start):
        raise Unreadable("The file is a web page, not CSV (a sign-in page?)", "Export the table again")
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            if line := _bad_line(path, encoding):
                raise Unreadable(f"A character on line {line} is not stored as {_SAID[encoding]}", _SAVE, line)
            return encoding, ""
    line = _bad_line(path, "utf-8")
    if not line:
        return "utf-8", ""
    if bad := _bad_line(path, "cp1252"):
        raise Unreadable(f"A character on line {bad} is stored neither as UTF-8 nor as Windows-1252", _SAVE, bad)
    return "cp1252", f"Read as Windows-1252, because line {line} is not UTF-8. Look at accents and dashes there"


_SAID = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}


def _bad_line(path: Path, encoding: str) -> int:
    """The first line that cannot be decoded, 0 where there is none. A NUL character is Unreadable at once."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    sound = 0  # characters
    with path.open("rb") as stream:
        while True:
            block = stream.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                # What comes before the fault in this block is sound, whatever the encoding.
                sound += len(error.object[: error.start].decode(encoding, "replace"))
                return _line(path, encoding, sound)
            if "\0" in text:
                line = _line(path, encoding, sound + text.index("\0"))
                raise Unreadable(f"Line {line} contains a NUL character", _SAVE, line)
            if not block:
                return 0
            sound += len(text)


def _line(path: Path, encoding: str, characters: int) -> int:
    """The line on which the text goes on after so many characters."""
    line, before = 1, ""
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        while characters > 0 and (text := stream.read(min(characters, _BLOCK))):
            split = before == "\r" and text.startswith("\n")
            line += text.count("\n") + text.count("\r") - text.count("\r\n") - split
            characters, before = characters - len(text), text[-1]
    return line


def _separator(path: Path, encoding: str, knows: Callable[[Sequence[Cell]], int]) -> str:
    with path.open(encoding=encoding, newline="") as stream:
        lines = stream.read(_SAMPLE).splitlines(keepends=True)
    if not any(line.strip() for line in lines):
        raise Unreadable("The file holds no table", "Export the table again")

    def best(separator: str) -> int:
        return max(map(knows, islice(csv.reader(lines, delimiter=separator), HEADER_WITHIN)), default=0)

    return max(SEPARATORS, key=best)


@dataclass(slots=True)
class _Chunks:
    path: Path
    encoding: str
    separator: str

    def read(self) -> Iterator[list[Sequence[Cell]]]:
        with self.path.open(encoding=self.encoding, newline="") as stream:
            rows = self.rows(stream)
            width = line = 0
            while True:
                try:
                    chunk: list[Sequence[Cell]] = list(islice(rows, CHUNK))
                except csv.Error as error:
                    raise self.diagnosed(error) from error
                if not chunk:
                    return
                width = width or max(map(len, chunk[:HEADER_WITHIN]))
                if rows.line_num - line != len(chunk):
                    self.refuse_swallowed(chunk, width, line)
                line = rows.line_num
                yield chunk

    def rows(self, lines: TextIO | Iterator[str]) -> Any:
        return csv.reader(lines, delimiter=self.separator, strict=True)

    def refuse_swallowed(self, chunk: Sequence[Sequence[Cell]], width: int, line: int) -> None:
        """A cell of several lines that look like rows: a quotation mark was left open, and another closed it later."""
        enough, most = max(width - 1, 1), (0 if width > 2 else 2)
        for row in chunk:
            lines = 1
            for cell in row:
                inner = str(cell).splitlines()
                if sum(text.count(self.separator) >= enough for text in inner) > most:
                    opened, further = line + lines, len(inner) - 1
                    found = f"The quotation mark opened on line {opened} is closed only {further} lines further down"
                    raise Unreadable(found, "Close it on its line, or delete it", opened)
                lines += max(0, len(inner) - 1)
            line += lines

    def diagnosed(self, error: csv.Error) -> Unreadable:
        """What is wrong, with its line: the file is read once more, row by row."""
        seen: list[str] = []

        def lines(stream: TextIO) -> Iterator[str]:
            for line in stream:
                seen.append(line)
                yield line

        with self.path.open(encoding=self.encoding, newline="") as stream:
            rows = self.rows(lines(stream))
            begin = 1
            try:
                for _ in rows:
                    seen.clear()
                    begin = rows.line_num + 1
            except csv.Error as again:
                error = again
        return self.told(str(error), seen, begin, rows.line_num)

    def told(self, error: str, seen: Sequence[str], begin: int, end: int) -> Unreadable:
        if "field larger" in error:
            found = f"The cell that begins on line {begin} has more than {csv.field_size_limit():,} characters"
            return Unreadable(found, "Look for a quotation mark there that is never closed", begin)
        opened, closed = self.quotes(seen, begin)
        if closed:
            found = f"On line {end} a quotation mark stands inside a text, or text stands behind a closing one"
            if opened < end:
                found += f"; the text begins on line {opened}"
            return Unreadable(found, "Double every quotation mark inside a text, or delete it", end)
        return Unreadable(
            f"The quotation mark opened on line {opened} is never closed", "Close it, or delete it", opened
        )

    def quotes(self, seen: Sequence[str], line: int) -> tuple[int, bool]:
        """The line on which the last quotation opens, and whether that one is closed."""
        opened, inside, before = line, False, self.separator
        for number, text in enumerate(seen, line):
            for character in text:
                if character == '"' and inside:
                    inside = False
                elif character == '"' and before in (self.separator, "\n", "\r", '"'):
                    if before != '"':
                        opened = number
                    inside = True
                before = character
        return opened, not inside
