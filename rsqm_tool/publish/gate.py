"""Whoever has a say before a site is published: the privacy guard, and the person who is asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from rsqm_tool.publish.context import Site


class Gate(Protocol):
    """Is asked twice; either answer is nothing, or a PublishError."""

    def before(self, site: Site, pages: Sequence[str]) -> None:
        """May this be shown, and these pages and pictures of the service's own? Nothing is written yet."""

    def after(self, folder: Path) -> None:
        """May these files be shown? They are not in the place of the former ones yet."""


class Open:
    """Lets everything through."""

    def before(self, site: Site, pages: Sequence[str]) -> None:
        """Says nothing."""

    def after(self, folder: Path) -> None:
        """Says nothing."""
