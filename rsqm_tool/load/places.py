"""YAML into plain data, with the line and column of every value.

PyYAML's own loaders are no good here: they turn 1.10 into 1.1 and NO into false, let a later key silently win,
and lose all places. Its C parser's events are fast and exact, so the data is built from those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from rsqm_tool.model import Location, Problem

Step = str | int
At = tuple[Step, ...]  # the way to a value: ("evidence", 3, "supports", 0, "criterion")

MAX_BYTES = 2_000_000
MAX_DEPTH = 60
MAX_EVENTS = 400_000

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}

_MAPPING, _SEQUENCE = yaml.MappingStartEvent, yaml.SequenceStartEvent
_HINTS = (
    ("mapping values are not allowed", "Text that holds a colon and a space needs quotes around it"),
    (
        "that cannot start any token",
        "Text that begins with a special character such as @, ` or % needs quotes around it",
    ),
    ("expected <block end>", "Indent the lines of one list or entry alike"),
    ("did not find expected key", "Indent the lines of one entry alike, and put quotes around text with quotes inside"),
    ("could not find expected ':'", "A key needs a colon and a space behind it"),
    ("while scanning a quoted scalar", "A quotation mark is opened and never closed"),
)


@dataclass(slots=True)
class YamlFile:
    """What one YAML file holds.

    `data` is made of dict (keys are always text), list, str, int, bool and None. `places` and `keys` give the line and
    column (1 is the first) of each value, and of each key, by the way to it. When `problems` is not empty `data`
    holds what could be read.
    """

    path: str  # relative to the workspace
    data: Any = None
    places: dict[At, tuple[int, int]] = field(default_factory=dict)
    keys: dict[At, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def where(self, at: At = ()) -> Location:
        """The place of a value; of the nearest thing around it where it has none."""
        while at and at not in self.places:
            at = at[:-1]
        line, column = self.places.get(at, (1, 1))
        return Location(self.path, line, column)

    def where_key(self, at: At) -> Location:
        """The place of the key of a value."""
        return Location(self.path, *self.keys[at]) if at in self.keys else self.where(at)

    def walk(self, pattern: str) -> Iterator[tuple[At, Any]]:
        """Every value on a way such as `evidence/*/supports/*/criterion`, where `*` is any key or place in a list.

        Stands on anything that is not there, or not of that shape, by giving nothing.
        """
        found: list[tuple[At, Any]] = [((), self.data)]
        for step in pattern.split("/"):
            found = [pair for at, value in found for pair in _children(at, value, step)]
        return iter(found)


def _children(at: At, value: Any, step: str) -> list[tuple[At, Any]]:
    if isinstance(value, list) and step == "*":
        return [((*at, i), v) for i, v in enumerate(value)]
    if isinstance(value, dict):
        return [((*at, k), v) for k, v in value.items() if step in ("*", k)]
    return []


def read(root: Path, path: str) -> YamlFile:
    """Read one YAML file of a workspace. That it cannot be opened or decoded is a problem in it, not an error."""
    file = YamlFile(path)
    try:
        content = (root / path).read_bytes()
    except OSError as error:
        file.problems.append(Problem(Location(path), f"The file cannot be read ({error.strerror})"))
        return file
    if len(content) > MAX_BYTES:
        found = f"The file has {len(content):,} bytes"
        file.problems.append(Problem(Location(path), found, f"at most {MAX_BYTES:,}", "Split the file"))
        return file
    text = _decode(content, file)
    if text is not None:
        _Builder(file).build(text)
    return file


def _decode(content: bytes, file: YamlFile) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        where = Location(file.path, line)
        file.problems.append(
            Problem(where, "A character here is not stored as UTF-8", "", "Save the file again with UTF-8")
        )
        return None
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        found = f"An unseen control character (U+{ord(control.group()):04X}) stands here"
        file.problems.append(Problem(Location(file.path, line, column), found, "", "Delete it"))
        return None
    return text


class _Builder:
    """Builds data from events with a stack of its own, so that no depth of nesting can overflow Python's."""

    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.stack: list[_Open] = []
        self.documents = 0

    def build(self, text: str) -> None:
        try:
            for count, event in enumerate(yaml.parse(text, Loader=_Parser)):
                if count > MAX_EVENTS:
                    self.refuse(event, f"The file holds more than {MAX_EVENTS:,} values", "fewer", "Split the file")
                    return
                if not self.take(event):
                    return
        except yaml.MarkedYAMLError as error:
            self.file.problems.append(_syntax_problem(self.file.path, error, text))
        except yaml.YAMLError as error:
            self.file.problems.append(Problem(Location(self.file.path), f"This is not YAML ({type(error).__name__})"))

    def take(self, event: Any) -> bool:
        """Take one event; False to stop reading."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self.refuse_extras(event)
            self.add(event, event.value if event.style else _plain(event.value))
        elif kind is _MAPPING or kind is _SEQUENCE:
            return self.open(event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.stack.pop()
        elif kind is yaml.AliasEvent:
            self.refuse(
                event, f"An alias (*{event.anchor}) stands here", "the value itself", "Write the value out in full"
            )
            self.add(event, None)
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                self.refuse(
                    event, "A second document (---) begins here", "one document", "Put it into a file of its own"
                )
                return False
        return True

    def open(self, event: Any) -> bool:
        self.refuse_extras(event)
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(event, f"Values are nested more than {MAX_DEPTH} deep", "a flat list or a few levels")
            return False
        container: Any = {} if type(event) is _MAPPING else []
        at = self.add(event, container)
        self.stack.append(_Open(container, at))
        return True

    def add(self, event: Any, value: Any) -> At:
        """Put a value where it belongs and note its place; answers with the way to it."""
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1)
        if not self.stack:
            at: At = ()
            self.file.data = value
        else:
            top = self.stack[-1]
            if isinstance(top.container, list):
                at = (*top.at, len(top.container))
                top.container.append(value)
            elif top.key is None:
                return self.take_key(event, top, place)
            else:
                at = (*top.at, top.key)
                top.container.setdefault(top.key, value)
                top.key = None
        self.file.places.setdefault(at, place)
        return at

    def take_key(self, event: Any, top: _Open, place: tuple[int, int]) -> At:
        key = event.value if type(event) is yaml.ScalarEvent else ""
        at = (*top.at, key)
        if type(event) is not yaml.ScalarEvent:
            self.refuse(event, "A key is a list or a mapping", "a word", "Put quotes around it if it is text")
        elif key == "<<" and not event.style:
            self.refuse(event, "A merge key (<<) stands here", "the keys themselves", "Write them out in full")
        elif at in self.file.keys:
            self.refuse(
                event, f"The key {key!r} stands twice, first on line {self.file.keys[at][0]}", "", "Keep one of them"
            )
        top.key = key
        self.file.keys.setdefault(at, place)
        return at

    def refuse_extras(self, event: Any) -> None:
        if event.anchor:
            self.refuse(event, f"An anchor (&{event.anchor}) stands here", "a plain value", "Take the anchor out")
        if event.tag:
            self.refuse(event, f"A tag ({event.tag}) stands here", "a plain value", "Take the tag out")

    def refuse(self, event: Any, found: str, expected: str = "", todo: str = "") -> None:
        mark = event.start_mark
        self.file.problems.append(
            Problem(Location(self.file.path, mark.line + 1, mark.column + 1), found, expected, todo)
        )


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being filled."""

    container: Any
    at: At
    key: str | None = None  # of a mapping: the key whose value comes next


def _plain(text: str) -> Any:
    """The meaning of a scalar without quotes: nothing, true, false or a whole number; anything else is text.

    1.10 stays "1.10", NO stays "NO", 2026-02-30 stays text for the schema to judge.
    """
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE_NUMBER.match(text) else text


def _syntax_problem(path: str, error: yaml.MarkedYAMLError, text: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    where = Location(path, mark.line + 1, mark.column + 1) if mark else Location(path)
    said = " ".join(part for part in (error.context, error.problem) if part)
    hint = next((todo for sign, todo in _HINTS if sign in said), "Compare with the lines above it")
    if (
        mark
        and text.splitlines()[mark.line : mark.line + 1]
        and "\t" in text.splitlines()[mark.line][: mark.column + 1]
    ):
        hint = "Use spaces, never the tab key, to indent"
    return Problem(where, f"This is not YAML: {said}", "", hint)
