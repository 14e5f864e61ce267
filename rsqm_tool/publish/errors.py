"""What can go wrong while a site is made."""

from __future__ import annotations


class PublishError(Exception):
    """The site could not be made. The text says why and what to do; the former site is as it was."""


class Stopped(PublishError):  # noqa: N818 - it is no fault, it is what the guard is for
    """The site could be made, and must not be published: it would tell something of a person."""
