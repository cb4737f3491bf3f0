"""Three-valued evaluation of conditions: met, not met, or unknown. Unknown is never yes and never no."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from assistant.answer import Condition as Shown
from assistant.calculator import literals, words
from assistant.calculator.conditions import AllOf, AnyOf, Compare, Condition, Has, Is, Not, Stated
from assistant.calculator.facts import Facts
from assistant.calculator.inputs import InputSpec, show_number
from assistant.calculator.trace import Step, step
from index.text.figures import format_percent

Truth = Literal["yes", "no", "unknown"]


@dataclass(slots=True)
class Checked:
    """The result of checking conditions.

    Attributes:
        truth: soft conditions that are unknown count as met here and are named in `verify`.
        missing: inputs to ask for (empty once something is known not to hold).
        verify: texts of soft conditions nobody has confirmed.
    """

    truth: Truth
    shown: list[Shown] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    verify: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check(conditions: Iterable[Condition], facts: Facts) -> Checked:
    """All of `conditions`."""
    return _together([_one(condition, facts) for condition in conditions])


def holds(operator: words.Operator, actual: Fraction, figure: Fraction) -> bool:
    if operator == ">=":
        return actual >= figure
    if operator == ">":
        return actual > figure
    return actual <= figure if operator == "<=" else actual < figure


def equality_note(word: words.Word, figure: str) -> str:
    """口径提示: what a disputed word means at exactly its figure."""
    included = "含" if word.operator in (">=", "<=") else "不含"
    return f"“{word.around(figure)}”在恰好{figure}时按{included}本数计算（本系统口径），以受理部门解释为准。"


def _together(parts: list[Checked]) -> Checked:
    truths = {part.truth for part in parts}
    truth: Truth = "no" if "no" in truths else "unknown" if "unknown" in truths else "yes"
    result = Checked(truth)
    for part in parts:
        result.shown += part.shown
        result.steps += part.steps
        result.notes += part.notes
        if truth != "no":
            result.missing += part.missing
            result.verify += part.verify
    return result


def _one(condition: Condition, facts: Facts) -> Checked:
    if isinstance(condition, AllOf):
        return check(condition.all, facts)
    if isinstance(condition, AnyOf):
        return _any(condition, facts)
    if isinstance(condition, Not):
        return _not(condition, facts)
    if isinstance(condition, Stated):
        shown = Shown(text=condition.text, input="", required=condition.text, actual="", met="unknown")
        return Checked("yes", [shown], verify=[condition.text])
    return _leaf(condition, facts)


def _leaf(condition: Compare | Is | Has, facts: Facts) -> Checked:
    spec = facts.registry.spec(condition.input)
    value = facts.get(condition.input)
    if isinstance(condition, Compare):
        required = condition.bound.around(literals.text(condition.value))
        text = condition.text or f"{spec.label}{required}"
    else:
        wanted = condition.is_ if isinstance(condition, Is) else condition.has
        required = "、".join(facts.registry.show(condition.input, _typed(spec, name)) for name in wanted)
        text = condition.text or (required if spec.options else spec.label)
    shown = Shown(text=text, input=condition.input, required=required, actual="", met="unknown")
    if value is None:
        if condition.soft:
            return Checked("yes", [shown], verify=[text])
        return Checked("unknown", [shown], missing=[condition.input])
    met, shortfall, notes = _decide(condition, spec, value)
    actual = facts.show(condition.input)
    shown = shown.model_copy(update={"actual": actual, "met": "yes" if met else "no", "shortfall": shortfall})
    if isinstance(condition, Compare):
        tail = f"（{shortfall}）" if shortfall else ""
        said = step(
            "reached" if met else "not_reached", label=spec.label, actual=actual, required=required, shortfall=tail
        )
    else:
        said = step("fact", text=text, actual=actual if isinstance(value, bool) else ("符合" if met else "不符合"))
    return Checked("yes" if met else "no", [shown], steps=[*facts.explained(condition.input), said], notes=notes)


def _typed(spec: InputSpec, name: str) -> bool | str:
    if spec.type == "boolean":
        return name.lower() in ("是", "true", "yes")
    option = spec.option(name)
    if option is None:
        raise ValueError(f"“{spec.label}”没有选项“{name}”")
    return option.id


def _decide(condition: Compare | Is | Has, spec: InputSpec, value: object) -> tuple[bool, str, list[str]]:
    """Whether it is met, by how much it is missed, and a 口径提示 at equality."""
    if isinstance(condition, Is):
        wanted = {_typed(spec, name) for name in condition.is_}
        held = set(value) if isinstance(value, tuple | frozenset) else {value}
        return bool(wanted & held), "", []
    if isinstance(condition, Has):
        held = set(value) if isinstance(value, tuple | frozenset) else {value}
        return bool({_typed(spec, name) for name in condition.has} & held), "", []
    word = condition.bound
    if spec.type == "ordered_enum":
        assert isinstance(value, str)
        option = spec.option(condition.value)
        if option is None:
            raise ValueError(f"“{spec.label}”没有选项“{condition.value}”")
        return holds(word.operator, Fraction(spec.rank(value)), Fraction(spec.rank(option.id))), "", []
    assert isinstance(value, Fraction)
    figure = literals.against(spec, condition.value)
    met = holds(word.operator, value, figure)
    notes = [equality_note(word, literals.text(condition.value))] if value == figure and word.disputed else []
    return met, "" if met else shortfall(spec, word.operator, value, figure), notes


def shortfall(spec: InputSpec, operator: words.Operator, value: Fraction, figure: Fraction) -> str:
    """差20万元, 超出3家, or that equality is not enough."""
    if value == figure:
        return "恰好等于，不含本数"
    gap = abs(value - figure)
    shown = f"{format_percent(gap)[:-1]}个百分点" if spec.type == "percent" else _plain(spec, gap)
    return ("差" if operator in (">=", ">") else "超出") + shown


def _plain(spec: InputSpec, gap: Fraction) -> str:
    return show_number(spec, gap).removeprefix("第")


def _any(condition: AnyOf, facts: Facts) -> Checked:
    """或: one that holds is enough. A soft leaf nobody spoke of does not keep the others from deciding."""
    parts = [_one(each, facts) for each in condition.any]
    # A soft unknown leaf says yes with something to verify: inside 或 that would let it decide alone.
    firm = [part for part in parts if part.truth == "yes" and not part.verify]
    if firm:
        return firm[0]
    decided = [part for part in parts if part.truth == "no"]
    open_parts = [part for part in parts if part.truth == "unknown" or part.verify]
    shown = [each for part in parts for each in part.shown]
    if not open_parts or (decided and all(part.verify for part in open_parts)):
        return Checked("no", shown, steps=[each for part in parts for each in part.steps])
    inputs = [each.input for part in open_parts for each in part.shown if each.met == "unknown" and each.input]
    if not inputs:
        return open_parts[0]
    return Checked("unknown", shown, missing=inputs)


def _not(condition: Not, facts: Facts) -> Checked:
    """除外. Shown with the truth turned round; an unknown soft inner condition is presumed not to hold."""
    inner = _one(condition.not_, facts)
    opposite: dict[Truth, Truth] = {"yes": "no", "no": "yes", "unknown": "unknown"}
    shown = [
        each.model_copy(update={"text": f"不属于：{each.text}", "met": opposite[each.met], "shortfall": ""})
        for each in inner.shown
    ]
    truth: Truth = "yes" if inner.verify else opposite[inner.truth]
    return Checked(truth, shown, inner.missing, [f"不属于：{text}" for text in inner.verify])
