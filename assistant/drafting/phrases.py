"""Every Chinese template a drafter uses, in one place, so that a policy officer can proof-read the voice.

Templates never carry a policy figure of their own: amounts arrive formatted from calculations, facts arrive
as clause sentences.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from assistant.answer import Calculation, DocumentStatusName, Total
from assistant.drafting.wording import clipped
from index.text.figures import format_money, format_percent, scan

STATUS_WORDS: dict[DocumentStatusName, str] = {
    "in_force": "现行有效",
    "draft": "征求意见稿",
    "expired": "已到期",
    "draft_expired": "征求意见稿，所载有效期已过",
    "not_yet": "尚未施行",
    "repealed": "已废止",
    "superseded": "此前规定，已被替代",
    "unverified": "文本未载明期限",
}

# The verb tells how sure an amount is in law; the amount itself never depends on the document's status.
AMOUNT_VERBS: dict[DocumentStatusName, str] = {
    "in_force": "可申领",
    "draft": "按征求意见稿测算为",
    "expired": "按已到期的文本测算为",
    "draft_expired": "按已到期的征求意见稿测算为",
    "not_yet": "按尚未施行的文本测算为",
    "repealed": "按已废止的文本测算为",
    "superseded": "按已被替代的此前规定测算为",
    "unverified": "按未载明期限的文本测算为",
}

ASKS_CITY = "请问您所在的城市是"
WHICH_CITY = ASKS_CITY + "{cities}？"
REFUSE_LEAK = "我只回答产业政策问题，系统设置和内部资料不便提供。我收录的政策有：{titles}。"
REFUSE_FRAUD = (
    "这个忙不能帮：规避政策条件或弄虚作假会被取消资格并追责。如果条件确有变化，可向受理部门如实说明、申请复核。"
)
REFUSE_OFF_TOPIC = "这不在我的服务范围内：我只回答产业政策问题。可以问我奖补金额、申报条件、政策是否有效等。"
REFUSE_INVENT = "我只按政策原文回答，不能编造条款或金额。"
GREETING = (
    "您好，我是政策问答助手，可以回答{places}的产业政策问题：金额怎么算、条件是什么、文件是否有效，都附条款原文。"
)
ASK_ME = "您可以这样问：{examples}。"
THANKS = "不客气，还有别的政策问题可以接着问。"
WHO = (
    "我是政策问答助手，只按收录的政策原文回答：查奖补金额、看申报条件、比较城市、核对文件是否有效，"
    "金额由程序按条款计算。"
)
HOLDINGS = "目前收录的政策文件有："
HOLDINGS_OF = "{places}目前收录的政策文件有："
HOLDING = "{region}：《{title}》，{status}，主要涉及{subjects}。"
ASKED_BEFORE = "您之前问过：{questions}。"
ASKED_NOTHING = "这是本次对话的第一个问题，之前没有问过别的。"
IN_CHINESE = "请用中文提问，我按政策原文用中文回答。例如：{examples}。"
FOREIGN_MONEY = "条款里的金额都是人民币，不能把{text}直接当作人民币计算；请换算成人民币后再告诉我。"
NEGATIVE = "{text}是负数，金额不能是负数，请核对后再告诉我。"
WHICH_DOCUMENT = "请问您说的是哪一份文件？已收录的有：{titles}。"
SUMMARY = "《{title}》主要讲这些方面："
LOCATED = "出自《{title}》{clause}。"
NO_END = "《{title}》没有写明失效日期（有效期限），只写明施行日期。"
NO_LEVEL = "{region}没有{level}{name}的奖补，文件里有的是：{held}。"
NO_BUREAU = "条款没有写明这一项由哪个部门办理，文件只在总的规定里写了："
NOT_HERE = "已收录的政策中没有找到相关规定（查找的是：“{topic}”）。"
NOT_HERE_PLACE = "未收录{place}的政策，无法回答。已收录的是{places}的政策。"
NOT_HELD = "没有收录{titles}，无法回答其中的内容。"
NO_PROCEDURE = "文件没有载明申报材料和具体流程，只在总的规定里写了："
NOT_HERE_CITY = "{region}的已收录文件中没有相关规定（查找的是：“{topic}”）。"
NOT_HERE_CLAUSE = "《{title}》没有{clause}：{where}只有{count}。"
NOT_HERE_CONTACT = "已收录的文件没有载明{what}，请以受理部门发布的通知为准。"
# Matters that no policy text holds, by intent.
BARRED, EXCEPTED = "按所述情况不能享受。", "能享受：条款写明“{what}”除外。"
NOT_BARRED = "不受这一条限制：已满{n}年。"
STANDS_IN = "没有收录{place}自己的政策，以上是{serving}的规定；{place}是否另有规定，请向当地主管部门核实。"
GONE = "《{new}》已删去《{old}》{clause}的内容。"
WAS, IS_NOW, ADDED = "原规定：", "现规定：", "新增："
UNSPOKEN = "《{title}》没有关于“{matter}”的规定。"
ABSENT = {"deadline": "申报和兑现的时间", "contact": "联系方式", "outcome": "实施结果", "penalty": "处罚或法律责任"}
NO_AMOUNT = "{region}的已收录文件没有载明这一项的金额或标准，只有以下规定。"
NO_DEFINITION = "已收录文件只提到“{term}”，没有说明其具体含义。"
NO_NUMBER = "《{title}》的已收录文本没有载明其文号。"
NO_DATE = "《{title}》的已收录文本没有载明发布或通过的日期。"
NOT_TWICE = "不能重复享受，条款是这样规定的："
EXCEPTED_AS_SAID = "能享受：您说“{said}”，属于条款写明除外的情形，不受下面这一条限制。"
MAY_BE_SHUT_OUT = "您说“{said}”：属于下面这种情形的，不能享受{region}的这份政策。"
LISTED = "{region}与“{matter}”有关的奖补，按条款列在下面{left_out}："
LEFT_OUT = "（篇幅所限，只列了一部分）"
NOT_IN_TEXT = "{region}的这份文件里没有{figure}这个数，文件里相关的只有："
RATE_RIGHT = "是{rate}，不是{others}。"
NO_PROMISE = "不能保证：能否拿到由受理部门按条款审核决定，下面只是条款的规定。"
OTHERWISE = "不看期限，只按原文的其他规定测算：{amount}"
AFTER_PERIOD = "{when}在《{title}》的期限之后：期限到{last}为止。"
BEFORE_PERIOD = "{when}在《{title}》的期限之前：期限从{first}开始。"
CONDITIONS = "{region}的条件是：{conditions}"
INSIDE_PERIOD = "{when}在《{title}》的期限之内：期限从{first}到{last}。"
PREMISE_WRONG = "不是{claimed}：{name}为{amount}。"
PREMISE_CEILING = "这是上限，不是固定数额：{name}为{amount}。"
PREMISE_RIGHT = "对：{name}为{amount}。"
LISTING = ("奖补", "规定", "条款")
COMPARED = ("地区", "规定")
NOT_PROVIDED = "未规定"
FOLLOW_PLACE = "那{region}呢？"
FOLLOW_CONDITIONS = "{region}这一项要满足什么条件？"
FOLLOW_VALID = "{region}这份政策还有效吗？"
PROFILE_LEAD = "按所述情况，逐项对照{region}的奖补如下："
NEAREST = "与之最接近的规定是："
HELD = "已收录的文件：{titles}。"

_NOT_REPEATED = re.compile(r"!?\[[^\]]{0,80}\]\([^)]{0,300}\)|\w{2,12}:/{2,3}\S+|<[^<>]{0,300}>|[<>{}`|\\]")


def clipped_topic(question: str) -> str:
    """The question as it can be quoted back: without sums, addresses and markup, which are not ours to repeat."""
    kept = _NOT_REPEATED.sub(" ", question)
    for figure in reversed([figure for figure in scan(kept) if "money" in (figure.kind, figure.of)]):
        kept = f"{kept[: figure.start]}…{kept[figure.end :]}"
    return clipped(" ".join(kept.split()).rstrip("？?。！! "), 40) or "所问内容"


def day(date_: date) -> str:
    return f"{date_.year}年{date_.month}月{date_.day}日"


def money(yuan: str) -> str:
    """`"1500000"` → 150万元."""
    return format_money(Fraction(yuan))


def at_most(yuan: str) -> str:
    """最高不超过20万元, of a plain decimal string of yuan."""
    return f"最高不超过{money(yuan)}"


def amount(result: Calculation | Total) -> str:
    """The amount in words, with its bound: 150万元 · 最高50万元 · 20万元至100万元 · 不低于60万元."""
    low, high, sure = result.amount_min_yuan, result.amount_max_yuan, result.amount_yuan
    if result.semantics == "exact" and sure is not None:
        return money(sure)
    if result.semantics == "at_most" and sure is not None:
        return f"最高不超过{money(sure)}"
    if result.semantics == "at_least" and low is not None:
        return f"不低于{money(low)}"
    if result.semantics == "range" and low is not None and high is not None:
        return f"{money(low)}至{money(high)}"
    if result.semantics == "conditional" and high is not None:  # a draft's: nothing else has an upper end here
        return money(high) if low == high else f"{money(low)}至{money(high)}" if low else f"最高不超过{money(high)}"
    if result.semantics == "undetermined" and high is not None:
        return f"最高不超过{money(high)}，具体数额原文未定"
    return ""


def named(calculation: Calculation, region: str) -> str:
    """绍兴“工业设计中心”; a title with quotation marks of its own needs no others round it."""
    return f"{region}{calculation.title}" if "“" in calculation.title else f"{region}“{calculation.title}”"


_LEVELS = ("国家级", "省级", "市级", "国际", "国内")


def spoken(calculation: Calculation) -> str:
    """The award as a colleague calls it: of a title that lists several the one that is meant, with its level."""
    title, option = calculation.title, calculation.option
    if not option or option in title.split("、"):
        return option or title
    items = title.split("、")
    if len(items) > 1:
        alike = [item for item in items if _core(option) in _core(item) and _same_level(option, item)]
        return alike[0] if len(alike) == 1 else option
    return f"{option}{title}" if option in _LEVELS else f"{title}（{option}）"


def _same_level(one: str, other: str) -> bool:
    """国家标准 is no 省级地方标准; a name without a level may be of any."""
    levels = [
        next((word for word in ("国家", "省", "市", "国际") if name.startswith(word)), "") for name in (one, other)
    ]
    return "" in levels or levels[0] == levels[1]


def _core(name: str) -> str:
    bare = re.sub(r"[“”（）()]", "", name)
    return re.sub(r"^(?:国家级?|省级?|市级?)", "", bare) or bare


def derivation(calculation: Calculation, region: str) -> str:
    """The sentence that leads with the result of a calculation, for the ear and for the eye."""
    name = f"{region}：{spoken(calculation)}"
    words = amount(calculation)
    if calculation.semantics == "not_eligible":
        return f"{name}，按所述情况不能享受。{reasons(calculation)}"
    if (
        calculation.semantics == "exact"
        and calculation.amount_yuan is not None
        and Decimal(calculation.amount_yuan) == 0
    ):
        return f"{name}，本次没有应再发放的金额。"
    if calculation.semantics == "undetermined" and not words:
        return f"{name}，原文没有载明金额。"
    if calculation.semantics == "conditional" and not calculation.unaccounted:
        return f"{name}，测算为{words}（测算草案）。" if words[:1].isdigit() else f"{name}，测算，{words}（测算草案）。"
    if calculation.semantics == "conditional":
        return f"{name}，{conditional(calculation)}"
    if calculation.semantics == "needs_info":
        return f"{name}，金额要看具体情况，暂不能确定{bounds(calculation)}。"
    verb = AMOUNT_VERBS[calculation.document_status]
    return f"{name}，{verb if words[0].isdigit() else verb.replace('测算为', '测算，')}{words}。"


def whether(calculation: Calculation) -> str:
    """不能, said first where a yes or no is asked and the calculator refuses.

    A yes is never said so: what was asked about may be what no input takes in (二手的能补吗).
    """
    return "不能。" if calculation.semantics == "not_eligible" else ""


def conditional(calculation: Calculation) -> str:
    """What an amount still hangs on: the caller's words that were not taken in, and why."""
    said = "；".join(f"{_mentioned(each.text)}，{each.why}" for each in calculation.unaccounted)
    most, otherwise_due = calculation.amount_max_yuan, calculation.amount_if_yuan
    if most is not None:
        return f"最多{money(most)}，但现在还不能确定：{said}。"
    if otherwise_due is not None:
        return f"按您说的其他情况测算是{money(otherwise_due)}，但还不能确定：{said}。"
    return f"金额还不能确定：{said}。"


def _mentioned(text: str) -> str:
    """The caller's words; a bare sum is not repeated, for beside an award it reads like the award's."""
    if any("money" in (figure.kind, figure.of) for figure in scan("".join(text.split()))) and len(text) <= BARE:
        return "您另外提到的金额"
    return f"您说“{text}”"


BARE = 12


def reasons(calculation: Calculation) -> str:
    """Why an award does not apply: each condition that is not met, with what is short."""
    parts = []
    for condition in calculation.conditions:
        if condition.met != "no":
            continue
        said = f"，现为{condition.actual}" if condition.actual else ""
        short = f"，{condition.shortfall}" if condition.shortfall else ""
        wanted = condition.required if condition.required not in ("", "不属于", "是", "否") else condition.text
        excluded = condition.required == "不属于"
        if not condition.input and not excluded and re.match(r"\d{4}", condition.actual):
            parts.append(out_of_period(condition.required, condition.actual))
            continue
        parts.append(f"{condition.text}的不予享受" if excluded else f"要求{wanted}{said}{short}")
    return "；".join(parts) + "。" if parts else ""


def out_of_period(required: str, actual: str) -> str:
    """`2026年不在政策期限内（原文：有效期至2025年12月31日）`."""
    dated = [piece for piece in re.split(r"[；。]", required) if any(c.isdigit() for c in piece)]
    when = f"{actual}年" if re.fullmatch(r"\d{4}", actual) else actual or "事项发生的时间"
    return f"{when}不在政策期限内" + (f"（原文：{dated[-1]}）" if dated else "")


def bounds(calculation: Calculation) -> str:
    low, high = calculation.amount_min_yuan, calculation.amount_max_yuan
    if low is not None and high is not None and Decimal(low) > 0:
        return f"（在{money(low)}至{money(high)}之间）"
    return f"（最高不超过{money(high)}）" if high is not None else ""


def total(sum_: Total) -> str:
    """What several awards come to together, with how it was added up."""
    words = amount(sum_)
    if not words:
        return "其中有的金额还没有定下来，所以不给合计数。"
    return f"合计{words}。" + "".join(step if step.endswith("。") else f"{step}。" for step in sum_.steps)


def rate(calculation: Calculation, share: Fraction, region: str, most: str) -> str:
    """`绍兴：…的比例是10%` while the base is not known; `most`: 不超过, where the clause only bounds it."""
    return f"{region}：{spoken(calculation)}，按所述条件的比例是{most}{format_percent(share)}。"


def worth_showing(calculation: Calculation) -> bool:
    """Whether the sum has steps of its own: a figure read off the clause needs no derivation."""
    sure = calculation.semantics != "conditional" or (calculation.drafted and not calculation.unaccounted)
    return sure and any("②" in step for step in calculation.steps)


def steps(calculation: Calculation) -> str:
    """The sum as it can be read aloud."""
    return "测算过程：" + "".join(step if step.endswith(("。", "；")) else f"{step}；" for step in calculation.steps)


def notes(calculation: Calculation) -> list[str]:
    """How open words were read, and what the amount presupposes."""
    readings = [
        f"口径：按“{reading.chosen}”测算"
        + (f"；另一种理解：{reading.alternatives[0]}" if reading.alternatives else "")
        + "。"
        for reading in calculation.readings
    ]
    return [*readings, *(note if note.endswith("。") else f"{note}。" for note in calculation.notes)]
