"""What a revision changed: clause by clause, the old words beside the new, for a matter or for the whole document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from assistant.decide.topic import Topic
from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.drafting.wording import tidy
from assistant.evidence import Evidence
from assistant.reading.asking import whole
from assistant.reading.model import Understanding
from index.documents.library import Library
from index.documents.model import Clause, ClauseKind, PolicyDocument
from index.documents.revision import Change, compare
from index.text.ngrams import tokens
from index.text.normalize import nfkc

_ASKS: Final = re.compile(
    r"修订|新旧|(?:变|改|调整|提高|降低|取消|删|新增|增加)了?(?:哪|什么|多少|没|吗|些)|(?:有|做了?)(?:什么|哪些)(?:变化|调整|改动|不同)"
    r"|删了|新增了|(?:和|跟|与|比)(?:老|旧|原|以前|之前|20\d\d)[^，。？]{0,8}(?:比|有什么|区别|不同|差)|现在还有(?:吗|没|么)|还保留|还在不在"
)
_OPEN_CASES: Final = re.compile(r"(?:新|老|旧|原|修订后|修订前)[^，。？]{0,6}还是[^，。？]{0,6}(?:新|老|旧|原|修订)")
_CARRIED: Final = re.compile(r"施行(?:之?日)?(?:前|之前)|已经?受理|(?:仍|继续)[^，。；]{0,4}(?:按|执行)|过渡")
_WORN: Final = re.compile(
    r"修订|修改|办法|政策|措施|规定|文件|新版|旧版|新旧|以后|之后|变了|哪些|哪条|什么|多少|现在|还有|奖励|补贴|补助|里的|这个|那个|删了|新增了|新增|删|奖|给|吗|呢|的|后|和|了"
)
_MOST: Final = 6
_LIKE: Final = 0.9  # z units: the gone clause is nearer to the question than anything that stands


def asks_revision(understood: Understanding) -> bool:
    return _ASKS.search(whole(understood)) is not None


def revised(topic: Topic, understood: Understanding, library: Library, evidence: Evidence) -> Iterator[DraftSentence]:
    """The changes between a document of the place and the one it replaced; nothing where there are no two versions."""
    pair = _versions(topic, library)
    if pair is None:
        return
    old, new = pair
    if _OPEN_CASES.search(whole(understood)):
        yield from _carried(new, topic.region, library, evidence)
        return
    if not asks_revision(understood):
        return
    changes = [c for c in compare(old, new) if c.kind in ("figures", "new", "gone") and not _of_itself(c)]
    meant = _of_matter(changes, topic, old, new)
    told = meant or [c for c in changes if c.kind in ("gone", "new")] or changes
    for change in told[:_MOST]:
        yield from _said(change, old, new, topic.region, evidence)


def _versions(topic: Topic, library: Library) -> tuple[PolicyDocument, PolicyDocument] | None:
    for document in library.documents.values():
        if document.region == topic.region and document.superseded_by in library.documents:
            ids = {e.passage.document_id for e in topic.scored[:20]}
            if ids & {document.id, document.superseded_by}:
                return document, library.documents[document.superseded_by]
    return None


def _of_itself(change: Change) -> bool:
    """What a document says of itself changes with every version: its dates, its title, its first article."""
    clause = change.new or change.old
    assert clause is not None
    return clause.kind in (ClauseKind.TITLE, ClauseKind.FRONT_MATTER, ClauseKind.PLAIN) or bool(
        re.search("有效期|自.{4,14}起施行", clause.text)
    )


def _of_matter(changes: Sequence[Change], topic: Topic, old: PolicyDocument, new: PolicyDocument) -> list[Change]:
    """The changes of the matter that is asked about: by its words, else the clause nearest to the question."""
    common = set(tokens(nfkc(new.title))) | set(tokens(nfkc(topic.region)))
    matter = {t for t in tokens(_WORN.sub(" ", nfkc(topic.told.text))) if len(t) > 1 and not t.isdigit()} - common
    if not matter:
        return []
    shared = [(len(matter & set(tokens(_text(c)))), c) for c in changes]
    most = max((n for n, _ in shared), default=0)
    if most > 1 or (most and most == len(matter)):
        return [c for n, c in shared if n == most]
    near = {c.old.id: c for c in changes if c.kind == "gone" and c.old}
    best: dict[str, float] = {}
    for entry in topic.scored[:60]:
        best.setdefault(entry.passage.clause_id, entry.plain)
    gone = [(best[clause], change) for clause, change in near.items() if clause in best]
    standing = max((s for clause, s in best.items() if clause.startswith(f"{new.id}/")), default=0.0)
    return [change for score, change in gone if score >= standing - _LIKE][:1] if gone else []


def _text(change: Change) -> str:
    return nfkc((change.old.text if change.old else "") + (change.new.text if change.new else ""))


def _said(
    change: Change, old: PolicyDocument, new: PolicyDocument, region: str, evidence: Evidence
) -> Iterator[DraftSentence]:
    if change.kind == "gone" and change.old:
        text = phrases.GONE.format(new=new.title, old=old.title, clause=change.old.label)
        yield DraftSentence(text, "frame", region=region, head="repeals")
        yield _claim(change.old, region, evidence, phrases.WAS)
    elif change.kind == "new" and change.new:
        yield _claim(change.new, region, evidence, phrases.ADDED)
    elif change.old and change.new:
        yield _claim(change.old, region, evidence, phrases.WAS)
        yield _claim(change.new, region, evidence, phrases.IS_NOW)


def _claim(clause: Clause, region: str, evidence: Evidence, word: str) -> DraftSentence:
    start, end = clause.own_spans[0]
    n = evidence.cite_span(clause.id, start, end)
    return DraftSentence(f"{region}：{word}{tidy(evidence.card(n).quote)}", "claim", (n,), region)


def _carried(new: PolicyDocument, region: str, library: Library, evidence: Evidence) -> Iterator[DraftSentence]:
    """Which version holds for what was under way when the new one came into force."""
    for passage in new.passages:
        if len(_CARRIED.findall(passage.text)) > 1:
            n = evidence.cite(passage)
            yield DraftSentence(f"{region}：{tidy(passage.text)}", "claim", (n,), region, head="eligibility")
            return
