"""Whether what the caller tells of himself shuts him out: the document's list of who gets nothing, judged.

`侵犯著作权被处罚才一年，能报吗` against `侵犯著作权受到行政处罚未满两年的，不得申报`: 不能, with the clause.
The caller's words have to be the clause's; a length of time is compared; what the clause itself excepts is a yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.drafting.quoting import quoted
from assistant.evidence import Evidence
from index.documents.library import Library
from index.documents.model import ClauseKind, Passage, PolicyDocument
from index.text.figures import scan
from index.text.ngrams import tokens
from index.text.normalize import nfkc

_BARS: Final = re.compile(
    r"不得(?:申|享|获)|不予(?!公开|退还)|不享受|不(?:再)?受理|不能(?:申|享)|取消.{0,10}资格|一律不|排除"
)
_ASKS: Final = re.compile(r"吗|能不能|可不可以|能否|是否|还能|能.{0,12}不[？?]?$|行不行|影响")
_EXCEPT: Final = re.compile(r"[，,（(]?但?(?P<what>[^，。；;,（）()]{2,20}?)除外")
_FREE: Final = re.compile(r"(?:没有?|未曾?|不是|不在|并非|从未)[^，。？]{0,3}$")
_LESS_THAN: Final = re.compile(r"未满(?P<n>[一二两三四五六七八九十\d]+)年")
_WITHIN: Final = re.compile(
    r"(?:近|最近)(?P<n>[一二两三四五六七八九十\d]+)(?:个)?年|(?P<m>[一二两三四五六七八九十\d]+)年内"
)
_SINCE: Final = re.compile(r"(?P<n>[一二两三四五六七八九十半\d]+)年(?:前|了|多|以前|之前)?|去年|前年|今年")
_WORN: Final = re.compile(
    r"企业|公司|单位|我们|政策|申报|奖励|补贴|补助|享受|本市|情形|以下|发生|受到|行政|名单|列入|被列|人员|主体|的|还能|能|吗|了|才|被|我|拿|钱"
)
_LISTED: Final = re.compile(r"[一二三四五六七八九]是|[（(]?[一二三四五六七八九\d]+[）)、.]|[①-⑩]")
_OPENS_LIST: Final = re.compile("下列|以下|之一|：|:")
_ENOUGH: Final = 2
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0}


def shuts_out(question: str, document: PolicyDocument, library: Library) -> bool:
    """Whether the document shuts somebody out in the caller's words."""
    best = max((shared for shared, *_ in _told(question, document, library)), default=0)
    return bool(_ASKS.search(question)) and best >= _ENOUGH


def barred(question: str, document: PolicyDocument, library: Library, evidence: Evidence) -> Iterator[DraftSentence]:
    """能 or 不能 with the clause that decides it; nothing where no such clause speaks of what was told."""
    if not _ASKS.search(question):
        return
    best = max(_told(question, document, library), key=lambda each: each[0], default=None)
    if best is None or best[0] < _ENOUGH:
        return
    _, passage, heading = best
    verdict = _verdict(nfkc(question), nfkc(passage.text))
    if not verdict:
        return
    yield DraftSentence(verdict, "frame", region=document.region, head="eligibility")
    for each in [*heading, passage]:
        yield quoted(each, document.region, evidence)


def all_barred(
    question: str, document: PolicyDocument, library: Library, evidence: Evidence
) -> Iterator[DraftSentence]:
    """Everybody whom the document shuts out, where the list itself is asked for: 列了哪几种不扶持的情况."""
    if not _ASKS_LIST.search(nfkc(question)):
        return
    listed: dict[str, Passage] = {}
    for _, passage, heading in _told(question, document, library):
        if heading or _LISTED.match(passage.text.strip()):
            listed |= {each.id: each for each in (*heading, passage)}
    for passage in listed.values():
        yield quoted(passage, document.region, evidence)


_ASKS_LIST: Final = re.compile(
    r"(?:哪|什么)[^，。？]{0,6}(?:不|取消)[^，。？]{0,6}(?:扶持|支持|享受|申报|申请|奖|补|给|受理)"
    r"|(?:不|取消)[^，。？]{0,4}(?:扶持|支持|享受|申报|申请|奖|补|给|受理)的?(?:情形|情况|企业)[^，。？]{0,4}(?:哪|什么|有)"
)


def _told(question: str, document: PolicyDocument, library: Library) -> Iterator[tuple[int, Passage, list[Passage]]]:
    """Sentences that shut somebody out, with how many of the caller's words they hold and what stands above them."""
    mine = _matter(question) - set(tokens(nfkc(document.title)))
    for passage in document.passages:
        clause = library.clause(passage.clause_id)
        heading: list[Passage] = []
        if not _BARS.search(passage.text) and _LISTED.match(passage.text.strip()):
            before = [p for p in library.passages_of(passage.clause_id) if p.spans[0] < passage.spans[0]]
            heading = [p for p in before if _BARS.search(p.text) and _OPENS_LIST.search(p.text)]
            if heading:
                yield len(mine & _matter(passage.text)), passage, heading[-1:]
                continue
        if not _BARS.search(passage.text):
            if clause.kind not in (ClauseKind.ITEM, ClauseKind.CLAUSE) or clause.parent_id is None:
                continue
            heading = [p for p in library.passages_of(clause.parent_id) if _BARS.search(p.text)]
            if not heading or not heading[-1].text.rstrip().endswith(("：", ":")):
                continue
        yield len(mine & _matter(passage.text)), passage, heading[-1:]


def _matter(text: str) -> set[str]:
    return {t for t in tokens(_WORN.sub(" ", nfkc(text))) if len(t) > 1 and not t.isdigit()}


def _verdict(question: str, clause: str) -> str:
    for match in _EXCEPT.finditer(clause):
        excepted = _matter(match["what"])
        if len(excepted & _matter(question)) * 2 > len(excepted):  # most of what is excepted, not a word of it
            return phrases.EXCEPTED.format(what=match["what"].removeprefix("但"))
    shared = _matter(clause) & _matter(question)
    if any(_FREE.search(question[: question.find(word)]) for word in shared if word in question):
        return ""
    years = _LESS_THAN.search(clause) or _WITHIN.search(clause)
    told = _SINCE.search(question)
    if years and told:
        limit = _number(years["n"] or (years.groupdict().get("m") or ""))
        since = {"今年": 0, "去年": 1, "前年": 2}.get(told.group(), _number(told["n"] or ""))
        if limit is None or since is None:
            return ""
        return phrases.BARRED if since < limit else phrases.NOT_BARRED.format(n=limit)
    return phrases.BARRED


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    found = [f for f in scan(f"{text}年") if f.unit == "年"]
    return int(found[0].value) if found else _DIGITS.get(text)
