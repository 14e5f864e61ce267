"""Shows a built site on this machine, and has the pages that are open load anew when it was built again.

Nothing of this is in the built files: the script that asks for the version is added while a page is served.
"""

from __future__ import annotations

import os
import socketserver
import sys
import time
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

_HERE = "127.0.0.1"  # this machine only: the site holds what is not for everybody
_VERSION, _SCRIPT = "/__rsqm_version", "/__rsqm_reload.js"
_TAG = '<script src="{script}" data-version="{version}"></script>'
_RELOAD = b"""\
(function () {
  var mine = document.currentScript.dataset.version;
  setInterval(function () {
    fetch("/__rsqm_version", {cache: "no-store"}).then(function (answer) { return answer.text(); }).then(
      function (version) { if (version !== mine) location.reload(); },
      function () {} // the server has ended: the page stays as it is
    );
  }, 1000);
})();
"""
_MISSING = b"<!doctype html><html lang=en><title>No such page</title><body><h1>There is no such page</h1></body></html>"
_AGAIN_S = 0.1  # after which a file that is missing is looked for once more: the site may just be changing places


class Server(ThreadingHTTPServer):
    """Serves a built site from where it lies, from `with` on.

    Files are read whole and at once, so that none is open when a new site takes the place of the former one.
    """

    daemon_threads = True
    # On Windows this would let two programs have one port, and either might answer.
    allow_reuse_address = os.name == "posix"

    def __init__(self, site: Path, port: int) -> None:
        """Takes the port, or any that is free where it is 0. Raises OSError."""
        self.site = site
        self._started, self._builds = time.time_ns(), 0
        super().__init__((_HERE, port), _Handler)
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def address(self) -> str:
        """Where the site can be read."""
        return f"http://{_HERE}:{self.server_port}/"

    @property
    def version(self) -> str:
        """A word for what is served, which no other build has, nor another run."""
        return f"{self._started}-{self._builds}"

    def renew(self) -> None:
        """Says that the site was built again."""
        self._builds += 1

    def server_bind(self) -> None:
        """Take the port without asking the network for this machine's name, as the base class does."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = _HERE, self.socket.getsockname()[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that did not wait for its answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(SimpleHTTPRequestHandler):
    """Answers one request."""

    server: Server
    # The types that the pages need. Windows keeps a list of its own, in which a script may be plain text.
    extensions_map = {  # noqa: RUF012  as the base class has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".csv": "text/csv; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
    }

    def __init__(self, request: Any, client: Any, server: Server) -> None:
        super().__init__(request, client, server, directory=str(server.site))

    def do_GET(self) -> None:
        """Answer with a file of the site."""
        self._answer(*self._found())

    def do_HEAD(self) -> None:
        """Answer with all but the file."""
        self._answer(*self._found())

    def _found(self) -> tuple[HTTPStatus, str, bytes]:
        port = self.server.server_port
        # A page of elsewhere whose name suddenly leads to this machine must not read the site.
        if self.headers.get("Host") not in (f"{_HERE}:{port}", f"localhost:{port}"):
            return HTTPStatus.FORBIDDEN, ".txt", f"The site is at {self.server.address}".encode()
        version = self.server.version  # before the file is read: a page may load anew in vain, and is never stale
        asked = _path(self.path)
        if asked == _VERSION:
            return HTTPStatus.OK, ".txt", version.encode()
        if asked == _SCRIPT:
            return HTTPStatus.OK, ".js", _RELOAD
        path = Path(self.translate_path(asked + "index.html" if asked.endswith("/") else asked))
        content = _read(path)
        if content is None:
            return HTTPStatus.NOT_FOUND, ".html", _with_script(_MISSING, version)
        return HTTPStatus.OK, path.suffix, _with_script(content, version) if path.suffix == ".html" else content

    def _answer(self, status: HTTPStatus, suffix: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(f"file{suffix}"))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        # The search index is a script, and a page of elsewhere could read it as one of its own.
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal is for what changes and what that does."""


def _path(address: str) -> str:
    """The path that is asked for; that of no file where the address is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return "/no-address"


def _read(path: Path) -> bytes | None:
    for wait in (_AGAIN_S, 0.0):
        try:
            return path.read_bytes()
        except OSError:
            time.sleep(wait)
        except ValueError:  # a name that no file can have
            return None
    return None


def _with_script(page: bytes, version: str) -> bytes:
    """A page that loads anew when there is another version."""
    head, body, tail = page.rpartition(b"</body>")
    return head + _TAG.format(script=_SCRIPT, version=version).encode() + body + tail
