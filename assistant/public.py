"""The functions of the public interface, over one assistant that the first question opens.

Settings come from the environment as for every other door. Who wants several assistants, another clock or a say in
when the index is closed opens `Assistant` itself.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.answer import Answer, AskRequest, Calculation, Turn
from assistant.clock import today
from assistant.errors import RequestInvalid
from assistant.rulebook.load import load_rulebook
from assistant.settings import settings

if TYPE_CHECKING:
    from assistant.gates.verify import VerifyResult
    from assistant.pipeline import Assistant
    from index.search.searcher import Hit

Day = date | str | None


def ask(
    question: str, *, city: str | None = None, as_of: Day = None, history: Iterable[Turn | Mapping[str, str]] = ()
) -> Answer:
    """The answer to one question. `as_of`: a day or "2026-11-22"; today where it is left out.

    Raises:
        QuestionRefused, RequestInvalid: the question or a value cannot be used; the message says why, in Chinese.
        IndexMissing: no index has been built yet.
    """
    given = {"question": question, "city": city, "as_of": _day(as_of), "history": list(history)}
    try:
        request = AskRequest.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RequestInvalid(f"参数 {where} 的值不对：{first['msg']}。", log=str(error)) from error
    return _opened().answer(request)


def calculate(rule_id: str, /, *, as_of: Day = None, event_date: Day = None, **values: Any) -> Calculation:
    """One award, computed. Values as typed ("1.2亿元", "是") or as numbers and booleans; needs no index.

    Raises:
        UnknownRule, InputInvalid: the message names what there is.
    """
    return load_rulebook().calculate(rule_id, values, _day(as_of) or today(), event_date)


def search(
    query: str, k: int = 10, *, regions: Iterable[str] = (), documents: Iterable[str] = (), as_of: Day = None
) -> list[Hit]:
    """The `k` clauses nearest in meaning, best first. Raises QueryRefused, UnknownDocument, IndexMissing."""
    return _opened().searcher.search(query, k, regions=list(regions), documents=list(documents), as_of=_day(as_of))


def verify(answer: str, cites: Mapping[str, str], *, question: str = "", as_of: Day = None) -> VerifyResult:
    """A verdict on every sentence of somebody's answer; `cites` tells which clause a mark [1] stands for."""
    from assistant.gates.verify import Verifier, VerifyRequest

    request = VerifyRequest(question=question, answer=answer, cites=dict(cites), as_of=_day(as_of))
    return Verifier(load_rulebook()).verify(request, today())


def _day(written: Day) -> date | None:
    if written is None or isinstance(written, date):
        return written
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise RequestInvalid(f"日期“{written}”不对，请写成 2026-11-22 这样。", log=str(error)) from error


@lru_cache(maxsize=1)
def _opened() -> Assistant:
    from assistant.pipeline import Assistant  # a calculation does without

    opened = Assistant.open(settings())
    atexit.register(opened.close)
    return opened
