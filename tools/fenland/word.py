"""Documents as Word files, with real heading styles."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tools.fenland import NAME, NOTICE, long_date
from tools.fenland.blocks import Block, column_shares, runs
from tools.fenland.items import Item, control_rows
from tools.fenland.office import same_bytes

INK = RGBColor(0x1F, 0x3A, 0x5F)
GREY = RGBColor(0x59, 0x59, 0x59)
_STYLES = {"heading": "Heading 1", "subheading": "Heading 2", "bullet": "List Bullet", "number": "List Number"}
_NEEDLESS = ("word/stylesWithEffects.xml", "docProps/thumbnail.jpeg")


def word(item: Item) -> bytes:
    """The item's document as a docx."""
    document = docx.Document()
    _dress(document)
    _metadata(document, item)
    _furniture(document, item)
    document.add_paragraph(item.entry["title"], style="Title")
    notice = document.add_paragraph(NOTICE)
    notice.runs[0].italic = True
    notice.runs[0].font.color.rgb = GREY
    _table(document, control_rows(item), header=False)
    previous = ""
    for block in item.blocks:
        _block(document, block, restart=block.kind == "number" and previous != "number")
        previous = block.kind
    if item.versions:
        document.add_paragraph("Version history", style="Heading 1")
        rows = [("Version", "Date", "Change"), *((v, long_date(day), what) for v, day, what in item.versions)]
        _table(document, rows)
    out = io.BytesIO()
    document.save(out)
    return same_bytes(out.getvalue(), without=_NEEDLESS)


def _dress(document: Document) -> None:
    """Page, fonts and colours."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    sizes = {"Normal": 10.5, "Title": 20, "Heading 1": 13, "Heading 2": 11}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        if name != "Normal":
            style.font.color.rgb = INK
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(14)
    document.styles["Heading 1"].paragraph_format.space_after = Pt(4)
    for name in ("List Bullet", "List Number"):
        document.styles[name].paragraph_format.space_after = Pt(3)


def _metadata(document: Document, item: Item) -> None:
    when = datetime.combine(item.dated, datetime.min.time(), UTC).replace(hour=9)
    about = document.core_properties
    about.title, about.subject = item.entry["title"], "A fictional service"
    about.author = about.last_modified_by = f"{NAME} (fictional)"
    about.created = about.modified = when.replace(tzinfo=None)
    about.comments = about.keywords = ""
    about.revision = 1


def _furniture(document: Document, item: Item) -> None:
    """The line at the top and the line at the foot of every page."""
    section = document.sections[0]
    top, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    top.add_run(f"{NAME} (a fictional service)")
    foot.add_run(f"{item.id}  {item.entry['title']}  ·  page ")
    _field(foot, "PAGE")
    for paragraph in (top, foot):
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(8.5), GREY


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that Word fills in, such as the page number."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        element = OxmlElement({"": "w:instrText", "text": "w:t"}.get(kind, "w:fldChar"))
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(element)


def _block(document: Document, block: Block, restart: bool) -> None:
    if block.kind == "table":
        _table(document, list(block.rows))
        return
    text = f"{block.number} {block.text}" if block.number else block.text
    paragraph = document.add_paragraph(style=_STYLES.get(block.kind, "Normal"))
    for piece, bold in runs(text):
        paragraph.add_run(piece).bold = bold or None
    if restart:
        _restart(document, paragraph)


def _restart(document: Document, paragraph: Paragraph) -> None:
    """Begins a numbered list at 1 again; left alone, Word counts on from the list before."""
    numbering = document.part.numbering_part.element
    style_number = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(n.abstractNumId.val for n in numbering.num_lst if n.numId == style_number)
    number = numbering.add_num(abstract)
    number.add_lvlOverride(0).add_startOverride(1)
    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number.numId


def _table(document: Document, rows: Sequence[tuple[str, ...]], header: bool = True) -> None:
    """A table with a shaded first row, or with a shaded first column where there is no header."""
    widths = [Cm(17 * share) for share in column_shares(rows)]
    table: Table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, values in enumerate(rows):
        cells = table.add_row().cells  # type: ignore[no-untyped-call]
        for column_number, value in enumerate(values):
            cell = cells[column_number]
            cell.width = widths[column_number]
            _cell(cell, value, strong=number == 0 if header else column_number == 0)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _cell(cell: _Cell, value: str, strong: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
    for piece, bold in runs(value):
        run = paragraph.add_run(piece)
        run.font.size, run.bold = Pt(9), bold or strong or None
    if strong:
        shade = OxmlElement("w:shd")
        for key, colour in (("val", "clear"), ("color", "auto"), ("fill", "E4EAF2")):
            shade.set(qn(f"w:{key}"), colour)
        cell._tc.get_or_add_tcPr().append(shade)
