"""Whatever a service's headers and words are: what is saved loads, and what waits is right once its sign is gone."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.load.places import read
from rsqm_tool.load.schema import validate
from rsqm_tool.load.tables.saving import TO_FILL_IN, Entry, Unknown, save

YAML = "service: {name: Hub}\nframework: rsqm-working-set\n"
CHOICES = ("paid", "volunteer", "seconded", "sessional")
# As the proposal makes them: spaces once, none around.
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)
SOME = WORDS.filter(lambda word: word not in ("", TO_FILL_IN))
COLUMNS = ("practitioner_id", "employment", "level", "started_on")


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """An entry with any of its columns and words sure, waiting or unknown."""
    entry = Entry("practitioners", "evidence/people/staff.xlsx", draw(st.none() | SOME))
    for column in draw(st.sets(st.sampled_from(COLUMNS))):
        draw(st.sampled_from((entry.columns, entry.doubtful)))[column] = draw(SOME)
    for column in draw(st.sets(st.sampled_from(("employment", "level")))):
        words = draw(st.lists(SOME, unique=True, min_size=1, max_size=4))
        known, guessed = draw(st.integers(0, len(words))), draw(st.integers(0, len(words)))
        if known:
            entry.words[column] = dict.fromkeys(words[:known], "paid")
        if words[known : known + guessed]:
            entry.guesses[column] = dict.fromkeys(words[known : known + guessed], "volunteer")
        if words[known + guessed :]:
            entry.unknown[column] = Unknown(tuple(words[known + guessed :]), CHOICES)
    return entry


def everything(entry: Entry) -> dict[str, object]:
    """What the entry comes to when all that waits is confirmed, and the unknown words are left to be filled in."""
    unknown = {column: dict.fromkeys(found.words, TO_FILL_IN) for column, found in entry.unknown.items()}
    names = dict.fromkeys((*entry.words, *entry.guesses, *unknown))
    values = {n: {**entry.words.get(n, {}), **entry.guesses.get(n, {}), **unknown.get(n, {})} for n in names}
    parts = {"columns": {**entry.columns, **entry.doubtful}, "values": values}
    return {**entry.data, **{name: part for name, part in parts.items() if part}}


@settings(max_examples=150, deadline=None)
@given(entries())
def test_what_is_saved_loads_before_and_after_what_waits_is_confirmed(entry: Entry) -> None:
    with TemporaryDirectory() as folder:
        root, path = Path(folder), Path(folder) / "rsqm.yaml"
        path.write_text(YAML, encoding="utf-8")
        save(root, entry)
        saved = read(root, "rsqm.yaml")
        assert (saved.problems, validate(saved, "workspace")) == ([], [])
        assert saved.data["tables"] == {"practitioners": entry.data}
        head, mark, tables = path.read_text(encoding="utf-8").partition("tables:\n")
        assert len(re.findall(r"(?m)^ *# .*(?:\?|\.\.\.)", tables)) == entry.waiting
        path.write_text(head + mark + re.sub(r"(?m)^( *)# ", r"\1", tables), encoding="utf-8")
        confirmed = read(root, "rsqm.yaml")
        assert (confirmed.problems, validate(confirmed, "workspace")) == ([], [])
        assert confirmed.data["tables"] == {"practitioners": everything(entry)}
