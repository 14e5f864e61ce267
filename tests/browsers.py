"""Programs that some tests need and pip cannot install: where they are, and what happens where they are not.

Whoever works without them sees in the summary what was skipped and how to get it. In CI nothing is skipped: a test
that does not run there guards nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from rsqm_tool.publish import browser
from rsqm_tool.publish.errors import PublishError

_CHROMIUM = (
    "No Chromium, Chrome or Edge was found, so what only a browser can tell was not tried. "
    "Install one (Debian and Ubuntu: apt-get install chromium) or name it in RSQM_BROWSER."
)
_NGINX = (
    "No nginx was found, so the example for hosting the site was not tried. "
    "Install it (Debian and Ubuntu: apt-get install nginx-light)."
)


def chromium() -> Path | None:
    """The browser that `rsqm publish --pdf` would print with; None where there is none."""
    try:
        return browser.find(Path.cwd() / "page.html")
    except PublishError:
        return None


def nginx() -> Path | None:
    """The web server; Debian keeps it where only root looks."""
    found = shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin")))
    return Path(found) if found else None


def need_chromium() -> Path:
    """The browser, or the end of the test or of the module that asks: skipped at home, failed in CI."""
    return chromium() or _missing(_CHROMIUM)


def need_nginx() -> Path:
    """The web server, or the end of the test or of the module that asks."""
    return nginx() or _missing(_NGINX)


def _missing(sentence: str) -> Path:
    # The runners with Windows and macOS have what they have; .ci/run installs both on Debian.
    if os.environ.get("CI") and sys.platform == "linux":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence, allow_module_level=True)
