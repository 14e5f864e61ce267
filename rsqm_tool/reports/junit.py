"""JUnit XML for CI servers: one test case per criterion; a gap is a failure.

ASCII with character references, so that no console or server can misread it; no timestamps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rsqm_tool.escape import xml_text
from rsqm_tool.model import Assessment, CriterionResult, Finding, Outcome, Problem, StandardResult
from rsqm_tool.reports import Options
from rsqm_tool.reports._words import (
    crashed,
    lowering,
    nothing_assessed,
    place,
    sentence,
    subjects,
    told,
    value,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def render(assessment: Assessment | None, problems: Sequence[Problem], options: Options) -> str:
    """The report as XML. With problems: one suite `input` with an error for each."""
    from xml.etree import ElementTree

    if assessment and not problems:
        root = ElementTree.Element("testsuites", name=_text(assessment.workspace.service.name))
        for standard in assessment.standards:
            _suite(root, standard, assessment, options)
    else:
        root = ElementTree.Element("testsuites", name=nothing_assessed(problems))
        _input(root, problems)
    _count(root, list(root.iter("testcase")))
    ElementTree.indent(root, " ")
    text: str = ElementTree.tostring(root, "us-ascii", xml_declaration=False).decode("ascii")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _text(thing: object) -> str:
    return xml_text(value(thing))


def _add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    from xml.etree import ElementTree

    child = ElementTree.SubElement(parent, tag, attributes)
    child.text = text
    return child


def _suite(root: Element, standard: StandardResult, assessment: Assessment, options: Options) -> None:
    suite = _add(root, "testsuite", name=_text(f"{standard.standard.id} {standard.standard.title}"))
    properties = _add(suite, "properties")
    facts = {
        "framework": assessment.framework.title,
        "edition": assessment.framework.edition,
        "as of": assessment.as_of.isoformat(),
        "ready": "yes" if standard.ready else "no",
    }
    for name, fact in facts.items():
        _add(properties, "property", name=name, value=_text(fact))
    for result in standard.results:
        criterion = result.criterion
        where = _text(f"{assessment.framework.id}.{standard.standard.id}")
        case = _add(suite, "testcase", classname=where, name=_text(f"{criterion.id} {criterion.title}"))
        _judge(case, result, assessment, options)
    _count(suite, list(suite.iter("testcase")))


def _judge(case: Element, result: CriterionResult, assessment: Assessment, options: Options) -> None:
    """Put into a test case how its criterion stands."""
    faults, text = crashed(assessment, result), _lines(lowering(result), assessment, options)
    safeguarding = " (safeguarding)" if result.criterion.safeguarding else ""
    if faults:
        _add(case, "error", text, message=_text("A check crashed: " + "; ".join(faults)), type="crashed")
    elif result.gap:
        _add(case, "failure", text, message=_text(_summary(result) + safeguarding), type=str(result.outcome))
    elif result.outcome is Outcome.NOT_APPLICABLE:
        reason = result.rating.reason if result.rating else ""
        _add(case, "skipped", message=_text(sentence(f"Not applicable: {reason}")))
    else:
        others = [f for f in result.findings if f not in lowering(result)]
        text += _lines(others, assessment, options).lstrip("\n")
        _add(case, "system-out", f"\n{result.outcome}{safeguarding}{text}")


def _summary(result: CriterionResult) -> str:
    """A gap in one line: its outcome and what weighs most."""
    messages = [f.message for f in lowering(result)]
    more = f" And {len(messages) - 1} more." if len(messages) > 1 else ""
    return f"{result.outcome}: {sentence(messages[0])}{more}" if messages else str(result.outcome)


def _lines(findings: Sequence[Finding], assessment: Assessment, options: Options) -> str:
    """Findings with their places and next steps, a line for each part."""
    lines = [""]
    for finding in findings:
        lines.append(f"{finding.outcome}: {sentence(finding.message)}")
        parts = {
            "about": subjects(finding, assessment, options),
            "place": place(finding),
            "lapses": finding.lapses_on.isoformat() if finding.lapses_on else "",
            "next": sentence(finding.next_step),
        }
        lines.extend(f"  {name}: {part}" for name, part in parts.items() if part)
    return xml_text("\n".join(lines) + "\n")


def _input(root: Element, problems: Sequence[Problem]) -> None:
    suite = _add(root, "testsuite", name="input")
    for problem in problems:
        case = _add(suite, "testcase", classname="input", name=_text(problem.where))
        _add(case, "error", message=_text(told(problem)), type="problem")
    _count(suite, list(suite.iter("testcase")))


def _count(element: Element, cases: Sequence[Element]) -> None:
    element.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(case.find(tag) is not None for case in cases)))
