"""Whether a value stands in the user's own words, said of this input: only such values may a model pass on.

The same figure said of something else (营收 passed as 设备投资), denied, received earlier or only claimed does not
count; where our own binding has read the words, it has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assistant.calculator.inputs import InputSpec, Value
from assistant.decide.binding import bind
from assistant.decide.bound import PAID_THIS_YEAR, PRIOR_AWARD
from assistant.errors import InputInvalid
from assistant.reading.model import Fact, Understanding
from assistant.reading.told import Told, told_of
from assistant.rulebook.load import BookRule
from index.text.normalize import fold
from index.vocabulary.lexicon import Entry, Lexicon

_KINDS: Mapping[str, frozenset[str]] = {
    "money": frozenset({"money"}),
    "percent": frozenset({"percent", "points"}),
    "count": frozenset({"quantity", "number", "rank"}),
    "number": frozenset({"quantity", "number"}),
    "days": frozenset({"quantity"}),
    "kwh": frozenset({"quantity"}),
    "area": frozenset({"quantity"}),
    "year_index": frozenset({"year_index"}),
}
_PRIOR = frozenset({PRIOR_AWARD, PAID_THIS_YEAR})


def accepted_facts(rule: BookRule, said: Mapping[str, Any], understood: Understanding) -> dict[str, Any]:
    """What our binding reads in the user's words, and of `said` what it left open and the words bear out.

    Raises:
        InputInvalid: a value is not in the user's words; the message names it.
    """
    text = understood.effective_question
    told = told_of(text, understood.as_of)
    bound = bind(rule, told, understood.as_of.year)
    facts: dict[str, Any] = {each.input: each.value for each in bound}
    taken = {fold(each.text).text for each in bound if each.text}
    for name, raw in said.items():
        spec = rule.registry.spec(name)
        value = rule.registry.parse(name, raw)
        if name in facts:
            if _parsed(rule, name, facts[name]) != value:
                raise _not_said(spec, raw, "来问里说的是另一个值")
        elif _is_said(spec, name, value, understood, taken, told):
            facts[name] = value
        else:
            raise _not_said(spec, raw, "来问里没有这样说")
    return facts


def _is_said(spec: InputSpec, name: str, value: Value, understood: Understanding, taken: set[str], told: Told) -> bool:
    if isinstance(value, Fraction) and spec.type == "year":
        return any(event.year == value for event in understood.events)
    if isinstance(value, Fraction):
        return any(_matches(fact, spec, name, value) for fact in understood.facts if fold(fact.text).text not in taken)
    if isinstance(value, str) and spec.options:
        return _named(spec, [value], told)
    if isinstance(value, tuple | frozenset):
        return bool(value) and _named(spec, sorted(value), told)
    return False  # a yes or no, a day: only our own reading of the words vouches for it


def _matches(fact: Fact, spec: InputSpec, name: str, value: Fraction) -> bool:
    """The fact is this value, of this kind, and nothing in the words gives it to another input."""
    if fact.value != value or fact.negated or fact.kind not in _KINDS.get(spec.type, ()):
        return False
    if fact.role != ("prior" if name in _PRIOR else "given"):
        return False
    if fact.kind == "quantity" and spec.type == "count" and fact.unit not in (spec.unit, *spec.units, "个"):
        return False
    return not fact.label or name in _PRIOR or _names_input(fact.label, spec)


def _names_input(label: str, spec: InputSpec) -> bool:
    said = fold(label).text
    return any(known in said or said in known for known in (fold(n).text for n in (spec.label, *spec.aliases)))


def _named(spec: InputSpec, options: list[str], told: Told) -> bool:
    """Every option is called by one of its names, and not denied."""
    found = Lexicon(Entry(o.id, "option", (o.label, *o.aliases)) for o in spec.options).find(told.text)
    said = {m.concept for m in found if not told.is_denied((m.start, m.end))}
    return said.issuperset(options)


def _parsed(rule: BookRule, name: str, value: Any) -> Any:
    try:
        return rule.registry.parse(name, value)
    except InputInvalid:  # several values for several things: the binding's alone
        return value


def _not_said(spec: InputSpec, raw: Any, why: str) -> InputInvalid:
    return InputInvalid(f"“{spec.label}”不能填“{raw}”：{why}。只能填来问里出现的数字和情况。", log=f"not said: {raw!r}")
