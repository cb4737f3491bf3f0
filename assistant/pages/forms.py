"""A rule as a form: one field an input, read from the address and shown again as it was typed.

Nothing is required: an empty field is unknown, never zero. A value that cannot be read is said so at its field
and counts as unknown, so that the rest of the form still gives its result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.calculator.conditions import Compare, Has, Is, leaves
from assistant.calculator.evaluate import PAID_THIS_YEAR, PRIOR_AWARD
from assistant.calculator.inputs import InputSpec, Value
from assistant.calculator.listing import rule_inputs
from assistant.errors import InputInvalid
from assistant.rulebook.load import BookRule

MONEY_UNITS = ("万元", "元", "亿元")
UNIT_SUFFIX = ".unit"  # no input's id holds a dot
VALUE_LIMIT = 200
NOTHING = "无"
_BARE = re.compile(r"[\d,，.．０-９]+")
_AMOUNT = re.compile(rf"({_BARE.pattern})\s*(万元|亿元|元)")
UNITS = {"percent": "%", "days": "天", "area": "平方米", "kwh": "千瓦时", "year": "年"}
_EARLIER = (PRIOR_AWARD, PAID_THIS_YEAR)
# Beyond this many options a list to choose from is quicker than buttons.
BUTTONS = 5


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One input as shown.

    Attributes:
        widget: `figure` (text with its unit behind), `money` (text with a choice of units), `buttons` (one of a few),
            `list` (one of many), `boxes` (any number of), `day`.
        text: what stands in the field; unit: the unit chosen or printed behind it.
        error: why what was typed cannot be read, with what to do.
        derived: labels of the inputs it is computed from when it is left empty.
    """

    id: str
    label: str
    question: str
    widget: str
    text: str
    unit: str
    choices: tuple[Choice, ...]
    error: str
    derived: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; what bars an applicant from a whole document stands last and folded."""

    id: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The filled-in form of a rule.

    Attributes:
        values: what can be read, by input id, as typed: what the calculator gets and a link carries.
    """

    groups: tuple[Group, ...]
    values: dict[str, str]
    errors: dict[str, str]


def read(rule: BookRule, typed: Mapping[str, Sequence[str]]) -> Form:
    """The form of `rule` with what an address or a submission holds; keys that are no input of it are ignored."""
    gates = _gates(rule)
    own = [each for each in rule.inputs if each not in gates and each not in _EARLIER]
    groups = (
        ("facts", "申报事项的情况", _with_sources(rule, own)),
        ("earlier", "此前已经领过的", [each for each in rule.inputs if each in _EARLIER]),
        ("gates", "不予享受的情形", [each for each in rule.inputs if each in gates]),
    )
    values: dict[str, str] = {}
    errors: dict[str, str] = {}
    shown: list[Group] = []
    for group_id, title, inputs in groups:
        fields = []
        for input_id in inputs:
            field, value = _field(rule, input_id, typed)
            fields.append(field)
            if field.error:
                errors[input_id] = field.error
            elif value:
                values[input_id] = value
        if fields:
            shown.append(Group(group_id, title, tuple(fields)))
    return Form(tuple(shown), values, errors)


def _gates(rule: BookRule) -> set[str]:
    """Inputs that only the document's exclusions ask for."""
    asked = {
        leaf.input
        for exclusion in rule.document.exclusions
        for leaf in leaves((*exclusion.when, *exclusion.unless))
        if isinstance(leaf, Compare | Is | Has)
    }
    return asked - set(rule_inputs(rule.file, rule.rule))


def _with_sources(rule: BookRule, inputs: Iterable[str]) -> list[str]:
    """Each input followed by those it can be derived from."""
    return list(dict.fromkeys(source for each in inputs for source in rule.registry.sources(each)))


def _field(rule: BookRule, input_id: str, typed: Mapping[str, Sequence[str]]) -> tuple[Field, str]:
    """The field, and its value as the calculator reads it (empty: unknown)."""
    spec = rule.registry.spec(input_id)
    raw = [text.strip()[:VALUE_LIMIT] for text in typed.get(input_id, ()) if text.strip()]
    unit = next(iter(typed.get(input_id + UNIT_SUFFIX, ())), "")
    value = _written(spec, raw, unit)
    error, parsed = "", None
    if value:
        try:
            parsed = rule.registry.parse(input_id, value)
        except InputInvalid as refused:
            error = refused.message
    text, unit = _shown(spec, value, unit)
    field = Field(
        id=input_id,
        label=spec.label + (f"（{spec.period}）" if spec.period and spec.period not in spec.label else ""),
        question=spec.question,
        widget=_widget(spec),
        text=text,
        unit=unit,
        choices=_choices(spec, parsed),
        error=error,
        derived=tuple(dict.fromkeys(rule.registry.spec(part).label for way in spec.derive for part in way.of)),
    )
    return field, value


def _written(spec: InputSpec, raw: list[str], unit: str) -> str:
    """What was typed with the unit that was chosen beside it; several things are told apart by semicolons."""
    if spec.type == "set":
        return NOTHING if raw == [NOTHING] else ",".join(text for text in raw if text != NOTHING)
    text = raw[-1] if raw else ""
    if spec.type == "money":
        unit = unit if unit in MONEY_UNITS else usual_unit(spec)
    elif spec.type == "percent":
        unit = "%"
    else:
        return text
    parts = [part.strip() for part in re.split("[;；]", text)]
    return ";".join(part + unit if _BARE.fullmatch(part) else part for part in parts if part)


def _shown(spec: InputSpec, value: str, unit: str) -> tuple[str, str]:
    """(text, unit) of the field for a value: 1200万元 stands as 1200 with 万元 behind it."""
    if spec.type == "percent":
        return value.removesuffix("%"), "%"
    if spec.type == "money":
        match = _AMOUNT.fullmatch(value)
        chosen = unit if unit in MONEY_UNITS else usual_unit(spec)
        return (match[1], match[2]) if match else (value, chosen)
    return value, UNITS.get(spec.type, spec.unit)


def usual_unit(spec: InputSpec) -> str:
    return "元" if "多少元" in spec.question else "万元"


def _widget(spec: InputSpec) -> str:
    if spec.type == "set":
        return "boxes"
    if spec.type == "boolean" or spec.options:
        return "buttons" if len(spec.options) <= BUTTONS else "list"
    return {"money": "money", "date": "day"}.get(spec.type, "figure")


def _choices(spec: InputSpec, parsed: Value | None) -> tuple[Choice, ...]:
    if spec.type == "boolean":
        return Choice("是", "是", parsed is True), Choice("否", "否", parsed is False)
    held = parsed if isinstance(parsed, tuple | frozenset) else (parsed,)
    choices = tuple(Choice(option.id, option.label, option.id in held) for option in spec.options)
    if spec.type == "set":
        return (*choices, Choice(NOTHING, "都没有", parsed == frozenset()))
    return choices
