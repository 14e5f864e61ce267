"""Holds a YAML file against its JSON Schema and says in plain words, with its place, what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any

from rsqm_tool.load.places import At, YamlFile
from rsqm_tool.model import Problem
from rsqm_tool.resources import shipped

_TYPES = {
    "string": "text", "integer": "a whole number", "boolean": "true or false",
    "array": "a list", "object": "keys with values", "null": "nothing",
}  # fmt: skip
_MAX_SHOWN = 60


def validate(file: YamlFile, schema: str) -> list[Problem]:
    """Every way in which `file` breaks the schema of that name (`register`), in the order of its lines."""
    if file.data is None:
        return [Problem(file.where(), "The file is empty", "at least " + _first_key(schema), "Fill it in or delete it")]
    problems = {p for error in _validator(schema).iter_errors(file.data) for p in _tell(file, error)}
    return sorted(problems, key=lambda p: (p.where.line or 0, p.where.column or 0, p.found))


def nearest(word: str, words: Iterable[str]) -> str:
    """A question such as `Did you mean "approved_by"?` without its mark, or nothing when no word is near."""
    close = get_close_matches(word.casefold(), list(words), n=1, cutoff=0.6)
    return f"Did you mean {close[0]!r}?" if close else ""


def shown(value: Any) -> str:
    """A value as it is quoted in a message: short, and never more than a line."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    if isinstance(value, dict | list):
        return _TYPES["object" if isinstance(value, dict) else "array"]
    text = str(value)
    return repr(text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 3] + "...")


def is_date(text: object) -> bool:
    """Whether text is a day that exists, written 2026-04-01. Anything that is not text is another rule's business."""
    if not isinstance(text, str):
        return True
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def tables() -> dict[str, str]:
    """The tables that rsqm.yaml can map, each with what it holds."""
    described = _schema("workspace")["properties"]["tables"]["properties"]
    return {name: schema["description"] for name, schema in described.items()}


@cache
def _schema(name: str) -> dict[str, Any]:
    text = (shipped("standards") / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _first_key(name: str) -> str:
    schema = _schema(name)
    return f"`{next(iter(schema.get('required') or schema['properties']))}:`"


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker  # costs start-up time

    checker = FormatChecker(formats=())
    checker.checks("date")(is_date)
    return Draft202012Validator(_schema(name), format_checker=checker)


def _tell(file: YamlFile, error: Any) -> Iterator[Problem]:
    at: At = tuple(error.absolute_path)
    teller = _TELLERS.get(error.validator, _tell_other)
    yield from teller(file, error, at)


def _tell_missing(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    known = error.schema.get("properties", {})
    misspelt = [str(key) for key in error.instance if key not in known]
    for name in error.validator_value:
        if name not in error.instance and not get_close_matches(name, misspelt, n=1, cutoff=0.6):
            yield Problem(file.where(at), f"`{name}:` is missing", _describe(error.schema, name), f"Add `{name}:`")


def _tell_unknown(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    known = list(error.schema["properties"])
    for name in error.instance:
        if name not in known:
            hint = nearest(str(name), [k for k in known if k not in error.instance] or known)
            todo = hint or "Take it out, or correct it"
            yield Problem(file.where_key((*at, name)), f"{shown(name)} is no key here", _one_of(known, hint), todo)


def _tell_type(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    expected = " or ".join(_TYPES.get(str(t), str(t)) for t in wanted)
    number = isinstance(error.instance, int | bool) and "string" in wanted
    todo = "Put quotation marks around it" if number else ""
    if error.instance is None:
        todo = "Fill it in, or take the key out"
    yield Problem(file.where(at), f"{_named(at)} is {_what(error.instance)}", expected, todo)


def _tell_enum(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    words = [str(w) for w in error.validator_value]
    hint = nearest(str(error.instance), words)
    yield Problem(file.where(at), f"{_named(at)} is {shown(error.instance)}", _one_of(words, hint), hint)


def _tell_format(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    text = str(error.instance)
    shaped = len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()
    found = f"{_named(at)} is {shown(text)}" + (", a day that does not exist" if shaped else "")
    yield Problem(file.where(at), found, "a date, year-month-day, such as 2026-04-01", "Correct the date")


def _tell_pattern(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    described = error.schema.get("description", "").rstrip(".")
    yield Problem(file.where(at), f"{_named(at)} is {shown(error.instance)}", _lower(described), "Correct it")


def _tell_short(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    yield Problem(file.where(at), f"{_named(at)} is empty", "", "Fill it in, or take the key out")


def _tell_limit(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    words = {"minimum": "at least", "maximum": "at most", "maxLength": "no more characters than"}
    expected = f"{words[error.validator]} {error.validator_value}"
    yield Problem(file.where(at), f"{_named(at)} is {shown(error.instance)}", expected)


def _tell_choice(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    """Of several allowed shapes tell the mistakes of the one that was meant: the one of the same type."""
    meant = [e for e in error.context if e.validator != "type" or e.absolute_path != error.absolute_path]
    if meant:
        for inner in meant:
            yield from _tell(file, inner)
        return
    expected = " or ".join(dict.fromkeys(_TYPES.get(str(e.validator_value), "") for e in error.context))
    yield Problem(file.where(at), f"{_named(at)} is {_what(error.instance)}", expected)


def _tell_one_of(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    if not isinstance(error.instance, dict):
        return  # its type is told already
    names = [branch["required"][0] for branch in error.validator_value]
    there = [n for n in names if n in error.instance]
    found = f"{' and '.join(f'`{n}:`' for n in there)} stand together" if there else "There is nothing to look at"
    yield Problem(
        file.where(at), found, f"exactly one of {_list(names)}", f"Keep one of {_list(names)}" if there else "Add one"
    )


def _tell_dependent(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    for name, needed in error.validator_value.items():
        for other in needed if name in error.instance else ():
            if other not in error.instance:
                yield Problem(file.where(at), f"`{name}:` stands without `{other}:`", "both", f"Add `{other}:`")


def _tell_other(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    if error.validator in ("if", "then") and error.context:
        for inner in error.context:
            yield from _tell(file, inner)
        return
    yield Problem(file.where(at), f"{_named(at)} does not fit ({error.validator})")


_TELLERS = {
    "required": _tell_missing,
    "additionalProperties": _tell_unknown,
    "type": _tell_type,
    "enum": _tell_enum,
    "format": _tell_format,
    "pattern": _tell_pattern,
    "minLength": _tell_short,
    "minItems": _tell_short,
    "minProperties": _tell_short,
    "minimum": _tell_limit,
    "maximum": _tell_limit,
    "maxLength": _tell_limit,
    "anyOf": _tell_choice,
    "oneOf": _tell_one_of,
    "dependentRequired": _tell_dependent,
}


def _named(at: At) -> str:
    """The key of a value, as the reader sees it: `review_by:`, or the key of its list."""
    names = [step for step in at if isinstance(step, str)]
    if not names:
        return "The file"
    return f"`{names[-1]}:`" if isinstance(at[-1], str) else f"An entry of `{names[-1]}:`"


def _what(value: Any) -> str:
    if isinstance(value, bool):
        return shown(value)
    if isinstance(value, int):
        return f"the number {value}"
    return f"the text {shown(value)}" if isinstance(value, str) else shown(value)


def _describe(schema: dict[str, Any], name: str) -> str:
    described = schema.get("properties", {}).get(name, {}).get("description", "")
    return _lower(described.split(". ")[0].rstrip("."))


def _lower(sentence: str) -> str:
    """For use behind a verb; abbreviations keep their capitals."""
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] == " " else sentence


def _one_of(words: list[str], hint: str) -> str:
    """The words to choose from; a long list is noise beside a hint."""
    return "" if hint and len(words) > 8 else f"one of {_list(words)}"


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)
