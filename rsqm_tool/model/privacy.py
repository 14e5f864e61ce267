"""What the privacy guard looks through, and what it finds. The value that was found is in none of these nouns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rsqm_tool.model.places import Location

# Between two things that stand apart on one line, such as the cells of a row: nothing goes across it but a name.
APART = "\0"

# What is found by looking at a file, not at a run of text; the other rules are the files of `privacy/rules`.
COLUMN = "column"  # a header of a table says that the column holds names, addresses and the like
THUMBNAIL = "thumbnail"  # a picture of the first page, which stays when the text is changed
UNREAD = "unread"  # a file that cannot be looked through; allowed by the hash of the whole file


class Part(StrEnum):
    """What part of a file a piece of text is."""

    BODY = "body"
    HEADER = "header"
    COMMENT = "comment"
    DELETED = "deleted"
    HIDDEN = "hidden"
    NOTE = "note"
    METADATA = "metadata"
    FILE_NAME = "file name"
    COLUMN = "column"
    CELL = "cell"
    VALUE = "value"  # of YAML
    PAGE = "page"  # of the built site
    INDEX = "index"  # the built site's search


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text of one file, with its place."""

    text: str
    where: Location  # its first character's; with a line, later lines are counted from there
    part: Part
    fields: tuple[str, ...] = ()  # of a row: the headers of its cells, which APART separates in the text


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that may not be published. The value itself is nowhere."""

    rule: str
    masked: str  # such as 07*** ***123; short values are masked whole
    digest: str  # SHA-256, in hexadecimal, of the rule and the value in its one spelling
    where: Location  # its path is the real one, which may hold a name: `file` is for showing
    part: Part
    # What may be shown of the place: the file's name, and where in it, with every value masked.
    file: str = ""
    spot: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a part of it, that could not be looked through."""

    where: Location
    why: str  # as a sentence, and what to do
    digest: str  # SHA-256 of the whole file; empty where not even that can be had
    copied: bool = False  # a site would hold the file as it is
    file: str = ""  # what may be shown of its name


@dataclass(frozen=True, slots=True)
class Looked:
    """That a file was looked through."""

    path: str
    kind: str  # "document", "table", "YAML file", "page"
    pictures: bool = False  # it holds pictures, which are not looked at


Thing = Piece | Hit | Unread | Looked  # what going through files gives


@dataclass(frozen=True, slots=True)
class Allowance:
    """An entry of evidence/privacy-allow.yaml."""

    rule: str
    digest: str
    file: str  # relative to the workspace
    reason: str
    approved_by: str
    review_by: date
    where: Location
    shown: str = field(default="", compare=False)  # what may be shown of the file's name


@dataclass(frozen=True, slots=True)
class Findings:
    """What looking through some files came to."""

    hits: tuple[Hit, ...] = ()  # in the order of their places
    apart: tuple[Hit, ...] = ()  # in files that are never published
    allowed: tuple[tuple[Hit | Unread, Allowance], ...] = ()
    unread: tuple[Unread, ...] = ()
    known: int = 0  # how often something stood there that the service publishes on purpose
    unused: tuple[Allowance, ...] = ()
    absent: frozenset[str] = frozenset()  # files that unused entries name, and that are not there
    expired: tuple[Allowance, ...] = ()
    files: Mapping[str, int] = field(default_factory=Counter)  # looked through, by kind
    pictures: int = 0  # files with pictures in them
    characters: int = 0
    names: int | None = None  # how many names the list has; None without one

    @property
    def stops(self) -> bool:
        """Whether nothing may be published: something was found, or could not be looked through and would be copied."""
        return bool(self.hits) or any(u.copied for u in self.unread)
