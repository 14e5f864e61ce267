"""Looks through runs of text by all rules, and tells what of it is found, allowed or known."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from rsqm_tool.model.places import Location
from rsqm_tool.model.privacy import APART, UNREAD, Allowance, Findings, Hit, Looked, Part, Piece, Thing, Unread
from rsqm_tool.privacy.known import Known
from rsqm_tool.privacy.mask import covered, digest, masked
from rsqm_tool.privacy.rules import Rule
from rsqm_tool.privacy.spelling import plainly

_BLOCK = 400_000  # characters that are looked through at once: calling a rule costs more than a short text does
_BETWEEN = f"\n{APART}\n"


@dataclass(frozen=True)
class Allowed:
    """What may stand where it does."""

    entries: Sequence[Allowance] = ()
    known: Known = frozenset()
    # Below this folder an allowance holds wherever the value stands, because pages there are made of many files.
    anywhere: str | None = None
    # But copies of documents, by the path of what they are copies of: what is allowed in one is not in another.
    copies: Mapping[str, str] = field(default_factory=dict)

    def of(self, thing: Hit | Unread, as_of: date) -> Allowance | None:
        """The allowance that holds for what was found, if there is one."""
        rule, path = (thing.rule if isinstance(thing, Hit) else UNREAD), thing.where.path
        anywhere = self.anywhere is not None and path.startswith(self.anywhere) and path not in self.copies
        path = self.copies.get(path, path)
        for entry in self._by_value.get((rule, thing.digest), ()):
            if entry.review_by >= as_of and (anywhere or entry.file == path):
                return entry
        return None

    @cached_property
    def _by_value(self) -> dict[tuple[str, str], list[Allowance]]:
        found: dict[tuple[str, str], list[Allowance]] = {}
        for entry in self.entries:
            found.setdefault((entry.rule, entry.digest), []).append(entry)
        return found


def scan(
    material: Iterable[Thing], rules: Sequence[Rule], allowed: Allowed, as_of: date, apart: Collection[str] = ()
) -> Findings:
    """What is found in `material`, in its order. `apart`: files that are never published, told by themselves."""
    seeker = _Seeker(rules, allowed, as_of, apart)
    for thing in material:
        seeker.take(thing)
    return seeker.findings()


@dataclass(slots=True)
class _Seeker:
    """One scan."""

    rules: Sequence[Rule]
    allowed: Allowed
    as_of: date
    apart: Collection[str]
    _block: list[Piece] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _size: int = 0
    _characters: int = 0
    _known: int = 0
    _covered: dict[str, str] = field(default_factory=dict)  # places, made harmless
    _pictures: int = 0
    _files: Counter[str] = field(default_factory=Counter)
    # By what and where it is: one value in one place is told once, however it is written there.
    _found: dict[tuple[str, str, Location, Part | None], Hit | Unread] = field(default_factory=dict)

    def take(self, thing: Thing) -> None:
        """Look through one thing, at once or together with others."""
        if isinstance(thing, Piece):
            text = plainly(thing.text)
            self._block.append(thing)
            self._texts.append(text)
            self._size += len(text)
            if self._size > _BLOCK:
                self._flush()
        elif isinstance(thing, Looked):
            self._files[thing.kind] += 1
            self._pictures += thing.pictures
        else:
            self._add(thing)

    def _flush(self) -> None:
        """Look through what was gathered."""
        text, begins, at = _BETWEEN.join(self._texts), [], 0
        for piece in self._texts:
            begins.append(at)
            at += len(piece) + len(_BETWEEN)
        marks = _Marks(text)
        for begin, end, rule in _longest(_all(self.rules, text)):
            number = bisect_right(begins, begin) - 1
            lines, cells = marks.between(begins[number], begin)
            self._hit(rule, text[begin:end], self._block[number], lines, cells)
        self._characters += self._size
        self._size = 0
        self._block.clear()
        self._texts.clear()

    def _hit(self, rule: Rule, value: str, piece: Piece, lines: int, cells: int) -> None:
        spelt = rule.normal(value)
        if (rule.name, spelt) in self.allowed.known:
            self._known += 1
            return
        where = _where(piece, lines, cells)
        found = Hit(rule.name, masked(rule.name, value), digest(rule.name, spelt), where, piece.part)
        self._add(found)

    def _add(self, found: Hit | Unread) -> None:
        """Note what was found, with a place that tells no value: a heading or the name of a file may hold one."""
        file = self._shown(found.where.path)
        if isinstance(found, Hit):
            key = found.rule, found.digest, found.where, found.part
            spot = self._shown(_spot(found.where, found.part))
            self._found.setdefault(key, replace(found, where=self._plain(found.where), file=file, spot=spot))
        else:
            self._found.setdefault((UNREAD, found.why, found.where, None), replace(found, file=file))

    def _plain(self, where: Location) -> Location:
        """A place whose words hold no value. Its path stays as it is: by that an allowance knows the file."""
        words = (where.heading, where.sheet, where.field)
        if not any(words):
            return where
        heading, sheet, name = (word and self._shown(word) for word in words)
        return replace(where, heading=heading, sheet=sheet, field=name)

    def _shown(self, text: str) -> str:
        if text not in self._covered:
            self._covered[text] = covered(text, self.rules)
        return self._covered[text]

    def findings(self) -> Findings:
        """What all came to."""
        self._flush()
        passed: list[tuple[Hit | Unread, Allowance]] = []
        hits: list[Hit] = []
        apart: list[Hit] = []
        unread: list[Unread] = []
        for thing in self._found.values():
            allowance = self.allowed.of(thing, self.as_of)
            if allowance:
                passed.append((thing, allowance))
            elif isinstance(thing, Unread):
                unread.append(thing)
            else:
                (apart if thing.where.path in self.apart else hits).append(thing)
        entries, used = self.allowed.entries, {id(a) for _, a in passed}
        shown = {id(a): replace(a, shown=self._shown(a.file)) for _, a in passed}
        # Without a list of names nothing says whether their entries are needed.
        sought = [a for a in entries if a.rule != "names" or any(rule.name == "names" for rule in self.rules)]
        return Findings(
            hits=tuple(hits),
            apart=tuple(apart),
            allowed=tuple((thing, shown[id(a)]) for thing, a in passed),
            unread=tuple(unread),
            known=self._known,
            unused=tuple(a for a in sought if a.review_by >= self.as_of and id(a) not in used),
            expired=tuple(a for a in entries if a.review_by < self.as_of),
            files=self._files,
            pictures=self._pictures,
            characters=self._characters,
        )


def _all(rules: Sequence[Rule], text: str) -> Iterator[tuple[int, int, Rule]]:
    for rule in rules:
        for begin, end in rule.find(text):
            yield begin, end, rule


def _longest(spans: Iterable[tuple[int, int, Rule]]) -> Iterator[tuple[int, int, Rule]]:
    """The spans in their order, without those that lie in another: one value is told once, as what it is in whole."""
    done = -1
    for begin, end, rule in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > done:
            yield begin, end, rule
            done = end


@dataclass(slots=True)
class _Marks:
    """Counts line ends and the marks between cells in a text, whose places are asked for in their order."""

    text: str
    _begin: int = -1
    _done: int = 0
    _lines: int = 0
    _cells: int = 0

    def between(self, begin: int, end: int) -> tuple[int, int]:
        """How many there are of each."""
        if begin != self._begin:
            self._begin = self._done = begin
            self._lines = self._cells = 0
        self._lines += self.text.count("\n", self._done, end)
        self._cells += self.text.count(APART, self._done, end)
        self._done = end
        return self._lines, self._cells


def _where(piece: Piece, lines: int, cells: int) -> Location:
    """The place of what stands behind so many lines, or marks between cells, of a piece."""
    where = piece.where
    if piece.fields:
        return replace(where, field=piece.fields[min(cells, len(piece.fields) - 1)] or None)
    return replace(where, line=where.line + lines, column=None) if lines and where.line is not None else where


def _spot(where: Location, part: Part) -> str:
    """A place within a file, as people say it."""
    said = [
        where.sheet is not None and f"sheet {where.sheet}",
        where.row is not None and f"row {where.row}",
        where.line is not None and f"line {where.line}",
        where.page is not None and f"page {where.page}",
        where.heading is not None and f"under '{where.heading}'",
        where.field is not None and where.field,
        part not in _PLAIN_PARTS and str(part),
    ]
    return ", ".join(word for word in said if word)


_PLAIN_PARTS = (Part.BODY, Part.CELL, Part.VALUE, Part.PAGE)
