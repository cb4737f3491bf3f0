"""One award as a colleague says it: 按采购额最高补10%, 国家级200万元，省级100万元. No figure is evaluated.

`rulebook.wording` says the same for who proof-reads a rule, with every bound word of the clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.calculator import kinds, literals, words
from assistant.calculator.inputs import InputRegistry
from assistant.drafting.wording import joined
from assistant.rulebook.wording import apiece, level

_LEVELS: Final = ("国家级", "省级", "市级", "国家", "省", "市", "国际", "国内")
_BOUND: Final = re.compile("不超过|不高于|不低于|按照|达到|每年|给予|按")
_NOUN: Final = re.compile("[一-鿿（）“”]{2,}$")
NO_AMOUNT: Final = "文件没有载明金额"
OF_THEIR_KIND: Final = ("品种", "产品", "项目", "平台")  # a level that is the thing itself is counted by the piece


def award_words(
    one: kinds.Award, inputs: InputRegistry, *, at_most: bool, quote: str = "", title: str = "", only: str = ""
) -> str:
    """What is paid, on what: 按采购额最高补10%.

    Args:
        at_most: the clause only bounds the amount.
        quote: the rule's words, which name what a product of several inputs is called (年租金总额).
        title: of the award, whose words its levels do not say again.
        only: the level that is known to be meant; the others are left out.
    """
    top = "最高" if at_most else ""
    match one:
        case kinds.Choice():
            return _choice(one, inputs, top, title, only)
        case kinds.Ladder():
            return _ladder(one, inputs, top)
        case kinds.Percent():
            return _percent(one, inputs, top, quote)
        case kinds.PercentTiered():
            return _tiered(one, inputs, quote)
        case kinds.Fixed():
            return f"{apiece(one.times, inputs)}{top}{literals.text(one.amount)}"
        case kinds.PerStep():
            over = f"超过{literals.text(one.over)}的部分，" if one.over else ""
            name = inputs.spec(one.quantity).label
            return f"{name}{over}每{literals.text(one.step)}给{top}{literals.text(one.amount)}"
        case kinds.PerUnit():
            spec = inputs.spec(one.quantity)
            unit = spec.unit or ("千瓦时" if spec.type == "kwh" else "单位")
            share = f"的{literals.text(one.factor)}" if one.factor else ""
            return f"按{spec.label}{share}，每{unit}{top}{literals.text(one.unit_amount)}"
        case kinds.UpTo():
            return _up_to(one, inputs)
        case kinds.Nothing():
            return _nothing(one)
        case kinds.Range():
            return literals.text(one.between)
        case kinds.Match():
            of = joined([inputs.spec(each).label for each in one.of])
            return f"按{of}的{literals.text(one.rate or one.ratio or '')}配套"
        case kinds.Installments():
            return _installments(one, inputs)
        case kinds.Yearly():
            return _yearly(one, inputs, quote)
        case kinds.Declining():
            years = f"，连补{literals.text(one.years)}"
            less = f"，逐年递减{literals.text(one.decrease)}{years}"
            return f"按{_base(one.base, inputs, literals.text(one.rate), quote)}的{literals.text(one.rate)}补{less}"


def _choice(one: kinds.Choice, inputs: InputRegistry, top: str, title: str, only: str) -> str:
    """国家级100万元，省级20万元: the levels alone where all are levels of what the title names."""
    names = [
        f"{level(one.by, option.is_, option.label, inputs).removesuffix(option.word)}{option.word}"
        for option in one.options
    ]
    if only in names:
        return f"{apiece(one.times, inputs)}{top}{literals.text(one.options[names.index(only)].amount)}"
    found = [next((word for word in _LEVELS if name.startswith(word)), "") for name in names]
    rests = {name.removeprefix(word) for name, word in zip(names, found, strict=True)}
    if all(found) and len(rests) == 1 and rests.pop() in title:
        names = found
    each = apiece(one.times, inputs)
    first = True
    said: list[str] = []
    for name, option in zip(names, one.options, strict=True):
        counted = f"每个{name}" if each and name in OF_THEIR_KIND else f"{each if first else ''}{name}"
        first = False
        said.append(f"{counted}{top}{literals.text(option.amount)}")
    return "，".join(said)


def _ladder(one: kinds.Ladder, inputs: InputRegistry, top: str) -> str:
    """营业收入首次超过5000万元给25万元、1亿元给50万元."""
    first, *rest = sorted(one.steps, key=lambda step: literals.value(step.at))
    opening = words.resolve(first.word or one.word).around(literals.text(first.at))
    label = inputs.spec(one.by).label
    name = "" if label[:2] == opening[:2] else label  # 提前开工天数, 提前90天以上
    said = [f"{name}{opening}给{top}{literals.text(first.amount)}"]
    for step in rest:
        same = not step.word or step.word == first.word
        at = literals.text(step.at) if same else words.resolve(step.word).around(literals.text(step.at))
        said.append(f"{at}给{top}{literals.text(step.amount)}")
    return "、".join(said)


def _percent(one: kinds.Percent, inputs: InputRegistry, top: str, quote: str) -> str:
    if isinstance(one.rate, kinds.RateChoice):
        rates = [
            f"{level(one.rate.by, option.is_, option.label, inputs)}{literals.text(option.rate)}"
            for option in one.rate.options
        ]
        return f"按{_base(one.base, inputs, '', quote)}补，{'，'.join(rates)}"
    rate = literals.text(one.rate) if one.rate else kinds.WHOLE
    base = _base(one.base, inputs, rate, quote)
    said = f"按{base}全额补" if rate == kinds.WHOLE else f"按{base}{f'{top}补{rate}' if top else f'的{rate}补'}"
    said += f"，再加{literals.text(one.plus)}" if one.plus else ""
    for add, names in _by_figure([(each.add, level(one.adders_input or "", each.has, each.label, inputs))
                                  for each in one.adders]).items():  # fmt: skip
        said += f"，{joined(names)}的{f'再加{literals.text(add)}' if add else '可以再提高'}"
    return said


def _tiered(one: kinds.PercentTiered, inputs: InputRegistry, quote: str) -> str:
    """年采购额1-10亿元的，按新增部分的0.5%补；10-20亿元的1%."""
    said: list[str] = []
    for tier in one.tiers:
        bound = words.resolve(tier.word).around(literals.text(tier.value or "")) if tier.word else ""
        extent, rate = bound or literals.text(tier.between or ""), literals.text(tier.rate)
        first = f"{inputs.spec(one.by).label}{extent}的，按{_base(one.base, inputs, rate, quote)}的{rate}补"
        said.append(f"{extent}的{rate}" if said else first)
    return "；".join(said)


def _base(base: kinds.Base, inputs: InputRegistry, rate: str, quote: str) -> str:
    """What a rate is of. A product of inputs is called what the clause calls it, else said factor by factor."""
    name = inputs.spec(base.of).label
    over = f"超过{literals.text(base.over)}的部分" if base.over else ""
    if base.times:
        name = _called(rate, quote) or "×".join([name, *(inputs.spec(each).label for each in base.times)])
    return f"{name}{over}"


def ceiling_of_base(one: kinds.Award, inputs: InputRegistry) -> str:
    """每平方米月租金最多按10元算: what of the base counts; "" where all of it does."""
    if not isinstance(one, kinds.Percent | kinds.PercentTiered | kinds.Declining) or not one.base.at_most:
        return ""
    label, most = inputs.spec(one.base.of).label, literals.text(one.base.at_most)
    return f"{label}最多按{most.partition('/')[0] if label.startswith('每') else most}算"


def _called(rate: str, quote: str) -> str:
    """年租金总额, of 前5年每年不超过年租金总额100%: the words of the clause right before the rate."""
    before, found, _ = quote.partition(rate) if rate else ("", "", "")
    match = _NOUN.search(before.removesuffix("的")) if found else None
    return _BOUND.split(match.group())[-1] if match else ""


def _up_to(one: kinds.UpTo, inputs: InputRegistry) -> str:
    tiers = ""
    if one.tiers:
        bounds = "、".join(literals.text(at) for at in one.tiers.steps)
        tiers = f"{inputs.spec(one.tiers.by).label}{words.resolve(one.tiers.word).around(bounds)}分档奖，"
    if one.max is None:
        return f"{tiers}{NO_AMOUNT}" if tiers else _nothing(kinds.Nothing(kind="none", reason=one.reason))
    return f"{tiers}{apiece(one.times, inputs)}最高{literals.text(one.max)}"


def _nothing(one: kinds.Nothing) -> str:
    if one.reason == "未定标准":
        return NO_AMOUNT
    by = "" if one.decided_by.startswith("各地") else one.decided_by
    return f"{NO_AMOUNT}，{one.reason}{f'（{by}）' if by else ''}"


def _installments(one: kinds.Installments, inputs: InputRegistry) -> str:
    """第二年、第三年、第四年各10万元，共30万元."""
    paid: dict[str, list[str]] = {}
    for payment in one.payments:
        paid.setdefault(literals.text(payment.amount), []).extend(payment.years)
    said = [f"{'、'.join(years)}{'各' if len(years) > 1 else ''}{amount}" for amount, years in paid.items()]
    total = f"，共{literals.text(one.total)}" if one.total else ""
    lapse = inputs.spec(one.lapse).label if one.lapse and any(each.unless_lapsed for each in one.payments) else ""
    return f"{'，'.join(said)}{total}{f'（“{lapse}”以后不发）' if lapse else ''}"


def _yearly(one: kinds.Yearly, inputs: InputRegistry, quote: str) -> str:
    """第一年按设备投入的10%补，第二年5%，每年最高20万元."""
    of = _base(one.base, inputs, "", quote) if one.base else literals.text(one.amount or "")
    first, *later = [("、".join(rate.years), literals.text(rate.rate)) for rate in one.rates]
    rates = "，".join([f"{first[0]}按{of}的{first[1]}补", *(f"{years}{rate}" for years, rate in later)])
    return f"{rates}，每年{one.word}{literals.text(one.most)}" if one.most else rates


def _by_figure(added: Sequence[tuple[str | None, str]]) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for add, name in added:
        found.setdefault(add, []).append(name)
    return found


def share_alone(one: kinds.Award, *, at_most: bool) -> str:
    """最高补50%, behind another share of the same base; "" of what is no plain share."""
    if not isinstance(one, kinds.Percent) or not isinstance(one.rate, str) or one.plus or one.adders:
        return ""
    rate = literals.text(one.rate)
    return "" if rate == kinds.WHOLE else f"{'最高' if at_most else ''}补{rate}"
