"""An old answer made again: would it be the same, and if not, why not.

It is made twice: for the day it was given, which shows what texts, rules and program changed since; and for today,
which shows what time changed. Without a model: a model may word the same thing otherwise every time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import SequenceMatcher
from typing import Literal

from pydantic import BaseModel

from assistant.answer import Answer, AskRequest, Calculation, Total
from assistant.pipeline import Assistant
from index.documents.library import Library
from index.errors import UnknownClause

Part = Literal["status", "document", "sentence", "citation", "calculation", "total"]
EXTRACTIVE = "extractive"

_VERSIONS = {"index": "政策文件与索引", "rules": "奖补规则", "prompts": "提示词", "code": "程序"}


class Difference(BaseModel):
    """One thing that is not as it was; empty where it was not there, or is there no more."""

    part: Part
    then: str
    now: str


class Made(BaseModel):
    """The answer made again as of a day."""

    as_of: date
    same: bool
    differences: list[Difference]
    answer: Answer


class Replay(BaseModel):
    """What became of an answer.

    Attributes:
        same: made again for its own day, it says the same.
        reasons: why not, in Chinese; also what may have been lost since.
        then, today: made again for its own day, and for today.
    """

    id: str
    question: str
    same: bool
    reasons: list[str]
    then: Made
    today: Made


def replay(assistant: Assistant, kept: Answer, request: AskRequest, today: date, *, recorded: bool = True) -> Replay:
    """`assistant` must have no model. Raises what asking raises."""
    then = _made(assistant, kept, request, kept.as_of)
    return Replay(
        id=kept.id,
        question=kept.question,
        same=then.same,
        reasons=list(_reasons(assistant.searcher.library, kept, then, recorded)),
        then=then,
        today=_made(assistant, kept, request, today),
    )


def _made(assistant: Assistant, kept: Answer, request: AskRequest, as_of: date) -> Made:
    answer = assistant.answer(request.model_copy(update={"as_of": as_of, "id": kept.id}))
    differences = list(_differences(kept, answer))
    return Made(as_of=as_of, same=not differences, differences=differences, answer=answer)


def _differences(kept: Answer, made: Answer) -> Iterator[Difference]:
    if kept.status != made.status:
        yield Difference(part="status", then=kept.status, now=made.status)
    yield from _listed("document", _documents(kept), _documents(made))
    yield from _listed("calculation", _calculations(kept), _calculations(made))
    yield from _listed("total", _total(kept), _total(made))
    if kept.drafted_by == EXTRACTIVE:  # a model's wording is not made again; what it rests on is
        yield from _sentences([s.text for s in kept.sentences], [s.text for s in made.sentences])
        yield from _listed("citation", _citations(kept), _citations(made))


def _listed(part: Part, then: Mapping[object, str], now: Mapping[object, str]) -> Iterator[Difference]:
    for key in dict.fromkeys([*then, *now]):
        if then.get(key) != now.get(key):
            yield Difference(part=part, then=then.get(key, ""), now=now.get(key, ""))


def _documents(answer: Answer) -> dict[object, str]:
    return {each.document_id: f"{each.title}：{each.banner}" for each in answer.documents}


def _calculations(answer: Answer) -> dict[object, str]:
    return {
        (each.rule_id, each.option, tuple(sorted(each.inputs.items()))): _amount(each) for each in answer.calculations
    }


def _total(answer: Answer) -> dict[object, str]:
    return {"": _amount(answer.total)} if answer.total else {}


def _citations(answer: Answer) -> dict[object, str]:
    return {(each.clause_id, each.quote): f"《{each.title}》{each.locator}：{each.quote}" for each in answer.citations}


def _sentences(then: list[str], now: list[str]) -> Iterator[Difference]:
    for kind, a, b, c, d in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Difference(part="sentence", then="".join(then[a:b]), now="".join(now[c:d]))


def _amount(result: Calculation | Total) -> str:
    title = f"{result.title}：" if isinstance(result, Calculation) else ""
    figures = [result.amount_yuan, result.amount_min_yuan, result.amount_max_yuan]
    return f"{title}{result.semantics} {'～'.join(each for each in figures if each is not None)}".strip()


def _reasons(library: Library, kept: Answer, made: Made, recorded: bool) -> Iterator[str]:
    was, now = kept.versions, made.answer.versions
    changed = [name for name in _VERSIONS if getattr(was, name) != getattr(now, name)]
    if made.same:
        if changed:
            yield f"其间{'、'.join(_VERSIONS[name] for name in changed)}有更新，这个回答不受影响。"
        return
    yield from _texts(library, kept)
    for name in changed:
        yield f"{_VERSIONS[name]}已更新：{getattr(was, name)} → {getattr(now, name)}。"
    if not recorded:
        yield "提问时的城市与此前对话没有记录，按所在对话重建，可能与当时不同。"
    if kept.drafted_by != EXTRACTIVE:
        yield "当时由大模型起草，重做时不用大模型，只比较依据、测算与状态。"
    if not changed and recorded:
        yield "各部分版本都与当时相同，结果却不同，请把编号报告给开发者。"


def _texts(library: Library, kept: Answer) -> Iterator[str]:
    """Which of the sources are no more what they were."""
    for citation in kept.citations:
        where = f"《{citation.title}》{citation.locator}"
        try:
            text = library.full_text(library.clause(citation.clause_id))
        except UnknownClause:
            yield f"{where}不再收录。"
            continue
        if citation.text not in text and citation.quote not in text:
            yield f"{where}的原文已改动。"
