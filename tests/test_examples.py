"""One file of `tests/examples/problems/` is one mistake that people make, and what they are told.

A new file there is a new test: nothing else is to be written. A file holds sections, each under a line `=== name`:

    What the mistake is, for whoever reads the example.

    === evidence/register.yaml
    evidence: []

    === told
    evidence/register.yaml:1:11: The exact line, one for each mistake.

- Text before the first section explains.
- A section's name is the path of a file in the workspace. Its text ends with the last line that is not empty. With
  ` in escapes` behind the path the text is bytes as Python writes them: `caf\\xe9`, `\\r` before a Windows line end.
  A path that ends with `/` is an empty folder.
- `rsqm.yaml` is a plain one (see `PLAIN`) unless there is a section of that name. `=== no rsqm.yaml` leaves it out.
- `=== told` holds what is printed, line by line; nothing when the workspace is right.

RSQM_REFRESH_GOLDEN=1 writes the last section anew. Read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from rsqm_tool.escape import one_line
from rsqm_tool.load import load_workspace

EXAMPLES = sorted((Path(__file__).parent / "examples" / "problems").glob("*.txt"))
PLAIN = "service: {name: A small hub}\nframework: rsqm-working-set\n"
IN_ESCAPES = " in escapes"
HEADER = re.compile(r"^=== (.+)\n", re.MULTILINE)


def sections(text: str) -> dict[str, str]:
    """The sections of an example, by their names."""
    _, *parts = HEADER.split(text)
    return {name: body.strip("\n") + "\n" for name, body in zip(parts[::2], parts[1::2], strict=True)}


def lines_of(parts: dict[str, str]) -> list[str]:
    """The lines of the last section."""
    return [line for line in parts["told"].split("\n") if line]


def write(folder: Path, parts: dict[str, str]) -> None:
    """Write the workspace that an example describes."""
    files = {"rsqm.yaml": PLAIN, **parts}
    del files["told"]
    if "no rsqm.yaml" in files or "rsqm.yaml/" in files:
        del files["rsqm.yaml"]
        files.pop("no rsqm.yaml", None)
    for name, body in files.items():
        path = folder / name.removesuffix(IN_ESCAPES)
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir()
        elif name.endswith(IN_ESCAPES):
            path.write_bytes(body.encode("ascii").decode("unicode_escape").encode("latin-1"))
        else:
            path.write_text(body, encoding="utf-8", newline="\n")


def told(folder: Path) -> list[str]:
    """The lines that a check of the workspace prints."""
    return [one_line(problem) for problem in load_workspace(folder).problems]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_mistake_is_told_so(example: Path, tmp_path: Path) -> None:
    text = example.read_text(encoding="utf-8")
    parts = sections(text)
    write(tmp_path, parts)
    lines = told(tmp_path)
    if os.environ.get("RSQM_REFRESH_GOLDEN"):
        before = text.partition("=== told\n")[0].rstrip("\n")
        example.write_text(f"{before}\n\n=== told\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    else:
        assert lines == lines_of(parts)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_what_is_told_reads_well(example: Path) -> None:
    """Every line: a place, then sentences; short enough to be read, nothing said twice, no word of a program."""
    for line in lines_of(sections(example.read_text(encoding="utf-8"))):
        place, _, said = line.partition(": ")
        assert re.fullmatch(r"[^\s:]+(:\d+(:\d+)?)?", place), line
        assert said.endswith((".", "?")), line
        assert len(line) < 400, line
        own = re.sub(r"'[^']*'|\(.*?\)", "'it'", said)  # without what is quoted from the file
        sentences = re.split(r"(?<=[.?]) ", own)
        assert len(set(sentences)) == len(sentences), line
        assert all(s[0].isupper() or s[0] in "`'" for s in sentences), line
        assert ".." not in own, line
        assert not re.search(r"\b(None|dict|str|int|bool|object|scalar|token|Error|Exception)\b", own), line


def test_each_place_is_told_once() -> None:
    """Two lines about the same place are one mistake told twice, unless keys are missing and another is unknown."""
    for example in EXAMPLES:
        lines = lines_of(sections(example.read_text(encoding="utf-8")))
        places = [line.partition(": ")[0] for line in lines if " missing" not in line]
        assert [p for p, n in Counter(places).items() if n > 1] == [], example.name


def test_every_example_explains_itself() -> None:
    for example in EXAMPLES:
        text = example.read_text(encoding="utf-8")
        assert text.partition("=== ")[0].strip().endswith("."), example.name
        assert text.count("=== told\n") == 1, example.name
