"""Finds a browser that prints, and has it print one page: without a window, without the network, within a time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from rsqm_tool import __version__
from rsqm_tool.publish.errors import PublishError

_LIMIT_S = 120.0  # for one print
_GRACE_S = 5.0  # for a browser to leave once the PDF is whole: some on macOS never do
_LOOK_S = 0.05

_NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
_WINDOWS_HOMES = ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")
_WINDOWS = (
    "Microsoft/Edge/Application/msedge.exe",
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
)
_MAC = ("Google Chrome", "Microsoft Edge", "Chromium")
_OPTIONS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers have too little of it
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    # Nothing leaves: no name is found, and what is named by number goes to a port where nobody answers.
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    f"--user-agent=RSQM toolkit {__version__}",  # stands in the PDF as what made it, instead of the machine's system
)


def find(page: Path) -> Path:
    """The browser to print with. PublishError says what to do where there is none; `page` can be printed by hand."""
    own = os.environ.get("RSQM_BROWSER")
    if own:
        found = shutil.which(own)
        if found is None:
            raise PublishError(f"RSQM_BROWSER names {own!r}, which is no program that can be run here.")
        return Path(found)
    for path in candidates(sys.platform, os.environ, Path.home()):
        if path.is_file():
            return path
    raise PublishError(
        "No browser was found that can print the pack. Install Chromium, Chrome or Edge, or name one in RSQM_BROWSER; "
        f"or open {page.as_uri()} and print it there."
    )


def candidates(platform: str, environment: Mapping[str, str], home: Path) -> Iterator[Path]:
    """Where browsers usually are, best first; some of the paths lead nowhere."""
    if platform == "win32":  # where looking along PATH would begin with the folder one is in, and whatever lies there
        for place in _WINDOWS:
            yield from (Path(environment[h]) / place for h in _WINDOWS_HOMES if environment.get(h))
        return
    yield from (Path(p) for name in _NAMES if (p := shutil.which(name, path=environment.get("PATH"))))
    if platform == "darwin":
        for name in _MAC:
            yield from (
                top / f"{name}.app/Contents/MacOS/{name}" for top in (Path("/Applications"), home / "Applications")
            )


def print_page(program: Path, page: Path, target: Path, profile: Path) -> None:
    """Prints a file to a PDF; `profile` is an empty folder. PublishError where it does not come whole. Raises OSError.

    The browser and all that it started have ended afterwards, in whatever way this ends.
    """
    command = [str(program), *_OPTIONS, f"--user-data-dir={profile}", f"--print-to-pdf={target}", page.as_uri()]
    if _is_root():  # Chromium refuses its sandbox to root; the page is our own and nothing is loaded from elsewhere
        command.insert(1, "--no-sandbox")
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            code = _wait(process, target)
        finally:
            _end(process)
    if not _is_whole(target):
        why = f"did not end within {_LIMIT_S:.0f} seconds" if code is None else f"ended with {code}, and without a PDF"
        raise PublishError(
            f"{program.name} could not print the pack: it {why}. Name another browser in RSQM_BROWSER, or open the "
            "pack's page and print it there."
        )


def _is_root() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0


def _wait(process: subprocess.Popen[bytes], target: Path) -> int | None:
    """Waits until the browser has left, or has written the PDF and stays all the same. Its exit code, if it left."""
    until, whole = time.monotonic() + _LIMIT_S, False
    while process.poll() is None and time.monotonic() < until:
        if not whole and _is_whole(target):
            whole, until = True, min(until, time.monotonic() + _GRACE_S)
        time.sleep(_LOOK_S)
    return process.returncode


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the browser, if it is still there, with everything that it started."""
    if sys.platform == "win32":
        if process.poll() is None:
            taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
            subprocess.run([str(taskkill), "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # its own session, hence its own group
    process.wait()


def _is_whole(path: Path) -> bool:
    """Whether a PDF is written to its end."""
    try:
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - 32, 0))
            return b"%%EOF" in file.read()
    except OSError:
        return False
