"""Fenland Restorative Hub: a fictional service of real size, for the demonstration and the tests.

`python -m tools.fenland` writes `rsqm.yaml` and `evidence/`. The same bytes every time: the seed, the dates and the
metadata of every file are fixed. Where to change what:

    texts/*.md        one file per written document: its register entry (TOML, between +++) and its words
    ratings.toml      the service's own account of each criterion
    actions.toml      its action plan
    assessor.toml     what was decided after its last assessment
    faults.py         everything that `--planted all` makes worse, fault by fault, with faults_in_people.py and
                      faults_in_cases.py for those that show in the tables
    people.py         practitioners, and what the workbook says about them
    cases.py          three years of cases; records.py makes the single tables from them, and monitoring.py feedback,
                      incidents, offers and equality

The texts and tables tell of a sound service. The faults alone say what differs when faults are planted.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

NAME = "Fenland Restorative Hub"
NOTICE = "Fenland Restorative Hub is fictional. Its documents, people and figures are invented to show the tool."
SEED = 20240661  # gives the published proportions to within half a per cent
OPENED = date(2024, 4, 1)
LAST_RECORD = date(2026, 11, 13)  # the last working day that the case system's export holds
EXPORTED = date(2026, 11, 16)
AS_OF = date(2026, 11, 20)
HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent


def long_date(day: date) -> str:
    """17 March 2026, whatever the machine's language."""
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"
