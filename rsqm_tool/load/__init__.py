"""From files to the model: every mistake of every file in one run, each with its place."""

from rsqm_tool.load.workspace import Loaded, load_workspace

__all__ = ["Loaded", "load_workspace"]
