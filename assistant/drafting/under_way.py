"""What a document says to one who is under way when it begins or ends: taken in before, still paid; not open yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.drafting.quoting import quoted
from assistant.evidence import Evidence
from index.documents.library import Library
from index.documents.model import ClauseKind, Passage, PolicyDocument
from index.documents.status import document_status
from index.text.normalize import nfkc

_STEP: Final = "受理|立项|申报|申请|备案|签(?:订|约|了)|批准|批了|批下来|认定|递交|提交|交了"
# The caller has done his step, and asks whether it is still paid, or by which text.
_DONE: Final = re.compile(rf"(?:已经?|就|都|早)[^，。？]{{0,14}}(?:{_STEP})|(?:{_STEP})[^，。？]{{0,8}}了")
_STILL: Final = re.compile(
    r"还(?:给|能|会|可以|兑|拨|发|补|算|有)|怎么(?:办|算)|按(?:哪|老|旧|原|新)|算数|作数|(?:钱|资金|款)[^，。？]{0,8}没(?:到|拨|给|发)"
)
_CARRIED: Final = re.compile(rf"(?:{_STEP})[^。；]{{0,30}}(?:仍|继续)[^。；]{{0,8}}(?:按|执行|兑|享受|适用)")
_ASKS_NOW: Final = re.compile(
    r"(?:现在|目前|已经|可以|能)[^，。？]{0,8}(?:申报|申请|报名|领|兑)[^，。？]{0,4}(?:吗|么|没|不)"
    r"|(?:开始|开放)[^，。？]{0,6}(?:申报|申请|受理|执行)?了?(?:吗|没)"
)
_BEGINS: Final = re.compile(r"自[^。；]{4,16}起(?:施行|实施|执行)")


def carried_on(
    question: str, documents: Sequence[PolicyDocument], library: Library, evidence: Evidence
) -> Iterator[DraftSentence]:
    """The clause on what was taken in before the text ended or began, where the caller tells that he was."""
    if not (_DONE.search(question) and _STILL.search(question)):
        return
    for document in documents:
        for passage in _of(document, library):
            if _CARRIED.search(nfkc(passage.text)):
                yield quoted(passage, document.region, evidence)


def not_open(
    question: str, documents: Sequence[PolicyDocument], as_of: date, library: Library, evidence: Evidence
) -> Iterator[DraftSentence]:
    """Whether one may apply under a text that is a draft, or not in force yet: no, with the day it is to begin."""
    if not _ASKS_NOW.search(question):
        return
    for document in documents:
        status = document_status(document, as_of).status
        if status not in ("draft", "not_yet"):
            continue
        words = phrases.STATUS_WORDS[status]
        yield DraftSentence(phrases.NOT_OPEN.format(title=document.short_title, status=words), "frame",
                            region=document.region, head="eligibility")  # fmt: skip
        begins = [p for p in _of(document, library) if _BEGINS.search(nfkc(p.text))]
        yield from (quoted(passage, document.region, evidence) for passage in begins[:1])


def _of(document: PolicyDocument, library: Library) -> Iterator[Passage]:
    for passage in document.passages:
        if library.clause(passage.clause_id).kind not in (ClauseKind.TITLE, ClauseKind.FURNITURE):
            yield passage
