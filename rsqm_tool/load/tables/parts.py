"""What openpyxl is given of a workbook: no more than it can read in good time and with ordinary memory.

It reads styles, settings and the list of sheets whole, and a row at once, however large they are: within the limits on
archives, a file of 1 MB made for it takes gigabytes. Cells are weighed by their marks before any of them is read.
"""

from __future__ import annotations

import re
import zipfile
from typing import IO, Any

from rsqm_tool.load.documents._archive import LONG_NAMES, long_names
from rsqm_tool.load.tables.grid import Unreadable

SETTINGS = 15_000_000  # bytes of all parts that are read whole; a workbook that was in use for years has a tenth of it
MARKS = 16_000_000  # of elements in all parts that are read as streams: 100,000 rows of 20 columns, and more
ROW = 5_000_000  # bytes; 200 columns of texts as long as a page are a tenth of it
_PIECE, _OVERLAP = 1 << 16, 700  # bytes
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_AS_CSV = "Save the table as CSV UTF-8, which may have more"


class Parts(zipfile.ZipFile):
    """The archive of a workbook. Unreadable where a part that is asked for would take too much."""

    _whole = 0  # bytes
    _marks = 0
    _weighed: frozenset[str] = frozenset()

    def read(self, name: Any, pwd: bytes | None = None) -> bytes:
        """A part that is parsed as one thing."""
        self._whole += self.getinfo(name).file_size
        if self._whole > SETTINGS:
            found = f"Its styles and settings take more than {SETTINGS // 1_000_000} MB"
            raise Unreadable(found, "Copy the table into a new workbook, or save it as CSV UTF-8")
        with super().open(name) as stream:
            content = stream.read()
        _refuse_long_names(content)
        return content

    def open(self, name: Any, *rest: Any, **more: Any) -> IO[bytes]:
        """A part that is gone through bit by bit, such as a sheet: weighed when it is first asked for."""
        if name not in self._weighed:
            self._weighed |= {name}
            with super().open(name) as stream:
                self._weigh(stream)
        return super().open(name, *rest, **more)

    def _weigh(self, stream: IO[bytes]) -> None:
        row, end = 0, b""  # bytes since a row began, while there are cells; what the last piece ended with
        while piece := stream.read(_PIECE):
            self._marks += piece.count(b"<")
            _refuse_long_names(end + piece)
            end = piece[-_OVERLAP:]
            row = row + len(piece) if _CELL.search(piece) and not _ROW.search(piece) else 0
            if self._marks > MARKS:
                raise Unreadable("The workbook holds more cells than can be read in good time", _AS_CSV)
            if row > ROW:
                raise Unreadable("A row of the sheet takes more than 5 MB, as harmful files do", _AS_CSV)


def _refuse_long_names(markup: bytes) -> None:
    if long_names(markup):
        raise Unreadable(LONG_NAMES.removesuffix(". "), "Save it again from Excel")
