"""A rule in one breath: what is paid, on what, up to how much. Said where a fact is missing, and in lists of awards.

Every figure is the rule's own, which was proved against the clause; nothing is evaluated here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from assistant.answer import Calculation
from assistant.calculator import kinds, literals, words
from assistant.calculator.conditions import Conditions
from assistant.calculator.inputs import InputRegistry
from assistant.calculator.rule import Limit
from assistant.drafting.wording import joined
from assistant.rulebook import wording
from assistant.rulebook.load import BookRule
from index.text.ngrams import tokens
from index.text.normalize import nfkc

_WINDOWS: Final = {"年": "一年", "月": "一个月", "次": "", "届": "一届", "期间": "期间内", "累计": "累计"}
_MARKS: Final = re.compile("〔核实〕")
MOST = 4  # outcomes of one rule that are said; the rest stand in the clause
HALF = 0.5  # of the words of an outcome's name, for it to be meant


def rule_words(entry: BookRule, known: Calculation | None = None, question: str = "") -> str:
    """按采购额的10%补，最高200万元.

    Args:
        known: what has been calculated; its threshold that nobody has told of is said first, and of several outcomes
            those that its facts lead to.
        question: the caller's words: of several outcomes those that they name.
    """
    rule, inputs = entry.rule, entry.registry
    most = rule.exactness == "at_most"
    said: list[tuple[str, str]] = []
    if rule.award is not None:
        said.append(("", _award(rule.award, inputs, most)))
    for branch in rule.branches:
        when = "、".join(branch.label) or _conditions(branch.when, inputs)
        exactness = branch.exactness or rule.exactness
        words_ = f"{when}的，{_award(branch.award, inputs, exactness == 'at_most')}{_caps(branch.limits)}"
        said.append((when, words_ if not when.startswith("不是") else words_.removeprefix(f"{when}的，")))
    for part in rule.parts:
        said.append((part.title, f"{part.title}，{_award(part.award, inputs, most)}{_caps(part.limits)}"))
    meant = _meant(said, set(known.inputs.values()) if known else set(), question)
    shown = "；".join(dict.fromkeys(meant[:MOST])) + ("等" if len(meant) > MOST else "")
    return _threshold(known) + shown + caps_of(entry)


def caps_of(entry: BookRule) -> str:
    """，最高200万元 or ，每家企业一年最高200万元: the ceilings of a rule."""
    said = _caps([*entry.file.shared.limits, *entry.rule.limits])
    return said if "累计" in f"{entry.file.shared.quote}{entry.rule.quote}" else said.replace("累计", "")


def _meant(said: Sequence[tuple[str, str]], facts: Collection[str], question: str) -> list[str]:
    """The outcomes under a name that a known fact or the question holds; all where none or every one is."""
    wanted = set(tokens(nfkc(question)))
    found = []
    for name, outcome in said:
        own = {token for token in tokens(nfkc(name)) if len(token) > 1}
        if any(fact in name for fact in facts) or (own and len(own & wanted) > HALF * len(own)):
            found.append((name, outcome))
    if len(found) == 1 and len(said) > 1:
        ((name, outcome),) = found  # the only one that is meant needs no name of its own
        return [outcome.removeprefix(f"{name}的，")]
    return [outcome for _, outcome in found or said]


def _threshold(known: Calculation | None) -> str:
    """实际完成设备投资额300万元及以上的， of a calculation that still waits for that very figure."""
    for condition in known.conditions if known else ():
        left = known and any(condition.text in note for note in known.notes)  # to the office to check
        figure = (
            condition.input and not left and condition.met == "unknown" and any(c.isdigit() for c in condition.required)
        )
        if figure and known and known.semantics == "needs_info":
            return f"{condition.text}的，"
    return ""


def _award(one: kinds.Award, inputs: InputRegistry, most: bool) -> str:
    top = "最高" if most else ""
    match one:
        case kinds.Choice():
            levels = [
                f"{_level(one.by, option.is_, option.label, inputs).removesuffix(option.word)}{option.word}"
                f"{top}{literals.text(option.amount)}"
                for option in one.options
            ]
            return _each(one.times, inputs) + "，".join(levels)
        case kinds.Ladder():
            return _ladder(one, inputs, top)
        case kinds.Percent():
            return _percent(one, inputs, top)
        case kinds.Fixed():
            return f"{_each(one.times, inputs)}{top}{literals.text(one.amount)}"
        case kinds.PerStep():
            over = f"超过{literals.text(one.over)}的部分，" if one.over else ""
            name = inputs.spec(one.quantity).label
            return f"{name}{over}每{literals.text(one.step)}给{top}{literals.text(one.amount)}"
        case kinds.PerUnit():
            spec = inputs.spec(one.quantity)
            unit = spec.unit or ("千瓦时" if spec.type == "kwh" else "单位")
            share = f"的{literals.text(one.factor)}" if one.factor else ""
            return f"按{spec.label}{share}，每{unit}{top}{literals.text(one.unit_amount)}"
        case kinds.UpTo() if one.max is not None and one.tiers is None:
            return f"{_each(one.times, inputs)}最高{literals.text(one.max)}"
        case kinds.Nothing():
            by = f"，按{one.decided_by}" if one.decided_by and not one.decided_by.startswith("各地") else ""
            return f"原文没有载明金额（{one.reason}{by}）"
        case kinds.Range():
            return literals.text(one.between)
        case _:
            return _MARKS.sub("", wording.award(one, inputs))


def _ladder(one: kinds.Ladder, inputs: InputRegistry, top: str) -> str:
    """营业收入首次超过5000万元给25万元、1亿元给50万元."""
    spec = inputs.spec(one.by)
    first, *rest = sorted(one.steps, key=lambda step: literals.value(step.at))
    bound = words.resolve(first.word or one.word)
    said = [f"{spec.label}{bound.around(literals.text(first.at))}给{top}{literals.text(first.amount)}"]
    for step in rest:
        same = not step.word or step.word == first.word
        at = literals.text(step.at) if same else words.resolve(step.word).around(literals.text(step.at))
        said.append(f"{at}给{top}{literals.text(step.amount)}")
    return "、".join(said)


def _percent(one: kinds.Percent, inputs: InputRegistry, top: str) -> str:
    base = inputs.spec(one.base.of).label
    base += f"（{one.base.word}{literals.text(one.base.at_most)}）" if one.base.at_most else ""
    base = "乘".join([base, *(inputs.spec(each).label for each in one.base.times)])
    if isinstance(one.rate, kinds.RateChoice):
        rates = [
            f"{_level(one.rate.by, option.is_, option.label, inputs)}{literals.text(option.rate)}"
            for option in one.rate.options
        ]
        said = f"按{base}的比例补，{'，'.join(rates)}"
    else:
        rate = literals.text(one.rate) if one.rate else kinds.WHOLE
        said = f"按{base}全额补" if rate == kinds.WHOLE else f"按{base}{f'{top}补{rate}' if top else f'的{rate}补'}"
    added = [(each.add, _level(one.adders_input or "", each.has, each.label, inputs)) for each in one.adders]
    for add, names in _by_figure(added):
        said += f"，{joined(names)}再加{literals.text(add)}" if add else f"，{joined(names)}可以再提高"
    return said


def _by_figure(added: Sequence[tuple[str | None, str]]) -> list[tuple[str | None, list[str]]]:
    found: dict[str | None, list[str]] = {}
    for add, name in added:
        found.setdefault(add, []).append(name)
    return list(found.items())


def _caps(limits: Iterable[Limit]) -> str:
    """，最高200万元; ，一家企业一年最高500万元."""
    said = []
    for limit in limits:
        if limit.max:
            whom = "" if limit.window == "次" and limit.per == "企业" else f"每{_counted(limit.per)}"
            said.append(f"，{whom}{_WINDOWS[limit.window]}最高{literals.text(limit.max)}")
        if limit.times_max:
            said.append(f"，{limit.word}{literals.text(limit.times_max)}")
    return "".join(dict.fromkeys(said))


def _counted(per: str) -> str:
    return {"企业": "家企业", "项目": "个项目", "平台": "个平台", "品种": "个品种", "园区": "个园区"}.get(per, per)


def _conditions(all_of: Conditions, inputs: InputRegistry) -> str:
    return _MARKS.sub("", wording.conditions(all_of, inputs)).replace("；", "、")


def _level(input_id: str, options: tuple[str, ...], label: tuple[str, ...], inputs: InputRegistry) -> str:
    if label:
        return "".join(label)
    spec = inputs.spec(input_id)
    return "、".join(found.label if (found := spec.option(each)) else each for each in options)


def _each(times: str | None, inputs: InputRegistry) -> str:
    return f"每{inputs.spec(times).unit or '个'}" if times else ""
