"""What a file is by its first bytes, held against what its name says."""

from __future__ import annotations

from rsqm_tool.load.documents._archive import Archive
from rsqm_tool.load.documents._unreadable import PASSWORD, Unreadable

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
_STARTS = {".pdf": _PDF, ".docx": _ZIP, ".docm": _ZIP, ".odt": _ZIP}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
PROTECTED = "EncryptedPackage".encode("utf-16-le")
_OLDER = "It is in an older format than its name says. Open it and save it again as {suffix}"


def refuse_mislabelled(suffix: str, label: str, content: bytes) -> None:
    """Unreadable when the content is not what the suffix says; `label` is what it should be, such as "a PDF"."""
    wanted = _STARTS.get(suffix)
    if wanted == _PDF:
        if _PDF in content[:1024]:  # some scanners write something before it
            return
    elif wanted:
        if content.startswith(wanted):
            return
    elif not content.startswith((_ZIP, _OLE, _PDF, b"{\\rtf", *_PICTURES)):
        return
    if content.startswith(_OLE) and wanted == _ZIP:
        raise Unreadable(PASSWORD if PROTECTED in content else _OLDER.format(suffix=suffix))
    raise Unreadable(sentence(label, content))


def sentence(label: str, content: bytes) -> str:
    """What to tell about a file that is not what its name says."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        return f"It is a web page, not {label} (a sign-in page?). Save the document itself"
    found, ending = _found(content)
    if ending == ".txt" and label == "an Excel workbook":
        ending = ".csv"
    if found and ending:
        return f"It is {found}, not {label}. Change its name to end in {ending}, or save it as {label}"
    if found:
        return f"It is {found}, not {label}. Open it and save it as {label}"
    return f"It is damaged, or not {label} at all. Open it and save it again"


def _found(content: bytes) -> tuple[str, str]:
    """What it is, and the suffix of that where the tool reads it."""
    if content.startswith(_ZIP):
        return _office(content)
    if content.startswith(_PDF):
        return "a PDF", ".pdf"
    if content.startswith(_PICTURES):
        return "a picture", ""
    if content.startswith(b"{\\rtf"):
        return "Rich Text", ""
    if content.startswith(_OLE):
        return "an older Office file", ""
    return ("text", ".txt") if _is_text(content[:4096]) else ("", "")


def _office(content: bytes) -> tuple[str, str]:
    try:
        names = Archive(content, "Word").names
    except Unreadable:
        return "a zip archive", ""
    if "word/document.xml" in names:
        return "a Word document", ".docx"
    if "xl/workbook.xml" in names:
        return "an Excel workbook", ".xlsx"
    return ("an OpenDocument file", "") if "META-INF/manifest.xml" in names else ("a zip archive", "")


def _is_text(start: bytes) -> bool:
    return b"\x00" not in start and sum(c < 32 and c not in b"\t\r\n\f" for c in start) == 0
