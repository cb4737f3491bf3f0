"""What the commands over the rulebook print: a calculation, the list of rules, the cases that fail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answer import Calculation
from assistant.clock import today
from assistant.errors import InputInvalid
from assistant.rulebook.cases import check_cases
from assistant.rulebook.load import BookRule, Rulebook, load_rulebook, read_rulebook
from index.text.figures import format_money, parse


def run_calc(
    rule_id: str, values: Sequence[str], as_of: date | None = None, event_date: str | None = None, as_json: bool = False
) -> int:
    """Print the calculation from `name=value` pairs; returns 0."""
    inputs = dict(_assignment(text) for text in values)
    calculation = load_rulebook().calculate(rule_id, inputs, as_of or today(), event_date)
    print(calculation.model_dump_json(indent=1) if as_json else in_text(calculation))
    return 0


def run_rules(city: str | None = None, as_json: bool = False) -> int:
    """Print every rule, or every rule of a city; returns 0."""
    book = load_rulebook()
    chosen = [rule for rule in book.rules.values() if not city or book.region(rule) == city]
    if city and not chosen:
        known = "、".join(sorted({book.region(rule) for rule in book.rules.values()}))
        raise InputInvalid(f"没有“{city}”的规则。已收录的城市：{known}。")
    if as_json:
        print(json.dumps([listed(book, rule) for rule in chosen], ensure_ascii=False, indent=1))
    else:
        for rule in chosen:
            print(f"{rule.id}\t{rule.rule.title}\t{', '.join(rule.inputs)}")
    return 0


def run_cases(target: str = "") -> int:
    """Run the cases of everything, one document or one file; returns 0 when all hold, else 1."""
    book, problems = read_rulebook()
    path = Path(target)
    chosen = [
        rule for rule in book.rules.values() if not target or rule.document_id == target or _is_file_of(path, rule)
    ]
    named = f"{path.parent.name}/{path.name}" if path.suffix == ".yaml" else target
    problems = [problem for problem in problems if named in problem]
    for problem in problems:
        print(problem)
    failures = check_cases(book, chosen)
    for failure in failures:
        print(failure)
    count = sum(len(rule.rule.cases) for rule in chosen)
    print(f"{len(chosen)} 条规则，{count} 个用例，{len(failures)} 个不符。")
    return 1 if failures or problems or not chosen else 0


def _is_file_of(path: Path, rule: BookRule) -> bool:
    stem = rule.clause_id.partition("/")[2].replace("/", "-")
    return path.suffix == ".yaml" and path.stem == stem and path.parent.name == rule.document_id


def listed(book: Rulebook, entry: BookRule) -> dict[str, Any]:
    """One rule as `rules --json` and the API give it."""
    rule = entry.rule
    return {
        "rule_id": entry.id,
        "document_id": entry.document_id,
        "clause_id": entry.clause_id,
        "title": rule.title,
        "kind": rule.kind,
        "semantics": usual_semantics(entry),
        "quote": rule.quote,
        "inputs": [
            {
                "id": each,
                "label": spec.label,
                "type": spec.type,
                "unit": spec.unit,
                "question": spec.question,
                "options": [{"id": option.id, "label": option.label} for option in spec.options],
            }
            for each in entry.inputs
            for spec in (book.inputs.spec(each),)
        ],
        "atoms": [
            {key: value for key, value in asdict(atom).items() if key not in ("nth", "group")} for atom in entry.atoms
        ],
    }


def usual_semantics(entry: BookRule) -> str:
    """How sure the award is when everything is known."""
    rule = entry.rule
    kinds = {"range": "range", "none": "undetermined"}
    if rule.award is not None and rule.award.kind == "up_to":
        return "undetermined" if rule.award.max is None else "at_most"
    return kinds.get(rule.kind, rule.exactness)


def in_text(calculation: Calculation) -> str:
    """A calculation for the terminal."""
    lines = [calculation.title, *calculation.steps]
    lines += [f"还需要知道：{each.question}（{each.input}）" for each in calculation.missing]
    lines += [f"{each.label}：{format_money(parse(each.amount_yuan + '元').value)}" for each in calculation.schedule]
    lines += [f"{each.who}承担：{format_money(parse(each.amount_yuan + '元').value)}" for each in calculation.payer]
    lines += [f"口径：{each.chosen}；另一种理解：{'；'.join(each.alternatives)}" for each in calculation.readings]
    lines += [f"说明：{note}" for note in calculation.notes]
    return "\n".join(lines)


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputInvalid(f"“{text}”要写成 名称=值，例如 revenue=1.2亿元。")
    return name.strip(), value.strip()
