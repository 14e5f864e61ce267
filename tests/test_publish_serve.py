"""`rsqm publish --serve`: what counts as a change, what is served and to whom, and one whole round with a real site."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from rsqm_tool.publish import builder
from rsqm_tool.publish.browser import _end
from rsqm_tool.publish.serving import Server, _Handler
from rsqm_tool.publish.watching import Stamps, below, changes, next_change, stays, told, watched
from tests.browsers import need_chromium
from tests.process import AS_OF, NO_NAMES, ROOT, environment, register, rsqm, workspace

OVERRIDES = ROOT / "site" / "overrides" / "main.html"

# --- what counts as a change


def test_a_change_is_what_came_went_or_was_written() -> None:
    before = {"same": (1, 5), "gone": (1, 5), "later": (1, 5), "longer": (1, 5)}
    after = {"same": (1, 5), "later": (2, 5), "longer": (1, 6), "new": (3, 0)}
    assert changes(before, after) == ("gone", "later", "longer", "new")


def test_what_is_watched(tmp_path: Path) -> None:
    """All that the site is made from; nothing that is made, hidden, or put beside an open file by the program."""
    wanted = [
        "evidence/documents/20261120/minutes.docx", "evidence/documents/policy.pdf", "evidence/people/people.xlsx",
        "evidence/register.yaml", "mkdocs.yml", "rsqm.yaml", "site/docs/our-page.md", "standards/house.yaml",
    ]  # fmt: skip
    unwanted = [
        "build/assessor/docs/index.md", "notes.txt", ".git/index", "evidence/.DS_Store", "evidence/.trash/a.yaml",
        "evidence/documents/~$policy.docx", "evidence/documents/~WRL0003.tmp", "evidence/people/A1B2C300",
        "evidence/people/.~lock.people.xlsx#", "evidence/register.yaml~", "evidence/.register.yaml.swp",
    ]  # fmt: skip
    for name in wanted + unwanted:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    assert sorted(watched(tmp_path)) == wanted


def looks(*stamps: Stamps) -> tuple[list[float], tuple[tuple[str, ...], Stamps]]:
    """How long was waited before each look, and what came of them. The first look is how things were."""
    waited: list[float] = []
    former, *rest = stamps
    seen = iter(rest)
    return waited, next_change(former, lambda: next(seen), waited.append)


def test_a_change_is_acted_on_when_it_has_come_to_rest() -> None:
    """Two quiet seconds; a file grows twice; then it stays for 0.3 seconds."""
    one, two, three = {"a": (1, 1)}, {"a": (2, 2)}, {"a": (3, 3)}
    assert looks(one, one, one, two, three, three) == ([1.0, 1.0, 1.0, 0.3, 0.3], (("a",), three))


def test_what_is_put_back_is_no_change() -> None:
    """A program renames a file away and back while it saves; later another file is written."""
    one, without, other = {"a": (1, 1)}, {}, {"a": (1, 1), "b": (5, 5)}
    assert looks(one, without, one, other, other) == ([1.0, 0.3, 1.0, 0.3], (("b",), other))


def test_what_was_done_is_told_in_one_line() -> None:
    before = {"gaps.md": (1, 1), "criteria/4-4.md": (1, 1), "index.md": (1, 1), "data/a.csv": (1, 1)}
    after = {"gaps.md": (2, 1), "criteria/4-4.md": (2, 1), "index.md": (1, 1), "data/b.csv": (1, 1)}
    assert told(["evidence/register.yaml"], before, after, 2.13) == (
        "evidence/register.yaml changed: 2 pages written (criteria/4-4, gaps), 1 other file written, 1 removed, "
        "built in 2.1 s"
    )
    assert told(["rsqm.yaml"], before, before, 0.96) == "rsqm.yaml changed: no page differs, built in 1.0 s"
    assert stays(["rsqm.yaml"]) == "rsqm.yaml changed: nothing on any page changed, so the site stays as it is"


def test_many_names_are_cut_short_and_none_can_write_on_the_terminal() -> None:
    line = told([f"evidence/{n}\x1b[2J.yaml" for n in range(9)], {}, {}, 1)
    assert line.startswith("evidence/0 [2J.yaml, evidence/1 [2J.yaml, ")
    assert " and 3 more changed: " in line
    assert "\x1b" not in line


# --- the server

PAGE = "<!doctype html><html><body><h1>One</h1></body></html>"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    site = tmp_path / "site"
    (site / "evidence").mkdir(parents=True)
    (site / "index.html").write_text(PAGE, encoding="utf-8")
    (site / "evidence" / "index.html").write_text("<p>Register</body></html>", encoding="utf-8")
    (site / "search.js").write_text("var index = '</body>';", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    with Server(site, 0) as running:
        yield running


def ask(server: Server, path: str, **headers: str) -> tuple[int, str, Mapping[str, str]]:
    """What the server answers: the status, the text and the headers."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers
    finally:
        connection.close()


def test_a_page_is_served_with_the_script_that_loads_it_anew(server: Server) -> None:
    status, text, headers = ask(server, "/")
    tag = f'<script src="/__rsqm_reload.js" data-version="{server.version}"></script>'
    assert (status, text) == (200, PAGE.replace("</body>", f"{tag}</body>"))
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert ask(server, "/evidence/")[1] == f"<p>Register{tag}</body></html>"
    assert (server.site / "index.html").read_text(encoding="utf-8") == PAGE


def test_other_files_are_served_as_they_are(server: Server) -> None:
    status, text, headers = ask(server, "/search.js?v=1")
    assert (status, text) == (200, "var index = '</body>';")
    assert headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_the_version_tells_that_the_site_was_built_again(server: Server) -> None:
    before = ask(server, "/__rsqm_version")[1]
    assert ask(server, "/__rsqm_version")[1] == before
    server.renew()
    assert ask(server, "/__rsqm_version")[1] != before
    assert "/__rsqm_version" in ask(server, "/__rsqm_reload.js")[1]


@pytest.mark.parametrize("path", ["/nothing.html", "/../secret.txt", "/%2e%2e/secret.txt", "/..%5csecret.txt", "//x/y"])
def test_nothing_else_is_served(server: Server, path: str) -> None:
    status, text, _ = ask(server, path)
    assert status == 404
    assert "There is no such page" in text


def test_only_this_machine_is_answered_and_only_under_its_own_name(server: Server) -> None:
    """A page of elsewhere may have its name lead here, or name our scripts as its own."""
    assert server.server_address[0] == "127.0.0.1"
    assert ask(server, "/", Host="elsewhere.example")[:2] == (403, f"The site is at {server.address}")
    assert ask(server, "/", Host=f"localhost:{server.server_port}")[0] == 200
    assert ask(server, "/search.js")[2]["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_site_that_is_just_changing_places_is_waited_for(server: Server) -> None:
    away = server.site.with_name("away")
    server.site.rename(away)
    back = Thread(target=lambda: (time.sleep(0.03), away.rename(server.site)))
    back.start()
    assert ask(server, "/")[0] == 200
    back.join()


def test_a_folder_that_is_in_use_for_a_moment_is_renamed_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").mkdir()
    refusals = [PermissionError(), PermissionError()]
    rename = Path.rename

    def refused_twice(path: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return rename(path, target)

    monkeypatch.setattr(builder, "_PAUSE_S", 0)
    monkeypatch.setattr(Path, "rename", refused_twice)
    builder._rename(tmp_path / "new", tmp_path / "site")
    assert (tmp_path / "site").is_dir()


@pytest.mark.browser
def test_an_open_page_loads_anew_when_the_site_was_built_again(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a real browser, under the rule of our pages that nothing may come from elsewhere."""
    rule = re.search(r"<meta http-equiv=.Content-Security-Policy.*?>", OVERRIDES.read_text(encoding="utf-8"))
    assert rule
    (server.site / "index.html").write_text(PAGE.replace("<body>", f"{rule[0]}<body>"), encoding="utf-8")
    asked: Queue[str] = Queue()
    found = _Handler._found
    monkeypatch.setattr(_Handler, "_found", lambda handler: (asked.put(handler.path), found(handler))[1])
    quiet = subprocess.DEVNULL
    browser = subprocess.Popen(
        [need_chromium(), "--headless=new", "--disable-gpu", "--no-sandbox", "--no-first-run",
         f"--user-data-dir={tmp_path / 'profile'}", "--remote-debugging-port=0", server.address],
        stdout=quiet, stderr=quiet, start_new_session=True,
    )  # fmt: skip
    try:
        while asked.get(timeout=60) != "/__rsqm_version":
            pass
        server.renew()
        assert "/" in [asked.get(timeout=60) for _ in range(5)]
    finally:
        _end(browser)


# --- the command


class Running:
    """`rsqm publish --serve` as a process, and what it says, line by line."""

    def __init__(self, root: Path) -> None:
        # A test that runs in the background is deaf to Ctrl+C, and so would be whatever it starts.
        start = (
            "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "from rsqm_tool.cli import main; main()"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", start, "publish", "-C", str(root), "--as-of", AS_OF, "--serve", "--port", "0"],
            env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", bufsize=1,
        )  # fmt: skip
        self._lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.rstrip())

    def line(self) -> str:
        """What it says next."""
        try:
            return self._lines.get(timeout=60)
        except Empty:
            pytest.fail("rsqm publish --serve says nothing")

    def end(self, signal_number: int) -> int:
        """Its exit code after a signal."""
        self.process.send_signal(signal_number)
        code = self.process.wait(timeout=60)
        self._reader.join()
        assert self.process.stdout
        self.process.stdout.close()
        return code


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Path, Running]]:
    root = tmp_path / "hub"
    assert rsqm("init", root).code == 0
    process = Running(root)
    try:
        yield root, process
    finally:
        if process.process.poll() is None:
            process.end(signal.SIGTERM)


def page_at(address: str, path: str) -> str:
    _, _, host = address.rstrip("/").partition("//")
    connection = HTTPConnection(host, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def test_a_change_is_shown_a_mistake_is_told_and_ctrl_c_ends_it(running: tuple[Path, Running]) -> None:
    root, process = running
    assert process.line() == NO_NAMES.strip()
    assert process.line().startswith("The site is ready. Open file://")
    found = re.fullmatch(
        r"Showing it at (http://127\.0\.0\.1:\d+/) and building it again when a file changes\. Ctrl\+C ends this\.",
        process.line(),
    )
    assert found
    first = page_at(found[1], "/__rsqm_version")

    config = root / "rsqm.yaml"
    good = config.read_text(encoding="utf-8")
    named = re.sub(r"(?m)^(\s+name:).*$", r"\1 The Renamed Hub", good, count=1)
    config.write_text(named, encoding="utf-8")
    line = process.line()
    assert re.fullmatch(r"\d\d:\d\d:\d\d rsqm\.yaml changed: \d+ pages? written \(.*\).*, built in \d+\.\d s", line), (
        line
    )
    assert "The Renamed Hub" in page_at(found[1], "/index.html")
    second = page_at(found[1], "/__rsqm_version")
    assert second != first

    config.write_text("service: [", encoding="utf-8")
    assert process.line()[8:] == " rsqm.yaml changed: the former site stays, until this is mended:"
    assert process.line().startswith("rsqm.yaml:1:10: The brackets round this do not come out even.")
    assert process.line() == "1 problem. Nothing was done."
    assert "The Renamed Hub" in page_at(found[1], "/index.html")

    config.write_text(named, encoding="utf-8")
    assert process.line()[8:] == " rsqm.yaml changed: nothing on any page changed, so the site stays as it is"
    assert page_at(found[1], "/__rsqm_version") == second  # so no open page loads anew

    assert process.end(signal.SIGINT) == 0
    assert process.line() == "Ended."


def test_a_port_that_is_taken_is_told(tmp_path: Path, server: Server) -> None:
    port = server.server_port
    done = rsqm("publish", "-C", workspace(tmp_path / "hub"), "--serve", "--port", str(port))
    assert done.code == 2
    assert (
        f"Port {port} cannot be used (Address already in use). Choose another, such as --port {port + 1}." in done.err
    )


def test_a_mistake_at_the_start_ends_it(tmp_path: Path) -> None:
    root = workspace(tmp_path, register=register(policy="polcy"))
    done = rsqm("publish", "-C", root, "--serve", "--port", "0")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("Nothing was done.\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--serve", "--pdf"), "Choose --serve or --pdf: the pack is printed once, when all is written."),
        (("--port", "8001"), "--port goes with --serve."),
    ],
)
def test_options_that_do_not_go_together_are_told(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    done = rsqm("publish", "-C", workspace(tmp_path), *options)
    assert done.code == 2
    assert said in done.err
    assert not (tmp_path / "build").exists()


def test_stamps_of_pages_are_taken_without_what_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "criteria").mkdir()
    (tmp_path / "criteria" / "1-1.md").write_text("x", encoding="utf-8")
    (tmp_path / ".index.md.new").write_text("x", encoding="utf-8")
    assert [(path, size) for path, (_, size) in below(tmp_path).items()] == [("criteria/1-1.md", 1)]
