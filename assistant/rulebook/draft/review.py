"""People decide about drafts: an approved one becomes a rule of the document, a refused one is not served again.

`rules/<clause>.yaml` takes the rule as it was drafted, `rules/inputs.yaml` the inputs it needs, `rules/rejected.yaml`
who refused what and why, `rules/decisions.jsonl` every decision. From then on the file may be edited by hand.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from assistant.calculator.inputs import InputRegistry, InputSpec
from assistant.errors import RuleInvalid, UnknownRule
from assistant.rulebook.draft.beside import INPUTS, REJECTED, Drafts, drafts, kept
from assistant.rulebook.draft.proving import proved
from index.documents.library import Library
from index.errors import DataFileInvalid
from index.text import strict_yaml

DECISIONS = "decisions.jsonl"


def approve(library: Library, known: InputRegistry, rule_id: str, *, who: str, at: datetime, instead: str = "") -> Path:
    """Make a drafted rule one of the document's own; the file it now stands in.

    Args:
        instead: the rule as a person rewrote it, as YAML.

    Raises:
        UnknownRule: there is no such draft.
        RuleInvalid: `instead` is no rule that the clause says.
    """
    folder, made = _of(library, known, rule_id)
    clause_id, _, slug = rule_id.rpartition(":")
    file = made.files[clause_id]
    rule = next(rule for rule in file["rules"] if rule["id"] == slug)
    decision = "approved"
    if instead.strip():
        rule, decision = amended(library, known, rule_id, instead), "corrected"
    path = folder / f"{clause_id.partition('/')[2].replace('/', '-')}.yaml"
    present: dict[str, Any] = strict_yaml.load(path) if path.exists() else {"clause": clause_id, "rules": []}
    if "shared" in file:
        present.setdefault("shared", file["shared"])
    present["rules"] = [each for each in present["rules"] if each["id"] != slug] + [rule]
    order: dict[str, Any] = {key: present[key] for key in ("clause", "shared", "rules") if key in present}
    inputs: dict[str, Any] = (strict_yaml.load(folder / INPUTS) or {}) if (folder / INPUTS).exists() else {}
    _write(folder / INPUTS, {**inputs, **_needed(rule, made.inputs, file.get("shared"))})
    _write(path, order)
    _record(folder, {"rule": rule_id, "decision": decision, "who": who, "at": at.isoformat(timespec="seconds")})
    return path


def amended(library: Library, known: InputRegistry, rule_id: str, text: str) -> dict[str, Any]:
    """A drafted rule as a person rewrote it, proved from the clause and with examples computed afresh.

    Args:
        text: the rule as YAML.

    Raises:
        UnknownRule: there is no such draft.
        RuleInvalid: it is no rule, or the clause does not say it; the message names what is wrong.
    """
    _, made = _of(library, known, rule_id)
    clause_id, _, slug = rule_id.rpartition(":")
    try:
        rule = strict_yaml.parse(text, name="规则")
        if not isinstance(rule, dict):
            raise RuleInvalid("规则要写成“键: 值”的样子。")
        rule = {**rule, "id": slug, "cases": [{"in": {}, "out": "0元"}]}
        registry = InputRegistry({**known.specs, **TypeAdapter(dict[str, InputSpec]).validate_python(made.inputs)})
        return proved(library, {**made.files[clause_id], "rules": [rule]}, registry)
    except ValidationError as error:
        named = "；".join(f"{'.'.join(str(p) for p in e['loc'][2:])}：{e['msg']}" for e in error.errors()[:4])
        raise RuleInvalid(f"规则的写法有误：{named}。") from error
    except DataFileInvalid as error:
        raise RuleInvalid(f"规则的写法有误：{error.message}") from error


def reject(library: Library, known: InputRegistry, rule_id: str, *, who: str, at: datetime, why: str = "") -> None:
    """Never serve a draft again. Raises UnknownRule."""
    folder, _ = _of(library, known, rule_id)
    path = folder / REJECTED
    refused: dict[str, Any] = (strict_yaml.load(path) or {}) if path.exists() else {}
    refused[rule_id] = {"who": who, "why": why}
    _write(path, refused)
    told = {"rule": rule_id, "decision": "rejected", "who": who, "why": why, "at": at.isoformat(timespec="seconds")}
    _record(folder, told)


def open_drafts(library: Library, known: InputRegistry, document_id: str) -> Drafts:
    """The drafts of a document that nobody has decided about."""
    return drafts(library, document_id, library.folders[document_id] / "rules", known)


def _of(library: Library, known: InputRegistry, rule_id: str) -> tuple[Path, Any]:
    document_id = rule_id.partition("/")[0]
    clause_id, _, slug = rule_id.rpartition(":")
    if document_id not in library.folders:
        raise UnknownRule(f"没有编号为“{document_id}”的文件。", log=f"unknown document {document_id}")
    folder = library.folders[document_id] / "rules"
    made = kept(library, document_id, folder, known)
    if clause_id not in made.files or all(rule["id"] != slug for rule in made.files[clause_id]["rules"]):
        near = [f"{c}:{r['id']}" for c, f in made.files.items() for r in f["rules"]][:8]
        raise UnknownRule(f"没有编号为“{rule_id}”的规则草案。该文件的草案有：{'、'.join(near) or '（没有）'}。")
    return folder, made


def _needed(rule: Mapping[str, Any], specs: Mapping[str, Any], shared: Any) -> dict[str, Any]:
    """The inputs that a rule names, and those they derive from."""
    text = repr(rule) + repr(shared)
    found = {name for name in specs if name in text}
    while more := {part for name in found for way in specs[name].get("derive", []) for part in way["of"]} - found:
        found |= more
    return {name: specs[name] for name in sorted(found)}


def _write(path: Path, data: Mapping[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(f".tmp-{os.getpid()}")
    fresh.write_text(yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=110), encoding="utf-8")
    fresh.replace(path)


def _record(folder: Path, told: Mapping[str, str]) -> None:
    with (folder / DECISIONS).open("a", encoding="utf-8") as log:
        log.write(json.dumps(dict(told), ensure_ascii=False) + "\n")
