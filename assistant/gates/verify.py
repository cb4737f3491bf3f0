"""Anybody's answer, sentence by sentence: which of them the cited policies support.

    Verifier(load_rulebook()).verify(VerifyRequest(answer="奖励150万元[1]。", cites={"1": "shaoxing-2025/(十二)"}, …))

There are no calculations here: a sum that stands in no cited clause is unsupported. Instructions in the text are text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import SentenceKind
from assistant.errors import RequestInvalid
from assistant.gates.check import check
from assistant.gates.citation import asserts
from assistant.gates.markdown import Piece, pieces
from assistant.gates.model import Checked, Cited, Context, Failure
from assistant.gates.sources import Sources
from assistant.gates.standing import places_in
from assistant.rulebook.load import Rulebook
from index.documents.status import document_status
from index.errors import UnknownClause, UnknownDocument

_STATUS = re.compile(r"征求意见|到期|届满|失效|有效|废止|施行|执行期限|正式文[本件]|期满|生效")


class VerifyRequest(BaseModel):
    """An answer to be examined.

    Attributes:
        cites: what the marks [1], [2] … stand for; clause ids compare after NFKC.
        as_of: the day the answer is given; the caller's today where it is left out.
    """

    model_config = ConfigDict(extra="ignore")

    id: str | int | None = None
    question: str = ""
    answer: str
    cites: dict[str, str] = {}
    as_of: date | None = None


class SentenceVerdict(BaseModel):
    """`gate` and `reason` are null where the sentence passes; the reason is Chinese."""

    text: str
    verdict: Literal["pass", "fail"]
    gate: str | None = None
    reason: str | None = None


class VerifyResult(BaseModel):
    id: str | int | None
    sentences: list[SentenceVerdict]

    @property
    def passed(self) -> bool:
        return all(sentence.verdict == "pass" for sentence in self.sentences)


class Verifier:
    """Open once, ask from any thread."""

    def __init__(self, rulebook: Rulebook, sources: Sources | None = None) -> None:
        self._sources = sources or Sources(rulebook)

    def verify(self, request: VerifyRequest, today: date) -> VerifyResult:
        """The verdict on each sentence, table row and list item of the answer; headings make no claim."""
        context = Context(
            request.as_of or today,
            self._sources,
            user_text=request.question,
            answer_text=request.answer,
            documents=self._documents(request),
        )
        found: list[SentenceVerdict] = []
        said: list[str] = []
        for piece in pieces(request.answer):
            checked = self._checked(piece, request, said, context.as_of)
            failure = check(checked, context)
            found.append(_verdict(piece, failure))
            said.append(piece.text)
        return VerifyResult(id=request.id, sentences=found)

    def _documents(self, request: VerifyRequest) -> tuple[str, ...]:
        library = self._sources.library
        known = [library.clause(each) for each in request.cites.values() if library.has_clause(each)]
        return tuple(dict.fromkeys(clause.document_id for clause in known))

    def _checked(self, piece: Piece, request: VerifyRequest, said: list[str], as_of: date) -> Checked:
        cited, unknown = self._resolve(piece.marks, request.cites, as_of)
        above = "\n".join([request.question, *piece.headings, *said[-2:]])
        return Checked(
            piece.text,
            _kind(piece, bool(cited)),
            cited,
            unknown,
            above=above,
            region=_region(piece, said, request.question),
            heading=piece.headings[-1] if piece.headings else "",
        )

    def _resolve(
        self, marks: tuple[int, ...], cites: Mapping[str, str], as_of: date
    ) -> tuple[tuple[Cited, ...], tuple[int, ...]]:
        cited: list[Cited] = []
        unknown: list[int] = []
        by_number = {key.strip("[]【】 "): value for key, value in cites.items()}
        for n in marks:
            try:
                source = self._sources.of(by_number[str(n)])
            except (KeyError, UnknownClause, UnknownDocument):
                unknown.append(n)
                continue
            cited.append(Cited(n, source, source.text, document_status(source.document, as_of).status))
        return tuple(cited), tuple(unknown)


def request_from_line(record: dict[str, Any]) -> VerifyRequest:
    """A line of a batch as a request.

    Raises:
        RequestInvalid: a field is missing or of the wrong type; the message names it.
    """
    if not isinstance(record.get("id"), str | int) or isinstance(record.get("id"), bool):
        raise RequestInvalid("缺少编号 id，或它不是文字。")
    if not isinstance(record.get("answer"), str):
        raise RequestInvalid(
            '缺少回答 answer，或它不是文字。每行应像 {"id": "1", "answer": "…[1]", "cites": {"1": "条款编号"}}。'
        )
    given = {key: value for key, value in record.items() if value is not None}
    try:
        return VerifyRequest.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RequestInvalid(f"字段 {where} 的值不对：{first['msg']}。", log=str(error)) from error


def _kind(piece: Piece, cited: bool) -> SentenceKind:
    if cited:
        return "claim"
    if piece.text.endswith(("？", "?")):
        return "question"
    if _STATUS.search(piece.text):
        return "status"
    return "claim" if asserts(piece.text) else "frame"


def _region(piece: Piece, said: list[str], question: str) -> str:
    """The place the text speaks of where the sentence names none: the nearest above, else the question's only one."""
    for text in [*reversed(piece.headings), *reversed(said)]:
        if places := places_in(text):
            return places[-1] if len(places) == 1 else ""
    places = places_in(question)
    return places[0] if len(places) == 1 else ""


def _verdict(piece: Piece, failure: Failure | None) -> SentenceVerdict:
    if failure is None:
        return SentenceVerdict(text=piece.shown, verdict="pass")
    return SentenceVerdict(text=piece.shown, verdict="fail", gate=failure.gate, reason=failure.reason)
