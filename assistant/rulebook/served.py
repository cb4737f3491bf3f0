"""The rules that serve: the project's own, and those that lie beside their document in the corpus."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from assistant.calculator.document import DocumentRules
from assistant.calculator.inputs import InputRegistry
from assistant.errors import RuleInvalid
from assistant.rulebook.crosscheck import check_file
from assistant.rulebook.load import (
    RULEBOOK,
    BookRule,
    Rulebook,
    load_document,
    load_file,
    load_readings,
    read_rulebook,
    rule_files,
    stands,
)
from index.documents.library import Library
from index.errors import DataFileInvalid

log = logging.getLogger(__name__)

BESIDE = "rules"  # in a document's folder


def served_rulebook(library: Library, root: Path = RULEBOOK) -> Rulebook:
    """The rules that `library` proves: the project's own and those beside their document (`rules/*.yaml`).

    A file that is wrong, or whose clause or quote does not stand in the served text, switches off its own rules and is
    named in `problems`; nothing else is touched.

    Raises:
        RuleInvalid, DataFileInvalid: the project's inputs are wrong, without which no rule can be read.
    """
    own, wrong = _own(root)
    problems = list(wrong)
    book = own.over(library)
    rules, documents, readings = dict(book.rules), dict(book.documents), dict(book.readings)
    digest = hashlib.sha256(book.version.encode())
    beside = False
    for document_id, place in library.folders.items():
        folder = place / BESIDE
        if not folder.is_dir():
            continue
        beside = True
        try:
            documents[document_id], readings[document_id] = load_document(folder, document_id), load_readings(folder)
        except (RuleInvalid, DataFileInvalid) as error:
            problems.append(f"{document_id} 的规则已全部停用：{error.message}")
            continue
        for path in rule_files(folder):
            digest.update(path.read_bytes())
            try:
                found = _rules(path, documents[document_id], readings[document_id], book.inputs, library)
            except (RuleInvalid, DataFileInvalid) as error:
                problems.append(f"{document_id}/{BESIDE}/{path.name} 的规则已停用：{error.message}")
                continue
            rules.update({rule.id: rule for rule in found})
    for problem in problems:
        log.warning("rules switched off: %s", problem)
    version = digest.hexdigest()[:12] if beside else book.version
    return replace(book, rules=rules, documents=documents, readings=readings, version=version, problems=tuple(problems))


_own = lru_cache(maxsize=2)(read_rulebook)  # the project's rules do not change while it runs


def _rules(
    path: Path, document: DocumentRules, readings: Collection[str], inputs: InputRegistry, library: Library
) -> list[BookRule]:
    """Raises RuleInvalid, DataFileInvalid."""
    file = load_file(path, document.document)
    if not library.has_clause(file.clause):
        raise RuleInvalid(f"文件里没有条款“{file.clause}”。")
    if found := check_file(file, document, inputs, set(readings)):
        raise RuleInvalid("；".join(found))
    rules = [BookRule(file.rule_id(rule), rule, file, document, inputs) for rule in file.rules]
    for rule in rules:
        if not stands(rule, library):
            raise RuleInvalid(f"规则 {rule.id} 所引的原文不在条款“{file.clause}”里。")
    return rules
