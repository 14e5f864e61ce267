"""How large a document may be, and the sentences for one that cannot be read. None echoes a value from the file."""

from __future__ import annotations

MEGABYTE = 1_000_000
FILE_BYTES = 50 * MEGABYTE
PAGES = 1_000
UNPACKED_BYTES = 200 * MEGABYTE
PARTS = 2_000
RATIO = 200  # how many times its size a part of more than a megabyte may unpack to
DEPTH = 200  # of elements inside each other
CHARACTERS = 20_000_000
HEADINGS = 10_000

EMPTY = "The file is empty. Save it again from the program it was written in"
DAMAGED = "It is damaged, or written in a way that the tool does not know. Open it and save it again"
PASSWORD = "It needs a password. Save an unprotected copy"  # noqa: S105
TOO_LONG = f"It holds more than {CHARACTERS // MEGABYTE} million characters. Save it in parts"
TOO_LARGE = f"It is larger than {FILE_BYTES // MEGABYTE} MB. Save a smaller copy, with smaller pictures or in parts"
STOPPED = "It made its reader stop, so it may be damaged. Open it and save it again"
NOT_STARTED = "The tool could not start its reader on this computer, so it was not read. Run `rsqm doctor`"
LOCKED = "It is locked in a way that the tool cannot open. Save an unprotected copy"
OURS = (STOPPED, NOT_STARTED, LOCKED)  # may lie in the computer or what is installed: tried again in the next run


class Unreadable(Exception):  # noqa: N818
    """A document cannot be read. Its words are the sentence to tell: why, and what to do, without its full stop."""


def again(program: str) -> str:
    """What to do with a file that no ordinary program writes."""
    return f"Save it again from {program}"


def no_reader(suffix: str) -> Unreadable:
    """What to say of a format that is not read."""
    shown = suffix if suffix[1:].isalnum() and len(suffix) <= 10 else "such"
    return Unreadable(
        f"The tool does not read {shown} files; an assessor can. Save a copy as PDF or Word (.docx) to have it read"
    )
