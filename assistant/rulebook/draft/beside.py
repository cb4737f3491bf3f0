"""Drafts kept beside a document: drafted once for a text, read again until the text or the drafter changes.

`rules/drafts.json` holds what was drafted; `rules/*.yaml` what people wrote or approved, and wins;
`rules/rejected.yaml` the drafts that people refused. A folder that cannot be written serves its drafts all the same.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from assistant.calculator.inputs import InputRegistry, InputSpec
from assistant.calculator.rule import RuleFile
from assistant.rulebook.draft.document import Draft, NotDrafted, draft
from index.documents.library import Library
from index.errors import DataFileInvalid
from index.text import strict_yaml

log = logging.getLogger(__name__)

DRAFTS: Final = "drafts.json"
REJECTED: Final = "rejected.yaml"
INPUTS: Final = "inputs.yaml"


@dataclass(frozen=True)
class Drafts:
    """The drafted rule files of one document with their inputs, and the sentences that were not drafted."""

    files: tuple[RuleFile, ...]
    inputs: dict[str, InputSpec]
    left: tuple[NotDrafted, ...]


def drafts(library: Library, document_id: str, folder: Path, known: InputRegistry) -> Drafts:
    """The drafts of a document without those people approved or refused.

    Args:
        folder: its `rules` folder, whether or not it exists.
    """
    made = kept(library, document_id, folder, known)
    decided = refused(folder)
    files = []
    for data in made.files.values():
        rules = [rule for rule in data["rules"] if f"{data['clause']}:{rule['id']}" not in decided]
        if rules:
            files.append(RuleFile.model_validate({**data, "rules": rules}))
    inputs = TypeAdapter(dict[str, InputSpec]).validate_python(made.inputs)
    return Drafts(tuple(files), inputs, tuple(made.left))


def refused(folder: Path) -> frozenset[str]:
    """Ids of the drafted rules that people refused."""
    path = folder / REJECTED
    if not path.exists():
        return frozenset()
    try:
        return frozenset(str(each) for each in (strict_yaml.load(path) or {}))
    except DataFileInvalid:
        log.warning("%s cannot be read, nothing counts as refused", path)
        return frozenset()


def inputs_beside(folder: Path) -> dict[str, InputSpec]:
    """The inputs that approved rules brought with them. Raises DataFileInvalid."""
    path = folder / INPUTS
    if not path.exists():
        return {}
    try:
        return TypeAdapter(dict[str, InputSpec]).validate_python(strict_yaml.load(path) or {})
    except ValidationError as error:
        raise DataFileInvalid(f"{folder.parent.name}/{folder.name}/{INPUTS} 有误，请改正。", log=str(error)) from error


def kept(library: Library, document_id: str, folder: Path, known: InputRegistry) -> Draft:
    """What was drafted of the served text: read again, or drafted now and kept."""
    key = hashlib.sha256(f"{drafter()}\0{library.document(document_id).source}".encode()).hexdigest()
    path = folder / DRAFTS
    try:
        data = json.loads(path.read_bytes())
        if data["key"] == key:
            return _from(data)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    made = draft(library, document_id, known)
    _write(path, {"key": key, **asdict(made)})
    return made


def _from(data: dict[str, Any]) -> Draft:
    left = [NotDrafted(**each) for each in data["left"]]
    return Draft(data["document_id"], data["files"], data["inputs"], left)


def _write(path: Path, data: dict[str, Any]) -> None:
    """In one step, so that no reader finds half of it."""
    fresh = path.with_suffix(f".tmp-{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        fresh.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        log.info("drafts of %s are not kept: %s", path.parent.parent.name, error)


@lru_cache(maxsize=1)
def drafter() -> str:
    """A hash over the code that drafts: what it made is made again when it changes."""
    rulebook = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for folder in (rulebook / "draft", rulebook.parent / "claims", rulebook.parent / "calculator"):
        for path in sorted([*folder.glob("*.py"), *folder.glob("*.yaml")]):
            digest.update(path.read_bytes())
    return digest.hexdigest()
