"""Finds what ships with the program: frameworks, schemas, the site's source and the builder's settings."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The path of a shipped file or folder (`standards`, `site`, `mkdocs.yml`).

    An installed package holds them below `_shipped`; a checkout has them at its top.
    """
    installed = _PACKAGE / "_shipped"
    return (installed if installed.is_dir() else _PACKAGE.parent) / name
