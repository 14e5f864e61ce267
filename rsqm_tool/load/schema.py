"""Holds a YAML file against its JSON Schema and says in plain words, with its place, what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from typing import Any

from rsqm_tool.load.cache import Cache, digest_of
from rsqm_tool.load.places import At, YamlFile
from rsqm_tool.model import Problem
from rsqm_tool.resources import shipped

_TYPES = {
    "string": "text", "integer": "a whole number", "boolean": "true or false",
    "array": "a list", "object": "keys with values", "null": "nothing",
}  # fmt: skip
_MAX_SHOWN = 60
_YEARS = range(1900, 2200)  # any other is a slip of the finger, and no calendar to reckon with


def validate(file: YamlFile, schema: str) -> list[Problem]:
    """Every way in which `file` breaks the schema of that name (`register`), in the order of its lines."""
    if file.data is None:
        todo = "Fill it in" if schema == "workspace" else "Fill it in or delete it"
        return [Problem(file.where(), "The file is empty", f"at least {_first_key(schema)}", todo)]
    problems = {p for error in _validator(schema).iter_errors(file.data) for p in _tell(file, error)}
    return sorted(problems, key=lambda p: (p.where.line or 0, p.where.column or 0, p.found))


def validate_once(file: YamlFile, schema: str, kept: Cache) -> list[Problem]:
    """The same, unless `kept` knows that this content was found right by this schema before."""
    tag = f"right by {schema} {_edition(schema)}"
    if kept.get(file.digest, tag) is True:
        return []
    problems = validate(file, schema)
    if not problems:
        kept.put(file.digest, tag, True)
    return problems


@cache
def _edition(schema: str) -> str:
    """The hash of a schema's own text."""
    return digest_of((shipped("standards") / "schema" / f"{schema}.schema.json").read_bytes())


def nearest(word: str, words: Iterable[str]) -> str:
    """A question such as "Did you mean 'approved_by'?", or nothing when no word is near, or two are equally near."""
    folded = {w.casefold(): w for w in words}
    close = get_close_matches(word.casefold(), folded, n=2, cutoff=0.6)
    likeness = [SequenceMatcher(None, other, word.casefold()).ratio() for other in close]
    if not close or (len(close) == 2 and likeness[0] == likeness[1]):
        return ""
    return f"Did you mean {folded[close[0]]!r}?"


def shown(value: Any) -> str:
    """A value as it is quoted in a message: short, and never more than a line."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    if isinstance(value, dict | list):
        return "a set of keys" if isinstance(value, dict) else "a list"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return repr(text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 3] + "...")


def is_date(text: object) -> bool:
    """Whether text is a day that exists, written 2026-04-01. Anything that is not text is another rule's business."""
    if not isinstance(text, str):
        return True
    try:
        day = date.fromisoformat(text)
        return day.year in _YEARS and day.isoformat() == text
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
    """All keys that are missing in one place, as one mistake; a misspelt one is told where it stands."""
    missing = [n for n in error.validator_value if n not in error.instance and not _misspelt(n, error)]
    if len(missing) == 1:
        yield Problem(file.where(at), f"`{missing[0]}:` is missing{_described(error.schema, missing[0])}", "", "Add it")
    elif missing:
        first = ", ".join(f"`{n}:`" for n in missing[:-1])
        yield Problem(file.where(at), f"{first} and `{missing[-1]}:` are missing", "", "Add them")


def _misspelt(name: str, error: Any) -> bool:
    """Whether a key that nobody knows is probably meant to be this one."""
    known = error.schema.get("properties", {})
    unknown = [str(key).casefold() for key in error.instance if key not in known]
    return bool(get_close_matches(name, unknown, n=1, cutoff=0.6))


def _tell_unknown(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    known = list(error.schema["properties"])
    for name in error.instance:
        if name not in known:
            hint = nearest(str(name), [k for k in known if k not in error.instance] or known)
            todo = hint or "Take it out, or correct it"
            yield Problem(file.where_key((*at, name)), f"{shown(name)} is no key here", _one_of(known, hint), todo)


def _tell_type(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    if error.schema.get("format") == "date" and error.instance is not None:
        yield from _tell_format(file, error, at)
        return
    expected = _either(wanted)
    if "object" in wanted and error.schema.get("properties"):
        expected += f", such as `{next(iter(error.schema['properties']))}:`"
    todo = _remedy(error.instance, wanted, at)
    yield Problem(file.where(at), f"{_named(at)} is {_what(error.instance)}", expected, todo)


def _either(types: Iterable[str]) -> str:
    return " or ".join(_TYPES[t] for t in types)


def _remedy(value: Any, wanted: Collection[str], at: At) -> str:
    """What to do about a value of the wrong type."""
    if value is None and list(wanted) == ["array"]:
        return "Fill it in, or write [] behind it"
    if value is None:
        return f"Fill it in, or take the {'line' if at and isinstance(at[-1], int) else 'key'} out"
    if isinstance(value, int) and "string" in wanted:
        return "Put quotation marks around it"
    if "array" in wanted:
        return "Put a hyphen before each entry" if isinstance(value, dict) else "Put [square brackets] around it"
    if "integer" in wanted and isinstance(value, str) and value.isdecimal():
        return "Take the quotation marks away"
    return ""


def _tell_enum(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    words = [str(w) for w in error.validator_value]
    if error.instance is None:
        yield Problem(file.where(at), f"{_named(at)} is nothing", _one_of(words), "Fill it in, or take the key out")
        return
    one = error.instance[0] if isinstance(error.instance, list) and len(error.instance) == 1 else error.instance
    hint = nearest(one, words) if isinstance(one, str) else ""
    yield Problem(file.where(at), f"{_named(at)} is {shown(error.instance)}", _one_of(words, hint), hint)


def _tell_format(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    text = str(error.instance)
    shaped = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
    why = ""
    if shaped:
        why = ", a day that does not exist" if int(text[:4]) in _YEARS else ", a year that cannot be meant"
    expected = "a date, year-month-day, such as 2026-04-01"
    yield Problem(file.where(at), f"{_named(at)} is {shown(error.instance)}{why}", expected, "Correct the date")


def _tell_pattern(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    described = error.schema.get("description", "").rstrip(".")
    if error.validator_value.startswith("^https?://"):
        described = "an address that begins with https:// or http://"
    yield Problem(file.where(at), f"{_named(at)} is {shown(error.instance)}", _lower(described), "Correct it")


def _tell_short(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    yield Problem(file.where(at), f"{_named(at)} is empty", "", "Fill it in, or take the key out")


def _tell_limit(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    words = {"minimum": "at least", "maximum": "at most"}
    expected = f"{words[error.validator]} {error.validator_value}"
    yield Problem(file.where(at), f"{_named(at)} is {shown(error.instance)}", expected)


def _tell_long(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    found = f"{_named(at)} has {len(error.instance)} characters"
    yield Problem(file.where(at), found, f"at most {error.validator_value}", "Shorten it")


def _tell_choice(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    """Of several allowed shapes tell the mistakes of the one that was meant: the one of the same type."""
    meant = [e for e in error.context if e.validator != "type" or e.absolute_path != error.absolute_path]
    if meant:
        for inner in meant:
            yield from _tell(file, inner)
        return
    wanted = list(dict.fromkeys(str(e.validator_value) for e in error.context))
    expected = _either(wanted)
    todo = _remedy(error.instance, wanted, at)
    yield Problem(file.where(at), f"{_named(at)} is {_what(error.instance)}", expected, todo)


def _tell_one_of(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    if not isinstance(error.instance, dict):
        return  # its type is told already
    names = [branch["required"][0] for branch in error.validator_value]
    there = [f"`{n}:`" for n in names if n in error.instance]
    if there:
        found, todo = f"{' and '.join(there)} stand together", "Keep one of them"
    elif any(_misspelt(n, error) for n in names):
        return  # told where it stands
    else:
        found, todo = "There is nothing to look at", "Add one"
    yield Problem(file.where(at), found, f"exactly one of {_list(names)}", todo)


def _tell_dependent(file: YamlFile, error: Any, at: At) -> Iterator[Problem]:
    choice = [branch["required"][0] for branch in error.schema.get("oneOf", ())]
    if sum(n in error.instance for n in choice) > 1:
        return  # which of them goes is still to be decided
    for name, needed in error.validator_value.items():
        for other in needed if name in error.instance else ():
            if other not in error.instance and not _misspelt(other, error):
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
    "maxLength": _tell_long,
    "anyOf": _tell_choice,
    "oneOf": _tell_one_of,
    "dependentRequired": _tell_dependent,
}


def _named(at: At) -> str:
    """The key of a value, as the reader sees it: `review_by:`, or the key of its list."""
    names = [step for step in at if isinstance(step, str)]
    if not names:
        return "The file"
    name = shown(names[-1])[1:-1]  # a key may hold anything, too
    return f"`{name}:`" if isinstance(at[-1], str) else f"An entry of `{name}:`"


def _what(value: Any) -> str:
    if isinstance(value, bool):
        return shown(value)
    if isinstance(value, int):
        return f"the number {value}"
    return f"the text {shown(value)}" if isinstance(value, str) else shown(value)


def _described(schema: dict[str, Any], name: str) -> str:
    """What a key is for, in brackets, where the schema says it."""
    described = schema.get("properties", {}).get(name, {}).get("description", "").split(". ")[0]
    return f" ({_lower(described.rstrip('.'))})" if described.count(" ") > 1 else ""


def _lower(sentence: str) -> str:
    """For use behind a verb; abbreviations keep their capitals."""
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] == " " else sentence


def _one_of(words: list[str], hint: str = "") -> str:
    """The words to choose from; a long list, or a list of one, is noise beside a hint."""
    if hint and (len(words) > 8 or len(words) == 1):
        return ""
    return f"one of {_list(words)}" if len(words) > 1 else words[0]


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)
