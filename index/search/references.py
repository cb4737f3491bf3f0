"""Clause numbers in a question, resolved against the library: 第16条, 附件6第1条, 保障措施第（三）条, 附则(四).

A reference names a number and, often, where to look: a document by alias, a city, an annex, the heading of a
part. What no clause answers to is reported with the count that does exist, so that an answer can say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from index.documents.library import Library
from index.documents.model import Clause, ClauseKind, PolicyDocument
from index.documents.numbering import chinese_number, marker_at
from index.text.normalize import nfkc

_N = r"[零〇一二三四五六七八九十百\d]{1,6}"
_BRACKETED = r"[（(]\s*{}\s*[)）]"
# （七）第4点, （六）3: a number below the bracketed one.
_DEEPER = (
    r"(?:\s*[的里中之下]{{0,2}}\s*第?\s*(?P<deeper_{}>\d{{1,2}}|[一二三四五六七八九十]{{1,2}}(?=[条款项点]))"
    r"\s*[.．]?[条款项点]?(?![\d年月日万亿个家]))?"
)
# In the order they are tried; a number keeps the group of the way it was written.
_WAYS = (
    rf"附件\s*(?P<annex>{_N})(?:\s*的?\s*第\s*[（(]?\s*(?P<in_annex>{_N})\s*[)）]?\s*[条款项点])?",
    rf"附则\s*第?\s*[（(]?\s*(?P<closing>{_N})\s*[)）]?\s*[条款项点]?",
    rf"第\s*(?P<part>{_N})\s*(?:部分|章|大[点项])"
    rf"(?:\s*[的里中]?\s*第?\s*(?:[（(]\s*(?P<in_part>{_N})\s*[)）]\s*[条款项点部]?|(?P<in_part2>{_N})\s*[条款项点])"
    rf"{_DEEPER.format('part')})?",
    rf"(?<![第零一二三四五六七八九十百（(])(?P<head>[一二三四五六七八九十]{{1,2}})、?{_BRACKETED.format(f'(?P<in_head>{_N})')}[条款项]?"
    rf"{_DEEPER.format('head')}",
    rf"第\s*{_BRACKETED.format(f'(?P<bracket>{_N})')}\s*[条款项点]?"
    rf"(?:\s*第\s*(?P<paragraph1>{_N})\s*款|\s*[的里]?\s*第\s*(?P<below>{_N})\s*[条项点])?",
    # 主要任务（五）第2条, 杭州措施（五）: behind a name the bracket needs no 第
    rf"(?<=[务障求则施划策例标])的?{_BRACKETED.format('(?P<named>[一二三四五六七八九十]{1,3})')}\s*[条款项点]?"
    rf"(?:\s*[的里]?\s*第?\s*(?P<below2>{_N})\s*[条项点])?",
    rf"第\s*(?P<plain>{_N})\s*条(?:\s*之?\s*第\s*(?P<paragraph2>{_N})\s*款|\s*的?第?\s*{_BRACKETED.format(f'(?P<item>{_N})')}项?)?",
    rf"(?<![\w\d]){_BRACKETED.format('(?P<bare>[一二三四五六七八九十]{1,3})')}(?=[条款是讲说规的里中，,。？?]|$)",
    rf"(?<![\d零一二三四五六七八九十百])(?P<brief>{_N})\s*条\s*第\s*(?P<paragraph3>{_N})\s*款",
    rf"(?P<short>{_N})\s*条(?=$|[\s，,。？?、；;！!讲说是规原内的里怎])",
)
_REFERENCE = re.compile("|".join(_WAYS))
_MOST = 50  # nobody asks for more at once
_SELF = re.compile(r"(?:本|该)(?:政策|条例|办法|措施)$")
# 条例24条: without 第 a number is one of a document only right behind its name.
_NAME_BEFORE = re.compile(r"(?:条例|政策|措施|办法|计划)\s*$")
_POINTING = re.compile(r"的?[那这该](?:个|份)?$")
_VERB = "实施"  # most headings of plans open with it
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,30})[”\"」』]")
# 北斗附件第3条, 生物医药产业政策里第2条: an annex called by its subject.
_SUBJECT = re.compile(r"(?P<subject>[\u4e00-\u9fff]{2,})(?:附件|政策)[里中]?的?\s*$")


@dataclass(frozen=True, slots=True)
class Reference:
    """A clause number in a text.

    Attributes:
        clause_ids: what it names, most likely first; several where the document is not clear.
        missing: documents that were meant and have no such clause → how many they have.
    """

    text: str
    start: int
    end: int
    clause_ids: tuple[str, ...]
    missing: tuple[tuple[str, int], ...]


def find_references(text: str, library: Library, documents: Iterable[str] = ()) -> list[Reference]:
    """References in `text`; `documents` are those it names or implies (all of them when empty)."""
    meant = [library.documents[d] for d in documents if d in library.documents]
    found: list[Reference] = []
    for match in islice(_REFERENCE.finditer(text), _MOST):
        before = _before(match, text)
        if _SELF.search(before) or ((match["short"] or match["brief"]) and not _behind_a_name(before, library)):
            continue
        candidates = meant or list(library.documents.values())
        candidates = [d for d in candidates if _annex_by_subject(before, d, library)] or candidates
        clauses = [clause for d in candidates for clause in _resolve(match, text, d, library)]
        missing: list[tuple[str, int]] = []
        if clauses and (short := _too_few_paragraphs(match, clauses, library)):
            clauses, missing = [], short
        elif not clauses and match["part"]:
            missing = [(d.id, len(_parts(d))) for d in meant if chinese_number(match["part"]) > len(_parts(d))]
        elif not clauses and not match["head"]:
            sure = meant or [] if match["annex"] or match["bare"] else candidates
            missing = [(d.id, count) for d in sure if (count := _count(match, d))]
        if clauses or missing:
            found.append(
                Reference(match.group(), match.start(), match.end(), tuple(c.id for c in clauses), tuple(missing))
            )
    return found


def _before(match: re.Match[str], text: str) -> str:
    """The words in front of a number, as far as a name reaches."""
    return text[max(0, match.start() - 24) : match.start()]


def _behind_a_name(before: str, library: Library) -> bool:
    regions = {document.region for document in library.documents.values()}
    return bool(_NAME_BEFORE.search(before)) or any(before.rstrip("的 ").endswith(region) for region in regions)


def _resolve(match: re.Match[str], text: str, document: PolicyDocument, library: Library) -> list[Clause]:
    if match["part"] or match["head"]:
        return _in_part(match, document, library)
    if match["annex"]:
        annex = f"{document.id}/附件{chinese_number(match['annex'])}"
        if not library.has_clause(annex):
            return []
        if not match["in_annex"]:
            return [c for c in library.children(annex) if c.number] or [library.clause(annex)]
        number = chinese_number(match["in_annex"])
        return [c for c in library.children(annex) if _value(c) == number]
    ways = ("closing", "bracket", "named", "plain", "bare", "brief", "short")
    number = chinese_number(next(match[way] for way in ways if match[way]))
    if by_subject := _annex_by_subject(_before(match, text), document, library):
        return [c for c in library.children(by_subject.id) if _value(c) == number]
    same = [c for c in document.clauses if c.number and c.kind is not ClauseKind.PART and _value(c) == number]
    if not same:
        return []
    named = [c for c in same if any(_called(a.heading, text) for a in library.ancestors(c.id))]
    if named:
        return _below(match, named, library)
    outside = [c for c in same if not c.locator.startswith("附件")] or same
    run_on = [c for c in outside if "/" not in c.locator]
    if run_on:
        return _below(match, run_on, library)
    return _below(match, outside, library) if document.region_level == "city" else []


def _called(heading: str, text: str) -> bool:
    """Whether a heading is named: as it stands, without the verb it opens with, or by words in quotation marks."""
    if not heading:
        return False
    quoted = [words for words in _QUOTED.findall(text) if len(words) > len(_VERB)]
    core = heading.removeprefix(_VERB) if heading.startswith(_VERB) else heading
    return heading in text or core in text or any(words in heading for words in quoted)


def _in_part(match: re.Match[str], document: PolicyDocument, library: Library) -> list[Clause]:
    """第三部分: its clauses; 八（四） or 第八部分第（四）条: that one of them; 二（七）4: the number below it."""
    part = chinese_number(match["part"] or match["head"])
    within = match["in_part"] or match["in_part2"] or match["in_head"]
    deeper = match["deeper_part"] or match["deeper_head"]
    parts = [c for c in _parts(document) if _value(c) == part]
    clauses = [c for p in parts for c in library.children(p.id) if c.number]
    clauses = [c for c in clauses if not within or _value(c) == chinese_number(within)]
    if not deeper:
        return clauses
    below = [c for clause in clauses for c in library.children(clause.id) if c.number]
    return [c for c in below if _value(c) == chinese_number(deeper)]


def _parts(document: PolicyDocument) -> list[Clause]:
    """一、二、… of the document itself; annexes are no parts of it."""
    numbered = [c for c in document.clauses if c.kind is ClauseKind.PART and c.number]
    return [c for c in numbered if not c.locator.startswith("附件")]


def _too_few_paragraphs(match: re.Match[str], clauses: list[Clause], library: Library) -> list[tuple[str, int]]:
    """第十条第五款 where the article has three: the article and how many it has."""
    written = match["paragraph1"] or match["paragraph2"] or match["paragraph3"]
    if not written:
        return []
    articles = [library.ranked_unit(clause) for clause in clauses]
    counts = {
        article.id: 1 + sum(1 for c in library.children(article.id) if c.kind is ClauseKind.PARAGRAPH)
        for article in articles
    }
    return [] if any(count >= chinese_number(written) for count in counts.values()) else list(counts.items())


def _annex_by_subject(before: str, document: PolicyDocument, library: Library) -> Clause | None:
    """The annex whose title, less what all titles share, holds the words that stand before the number."""
    match = _SUBJECT.search(before)
    if not match:
        return None
    subject = match["subject"].removeprefix(document.region).removeprefix("市").removeprefix("的")
    subject = _POINTING.sub("", subject).removesuffix("专项").removesuffix("产业")
    annexes = [c for c in document.clauses if c.kind is ClauseKind.PART and c.locator.startswith("附件")]
    titles = {a: t.text for a in annexes for t in library.children(a.id) if t.kind is ClauseKind.TITLE}
    found = [annex for annex, title in titles.items() if subject in title]
    return found[0] if len(subject) > 1 and len(found) == 1 else None


def _below(match: re.Match[str], clauses: list[Clause], library: Library) -> list[Clause]:
    """With 第（六）项的第3条 the inner clause; with 第二款 the paragraph comes first, its article behind it."""
    if written := match["below"] or match["below2"]:
        number = chinese_number(written)
        return [c for clause in clauses for c in library.children(clause.id) if c.number and _value(c) == number]
    if match["item"]:
        number = chinese_number(match["item"])
        items = [c for clause in clauses for c in library.children(clause.id) if c.kind is ClauseKind.ITEM]
        return [*(c for c in items if _value(c) == number), *clauses]
    written = match["paragraph1"] or match["paragraph2"] or match["paragraph3"]
    if not written:
        return clauses
    number = chinese_number(written)
    below = [c for clause in clauses for c in library.children(clause.id) if c.kind is ClauseKind.PARAGRAPH]
    return [*below[number - 2 : number - 1], *clauses] if number > 1 else clauses


def _value(clause: Clause) -> int:
    marker = marker_at(nfkc(clause.number) + " ")
    return marker.number if marker else -1


def _count(match: re.Match[str], document: PolicyDocument) -> int:
    """How many clauses the main run or the named annex has; where there is no such annex, how many annexes."""
    annexes = [c for c in document.clauses if re.fullmatch(r"附件\d+", c.locator)]
    if match["annex"]:
        prefix = f"附件{chinese_number(match['annex'])}/"
        inside = sum(1 for c in document.clauses if c.number and c.locator.startswith(prefix))
        return inside or len(annexes)
    run = [c for c in document.clauses if c.number and c.kind is ClauseKind.CLAUSE and "/" not in c.locator]
    return len(run)
