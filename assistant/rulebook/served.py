"""The rules that serve: the project's own, and those that lie beside their document in the corpus."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from assistant.calculator.document import DocumentRules
from assistant.calculator.inputs import InputRegistry, InputSpec
from assistant.calculator.rule import RuleFile
from assistant.errors import RuleInvalid
from assistant.rulebook.claims import find_claims
from assistant.rulebook.crosscheck import check_file
from assistant.rulebook.draft.beside import drafts, inputs_beside
from assistant.rulebook.load import (
    RULEBOOK,
    BookRule,
    ReadingSpec,
    Rulebook,
    load_document,
    load_file,
    load_readings,
    read_rulebook,
    rule_files,
    stands,
)
from index.documents.library import CORPUS, Library
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
    specs = dict(book.inputs.specs)
    digest = hashlib.sha256(book.version.encode())
    found: dict[str, _Beside] = {}
    for document_id, place in library.folders.items():
        if document_id in own.documents or place.parent == CORPUS:
            continue  # the project's own documents have the project's own rules, or none
        found[document_id] = beside = _Beside(library, document_id, place / BESIDE, book.inputs)
        specs |= beside.specs
        digest.update(beside.digest)
        problems += beside.problems
    inputs = InputRegistry(specs) if len(specs) > len(book.inputs.specs) else book.inputs
    for document_id, beside in found.items():
        documents[document_id], readings[document_id] = beside.document, beside.readings
        rules |= beside.rules(inputs, library, problems)
    for problem in problems:
        log.warning("rules switched off: %s", problem)
    version = digest.hexdigest()[:12] if any(beside.digest for beside in found.values()) else book.version
    return replace(
        book, rules=rules, documents=documents, readings=readings, inputs=inputs, version=version,
        problems=tuple(problems),
    )  # fmt: skip


class _Beside:
    """What lies in one document's `rules` folder: written or approved rules, and the drafts of the other awards."""

    def __init__(self, library: Library, document_id: str, folder: Path, known: InputRegistry) -> None:
        self.document, self.readings = DocumentRules(document=document_id), dict[str, ReadingSpec]()
        self.specs: dict[str, InputSpec] = {}
        self.files: list[Path] = []
        self.problems: list[str] = []
        self.drafted: tuple[RuleFile, ...] = ()
        self.digest = b""
        try:
            self.document, self.readings = load_document(folder, document_id), load_readings(folder)
            self.specs = inputs_beside(folder)
        except (RuleInvalid, DataFileInvalid) as error:
            self.problems.append(f"{document_id} 的规则已全部停用：{error.message}")
            return
        self.files = rule_files(folder) if folder.is_dir() else []
        made = drafts(library, document_id, folder, known)
        self.drafted = made.files
        self.specs = {**made.inputs, **self.specs}
        self.digest = b"".join(path.read_bytes() for path in self.files) + repr(made.files).encode()

    def rules(self, inputs: InputRegistry, library: Library, problems: list[str]) -> dict[str, BookRule]:
        found: dict[str, BookRule] = {}
        for path in self.files:
            try:
                found |= {rule.id: rule for rule in _rules(path, self.document, self.readings, inputs, library)}
            except (RuleInvalid, DataFileInvalid) as error:
                problems.append(f"{self.document.document}/{BESIDE}/{path.name} 的规则已停用：{error.message}")
        written = {
            clause: _figures(library, clause, found.values()) for clause in {r.clause_id for r in found.values()}
        }
        for file in self.drafted:
            for rule in file.rules:
                drafted = BookRule(file.rule_id(rule), rule, file, self.document, inputs, drafted=True, beside=True)
                taken = written.get(file.clause, frozenset())
                if drafted.id in found or not stands(drafted, library):
                    continue
                if not taken & _figures(library, file.clause, [drafted]):
                    found[drafted.id] = drafted
        return found


def _figures(library: Library, clause_id: str, rules: Iterable[BookRule]) -> frozenset[int]:
    """Where the figures stand that the rules of a clause pay or cap: a draft that claims one of them is no news."""
    clause, source = library.clause(clause_id), library.document(clause_id.partition("/")[0]).source
    claims = [
        claim
        for rule in rules
        if rule.clause_id == clause_id
        for claim in find_claims(source, clause, rule.file, rule.rule)[0]
    ]
    return frozenset(claim.start for claim in claims if claim.atom.role in ("award", "rate", "cap"))


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
    rules = [BookRule(file.rule_id(rule), rule, file, document, inputs, beside=True) for rule in file.rules]
    for rule in rules:
        if not stands(rule, library):
            raise RuleInvalid(f"规则 {rule.id} 所引的原文不在条款“{file.clause}”里。")
    return rules
