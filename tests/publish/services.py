"""Three services whose pages are all looked at: the fictional one, one made by hand, and one that writes hostile words.

A hostile word is what a browser, a template or Markdown would act on. It stands behind every text that a file may hold.
Each service is rendered once for each audience.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from rsqm_tool.assess import assess
from rsqm_tool.load import load_workspace
from rsqm_tool.model import Assessment, Expectation, Note
from rsqm_tool.model.tables import Tables
from rsqm_tool.publish.assembly import assemble
from rsqm_tool.publish.audience import for_audience
from rsqm_tool.publish.context import Origin, Site
from rsqm_tool.publish.origin import origin_of
from rsqm_tool.publish.render import render
from tests import rows
from tests.bench import ROOT
from tests.publish import hand
from tests.publish.reading import Page

HOSTILE = "<img src=x onerror=alert(1)> {{x}} {% y %} [a](javascript:alert(1)) | --- *b* `c` &lt; $HOME # + 1. _d_"
ORIGIN = Origin(
    commit="0123456789abcdef0123456789abcdef01234567",
    changed=True,
    versions=(("RSQM toolkit", "0.1.0"), ("Python", "3.11.7")),
    digests={"evidence/documents/pro-01.pdf": "a" * 64, "evidence/documents/cst-01.pdf": "b" * 64},
)
# Words of closed lists, and what the tool itself writes: no file can put another word there.
_CLOSED = {
    "kind", "check", "rule", "status", "state", "text", "file", "employment", "level", "subject",
    "rjc_registered_level", "name", "process", "columns", "initiated_by", "outcome", "labels", "sure", "parameters",
}  # fmt: skip
_OWN_KEYS = {"figures", "headers", "review_months", "others", "labels", "parameters"}


@cache
def fictional() -> Assessment:
    """The fictional service."""
    loaded = load_workspace(ROOT)
    assert loaded.workspace, [str(p) for p in loaded.problems]
    return assess(loaded.workspace, loaded.workspace.frameworks[0], date(2026, 11, 20))


def by_hand() -> Assessment:
    """The service made by hand, with tables, a note and a fault, so that every page has something to tell."""
    held = Tables(
        practitioners=rows.people("P-001", "P-010"),
        cases=rows.cases({"referred_on": "2026-07-01", "source": "Police", "offence_group": "Theft"}),
        processes=rows.occasions(),
        supervision=rows.table(
            "supervision", "practitioner_id | held_on | kind\nP-001 | 2026-10-05 | case supervision"
        ),
        training=rows.table("training", "practitioner_id | subject | completed_on\nP-001 | facilitation | 2026-10-05"),
        cpd=rows.table("cpd", "practitioner_id | done_on | hours\nP-001 | 2026-10-05 | 4"),
    )
    made = hand.service(tables=held, faults=["criterion 1.1, check kinds: ValueError"])
    return dataclasses.replace(made, notes=(Note("A note", "Do something.", hand.PRO.where),))


def hostile() -> Assessment:
    """The same with hostile words in every field. Rules keep their own parameters, but for questions to people."""
    made: Assessment = _hostile(by_hand())
    return _with_expectations(made, lambda e: dataclasses.replace(e, parameters=_parameters(e)))


def _hostile(value: Any, name: str = "") -> Any:
    """`value` with hostile words behind every text that a file may hold; equal texts stay equal."""
    if isinstance(value, Enum) or value is None or isinstance(value, (bool, int, float, date)):
        return value
    if isinstance(value, str):
        if name in _CLOSED or not value:
            return value
        return f"{HOSTILE} {value}" if name == "path" else f"{value} {HOSTILE}"  # a path keeps its ending
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _hostile(getattr(value, f.name), f.name) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    if hasattr(value, "_fields"):
        return type(value)(*(_hostile(getattr(value, f), f) for f in value._fields))
    if isinstance(value, Mapping):
        return {k if name in _OWN_KEYS else _hostile(k): _hostile(v, name) for k, v in value.items()}
    return type(value)(_hostile(v, name) for v in value)


def _parameters(expectation: Expectation) -> dict[str, Any]:
    asks = {"who": f"A lead {HOSTILE}", "question": f"What? {HOSTILE}"}
    return asks if expectation.check == "person" else dict(expectation.parameters)


def _with_expectations(value: Any, change: Any) -> Any:
    """`value` with every expectation in it changed."""
    if isinstance(value, Expectation):
        return change(value)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(_with_expectations(v, change) for v in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _with_expectations(getattr(value, f.name), change) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value


SERVICES = {"by-hand": by_hand, "fictional": fictional, "hostile": hostile}
ALL = [(name, audience) for name in SERVICES for audience in ("assessor", "public")]


@cache
def site(name: str, audience: str) -> Site:
    """What the pages of a service get."""
    if name == "fictional":
        shown = for_audience(fictional(), audience)
        return assemble(fictional(), shown, origin_of(shown.assessment, ROOT))
    return hand.site(SERVICES[name](), audience, ORIGIN)


@cache
def files(name: str, audience: str) -> dict[str, bytes]:
    """All its pages and downloads."""
    return render(site(name, audience))


@cache
def read(name: str, audience: str) -> dict[str, Page]:
    """Every page, read, by its path below docs."""
    return {path: Page(content.decode()) for path, content in files(name, audience).items() if path.endswith(".md")}
