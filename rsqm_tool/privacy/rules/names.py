"""Names from a list that the service keeps outside the workspace: `--names FILE` or RSQM_NAMES.

One name a line: Jane Smith, or Smith, Jane. Found are the full name either way round, also with a middle name or two,
"Jane and Peter Smith", "Smith, J", "SMITH J", "J. Smith" and "Mrs Smith"; as they are written, in capitals, without
their accents, in two cells of a row, and joined as in JaneSmith.docx. Whole words only, that begin with a capital. A
single name on a line is found as it stands. Short forms of a name, first names alone and "Jane S." are not found,
unless the list has them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rsqm_tool.model.privacy import APART
from rsqm_tool.privacy.rules._written import LONGEST, TITLED, TOKENS, Way, Words, folded, parts_of, plainer, ways_of

# The 's of a genitive is no part of a name, and a hyphen ends a word: Marlowe-Tarn may be written Marlowe Tarn.
_MORE = r"(?:'(?![sS](?!\w))[^\W\d_]++)*+"
_WORD = re.compile(rf"[A-Z\u00c0-\uffff](?<![^\W_].)[^\W\d_]*+{_MORE}")
# Any run of spaces, with up to two marks in it; bounded, so that no run is walked many times.
_SPACES = r"[ \t]{0,80}+"
_NEXT = re.compile(
    rf"""({_SPACES}(?:[\n.,;_·+|(&{APART}]{_SPACES}){{0,2}}+|-\n?|%20|"[ ]?[,;|\t][ ]?")([^\W\d_]++{_MORE})"""
)
_QUOTED_CELLS = '"'  # a mark with this in it stands between two cells: "Jane","Smith"
# Broken at the end of a line: Smith-, and "son" on the next.
_BROKEN = re.compile(r"(?<=[^\W\d_])-[ \t]{0,3}\n[ \t]{0,20}(?=[^\W\d_])")
_BROKEN_SMALL = re.compile(r"(?<=[^\W\d_])-\s{1,24}(?=[a-z])")
_TITLES = frozenset(
    "mr mrs ms miss mx master messrs dr doctor prof professor rev revd reverend fr sir dame lady lord hon cllr "
    "councillor pc wpc pcso ps dc ds di dci insp inspector sgt sergeant constable judge rabbi imam capt captain".split()
)
_MIDDLE = 2  # names or initials between the first and the last that the list does not have
# What closes an initial behind a surname: Smith J. and (Smith J) and the end of a line; but not "Ward P, Ashgrove".
_CLOSED = re.compile(rf"\.|\t|[ ]{{0,80}}+(?:[\n\t;:)\]/|{APART}]|\Z)")
_CELL_BEGINS = re.compile(rf"(?:\A|[\n{APART}])[ ]{{0,9}}\Z")
_CELL_ENDS = re.compile(rf"\.?[ ]{{0,80}}+(?:[\n{APART}]|\Z)")


class Names:
    """The names of a list, ready to be looked for: by their first words, so that many take no longer than a few."""

    def __init__(self, people: Iterable[str]) -> None:
        self._wanted: dict[Words, tuple[Way, ...]] = {}
        self._begins: set[Words] = set()
        self._given: set[Words] = set()  # first names, behind which others may stand
        self._small: set[str] = set()  # words of names that are written small, such as "van"
        self._alone: set[str] = set()  # single names, which are found as they are written
        for person in people:
            self._small.update(folded(word) for word in TOKENS.findall(person) if word[0].islower())
            for first, last in parts_of(person):
                if last:
                    self._given.update((first, first[:1]))
            for words, way in ways_of(person):
                if not words:
                    continue
                if way is Way.ALONE:
                    self._alone.update(TOKENS.findall(plainer(person)))
                ways = self._wanted.get(words, ())
                if way not in ways:
                    self._wanted[words] = (*ways, way)
                self._begins.update(words[:n] for n in range(1, len(words)))
        self._first = {words[0] for words in self._wanted if words[0] != TITLED}
        if any(words[0] == TITLED for words in self._wanted):
            self._first |= _TITLES

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where each name begins and ends."""
        text = plainer(text)
        yield from self._in(text)
        if _BROKEN.search(text):
            yield from self._broken(text)

    def _in(self, text: str) -> Iterator[tuple[int, int]]:
        done = 0
        for first in _WORD.finditer(text):
            word = folded(first[0])
            if word in self._first and first.start() >= done:
                end = self._longest(text, first, word)
                if end:
                    yield first.start(), end
                    done = end

    def _broken(self, text: str) -> Iterator[tuple[int, int]]:
        """Names with a word that is broken at the end of a line: those that show when such words are made whole."""
        parts: list[str] = []
        joints: list[tuple[int, int]] = []  # where each is in the whole text, and how many characters went so far
        done = gone = 0
        for joint in _BROKEN.finditer(text):
            parts.append(text[done : joint.start()])
            joints.append((joint.start() - gone, gone + len(joint[0])))
            gone += len(joint[0])
            done = joint.end()
        at = before = 0
        for begin, end in self._in("".join((*parts, text[done:]))):
            while at < len(joints) and joints[at][0] <= begin:
                before = joints[at][1]
                at += 1
            behind, last = before, at
            while last < len(joints) and joints[last][0] < end:
                behind = joints[last][1]
                last += 1
            if last > at:
                yield begin + before, end + behind

    def _longest(self, text: str, first: re.Match[str], word: str) -> int:
        """Where the longest name ends that begins with the word `first`; 0 where there is none."""
        walk = _Walk(text, first.start(), first.end(), [first[0]])
        end = walk.at if self._is_name(_State((word,)), walk) else 0
        states = [_State((word,))]
        if word in _TITLES:
            states.append(_State((TITLED,)))
        while states and walk.step():
            written = walk.written[-1]
            word = folded(written)
            if written[0].islower() and word not in self._small:
                break
            following: list[_State] = []
            for state in states:
                if not walk.paired_now:
                    words = (*state.words, word)
                    longer = _State(words, state.initials, state.names)
                    if words in self._wanted and self._is_name(longer, walk):
                        end = walk.at
                    if words in self._begins:
                        following.append(longer)
                if over := self._over(state, written):
                    following.append(over)
            states = following
        return end

    def _over(self, state: _State, written: str) -> _State | None:
        """A way to go on over a name or an initial that the list does not have, if there is one."""
        if state.initials + state.names >= _MIDDLE:
            return None
        words = state.words
        if len(written) == 1 and (len(words) == 1 or words in self._given):
            return _State(words, state.initials + 1, state.names)
        if len(written) > 1 and written[0].isupper() and words in self._given:
            return _State(words, state.initials, state.names + 1)
        return None

    def _is_name(self, state: _State, walk: _Walk) -> bool:
        """Whether the words of a state are a name, as they are written and with these marks between them."""
        ways = self._wanted.get(state.words, ())
        return any(walk.written[-1] in self._alone if way is Way.ALONE else _fits(way, state, walk) for way in ways)


@dataclass(slots=True)
class _State:
    """Words that may become a name, and what was gone over between them."""

    words: Words
    initials: int = 0
    names: int = 0


@dataclass(slots=True)
class _Walk:
    """Words of a text one after the other, with the marks between them."""

    text: str
    start: int
    at: int
    written: list[str]
    gaps: list[str] = field(default_factory=list)
    paired: bool = False  # "and" or & stands between: Jane and Peter Smith
    paired_now: bool = False  # right before the last word

    def step(self) -> bool:
        """Go to the next word; "and" and & are none. False where there is none that could belong to a name."""
        self.paired_now = False
        if not self._next():
            return False
        if self.written[-1] in ("and", "AND") and not self.paired:
            del self.written[-1]
            self.paired = self.paired_now = True
            if not self._next():
                return False
            self.gaps[-2:] = [self.gaps[-2] + self.gaps[-1]]
        return True

    def _next(self) -> bool:
        following = _NEXT.match(self.text, self.at)
        if following is None or len(self.written) > LONGEST or following[1].count(APART) > 1:
            return False
        gap = APART if _QUOTED_CELLS in following[1] else following[1]
        if "&" in gap:
            if self.paired:
                return False
            self.paired = self.paired_now = True
        self.gaps.append(gap)
        self.written.append(following[2])
        self.at = following.end()
        return True

    @property
    def marks(self) -> str:
        """All that stands between the words."""
        return "".join(self.gaps)

    @property
    def before_last(self) -> str:
        """The text of all words but the last."""
        return self.text[self.start : self.at - len(self.written[-1]) - len(self.gaps[-1])]

    def flows(self) -> bool:
        """Whether nothing stands between that ends a sentence or parts the items of a list."""
        stops = all("." not in gap or len(word) == 1 for gap, word in zip(self.gaps, self.written, strict=False))
        return stops and not set(self.marks) & set(",;·(") and self.marks.count("\n") <= 1

    def in_cells(self) -> bool:
        """Whether its two words are two whole cells that stand side by side."""
        return (
            self.marks.strip(" ") == APART
            and _CELL_BEGINS.search(self.text, max(0, self.start - 10), self.start) is not None
            and _CELL_ENDS.match(self.text, self.at) is not None
        )


def _fits(way: Way, state: _State, walk: _Walk) -> bool:
    """Whether what stands between the words of a name is what it may be."""
    if (state.names or walk.paired) and not (walk.flows() and way in _OVER):
        return False
    marks = walk.marks
    match way:
        case Way.FULL:
            return ", " not in marks  # two items of a list; Jane,Smith are two cells
        case Way.TURNED:
            return "." not in marks and not walk.paired
        case Way.INITIAL | Way.STOP | Way.TITLED:
            return _fits_initial(way, marks, walk)
        case Way.LISTED | Way.LISTED_WORD:
            return not state.initials and _fits_listed(way, marks, walk)
        case Way.JOINED:
            last = walk.written[-1]
            return not (last.isupper() or last[1:].islower())
    return True


# In these ways a name may have others between its words.
_OVER = (Way.FULL, Way.INITIAL, Way.STOP)


def _fits_initial(way: Way, marks: str, walk: _Walk) -> bool:
    if APART in marks:
        return walk.in_cells()
    if set(marks) & set(",;\t·|("):
        return False
    stops = marks.count(".")
    if walk.paired:  # "J and P Smith" or "J. & P. Smith"; but not "Annexes A and B. Young people"
        return stops >= 2 or (way is Way.INITIAL and not stops and "\n" not in marks)
    if way is Way.TITLED:
        return "\n" not in marks or not stops
    return stops > 0 or (way is Way.STOP and "_" in marks) or (way is Way.INITIAL and "\n" not in marks)


def _fits_listed(way: Way, marks: str, walk: _Walk) -> bool:
    if APART in marks:
        return walk.in_cells()
    if set(marks) & set(",;\t_|"):
        return way is Way.LISTED
    if set(marks) - set(" "):
        return False
    capitals = len(walk.before_last) > 1 and walk.before_last.removeprefix("Mc").removeprefix("Mac").isupper()
    closed = _CLOSED.match(walk.text, walk.at) is not None
    return capitals or closed if way is Way.LISTED else capitals and closed


def normal(value: str) -> str:
    """The words of a name, small, without accents and in the order of the alphabet: either may stand first."""
    words = TOKENS.findall(_BROKEN_SMALL.sub("", plainer(unicodedata.normalize("NFC", value))))
    if len(words) == 1:
        words = _INNER.split(words[0])  # JaneSmith
    return " ".join(sorted(map(folded, words)))


_INNER = re.compile("(?<=[a-z])(?=[A-Z])")
