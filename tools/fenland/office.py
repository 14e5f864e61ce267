"""Makes what Word and Excel libraries write the same on every run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable


def same_bytes(
    archive: bytes, without: tuple[str, ...] = (), edit: Callable[[str, bytes], bytes] = lambda name, data: data
) -> bytes:
    """A docx or xlsx with its parts in order, no time of writing, and without the parts that are named.

    `without`: parts that carry nothing for a reader, such as a thumbnail. References to them go too.
    `edit`: takes a part's name and bytes, answers with what it shall be.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        # Office programs expect the list of content types first.
        for name in sorted(set(old.namelist()) - set(without), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            new.writestr(info, edit(name, _without_references(name, old.read(name), without)), compresslevel=9)
    return out.getvalue()


def _without_references(name: str, data: bytes, without: tuple[str, ...]) -> bytes:
    if not (name.endswith(".rels") or name == "[Content_Types].xml"):
        return data
    for part in without:
        file = re.escape(part.split("/")[-1].encode())
        data = re.sub(rb"<(?:Relationship|Override)\b[^>]*" + file + rb"[^>]*/>", b"", data)
    return data
