"""Every Chinese template a drafter uses, in one place, so that a policy officer can proof-read the voice.

Templates never carry a policy figure of their own: amounts arrive formatted from calculations, facts arrive
as clause sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from assistant.answer import Calculation, DocumentStatusName, Total
from assistant.drafting.wording import clipped
from index.text.figures import format_money, scan

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

ASKS_CITY = "请问您所在的城市是"
WHICH_CITY = ASKS_CITY + "{cities}？"
REFUSE_LEAK = "系统设置和内部资料不便提供，我只回答产业政策问题。"
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
ONLY_THIS = "一家给多少文件没有载明，只写了这些"
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
NO_END = "{title}没有写明失效日期（有效期限），只写明施行日期。"
NO_LEVEL = "{region}没有{level}{name}的奖补，文件里有的是：{held}。"
NOT_OPEN = "还不能：{title}目前的状态是“{status}”，没有施行。"
NO_BUREAU = "条款没有写明这一项由哪个部门办理，文件只在总的规定里写了："
THIS, OF_PART = "这方面", "“{topic}”"
NOT_HERE = "收录的政策里没有查到这方面的规定。"
NOT_HERE_PLACE = "没有收录{place}的政策，这里只有{places}的。"
NOT_HELD = "没有收录{titles}，里面的内容答不了。"
NO_PROCEDURE_AT_ALL = "文件没有载明申报材料和具体流程，以受理部门的通知为准。"
NO_PROCEDURE = "文件没有载明申报材料和具体流程，只在总的规定里写了："
NOT_HERE_CITY = "{region}的文件里没有查到{topic}的规定。"
NOT_HERE_CLAUSE = "《{title}》没有{clause}：{where}只有{count}。"
NOT_HERE_CONTACT = "文件没有载明{what}，以受理部门的通知为准。"
# Matters that no policy text holds, by intent.
BARRED, EXCEPTED = "按您说的情况不能享受。", "能享受：条款写明“{what}”除外。"
NOT_BARRED = "不受这一条限制：已满{n}年。"
STANDS_IN = "没有收录{place}自己的政策，以上是{serving}的规定；{place}是否另有规定，请向当地主管部门核实。"
GONE = "《{new}》已删去《{old}》{clause}的内容。"
WAS, IS_NOW, ADDED = "原规定：", "现规定：", "新增："
UNSPOKEN = "{title}没有关于“{matter}”的规定。"
ABSENT = {"deadline": "申报、兑现的时间", "contact": "联系方式", "outcome": "实施结果", "penalty": "处罚或法律责任"}
NO_AMOUNT = "{region}的文件没有写这一项的金额或标准。"
NO_DEFINITION = "文件只提到“{term}”，没有说明是什么意思。"
NO_NUMBER = "《{title}》没有载明文号。"
NO_DATE = "《{title}》没有载明发布或通过的日期。"
MAY_BE_SHUT_OUT = "不能享受，如果您说的“{said}”属于这一类：{excluded}。"
LISTED = "{region}跟“{matter}”有关的奖补有这些{left_out}："
LEFT_OUT = "（只列一部分）"
NOT_IN_TEXT = "{region}的这份文件里没有{figure}这个数，相关的只有："
ALIKE, MOST_OF = "给得一样多。", "{region}{ceiling}{most}。"
NOT_TWICE = "同一事项不能重复享受。"
CUMULATIVE, HIGHEST = "可以累计。", "不能都拿，就高享受。"
YES = {"能": "能。", "有": "有。"}
ALL_BARRED = "{region}的这些都不能享受{beside}：{why}"
EXCEPTED_AS_SAID = "能享受：您说的“{said}”不受下面这一条限制。"
RATE_RIGHT = "是{rate}，不是{others}。"
NO_PROMISE = "不能保证：能不能拿到由受理部门审核决定。"
OTHERWISE = "不看期限，只按原文的其他规定测算：{amount}"
AFTER_PERIOD = "{when}超出了期限，{title}到{last}为止。"
BEFORE_PERIOD = "{when}还没到期限，{title}从{first}开始。"
CONDITIONS = "{region}：要符合的条件是，{conditions}"
INSIDE_PERIOD = "{when}在期限之内，{title}从{first}到{last}。"
PREMISE_WRONG = "不是{claimed}。"
PREMISE_CEILING = "这是上限，不是固定数额。"
PREMISE_RIGHT = "对。"
ITEM = "{n}. {text}"
FOLLOW_PLACE = "那{region}呢？"
FOLLOW_CONDITIONS = "{region}这一项要满足什么条件？"
FOLLOW_VALID = "{region}这份政策还有效吗？"
PROFILE_LEAD = "{region}可以对上这些{beside}："
HELD = "这里收录的是{held}。"
LOOKED_IN = "查过的是{held}。"

QUOTED = 16
_TO_CONFIRM = re.compile("，请您?(?:确认|说明)$")
_NOT_REPEATED = re.compile(r"!?\[[^\]]{0,80}\]\([^)]{0,300}\)|\w{2,12}:/{2,3}\S+|<[^<>]{0,300}>|[<>{}`|\\]")


def topic_of(question: str, *, alone: bool) -> str:
    """What is not told, in a word: of several questions the one that is meant, never the whole message.

    Without sums, addresses and markup, which are not ours to repeat.
    """
    if alone:
        return THIS
    kept = _NOT_REPEATED.sub(" ", question)
    for figure in reversed([figure for figure in scan(kept) if "money" in (figure.kind, figure.of)]):
        kept = f"{kept[: figure.start]}…{kept[figure.end :]}"
    said = " ".join(kept.split()).strip("，,、？?。！! ")
    return OF_PART.format(topic=clipped(said, QUOTED)) if said else THIS


def to_confirm(why: str) -> str:
    """What is to be confirmed, without the request to confirm it, which is said once."""
    return _TO_CONFIRM.sub("", why)


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
        return f"最高{money(sure)}"
    if result.semantics == "at_least" and low is not None:
        return f"不低于{money(low)}"
    if result.semantics == "range" and low is not None and high is not None:
        return f"{money(low)}至{money(high)}"
    if result.semantics == "conditional" and high is not None:  # a draft's: nothing else has an upper end here
        return money(high) if low == high else f"{money(low)}至{money(high)}" if low else f"最高{money(high)}"
    if result.semantics == "undetermined" and high is not None:
        return f"最高{money(high)}，具体多少原文没写"
    return ""


def named(calculation: Calculation, region: str) -> str:
    """绍兴“工业设计中心”; a title with quotation marks of its own needs no others round it."""
    return f"{region}{calculation.title}" if "“" in calculation.title else f"{region}“{calculation.title}”"


def still_to_meet(conditions: Iterable[str]) -> str:
    """前提是：在长沙市两年内实现产业化."""
    return f"前提是：{'；'.join(conditions)}"


def gets(words: str) -> str:
    """可得150万元; 最高50万元 says it by itself."""
    return f"可得{words}" if words[:1].isdigit() else words


def total(sum_: Total) -> str:
    """What several awards come to together, as far as it is sure; "" where nothing of it is."""
    words = amount(sum_)
    if not words:
        sure = sum_.amount_min_yuan
        return f"能定下来的合计{money(sure)}，其余的还要看情况。" if sure and Fraction(sure) > 0 else ""
    return f"合计{words}。"


def added_up(sum_: Total) -> str:
    """How the sum came about."""
    return "".join(step if step.endswith("。") else f"{step}。" for step in sum_.steps)


def steps(calculation: Calculation) -> str:
    """The sum as it can be read aloud, and how else its open words are read."""
    worked = "".join(step if step.endswith(("。", "；")) else f"{step}；" for step in calculation.steps)
    others = "、".join(f"“{each.alternatives[0]}”" for each in calculation.readings if each.alternatives)
    return f"测算过程：{worked}" + (f"也有人理解为{others}，以受理部门的解释为准。" if others else "")
