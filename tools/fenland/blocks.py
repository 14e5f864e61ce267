"""The words of a document as blocks, whatever it becomes: Word, PDF or Markdown.

The texts use five things only: `## Heading`, `### Subheading`, `- ` and `1. ` items, `| table | rows |` and paragraphs,
with `**bold**` inside. Headings are numbered here, so that register entries can name a section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Block:
    """A piece of a document. `kind`: heading, subheading, bullet, number, table or paragraph."""

    kind: str
    text: str = ""
    number: str = ""  # "4" or "4.2", of headings
    rows: tuple[tuple[str, ...], ...] = ()  # of tables; the first row is the header


@dataclass
class _Reader:
    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # of the paragraph or item that is being read
    kind: str = "paragraph"
    rows: list[tuple[str, ...]] = field(default_factory=list)
    section: int = 0
    subsection: int = 0

    def flush(self) -> None:
        if self.lines:
            self.blocks.append(Block(self.kind, " ".join(self.lines)))
        if self.rows:
            self.blocks.append(Block("table", rows=tuple(self.rows)))
        self.lines, self.rows, self.kind = [], [], "paragraph"

    def heading(self, text: str) -> None:
        self.flush()
        if text.startswith("### "):
            self.subsection += 1
            self.blocks.append(Block("subheading", text[4:], f"{self.section}.{self.subsection}"))
        else:
            self.section, self.subsection = self.section + 1, 0
            self.blocks.append(Block("heading", text[3:], str(self.section)))

    def line(self, text: str) -> None:
        item = re.match(r"(-|\d+\.) ", text)
        if text.startswith("#"):
            self.heading(text)
        elif text.startswith("|"):
            self.rows.append(tuple(cell.strip() for cell in text.strip("|").split("|")))
        elif item:
            self.flush()
            self.kind = "bullet" if item[1] == "-" else "number"
            self.lines.append(text[item.end() :])
        elif text:
            self.lines.append(text)
        else:
            self.flush()


def read_blocks(text: str) -> list[Block]:
    """The blocks of a text."""
    reader = _Reader()
    for line in text.splitlines():
        reader.line(line.strip())
    reader.flush()
    return reader.blocks


def runs(text: str) -> list[tuple[str, bool]]:
    """A line's pieces, and whether each is bold."""
    return [(piece, odd % 2 == 1) for odd, piece in enumerate(text.split("**")) if piece]


def column_shares(rows: Sequence[tuple[str, ...]]) -> list[float]:
    """How much of the width each column of a table gets: room for its longest word, and more where the text is more."""
    columns = [[cell.replace("**", "") for cell in column] for column in zip(*rows, strict=True)]
    least = [3 + max(len(word) for cell in column for word in (cell.split() or [""])) for column in columns]
    liked = [max(low, min(45, 3 + max(map(len, column)))) for low, column in zip(least, columns, strict=True)]
    line = 104  # characters of a table's type that a page holds beside each other
    if sum(liked) <= line or sum(least) >= line:
        return [width / sum(liked) for width in liked]
    spare = (line - sum(least)) / (sum(liked) - sum(least))
    return [(low + (width - low) * spare) / line for low, width in zip(least, liked, strict=True)]
