"""A browser for each worker, and the sites that it looks at: each is built once, whoever asks first."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import services
from tests.browsers import need_chromium

if TYPE_CHECKING:
    from tests.browser.looking import Open, Opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser that is installed. Playwright's own is never downloaded."""
    program = need_chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program)
        yield running
        running.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Opens a window of some width, in pixels, and closes it after the test."""
    from tests.browser.looking import open_context  # not above: where there is no browser, it cannot be imported

    windows: list[Opened] = []

    def open(width: int = 1280, **others: Any) -> Opened:
        windows.append(open_context(browser, width, **others))
        return windows[-1]

    yield open
    for window in windows:
        window.context.close()


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the fictional service's site is served on this machine; no slash behind it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Callable[[Path], None]], Path]:
    """Makes a workspace by a function, publishes it, and gives its site's folder: once for all workers."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" or sys.platform == "win32" else own.parent

    def made(name: str, make: Callable[[Path], None]) -> Path:
        root = shared / f"{name} site"  # with a space, as folders of services have
        with (shared / f"{name}.lock").open("ab") as lock:
            if sys.platform != "win32":
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX)
            if not (root / "published").exists():
                services.publish(root, make)
                (root / "published").touch()
        return root / "build" / "assessor" / "site"

    return made


@pytest.fixture(scope="session")
def site(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The fictional service's site for its assessor."""
    return once("fenland", services.fenland)
