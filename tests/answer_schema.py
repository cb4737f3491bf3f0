"""The committed JSON schema of an answer: written by `make docs`, and what of a change would break a reader.

A change is breaking when an answer of the new shape may fail where the old schema was relied on: a property or an
alternative gone, a type changed, a value added to or taken from a list of words, a guaranteed property no longer so.
A property added is none: readers are told to skip what they do not know.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant import __version__
from assistant.answer import Answer

PATH = Path(__file__).resolve().parent.parent / "assistant" / "answer.schema.json"
_TELLING = ("type", "format", "pattern", "enum", "const", "$ref")


def current() -> dict[str, Any]:
    return {"$comment": f"policy-assistant {__version__}", **Answer.model_json_schema(mode="serialization")}


def breaking(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What a reader of `old` could trip over in `new`, each with its place."""
    found = _changes("Answer", old, new)
    for name, definition in old.get("$defs", {}).items():
        if name in new.get("$defs", {}):
            found += _changes(name, definition, new["$defs"][name])
        else:
            found.append(f"{name} is gone")
    return found


def _changes(place: str, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    found = [
        f"{place}: {key} was {old.get(key)}, is {new.get(key)}" for key in _TELLING if old.get(key) != new.get(key)
    ]
    for name, property_ in old.get("properties", {}).items():
        if name not in new.get("properties", {}):
            found.append(f"{place}.{name} is gone")
            continue
        found += _changes(f"{place}.{name}", property_, new["properties"][name])
        if name in old.get("required", ()) and name not in new.get("required", ()):
            found.append(f"{place}.{name} is no longer always there")
    for key in ("items", "additionalProperties"):
        if isinstance(old.get(key), dict):
            found += _changes(f"{place}[]", old[key], new.get(key) or {})
    for key in ("anyOf", "prefixItems"):
        if len(old.get(key, ())) != len(new.get(key, ())):
            found.append(f"{place}: {key} has {len(new.get(key, ()))} alternatives, had {len(old[key])}")
            continue
        for before, after in zip(old.get(key, ()), new.get(key, ()), strict=True):
            found += _changes(place, before, after)
    return found


def write() -> Path:
    """Raises SystemExit when the change is breaking and the version is the old one."""
    new = current()
    if PATH.exists():
        old = json.loads(PATH.read_text(encoding="utf-8"))
        if (broken := breaking(old, new)) and old["$comment"] == new["$comment"]:
            raise SystemExit("breaking changes need a new version in assistant/__init__.py:\n" + "\n".join(broken))
    PATH.write_text(json.dumps(new, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return PATH
