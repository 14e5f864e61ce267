"""Leaflets, letters and notes as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from tools.fenland import NOTICE, long_date
from tools.fenland.blocks import Block
from tools.fenland.items import Item, control_rows


def markdown(item: Item) -> bytes:
    """The item's document as Markdown. What is handed to the public carries its control facts at the foot."""
    public = item.entry["kind"] in ("leaflet", "public page")
    control = _grid([("Document", ""), *control_rows(item)])
    text = f"# {item.entry['title']}\n\n*{NOTICE}*" + ("" if public else "\n\n" + control)
    count, previous = 0, ""
    for block in item.blocks:
        count = count + 1 if block.kind == "number" else 0
        same_list = block.kind == previous and block.kind in ("bullet", "number")
        text += ("\n" if same_list else "\n\n") + _block(block, count, numbered=not public)
        previous = block.kind
    if public:
        text += "\n\n---\n\n" + control
    elif item.versions:
        rows = [("Version", "Date", "Change"), *((v, long_date(day), what) for v, day, what in item.versions)]
        text += "\n\n## Version history\n\n" + _grid(rows)
    return (text + "\n").encode()


def _block(block: Block, count: int, numbered: bool) -> str:
    if block.kind == "table":
        return _grid(list(block.rows))
    number = f"{block.number} " if numbered and block.number else ""
    start = {"heading": f"## {number}", "subheading": f"### {number}", "bullet": "- ", "number": f"{count}. "}
    return start.get(block.kind, "") + block.text


def _grid(rows: Sequence[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
