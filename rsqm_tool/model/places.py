"""Where something stands, and what is wrong or worth telling there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands. `path` is always there; the rest as fits the kind of file."""

    path: str
    line: int | None = None  # 1 is the first
    column: int | None = None  # 1 is the first
    page: int | None = None  # of a PDF, 1 is the first
    heading: str | None = None  # of a Word document, as written
    sheet: str | None = None
    row: int | None = None  # the number that the spreadsheet shows
    field: str | None = None  # the column's name or the key

    def __str__(self) -> str:
        if self.sheet is not None or self.row is not None:
            parts = [self.path, self.sheet and f"sheet {self.sheet}", self.row and f"row {self.row}"]
            return ", ".join(p for p in parts if p)
        if self.page is not None or self.heading is not None:
            return self.path + (f", page {self.page}" if self.page is not None else f", {self.heading!r}")
        return ":".join(str(p) for p in (self.path, self.line, self.column) if p is not None)


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in the input: never an outcome of the service. One clear line each."""

    where: Location
    found: str  # what stands there, as a sentence without its full stop
    expected: str = ""  # what should stand there, to follow "Expected "
    todo: str = ""  # what to do, a sentence without its full stop

    def __str__(self) -> str:
        sentences = [self.found, self.expected and f"Expected {self.expected}", self.todo]
        text = " ".join(s if s.endswith("?") else f"{s}." for s in sentences if s)
        return f"{self.where}: {text}"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about the workspace that no criterion owns. Lowers nothing."""

    message: str
    next_step: str
    where: Location
