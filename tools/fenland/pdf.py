"""Documents as PDFs: numbered headings with bookmarks, page numbers, fixed date, no random id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from tools.fenland import NAME, NOTICE, long_date
from tools.fenland.blocks import Block, column_shares
from tools.fenland.items import Item, control_rows

INK = (31, 58, 95)
GREY = (89, 89, 89)


class _Paper(FPDF):
    """A4 with the service's name at the top, and reference and page at the foot."""

    def __init__(self, item: Item) -> None:
        super().__init__(format="A4")
        self.item = item
        self.pages_of: dict[str, int] = {}  # by section number, the page on which it begins
        self.core_fonts_encoding = "windows-1252"
        self.set_margins(20, 18, 20)
        self.set_auto_page_break(True, 20)
        self.set_compression(False)  # small anyway, and the same bytes whatever zlib the machine has
        when = datetime.combine(item.dated, datetime.min.time(), UTC).replace(hour=9)
        self.set_creation_date(when)
        self.set_title(item.entry["title"])
        self.set_author(f"{NAME} (fictional)")
        self.set_subject("A fictional service")
        self.set_producer("fenland")
        self.set_lang("en-GB")
        self.add_page()

    def file_id(self) -> str:
        """No random part."""
        digits = self.item.id.encode().hex().ljust(32, "0").upper()
        return f"<{digits}><{digits}>"

    def header(self) -> None:
        self.set_font("Helvetica", size=8.5)
        self.set_text_color(*GREY)
        self.cell(0, 6, f"{NAME} (a fictional service)", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(2)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("Helvetica", size=8.5)
        self.set_text_color(*GREY)
        self.cell(0, 6, f"{self.item.id}  {self.item.entry['title']}  ·  page {self.page_no()} of {{nb}}")

    def line_of(self, text: str, size: float = 10, style: str = "", colour: tuple[int, int, int] = (0, 0, 0)) -> None:
        self.set_font("Helvetica", style, size)
        self.set_text_color(*colour)
        self.multi_cell(0, size * 0.49, text, align="L", markdown=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def heading(self, block: Block) -> None:
        first = block.kind == "heading"
        if self.will_page_break(24):  # a heading is never the last line of a page
            self.add_page()
        self.ln(4 if first else 2)
        self.pages_of[block.number] = self.page_no()
        self.start_section(f"{block.number} {block.text}".strip(), level=0 if first else 1)
        self.line_of(f"{block.number} {block.text}".strip(), 12.5 if first else 10.5, "B", INK)
        self.ln(1.5)

    def listed(self, mark: str, text: str) -> None:
        self.set_font("Helvetica", size=10)
        self.set_text_color(0, 0, 0)
        self.set_x(self.l_margin + 3)
        self.cell(6, 4.9, mark)
        self.multi_cell(0, 4.9, text, align="L", markdown=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1)

    def grid(self, rows: Sequence[tuple[str, ...]], header: bool = True) -> None:
        self.set_font("Helvetica", size=9)
        self.set_text_color(0, 0, 0)
        self.set_draw_color(150, 150, 150)
        shaded = FontFace(emphasis="BOLD", fill_color=(228, 234, 242))
        with self.table(
            first_row_as_headings=header,
            headings_style=shaded,
            col_widths=tuple(round(100 * share) for share in column_shares(rows)),
            line_height=4.8,
            text_align="LEFT",
            markdown=False,
            padding=0.8,
        ) as table:
            for values in rows:
                row = table.row()
                for column, value in enumerate(values):
                    row.cell(value.replace("**", ""), style=None if header or column else shaded)
        self.ln(3)


def pdf(item: Item) -> tuple[bytes, dict[str, int]]:
    """The item's document as a PDF, and the page on which each numbered section begins."""
    paper = _Paper(item)
    paper.line_of(item.entry["title"], 19, "B", INK)
    paper.ln(2)
    paper.line_of(NOTICE, 9, "I", GREY)
    paper.ln(2)
    paper.grid(control_rows(item), header=False)
    count = 0
    for block in item.blocks:
        count = count + 1 if block.kind == "number" else 0
        _block(paper, block, count)
    if item.versions:
        paper.heading(Block("heading", "Version history"))
        rows = [("Version", "Date", "Change"), *((v, long_date(day), what) for v, day, what in item.versions)]
        paper.grid(rows)
    return bytes(paper.output()), paper.pages_of


def _block(paper: _Paper, block: Block, count: int) -> None:
    if block.kind in ("heading", "subheading"):
        paper.heading(block)
    elif block.kind == "table":
        paper.grid(list(block.rows))
    elif block.kind in ("bullet", "number"):
        paper.listed("•" if block.kind == "bullet" else f"{count}.", block.text)
    else:
        paper.line_of(block.text)
        paper.ln(2)
