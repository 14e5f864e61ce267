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

from rsqm_tool.load.cache import digest_of
from rsqm_tool.load.files import unfit, why
from rsqm_tool.load.syntax import syntax_problem
from rsqm_tool.model import Location, Problem

Step = str | int
At = tuple[Step, ...]  # the way to a value: ("evidence", 3, "supports", 0, "criterion")

MAX_BYTES = 2_000_000
MAX_DEPTH = 60
MAX_EVENTS = 400_000

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
# Among them are three line ends (U+0085, U+2028, U+2029) that YAML counts and editors do not.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_NOT_TEXT = {b"PK\x03\x04": "a Word, Excel or zip file", b"\xd0\xcf\x11\xe0": "a Word or Excel file", b"%PDF-": "a PDF"}
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}

_MAPPING, _SEQUENCE = yaml.MappingStartEvent, yaml.SequenceStartEvent


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
    digest: str = ""  # the hash of its content

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
    content = _content(root, file)
    text = None if content is None else _decode(content, file)
    if content is not None:
        file.digest = digest_of(content)
    if text is not None:
        _Builder(file).build(text)
    return file


def _content(root: Path, file: YamlFile) -> bytes | None:
    """The bytes of a file that may be read: an ordinary one, of this workspace, and not too large."""
    first, _, rest = file.path.partition("/")
    try:
        trouble = unfit(root / first, rest) if rest else unfit(root, first)
        if trouble:
            todo = "Put the file itself there"
            file.problems.append(Problem(Location(file.path), f"This {trouble}", "a file", todo))
            return None
        size = (root / file.path).stat().st_size
        if size > MAX_BYTES:
            found = f"The file has {size:,} bytes"
            file.problems.append(Problem(Location(file.path), found, f"at most {MAX_BYTES:,}", "Split the file"))
            return None
        return (root / file.path).read_bytes()
    except OSError as error:
        todo = "Close it in other programs, or ask for access to it"
        file.problems.append(Problem(Location(file.path), f"The file cannot be read ({why(error)})", "", todo))
        return None


def _decode(content: bytes, file: YamlFile) -> str | None:
    for start, noun in _NOT_TEXT.items():
        if content.startswith(start):
            found = f"The file is {noun}"
            file.problems.append(Problem(Location(file.path), found, "", "Save it as plain text"))
            return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        where = _place(file.path, before, len(before))
        todo = "Save the file again with the encoding UTF-8"
        file.problems.append(Problem(where, "A character here is not stored as UTF-8", "", todo))
        return None
    control = _CONTROL.search(text)
    if control:
        found = f"An unseen control character (U+{ord(control.group()):04X}) stands here"
        file.problems.append(Problem(_place(file.path, text, control.start()), found, "", "Delete it"))
        return None
    return text


def _place(path: str, text: str, index: int) -> Location:
    """The line and column of one character."""
    return Location(path, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


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
            self.file.problems.append(syntax_problem(self.file.path, error, text, self.innermost()))
        except yaml.YAMLError as error:
            self.file.problems.append(Problem(Location(self.file.path), f"This is not YAML ({type(error).__name__})"))

    def innermost(self) -> tuple[int, int]:
        """Where the list or mapping begins that is being read."""
        at = self.stack[-1].at if self.stack else ()
        return self.file.places.get(at) or self.file.keys.get(at, (1, 1))

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
            todo = "Write the value out, or put quotation marks around text that begins with *"
            self.refuse(event, f"An alias (*{event.anchor}) stands here", "the value itself", todo)
            self.add(event, None)
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if event.version or event.tags:
                self.refuse(event, "A line cannot begin with %", "", "Take it out")
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
                at = top.way
                if not top.spare:
                    top.container[top.key] = value
                top.key = None
        self.file.places.setdefault(at, place)
        return at

    def take_key(self, event: Any, top: _Open, place: tuple[int, int]) -> At:
        """Note a key; answers with the way to it. The value of one that is refused goes into no data."""
        scalar = type(event) is yaml.ScalarEvent
        top.key = event.value if scalar else ""
        at = (*top.at, top.key)
        top.spare = True
        if not scalar and type(event) is not yaml.AliasEvent:  # an alias is told already
            self.refuse(event, "A key is a list or a mapping", "a word", "Put quotation marks around it if it is text")
        elif top.key == "<<" and not event.style:
            self.refuse(event, "A merge key (<<) stands here", "the keys themselves", "Write them out in full")
        elif scalar and at in self.file.keys:
            first = self.file.keys[at][0]
            found = f"The key {top.key[:60]!r} stands twice, first on line {first}"
            self.refuse(event, found, "", "Keep one of them")
        elif scalar:
            top.spare = False
        # A way of its own, so that what stands below a key of no data is not taken for double as well.
        top.way = (*at, -place[0], -place[1]) if top.spare else at
        (self.file.places if top.spare else self.file.keys)[top.way] = place
        return top.way

    def refuse_extras(self, event: Any) -> None:
        if event.anchor:
            todo = "Take it out, or put quotation marks around text that begins with &"
            self.refuse(event, f"An anchor (&{event.anchor}) stands here", "a plain value", todo)
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            todo = "Take it out, or put quotation marks around text that begins with !"
            self.refuse(event, f"A tag ({tag}) stands here", "a plain value", todo)

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
    # Of a mapping: the key whose value comes next, the way to that value, and whether it goes nowhere.
    key: str | None = None
    way: At = ()
    spare: bool = False


def _plain(text: str) -> Any:
    """The meaning of a scalar without quotes: nothing, true, false or a whole number; anything else is text.

    1.10 stays "1.10", NO stays "NO", 2026-02-30 stays text for the schema to judge.
    """
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE_NUMBER.match(text) else text
