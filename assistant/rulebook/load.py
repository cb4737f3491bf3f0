"""The rulebook: every award of every document, read from YAML, cross-checked, ready to calculate.

rulebook = load_rulebook()
rulebook.calculate("changsha-2023/8:dcmm", {"dcmm_level": "3级"}, as_of)
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from assistant.answer import Calculation, Total
from assistant.calculator.conditions import Model
from assistant.calculator.document import DocumentRules
from assistant.calculator.evaluate import Result
from assistant.calculator.inputs import InputRegistry, InputSpec
from assistant.calculator.rule import RuleFile
from assistant.calculator.stacking import Entry, total
from assistant.errors import RuleInvalid, UnknownRule
from assistant.rulebook.calculate import Place, evaluate
from assistant.rulebook.crosscheck import check_file
from assistant.rulebook.drafted import as_draft
from assistant.rulebook.entry import BookRule, ReadingSpec
from index.documents.library import Library, load_library
from index.documents.locators import comparable
from index.errors import DataFileInvalid
from index.text import strict_yaml

M = TypeVar("M", bound=Model)

RULEBOOK = Path(__file__).resolve().parent
__all__ = [
    "RULEBOOK",
    "BookRule",
    "ReadingSpec",
    "Rulebook",
    "load_document",
    "load_file",
    "load_inputs",
    "load_readings",
    "load_rulebook",
    "read_rulebook",
    "rule_files",
    "stands",
]
_NOT_RULES = frozenset({"document.yaml", "readings.yaml", "waivers.yaml", "inputs.yaml", "rejected.yaml"})


@dataclass(frozen=True)
class Rulebook:
    """All rules by id.

    Attributes:
        readings: document id → reading id → reading.
        version: content hash of everything the rulebook was read from.
        problems: rule files that are switched off, with why, in Chinese.
    """

    rules: dict[str, BookRule]
    documents: dict[str, DocumentRules]
    inputs: InputRegistry
    readings: dict[str, dict[str, ReadingSpec]]
    library: Library
    version: str
    problems: tuple[str, ...] = ()

    def rule(self, rule_id: str) -> BookRule:
        """The rule, whatever the width of its brackets.

        Raises:
            UnknownRule: the message names the rules of the same clause or document.
        """
        if rule_id in self.rules:
            return self.rules[rule_id]
        wanted = comparable(rule_id)
        for known, rule in self.rules.items():
            if comparable(known) == wanted:
                return rule
        near = [known for known in self.rules if comparable(known).startswith(wanted.partition(":")[0])]
        hint = f"该条款的规则有：{'、'.join(near[:8])}。" if near else "用 rules 命令列出全部规则。"
        raise UnknownRule(f"没有编号为“{rule_id}”的规则。{hint}", log=f"unknown rule {rule_id}")

    def of_document(self, document_id: str) -> list[BookRule]:
        return [rule for rule in self.rules.values() if rule.document_id == document_id]

    def of_clause(self, clause_id: str) -> list[BookRule]:
        wanted = comparable(clause_id)
        return [rule for rule in self.rules.values() if comparable(rule.clause_id) == wanted]

    def over(self, library: Library) -> Rulebook:
        """The rules that another corpus proves: those whose clause holds their quote there."""
        if library.corpus_hash == self.library.corpus_hash:
            return self
        rules = {rule_id: rule for rule_id, rule in self.rules.items() if stands(rule, library)}
        return replace(self, library=library, rules=rules)

    def region(self, rule: BookRule) -> str:
        return self.library.document(rule.document_id).region

    def calculate(
        self,
        rule_id: str,
        inputs: Mapping[str, Any],
        as_of: date,
        event_date: date | str | None = None,
        calculation_id: str = "c1",
    ) -> Calculation:
        """One award from typed or typed-in values.

        `event_date`: a day, or "2024" / "2024-05"; None: not said, the period is not checked.

        Raises:
            UnknownRule, InputInvalid
        """
        return as_draft(self.evaluate(rule_id, inputs, as_of, event_date, calculation_id)[1])

    def total(self, entries: Sequence[Entry]) -> Total:
        """The sum of several evaluated awards under the stacking rules."""
        return total(entries, self.inputs)

    def evaluate(
        self,
        rule_id: str,
        inputs: Mapping[str, Any],
        as_of: date,
        event_date: date | str | None = None,
        calculation_id: str = "c1",
        approved: Fraction | None = None,
    ) -> tuple[Result, Calculation]:
        """As `calculate`, with the exact result that totals are built from; a draft is marked, not yet labelled.

        Args:
            approved: yuan, the sum an authority has fixed already: only who pays which share is computed from it.
        """
        entry = self.rule(rule_id)
        place = Place(
            document=self.library.document(entry.document_id),
            clause_label=self.library.clause(entry.clause_id).label,
            readings=self.readings[entry.document_id],
        )
        result, calculation = evaluate(entry, place, inputs, as_of, event_date, calculation_id, approved)
        return result, calculation.model_copy(update={"drafted": True}) if entry.drafted else calculation


def stands(rule: BookRule, library: Library) -> bool:
    """Whether the rule's clause holds its quote in `library`."""
    if not library.has_clause(rule.clause_id):
        return False
    clause = library.clause(rule.clause_id)
    return rule.rule.quote in library.documents[clause.document_id].source[clause.start : clause.end]


@lru_cache(maxsize=4)
def load_rulebook(root: Path = RULEBOOK) -> Rulebook:
    """Read and cross-check everything under `root`.

    Raises:
        RuleInvalid, DataFileInvalid: the message names the file, the rule and what to correct.
    """
    rulebook, problems = read_rulebook(root)
    if problems:
        raise RuleInvalid(problems[0], log="; ".join(problems))
    return rulebook


def read_rulebook(root: Path = RULEBOOK) -> tuple[Rulebook, list[str]]:
    """The rulebook without the files that are wrong, and everything wrong with those, for who is writing them.

    Raises:
        RuleInvalid, DataFileInvalid: the inputs, a document.yaml or a readings.yaml are wrong.
    """
    library = load_library()
    inputs = load_inputs(root)
    documents: dict[str, DocumentRules] = {}
    readings: dict[str, dict[str, ReadingSpec]] = {}
    rules: dict[str, BookRule] = {}
    problems: list[str] = []
    for folder in sorted(path for path in (root / "rules").iterdir() if path.is_dir()):
        documents[folder.name] = load_document(folder)
        readings[folder.name] = load_readings(folder)
        for path in rule_files(folder):
            try:
                file = load_file(path)
            except (RuleInvalid, DataFileInvalid) as error:
                problems.append(error.message)
                continue
            if not library.has_clause(file.clause):
                problems.append(f"规则文件 {folder.name}/{path.name}：文件里没有条款“{file.clause}”。")
                continue
            found = check_file(file, documents[folder.name], inputs, set(readings[folder.name]))
            problems += [f"规则文件 {folder.name}/{path.name} 有误：{problem}。" for problem in found]
            if found:
                continue
            for rule in file.rules:
                rule_id = file.rule_id(rule)
                rules[rule_id] = BookRule(rule_id, rule, file, documents[folder.name], inputs)
    in_order = sorted(rules.values(), key=lambda entry: (entry.document_id, library.clause(entry.clause_id).start))
    rules = {entry.id: entry for entry in in_order}
    return Rulebook(rules, documents, inputs, readings, library, _version(root)), problems


def rule_files(folder: Path) -> list[Path]:
    """The rule files of one document, in order."""
    return [path for path in sorted(folder.glob("*.yaml")) if path.name not in _NOT_RULES]


def load_file(path: Path, document_id: str = "") -> RuleFile:
    """A rule file of `document_id` (default: the folder's name). Raises RuleInvalid, DataFileInvalid."""
    file = _validated(path, RuleFile)
    expected = file.clause.partition("/")[2].replace("/", "-")
    if path.stem != expected or (document_id or path.parent.name) != file.document_id:
        raise RuleInvalid(f"规则文件 {path.name} 应放在 {file.document_id}/{expected}.yaml（按 clause 命名）。")
    return file


def load_inputs(root: Path = RULEBOOK) -> InputRegistry:
    """`inputs.yaml` and every file in `inputs/`, merged; an id defined twice is an error."""
    specs: dict[str, InputSpec] = {}
    paths = [path for path in (root / "inputs.yaml", *sorted((root / "inputs").glob("*.yaml"))) if path.exists()]
    for path in paths:
        adapter = TypeAdapter(dict[str, InputSpec])
        try:
            found = adapter.validate_python(strict_yaml.load(path) or {})
        except ValidationError as error:
            raise _invalid(path, error) from error
        for twice in specs.keys() & found.keys():
            raise RuleInvalid(f"输入“{twice}”定义了两次（{path.name}），请合并。")
        specs.update(found)
    registry = InputRegistry(specs)
    for input_id, spec in specs.items():
        for source in (each for way in spec.derive for each in way.of):
            if source not in registry:
                raise RuleInvalid(f"输入“{input_id}”由未登记的“{source}”推算，请先登记。")
        if spec.default is not None:
            registry.parse(input_id, spec.default)
    return registry


def load_document(folder: Path, document_id: str = "") -> DocumentRules:
    """What holds for all rules of a document. Raises RuleInvalid, DataFileInvalid."""
    path = folder / "document.yaml"
    return _validated(path, DocumentRules) if path.exists() else DocumentRules(document=document_id or folder.name)


def load_readings(folder: Path) -> dict[str, ReadingSpec]:
    """Raises RuleInvalid, DataFileInvalid."""
    path = folder / "readings.yaml"
    if not path.exists():
        return {}
    try:
        return TypeAdapter(dict[str, ReadingSpec]).validate_python(strict_yaml.load(path) or {})
    except ValidationError as error:
        raise _invalid(path, error) from error


def _validated(path: Path, model: type[M]) -> M:
    try:
        return model.model_validate(strict_yaml.load(path))
    except ValidationError as error:
        raise _invalid(path, error) from error


def _invalid(path: Path, error: ValidationError) -> RuleInvalid:
    lines = [f"{'.'.join(str(part) for part in each['loc'])}：{each['msg']}" for each in error.errors()[:5]]
    return RuleInvalid(f"数据文件 {path.parent.name}/{path.name} 有误：{'；'.join(lines)}。请改正。", log=str(error))


def _version(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.yaml")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
