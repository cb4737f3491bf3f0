"""What one award comes to, as a colleague says it: the amount first, how it is worked out in half a sentence, how its
document stands. Why not, where it is not due; where a fact is missing the rule itself, and what it comes to at most.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from assistant.answer import Calculation, Condition
from assistant.drafting import phrases
from assistant.drafting.award_words import NO_AMOUNT
from assistant.drafting.notice import BESIDE, brackets
from assistant.drafting.wording import clipped
from index.text.figures import format_percent, scan
from index.text.ngrams import tokens
from index.text.normalize import nfkc

_LEVELS: Final = ("国家级", "省级", "市级", "国际", "国内")
_YES_NO: Final = frozenset({"是", "否", "true", "false", ""})
_SUMS, _ITEMS = 2, 4  # a breath holds no more of them
_PART: Final = re.compile(r"(?P<name>第\d+个（(?P<inner>.+)）|[^＝。：]+)：(?P<sum>(?:最高)?[\d.]+[万亿]?元)$")
OF_A_PAYMENT = "这笔"  # 领过的这笔要不要扣 names by itself what is meant
BARE, SHORT, HALF, QUOTED = 12, 3, 0.5, 20
ONLY, OTHER_BRANCH = "只奖励", "不属于："  # what sets one outcome of a rule off from another is no condition to hear
_ET_CETERA: Final = re.compile("等[^等]{0,4}$")
_GIVES: Final = re.compile("(?:补助|补贴|奖励|资助|支持|补偿|经费|替代|认证)$")
_PAID: Final = re.compile("奖励$")
_STEP: Final = re.compile("首次|突破|达到|超过|提前")
_LISTED: Final = re.compile("、(?![^（]*）)")  # between the items of a title, not inside its brackets


def spoken(calculation: Calculation, question: str = "") -> str:
    """The award as a colleague calls it: of a title that lists several the one that is meant, with its level.

    `question`: the caller's words, by which one of several is told where the calculation names none.
    """
    title, option = calculation.title, calculation.option
    items = _LISTED.split(title)
    if option and option[1:] and option[1:] in items[-1] and len(items[0]) <= SHORT:
        return f"{option}{items[-1].partition(option[1:])[2]}"  # 四星级小微企业园, of 获三、四、五星级小微企业园
    if _one_thing(items):
        items = [title]
    if not option and len(items) > 1 and (asked := _asked_for(items, question)):
        return asked
    if not option or option in items:
        return option or title
    if len(items) > 1:
        alike = [item for item in items if _core(option) in _core(item) and _same_level(option, item)]
        if len(alike) == 1:
            level = next((word for word in _LEVELS if option.startswith(word)), "")
            return alike[0] if _leveled(alike[0]) else f"{level}{alike[0]}"
        one = _asked_for(items, question) or title
        return f"{option}{one}" if option in _LEVELS else option
    if option in _LEVELS:
        return title if title.startswith(option) else f"{option}{title}"
    if _core(title) in option:
        return option
    return _reached(title, option) or f"{title}（{option}）"


def _reached(title: str, option: str) -> str:
    """营业收入首次超过1亿元, of 营业收入奖励 and the step that was reached; "" of any other option."""
    paid = _PAID.search(title)
    if paid is None or not _STEP.match(option):
        return ""
    base = title[: paid.start()]
    shared = next((n for n in range(min(len(base), len(option)), 0, -1) if base.endswith(option[:n])), 0)
    return "" if not shared and option[:2] in base else f"{base}{option[shared:]}"


def _one_thing(items: Sequence[str]) -> bool:
    """设备、软件采购补助: one thing that is paid, not two."""
    return bool(_GIVES.search(items[-1])) and not all(_GIVES.search(item) for item in items)


def _asked_for(items: Sequence[str], question: str) -> str:
    """The one of the items that most of whose words the question has; "" where none is ahead of the others."""
    said = set(tokens(nfkc(question)))
    shares: list[float] = []
    if any(len(item) <= SHORT for item in items):
        return ""  # 获三、四、五星级小微企业园
    for item in items:
        own = {token for token in tokens(nfkc(item)) if len(token) > 1}
        shares.append(len(own & said) / len(own) if own and len(item) > SHORT else 0.0)
    best = max(shares)
    return _ET_CETERA.sub("", items[shares.index(best)]) if best >= HALF and shares.count(best) == 1 else ""


def _leveled(name: str) -> bool:
    return name.startswith(("国家", "省", "市", "国际", "国内"))


def _same_level(one: str, other: str) -> bool:
    """国家标准 is no 省级地方标准; a name without a level may be of any."""
    levels = [
        next((word for word in ("国家", "省", "市", "国际") if name.startswith(word)), "") for name in (one, other)
    ]
    return "" in levels or levels[0] == levels[1]


def _core(name: str) -> str:
    bare = re.sub(r"[“”（）()]", "", name)
    return re.sub(r"^(?:国家级?|省级?|市级?)", "", bare) or bare


def result(
    calculation: Calculation,
    region: str,
    rule: str = "",
    caps: str = "",
    opening: str = "",
    question: str = "",
    told_above: Collection[str] = (),
    each_level: bool = False,
    more_in_clause: bool = False,
    apiece: str = "",
) -> str:
    """The sentence that answers for one award.

    Args:
        rule: the rule in words, said where a fact is missing.
        caps: the rule's ceilings, where they were asked for: ，每家企业一年最高200万元.
        opening: 不是200万元。 what is answered before it.
        question: the caller's words, for the award's name.
        told_above: words of the caller on which everything hangs, and which have been spoken of already.
        each_level: all levels of the award were asked for: `rule` says them.
        more_in_clause: the text gives no amount for one applicant, but other sums, which are read out behind it.
        apiece: 每个, of what is paid for each of several things.
    """
    name = spoken(calculation, question)
    beside = BESIDE[calculation.document_status]
    if calculation.semantics == "not_eligible":
        why = reasons(calculation)
        of = f"{region}的" if region else ""
        return f"{opening}不能享受{of}{name}{brackets(beside)}{f'：{why}' if why else '。'}"
    lead = f"{opening}{region}：" if region else opening
    if calculation.semantics == "needs_info" and _names_all(rule, calculation.title):
        return f"{lead}{rule}{brackets(beside)}。"
    if each_level:
        return f"{lead}{calculation.title}，{rule}{brackets(beside)}。"
    if apiece and calculation.semantics == "exact":
        return f"{lead}{name}，{apiece}{phrases.amount(calculation)}{caps}{brackets(beside)}。"
    return f"{lead}{name}，{_comes_to(calculation, rule, caps, beside, told_above, more_in_clause)}"


def _names_all(rule: str, title: str) -> bool:
    """Whether the rule's words call each of the things the title lists, so that the title need not be said."""
    items = _LISTED.split(title)
    return len(items) > 1 and all(_core(_ET_CETERA.sub("", item)) in rule for item in items)


def _comes_to(
    calculation: Calculation, rule: str, caps: str, beside: str, told_above: Collection[str], more_in_clause: bool
) -> str:
    words, semantics = phrases.amount(calculation), calculation.semantics
    amount = calculation.amount_yuan
    if semantics == "exact" and amount is not None and Decimal(amount) == 0:
        return f"这次没有可以再领的钱{brackets(way(calculation), beside)}。"
    if semantics == "conditional" and calculation.unaccounted:
        return conditional(calculation, rule, brackets(beside), told_above)
    if semantics == "conditional":
        return f"{phrases.gets(words)}{brackets('测算草案，待人核对', beside)}。"
    if semantics == "needs_info":
        return f"{rule or f'要看具体情况{bounds(calculation)}'}{brackets(beside)}。"
    if semantics == "undetermined" and more_in_clause:
        return f"{words or phrases.ONLY_THIS}{brackets(beside)}。"
    if semantics == "undetermined":
        return f"{words or rule or NO_AMOUNT}{brackets(beside)}。"
    if any("晋级补差：" in step for step in calculation.steps):
        return f"补差额{words}{caps}{brackets(way(calculation), beside)}。"
    return f"{phrases.gets(words)}{caps}{brackets(way(calculation), beside)}。"


def way(calculation: Calculation) -> str:
    """2000万元×6%: how a sum came about, in half a sentence; "" for a figure read off the clause."""
    bare = [step.lstrip("①②③④⑤⑥⑦⑧⑨⑩⑪⑫").rstrip("。；") for step in calculation.steps]
    rest = next((step for step in bare if step.startswith("晋级补差：")), "")
    if rest:
        return rest.removeprefix("晋级补差：").partition("，")[0]
    if calculation.schedule:
        paid = [f"{each.label}{phrases.money(each.amount_yuan)}" for each in calculation.schedule]
        return "、".join(paid) if len(paid) > 1 else ""
    worked = _short([step for step in bare if "＝" in step and not step.startswith("资金分担")])
    parts = _parts(bare)
    if parts and len(worked) != len(parts):
        return "，".join(parts) if len(parts) <= _ITEMS else ""
    if not worked or len(worked) > _SUMS:
        return ""
    left, _, right = worked[-1].rpartition("＝")
    same = calculation.amount_yuan is not None and right.removeprefix("最高") == phrases.money(calculation.amount_yuan)
    capped = any(re.search("^超过“.*按.*计$", step) for step in bare)
    left = re.sub(r"[\d.]+[万亿]?元×全额$", "全额", left)
    shown = left if same else f"{worked[-1]}，超过上限，按上限算" if capped else worked[-1]
    return "，".join([*worked[:-1], shown])


def _parts(steps: Sequence[str]) -> list[str]:
    """主导制修订、行业标准最高20万元: what each of several things comes to, where the sum is of them; else nothing."""
    if not any(step.startswith("合计") for step in steps):
        return []
    found = [match for step in steps if (match := _PART.match(step)) and not step.startswith("结果")]
    return [
        f"{(each['inner'] or each['name']).replace('，', '、')}{'的' if each['inner'] else ''}{each['sum']}"
        for each in found
    ]


def _short(worked: Sequence[str]) -> list[str]:
    """Sums without what the one before has just said: 增量＝1.45亿元－1.1亿元＝3500万元，再×10%；全额 is no factor."""
    said = list(worked)
    for n in range(1, len(said)):
        name, _, value = said[n - 1].partition("＝")[0], "", said[n - 1].rpartition("＝")[2]
        said[n] = re.sub(rf"^{re.escape(name + value)}(?=×)", f"{value}", said[n])
    return said


def conditional(calculation: Calculation, rule: str, beside: str, told_above: Collection[str] = ()) -> str:
    """What the rule gives, and the caller's words on which it still hangs."""
    said = "；".join(_doubts(calculation, told_above)) or "先看上面这一条"
    most, otherwise_due = calculation.amount_max_yuan, calculation.amount_if_yuan
    if most is not None:
        return f"最多{phrases.money(most)}{beside}，但还不能定：{said}。"
    if otherwise_due is not None:
        return f"按您说的其他情况是{phrases.money(otherwise_due)}{beside}，不过要先确认：{said}。"
    return f"{rule}{beside}，但还不能定是多少：{said}。" if rule else f"还不能定{beside}：{said}。"


def _doubts(calculation: Calculation, told_above: Collection[str]) -> list[str]:
    """The caller's words on which it hangs, those of one reason together: 您说的“两个”和这一项有没有关系."""
    why: dict[str, dict[str, None]] = {}
    for each in calculation.unaccounted:
        if each.text not in told_above:
            why.setdefault(phrases.to_confirm(each.why), {})[_mentioned(each.text)] = None
    return [
        reason
        if OF_A_PAYMENT in reason
        else f"{'、'.join(texts)}{'' if reason.startswith(('和', '是不是')) else '，'}{reason}"
        for reason, texts in why.items()
    ]


def _mentioned(text: str) -> str:
    """The caller's words; a bare sum is not repeated, for beside an award it reads like the award's."""
    if any("money" in (figure.kind, figure.of) for figure in scan("".join(text.split()))) and len(text) <= BARE:
        return "您另外提到的金额"
    return f"您说的“{clipped(text, QUOTED)}”"


def reasons(calculation: Calculation) -> str:
    """Why an award does not apply: each condition that is not met, with what is short."""
    parts = []
    seen: set[str] = set()
    unmet = [c for c in calculation.conditions if c.met == "no"]
    # A figure that one outcome of the rule admits is no reason against it that another does not.
    fits = {c.input for c in calculation.conditions if c.met == "yes" and c.input}
    own = [c for c in unmet if not c.text.startswith(OTHER_BRANCH) and c.input not in fits]
    for condition in own or unmet:
        if condition.input and condition.input in seen:
            continue  # of several bounds on one figure the first that is missed is enough
        seen.add(condition.input)
        excluded = condition.required == "不属于"
        if not condition.input and not excluded and re.match(r"\d{4}", condition.actual):
            parts.append(out_of_period(condition.required, condition.actual))
        else:
            parts.append(f"{condition.text}的不予享受" if excluded else _unmet(condition))
    return "；".join(parts) + "。" if parts else ""


def _unmet(condition: Condition) -> str:
    """条件是“采购额5000万元以上”，您这边是4300万元，差700万元."""
    if not condition.input and condition.text == condition.required and condition.actual:
        if condition.text.startswith(ONLY):  # 只奖励国家级, asked of a 省级 one
            return f"文件没有规定{condition.actual}的，{condition.text}"
        return f"条件是“{condition.text}”，您说的是“{condition.actual}”"
    said = f"，您这边是{condition.actual}" if condition.actual not in _YES_NO else "，您这边不符合"
    short = f"，{condition.shortfall}" if condition.shortfall else ""
    told = condition.required in ("", "是", "否") or condition.required in condition.text
    return f"条件是“{condition.text if told else condition.required}”{said}{short}"


def out_of_period(required: str, actual: str) -> str:
    """`2026年不在政策期限内（原文：有效期至2025年12月31日）`."""
    dated = [piece for piece in re.split(r"[；。]", required) if any(c.isdigit() for c in piece)]
    dotted = re.fullmatch(r"(\d{4})-0?(\d{1,2})(?:-0?(\d{1,2}))?", actual)
    if dotted:
        actual = f"{dotted[1]}年{dotted[2]}月{f'{dotted[3]}日' if dotted[3] else ''}"
    when = f"{actual}年" if re.fullmatch(r"\d{4}", actual) else actual or "事项发生的时间"
    return f"{when}不在政策期限内" + (f"（原文：{dated[-1]}）" if dated else "")


def bounds(calculation: Calculation) -> str:
    low, high = calculation.amount_min_yuan, calculation.amount_max_yuan
    if low is not None and high is not None and Decimal(low) > 0:
        return f"，{phrases.money(low)}至{phrases.money(high)}"
    return f"，最高{phrases.money(high)}" if high is not None else ""


def rate(share: Fraction, *, at_most: bool) -> str:
    """按您说的情况，比例是10%, while what it is a share of is not known; `at_most`: the clause only bounds it."""
    return f"按您说的情况，比例{'最高' if at_most else ''}是{format_percent(share)}"


def worth_showing(calculation: Calculation) -> bool:
    """Whether something was computed: a figure read off the clause (符合, 原文标准为50万元) needs no derivation."""
    sure = calculation.semantics != "conditional" or (calculation.drafted and not calculation.unaccounted)
    worked = "".join(calculation.steps)
    return sure and (bool(calculation.readings) or any(sign in worked for sign in ("＝", "减去", "合计")))
