"""Holds a restorative justice service's evidence against quality criteria and says what is met and what is missing."""

__version__ = "0.1.0"
