"""`rsqm init`: a workspace that checks at once, and files in the way that are left alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from rsqm_tool.load import load_workspace
from tests.process import AS_OF, ROOT, rsqm, tree

SCHEMAS = [p.name for p in sorted((ROOT / "standards" / "schema").glob("*.schema.json"))]
WRITTEN = {
    ".gitignore",
    "rsqm.yaml",
    "evidence/register.yaml",
    "evidence/self-assessment.yaml",
    "evidence/actions.yaml",
    "evidence/documents",
    "evidence/people",
    "evidence/monitoring",
    *(f"standards/schema/{name}" for name in SCHEMAS),
}
FOLDERS = {"evidence", "standards", "standards/schema"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace. Tests read it and write elsewhere."""
    folder = tmp_path_factory.mktemp("made") / "new" / "service"
    done = rsqm("init", folder)
    assert (done.code, done.err) == (0, "")
    assert f"rsqm check -C {folder}" in done.out
    return folder


def test_writes_a_workspace_and_nothing_else(made: Path) -> None:
    assert set(tree(made)) == WRITTEN | FOLDERS


def test_its_files_are_plain_text(made: Path) -> None:
    for path in WRITTEN:
        if (made / path).is_file():
            content = (made / path).read_bytes()
            assert content.isascii(), path
            assert b"\r" not in content, path
            assert b"\t" not in content, path
            assert content.endswith(b"\n"), path
            assert not re.search(rb" +\n", content), path


def test_its_schemas_are_those_that_ship(made: Path) -> None:
    for name in SCHEMAS:
        assert (made / "standards" / "schema" / name).read_bytes() == (ROOT / "standards/schema" / name).read_bytes()


def test_rows_about_people_stay_out_of_git(made: Path) -> None:
    lines = (made / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"build/", "evidence/people/", "evidence/monitoring/"} <= set(lines)


def test_it_checks_at_once_with_a_next_step_for_each_gap(made: Path) -> None:
    done = rsqm("check", "-C", made, "--as-of", AS_OF, "--format", "json")
    result = json.loads(done.out)
    criteria = [c for s in result["standards"] for c in s["criteria"]]
    assert (done.code, done.err, result["problems"]) == (1, "", [])
    assert len(criteria) == 36
    assert result["summary"]["not met"] == 36
    for criterion in criteria:
        steps = [f["next_step"] for f in criterion["findings"] if f["outcome"] == "not met"]
        assert steps, criterion["id"]
        assert all(step.endswith(".") for step in steps)


def test_every_criterion_waits_to_be_rated(made: Path) -> None:
    loaded = load_workspace(made)
    assert loaded.workspace is not None
    ratings = loaded.workspace.self_assessment.ratings
    assert list(ratings) == [c.id for c in loaded.workspace.frameworks[0].criteria]
    assert {r.rating for r in ratings.values()} == {None}


# The examples in the comments: whoever takes the mark away, as the comments say, has something that works.

A_KEY_OR_AN_ENTRY = re.compile(r"^( *)# ( *(?:- \{)?\w+:)", re.MULTILINE)


def uncommented(text: str) -> str:
    """A file's text with the mark and one space taken away wherever a key or an entry waits behind it."""
    return A_KEY_OR_AN_ENTRY.sub(r"\1\2", text)


def problems(folder: Path) -> list[str]:
    return [str(p) for p in load_workspace(folder).problems]


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """The new workspace's own files, to be changed."""
    for path in ("rsqm.yaml", "evidence/register.yaml", "evidence/actions.yaml", "evidence/self-assessment.yaml"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes((made / path).read_bytes())
    return tmp_path


def test_all_that_waits_in_rsqm_yaml_can_be_used(copy: Path) -> None:
    config = copy / "rsqm.yaml"
    config.write_text(uncommented(config.read_text(encoding="utf-8")), encoding="utf-8")
    assert problems(copy) == []
    data = yaml.safe_load(config.read_text(encoding="utf-8"))
    assert set(data) == {"service", "framework", "assessment", "targets"}
    wanted = {"name", "provider", "commissioner", "sectors", "jurisdiction", "partners", "contacts"}
    assert set(data["service"]) == wanted


@pytest.mark.parametrize("name", ["register", "actions"])
def test_the_example_entry_can_be_copied(name: str, copy: Path) -> None:
    path = copy / "evidence" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    example = [line[2:] for line in text.splitlines() if re.match(r"#  +(- |\w+: |\w+:$)", line)]
    assert example
    key = "evidence" if name == "register" else "actions"
    path.write_text(text.replace(f"{key}: []", "\n".join([f"{key}:", *example])), encoding="utf-8")
    assert problems(copy) == []
    loaded = load_workspace(copy).workspace
    assert loaded is not None
    assert len(loaded.items if name == "register" else loaded.actions) == 1


def test_the_example_ratings_can_be_copied(copy: Path) -> None:
    path = copy / "evidence" / "self-assessment.yaml"
    text = path.read_text(encoding="utf-8")
    example = [line[2:] for line in text.splitlines() if re.match(r'#   +("1\.\d"|\w+):', line)]
    assert len(example) == 4
    kept = [line for line in text.splitlines() if not re.match(r'  "1\.[15]":', line)]
    dates = [line[2:] for line in kept if line.startswith("# assessed_")]
    path.write_text("\n".join([*dates, *kept, *example]) + "\n", encoding="utf-8")
    assert problems(copy) == []
    loaded = load_workspace(copy).workspace
    assert loaded is not None
    assert (loaded.self_assessment.ratings["1.1"].rating, loaded.self_assessment.assessed_by) == (
        "met",
        "Service manager",
    )
    assert loaded.self_assessment.ratings["1.5"].reason


# What is there already.


def test_a_folder_with_other_things_in_it_will_do(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "old-notes.txt").write_text("keep me", encoding="utf-8")
    (tmp_path / "README.md").write_text("keep me", encoding="utf-8")
    before = tree(tmp_path)
    assert rsqm("init", tmp_path).code == 0
    after = tree(tmp_path)
    assert {path: after[path] for path in before} == before
    assert set(after) >= WRITTEN


@pytest.mark.parametrize("path", ["rsqm.yaml", "evidence/register.yaml", ".gitignore", "evidence/people"])
def test_a_file_in_the_way_is_named_and_nothing_is_written(path: str, tmp_path: Path) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text("keep me", encoding="utf-8")
    before = tree(tmp_path)
    done = rsqm("init", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert f"{tmp_path} has {path} already. Choose an empty folder; nothing was written." in done.err
    assert tree(tmp_path) == before


def test_a_second_time_changes_nothing(made: Path) -> None:
    before = tree(made)
    assert rsqm("init", made).code == 2
    assert tree(made) == before


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "service").write_text("keep me", encoding="utf-8")
    assert rsqm("init", tmp_path / "service").code == 2
    assert rsqm("init", tmp_path / "service" / "below").code == 2
    assert tree(tmp_path).keys() == {"service"}


def test_a_workflow_comes_only_when_asked_for(tmp_path: Path) -> None:
    assert rsqm("init", tmp_path, "--workflow").code == 0
    text = (tmp_path / ".github" / "workflows" / "rsqm-check.yml").read_text(encoding="utf-8")
    assert "rsqm check" in text
    assert "jobs" in yaml.safe_load(text)
