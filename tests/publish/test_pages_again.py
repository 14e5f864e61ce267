"""The same service gives the same bytes, and a download holds the table that it is beneath."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import pytest

from rsqm_tool.dates import in_words
from rsqm_tool.model.monitoring import Counts
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.pages import calendar, dashboard, gaps, monitoring, people
from rsqm_tool.publish.pictures import figure as figures
from rsqm_tool.publish.pictures.figure import Figure
from rsqm_tool.publish.render import render
from tests.publish import hand
from tests.publish.services import ALL, ORIGIN, SERVICES, by_hand, files, read, site

OURS = (dashboard, gaps, calendar, people)


@pytest.mark.parametrize("name", ["by-hand", "hostile"])
def test_the_same_service_gives_the_same_bytes(name: str) -> None:
    again = render(hand.site(SERVICES[name](), "assessor", ORIGIN))
    assert list(again.items()) == list(files(name, "assessor").items())


def test_the_same_site_gives_the_same_bytes() -> None:
    made = site("fictional", "assessor")
    assert render(made) == files("fictional", "assessor")


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_mappings_changes_no_byte(seed: int) -> None:
    """Only the figures of a finding have an order: that in which their rule tells them."""
    random, result = Random(seed), by_hand()
    held = {n: shuffled(getattr(result.workspace, n), random) for n in ("decisions", "self_assessment", "targets")}
    other = dataclasses.replace(
        result,
        workspace=dataclasses.replace(result.workspace, **held),
        framework=dataclasses.replace(result.framework, labels=shuffled(result.framework.labels, random)),
    )
    made = hand.site(other, "assessor", dataclasses.replace(ORIGIN, digests=shuffled(ORIGIN.digests, random)))
    pages = {n: shuffled(getattr(made, n), random) for n in ("standards", "criteria", "items", "documents")}
    assert render(dataclasses.replace(made, **pages)) == files("by-hand", "assessor")


def shuffled(value: Any, random: Random) -> Any:
    """`value` with every mapping in it in another order."""
    if isinstance(value, Mapping):
        pairs = [(k, shuffled(v, random)) for k, v in value.items()]
        random.shuffle(pairs)
        return dict(pairs)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: shuffled(getattr(value, f.name), random) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value


def made_of(site: Site) -> list[Figure]:
    """The figures of all pages of a site."""
    modules = (dashboard, monitoring) if site.public else (*OURS, monitoring)
    return [figure for module in modules for figure in module.figures(site)]


@pytest.mark.parametrize(("name", "audience"), ALL)
def test_each_download_holds_the_table_beneath_its_picture(name: str, audience: str) -> None:
    """Cell by cell: in a download nothing stands for a dash, 2026-11-20 for a day, and ' in front of a formula."""
    pages = [page for path, page in read(name, audience).items() if path != "pack.md"]
    tables = {id: rows for page in pages for id, rows in page.tables.items()}
    found = {figures.path(f): f for f in made_of(site(name, audience))}
    assert sorted(found) == sorted(path for path in files(name, audience) if path.startswith("data/"))
    for path, figure in found.items():
        content = files(name, audience)[path].decode("utf-8-sig")
        assert content.count("\n") == content.count("\r\n") == len(figure.rows) + 1, path
        rows = [[as_shown(cell) for cell in row] for row in csv.reader(io.StringIO(content, newline=""))]
        shown = [["" if cell == "–" else cell for cell in row] for row in tables[f"{figure.name}-numbers"]]
        assert rows == shown, path


def as_shown(cell: str) -> str:
    """A cell of a download as the page has it."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        return in_words(date.fromisoformat(cell))
    return " ".join(cell.split())


def test_no_two_figures_have_one_name() -> None:
    """The name is that of the file: a monitoring figure that took one of ours would take its place."""
    own = [figure.name for module in OURS for figure in module.figures(site("fictional", "assessor"))]
    told = site("fictional", "assessor").monitoring
    assert told
    counted = [f.id for f in told.figures if not (isinstance(f, Counts) and f.sensitive)]
    assert len(own) > 5 and len(counted) > 10
    assert len({*own, *counted}) == len(own) + len(counted)
