"""The wheel: what is in it, what is not, and that it works where the repository is not.

Built and installed without a network: the new environment borrows the libraries of the one that runs the tests. That
the wheel also finds its libraries by itself is tried by `.ci/run`, which may use an index.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path
from sysconfig import get_path

import pytest

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-11-20"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"

# Where each part of the wheel comes from in the repository. Nothing else may be in it.
SHIPPED = {
    "rsqm_tool/_shipped/standards/": "standards/",
    "rsqm_tool/_shipped/site/": "site/",
    "rsqm_tool/_shipped/mkdocs.yml": "mkdocs.yml",
    "rsqm_tool/": "rsqm_tool/",
}


def run(command: Sequence[str | Path], folder: Path, expected: int = 0) -> str:
    """Run a command outside the repository and return its standard output; fail on another exit code."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_", "RSQM_"))}
    done = subprocess.run(
        [str(c) for c in command], cwd=folder, env=clean, capture_output=True, text=True, encoding="utf-8", timeout=300
    )
    assert done.returncode == expected, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


def build(source: Path, what: str, into: Path) -> Path:
    """Build a wheel or a source package of `source` and return its path."""
    run([sys.executable, "-m", "build", "--no-isolation", f"--{what}", "--outdir", into, source], into.parent)
    return next(into.glob("*.whl" if what == "wheel" else "*.tar.gz"))


def contents(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel that are not about the wheel itself."""
    with zipfile.ZipFile(wheel) as archive:
        return {n: archive.read(n) for n in archive.namelist() if ".dist-info/" not in n}


def source_of(name: str) -> str:
    """The path in the repository of a file in the wheel."""
    prefix = next(p for p in SHIPPED if name.startswith(p))
    return SHIPPED[prefix] + name.removeprefix(prefix)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the repository."""
    return tmp_path_factory.mktemp("wheel")


@pytest.fixture(scope="module")
def wheel(folder: Path) -> Path:
    """The wheel, built from the repository."""
    (folder / "dist").mkdir()
    return build(ROOT, "wheel", folder / "dist")


@pytest.fixture(scope="module")
def source_package(folder: Path) -> Path:
    """The source package, built from the repository."""
    (folder / "sdist").mkdir()
    return build(ROOT, "sdist", folder / "sdist")


@pytest.fixture(scope="module")
def rsqm(folder: Path, wheel: Path) -> Path:
    """The installed command, in an environment that knows nothing of the repository."""
    home = folder / "environment"
    venv.create(home, with_pip=False)
    python = home / SCRIPTS / ("python.exe" if os.name == "nt" else "python")
    packages = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder).strip()
    # Found after the environment's own packages; files in it that extend the path, as ours would, are not read.
    Path(packages, "borrowed.pth").write_text(get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps"]
    run([*pip, "--force-reinstall", "--disable-pip-version-check", wheel], folder)
    where = run([python, "-c", "import rsqm_tool; print(rsqm_tool.__file__)"], folder).strip()
    assert Path(where).is_relative_to(home), "the test would try the repository, not the wheel"
    return home / SCRIPTS / ("rsqm.exe" if os.name == "nt" else "rsqm")


@pytest.fixture(scope="module")
def service(folder: Path, rsqm: Path) -> Path:
    """A workspace that the installed command wrote."""
    run([rsqm, "init", "service"], folder)
    return folder / "service"


def test_holds_the_program_and_what_ships_with_it(wheel: Path) -> None:
    names = set(contents(wheel))
    for needed in (
        "rsqm_tool/cli/__init__.py",
        "rsqm_tool/_shipped/mkdocs.yml",
        "rsqm_tool/_shipped/standards/rsqm-working-set.yaml",
        "rsqm_tool/_shipped/standards/schema/framework.schema.json",
        "rsqm_tool/_shipped/standards/ci/rsqm-check.yml",
        "rsqm_tool/_shipped/standards/LICENSE",
        "rsqm_tool/_shipped/site/overrides/main.html",
    ):
        assert needed in names


def test_everything_in_it_is_a_file_of_the_repository(wheel: Path) -> None:
    for name, data in contents(wheel).items():
        assert (ROOT / source_of(name)).read_bytes() == data, name


@pytest.mark.parametrize("folder_of_ours", ["rsqm_tool", "standards", "site"])
def test_nothing_that_ships_is_left_out(wheel: Path, folder_of_ours: str) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder_of_ours],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True,
    ).stdout.split("\0")  # fmt: skip
    ours = {n for n in listed if n and (ROOT / n).is_file() and not n.startswith("site/docs/project/")}
    assert ours <= {source_of(n) for n in contents(wheel)}


def test_no_evidence_and_no_page_of_ours_leaves_with_it(wheel: Path, source_package: Path) -> None:
    assert not [n for n in contents(wheel) if n.startswith(("evidence/", "rsqm_tool/_shipped/site/docs/project/"))]
    with tarfile.open(source_package) as archive:
        parts = [Path(n).parts[1:] for n in archive.getnames()]
    assert not [p for p in parts if p[:1] in {("evidence",), ("build",), (".venv",), ("rsqm.yaml",)}]


def test_the_source_package_builds_the_same_wheel(wheel: Path, source_package: Path, folder: Path) -> None:
    with tarfile.open(source_package) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (folder / "again").mkdir()
    again = build(next((folder / "unpacked").iterdir()), "wheel", folder / "again")
    assert again.read_bytes() == wheel.read_bytes()


def test_says_its_version(rsqm: Path, folder: Path) -> None:
    from rsqm_tool import __version__

    assert run([rsqm, "--version"], folder).split() == ["rsqm", __version__]


def test_lists_the_shipped_framework(rsqm: Path, folder: Path) -> None:
    assert "rsqm-working-set" in run([rsqm, "list", "frameworks"], folder)


def test_a_new_workspace_has_gaps_and_no_mistake(rsqm: Path, service: Path, folder: Path) -> None:
    assert "36" in run([rsqm, "check", "-C", service, "--as-of", AS_OF], folder, expected=1)


def test_explains_a_criterion(rsqm: Path, service: Path, folder: Path) -> None:
    assert "4.4" in run([rsqm, "explain", "-C", service, "4.4"], folder)


def test_publishes_a_site(rsqm: Path, service: Path, folder: Path) -> None:
    run([rsqm, "publish", "-C", service, "--as-of", AS_OF], folder)
    site = service / "build" / "assessor" / "site"
    assert (site / "index.html").is_file()
    assert not (site / "project").exists()
