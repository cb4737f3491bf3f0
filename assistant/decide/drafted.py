"""When a rule beside a new document may answer, and when its sum is sure.

Of a new document not every award has a rule, and a drafted rule, approved or not, has the clause's words for names:
where the sentence that fits best is another one, that one is shown and no sum of a neighbour's. Where the caller uses
the words of a sentence that bears on sums and that no rule has taken in, the sum is not sure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from assistant.answer import Calculation, Unaccounted
from assistant.calculator.kinds import Fixed
from assistant.decide.candidates import Candidate
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.library import Library
from index.documents.model import ClauseKind, Span
from index.search.searcher import ScoredPassage
from index.text.figures import scan
from index.text.ngrams import tokens
from index.text.normalize import nfkc

# Of the best passage's strength what the rule's own sentence must have: as it is, and where its name is called.
NEAR: Final = 0.9
NAMED: Final = 0.7
_LOOKED_AT: Final = 40


def may_answer(candidate: Candidate, own: Sequence[ScoredPassage], library: Library) -> bool:
    """Whether a rule is the project's own, or search finds its sentence (nearly) first."""
    if not candidate.rule.beside or not own:
        return True
    span = _quote(candidate, library)
    best = max((e.plain for e in own[:_LOOKED_AT] if _inside(e, candidate, span)), default=0.0)
    rivals = [e.plain for e in own[:_LOOKED_AT] if _pays(e)]
    return best >= (NAMED if candidate.names else NEAR) * max(rivals, default=own[0].plain)


def besides(calculation: Calculation, said: str, rulebook: Rulebook) -> Calculation:
    """The calculation, unsure where what is told is told of by a sentence of the document that is in no rule.

    在重点帮扶县建的, beside a clause by which sums there rise by a fifth; 参与制定的, beside a rule for who leads.
    """
    rule = rulebook.rules.get(calculation.rule_id)
    if rule is not None and rule.beside and (past := _by_an_earlier_time(calculation, said)):
        left = Unaccounted(text=past.group(), start=past.start(), end=past.end(), why=_WHICH_TIME)
        return calculation.model_copy(update={"semantics": "conditional", "amount_yuan": None, "unaccounted": [left]})
    if rule is None or not rule.beside or calculation.semantics not in ("exact", "at_most", "conditional"):
        return calculation
    told = _plain(said)
    own = _plain(rule.rule.quote + rule.rule.title + "".join(rule.rule.aliases))
    document = rulebook.library.document(rule.document_id)
    own += _plain(document.title)
    every = [_plain(passage.text) for passage in document.passages]
    had = _HAD.search(said)
    if had and isinstance(rule.rule.award, Fixed) and not rule.rule.award.times:
        return _open(calculation, had.group(), had.start(), _HAD_IT)
    if other := _other_level(calculation.option, rule, said):
        return _open(calculation, other.group(), other.start(), _OTHER_LEVEL.format(option=calculation.option))
    for passage in _in_no_rule(rule.document_id, rulebook):
        run = _shared(told, _plain(passage), own) or _left_out(told, _plain(passage), own)
        apart = _APART.search(said[max(said.find(run) - 6, 0) : said.find(run)]) if run else None
        if run and run in said and not apart and sum(run in each for each in every) <= _RARE:
            return _unsure(calculation, run, said.index(run), passage)
    return calculation


def _left_out(told: str, passage: str, own: str) -> str:
    """二手 of 不包括二手设备, where the caller speaks of it and does not say that it is left out already."""
    match = _LEAVES_OUT.search(passage)
    for word in tokens(passage[match.end() :]) if match else ():
        at = told.find(word)
        if len(word) > 1 and at >= 0 and word not in own and not _APART.search(told[max(at - 6, 0) : at]):
            return word
    return ""


def _unsure(calculation: Calculation, run: str, at: int, passage: str) -> Calculation:
    return _open(calculation, run, at, _IN_NO_RULE.format(text=passage.strip()[:_SHOWN]))


def _open(calculation: Calculation, run: str, at: int, why: str) -> Calculation:
    if calculation.semantics not in ("exact", "at_most", "conditional"):
        return calculation
    # No "at most": what the sentence says may raise the sum.
    due = calculation.amount_yuan or calculation.amount_if_yuan
    sums = {"amount_if_yuan": due, "amount_min_yuan": None, "amount_max_yuan": None}
    left = [Unaccounted(text=run, start=at, end=at + len(run), why=why), *calculation.unaccounted]
    open_ = {"semantics": "conditional", "amount_yuan": None, "payer": [], "schedule": [], "unaccounted": left}
    return calculation.model_copy(update={**open_, **sums})


def _by_an_earlier_time(calculation: Calculation, said: str) -> re.Match[str] | None:
    """前年领过，今年做到16亿: refused for a time before the period, where the caller also tells of now."""
    unmet = [c for c in calculation.conditions if c.met == "no"]
    period = bool(unmet) and all(not c.input and c.required != "不属于" for c in unmet)
    refused = calculation.semantics == "not_eligible" and period
    return _EARLIER.search(said) if refused and _NOW.search(said) else None


_EARLIER: Final = re.compile(r"前年|去年|上年|早年|20\d\d年")
_NOW: Final = re.compile("今年|现在|这次|目前|本年")
_WHICH_TIME: Final = "是以前的那一次还是这一次，请您确认"


def _other_level(option: str, rule: BookRule, said: str) -> re.Match[str] | None:
    """国家级绿色工厂和省级质量标杆: the level that stands with the award's own name, where another was taken."""
    if not _LEVEL.fullmatch(option):
        return None
    for name in (rule.rule.title, *rule.rule.aliases):
        head = re.sub("(?:企业|单位|项目|机构|平台|产品)$", "", name)
        for match in re.finditer(f"(?P<level>{_LEVEL.pattern}){re.escape(head)}", said) if len(head) > 1 else ():
            if not match["level"].endswith(option) and not option.endswith(match["level"]):
                return match
    return None


_LEVEL: Final = re.compile("(?:国际|国家|省|市|州|盟|区|县)级")
_OTHER_LEVEL: Final = "这里取的是{option}，请您确认是哪一级"


def all_heard(calculations: Sequence[Calculation], told: Told, rulebook: Rulebook) -> list[Calculation]:
    """Where the sum of several is asked for: none is sure while a figure that is told went into no calculation.

    云软件年服务费12万，又登记了230件版权，一共: with one of them reckoned the whole is not told.
    """
    beside = [c for c in calculations if (rule := rulebook.rules.get(c.rule_id)) is not None and rule.beside]
    if not beside or len(beside) < len(calculations) or not _SUM.search(told.text):
        return list(calculations)
    heard = {f.value for c in calculations for text in (*c.inputs.values(), *c.steps) for f in scan(text, bare=True)}
    heard |= {Fraction(len(c.schedule)) for c in calculations}
    for fact in told.facts:
        figure = fact.kind in ("money", "quantity") and isinstance(fact.value, Fraction) and fact.value > 1
        if figure and fact.value not in heard and fact.role not in ("asserted", "prior", "upper_award"):
            return [_open(c, fact.text, fact.at[0], _NOT_RECKONED) for c in calculations]
    return list(calculations)


def _in_no_rule(document_id: str, rulebook: Rulebook) -> list[str]:
    """The document's sentences that bear on sums and stand in no quote of its rules."""
    document = rulebook.library.document(document_id)
    rules = [rule for rule in rulebook.rules.values() if rule.document_id == document_id]
    quotes = [(rule, quote) for rule in rules for quote in (rule.rule.quote, rule.file.shared.quote)]
    taken = sorted(_quote_of(rule, quote, rulebook.library) for rule, quote in quotes)
    starts = [start for start, _ in taken]
    found = []
    for passage in document.passages:
        start, end = passage.spans[0][0], passage.spans[-1][1]
        near = taken[max(bisect_left(starts, start) - _NEARBY, 0) : bisect_left(starts, end)]
        inside = any(min(end, b) - max(start, a) > (end - start) // 2 for a, b in near)
        if not inside and rulebook.library.clause(passage.clause_id).kind not in _NO_TEXT and _bears(passage.text):
            found.append(passage.text)
    return found


_SUM: Final = re.compile("一共|合计|总共|总计|加起来|累计|共(?:能|可|有)")
_HAD: Final = re.compile("(?:早就?|已经?|都)[^，。？]{0,4}(?:领|拿|兑|享受)(?:过|到手)了?")
_HAD_IT: Final = "领过的是不是这一项，请您确认"
_NOT_RECKONED: Final = "没有算进去"
_IN_NO_RULE: Final = "原文另有一句“{text}”，这里没有算进去"
_LEAVES_OUT: Final = re.compile("不包括|不包含|不含(?!税)|不计入?(?!名)|不予计算")
_APART: Final = re.compile("不含|不包括|不算|除去|扣除|除了|没有")
_NO_TEXT: Final = (ClauseKind.TITLE, ClauseKind.FURNITURE, ClauseKind.FRONT_MATTER, ClauseKind.NOTICE)
_CHANGES: Final = re.compile("上浮|下浮|提高|减半|扣除|扣减|折算|不包括|不含|不计入?|不予计算|加倍|叠加")
_RUN: Final = 4  # characters in a row that are nobody's by chance
_NEARBY: Final = 20  # rules of one clause whose quotes may overlap
_RARE: Final = 2  # sentences of the document that hold them
_SHOWN: Final = 40


def _bears(text: str) -> bool:
    return _CHANGES.search(text) is not None or any(
        f.kind in ("money", "percent", "points", "ratio") for f in scan(text)
    )


def _plain(text: str) -> str:
    return re.sub(r"[^\u4e00-\u9fffA-Za-z]", "|", nfkc(text))


def _shared(told: str, passage: str, own: str) -> str:
    """The longest run of characters that the caller has from the passage and not from the rule; "" below `_RUN`."""
    best = ""
    for start in range(len(told)):
        size = max(len(best) + 1, _RUN)
        while start + size <= len(told) and "|" not in (run := told[start : start + size]) and run in passage:
            if run not in own:
                best = run
            size += 1
    return best


def _pays(entry: ScoredPassage) -> bool:
    """Whether the sentence names a sum, a rate or a range: another award that may be meant."""
    return any(figure.kind not in ("quantity", "number") for figure in scan(entry.passage.text))


def _quote(candidate: Candidate, library: Library) -> Span:
    return _quote_of(candidate.rule, candidate.rule.rule.quote, library)


def _quote_of(rule: BookRule, quote: str, library: Library) -> Span:
    """Where a rule's quote stands in its document."""
    clause = library.clause(rule.clause_id)
    start = library.document(rule.document_id).source.find(quote, clause.start, clause.end) if quote else -1
    return (start, start + len(quote)) if start >= 0 else (0, 0)


def _inside(entry: ScoredPassage, candidate: Candidate, span: Span) -> bool:
    passage = entry.passage
    if passage.document_id != candidate.rule.document_id:
        return False
    start, end = passage.spans[0][0], passage.spans[-1][1]
    return start < span[1] and span[0] < end and min(end, span[1]) - max(start, span[0]) > (end - start) // 2
