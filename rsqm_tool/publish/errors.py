"""What can go wrong while a site is made."""

from __future__ import annotations


class PublishError(Exception):
    """The site could not be made. The text says why and what to do; the former site is as it was."""
