"""What accounts for a figure that no cited clause has: a title, a counted clause, a period, the user's own words.

Dates and issue numbers are no figures and are looked up here too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from assistant.claims.marks import COUNTERS, Mark, Reading, same_value, unit_kind
from assistant.claims.ordinals import ORDINALS
from assistant.gates.model import Checked, Context
from index.documents.model import ClauseKind, PolicyDocument
from index.text.figures import Figure
from index.text.normalize import nfkc

_DATE: Final = re.compile(
    r"(?:19|20)\d\d\s*(?:年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|[-/.]\d{1,2}[-/.]\d{1,2})|(?<!\d)\d{1,2}月\d{1,2}[日号]"
)
_PERIOD: Final = re.compile("有效|期限|施行|为期|执行期")
_DENIED: Final = re.compile(r"(?:[拿领达到得]不到|到不了|不止|不是|并非|而非|不等于|不会是|并不是|没有)[^，。；]{0,6}$")
_WRONG: Final = re.compile(r"[^，。；]{0,6}(?:的说法)?(?:不对|有误|不实|不符|是错的|并不属实|没有依据)")
_NUMERALS: Final = "一二两三四五六七八九十百千万亿半几数零"  # right before a figure they make another one of it
_VAGUE: Final = re.compile(  # a size without a figure: 上千万元, 好几万, 十来万, 七位数
    r"(?:好几|[几数上成](?=[十百千万亿]+[元家个名台项万亿])|大几)[十百千万亿]+[元家个名台项]?|[十百千]来[万亿]?[元家个名台项]|[五六七八九]位数"
)
_PARTS: Final = re.compile(r"\d+")
_NUMBERED: Final = re.compile(r"[〔\[(（]((?:19|20)\d\d)[〕\])）]\s*(\d+)\s*号")
_PAYS: Final = re.compile(r"(?:奖励?|补助|补贴|补|给予?|可得|拿|领|最高|申领|资助|配套)[^，。；]{0,6}$")
_PAID: Final = re.compile(r"[^，。；]{0,3}(?:奖励|补助|补贴|资助|奖金)")


def unaccounted(
    checked: Checked, context: Context, proved: Sequence[tuple[int, int]] = (), given: Sequence[Figure] = ()
) -> str:
    """The first figure, date or issue number that nothing accounts for, told in Chinese; "" when all are.

    `proved`: stretches that were worked out from the clauses' figures; `given`: figures that their claims give.
    """
    for mark in checked.marks:
        before = checked.text[: mark.figure.start][-1:]
        if before and before in _NUMERALS:
            return f"“{before}{mark.figure.text}”是另一个数。"
        if any(a <= mark.figure.start < b for a, b in proved) or any(same_value(mark.figure, each) for each in given):
            continue
        if not supported(mark, checked, context):
            return f"“{mark.figure.text}”不在所引条款里，也不是测算结果。"
    for match in _VAGUE.finditer(checked.text):
        if not any(match.group() in source.text for source in checked.sources):
            return f"“{match.group()}”不在所引条款里。"
    return _dates(checked, context) or _issue_numbers(checked)


def denied(mark: Mark) -> bool:
    """不是50万元: the figure is given in order to be refused."""
    return _DENIED.search(mark.lead) is not None or _WRONG.match(mark.tail) is not None


def supported(mark: Mark, checked: Checked, context: Context) -> bool:
    return (
        any(source.find(mark.figure) for source in checked.sources)
        or _no_quantity(mark, checked)
        or _in_a_title(mark, checked, context)
        or _end_of_range(mark, checked)
        or _of_levels(mark, checked)
        or _named(mark, checked)
        or context.gives(mark.figure, checked.calculation)
        or _clauses_counted(mark, checked, context)
        or _of_standing(mark, checked, context)
        or _users(mark, checked, context)
    )


def elsewhere(mark: Mark, checked: Checked, context: Context) -> str:
    """What else than a cited clause accounts for the figure, in a word; "" when nothing does."""
    if denied(mark) and _users(mark, checked, context):
        return "denied"
    if any(source.find(mark.figure) for source in checked.sources) or mark.figure.text == "一次":
        return ""  # 只奖励一次 is read as a word
    if checked.calculation is not None and context.gives(mark.figure, checked.calculation):
        return ""  # the calculation is read like a clause
    return "known" if supported(mark, checked, context) else ""


def _clauses_counted(mark: Mark, checked: Checked, context: Context) -> bool:
    """没有第27条：该文件只有26条; 附件8只有4条; 第十一条只有3款; 只有3个部分: nodes of the tree, counted."""
    if mark.figure.unit not in ("条", "款", "个") or checked.kind != "frame":
        return False
    documents = [d for d in context.sources.library.documents.values() if d.title in checked.text]
    return any(mark.figure.value in _counts(document) for document in documents)


def _counts(document: PolicyDocument) -> set[int]:
    """How many clauses, parts, annexes, numbered children and 款 the document has somewhere."""
    found = {0, *document.expected.values()}
    children = Counter(clause.parent_id for clause in document.clauses if clause.number)
    paragraphs = Counter(clause.parent_id for clause in document.clauses if clause.kind is ClauseKind.PARAGRAPH)
    annexes = sum(1 for clause in document.clauses if re.fullmatch(r"附件\d+", clause.locator))
    return found | set(children.values()) | {1, annexes, *(count + 1 for count in paragraphs.values())}


def _no_quantity(mark: Mark, checked: Checked) -> bool:
    """两者, 这一点, 两份文件, 一年最多…: words with a numeral in them, not figures of a policy."""
    figure = mark.figure
    if figure.unit == "倍":
        return False
    if any(match.start() < figure.start < match.end() for match in ORDINALS.finditer(checked.text)):
        return True  # 第二、三、四年 are looked up as ordinals
    if figure.text in ("两级", "两头", "两项", "一块"):
        return True
    if not re.fullmatch(r"[一两二三四五六七八九十][^\d]{0,2}", figure.text) or mark.bound:
        return False
    if figure.kind == "number":
        return True
    if figure.kind != "quantity" or any(slot.figure.unit == figure.unit for s in checked.sources for slot in s.slots):
        every = mark.lead.endswith("每") and any(
            slot.mark.lead.endswith("每") for s in checked.sources for slot in s.slots
        )
        return figure.text in ("一年", "一个月") and not every and not re.match(r"[之以]?内", mark.tail)
    return figure.unit in COUNTERS or figure.value == 1


def _in_a_title(mark: Mark, checked: Checked, context: Context) -> bool:
    """三年行动计划, “4151”计划: a numeral inside the name of a document."""
    documents = checked.documents or tuple(context.sources.library.documents.values())
    for document in documents:
        for name in (document.title, document.short_title, *document.aliases):
            if mark.figure.text in name:
                for match in re.finditer(re.escape(name), checked.text):
                    if match.start() <= mark.figure.start and mark.figure.end <= match.end():
                        return True
    return False


def _of_standing(mark: Mark, checked: Checked, context: Context) -> bool:
    """有效期3年: what a document's own period, as its metadata quotes it, says."""
    documents = checked.documents or tuple(context.sources.library.documents.values())
    return any(
        same_value(mark.figure, other.figure)
        for document in documents
        if _PERIOD.search(mark.lead)
        if checked.documents or document.title in checked.text or document.region == checked.region
        for said in (document.validity.note, *(quote for _, quote in document.validity.quotes))
        for other in Reading(said).marks
    )


def _end_of_range(mark: Mark, checked: Checked) -> bool:
    """最低20万元、最高100万元 of 20—100万元."""
    return any(
        unit_kind(slot.figure) == unit_kind(mark.figure)
        and (
            (slot.figure.low == mark.figure.value and mark.bound == "floor")
            or (slot.figure.high == mark.figure.value and mark.bound == "max")
        )
        for source in checked.sources
        for slot in source.slots
        if slot.figure.kind == "range" and mark.figure.kind != "range"
    )


def _of_levels(mark: Mark, checked: Checked) -> bool:
    """10万元至30万元不等: from the least to the most of one rule's levels."""
    figure = mark.figure
    if figure.kind != "range":
        return False
    for source in checked.sources:
        rules: dict[str, set[object]] = {}
        for slot in source.slots:
            for atom in slot.atoms:
                if unit_kind(slot.figure) == unit_kind(figure):
                    rules.setdefault(atom.rule_id, set()).add(slot.figure.value)
        if any({figure.low, figure.high} <= values for values in rules.values()):
            return True
    return False


def _named(mark: Mark, checked: Checked) -> bool:
    """A bare number or a clause number printed in the clause or its label: 第9条, 附件3, 4151."""
    if mark.figure.unit not in ("", "条", "款", "项") or mark.figure.kind not in ("number", "quantity"):
        return False
    digits = _PARTS.findall(nfkc(mark.figure.text))
    texts = [source.clause.label + source.clause.number + source.document.title for source in checked.sources]
    return bool(digits) and any(digits[0] in _PARTS.findall(nfkc(text)) for text in texts)


def _users(mark: Mark, checked: Checked, context: Context) -> bool:
    """What the user said: given back where it is denied or asked about, or as what a sum rests on."""
    if not any(same_value(mark.figure, other.figure) for other in context.user.marks):
        return False
    if checked.kind in ("question", "frame"):
        return True
    if denied(mark):
        return True
    return mark.bound == "" and not _PAYS.search(mark.lead) and not _PAID.match(mark.tail)


def _dates(checked: Checked, context: Context) -> str:
    known = [source.text for source in checked.sources] + [context.computed_words, context.user_text]
    for document in context.sources.library.documents.values():
        if document in checked.documents or not checked.documents:
            validity = document.validity
            known += [f"{d.year}年{d.month}月{d.day}日" for d in _days(validity.valid_from, validity.valid_to)]
            known += [document.title, document.number]
    day = context.as_of
    known.append(f"{day.year}年{day.month}月{day.day}日")
    parts = {_date(match.group()) for text in known for match in _DATE.finditer(nfkc(text))}
    parts |= {part[:cut] for part in parts for cut in (1, 2)}
    text = "。".join(known)
    for match in _DATE.finditer(nfkc(checked.text)):
        day_parts = _date(match.group())
        if (
            day_parts not in parts
            and not (len(day_parts) == 1 and day_parts[0] in text)
            and not _month_day(day_parts, parts)
        ):
            return f"日期“{match.group()}”不在所引条款和文件有效期里。"
    return ""


def _days(*days: date | None) -> list[date]:
    return [day for day in days if day is not None]


def _date(text: str) -> tuple[str, ...]:
    return tuple(part.lstrip("0") for part in _PARTS.findall(text))


def _month_day(parts: tuple[str, ...], known: Iterable[tuple[str, ...]]) -> bool:
    return len(parts) == 2 and len(parts[0]) < 3 and any(each[1:] == parts for each in known)


def _issue_numbers(checked: Checked) -> str:
    texts = [nfkc(source.text) + source.document.number for source in checked.sources]
    for match in _NUMBERED.finditer(checked.text):
        if texts and not any(f"〔{match[1]}〕{match[2]}号" in text for text in texts):
            return f"文号“{match.group()}”不在所引条款里。"
    return ""
