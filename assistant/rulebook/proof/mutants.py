"""How many slips of the pen the proof and the cases catch.

A mutant is killed by the schema, by provenance, by one of the rule's own cases, or by coverage (a figure of the
text that no rule uses any more). What survives is listed one by one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from assistant.calculator.rule import RuleFile
from assistant.rulebook import provenance
from assistant.rulebook.cases import check_cases
from assistant.rulebook.claims import find_claims
from assistant.rulebook.crosscheck import check_file
from assistant.rulebook.load import BookRule, Rulebook
from assistant.rulebook.proof.mutations import Mutant, of_document, of_rule, of_shared


@dataclass(slots=True)
class Report:
    """`killed` counts by what caught the mutant (结构、出处、用例、覆盖)."""

    killed: Counter[str] = field(default_factory=Counter)
    survivors: list[Mutant] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.killed.total() + len(self.survivors)


def run(book: Rulebook, document_id: str = "") -> Report:
    """Every mutant of every rule (of one document)."""
    report = Report()
    chosen = [entry for entry in book.rules.values() if document_id in ("", entry.document_id)]
    files = {entry.clause_id: entry for entry in chosen}
    slips = [(entry, mutant) for entry in chosen for mutant in of_rule(entry)]
    slips += [(entry, mutant) for entry in files.values() for mutant in of_shared(entry.file)]
    for entry, mutant in slips:
        killer = _killer(book, entry, mutant)
        if killer:
            report.killed[killer] += 1
        else:
            report.survivors.append(mutant)
    for document in book.documents.values():
        entries = [entry for entry in chosen if entry.document_id == document.document]
        for what, changed in of_document(document) if entries else ():
            rules = [replace(entry, document=changed) for entry in entries]
            if provenance.check_document(book.library, changed):
                report.killed["出处"] += 1
            elif _fails(replace(book, documents={**book.documents, document.document: changed}), rules):
                report.killed["用例"] += 1
            else:
                report.survivors.append(Mutant(document.document, None, what, None))
    return report


def _killer(book: Rulebook, entry: BookRule, mutant: Mutant) -> str:
    """What catches the mutant; empty when nothing does."""
    file = mutant.file
    readings = set(book.readings.get(entry.document_id, {}))
    if file is None or check_file(file, entry.document, book.inputs, readings):
        return "结构"
    if set(provenance.check_file(book.library, file, file.rules)) - _known(book, entry.file):
        return "出处"
    changed = [
        BookRule(file.rule_id(rule), rule, file, entry.document, entry.registry)
        for rule in file.rules
        if mutant.rule in (None, rule.id)
    ]
    if _fails(book, changed):
        return "用例"
    return "覆盖" if _spans(book, file) != _spans(book, entry.file) else ""


def _fails(book: Rulebook, rules: list[BookRule]) -> bool:
    changed = replace(book, rules={**book.rules, **{each.id: each for each in rules}})
    return any(check_cases(changed, [each]) for each in rules)


def _known(book: Rulebook, file: RuleFile) -> set[str]:
    """What is unproved in the file as it stands, mutation aside."""
    return set(provenance.check_file(book.library, file, file.rules))


def _spans(book: Rulebook, file: RuleFile) -> frozenset[tuple[int, int]]:
    clause = book.library.clause(file.clause)
    source = book.library.document(file.document_id).source
    return frozenset(
        (claim.start, claim.end) for rule in file.rules for claim in find_claims(source, clause, file, rule)[0]
    )
