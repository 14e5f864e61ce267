"""What is told besides hits: what could not be looked through, what is allowed, and entries that nobody needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rsqm_tool.model import Location
from rsqm_tool.model.privacy import Allowance, Findings, Hit, Part, Unread
from rsqm_tool.privacy.told import Options, allowed, stopped, text

SCAN, PACKED = Location("evidence/documents/form.jpg"), Location("evidence/documents/log.zip")
FORM = Unread(SCAN, "It is a picture. Look at it", "f" * 64, True, "evidence/form.jpg")
LOG = Unread(PACKED, "It is packed. Look at it", "", False, "evidence/log.zip")
LISTED = Location("evidence/privacy-allow.yaml", 8, 5)
ENTRY = Allowance("phone", "a" * 64, "rsqm.yaml", "The poster has it.", "Board", date(2027, 4, 1), LISTED, "rsqm.yaml")


def hit(number: int = 1) -> Hit:
    where = Location("evidence/a.md", line=number)
    return Hit("phone", "07*** ***123", "a" * 64, where, Part.BODY, file="evidence/a.md", spot=f"line {number}")


def told(findings: Findings, **options: bool) -> list[str]:
    return text(findings, Options(**options)).splitlines()


def test_what_could_not_be_looked_through_and_what_of_it_stops() -> None:
    assert told(Findings(unread=(LOG, FORM)))[:4] == [
        "Not looked through: 2 files",
        "  evidence/form.jpg: It is a picture. Look at it. A site would hold it, so it stops `rsqm publish`.",
        "  evidence/log.zip: It is packed. Look at it.",
        "",
    ]


def test_entries_that_ended_or_that_nothing_needs() -> None:
    lines = told(Findings(expired=(ENTRY,), unused=(ENTRY,)))
    place = "evidence/privacy-allow.yaml:8: The entry of rule phone"
    assert lines[0] == f"{place} has ended and holds no longer. Decide again, or delete it."
    assert lines[2] == f"{place} is not needed any more: nothing there is found by it. Delete it."


def test_why_an_entry_holds_for_nothing() -> None:
    """Its file is not there, or the file has something of that rule that is not allowed: then it is the wrong hash."""
    place = "evidence/privacy-allow.yaml:8: The entry of rule phone holds for nothing:"
    assert told(Findings(unused=(ENTRY,), absent=frozenset({"rsqm.yaml"})))[0] == (
        f"{place} there is no such file. Correct the path of the file, or delete the entry."
    )
    entry = replace(ENTRY, file="evidence/a.md")
    assert f"{place} its hash fits nothing in that file; take the one that `rsqm privacy --entries` gives." in told(
        Findings(hits=(hit(),), unused=(entry,))
    )


def test_what_is_allowed_is_one_line_an_entry_with_its_copies() -> None:
    """Two places in the file itself, three on built pages; and an entry that holds only in its file."""
    here = replace(ENTRY, file="evidence/a.md", shown="evidence/a.md")
    other = replace(here, rule="names", where=Location("evidence/privacy-allow.yaml", 14, 5))
    built = [(replace(hit(n), where=Location("build/assessor/site/a.html", line=n)), here) for n in (1, 2, 3)]
    found = Findings(allowed=(*built, (hit(1), here), (hit(2), here), (hit(3), other)))
    assert told(found)[:4] == [
        "Allowed in evidence/privacy-allow.yaml: 2",
        "  evidence/a.md: phone, and 3 copies on built pages. The poster has it. Board, until 1 April 2027.",
        "  evidence/a.md: names. The poster has it. Board, until 1 April 2027.",
        "",
    ]


def test_in_a_log_nothing_that_somebody_typed_about_what_is_allowed() -> None:
    found = Findings(allowed=((hit(), replace(ENTRY, file="evidence/a.md", shown="evidence/a.md")),))
    assert told(found, values=False)[1] == "  evidence/a.md: phone. Until 1 April 2027."
    assert allowed(found, Options(values=False))[1] == "  evidence/a.md: phone. Until 1 April 2027."


def test_the_command_that_publishes_tells_each_line_of_sources_and_pages_once() -> None:
    """It looks through both, and adds up lines: those of one entry are the same."""
    entry = replace(ENTRY, file="evidence/a.md", shown="evidence/a.md")
    page = replace(hit(), where=Location("a.html", line=3))
    before, after = (allowed(Findings(allowed=((thing, entry),)), Options()) for thing in (hit(), page))
    assert (
        before
        == after
        == [
            "Allowed in evidence/privacy-allow.yaml:",
            "  evidence/a.md: phone. The poster has it. Board, until 1 April 2027.",
        ]
    )


def test_of_very_many_hits_in_a_file_the_first_are_told() -> None:
    lines = told(Findings(hits=tuple(hit(n) for n in range(1, 100))))
    assert lines[0] == "evidence/a.md"
    assert lines[40].startswith("  line 40: a telephone number 07*** ***123 [phone]. ")
    assert lines[41] == "  and 59 more"


def test_what_a_file_is_called_does_no_harm_on_a_terminal() -> None:
    name, heading = "a\n::error::b", "under '\x1b[31m'"
    forged = Hit("phone", "", "a" * 64, Location(name), Part.BODY, file=name, spot=heading)
    assert told(Findings(hits=(forged,)))[:2] == [
        "a ::error::b",
        "  under ' [31m': a telephone number [phone]. Take it out, or write the person's id or role instead.",
    ]


def test_only_what_stops_is_told_by_the_command_that_publishes() -> None:
    found = stopped(Findings(hits=(hit(),), unread=(FORM, LOG), unused=(ENTRY,)), Options())
    assert "line 1: a telephone number" in found and "form.jpg" in found
    assert "log.zip" not in found and "Looked through" not in found


def test_what_to_do_is_told_once_whatever_was_found() -> None:
    whole = text(Findings(hits=(hit(1), hit(2)), unread=(FORM,)), Options())
    assert whole.count("Take these out, or allow them: `rsqm privacy --save` adds entries to") == 1
    assert "Take these out, or allow them" not in text(Findings(unread=(LOG,)), Options())
    assert "allow them" not in stopped(Findings(hits=(hit(),)), Options())  # `rsqm publish` has words of its own
