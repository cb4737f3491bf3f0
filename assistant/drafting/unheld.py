"""Whether a benefit that is asked for by its matter stands in the documents meant at all: 对企业上市有没有奖励.

Such a question names one matter. Where none of its words stands anywhere in the documents, the nearest sentence speaks
of something else, however near it is: the words that name the document itself are no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from index.documents.model import PolicyDocument
from index.text.ngrams import tokens
from index.text.normalize import nfkc
from index.vocabulary.lexicon import general_lexicon

_BENEFIT: Final = r"(?:补贴|补助|奖励|奖补|资助|扶持|支持|优惠|奖金|券)"
_WHETHER: Final = r"(?:有没有|有无|是否有|是不是有)"
_FORMS: Final = (
    re.compile(
        rf"(?:对|给|为|针对)(?P<matter>[^，。？！；]{{2,18}}?)(?:{_WHETHER}[^，。？！；]{{0,4}}{_BENEFIT}|有{_BENEFIT}[吗么没])"
    ),
    re.compile(rf"{_WHETHER}(?:对|给|为|针对)?(?P<matter>[^，。？！；]{{2,18}}?)的?{_BENEFIT}"),
)
_DOCUMENT: Final = re.compile(r"^.*(?:政策|措施|办法|意见|规定|文件|细则|条款|稿子?)(?:里面?|中|上)?(?:对|给|为)?")
_NOT_MATTER: Final = re.compile(r"企业|公司|单位|我们|项目|方面|的|去|和|或者?|、|什么|相关|专门|这类|这种|[a-z\d]")
# Share of the matter's words that one of the documents holds: below it, it speaks of something else.
_HELD: Final = 0.4


def unheld(question: str, documents: Sequence[PolicyDocument]) -> str:
    """The matter asked for that no document meant speaks of; "" where one does, or the question has another form."""
    matter = _matter(nfkc(question))
    words = {t for piece in _NOT_MATTER.split(matter) for t in tokens(piece) if len(t) > 1}
    if not words or not documents:
        return ""
    texts = [nfkc(document.source).replace("\n", "") for document in documents]
    if any(_called(matter, text) for text in texts):
        return ""
    share = max(sum(word in text for word in words) / len(words) for text in texts)
    return matter if share < _HELD else ""


def _matter(question: str) -> str:
    for form in _FORMS:
        if found := form.search(question):
            return _DOCUMENT.sub("", found["matter"]).strip()
    return ""


def _called(matter: str, text: str) -> bool:
    """Whether the document names the matter by another of its names (技改, 技术改造)."""
    mentioned = {m.concept for m in general_lexicon().find(matter) if m.kind == "term"}
    entries = [e for e in general_lexicon().entries if e.kind == "term" and e.concept in mentioned]
    return any(form in text for entry in entries for form in (*entry.terms, *entry.surfaces) if len(form) > 1)
