"""Workers: killed and replaced when a document takes too much, and the run goes on."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from rsqm_tool.load.cache import Cache
from rsqm_tool.load.documents import is_quick, read_documents, workers
from rsqm_tool.load.documents.workers import Limits, Workers
from tests.documents import hostile

ROOT = Path(__file__).parents[2]
GOOD = hostile.pdf("Safeguarding")
STOPPED = "It made its reader stop, so it may be damaged. Open it and save it again"
NOT_STARTED = "The tool could not start its reader on this computer, so it was not read. Run `rsqm doctor`"
SLOW = (
    "It takes more than 3 seconds to read. Save it again, smaller or in parts; if the computer was busy, run "
    "`rsqm forget` and check again"
)
BIG = "It needs more than 100 MB of memory to read. Save it again, smaller or in parts"


def read(pool: Workers, content: bytes) -> str:
    """The trouble or the first words of a PDF."""
    text = pool.submit("a.pdf", content).result()
    return text.trouble or text.passages[0].text


def test_killed_by_time_and_replaced() -> None:
    with Workers(1, Limits(seconds=3)) as pool:
        assert [read(pool, c) for c in (GOOD, hostile.slow_pdf(), GOOD)] == ["Safeguarding", SLOW, "Safeguarding"]


@pytest.mark.skipif(sys.platform != "linux", reason="the system bounds no memory")
def test_killed_by_memory_and_replaced() -> None:
    with Workers(1, Limits(memory=100_000_000)) as pool:
        assert [read(pool, c) for c in (GOOD, hostile.slow_pdf(), GOOD)] == ["Safeguarding", BIG, "Safeguarding"]


def test_killed_by_the_document_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a fault in a library's own code would end it: with signal 11, and nothing said."""
    crash = (
        "import os; from rsqm_tool.load.documents import _worker as w; read = w.read_one; "
        "w.read_one = lambda name, content: os.kill(os.getpid(), 11) if b'crash' in content else read(name, content); "
    )
    monkeypatch.setattr(workers, "_START", workers._START.replace("from rsqm_tool", crash + "from rsqm_tool"))
    with Workers(1) as pool:
        assert [read(pool, c) for c in (GOOD, b"%PDF-1.7 crash", GOOD)] == ["Safeguarding", STOPPED, "Safeguarding"]


def test_a_process_that_ended_between_documents_is_nobodys_fault() -> None:
    with Workers(1) as pool:
        assert read(pool, GOOD) == "Safeguarding"
        process = wait_for_process(pool)
        process.kill()
        process.wait()
        assert read(pool, GOOD) == "Safeguarding"


def wait_for_process(pool: Workers) -> subprocess.Popen[bytes]:
    for _ in range(500):
        process = pool._all[0]._process
        if process is not None:
            return process
        time.sleep(0.01)
    raise AssertionError("no worker was started")


def test_leaving_stops_what_is_still_read() -> None:
    start = time.monotonic()
    with Workers(2) as pool:
        for _ in range(3):
            pool.submit("a.pdf", hostile.slow_pdf())
        processes = [wait_for_process(pool)]
    assert time.monotonic() - start < 5
    assert [p.poll() is None for p in processes] == [False]
    assert [t.name for t in threading.enumerate() if t.name.startswith("documents")] == []


def test_leaving_stops_what_is_just_being_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process comes into being between the first look for one and the wait for those that read."""
    begun, leaving = threading.Event(), threading.Event()
    start, made = subprocess.Popen, []

    def slowly(*words: Any, **how: Any) -> subprocess.Popen[bytes]:
        begun.set()
        assert leaving.wait(10)
        made.append(start(*words, **how))
        return made[-1]

    monkeypatch.setattr(subprocess, "Popen", slowly)
    pool = Workers(1)
    with pool:
        found = pool.submit("a.pdf", hostile.slow_pdf())
        assert begun.wait(10)
        close = pool._all[0].close
        monkeypatch.setattr(type(pool._all[0]), "close", lambda worker: (close(), leaving.set()))
    assert found.done()
    assert [process.poll() is None for process in made] == [False]


@pytest.mark.parametrize("executable", ["", "/no/such/python"])
def test_no_worker_can_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, executable: str) -> None:
    (tmp_path / "a.pdf").write_bytes(GOOD)
    (tmp_path / "b.txt").write_text("Text", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", executable)
        texts = read_documents(tmp_path, ["a.pdf", "b.txt"], Cache(tmp_path / "build/cache"))
        assert texts["a.pdf"].trouble == NOT_STARTED
        assert texts["b.txt"].trouble == NOT_STARTED
    again = read_documents(tmp_path, ["a.pdf", "b.txt"], Cache(tmp_path / "build/cache"))
    assert [t.trouble for t in again.values()] == ["", ""]


def test_a_worker_that_cannot_work_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_START", "raise SystemExit(1)")
    with Workers(1) as pool:
        assert [read(pool, GOOD) for _ in range(4)] == [NOT_STARTED] * 4
        assert pool._all[0]._starts_failed == 2


def test_answers_come_in_the_order_of_the_questions(tmp_path: Path) -> None:
    names = [f"{n:02}.{suffix}" for n in range(12) for suffix in ("pdf", "txt", "docx")]
    for name in names:
        text = f"This is {name}. " * (50 - int(name[:2]))
        make = {"pdf": hostile.pdf, "txt": str.encode, "docx": lambda t: hostile.docx(hostile.paragraph(t))}
        content = make[name[3:]](text)
        (tmp_path / name).write_bytes(content)
    told: list[tuple[int, int]] = []
    asked = sorted(names, key=lambda n: n[::-1])
    texts = read_documents(tmp_path, asked, Cache(tmp_path / "build/cache"), progress=lambda *done: told.append(done))
    assert list(texts) == asked
    assert all(f"This is {name}." in texts[name].passages[0].text for name in names)
    assert told[-1] == (36, 36) and all(0 <= done <= whole == 36 for done, whole in told)


def test_a_whole_folder_with_a_slow_document(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.pdf").write_bytes(GOOD + b"%%%d" % number)
    (tmp_path / "slow.pdf").write_bytes(hostile.slow_pdf())
    files = sorted(p.name for p in tmp_path.iterdir())
    texts = read_documents(tmp_path, files, Cache(tmp_path / "build/cache"), Limits(seconds=3))
    assert [t.trouble for t in texts.values()] == [""] * 4 + [SLOW]


def test_quick_documents_need_no_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workers, "__init__", None)
    (tmp_path / "a.docx").write_bytes(hostile.docx(hostile.paragraph("Text")))
    (tmp_path / "b.md").write_text("Text", encoding="utf-8")
    texts = read_documents(tmp_path, ["a.docx", "b.md"], Cache(tmp_path / "build/cache"))
    assert [t.passages[0].text for t in texts.values()] == ["Text", "Text"]


@pytest.mark.parametrize(
    ("name", "content", "quick"),
    [
        ("a.pdf", b"%PDF-1.7", False),
        ("a.docx", hostile.docx("x" * 100), True),
        ("a.docx", hostile.docx(random.Random(1).randbytes(2_500_000).hex()), False),
        ("a.odt", hostile.odt("x" * 100), True),
        ("a.html", b"<p>" * 2_000, True),
        ("a.html", b"<a " * 60_000, False),  # takes the parser of the standard library minutes
        ("a.md", b"x" * 500_000, False),
        ("a.txt", b"x" * 500_000, True),
        ("a.docx", b"nothing of the kind", True),  # to be refused is quick
    ],
)
def test_what_is_quick(name: str, content: bytes, quick: bool) -> None:
    assert is_quick(name, content) is quick


def test_a_page_that_its_parser_hangs_on_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<a " * 60_000)
    texts = read_documents(tmp_path, ["a.html"], Cache(tmp_path / "build/cache"), Limits(seconds=3))
    assert texts["a.html"].trouble in (SLOW, "")  # newer versions of Python do not hang


def test_from_a_script_without_a_main_guard_and_with_warnings_as_errors(tmp_path: Path) -> None:
    """Workers import neither the script that asks for them, nor anything from the folder that they are started in."""
    (tmp_path / "a.pdf").write_bytes(GOOD)
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the folder')", encoding="utf-8")
    script = tmp_path / "scripts" / "ask.py"
    script.parent.mkdir()
    script.write_text(
        "from pathlib import Path\n"
        "from rsqm_tool.load.cache import Cache\n"
        "from rsqm_tool.load.documents import read_documents\n"
        "print('once')\n"
        "print(read_documents(Path('.'), ['a.pdf'], Cache(Path('build/cache')))['a.pdf'].passages[0].text)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    done = subprocess.run([sys.executable, script], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.stdout.split(), done.stderr) == ([b"once", b"Safeguarding"], b"")
