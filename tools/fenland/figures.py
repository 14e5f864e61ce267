"""The figures that reports quote, counted from the tables, so that no document disagrees with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from statistics import median

from tools.fenland.cases import Case
from tools.fenland.monitoring import Incident, Offer, Reply


def count_period(
    begin: date, end: date, cases: list[Case], replies: list[Reply], log: list[Incident], offers: list[Offer]
) -> dict[str, str]:
    """Every figure of one period, by the name that the texts use. Both days are inside."""

    def inside(day: date | None) -> bool:
        return day is not None and begin <= day <= end

    referred = [c for c in cases if inside(c.referred)]
    processes = [c for c in cases if inside(c.first_communication)]
    direct = [c for c in processes if c.route == "Face to face"]
    answered = [r for r in replies if inside(r.received) and r.stage == "After process"]
    asked = [r for r in replies if inside(r.asked) and r.stage == "After process"]
    stopped = [r for r in replies if inside(r.received) and r.stage == "Did not proceed"]
    informed, eligible = (
        sum(getattr(o, f) for o in offers if o.period == f"{begin}/{end}") for f in ("informed", "eligible")
    )
    attempts = sorted(_waits(referred))
    figures: dict[str, int] = {
        "referrals": len(referred),
        "sensitive": sum(c.sensitive == "Y" for c in referred),
        "self_referrals": sum(c.source == "Self-referral" for c in referred),
        "processes": len(processes),
        "direct": len(direct),
        "indirect": len(processes) - len(direct),
        "share": round(100 * len(processes) / max(1, len(referred))),
        "asked": len(asked),
        **_views(answered),
        "stopped_replies": len(stopped),
        "withdrawn": sum(c.result == "Withdrawn" and inside(c.closed) for c in cases),
        "closed": sum(inside(c.closed) for c in cases),
        "agreements": sum(c.agreement == "Made" for c in processes),
        "agreements_done": sum(c.agreement_result == "Done" for c in processes),
        "incidents": sum(i.kind in ("Incident", "Near miss") and inside(i.raised) for i in log),
        "complaints": sum(i.kind == "Complaint" and inside(i.raised) for i in log),
        "safeguarding": sum(i.kind == "Safeguarding referral" and inside(i.raised) for i in log),
        "breaches": sum(i.kind == "Data breach" and inside(i.raised) for i in log),
        "median_days": round(median(attempts)) if attempts else 0,
        "p90_days": attempts[int(0.9 * (len(attempts) - 1))] if attempts else 0,
        "eligible": eligible,
        "informed": informed,
    }
    words = {name: f"{value:,}" for name, value in figures.items()}
    return words | {"by_source": _table("Source", [c.source for c in referred], [c.source for c in processes])}


def _views(answered: list[Reply]) -> dict[str, int]:
    """What was answered after a process, as numbers and as shares of those who answered."""
    satisfied = sum((r.satisfied or 0) >= 4 for r in answered)
    recommend = sum(r.recommend == "Yes" for r in answered)
    whole = max(1, len(answered))
    return {
        "replies": len(answered),
        "satisfied": satisfied,
        "recommend": recommend,
        "safe": sum(r.felt_safe == "Yes" for r in answered),
        "free": sum(r.free_to_refuse == "Yes" for r in answered),
        "satisfied_share": round(100 * satisfied / whole),
        "recommend_share": round(100 * recommend / whole),
    }


def _waits(cases: list[Case]) -> list[int]:
    """Days from acceptance to the first attempt, less the time for which somebody asked to wait."""
    waits = []
    for case in cases:
        if case.accepted and case.first_attempt:
            held = (case.hold_to - case.hold_from).days if case.hold_from and case.hold_to else 0
            waits.append((case.first_attempt - case.accepted).days - held)
    return waits


def _table(label: str, referred: Sequence[str], processes: Sequence[str]) -> str:
    """Referrals and processes by something, most referrals first."""
    first, second = Counter(referred), Counter(processes)
    rows = [
        f"| {key} | {number} | {second[key]} |" for key, number in sorted(first.items(), key=lambda p: (-p[1], p[0]))
    ]
    return "\n".join([f"| {label} | Referrals | Processes |", *rows])
