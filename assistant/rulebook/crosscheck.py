"""A rule file against the input registry: unknown inputs, unknown options, figures that do not fit their input.

Messages are in Chinese, name the rule, and say what to correct. Whether the figures stand in the clause is
`provenance`'s business.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.calculator import kinds, literals, words
from assistant.calculator.conditions import Compare, Conditions, Has, Is, leaves
from assistant.calculator.document import DocumentRules
from assistant.calculator.inputs import InputRegistry
from assistant.calculator.listing import atoms, rule_inputs
from assistant.calculator.rule import Rule, RuleFile


def check_file(file: RuleFile, document: DocumentRules, registry: InputRegistry, readings: set[str]) -> list[str]:
    """Everything wrong with the file, empty when nothing is."""
    problems: list[str] = []
    for rule in file.rules:
        problems += [f"规则 {rule.id}：{problem}" for problem in _rule(file, rule, document, registry, readings)]
    return problems


def _rule(
    file: RuleFile, rule: Rule, document: DocumentRules, registry: InputRegistry, readings: set[str]
) -> Iterator[str]:
    unknown = [each for each in rule_inputs(file, rule, document) if each not in registry]
    if unknown:
        yield f"输入 {'、'.join(unknown)} 未登记"
        return
    for atom in atoms(file, rule):
        try:
            literals.value(atom.whole or atom.figure)
        except ValueError as error:
            yield f"{atom.path}：{error}"
    for conditions in _conditions(file, rule):
        yield from _check_conditions(conditions, registry)
    for award in rule.awards:
        yield from _check_award(award, registry)
    for reading in rule.readings:
        if reading.id not in readings:
            yield f"readings.yaml 里没有“{reading.id}”"
    for case in rule.cases:
        for name in case.in_:
            if name not in registry and name != "prior_option":
                yield f"用例里的输入“{name}”未登记"


def _conditions(file: RuleFile, rule: Rule) -> Iterator[Conditions]:
    yield file.shared.when
    yield rule.when
    yield from (branch.when for branch in rule.branches)
    yield from (part.when for part in rule.parts)
    for award in rule.awards:
        if isinstance(award, kinds.Choice):
            yield from (option.when for option in award.options)
        if isinstance(award, kinds.Ladder):
            yield from (tier.when for tier in award.steps)


def _check_conditions(conditions: Conditions, registry: InputRegistry) -> Iterator[str]:
    for leaf in leaves(conditions):
        if isinstance(leaf, Compare):
            yield from _check_figure(leaf.input, leaf.value, registry)
        elif isinstance(leaf, Is | Has):
            yield from _check_options(leaf.input, leaf.is_ if isinstance(leaf, Is) else leaf.has, registry)


def _check_figure(input_id: str, literal: str, registry: InputRegistry) -> Iterator[str]:
    spec = registry.spec(input_id)
    if spec.type == "ordered_enum":
        if spec.option(literal) is None:
            yield f"“{spec.label}”没有选项“{literal}”"
        return
    try:
        literals.against(spec, literal)
    except ValueError as error:
        yield str(error)


def _check_options(input_id: str, names: tuple[str, ...], registry: InputRegistry) -> Iterator[str]:
    spec = registry.spec(input_id)
    if spec.type == "boolean":
        if any(name not in ("是", "否", "true", "false") for name in names):
            yield f"“{spec.label}”是是非题，is 写 是 或 否"
    elif not spec.options:
        yield f"“{spec.label}”（{spec.type}）不能用 is / has 判断"
    else:
        yield from (f"“{spec.label}”没有选项“{name}”" for name in names if spec.option(name) is None)


def _check_award(award: kinds.Award, registry: InputRegistry) -> Iterator[str]:
    match award:
        case kinds.Choice():
            for option in award.options:
                yield from _check_options(award.by, option.is_, registry)
                if option.word:
                    words.resolve(option.word)
        case kinds.Ladder():
            for tier in award.steps:
                yield from _check_figure(award.by, tier.at, registry)
        case kinds.UpTo() if award.tiers is not None:
            for at in award.tiers.steps:
                yield from _check_figure(award.tiers.by, at, registry)
        case kinds.Percent():
            if isinstance(award.rate, kinds.RateChoice):
                for choice in award.rate.options:
                    yield from _check_options(award.rate.by, choice.is_, registry)
            for adder in award.adders:
                yield from _check_options(award.adders_input or "", adder.has, registry)
        case _:
            return
