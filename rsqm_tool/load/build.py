"""Builds the model from files that were found right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rsqm_tool.load.contents import Contents, Held
from rsqm_tool.load.files import Folder, Found
from rsqm_tool.load.places import At, YamlFile
from rsqm_tool.model import (
    Action,
    Decision,
    EvidenceItem,
    ExplainedException,
    FileState,
    Framework,
    Location,
    Note,
    Outcome,
    OverallDecision,
    Partner,
    Period,
    Rating,
    SelfAssessment,
    Sensitivity,
    Service,
    Support,
    Targets,
    Workspace,
)
from rsqm_tool.model.documents import DocumentText
from rsqm_tool.model.measures import Measures

_Files = Mapping[str, Sequence[YamlFile]]
_OWN_FILES = ("register.yaml", "self-assessment.yaml", "actions.yaml", "exceptions.yaml", "assessor.yaml",
              "measures.json", "published-tables.json", "privacy-allow.yaml")  # fmt: skip
# Strictest first. No class is stricter than assessor: nothing unclassified is published.
_STRICTNESS = (Sensitivity.PRIVATE, None, Sensitivity.ASSESSOR, Sensitivity.PUBLIC)


def workspace(
    files: _Files,
    frameworks: tuple[Framework, ...],
    folder: Folder,
    contents: Contents,
    held: Held,
    measures: Measures | None,
) -> Workspace:
    """The workspace that some files describe. They fit their schemas and each other; anything else is a KeyError."""
    data = files["workspace"][0].data
    assessment = data.get("assessment", {})
    items = _strictest(tuple(i for f in files.get("register", ()) for i in _items(f, contents)), folder)
    decisions, decision = _decisions(files)
    return Workspace(
        service=_service(data["service"]),
        frameworks=frameworks,
        assessment_on=_day(assessment.get("date")),
        last_assessed_on=_day(assessment.get("last")),
        targets=_targets(data.get("targets", {})),
        items=items,
        self_assessment=_self_assessment(files),
        actions=tuple(_actions(files)),
        exceptions=tuple(_exceptions(files)),
        decisions=decisions,
        decision=decision,
        unregistered=tuple(_unregistered(data, items, folder)),
        tables=held.tables,
        absent=held.absent,
        measures=measures,
        notes=(*held.notes, *_of_documents(items)),
        notice=data.get("notice", ""),
        suppress_below=data.get("publish", {}).get("suppress_below", 10),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _service(data: dict[str, Any]) -> Service:
    return Service(
        name=data["name"],
        provider=data.get("provider", ""),
        commissioner=data.get("commissioner", ""),
        sectors=tuple(data.get("sectors", ())),
        jurisdiction=data.get("jurisdiction", ""),
        partners=tuple(Partner(p["id"], p["name"]) for p in data.get("partners", ())),
        contacts=tuple(data.get("contacts", ())),
    )


def _targets(data: dict[str, Any]) -> Targets:
    own = data.get("review_months", {})
    others = {k: v for k, v in data.items() if k != "review_months"}
    return Targets(review_months={**Targets().review_months, **own}, set_months=frozenset(own), others=others)


def _items(file: YamlFile, contents: Contents) -> Iterator[EvidenceItem]:
    for at, data in file.walk("evidence/*"):
        yield _item(file, at, data, contents)


def _item(file: YamlFile, at: At, data: dict[str, Any], contents: Contents) -> EvidenceItem:
    found, text = _content(data, contents)
    return EvidenceItem(
        id=data["id"],
        title=data["title"],
        kind=data["kind"],
        where=file.where((*at, "file")) if found else file.where(at),
        about=tuple(data.get("about", ())),
        file=f"evidence/{found.path}" if found else None,
        file_state=found.state if found else FileState.NO_FILE,
        file_trouble=found.trouble if found else "",
        file_size=found.size if found else None,
        text=text,
        url=data.get("url"),
        seen_on=_day(data.get("seen_on")),
        statement=data.get("statement"),
        owner=data.get("owner", ""),
        agency=data.get("agency"),
        approved_by=data.get("approved_by", ""),
        approved_on=_day(data.get("approved_on")),
        review_by=_day(data.get("review_by")),
        dated=_day(data.get("dated")),
        covers=_period(data.get("covers")),
        signed_by=tuple(data.get("signed_by", ())),
        states=data.get("states", {}),
        sensitivity=Sensitivity(data["class"]) if "class" in data else None,
        supports=tuple(_supports(file, (*at, "supports"), data.get("supports", ()))),
    )


def _content(data: dict[str, Any], contents: Contents) -> tuple[Found | None, DocumentText | None]:
    """The item's file, and its text; a document of which nothing can be read is a file that cannot be read."""
    if "file" not in data:
        return None, None
    found, text = contents.found[data["file"]], contents.texts.get(data["file"])
    if text and text.trouble:
        return Found(FileState.UNREADABLE, found.path, text.trouble), None
    return found, text


def _of_documents(items: Iterable[EvidenceItem]) -> Iterator[Note]:
    """What a person should know about documents that were read, such as pages without text; each document once."""
    told: set[str] = set()
    for item in items:
        if item.text and item.file and item.file not in told:
            told.add(item.file)
            for note in item.text.notes:
                yield Note(f"{item.id} ({item.title}): {note}", "", Location(item.file))


def _period(data: dict[str, str] | None) -> Period | None:
    return Period(date.fromisoformat(data["from"]), _day(data.get("to"))) if data else None


def _supports(file: YamlFile, at: At, data: Sequence[Any]) -> Iterator[Support]:
    for i, entry in enumerate(data):
        claim = entry if isinstance(entry, dict) else {"criterion": entry}
        yield Support(claim["criterion"], claim.get("where", ""), claim.get("how", ""), file.where((*at, i)))


def _strictest(items: tuple[EvidenceItem, ...], folder: Folder) -> tuple[EvidenceItem, ...]:
    """Where a file is registered more than once, by whatever name or link, the strictest class holds for each entry."""
    by_file: dict[object, list[EvidenceItem]] = {}
    for item in items:
        if item.file:
            by_file.setdefault(_identity(item.file, folder), []).append(item)
    strict = {
        item.id: min((i.sensitivity for i in group), key=_STRICTNESS.index)
        for group in by_file.values() if len(group) > 1 for item in group
    }  # fmt: skip
    return tuple(replace(i, sensitivity=strict[i.id]) if i.id in strict else i for i in items)


def _identity(file: str, folder: Folder) -> object:
    """What is the same for all names of one file; the name itself where there is no file."""
    return folder.find(file.removeprefix("evidence/")).identity or file


def _self_assessment(files: _Files) -> SelfAssessment:
    if not files.get("self-assessment"):
        return SelfAssessment()
    file = files["self-assessment"][0]
    ratings = {}
    for at, data in file.walk("criteria/*"):
        rating = Outcome(data["rating"]) if "rating" in data else None
        rest = {k: data[k] for k in ("owner", "how", "reason", "met_by") if k in data}
        ratings[str(at[-1])] = Rating(str(at[-1]), rating, file.where_key(at), **rest)
    by = file.data.get("assessed_by", "")
    return SelfAssessment(_day(file.data.get("assessed_on")), by, ratings, file.where())


def _actions(files: _Files) -> Iterator[Action]:
    for file in files.get("actions", ()):
        for at, data in file.walk("actions/*"):
            yield Action(**{**data, "due": _day(data.get("due"))}, where=file.where(at))


def _exceptions(files: _Files) -> Iterator[ExplainedException]:
    for file in files.get("exceptions", ()):
        for at, data in file.walk("exceptions/*"):
            days = {k: date.fromisoformat(data[k]) for k in ("on", "until")}
            yield ExplainedException(**{**data, **days}, where=file.where(at))


def _decisions(files: _Files) -> tuple[dict[str, Decision], OverallDecision | None]:
    if not files.get("assessor"):
        return {}, None
    file = files["assessor"][0]
    made = [_decision(file, at, data) for at, data in file.walk("decisions/*")]
    overall = file.data.get("decision")
    final = OverallDecision(**{**overall, "on": date.fromisoformat(overall["on"])}) if overall else None
    return {d.criterion: d for d in made}, final


def _decision(file: YamlFile, at: At, data: dict[str, Any]) -> Decision:
    condition = data.get("condition", {})
    return Decision(
        criterion=data["criterion"],
        outcome=Outcome(data["outcome"]),
        where=file.where(at),
        seen=tuple(data.get("seen", ())),
        condition=condition.get("text", ""),
        evidence_wanted=condition.get("evidence_wanted", ""),
        due=_day(condition.get("due")),
        discharged_on=_day(condition.get("discharged_on")),
        recommendation=data.get("recommendation", ""),
        state=data.get("state", "draft"),
    )


def _unregistered(data: dict[str, Any], items: Sequence[EvidenceItem], folder: Folder) -> Iterator[str]:
    """Files below evidence/ that no item and no table names, besides the workspace's own."""
    named = {i.file for i in items} | {t["file"] for t in data.get("tables", {}).values()}
    for path in folder.everything():
        own = path in _OWN_FILES or (path.startswith("register/") and path.endswith(".yaml"))
        if not own and f"evidence/{path}" not in named:
            yield f"evidence/{path}"
