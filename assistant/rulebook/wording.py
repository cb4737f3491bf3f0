"""An award in words, for people who proof-read the rules: amounts, conditions and caps, without evaluating anything."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.calculator import kinds, literals, words
from assistant.calculator.conditions import AllOf, AnyOf, Compare, Condition, Conditions, Has, Is, Stated
from assistant.calculator.inputs import InputRegistry
from assistant.calculator.rule import Limit


def award(one: kinds.Award, inputs: InputRegistry) -> str:
    """省级奖励20万元；国家级奖励30万元, 设备投资额的10%, 一事一议."""
    match one:
        case kinds.Fixed():
            return apiece(one.times, inputs) + literals.text(one.amount)
        case kinds.Choice():
            levels = [
                f"{level(one.by, option.is_, option.label, inputs).removesuffix(option.word)}{option.word}"
                f"{literals.text(option.amount)}"
                f"{_where(option.when, inputs)}"
                for option in one.options
            ]
            together = {"highest": "（同时具备的就高）", "sum": "（可合计）"}.get(one.together or "", "")
            return apiece(one.times, inputs) + "；".join(levels) + together
        case kinds.Ladder():
            steps = [
                f"{words.resolve(step.word or one.word).around(literals.text(step.at))}给"
                f"{literals.text(step.amount)}{_where(step.when, inputs)}"
                for step in one.steps
            ]
            return f"{_name(one.by, inputs)}{'；'.join(steps)}"
        case kinds.Percent():
            return _percent(one, inputs)
        case kinds.PercentTiered():
            tiers = [f"{_extent(tier)}按{literals.text(tier.rate)}" for tier in one.tiers]
            return f"{_base(one.base, inputs)}按比例，看{_name(one.by, inputs)}：{'；'.join(tiers)}"
        case kinds.PerStep():
            over = f"超过{literals.text(one.over)}后" if one.over else ""
            return f"{_name(one.quantity, inputs)}{over}每{literals.text(one.step)}给{literals.text(one.amount)}"
        case kinds.PerUnit():
            factor = f"的{literals.text(one.factor)}" if one.factor else ""
            unit = inputs.spec(one.quantity).unit or ("千瓦时" if inputs.spec(one.quantity).type == "kwh" else "单位")
            return f"{_name(one.quantity, inputs)}{factor}，每{unit}{literals.text(one.unit_amount)}"
        case kinds.Declining():
            return (
                f"{_base(one.base, inputs)}的{literals.text(one.rate)}，逐年递减{literals.text(one.decrease)}，"
                f"{literals.text(one.years)}"
            )
        case kinds.Installments():
            return _installments(one)
        case kinds.Yearly():
            of = _base(one.base, inputs) if one.base else literals.text(one.amount or "")
            rates = "、".join(f"{'、'.join(rate.years)}{literals.text(rate.rate)}" for rate in one.rates)
            return f"{of}，{rates}" + (f"，每年{one.word}{literals.text(one.most)}" if one.most else "")
        case kinds.Match():
            of = "与".join(_name(each, inputs) for each in one.of)
            return f"{of}的{literals.text(one.rate)}" if one.rate else f"按{of}的{literals.text(one.ratio or '')}配套"
        case kinds.Range():
            return f"{literals.text(one.between)}之间"
        case kinds.UpTo():
            return _up_to(one, inputs)
        case kinds.Nothing():
            return one.reason + (f"（{one.decided_by}）" if one.decided_by else "")


def conditions(all_of: Conditions, inputs: InputRegistry) -> str:
    """All conditions, joined by ；. Those the authority checks are marked 〔核实〕."""
    return "；".join(_condition(each, inputs) for each in all_of)


def caps(limits: Iterable[Limit]) -> str:
    """每企业每年不超过500万元."""
    windows = {"年": "每年", "月": "每月", "次": "每次", "届": "每届", "期间": "期间内", "累计": "累计"}
    shown = []
    for limit in limits:
        if limit.max:
            shown.append(f"每{limit.per}{windows[limit.window]}{limit.word}{literals.text(limit.max)}")
        if limit.times_max:
            shown.append(f"{limit.word}{literals.text(limit.times_max)}")
    return "；".join(dict.fromkeys(shown))


def _percent(one: kinds.Percent, inputs: InputRegistry) -> str:
    base = _base(one.base, inputs)
    if isinstance(one.rate, kinds.RateChoice):
        rates = [
            f"{level(one.rate.by, option.is_, option.label, inputs)}{literals.text(option.rate)}"
            for option in one.rate.options
        ]
        shown = f"{base}的一定比例：{'；'.join(rates)}"
    else:
        rate = literals.text(one.rate) if one.rate else "全额"
        shown = f"{base}{'全额' if rate == kinds.WHOLE else f'的{rate}'}"
    if one.plus:
        shown += f"再加{literals.text(one.plus)}"
    for adder in one.adders:
        name = level(one.adders_input or "", adder.has, adder.label, inputs)
        shown += f"；{name}再加{literals.text(adder.add)}" if adder.add else f"；{name}可适当提高"
    return shown


def _extent(tier: kinds.RateTier) -> str:
    if tier.between:
        return literals.text(tier.between)
    return words.resolve(tier.word).around(literals.text(tier.value or ""))


def _base(base: kinds.Base, inputs: InputRegistry) -> str:
    shown = _name(base.of, inputs)
    if base.over:
        shown += f"超过{literals.text(base.over)}的部分"
    if base.at_most:
        shown += f"（{base.word}{literals.text(base.at_most)}）"
    return "×".join([shown, *(_name(each, inputs) for each in base.times)])


def _installments(one: kinds.Installments) -> str:
    shown = [
        f"{'、'.join(payment.years)}{'各' if len(payment.years) > 1 else ''}{literals.text(payment.amount)}"
        f"{'（条件丧失后不发）' if payment.unless_lapsed else ''}"
        for payment in one.payments
    ]
    total = f"，共计{literals.text(one.total)}" if one.total else ""
    return "；".join(shown) + total


def _up_to(one: kinds.UpTo, inputs: InputRegistry) -> str:
    tiers = ""
    if one.tiers:
        bounds = "、".join(literals.text(at) for at in one.tiers.steps)
        tiers = f"{_name(one.tiers.by, inputs)}{words.resolve(one.tiers.word).around(bounds)}，分档"
    if one.max is None:
        return f"{tiers}，{one.reason}".lstrip("，")
    return f"{tiers}{apiece(one.times, inputs)}{one.word}{literals.text(one.max)}"


def _condition(one: Condition, inputs: InputRegistry) -> str:
    if isinstance(one, AnyOf):
        return "（" + "，或".join(_condition(each, inputs) for each in one.any) + "）"
    if isinstance(one, AllOf):
        return "，且".join(_condition(each, inputs) for each in one.all)
    if isinstance(one, Stated):
        return f"{one.text}〔核实〕"
    if isinstance(one, Compare | Is | Has):
        return (one.text or _leaf(one, inputs)) + ("〔核实〕" if one.soft else "")
    return f"不是：{_condition(one.not_, inputs)}"


def _leaf(one: Compare | Is | Has, inputs: InputRegistry) -> str:
    name = _name(one.input, inputs)
    if isinstance(one, Compare):
        return f"{name}{one.bound.around(literals.text(one.value))}"
    wanted = one.is_ if isinstance(one, Is) else one.has
    if inputs.spec(one.input).type == "boolean":
        return name if wanted[0] in ("是", "true") else f"不是：{name}"
    return f"{name}为{level(one.input, wanted, (), inputs)}"


def _where(when: Conditions, inputs: InputRegistry) -> str:
    return f"（{conditions(when, inputs)}）" if when else ""


def level(input_id: str, options: tuple[str, ...], label: tuple[str, ...], inputs: InputRegistry) -> str:
    """The level as the clause prints it (国家级一等奖: its words in their order), else as the registry calls it."""
    if label:
        return "".join(label)
    spec = inputs.spec(input_id)
    return "、".join(found.label if (found := spec.option(each)) else each for each in options)


def apiece(times: str | None, inputs: InputRegistry) -> str:
    """每项, 每场 of what is paid for each of several things; "" of what is paid once."""
    return f"每{inputs.spec(times).unit or '个'}" if times else ""


def _name(input_id: str, inputs: InputRegistry) -> str:
    return inputs.spec(input_id).label
