"""The one fact an answer still needs, as a form of exactly that: a figure with its unit, a few choices, or a city."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Answer, Calculation
from assistant.calculator.inputs import InputSpec
from assistant.calculator.listing import rule_options
from assistant.pages.forms import MONEY_UNITS, UNITS, usual_unit
from assistant.pages.site import rule_url
from assistant.rulebook.load import BookRule, Rulebook

SETTLED = frozenset({"exact", "at_most", "at_least", "range"})
FIGURE = "{}"
# What a yes/no fact says, it says with a verb that can be denied: 列入…清单 / 没有列入…清单.
_VERB = re.compile(r"(?:新?列入|被?认定|被列入|通过|属于|在|获)")


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands on a button, and the message it sends."""

    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One question back.

    Attributes:
        label: the fact's name; message: what is sent, with FIGURE where the figure and its unit go.
        units: to choose from, the usual one first; one alone is printed behind the field.
        choices: buttons instead of a field.
        first: nothing can be said without it, so it stands above everything else.
        elsewhere: address of the award's form, for whoever does not know.
    """

    question: str
    label: str = ""
    message: str = ""
    units: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    first: bool = False
    elsewhere: str = ""


def ask_back(answer: Answer, rulebook: Rulebook) -> Ask | None:
    """What to ask under (or above) the newest answer; None where nothing is missing."""
    settled = any(each.semantics in SETTLED for each in answer.calculations)
    said = {sentence.text for sentence in answer.sentences if sentence.kind == "question"}
    for calculation in answer.calculations:
        rule = rulebook.rules.get(calculation.rule_id)
        if rule is not None and any(missing.question in said for missing in calculation.missing[:1]):
            return _of_fact(calculation, rule, rulebook.region(rule), first=not settled)
    return _of_city(answer, rulebook, first=not settled)


def _of_fact(calculation: Calculation, rule: BookRule, region: str, *, first: bool) -> Ask | None:
    missing = calculation.missing[0]
    elsewhere = rule_url(rule.id, calculation.inputs)
    spec = rule.registry.specs.get(missing.input)
    if spec is None:
        return None

    def message(fact: str) -> str:
        """A question of its own: the award and all that is known of it, so that nothing hangs on what came before."""
        known = [_told(rule.registry.spec(name), value) for name, value in calculation.inputs.items()]
        return "，".join((f"{region}{rule.rule.title}", *known, fact, "能拿多少？"))

    choices: tuple[Choice, ...]
    if spec.type == "boolean":
        yes, no = yes_and_no(spec)
        choices = (Choice("是", message(yes)), Choice("否", message(no)))
    elif spec.options:
        told_apart = set(rule_options(rule.rule, missing.input))
        options = [option for option in spec.options if option.id in told_apart or not told_apart]
        choices = tuple(Choice(option.label, message(spec.label + option.label)) for option in options)
    else:
        said = message(spec.label + FIGURE)
        return Ask(missing.question, spec.label, said, _units(spec), (), first, elsewhere)
    return Ask(missing.question, spec.label, "", (), choices, first, elsewhere)


def _told(spec: InputSpec, value: str) -> str:
    if spec.type != "boolean":
        return spec.label + value
    yes, no = yes_and_no(spec)
    return yes if value in ("是", "true") else no


def _units(spec: InputSpec) -> tuple[str, ...]:
    if spec.type == "money":
        usual = usual_unit(spec)
        return (usual, *(unit for unit in MONEY_UNITS if unit != usual))
    unit = UNITS.get(spec.type, spec.unit)
    return (unit,) if unit else ()


def yes_and_no(spec: InputSpec) -> tuple[str, str]:
    """A yes/no fact affirmed and denied, as a person would write it."""
    if not _VERB.match(spec.label):
        return f"{spec.label}：是", f"{spec.label}：否"
    return spec.label, f"{'不' if spec.label[0] in '属在' else '没有'}{spec.label}"


def _of_city(answer: Answer, rulebook: Rulebook, *, first: bool) -> Ask | None:
    """A question back that names at least two of the cities is answered by one of them."""
    cities = list(dict.fromkeys(rulebook.region(rule) for rule in rulebook.rules.values()))
    for sentence in answer.sentences:
        named = [city for city in cities if city in sentence.text]
        if sentence.kind == "question" and len(named) > 1:
            choices = tuple(Choice(city, f"我们在{city}") for city in cities)
            return Ask(sentence.text, "所在城市", choices=choices, first=first)
    return None
