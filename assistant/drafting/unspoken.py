"""A matter of which the documents meant never speak: said so, instead of the nearest there is.

Only where neither the words stand anywhere in the document nor search finds a passage that stands out by its meaning:
a denial that is wrong does more harm than a neighbour that is shown.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.decide.topics import Topic
from index.documents.library import Library
from index.documents.model import PolicyDocument
from index.text.ngrams import tokens
from index.text.normalize import nfkc
from index.vocabulary.lexicon import general_lexicon

_ASKS: Final = re.compile(
    r"有没有|有(?:什么)?[^，。？]{0,12}(?:吗|没|么)|[^，。？]{0,16}(?:补|奖|给)(?:贴|助|励)?(?:吗|不|么)"
)
_WORN: Final = re.compile(
    r"有没有|对|给|企业|公司|政策|措施|办法|规定|文件|条例|奖励|补贴|补助|奖|补|资助|支持|扶持|优惠|什么|吗|没有|呢|关于|方面|相关|的|和|与|我们|请问|能不能|能否|能(?=享|申|拿|报|领)|可以|是否"
)
_MOST: Final = 12
_SHARE: Final = 0.34


def unspoken(topic: Topic, library: Library) -> tuple[PolicyDocument, str] | None:
    """The document meant and the matter it does not hold; None where it does, or where it is not sure."""
    question = nfkc(topic.told.text)
    if not topic.scored or not _ASKS.search(question) or _other_place(question, topic):
        return None
    document = library.documents[topic.scored[0].passage.document_id]
    asked = _matter(question, document, library)
    if not asked:
        return None
    held = _words(document.source)
    words = {t for t in tokens(asked) if len(t) > 1}
    if not words or len(words) > _MOST or len(words & held) > _SHARE * len(words):
        return None
    said = [re.sub("^(?:还有|有)|有$", "", word) for word in asked.split()]
    return document, "、".join(word for word in said if len(word) > 1)


@lru_cache(maxsize=64)
def _words(source: str) -> frozenset[str]:
    return frozenset(tokens(nfkc(source)))


def _other_place(question: str, topic: Topic) -> bool:
    return any(m.kind == "region" and m.concept != topic.region for m in general_lexicon().find(question))


def _matter(question: str, document: PolicyDocument, library: Library) -> str:
    """What is asked about, without the document's own name, places and the words that every question has."""
    text = question
    names = [document.title, document.short_title, *document.aliases, document.region]
    common = set(tokens(nfkc("".join(names))))
    kept = []
    for piece in _WORN.sub(" ", re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", " ", text)).split():
        own = [t for t in tokens(piece) if len(t) > 1]
        if own and not all(t in common for t in own):
            kept.append(_without(piece, common))
    return " ".join(p for p in kept if len(p) > 1)


def _without(piece: str, common: set[str]) -> str:
    """The piece without the stretch that the document's title has too (提质扩量跨境电商 → 跨境电商)."""
    marks = [piece[i : i + 2] in common for i in range(len(piece) - 1)]
    keep = [True] * len(piece)
    for i, mark in enumerate(marks):
        if mark:
            keep[i] = keep[i + 1] = False
    runs = re.findall("1+", "".join("1" if k else "0" for k in keep))
    if not runs:
        return ""
    longest = max(runs, key=len)
    at = "".join("1" if k else "0" for k in keep).index(longest)
    return piece[at : at + len(longest)]
