"""A claim carries a mark of this turn, and the cited clause speaks of what the sentence speaks of."""

from __future__ import annotations

import re
from typing import Final

from assistant.claims.words import bigrams
from assistant.gates.model import Checked, Context, Failure
from assistant.gates.words import plain
from index.text.normalize import nfkc

FEW = 3
SHORT = 5  # 可以。 不行。 answer a question together with the sentence behind them

_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9+\-]*")
_TITLE: Final = re.compile(r"《([^《》]{2,80})》")
_QUOTED: Final = re.compile(r"[“\"]([^“”\"]{2,24})[”\"]")
_CLAUSE: Final = re.compile(r"第\s*[（(]?\s*([一二三四五六七八九十百\d]+)\s*[）)]?\s*条")
_NO_CLAIM: Final = re.compile(
    r"[？?]\s*$|没有(?:找到|载明|收录|规定|提到|涉及|写明|明确|说明|相关|列出|给出|单独|这)|未(?:收录|载明|找到|规定|提及|提到|明确|写明|涉及|见)"
    r"|无法(?:回答|确定|判断|查到|给出)|不(?:在我的|能帮|便提供|能编造)|请(?:向|以|咨询|联系|核实|问|告诉|提供|补充|说明|参见|查)"
    r"|为准|供参考|如下|以上|建议|需要(?:您|你)|您|仅供|综上|另行"
)
_PERIOD_WORDS: Final = re.compile(
    r"征求意见稿|现行有效|有效期|已?到期|已?过期|届满|写明|载明|这份|该|正式文[本件]|为准|若干(?:政策|措施)|行动计划"
)
_ASSERTS: Final = re.compile(
    r"奖励|补助|补贴|资助|给予|享受|可以?申|申领|配套|认定为|不得|不予|必须|应当|可以|支持|适用|累计|叠加|差额|承担|废止|施行"
)


def marked(checked: Checked, context: Context) -> Failure | None:
    """Every mark names a card of this turn."""
    if checked.unknown_marks:
        shown = "、".join(f"[{n}]" for n in checked.unknown_marks)
        return Failure("citation", f"引用{shown}没有对应的条款。")
    return None


def citation(checked: Checked, context: Context) -> Failure | None:
    if not checked.cited:
        return _uncited(checked, context)
    if checked.kind in ("question", "status") or checked.verbatim:
        return None
    if failure := _names(checked, context):
        return failure
    if checked.kind == "derivation":
        return _rests_on(checked)
    return _period(checked)


def _uncited(checked: Checked, context: Context) -> Failure | None:
    if checked.kind == "claim":
        return Failure("citation", "这句话没有标注所依据的条款。")
    return None


def asserts(text: str) -> bool:
    """Whether an unmarked sentence of somebody's answer states what a policy gives or asks."""
    return len(plain(text)) > SHORT and _ASSERTS.search(text) is not None and _NO_CLAIM.search(text) is None


def _names(checked: Checked, context: Context) -> Failure | None:
    """Titles, Latin names, quoted names and clause numbers stand in what is cited."""
    known = [source.text + source.document.title + source.clause.label for source in checked.sources]
    known.append(context.computed_words)
    held = plain("".join(known))
    for match in _TITLE.finditer(checked.text):
        name = plain(match[1])
        aliases = [plain(a) for d in checked.documents for a in (d.title, d.short_title, *d.aliases)]
        if name not in held and not any(name in alias or alias in name for alias in aliases):
            return Failure("citation", f"所引条款不出自《{match[1]}》，也没有提到它。")
    words = checked.text
    for mark in reversed(checked.marks):  # 150w is a figure, no name
        words = words[: mark.figure.start] + " " + words[mark.figure.end :]
    for match in _LATIN.finditer(nfkc(words)):
        if match.group().lower() not in held and not _users_word(match.group(), context):
            return Failure("citation", f"“{match.group()}”不在所引条款里。")
    for match in _QUOTED.finditer(checked.text):
        if plain(match[1]) not in held and not _users_word(match[1], context) and not _spread(match[1], held):
            return Failure("citation", f"“{match[1]}”不在所引条款里。")
    return _clause_numbers(checked)


def _rests_on(checked: Checked) -> Failure | None:
    """A calculation is reported with the clause it applies."""
    calculation = checked.calculation
    if calculation is None or any(source.clause.id == calculation.clause_id for source in checked.sources):
        return None
    return Failure("citation", f"测算依据的是{calculation.clause_id}，句中引用的不是这一条。")


def _users_word(word: str, context: Context) -> bool:
    return plain(word) in plain(context.user_text)


def _spread(name: str, held: str) -> bool:
    """A name whose words all stand in the clause, with others in between."""
    parts = bigrams(name)
    return bool(parts) and sum(part in held for part in parts) / len(parts) >= 0.8


def _clause_numbers(checked: Checked) -> Failure | None:
    presupposed = " ".join(c.text for c in checked.calculation.conditions) if checked.calculation else ""
    for match in _CLAUSE.finditer(checked.text):
        if match.group() in presupposed:
            continue  # 待核实：能力成熟度D类及以上（第17条）: the calculation's own condition
        number = _arabic(match[1])
        labels = [source.clause.label + source.clause.number + source.text for source in checked.sources]
        if not any(
            _arabic(m) == number for label in labels for m in re.findall(r"[一二三四五六七八九十百]+|\d+", label)
        ):
            return Failure("citation", f"所引条款不是“{match.group()}”。")
    return None


def _arabic(written: str) -> str:
    from index.documents.numbering import chinese_number

    return str(int(written)) if written.isdecimal() else str(chinese_number(written))


def _period(checked: Checked) -> Failure | None:
    """A sentence about nothing but a document's period cites where the document says so."""
    if not _PERIOD.search(checked.text) or len(set(bigrams(_stripped(checked)))) >= FEW:
        return None
    for source in checked.sources:
        quoted = {clause for clause, _ in source.document.validity.quotes}
        if source.clause.id in quoted or _PERIOD.search(source.text):
            return None
    return Failure("citation", "所引条款没有写有效期或施行日期。")


def _stripped(checked: Checked) -> str:
    text = _PERIOD_WORDS.sub(" ", checked.text)
    for document in checked.documents:
        for name in (document.title, document.region + "市", document.region):
            text = text.replace(name, " ")
    return text


_PERIOD: Final = re.compile(r"有效期|执行期限|施行|20\d\d年\d{1,2}月")
