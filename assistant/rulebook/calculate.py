"""From typed-in values to one calculation: reading the inputs, the document's period, readings, the public shape."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from assistant.answer import Calculation, Condition, Reading
from assistant.calculator import awards
from assistant.calculator.check import check
from assistant.calculator.evaluate import PAID_THIS_YEAR, PRIOR_AWARD, Result
from assistant.calculator.evaluate import evaluate as evaluate_rule
from assistant.calculator.facts import Facts
from assistant.calculator.inputs import Each, InputRegistry, Value
from assistant.calculator.kinds import Award, Choice, Ladder
from assistant.calculator.outcome import refused
from assistant.calculator.report import Setting, report
from assistant.calculator.rule import Rule
from assistant.calculator.trace import step
from assistant.errors import InputInvalid
from assistant.rulebook.entry import BookRule, ReadingSpec
from index.documents.model import PolicyDocument
from index.documents.status import document_status

PRIOR_OPTION: Final = "prior_option"
_ALWAYS: Final = frozenset({PRIOR_AWARD, PAID_THIS_YEAR})
_MONTH: Final = re.compile(r"(\d{4})(?:年|-)?(?:(\d{1,2})月?)?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rule stands: its document, the words for its clause, and the document's readings by id."""

    document: PolicyDocument
    clause_label: str
    readings: Mapping[str, ReadingSpec]


def evaluate(
    entry: BookRule,
    place: Place,
    inputs: Mapping[str, Any],
    as_of: date,
    event_date: date | str | None,
    calculation_id: str,
    approved: Fraction | None = None,
) -> tuple[Result, Calculation]:
    """See `Rulebook.evaluate`."""
    items = _items(entry, inputs)
    facts = items[0][0]
    outside = _outside(place.document, entry, event_date)
    result = outside or evaluate_rule(entry.file, entry.rule, items, entry.document, approved)
    setting = Setting(
        document_id=entry.document_id,
        document_title=place.document.title,
        document_status=document_status(place.document, as_of).status,
        clause_label=place.clause_label,
    )
    readings = [] if result.outcome.refused else _readings(place, entry, items, result)
    calculation = report(calculation_id, result, facts, setting, readings)
    if len(items) > 1:
        calculation = calculation.model_copy(update={"inputs": {**calculation.inputs, **_joined(items)}})
    return result, calculation


# ---- inputs ------------------------------------------------------------------------------------------------------


def _items(entry: BookRule, inputs: Mapping[str, Any]) -> list[tuple[Facts, str]]:
    """The facts of each thing asked about; several where a quantity was given as a list."""
    registry = entry.registry
    unknown = [name for name in inputs if name not in entry.accepted | _ALWAYS | {PRIOR_OPTION}]
    if unknown:
        allowed = "、".join(f"{registry.spec(each).label}（{each}）" for each in sorted(entry.accepted))
        raise InputInvalid(f"“{entry.rule.title}”不需要输入“{'、'.join(unknown)}”。可用的输入：{allowed or '无'}。")
    single: dict[str, Value] = {}
    several: dict[str, list[Value]] = {}
    for name, raw in inputs.items():
        if name == PRIOR_OPTION:
            continue
        parts = list(raw) if isinstance(raw, Each) else _list_of_quantities(registry, name, raw)
        if parts is None:
            single[name] = registry.parse(name, raw)
        else:
            several[name] = [registry.parse(name, part) for part in parts]
    if PRIOR_OPTION in inputs and PRIOR_AWARD not in single:
        single[PRIOR_AWARD] = _paid_for(entry, inputs[PRIOR_OPTION], single)
    if not several:
        return [(Facts(registry, single), "")]
    counts = {len(values) for values in several.values()}
    if len(counts) != 1:
        raise InputInvalid("几个项目分别填写时，各项数值的个数要一样。")
    return [
        (
            Facts(registry, {**single, **{name: values[number] for name, values in several.items()}}),
            "，".join(registry.show(name, values[number]) for name, values in several.items()),
        )
        for number in range(counts.pop())
    ]


def _list_of_quantities(registry: InputRegistry, name: str, raw: Any) -> list[Any] | None:
    """`[200万元, 400万元]` or `200万元;400万元` for a quantity: one value for each thing."""
    if registry.spec(name).options:
        return None
    if isinstance(raw, str) and re.search("[;；]", raw):
        raw = [part for part in re.split("[;；]", raw) if part.strip()]
    if not isinstance(raw, list | tuple):
        return None
    if not raw:
        raise InputInvalid(f"“{registry.spec(name).label}”没有填数值。")
    return list(raw)


def _paid_for(entry: BookRule, raw: Any, values: Mapping[str, Value]) -> Fraction:
    """What the level or tier reached earlier (`prior_option`) was paid."""
    award = entry.rule.award
    if not isinstance(award, Choice | Ladder):
        raise InputInvalid(f"“{entry.rule.title}”没有分档，请填写此前已领的金额（{PRIOR_AWARD}）。")
    earlier = Facts(entry.registry, {**values, award.by: entry.registry.parse(award.by, raw)})
    tiers = award if isinstance(award, Choice) else _reaching_exactly(award)
    outcome = awards.evaluate(tiers, earlier)
    if outcome.missing or outcome.amount.high is None:
        raise InputInvalid(f"“{raw}”不能确定此前的档次，请填写此前已领的金额（{PRIOR_AWARD}）。")
    return outcome.amount.high


def _reaching_exactly(ladder: Ladder) -> Ladder:
    """此前“1亿元档”: the tier named by its own figure counts as reached, whatever the bound word."""
    steps = tuple(tier.model_copy(update={"word": "不低于", "when": ()}) for tier in ladder.steps)
    return ladder.model_copy(update={"steps": steps, "before": None, "times": None})


def _joined(items: list[tuple[Facts, str]]) -> dict[str, str]:
    """The shown inputs when a quantity was given for several things."""
    names = items[0][0].used
    shown = {name: list(dict.fromkeys(facts.show(name) for facts, _ in items)) for name in names}
    return {name: "、".join(values) for name, values in shown.items()}


# ---- the period --------------------------------------------------------------------------------------------------


def days_of(event: date | str) -> tuple[date, date]:
    """First and last day of an event date: a day, a month (2024-05) or a year (2024, 2024年)."""
    if isinstance(event, date):
        return event, event
    text = event.strip()
    try:
        day = date.fromisoformat(text)
        return day, day
    except ValueError:
        match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match.group(2) or 1) <= 12 or int(match.group(1)) < 1:
        raise InputInvalid(f"日期“{event}”不对，请写成 2024-05-01、2024-05 或 2024。")
    year = int(match.group(1))
    first, last = (int(match.group(2)),) * 2 if match.group(2) else (1, 12)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _outside(document: PolicyDocument, entry: BookRule, event: date | str | None) -> Result | None:
    """Refused, when the event lies wholly outside the document's own period."""
    if event is None:
        return None
    first, last = days_of(event)
    validity = document.validity
    too_early = validity.valid_from is not None and last < validity.valid_from
    too_late = validity.valid_to is not None and first > validity.valid_to
    if not (too_early or too_late):
        return None
    quote = "；".join(text for _, text in validity.quotes)
    said = f"{event}"
    shown = Condition(text="事项发生在政策执行期内", input="", required=quote, actual=said, met="no")
    outcome = refused([step("period", event=said, quote=quote)], [shown])
    if entry.document.event_exception:
        outcome.notes.append(f"例外：{entry.document.event_exception}。")
    return Result(entry.file, entry.rule, outcome, outcome)


# ---- readings ----------------------------------------------------------------------------------------------------


def _readings(place: Place, entry: BookRule, items: list[tuple[Facts, str]], result: Result) -> list[Reading]:
    """The readings the result rests on; an alternative that would change the amount names it."""
    found = []
    for use in entry.rule.readings:
        if use.when and check(use.when, items[0][0]).truth != "yes":
            continue
        spec = place.readings[use.id]
        alternatives = list(spec.alternatives)
        if use.award is not None:
            other = _under(entry.rule, use.award)
            amount = evaluate_rule(entry.file, other, items, entry.document).outcome
            if not amount.missing and not amount.refused and amount.amount != result.outcome.amount:
                alternatives[0] = f"{alternatives[0]}（结果为{amount.amount}）"
        found.append(Reading(id=use.id, chosen=spec.chosen, alternatives=alternatives))
    return found


def _under(rule: Rule, award: Award) -> Rule:
    """The rule with the alternative award: in place of its own, or of the branch of the same kind."""
    if rule.award is not None:
        return rule.model_copy(update={"award": award})
    branches = tuple(
        branch.model_copy(update={"award": award}) if branch.award.kind == award.kind else branch
        for branch in rule.branches
    )
    return rule.model_copy(update={"branches": branches})
