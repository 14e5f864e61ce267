"""Every file of the service, made in memory."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from tools.fenland import SEED, workspace
from tools.fenland.book import book, people_rows
from tools.fenland.cases import Case, make_cases
from tools.fenland.fault import plant
from tools.fenland.faults import FAULTS, STRAY_COPY
from tools.fenland.figures import count_period
from tools.fenland.items import Item, read_items
from tools.fenland.learning import cpd, training, vetting
from tools.fenland.monitoring import equality, feedback, incidents, offers
from tools.fenland.pdf import pdf
from tools.fenland.plain import markdown
from tools.fenland.practice import supervision
from tools.fenland.records import Row, case_rows, facilitators, participants, participation, processes
from tools.fenland.tables import BOOK, log_rows, monitoring_files
from tools.fenland.word import word


def _dice(table: str) -> random.Random:
    """Each table has its own, so that a change in one leaves the others as they are."""
    return random.Random(f"{SEED} {table}")


def service(planted: bool) -> dict[str, bytes]:
    """All files by their path from the workspace's folder. `planted`: with the faults, or sound."""
    cases = make_cases(_dice("cases"))
    replies, log, offered = feedback(_dice("feedback"), cases), incidents(), offers(_dice("offers"))

    @functools.cache
    def figures(period: str) -> Mapping[str, str]:
        first, last = (date.fromisoformat(day) for day in period.split("/"))
        return count_period(first, last, cases, replies, log, offered)

    plan = workspace.read_actions(planted)
    items = read_items(planted, figures, workspace.actions_table(plan))
    files, pages = _documents(items)
    if planted:
        path, id = STRAY_COPY
        files[f"evidence/{path}"] = word(next(item for item in items if item.id == id))
    tables = _tables(cases) | log_rows(replies, log, offered, equality(_dice("equality"), cases))
    plant(tables, FAULTS if planted else ())
    files |= monitoring_files(tables)
    files[BOOK] = book(tables)
    files["rsqm.yaml"] = workspace.settings()
    files["evidence/register.yaml"] = workspace.register(items, pages, planted)
    files["evidence/self-assessment.yaml"] = workspace.ratings(planted)
    files["evidence/actions.yaml"] = workspace.actions(plan)
    files["evidence/exceptions.yaml"] = workspace.exceptions(planted)
    files["evidence/assessor.yaml"] = workspace.assessor(planted)
    return files


def _tables(cases: list[Case]) -> dict[str, list[Row]]:
    """Those of people, and those of cases."""
    people = participants(_dice("participants"), cases)
    return {
        **people_rows(vetting(), training(), cpd(_dice("cpd")), supervision(_dice("supervision"), cases)),
        "cases": list(case_rows(cases)),
        "participants": people,
        "processes": processes(_dice("processes"), cases),
        "participation": participation(_dice("participation"), cases, people),
        "facilitators": list(facilitators(cases)),
    }


def _documents(items: list[Item]) -> tuple[dict[str, bytes], dict[str, dict[str, int]]]:
    """The written documents by path, and for each PDF on which page its sections begin."""
    files: dict[str, bytes] = {}
    pages: dict[str, dict[str, int]] = {}
    for item in items:
        if not item.blocks:
            continue
        path, data = f"evidence/{item.path}", b""
        match PurePosixPath(item.path).suffix:
            case ".docx":
                data = word(item)
            case ".pdf":
                data, pages[item.id] = pdf(item)
            case _:
                data = markdown(item)
        if item.file_written:
            files[path] = data
    return files, pages
