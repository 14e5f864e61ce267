"""The guard over a workspace: what is known and allowed, what each audience would see, and what is in the way."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from rsqm_tool.load.cache import Cache
from rsqm_tool.model.privacy import Findings
from rsqm_tool.privacy.guard import Guard, guard_for
from tests.documents.hostile import docx, paragraph
from tests.process import workspace

AS_OF = date(2026, 11, 20)
NAMES = "Jane Smith\n# a comment\n\nO'Brien, Kate\n"
CONFIG = """\
service: {name: A small hub, contacts: [0800 555 0100, hub@hub.example]}
framework: house
assessment: {date: 2027-03-15}
tables:
  cases: {file: evidence/monitoring/cases.csv, columns: {case_id: Ref, stage: Stage}}
"""
REGISTER = """\
evidence:
  - {id: POL-01, title: Why, kind: policy, file: documents/policy.md, class: public, owner: Kate O'Brien}
  - {id: MIN-01, title: Minutes, kind: minutes, file: documents/minutes.docx, class: assessor, supports: [H.2]}
  - {id: LOG-01, title: Log, kind: log, file: documents/log.md, class: private, supports: [H.2]}
"""
ALLOW = "evidence/privacy-allow.yaml"


def hub(tmp_path: Path, **files: str | bytes) -> Path:
    """A small service with something about a person in each of its corners; files changed by their names."""
    root = workspace(tmp_path / "hub", rsqm=CONFIG, register=REGISTER, minutes=None)
    comments = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    comment = f'<w:comments {comments}><w:comment w:id="1">{paragraph("Is that Jane Smith?")}</w:comment></w:comments>'
    corners: dict[str, str | bytes] = {
        "evidence/documents/policy.md": "# Policy\n\nRing 0800 555 0100.\n",
        "evidence/documents/minutes.docx": docx(paragraph("Minutes of Jane Smith"), comments=comment),
        "evidence/documents/log.md": "# Log\n\nJane Smith, 07700 900123\n",
        "evidence/monitoring/cases.csv": "Ref,Stage,Other\nC-0001,Sentence,Jane Smith rang\n",
        **files,
    }
    for path, content in corners.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
    (tmp_path / "names.txt").write_text(NAMES, encoding="utf-8")
    return root


def guard(root: Path, names: bool = True) -> Guard:
    listed = root.parent / "names.txt" if names else None
    found, problems = guard_for(root, AS_OF, Cache(root / "build/cache"), listed)
    assert found is not None, [str(p) for p in problems]
    return found


def told(findings: Findings) -> list[str]:
    return [f"{hit.file}: {hit.spot}: {hit.rule}".replace(": : ", ": ") for hit in findings.hits]


SEEN = [
    "evidence/documents/minutes.docx: names",
    "evidence/documents/minutes.docx: comment: names",
    "evidence/monitoring/cases.csv: row 2, Other: names",
]


def test_everything_is_looked_through_and_private_files_are_told_apart(tmp_path: Path) -> None:
    found = guard(hub(tmp_path)).everything()
    assert told(found) == SEEN
    assert {(hit.file, hit.rule) for hit in found.apart} == {
        ("evidence/documents/log.md", "names"),
        ("evidence/documents/log.md", "phone"),
    }
    assert found.known == 4  # two contacts in rsqm.yaml, one in the policy, the owner in the register
    assert (found.names, dict(found.files)) == (2, {"document": 1, "table": 1, "text file": 2, "YAML file": 4})


def test_without_a_list_no_name_is_looked_for(tmp_path: Path) -> None:
    found = guard(hub(tmp_path), names=False).everything()
    assert (found.hits, found.names) == ((), None)


def test_before_a_publication_only_what_the_audience_would_see(tmp_path: Path) -> None:
    root = hub(tmp_path)
    assert told(guard(root).before("assessor")) == SEEN
    assert told(guard(root).before("public")) == SEEN[2:]
    (root / "evidence/actions.yaml").write_text(
        'actions:\n  - {id: A-1, criterion: H.1, action: "Ring Jane Smith", due: 2026-12-01}\n', encoding="utf-8"
    )
    assert "evidence/actions.yaml: line 2, action: names" in told(guard(root).before("assessor"))
    assert told(guard(root).before("public")) == SEEN[2:]


def test_an_entry_of_the_register_that_nobody_sees_stops_nobody(tmp_path: Path) -> None:
    entry = "  - {id: LOG-02, title: Notes of Jane Smith, kind: log, statement: x, class: %s, supports: [H.2]}\n"
    root = hub(tmp_path, **{"evidence/register.yaml": (REGISTER + entry % "private")})
    assert told(guard(root).before("assessor")) == SEEN
    (root / "evidence/register.yaml").write_text(REGISTER + entry % "public")
    assert "evidence/register.yaml: line 5, title: names" in told(guard(root).before("public"))


def test_a_file_registered_twice_has_the_stricter_class(tmp_path: Path) -> None:
    twice = "  - {id: LOG-02, title: Log, kind: log, file: documents/log.md, class: public, supports: [H.2]}\n"
    root = hub(tmp_path, **{"evidence/register.yaml": (REGISTER + twice)})
    assert "evidence/documents/log.md" not in str(told(guard(root).before("public")))


def test_a_built_site_is_looked_through_without_its_theme(tmp_path: Path) -> None:
    root = hub(tmp_path)
    site = root / "build" / "assessor" / "site"
    (site / "assets" / "javascripts").mkdir(parents=True)
    import material

    bundle = next((Path(material.__path__[0]) / "templates" / "assets" / "javascripts").glob("bundle.*.js"))
    shutil.copy(bundle, site / "assets" / "javascripts" / bundle.name)
    (site / "index.html").write_text("<p data-x='07700 900123'>Jane Smith</p>", encoding="utf-8")
    found = guard(root).after(site)
    assert told(found) == ["index.html: line 1: names", "index.html: line 1, in a tag: phone"]
    assert dict(found.files) == {"page": 1}
    (site / "assets" / "javascripts" / bundle.name).write_text("var a = 'jane@example.org'", encoding="utf-8")
    assert len(guard(root).after(site).hits) == 3
    everything = told(guard(root).everything())
    assert "build/assessor/site/index.html: line 1: names" in everything


def allow(root: Path, text: str) -> None:
    (root / ALLOW).write_text(text, encoding="utf-8")


ENTRY = """\
  - rule: names
    {key}: {value}
    file: {file}
    reason: She chairs the board and agreed to be named
    approved_by: Head of service
    review_by: 2027-04-01
"""


def test_what_is_allowed_by_its_hash_or_value_passes_in_its_file(tmp_path: Path) -> None:
    root = hub(tmp_path)
    digest = guard(root).everything().hits[0].digest
    allow(root, "allow:\n" + ENTRY.format(key="sha256", value=digest, file="evidence/documents/minutes.docx"))
    found = guard(root).before("assessor")
    assert told(found) == SEEN[2:] and len(found.allowed) == 2
    allow(root, "allow:\n" + ENTRY.format(key="value", value="JANE SMITH", file="evidence/monitoring/cases.csv"))
    assert told(guard(root).everything()) == SEEN[:2]


def test_an_entry_that_nothing_needs_or_that_has_ended_is_told(tmp_path: Path) -> None:
    root = hub(tmp_path)
    ended = ENTRY.format(key="value", value="Jane Smith", file="evidence/documents/minutes.docx")
    allow(root, "allow:\n" + ended.replace("2027", "2026") + ENTRY.format(key="value", value="X Y", file="rsqm.yaml"))
    found = guard(root).everything()
    assert told(found) == SEEN
    assert [str(e.where) for e in found.expired] == [f"{ALLOW}:2:5"]
    assert [str(e.where) for e in found.unused] == [f"{ALLOW}:8:5"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"names": "name"}, "2:11: `rule:` is 'name'. Did you mean 'names'?"),
        ({"She chairs the board and agreed to be named": "ok"}, "`reason:` is 'ok'. Expected why it may stand there"),
        ({"    approved_by: Head of service\n": ""}, "2:5: `approved_by:` is missing"),
        ({"2027-04-01": "2027-02-30"}, "`review_by:` is '2027-02-30', a day that does not exist"),
        ({"value: X": "sha256: 12ab"}, "`sha256:` is '12ab'"),
        ({"    value: X\n": ""}, "2:5: There is nothing to look at. Expected exactly one of sha256, value. Add one."),
    ],
)
def test_mistakes_in_the_list_are_problems_with_their_places(tmp_path: Path, change: dict[str, str], said: str) -> None:
    root = hub(tmp_path)
    text = "allow:\n" + ENTRY.format(key="value", value="X", file="rsqm.yaml")
    for old, new in change.items():
        text = text.replace(old, new)
    allow(root, text)
    found, problems = guard_for(root, AS_OF, Cache(root / "c", enabled=False))
    assert found is None
    assert len(problems) == 1 and said in str(problems[0]) and str(problems[0]).startswith(ALLOW)


def test_an_entry_that_stands_twice_is_a_problem(tmp_path: Path) -> None:
    root = hub(tmp_path)
    allow(root, "allow:\n" + 2 * ENTRY.format(key="value", value="X", file="rsqm.yaml"))
    _, problems = guard_for(root, AS_OF, Cache(root / "c", enabled=False))
    assert [str(p) for p in problems] == [f"{ALLOW}:8:5: The entry stands twice, first on line 2. Delete one of them."]


@pytest.mark.parametrize(
    ("where", "content", "said"),
    [
        (
            "hub/names.txt",
            NAMES,
            "The list of names lies in the workspace. Keep it outside: it must never travel with it.",
        ),
        ("absent.txt", None, "The list of names cannot be read (no such file or directory). "),
        ("empty.txt", "# nobody\n", "The list of names holds no names. Save it as a text file, one name a line."),
        ("book.xlsx", "PK\x03\x04", "The list of names holds no names. Save it as a text file, one name a line."),
        ("table.csv", "Smith,Jane,Mill Lane\n", "Line 1 of the list of names has more than one comma. "),
    ],
)
def test_a_list_that_cannot_be_used_is_a_problem(tmp_path: Path, where: str, content: str | None, said: str) -> None:
    root = hub(tmp_path)
    if content is not None:
        (tmp_path / where).write_text(content, encoding="utf-8")
    found, problems = guard_for(root, AS_OF, Cache(root / "c", enabled=False), tmp_path / where)
    assert found is None
    assert str(problems[0]).startswith(f"--names: {said}") and "Smith" not in str(problems[0]).replace(
        "Smith, Jane.", ""
    )


def test_a_link_in_the_workspace_to_a_list_outside_is_inside(tmp_path: Path) -> None:
    root = hub(tmp_path)
    (root / "list.txt").symlink_to(tmp_path / "names.txt")
    found, problems = guard_for(root, AS_OF, Cache(root / "c", enabled=False), root / "list.txt")
    assert found is None and "lies in the workspace" in str(problems[0])


def test_mistakes_of_all_files_are_told_in_one_run(tmp_path: Path) -> None:
    root = hub(tmp_path, **{"rsqm.yaml": "service: {}\n", "evidence/register.yaml": "evidence: 3\n"})
    allow(root, "allow: 3\n")
    _, problems = guard_for(root, AS_OF, Cache(root / "c", enabled=False), tmp_path / "absent.txt")
    assert [p.where.path for p in problems] == ["rsqm.yaml", "rsqm.yaml", "evidence/register.yaml", ALLOW, "--names"]


def test_a_picture_among_the_pages_stops_until_somebody_has_looked_at_it(tmp_path: Path) -> None:
    root = hub(tmp_path, **{"site/docs/assets/team.png": b"\x89PNG one", "evidence/monitoring/cases.csv": "Ref\n"})
    (root / "evidence/documents/minutes.docx").unlink()
    (unread,) = guard(root).before("public").unread
    assert (unread.where.path, unread.copied) == ("site/docs/assets/team.png", True)
    entry = ENTRY.replace("rule: names", "rule: unread").format(
        key="sha256", value=unread.digest, file="site/docs/assets/team.png"
    )
    allow(root, "allow:\n" + entry)
    assert not guard(root).before("public").stops
    site = root / "build/public/site"
    (site / "assets").mkdir(parents=True)
    shutil.copy(root / "site/docs/assets/team.png", site / "assets/team.png")
    assert not guard(root).after(site).stops  # the copy is the same file
    (site / "assets/team.png").write_bytes(b"\x89PNG two")
    assert guard(root).after(site).stops


def test_what_the_tool_cannot_read_stops_only_what_would_hold_it(tmp_path: Path) -> None:
    """A scan among the private papers is told; the same among the assessor's papers stops the publication."""
    entry = "  - {id: FRM-01, title: Form, kind: form, file: documents/form.jpg, class: %s, supports: [H.1]}\n"
    private = REGISTER + entry % "private"
    root = hub(tmp_path, **{"evidence/register.yaml": private, "evidence/documents/form.jpg": b"\xff\xd8\xff"})
    for path in ("evidence/documents/minutes.docx", "evidence/monitoring/cases.csv"):
        (root / path).unlink()  # what is not there would not be copied
    assert [u.copied for u in guard(root).everything().unread] == [False]
    assert not guard(root).before("assessor").stops
    (root / "evidence/register.yaml").write_text(
        private.replace("form.jpg, class: private", "form.jpg, class: assessor")
    )
    assert guard(root).before("assessor").stops
    assert not guard(root).before("public").stops
    digest = guard(root).everything().unread[0].digest
    entry = ENTRY.replace("rule: names", "rule: unread")
    allow(root, "allow:\n" + entry.format(key="sha256", value=digest, file="evidence/documents/form.jpg"))
    assert not guard(root).before("assessor").stops
